# Der Postausgang: Nachrichten, ihre Zustände und was ein Administrator damit tun kann.

outbox-title = Postausgang
outbox-lead = Alle angenommenen Nachrichten und der Zustand ihrer Zustellung.
outbox-to = An { $recipients }
outbox-and-more =
    { $count ->
        [one] { $named } und eine weitere Adresse
       *[other] { $named } und { $count } weitere
    }
outbox-damaged = Die gespeicherten Daten sind nicht lesbar
outbox-damaged-badge = Beschädigt
outbox-no-subject = (ohne Betreff)

outbox-search-label = Empfänger oder Betreff
outbox-search = Suchen
outbox-clear = Zurücksetzen
outbox-state = Zustand
outbox-kind = Art
outbox-any = Alle
outbox-since-day = Ab Tag
outbox-until-day = Bis Tag
outbox-by-state = Empfänger nach Zustand
outbox-messages = Nachrichten, neueste zuerst
outbox-pages = Seiten
outbox-newest = Neueste
outbox-older = Ältere
paging-previous = Zurück
paging-next = Weiter
paging-range = { $first }–{ $last } von { $count }

outbox-nothing-found = Keine Treffer
outbox-nothing-found-hint = Keine Nachricht entspricht diesen Filtern.
outbox-show-all = Alle Nachrichten anzeigen
outbox-none-yet = Noch keine Nachrichten
outbox-none-yet-hint = Hier erscheinen Test-E-Mails, Einladungen und alle E-Mails, die andere Programme einliefern.
outbox-send-test = Test-E-Mail senden
outbox-make-key = API-Schlüssel anlegen

outbox-states = Was die Zustände bedeuten
# Zustände, die zusammen gezählt und aufgelistet werden.
state-group-waiting = Noch zu senden
state-group-unsuccessful = Ohne Erfolg
state-queued = Wartend
state-queued-meaning = Die Nachricht ist gespeichert und wartet auf den Versand.
state-sending = Wird gesendet
state-sending-meaning = Die Nachricht wird gerade gesendet.
state-sent = Gesendet
state-sent-meaning = Der nächste Mailserver hat die Nachricht angenommen. Das beweist nicht, dass sie den Posteingang erreicht hat.
state-kept = Hier aufbewahrt
state-kept-meaning = Das eingebaute Postfach bewahrt die Nachricht auf. Es wurde nichts gesendet.
state-deferred = Zurückgestellt
state-deferred-meaning = Der Server hat die Nachricht vorerst nicht angenommen. Der Versand wird automatisch wiederholt, mit der Zeit seltener.
state-failed = Fehlgeschlagen
state-failed-meaning = Der Server hat die Nachricht endgültig abgelehnt. Der Versand wird nicht automatisch wiederholt.
state-uncertain = Vielleicht angekommen
state-uncertain-meaning = Die Nachricht wurde vollständig übertragen, aber die Antworten des Servers gingen verloren. Sie wird nicht automatisch noch einmal gesendet.
state-expired = Abgelaufen
state-expired-meaning = Die Nachricht ist abgelaufen, bevor ein Server sie angenommen hat.
state-cancelled = Abgebrochen
state-cancelled-meaning = Jemand hat den Versand abgebrochen, bevor die Nachricht gesendet wurde.

kind-invitation = Einladung
kind-password-reset = Passwort zurücksetzen
kind-validation = Kontobestätigung
kind-script = Skript
kind-api = API
kind-submission = SMTP-Einlieferung
kind-test = Test-E-Mail
kind-notice = Hinweis

# Eine Nachricht und was sich damit tun lässt.
outbox-retry = Jetzt erneut versuchen
outbox-cancel = Versand abbrechen
outbox-resend = Noch einmal senden
outbox-retried = Der Versand wird jetzt erneut versucht.
outbox-cancelled = Alle Zustellungen, die noch warteten, sind abgebrochen.
outbox-repeated = Das ist die neue Nachricht: dieselbe E-Mail, noch einmal gesendet.
outbox-refused = Es wurde nichts geändert
resend-title = Diese Nachricht noch einmal senden?
resend-meaning =
    { $count ->
        [one] Die Nachricht hatte 1 Empfänger. Sie wird unverändert noch einmal gesendet, mit derselben Message-ID und denselben Kopfzeilen.
       *[other] Die Nachricht hatte { $count } Empfänger. Sie wird unverändert noch einmal gesendet, mit derselben Message-ID und denselben Kopfzeilen.
    }
resend-quota-script = Jeder Empfänger zählt für die Kontingente des Skripts, das sie gesendet hat, und seines Workspace.
resend-quota-workspace = Jeder Empfänger zählt für das Kontingent des Workspace, der sie gesendet hat.
resend-quota-key = Jeder Empfänger zählt für das Kontingent des API-Schlüssels, der sie gesendet hat.
resend-quota-account = Jeder Empfänger zählt für das Kontingent des Kontos, dessen Programm sie gesendet hat.
resend-to = An wen?
resend-same =
    { $count ->
        [one] An denselben Empfänger
       *[other] An dieselben { $count } Empfänger
    }
