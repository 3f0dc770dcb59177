# Die Zustimmung beim Anbieter: der Weg dorthin und zurück.

consent-title = Zustimmung
consent-go-on = Weiter in den E-Mail-Einstellungen

# Die Seite, die zum Anbieter führt.
consent-leave-title = Weiter zum Anbieter
consent-leave =
    Weiter { $provider ->
        [none] zum Anbieter
        [Custom] zum Anbieter
       *[other] zu { $provider }
    }
consent-leave-meaning = Melden Sie sich dort mit dem Postfach an und erlauben Sie owlpost zu senden. Danach kehren Sie hierher zurück.
consent-continue =
    Weiter { $provider ->
        [none] zum Anbieter
        [Custom] zum Anbieter
       *[other] zu { $provider }
    }
consent-not-now = Jetzt nicht

# Was daraus wurde, in dem Fenster, das zurückkommt.
consent-under-way = Die Zustimmung läuft
consent-under-way-meaning = Fahren Sie im Fenster des Anbieters fort.
consent-connected = Verbunden
consent-connected-meaning = E-Mails werden jetzt über das Postfach gesendet, das sich angemeldet hat.
consent-connected-as = Verbunden als { $account }
consent-connected-as-meaning = E-Mails werden jetzt über dieses Postfach gesendet.
consent-question = Eine Frage ist noch offen
consent-question-meaning = Angemeldet hat sich { $account }; das ist nicht die Absenderadresse. Fahren Sie in den E-Mail-Einstellungen fort.
consent-question-scopes-meaning = Die Antwort des Anbieters nennt andere Berechtigungen als die angeforderten. Fahren Sie in den E-Mail-Einstellungen fort.

consent-not-signed-in = Sie sind hier nicht angemeldet
consent-not-signed-in-meaning = Eine Zustimmung wird nur von dem Administrator angenommen, der sie begonnen hat, deshalb wurde nichts verbunden.
consent-not-signed-in-remedy = Melden Sie sich an, öffnen Sie die E-Mail-Einstellungen und stimmen Sie noch einmal zu. Sind Sie unter einer anderen Adresse dieses Servers angemeldet, öffnen Sie die E-Mail-Einstellungen unter der öffentlichen URL.

consent-unknown = Diese Zustimmung ist unbekannt
consent-unknown-meaning = Vielleicht wurde sie vor langer Zeit begonnen, oder auf einem anderen Server. Es wurde nichts verbunden.
consent-unknown-remedy = Öffnen Sie die E-Mail-Einstellungen und stimmen Sie von dort aus zu.

consent-used = Diese Zustimmung wurde schon verarbeitet
consent-used-meaning = Die Seite wurde ein zweites Mal geöffnet, vielleicht beim Neuladen. Es wurde nichts geändert.
consent-used-remedy = Öffnen Sie die E-Mail-Einstellungen, um das Ergebnis zu sehen.

consent-expired = Die Zustimmung hat zu lange gedauert
consent-expired-meaning = Eine Zustimmung muss innerhalb von zehn Minuten gegeben werden, deshalb wurde nichts verbunden. Die aktiven Einstellungen sind unverändert.
consent-expired-remedy = Öffnen Sie die E-Mail-Einstellungen und stimmen Sie noch einmal zu.

consent-other-session = Diese Zustimmung hat jemand anderes begonnen
consent-other-session-meaning = Sie gehört zu einer anderen Sitzung, deshalb wurde nichts verbunden. Vielleicht hat Ihnen jemand diesen Link geschickt, damit E-Mails über sein Postfach gesendet werden.
consent-other-session-remedy = Waren Sie es selbst, melden Sie sich mit dem Konto an, mit dem Sie begonnen haben, und stimmen Sie in den E-Mail-Einstellungen noch einmal zu.

