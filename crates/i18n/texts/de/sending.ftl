# Herkunft und Vermerk von Nachrichten, Fehler in Idempotenzschlüsseln, Versuche ohne Server (crate `sending`).

origin_owlpost = owlpost

origin_status_notification = Zustellbenachrichtigung zur Nachricht { $message }

# Zustellbenachrichtigungen; gesendet werden sie auf Englisch.
notification_subject_failed = Nicht zugestellt: { $subject }
notification_subject_relayed = Weitergegeben: { $subject }
notification_subject_delayed = Verzögert: { $subject }
notification_failed = Hier ist der Mailserver { $host }. Ihre Nachricht konnte den folgenden Empfängern nicht zugestellt werden und wird nicht erneut versucht.
notification_relayed = Hier ist der Mailserver { $host }. Ihre Nachricht wurde für die folgenden Empfänger an den nächsten Mailserver weitergegeben. Dieser sendet keine Benachrichtigungen; ob die Nachricht in den Postfächern ankommt, ist hier daher nicht bekannt.
notification_delayed = Hier ist der Mailserver { $host }. Ihre Nachricht konnte den folgenden Empfängern noch nicht zugestellt werden. Es wird weiter versucht; Sie brauchen sie nicht erneut zu senden.
notification_no_attempt = Der Mailserver war nicht erreichbar.
notification_message = Betreff der Nachricht: { $subject }. Ihre Kennung im Postausgang von owlpost: { $id }.

remark_from_became_reply_to = Die gewünschte Absenderadresse { $address } steht nicht auf der Liste der erlaubten Absender. Sie wurde zu Reply-To, und die Nachricht wird von { $own } gesendet.
remark_from_left_out = Die gewünschte Absenderadresse { $address } steht nicht auf der Liste der erlaubten Absender. Sie wurde weggelassen, weil ein Reply-To angegeben war, und die Nachricht wird von { $own } gesendet.

# Absender und Empfänger von Nachrichten, die ein Client selbst gemacht hat.
submission_sender_not_allowed = { $address } ist kein erlaubter Absender: senden Sie als { $own }, oder lassen Sie die Adresse in den E-Mail-Einstellungen zu den erlaubten Absendern hinzufügen
submission_sender_not_of_login = diese Anmeldung darf nicht als { $address } senden: verwenden Sie einen ihrer Absender, oder lassen Sie die Adresse hinzufügen
submission_recipient_not_allowed = diese Anmeldung darf nicht an { $address } schreiben: lassen Sie den Empfänger weg, oder lassen Sie die Adresse zu ihren Empfängern hinzufügen

idempotency_key_length = der Idempotenzschlüssel hat { $count } Zeichen: verwenden Sie 1 bis { $limit }
idempotency_key_control_character = { $value } enthält das Steuerzeichen { $code_point }: entfernen Sie es
idempotency_key_blank = { $value } enthält nur Leerzeichen: verwenden Sie einen Schlüssel wie `rechnung-42`
idempotency_keys_differ_in_message = die Nachricht hat den Schlüssel { $inside }, und daneben wurde { $beside } angegeben: geben Sie einen von beiden an

stage_local_mailbox = im lokalen Postfach gespeichert; kein Server ist beteiligt
connection_unknown = unbekannt

# Worauf eine Zustellung wartet.
quota_of_script = dieses Skript
quota_of_workspace = dieser Workspace
quota_of_api_key = dieser API-Schlüssel
quota_of_trusted_network = dieses vertrauenswürdige Netz
quota_of_mail_password = dieses E-Mail-Passwort
quota_of_account = dieses Konto
quota_hour = { $holder } darf in einer Stunde an { $limit } Empfänger senden: { $used } sind verbraucht, { $left } übrig, und diese E-Mail hat { $count }. In { $minutes } Minuten kann wieder gesendet werden; ein Administrator kann die Grenze anheben
quota_day = { $holder } darf an einem Tag an { $limit } Empfänger senden: { $used } sind verbraucht, { $left } übrig, und diese E-Mail hat { $count }. In { $minutes } Minuten kann wieder gesendet werden; ein Administrator kann die Grenze anheben
quota_hour_too_small = { $holder } darf in einer Stunde an { $limit } Empfänger senden, und diese E-Mail hat { $count }: senden Sie sie an weniger auf einmal, oder bitten Sie einen Administrator, die Grenze anzuheben
quota_day_too_small = { $holder } darf an einem Tag an { $limit } Empfänger senden, und diese E-Mail hat { $count }: senden Sie sie an weniger auf einmal, oder bitten Sie einen Administrator, die Grenze anzuheben
quota_recipient = { $holder } darf in einer Stunde { $limit } E-Mails an { $recipient } senden, und { $used } wurden gesendet. In { $minutes } Minuten kann wieder gesendet werden; suchen Sie nach einer Schleife, die zu oft läuft
quota_waiting = von diesem Workspace dürfen höchstens { $limit } MB E-Mails warten, und { $used } MB warten: senden Sie erneut, wenn ein Teil davon gesendet ist, oder bitten Sie einen Administrator, die Grenze anzuheben
quota_waiting_of_account = von diesem Konto dürfen höchstens { $limit } MB E-Mails warten, und { $used } MB warten: senden Sie erneut, wenn ein Teil davon gesendet ist, oder bitten Sie einen Administrator, die Grenze anzuheben

waiting_for_retry = den nächsten Versuch, weil der Server sie zurückgestellt hat
waiting_for_hold = die Verbindung zu einem Mailserver: das eingebaute Postfach ist aktiv
waiting_for_pause = die Verbindung: der Versand ist unterbrochen, und der Server wird regelmäßig erneut geprüft
waiting_for_daily_quota = die Grenze der Empfänger pro Tag
waiting_for_message_rate = die Grenze der Nachrichten pro Minute
waiting_for_slow_down = den Server, der um langsameres Senden gebeten hat
waiting_for_turn = ihre Reihenfolge: andere E-Mails werden zuerst gesendet
waiting_for_domain = eine freie Verbindung: die Domain des Empfängers antwortet langsam und nutzt ihren Anteil der Verbindungen
