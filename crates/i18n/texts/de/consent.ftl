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
consent-leave-meaning = Melden Sie sich dort mit dem Postfach an und erlauben Sie owlpost zu senden. Danach kommen Sie hierher zurück.
consent-continue =
    Weiter { $provider ->
        [none] zum Anbieter
        [Custom] zum Anbieter
       *[other] zu { $provider }
    }
consent-not-now = Jetzt nicht

# Was daraus wurde, in dem Fenster, das zurückkommt.
consent-under-way = Die Zustimmung ist im Gang
consent-under-way-meaning = Machen Sie im Fenster des Anbieters weiter.
consent-connected = Verbunden
consent-connected-meaning = E-Mails gehen über das Postfach hinaus, das sich angemeldet hat.
consent-connected-as = Verbunden als { $account }
consent-connected-as-meaning = E-Mails gehen jetzt über dieses Postfach hinaus.
consent-question = Eine Frage ist noch offen
consent-question-meaning = Angemeldet hat sich { $account }, und das ist nicht die Absenderadresse. Machen Sie in den E-Mail-Einstellungen weiter.
consent-question-scopes-meaning = Die Antwort des Anbieters nennt andere Berechtigungen als die angefragten. Fahren Sie in den E-Mail-Einstellungen fort.

consent-not-signed-in = Sie sind hier nicht angemeldet
consent-not-signed-in-meaning = Eine Zustimmung gilt nur für den Administrator, der sie begonnen hat, deshalb wurde nichts verbunden.
consent-not-signed-in-remedy = Melden Sie sich an, öffnen Sie die E-Mail-Einstellungen und stimmen Sie noch einmal zu. Sind Sie unter einer anderen Adresse dieses Servers angemeldet, öffnen Sie die E-Mail-Einstellungen unter der öffentlichen URL.

consent-unknown = Diese Zustimmung hat hier niemand begonnen
consent-unknown-meaning = Vielleicht wurde sie vor langer Zeit begonnen, oder auf einem anderen Server. Es wurde nichts verbunden.
consent-unknown-remedy = Öffnen Sie die E-Mail-Einstellungen und stimmen Sie von dort aus zu.

consent-used = Diese Zustimmung wurde schon angenommen
consent-used-meaning = Die Seite wurde ein zweites Mal geöffnet, vielleicht beim Neuladen. Es wurde nichts noch einmal getan.
consent-used-remedy = Öffnen Sie die E-Mail-Einstellungen, um zu sehen, was daraus wurde.

consent-expired = Die Zustimmung hat zu lange gedauert
consent-expired-meaning = Sie muss innerhalb von zehn Minuten gegeben werden, deshalb wurde nichts verbunden. Die geltenden Einstellungen sind unverändert.
consent-expired-remedy = Öffnen Sie die E-Mail-Einstellungen und stimmen Sie noch einmal zu.

consent-other-session = Diese Zustimmung hat jemand anderes begonnen
consent-other-session-meaning = Sie gehört zu einer anderen Anmeldung als Ihrer, deshalb wurde nichts verbunden. Vielleicht hat Ihnen jemand diesen Link geschickt, damit E-Mails über sein Postfach hinausgehen.
consent-other-session-remedy = Waren Sie es selbst, melden Sie sich so an wie zu Beginn und stimmen Sie von den E-Mail-Einstellungen aus noch einmal zu.

# Was die Seite der Einstellungen davon zeigt.
consent-again = Noch einmal zustimmen
consent-other-account = { $account } hat sich angemeldet, aber die Absenderadresse ist { $from }
consent-other-account-meaning = Es wurde noch nichts geändert. Was ist richtig?
consent-is-alias = { $account } darf als { $from } senden: verbinden
consent-use-account = Stattdessen von { $account } senden: verbinden
consent-sign-in-other = Mit einem anderen Konto anmelden
consent-other-account-hint = Das Erste ist richtig, wenn { $from } ein Alias des Postfachs ist oder das Postfach das Recht hat, mit dieser Adresse zu senden. Sonst lehnt der Anbieter die E-Mails ab oder setzt seine eigene Adresse ein.
consent-other-scopes = Die Antwort des Anbieters nennt { $scopes } nicht
consent-other-scopes-meaning = Erteilt wurde: { $granted }. Manche Anbieter nennen eine Berechtigung in der Antwort anders; dann ist alles in Ordnung. Fehlt sie, lehnt der Mailserver die Anmeldung ab, und die Mail wartet. Noch wurde nichts geändert.
consent-go-on-with-scopes = Weiter: mit den erteilten Berechtigungen verbinden
consent-waits = Version { $number } ist gespeichert und wartet auf Ihre Zustimmung
consent-waits-meaning =
    { $provider ->
        [none] Der Anbieter
        [Custom] Der Anbieter
       *[other] { $provider }
    } bittet Sie, sich mit dem Postfach anzumelden und owlpost das Senden zu erlauben. Bis dahin gehen E-Mails wie bisher hinaus.
consent-changed-mind = Anders überlegt?
consent-keep = Die geltenden Einstellungen behalten, Version { $number }

# Nach dem Trennen.
consent-disconnected-revoked =
    Getrennt. Die Zustimmung ist hier vergessen, und E-Mails warten, bis wieder ein Postfach verbunden ist. { $provider ->
        [none] Der Anbieter
        [Custom] Der Anbieter
       *[other] { $provider }
    } hat sie ebenfalls widerrufen.
consent-disconnected-not-offered =
    Getrennt. Die Zustimmung ist hier vergessen, und E-Mails warten, bis wieder ein Postfach verbunden ist. { $provider ->
        [none] Der Anbieter
        [Custom] Der Anbieter
       *[other] { $provider }
    } bietet keinen Widerruf an: Um sie auch dort zu beenden, entfernen Sie die Berechtigung der App in den Einstellungen des Kontos oder des Tenants.
consent-disconnected-not-revoked =
    Getrennt. Die Zustimmung ist hier vergessen, und E-Mails warten, bis wieder ein Postfach verbunden ist. { $provider ->
        [none] Der Anbieter
        [Custom] Der Anbieter
       *[other] { $provider }
    } war nicht zu erreichen oder hat den Widerruf abgelehnt: Entfernen Sie den Zugriff der App dort in den Einstellungen des Kontos.
consent-disconnected-nothing = Es war nichts verbunden.

# Was consent.js und consent-done.js sagen.
consent-script-unreachable = Der Server war nicht zu erreichen. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.
consent-script-go-on = Machen Sie im Fenster des Anbieters weiter.
consent-script-show = Das Fenster zeigen
consent-script-blocked = Ihr Browser hat das Fenster des Anbieters blockiert. Erlauben Sie Pop-ups für diese Website und versuchen Sie es noch einmal, oder machen Sie in diesem Fenster weiter: Danach kommen Sie hierher zurück.
consent-script-again = Das Fenster noch einmal versuchen
consent-script-here = In diesem Fenster weitermachen
consent-script-closed = Das Fenster des Anbieters wurde geschlossen, bevor Sie zugestimmt haben. Es wurde nichts geändert: E-Mails gehen wie bisher hinaus.
consent-script-reopen = Noch einmal öffnen
consent-script-close = Sie können dieses Fenster schließen.
