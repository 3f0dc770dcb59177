# Was bei einem Versuch geschah: die Ereignisse von Problemen und ihre Teile.

event_connection_deferred = { $server } nimmt derzeit keine Verbindungen an: „{ $reply }“.
event_connection_refused = { $server } hat die Verbindung abgelehnt: „{ $reply }“.
event_starttls_refused = { $server } hat den Start von TLS abgelehnt: „{ $reply }“.
event_login_deferred = { $server } nimmt derzeit keine Anmeldungen an: „{ $reply }“.
event_login_refused = { $server } hat die Anmeldung abgelehnt: „{ $reply }“.
event_sender_deferred = { $server } nimmt derzeit keine E-Mails von { $from } an: „{ $reply }“.
event_sender_refused = { $server } hat E-Mails von { $from } abgelehnt: „{ $reply }“.
event_recipient_deferred = { $server } nimmt derzeit keine E-Mails für diesen Empfänger an: „{ $reply }“.
event_recipient_refused = { $server } hat diesen Empfänger abgelehnt: „{ $reply }“.
event_message_deferred = { $server } hat die Nachricht vorerst nicht angenommen: „{ $reply }“.
event_message_refused = { $server } hat die Nachricht abgelehnt: „{ $reply }“.
event_reply_mismatched = { $server } hat eine Antwort gesendet, die nicht zum Befehl passt: „{ $reply }“.

event_lookup_failed = Der Name { $host } konnte nicht aufgelöst werden: { $reason }.
event_lookup_timed_out = Der Name { $host } konnte nicht innerhalb von { $seconds } s aufgelöst werden.
event_host_not_found = Der Host { $host } wurde nicht gefunden.
event_unreachable = Keine Verbindung zu { $server }: { $cause }.
event_handshake_timed_out = { $server } hat den TLS-Handshake nicht innerhalb von { $seconds } s abgeschlossen.
event_timed_out = { $server } hat nicht innerhalb von { $seconds } s geantwortet.
event_greeting_timed_out = { $server } hat nicht innerhalb von { $seconds } s eine Begrüßung gesendet.
event_connection_closed = { $server } hat die Verbindung { $moment } geschlossen.
event_connection_lost = Die Verbindung zu { $server } ging { $moment } verloren: { $reason }.
event_tls_failed = Keine TLS-Verbindung zu { $server }: { $cause }.
event_tls_not_spoken = { $server } verwendet kein TLS vom ersten Byte an.
event_certificate_wrong_name = Das Zertifikat von { $server } gilt nicht für { $host }: { $cause }.
event_error = { $server }: { $cause }.
event_not_confirmed = { $server } hat die Nachricht nicht bestätigt: { $cause }.
moment_connect = sofort
moment_tls = während des TLS-Handshakes
moment_greeting = vor der Begrüßung
moment_login = während der Anmeldung
moment_mail_from = nach MAIL FROM
moment_rcpt_to = nach RCPT TO
moment_data = während der Übertragung der Nachricht

event_message_too_big = Die Nachricht hat { $size }, und { $server } nimmt höchstens { $limit } an.
event_smtputf8_sender = { $server } kann keine E-Mails von { $from } annehmen: der Server bietet kein SMTPUTF8 an.
event_smtputf8_recipients = { $server } kann keine E-Mails für { $recipients } annehmen: der Server bietet kein SMTPUTF8 an.
event_smtputf8_message = { $server } kann die Nachricht nicht annehmen: ein Kopffeld braucht SMTPUTF8, das der Server nicht anbietet.
event_eight_bit_mime = { $server } bietet kein 8BITMIME an, das diese Nachricht braucht.
size_bytes =
    { $count ->
        [one] 1 Byte
       *[other] { $count } Bytes
    }
size_mebibytes = { $whole },{ $tenth } MiB

api_accepted = { $service } hat die Nachricht als { $id } angenommen
event_api_refused = { $service } hat die Nachricht nicht angenommen: „{ $reply }“.
event_api_not_confirmed = { $service } hat die Nachricht nicht bestätigt: { $cause }.
event_api_not_encrypted = { $url } ist weder eine HTTPS-URL noch auf diesem Rechner.
event_api_trust = Die Zertifikate, denen vertraut werden soll, lassen sich nicht lesen: { $reason }.

event_authorization_refused = { $server } hat die Zustimmung nicht erteilt: { $cause }.
event_authorization_deferred = { $server } hat die Zustimmung vorerst nicht erteilt: { $cause }.
event_code_exchange_refused = { $server } hat die Anmeldung nicht abgeschlossen: { $cause }.
event_code_exchange_deferred = { $server } hat die Anmeldung vorerst nicht abgeschlossen: { $cause }.
event_refresh_refused = { $server } hat den Zugriff nicht erneuert: { $cause }.
event_refresh_deferred = { $server } hat den Zugriff vorerst nicht erneuert: { $cause }.
event_app_token_refused = { $server } hat der Anwendung keinen Zugriff gewährt: { $cause }.
event_app_token_deferred = { $server } hat der Anwendung vorerst keinen Zugriff gewährt: { $cause }.
event_revocation_refused = { $server } hat den Zugriff nicht widerrufen: { $cause }.
event_revocation_deferred = { $server } hat den Zugriff vorerst nicht widerrufen: { $cause }.
refusal_quoted = „{ $reply }“
refusal_quoted_status = „{ $reply }“ (HTTP { $status })
refusal_unexplained = eine Antwort ohne Erklärung
refusal_unexplained_status = eine Antwort ohne Erklärung (HTTP { $status })
http_not_encrypted = { $url } ist weder eine HTTPS-URL noch auf diesem Rechner
http_failed = { $reason }
http_request_failed = die Anfrage ist fehlgeschlagen
http_timed_out = keine Antwort innerhalb des Zeitlimits
http_response_too_long = die Antwort ist zu lang
token_missing_in_response = die Antwort enthält kein Zugriffstoken
token_not_bearer = das Token ist kein Bearer-Token
token_credential_missing = weder ein geheimer Clientschlüssel noch ein Schlüssel ist gesetzt
key_not_pem = der private Schlüssel ist unvollständig
key_not_rsa = der private Schlüssel ist kein RSA-Schlüssel mit mindestens 2048 Bits
key_no_signature = der private Schlüssel kann nicht signieren

note_configuration_file = Server und Anmeldung stehen in der Konfigurationsdatei (relay im Abschnitt builtin), nicht auf dieser Seite.
note_scope_required = Der Server verlangt ein Token für den Bereich (Scope) { $scope }.
note_support = Für den Support des Anbieters: { $identifiers }.
support_trace_id = Trace-ID { $value }
support_correlation_id = Korrelations-ID { $value }
support_time = Zeit { $value }

the_provider = Der Anbieter
the_sender = dem Absender
the_from_address = die Absenderadresse
the_login_account = das Konto
the_client_id = die Client-ID
client_id_named = die Client-ID { $value }
the_unique_id = die eindeutige ID („Unique ID“) des Dienstkontos
the_requested_scope = laut Anfrage

connection_smtp = { $server } ({ $security })
connection_api = { $service } ({ $server })
connection_mailbox = Postfach (eingebaut)
security_implicit_tls = implizites TLS
security_starttls = STARTTLS
security_none = ohne TLS
stage_token_available = Zugriffstoken vorhanden
stage_no_token = kein Zugriffstoken: { $code }
stage_failed = { $code }
stage_mailbox_stored = im Postfach gespeichert
stage_mailbox_failed = nicht gespeichert: { $reason }
event_mailbox_failed = Der eingebaute Dienst konnte die Nachricht nicht speichern: { $reason }.