# Was die Seite der Einstellungen davon zeigt.
consent-again = Noch einmal zustimmen
consent-other-account = { $account } hat sich angemeldet, aber die Absenderadresse ist { $from }
consent-other-account-meaning = Es wurde noch nichts geändert. Was ist richtig?
consent-is-alias = { $account } darf als { $from } senden: verbinden
consent-use-account = Stattdessen von { $account } senden: verbinden
consent-sign-in-other = Mit einem anderen Konto anmelden
consent-other-account-hint = Die erste Möglichkeit ist richtig, wenn { $from } ein Alias des Postfachs ist oder das Postfach das Recht hat, mit dieser Adresse zu senden. Sonst lehnt der Anbieter die E-Mails ab oder setzt seine eigene Adresse ein.
consent-other-scopes = Die Antwort des Anbieters nennt { $scopes } nicht
consent-other-scopes-meaning = Erteilt wurde: { $granted }. Manche Anbieter verwenden in der Antwort einen anderen Namen für eine Berechtigung; dann können Sie fortfahren. Fehlt sie, lehnt der Mailserver die Anmeldung ab, und die E-Mails warten. Es wurde noch nichts geändert.
consent-go-on-with-scopes = Weiter: mit den erteilten Berechtigungen verbinden
consent-waits = Version { $number } ist gespeichert und wartet auf Ihre Zustimmung
consent-waits-meaning =
    { $provider ->
        [none] Der Anbieter
        [Custom] Der Anbieter
       *[other] { $provider }
    } bittet Sie, sich mit dem Postfach anzumelden und owlpost das Senden zu erlauben. Bis dahin werden E-Mails wie bisher gesendet.
consent-changed-mind = Doch nicht?
consent-keep = Die aktiven Einstellungen behalten, Version { $number }

# Nach dem Trennen.
consent-disconnected-revoked =
    Getrennt. Die Zustimmung wurde hier gelöscht, und E-Mails warten, bis wieder ein Postfach verbunden ist. { $provider ->
        [none] Der Anbieter
        [Custom] Der Anbieter
       *[other] { $provider }
    } hat sie ebenfalls widerrufen.
consent-disconnected-not-offered =
    Getrennt. Die Zustimmung wurde hier gelöscht, und E-Mails warten, bis wieder ein Postfach verbunden ist. { $provider ->
        [none] Der Anbieter
        [Custom] Der Anbieter
       *[other] { $provider }
    } bietet keinen Widerruf an: Um sie auch dort zu beenden, entfernen Sie die Berechtigung der App in den Einstellungen des Kontos oder des Mandanten.
consent-disconnected-not-revoked =
    Getrennt. Die Zustimmung wurde hier gelöscht, und E-Mails warten, bis wieder ein Postfach verbunden ist. { $provider ->
        [none] Der Anbieter
        [Custom] Der Anbieter
       *[other] { $provider }
    } war nicht zu erreichen oder hat den Widerruf abgelehnt: Entfernen Sie den Zugriff der App dort in den Einstellungen des Kontos.
consent-disconnected-nothing = Es war kein Postfach verbunden.

# Was consent.js und consent-done.js sagen.
consent-script-unreachable = Der Server war nicht zu erreichen. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.
consent-script-go-on = Fahren Sie im Fenster des Anbieters fort.
consent-script-show = Fenster anzeigen
consent-script-blocked = Ihr Browser hat das Fenster des Anbieters blockiert. Erlauben Sie Pop-ups für diese Website und versuchen Sie es noch einmal, oder fahren Sie in diesem Fenster fort: Danach kehren Sie hierher zurück.
consent-script-again = Das Fenster noch einmal öffnen
consent-script-here = In diesem Fenster fortfahren
consent-script-closed = Das Fenster des Anbieters wurde geschlossen, bevor Sie zugestimmt haben. Es wurde nichts geändert: E-Mails werden wie bisher gesendet.
consent-script-reopen = Noch einmal öffnen
consent-script-close = Sie können dieses Fenster schließen.

# Die Seite, die der Link eines Programms öffnet.
consent-link-title = Postfach verbinden
consent-link-meaning = { $by } hat begonnen, ein Postfach bei { $provider } zu verbinden. Machen Sie nur weiter, wenn Sie davon wissen.
consent-link-effect = Beim Anbieter melden Sie sich an und stimmen zu. Danach werden alle E-Mails dieses Servers über dieses Postfach gesendet.
consent-link-button = Weiter zu { $provider }