resend-me = Nur an mich
resend-others = An andere
resend-others-hint = Nur an die Adressen darunter.
resend-addresses = Andere Adressen
resend-addresses-hint = Getrennt durch Kommas, Semikolons oder Zeilen.
resend_without_address = geben Sie mindestens eine Adresse ein, oder wählen Sie andere Empfänger
resend_disk_low = die Festplatte des Servers ist fast voll, deshalb wird nur noch dringende Post angenommen: schaffen Sie zuerst Platz

# Empfänger, die sie vielleicht schon haben: vor dem erneuten Senden wird gefragt.
outbox-uncertain =
    { $count ->
        [one] 1 Empfänger hat diese Nachricht vielleicht erhalten: Die Antwort des Servers ging jedes Mal verloren. Fragen Sie ihn, bevor Sie sie noch einmal senden.
       *[other] { $count } Empfänger haben diese Nachricht vielleicht erhalten: Die Antwort des Servers ging jedes Mal verloren. Fragen Sie sie, bevor Sie sie noch einmal senden.
    }
outbox-uncertain-again = Noch einmal senden
outbox-uncertain-question =
    { $count ->
        [one] Noch einmal an einen Empfänger senden, der sie vielleicht schon hat?
       *[other] Noch einmal an { $count } Empfänger senden, die sie vielleicht schon haben?
    }
outbox-uncertain-meaning =
    { $count ->
        [one] Die Nachricht wurde vollständig übertragen und kommt deshalb vielleicht zweimal an bei:
       *[other] Die Nachricht wurde vollständig übertragen und kommt deshalb vielleicht zweimal an bei jedem von:
    }
outbox-uncertain-more = und { $count } weitere
outbox-uncertain-keep = Nicht senden

outbox-recipients = Empfänger
outbox-search-recipient = Empfänger
recipient-to = An
recipient-cc = Cc
recipient-bcc = Bcc
recipient-automatic-bcc = Automatische Blindkopie
outbox-remedy = Was zu tun ist:
outbox-twice = Die E-Mail ist vielleicht zweimal angekommen. Die Verbindung ging verloren, bevor der Server antwortete, deshalb wurde sie mit derselben Message-ID noch einmal gesendet.
outbox-on-hold = Zurückgehalten: Das eingebaute Postfach ist aktiv. Die Nachricht wird gesendet, sobald wieder ein Mailserver verbunden ist.
outbox-since = Seit
outbox-tried = Versuche
outbox-tried-times =
    { $count ->
        [one] 1 Versuch
       *[other] { $count } Versuche
    }
outbox-waits-for = Wartet auf
outbox-waits-until = Bis
outbox-reply = Antwort des Servers:

outbox-message = Nachricht
outbox-envelope-sender = Envelope-Absender
outbox-from = Von
outbox-accepted = Angenommen
outbox-origin = Veranlasst durch
outbox-client = Adresse des Clients
outbox-client-hello = Name des Clients (EHLO)
outbox-client-tls = Verschlüsselung zu owlpost
outbox-client-clear = Keine, unverschlüsselt übertragen
outbox-size = Größe
outbox-given-up = Läuft ab
outbox-given-up-at = { $time }, falls sie nicht vorher gesendet wird
outbox-remark = Anmerkung
outbox-resent = Noch einmal gesendet
outbox-resent-from = Wiederholt <a href="/outbox/{ $id }">eine frühere Nachricht</a>
outbox-text = Inhalt
outbox-read = E-Mail lesen
outbox-text-gone = Nicht mehr gespeichert
outbox-text-ticket = Enthält einen Link, der nur einmal gilt, und wird deshalb nie angezeigt

outbox-attempts = Versuche
outbox-no-attempts = Noch keine.
outbox-attempt = Versuch { $number }
outbox-attempt-void = die Verbindung funktionierte nicht, deshalb zählt dieser Versuch nicht
# Was ein Versuch ergab, über alle seine Empfänger.
outbox-delivered =
    { $count ->
        [one] 1 übergeben
       *[other] { $count } übergeben
    }
outbox-kept =
    { $count ->
        [one] 1 aufbewahrt
       *[other] { $count } aufbewahrt
    }
outbox-deferred =
    { $count ->
        [one] 1 zurückgestellt
       *[other] { $count } zurückgestellt
    }
outbox-refused-recipients =
    { $count ->
        [one] 1 abgelehnt
       *[other] { $count } abgelehnt
    }
outbox-through = Über { $connection }
outbox-throttled = Der Server hat darum gebeten, langsamer zu senden
outbox-transcript = Mitschrift
# Folgt auf das Wort darüber, für Screenreader.
outbox-transcript-of = von Versuch { $number }
outbox-transcript-label = Mitschrift von Versuch { $number }
outbox-copy-transcript = Mitschrift kopieren

outbox-email = Die E-Mail
outbox-mail-lead = Die E-Mail, wie sie gesendet wurde. Dass Sie sie lesen, wird im Audit-Protokoll vermerkt.

# Was outbox.js sagt; wo # steht, setzt es eine Zahl oder die Zustände ein.
outbox-script-resumed = Der Versand geht weiter.
outbox-script-states = Diese Nachricht: #
outbox-script-new-one = 1 neue Nachricht
outbox-script-new-many = # neue Nachrichten
