# Der Postausgang: was wartet, was aus allem wurde und was ein Administrator damit tun kann.

outbox-title = Postausgang
outbox-lead = Jede angenommene Nachricht und was aus ihr wurde.
outbox-to = An { $recipients }
outbox-and-more =
    { $count ->
        [one] { $named } und eine weitere Adresse
       *[other] { $named } und { $count } weitere
    }
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

outbox-nothing-found = Nichts gefunden
outbox-nothing-found-hint = Keine Nachricht passt zu diesen Filtern.
outbox-show-all = Alle Nachrichten zeigen
outbox-none-yet = Es wurde noch nichts gesendet
outbox-none-yet-hint = Hier erscheinen Test-E-Mails, Einladungen und alles, was andere Programme einliefern.
outbox-send-test = Test-E-Mail senden
outbox-make-key = API-Schlüssel anlegen

outbox-states = Was die Zustände bedeuten
state-queued = Wartend
state-queued-meaning = Die Nachricht ist gespeichert und wartet, bis sie an der Reihe ist.
state-sending = Wird gesendet
state-sending-meaning = Die Nachricht wird in diesem Augenblick übergeben.
state-sent = Gesendet
state-sent-meaning = Der nächste Mailserver hat die Nachricht übernommen. Das beweist nicht, dass sie im Posteingang liegt.
state-deferred = Zurückgestellt
state-deferred-meaning = Der Server hat die Nachricht vorerst nicht angenommen. Sie wird von selbst wieder versucht, mit der Zeit seltener.
state-failed = Fehlgeschlagen
state-failed-meaning = Der Server hat die Nachricht endgültig abgelehnt. Sie wird nicht von selbst wieder versucht.
state-expired = Abgelaufen
state-expired-meaning = Die Zeit der Nachricht war um, bevor ein Server sie annahm.
state-cancelled = Abgebrochen
state-cancelled-meaning = Jemand hat die Nachricht zurückgenommen, bevor sie gesendet wurde.

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
outbox-cancelled = Was noch nicht gesendet war, ist abgebrochen.
outbox-repeated = Das ist die neue Nachricht: dieselbe E-Mail, noch einmal gesendet.
outbox-refused = Es wurde nichts geändert

outbox-recipients = Empfänger
outbox-remedy = Was zu tun ist:
outbox-twice = Die E-Mail ist vielleicht zweimal angekommen. Die Verbindung brach ab, bevor der Server antwortete; deshalb wurde sie noch einmal gesendet, mit derselben Message-ID.
outbox-since = Seit
outbox-tried = Versucht
outbox-tried-times =
    { $count ->
        [one] einmal
       *[other] { $count }-mal
    }
outbox-tried-next = Nächster Versuch
outbox-reply = Antwort des Servers:

outbox-message = Nachricht
outbox-from = Von
outbox-accepted = Angenommen
outbox-origin = Veranlasst durch
outbox-size = Größe
outbox-given-up = Aufgegeben
outbox-given-up-at = { $time }, falls sie bis dahin nicht gesendet ist
outbox-remark = Anmerkung
outbox-resent = Erneut gesendet
outbox-resent-from = Wiederholt <a href="/outbox/{ $id }">eine frühere Nachricht</a>
outbox-text = Text
outbox-read = E-Mail lesen
outbox-text-gone = Nicht mehr aufbewahrt
outbox-text-ticket = Enthält einen Link, der nur einmal gilt, und wird deshalb niemandem gezeigt

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
outbox-throttled = Der Server bat darum, langsamer zu senden
outbox-transcript = Mitschrift
# Folgt auf das Wort darüber, für Screenreader.
outbox-transcript-of = von Versuch { $number }
outbox-transcript-label = Mitschrift von Versuch { $number }
outbox-copy-transcript = Mitschrift kopieren

outbox-email = Die E-Mail
outbox-mail-lead = Die E-Mail, wie sie gesendet wurde. Dass Sie sie lesen, wird im Protokoll des Servers vermerkt.

# Was outbox.js sagt; wo # steht, setzt es eine Zahl oder die Zustände ein.
outbox-script-resumed = Der Versand geht weiter.
outbox-script-states = Diese Nachricht: #
outbox-script-new-one = 1 neue Nachricht
outbox-script-new-many = # neue Nachrichten
