# Was der eingebaute Dienst aufbewahrt hat, statt es zu senden.

mailbox-title = Postfach
mailbox-lead = Was der owlpost-E-Mail-Dienst auf diesem Server aufbewahrt hat, statt es zu senden.
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
mailbox-none-yet-hint = Jede E-Mail dieses Servers landet hier, bis Sie in den E-Mail-Einstellungen einen echten Versandweg wählen. Senden Sie eine Test-E-Mail, um eine zu sehen.
mailbox-send-test = Test-E-Mail senden
mailbox-not-used = Das Postfach ist leer
mailbox-not-used-hint = E-Mails gehen über den Server hinaus, der in den E-Mail-Einstellungen gewählt ist. Deshalb wird hier nichts aufbewahrt.
mailbox-open-settings = E-Mail-Einstellungen öffnen

mailbox-email = Die E-Mail
mailbox-kept-on = Aufbewahrt am { $time }, { $size }. Sie hat diesen Server nicht verlassen.
mailbox-envelope-sender = Absender im Umschlag
mailbox-envelope-recipients = Empfänger im Umschlag

mailbox-delete-all = Alle löschen
mailbox-delete-title = Postfach leeren
mailbox-delete-question = Postfach leeren?
mailbox-delete-meaning =
    { $count ->
        [one] 1 E-Mail wird endgültig gelöscht. Der Postausgang behält seine eigene Liste dessen, was gesendet wurde.
       *[other] { $count } E-Mails werden endgültig gelöscht. Der Postausgang behält seine eigene Liste dessen, was gesendet wurde.
    }
mailbox-delete =
    { $count ->
        [one] 1 E-Mail löschen
       *[other] { $count } E-Mails löschen
    }
mailbox-keep = Behalten
mailbox-deleted =
    { $count ->
        [one] 1 E-Mail wurde gelöscht.
       *[other] { $count } E-Mails wurden gelöscht.
    }
