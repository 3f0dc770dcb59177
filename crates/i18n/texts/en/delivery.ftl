# What happened in an attempt: the events of problems, and their parts.

event_connection_deferred = { $server } does not accept connections at the moment: “{ $reply }”.
event_connection_refused = { $server } refused the connection: “{ $reply }”.
event_starttls_refused = { $server } refused to start TLS: “{ $reply }”.
event_login_deferred = { $server } does not accept logins at the moment: “{ $reply }”.
event_login_refused = { $server } refused the login: “{ $reply }”.
event_sender_deferred = { $server } does not accept mail from { $from } at the moment: “{ $reply }”.
event_sender_refused = { $server } refused mail from { $from }: “{ $reply }”.
event_recipient_deferred = { $server } does not accept mail for this recipient at the moment: “{ $reply }”.
event_recipient_refused = { $server } refused this recipient: “{ $reply }”.
event_message_deferred = { $server } did not accept the message at the moment: “{ $reply }”.
event_message_refused = { $server } refused the message: “{ $reply }”.
event_reply_mismatched = { $server } sent a reply that does not match the command: “{ $reply }”.

event_lookup_failed = The name { $host } could not be resolved: { $reason }.
event_lookup_timed_out = The name { $host } could not be resolved within { $seconds } s.
event_host_not_found = The host { $host } was not found.
event_unreachable = No connection to { $server }: { $cause }.
event_handshake_timed_out = { $server } did not complete the TLS handshake within { $seconds } s.
event_timed_out = { $server } did not answer within { $seconds } s.
event_greeting_timed_out = { $server } did not send a greeting within { $seconds } s.
event_connection_closed = { $server } closed the connection { $moment }.
event_connection_lost = The connection to { $server } was lost { $moment }: { $reason }.
event_tls_failed = No TLS connection to { $server }: { $cause }.
event_tls_not_spoken = { $server } does not use TLS from the first byte.
event_certificate_wrong_name = The certificate of { $server } is not valid for { $host }: { $cause }.
event_error = { $server }: { $cause }.
event_not_confirmed = { $server } did not confirm the message: { $cause }.
moment_connect = immediately
moment_tls = during the TLS handshake
moment_greeting = before the greeting
moment_login = during the login
moment_mail_from = after MAIL FROM
moment_rcpt_to = after RCPT TO
moment_data = during the transmission of the message

event_message_too_big = The message has { $size }, and { $server } accepts at most { $limit }.
event_smtputf8_sender = { $server } cannot accept mail from { $from }: it does not offer SMTPUTF8.
event_smtputf8_recipients = { $server } cannot accept mail for { $recipients }: it does not offer SMTPUTF8.
event_smtputf8_message = { $server } cannot accept the message: a header field needs SMTPUTF8, which it does not offer.
event_eight_bit_mime = { $server } does not offer 8BITMIME, which this message needs.
size_bytes =
    { $count ->
        [one] 1 byte
       *[other] { $count } bytes
    }
size_mebibytes = { $whole }.{ $tenth } MiB

api_accepted = { $service } accepted the message as { $id }
event_api_refused = { $service } did not accept the message: “{ $reply }”.
event_api_not_confirmed = { $service } did not confirm the message: { $cause }.
event_api_not_encrypted = { $url } is neither an HTTPS URL nor on this machine.
event_api_trust = The certificates to trust cannot be read: { $reason }.

event_authorization_refused = { $server } did not grant the consent: { $cause }.
event_authorization_deferred = { $server } did not grant the consent at the moment: { $cause }.
event_code_exchange_refused = { $server } did not complete the sign-in: { $cause }.
event_code_exchange_deferred = { $server } did not complete the sign-in at the moment: { $cause }.
event_refresh_refused = { $server } did not renew the access: { $cause }.
event_refresh_deferred = { $server } did not renew the access at the moment: { $cause }.
event_app_token_refused = { $server } did not grant access to the application: { $cause }.
event_app_token_deferred = { $server } did not grant access to the application at the moment: { $cause }.
event_revocation_refused = { $server } did not revoke the access: { $cause }.
event_revocation_deferred = { $server } did not revoke the access at the moment: { $cause }.
refusal_quoted = “{ $reply }”
refusal_quoted_status = “{ $reply }” (HTTP { $status })
refusal_unexplained = a response without an explanation
refusal_unexplained_status = a response without an explanation (HTTP { $status })
http_not_encrypted = { $url } is neither an HTTPS URL nor on this machine
http_failed = { $reason }
http_request_failed = the request failed
http_timed_out = no answer within the time limit
http_response_too_long = the response is too long
token_missing_in_response = the response contains no access token
token_not_bearer = the token is not a bearer token
token_credential_missing = neither a client secret nor a key is set
key_not_pem = the private key is incomplete
key_not_rsa = the private key is not an RSA key of at least 2048 bits
key_no_signature = the private key cannot sign

note_configuration_file = The server and its login are set in the configuration file (relay in the section builtin), not on this page.
note_scope_required = The server requires a token for the scope { $scope }.
note_support = For the provider's support: { $identifiers }.
support_trace_id = trace ID { $value }
support_correlation_id = correlation ID { $value }
support_time = time { $value }

the_provider = The provider
the_sender = the sender
the_from_address = the From address
the_login_account = the account
the_client_id = the client ID
client_id_named = the client ID { $value }
the_unique_id = the service account's Unique ID
the_requested_scope = that was requested

connection_smtp = { $server } ({ $security })
connection_api = { $service } ({ $server })
connection_mailbox = mailbox (built-in)
security_implicit_tls = implicit TLS
security_starttls = STARTTLS
security_none = no TLS
stage_token_available = access token available
stage_no_token = no access token: { $code }
stage_failed = { $code }
stage_mailbox_stored = stored in the mailbox
stage_mailbox_failed = not stored: { $reason }
event_mailbox_failed = The built-in service could not store the message: { $reason }.
