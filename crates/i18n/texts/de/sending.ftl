# Herkunft und Vermerk von Nachrichten, Fehler in Idempotenzschlüsseln, Versuche ohne Server (crate `sending`).

origin_owlpost = owlpost

remark_from_became_reply_to = Die gewünschte Absenderadresse { $address } steht nicht auf der Liste der erlaubten Absender. Sie wurde zu Reply-To, und die Nachricht wird von { $own } gesendet.
remark_from_left_out = Die gewünschte Absenderadresse { $address } steht nicht auf der Liste der erlaubten Absender. Sie wurde weggelassen, weil ein Reply-To angegeben war, und die Nachricht wird von { $own } gesendet.

idempotency_key_length = der Idempotenzschlüssel hat { $count } Zeichen: verwenden Sie 1 bis { $limit }
idempotency_key_control_character = { $value } enthält das Steuerzeichen { $code_point }: entfernen Sie es
idempotency_key_blank = { $value } enthält nur Leerzeichen: verwenden Sie einen Schlüssel wie `rechnung-42`

stage_local_mailbox = im lokalen Postfach gespeichert; kein Server ist beteiligt
connection_unknown = unbekannt
