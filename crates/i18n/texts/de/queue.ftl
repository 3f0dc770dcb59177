# Ablehnungen der Warteschlange: warum eine Nachricht nicht gespeichert, abgebrochen, wiederholt oder erneut gesendet werden kann (crate `queue`).

message_without_recipient = Die Nachricht hat keinen Empfänger. Geben Sie mindestens einen an.
message_unknown = Es gibt keine Nachricht mit dieser ID.
message_not_waiting = Keine Zustellung dieser Nachricht wartet noch: alle wurden gesendet oder sind anders beendet.
message_not_retryable = Keine Zustellung dieser Nachricht kann wiederholt werden: jede wurde gesendet oder wird gerade gesendet.
message_on_hold = Sie ist zurückgehalten, solange das eingebaute Postfach aktiv ist. Sie wird gesendet, sobald wieder ein Mailserver verbunden ist, außer Sie entscheiden auf der Seite der zurückgehaltenen E-Mails anders.
message_test_not_retryable = Eine Test-E-Mail wird nur einmal versucht. Senden Sie auf der Seite der E-Mail-Einstellungen eine neue.
message_test_not_resendable = Eine Test-E-Mail kann nicht erneut gesendet werden. Senden Sie auf der Seite der E-Mail-Einstellungen eine neue.
message_expired = Die Nachricht ist abgelaufen, ihr Inhalt gilt nicht mehr. Fordern Sie dort eine neue an, wo sie erstellt wurde.
message_content_deleted = Der Inhalt dieser Nachricht wurde nach Ablauf der Aufbewahrungsfrist gelöscht.
message_single_use_link = Diese Nachricht enthält einen Link, der nur einmal gilt. Sie wird nie angezeigt oder erneut gesendet. Fordern Sie dort eine neue an, wo sie erstellt wurde.
idempotency_key_reused = Dieser Idempotenzschlüssel wurde für die Nachricht { $message } mit anderem Inhalt verwendet. Es wurde nichts gesendet. Verwenden Sie für eine neue Nachricht einen neuen Schlüssel, oder wiederholen Sie den ursprünglichen Inhalt.

origin_resent = noch einmal gesendet von { $actor }
