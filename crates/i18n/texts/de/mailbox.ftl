# Was der eingebaute Dienst aufbewahrt hat, statt es zu senden.

mailbox-title = Postfach
mailbox-lead = E-Mails, die das eingebaute Postfach auf diesem Server aufbewahrt, statt sie zu senden.
mailbox-to = An { $recipients }
mailbox-and-more =
    { $count ->
        [one] { $shown } und eine weitere Adresse
       *[other] { $shown } und { $count } weitere
    }
mailbox-no-subject = (ohne Betreff)

mailbox-search-label = Absender, Empfänger oder Betreff
mailbox-search = Suchen
mailbox-clear = Zurücksetzen
mailbox-nothing-found = Nichts gefunden für „{ $asked }“
mailbox-nothing-found-hint = Versuchen Sie es mit einem Teil einer Adresse oder einem Wort aus dem Betreff.

mailbox-pages = Seiten
mailbox-newest = Neueste
mailbox-older = Ältere
mailbox-no-older = Keine älteren E-Mails
mailbox-to-newest = Zurück zu den neuesten
mailbox-kept =
    { $count ->
        [one] 1 E-Mail aufbewahrt
       *[other] { $count } E-Mails aufbewahrt
    }

mailbox-none-yet = Noch keine E-Mails
mailbox-none-yet-hint = Jede E-Mail dieses Servers wird hier aufbewahrt, bis Sie in den E-Mail-Einstellungen einen Mailserver verbinden. Senden Sie eine Test-E-Mail, um eine zu sehen.
mailbox-send-test = Test-E-Mail senden
mailbox-not-used = Das Postfach ist leer
mailbox-not-used-hint = E-Mails werden über den Server gesendet, der in den E-Mail-Einstellungen gewählt ist. Deshalb wird hier nichts aufbewahrt.
mailbox-open-settings = E-Mail-Einstellungen öffnen

mailbox-email = Die E-Mail
mailbox-kept-on = Aufbewahrt seit { $time }, { $size }.
mailbox-envelope-sender = Absender im Umschlag
mailbox-envelope-recipients = Empfänger im Umschlag

# Senden, was aufbewahrt ist, über den Mailserver, der jetzt verbunden ist.
mailbox-in-outbox = Im Postausgang
mailbox-release = Freigeben
mailbox-release-all = Alle freigeben
mailbox-release-chosen = Ausgewählte freigeben
mailbox-release-choose = „{ $subject }“ auswählen
mailbox-release-later = Sobald in den E-Mail-Einstellungen ein Mailserver verbunden ist, können Sie diese E-Mails von hier aus freigeben.
mailbox-release-title = E-Mails freigeben
mailbox-release-question =
    { $count ->
        [one] 1 E-Mail freigeben?
       *[other] { $count } E-Mails freigeben?
    }
mailbox-release-meaning =
    { $recipients ->
        [one] Sie wird über den verbundenen Mailserver an 1 echten Empfänger gesendet.
       *[other] Sie werden über den verbundenen Mailserver an { $recipients } echte Empfänger gesendet.
    }
mailbox-release-left-out =
    { $count ->
        [one] 1 ausgewählte E-Mail bleibt hier: Sie wurde schon freigegeben, ist ein Test, oder ihr Link ist abgelaufen.
       *[other] { $count } ausgewählte E-Mails bleiben hier: Sie wurden schon freigegeben, sind Tests, oder ihre Links sind abgelaufen.
    }
mailbox-release-confirm =
    { $count ->
        [one] 1 E-Mail senden
       *[other] { $count } E-Mails senden
    }
mailbox-release-nothing = Es lässt sich nichts freigeben: Alles wurde schon freigegeben, ist ein Test, oder sein Link ist abgelaufen.
mailbox-release-without-server = Es ist kein Mailserver verbunden, deshalb lässt sich nichts freigeben. Verbinden Sie zuerst einen in den E-Mail-Einstellungen.
mailbox-release-back = Zurück zum Postfach
mailbox-released =
    { $count ->
        [0] Es wurde keine E-Mail freigegeben.
        [one] 1 E-Mail wurde freigegeben und wird gesendet.
       *[other] { $count } E-Mails wurden freigegeben und werden gesendet.
    }

mailbox-delete-all = Alle löschen
mailbox-delete-title = Postfach leeren
mailbox-delete-question = Postfach leeren?
mailbox-delete-meaning =
    { $count ->
        [one] 1 E-Mail wird endgültig gelöscht und kann nicht mehr freigegeben werden. Der Postausgang behält seine eigene Liste.
       *[other] { $count } E-Mails werden endgültig gelöscht und können nicht mehr freigegeben werden. Der Postausgang behält seine eigene Liste.
    }
mailbox-delete =
    { $count ->
        [one] 1 E-Mail löschen
       *[other] { $count } E-Mails löschen
    }
mailbox-keep = Abbrechen
mailbox-deleted =
    { $count ->
        [one] 1 E-Mail wurde gelöscht.
       *[other] { $count } E-Mails wurden gelöscht.
    }
