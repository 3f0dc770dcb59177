# Problem details of the API: titles, details, and the faults that only the API finds (crate `api`).

problem_malformed = Malformed request
problem_unauthorized = API key required
problem_missing_scope = Missing scope
problem_not_found = Not found
problem_method_not_allowed = Method not allowed
problem_timeout = Request timeout
problem_wrong_state = The state of the message does not allow this
problem_idempotency_key_reused = Idempotency key reused
problem_text_gone = Content no longer stored
problem_damaged = Stored data is damaged
problem_last_administrator = Last administrator of the workspace
problem_invitation_ended = Invitation no longer open
problem_overtaken = A newer version exists
problem_precondition_failed = Changed in the meantime
problem_run_ended = The run has ended
problem_too_large = Request too large
problem_unsupported_media_type = Unsupported media type
problem_faults = Invalid request
problem_network_not_allowed = Network not allowed
problem_quota_exceeded = Quota exceeded
problem_too_many = Too many requests
problem_internal = Internal server error
problem_unavailable = Service unavailable
problem_full = Insufficient storage

request_faults = { $count ->
    [one] One field is invalid (see errors). Nothing was sent or stored. Correct it and send the request again.
   *[other] { $count } fields are invalid (see errors). Nothing was sent or stored. Correct them and send the request again.
}
request_without_api_key = The request has no API key. Send one in the header “Authorization: Bearer owl_…”. An administrator creates keys under Configuration, API keys.
request_api_key_expired = The API key “{ $key }” has expired. Nothing was done. Ask an administrator for a new key.
request_network_not_allowed = The API key “{ $key }” does not work from the address { $client }. Nothing was done. Call from one of its networks, or ask an administrator for another key.
request_limited_key = The API key “{ $key }” has limits, so it can neither create keys nor resend messages. Use a key without limits.
request_sender_not_allowed = { $sender } is not among the senders of this API key: leave `from` out, or ask an administrator for another key
request_recipient_not_allowed = { $recipient } is not among the recipients of this API key: ask an administrator for another key
request_api_key_unknown = This API key does not exist: it was mistyped or deleted. Check that it is complete (owl_ followed by 43 letters and digits), or create a new key.
request_scope_missing = The API key “{ $name }” does not have the scope { $scope }. Use a key that has it, or create one: the scopes of an existing key cannot be changed.
request_quota_exceeded = Nothing was sent: { $reason }.
request_too_many = There were too many requests in a short time. Nothing was done. Try again in { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
} (see the header Retry-After).
request_failed = The request failed because of an error in owlpost; the server log has the details. Nothing was partially done. Send the request again, with an idempotency key if it sends mail.
request_path_unknown = The API has no path { $path }. GET /api/v1/openapi.json describes all paths.
request_method_unsupported = { $path } does not support the method { $method }. The header Allow lists the methods that it supports.
request_path_invalid_encoding = The path contains octets that are not valid UTF-8. Check the ID in it.
request_id_invalid = “{ $value }” is not a valid ID. IDs look like 01890a5d-ac96-774b-bcce-b302099a8057.
request_version_number_invalid = “{ $value }” is not a version number. Versions are numbered from 1.
request_without_content_type = The request has no content type, and this resource accepts only JSON. Send the header “Content-Type: application/json”.
request_content_type_unsupported = The content type is “{ $value }”, but this resource accepts only JSON. Send the header “Content-Type: application/json”.
request_content_type_not_message = The content type is “{ $value }”, but this resource accepts only finished messages. Send the header “Content-Type: message/rfc822”.
request_content_encoding_unsupported = The content encoding is “{ $value }”, but compressed bodies are not accepted. Send the body without the header Content-Encoding.
request_body_incomplete = The body ended before it was complete. Nothing was done. Send the request again.
request_body_timeout = { $seconds ->
    [one] The body was not complete after one second.
   *[other] The body was not complete after { $seconds } seconds.
} Nothing was done. Send the request again.
request_body_stalled = { $seconds ->
    [one] Nothing of the body arrived for one second.
   *[other] Nothing of the body arrived for { $seconds } seconds.
} Nothing was done. Send the request again.
request_body_too_large = The body is larger than { $limit } MB, the maximum for this resource. { $remedy }
request_body_remedy_check = Check what is sent: bodies for this resource are far smaller.
request_body_remedy_attachments = Send smaller attachments or links to them: a message may have at most 25 MB.
request_body_remedy_file = Store a smaller file, or send a link to it.
request_body_remedy_run = Give the script less data at a time: the input may have at most 8 MB.
request_body_remedy_webhook = Send only what the script needs, or a link to it.
request_body_not_json = The body is not valid JSON: “{ $reason }”. Correct it and send the request again.
request_memory_full = Too many bodies, files or downloads are being transferred at the same time, with this API key, from this address or in total. Nothing was done. Try again in a few seconds.
request_disk_low = The server’s disk is almost full, so only urgent mail is accepted. Nothing was sent or stored. Free some space, then send the request again.
request_disk_full = The disk with the database is full, so nothing can be accepted. Mail that was accepted before is kept and will be sent. Free space on the server, then send the request again.
request_disk_failed = The disk with the database failed, and the server is restarting to recover. Nothing was stored. Try again shortly.
request_read_only = The server’s data folder is read-only, so nothing can be stored. Make it writable, then send the request again.
request_shutting_down = The server is shutting down. Nothing was stored. Try again shortly.
request_resource_unknown = No resource has this ID; it may have been deleted. Check that the ID is complete.
request_message_unknown = No message has this ID. Check that it is complete. GET /api/v1/messages lists all messages.
request_message_content_deleted = Only the log of this message is kept; its content was deleted when its retention period ended. Create the message again where it came from.
request_message_damaged = The stored data of message { $id } cannot be read. Other messages are not affected. Create the message again where it came from, and run “owlpost check --deep” on the server.
request_settings_version_unknown = The email settings have no version with this number. GET /api/v1/email-settings/versions lists all versions.
release_without_server = No mail server is connected: the built-in mailbox is active. Choose a connection in the email settings first.
release_nothing = Nothing of this message can be released: it is not in the mailbox, was released before, is a test, or its link has expired.
release_too_many = at most { $limit } messages at once: release the others with another call
release_ids_or_all = specify either the messages (`ids`) or `"all": true`
request_consent_not_needed = The most recently saved email settings need no consent. Choose OAuth 2.0 with sign-in, and save.
request_consent_link_ended = The link that starts this consent was opened before, is older than an hour, or the settings were saved again since. Start the consent again.
request_consent_without_question = This consent has no open question: the settings were changed since, or the question was answered.
request_last_administrator = This is the last administrator of the workspace. Give another member the role admin first, or delete the workspace.
request_file_unknown = The workspace has no file with this name. GET /api/v1/workspaces/{"{"}id{"}"}/files lists all files; names are case-sensitive.
request_workspace_unknown = No workspace has this ID. GET /api/v1/workspaces lists all workspaces.
request_member_unknown = No member of this workspace has this account ID. GET /api/v1/workspaces/{"{"}id{"}"}/members lists all members.
request_api_key_id_unknown = No API key has this ID. GET /api/v1/api-keys lists all keys.
request_mail_password_id_unknown = No mail password has this ID. GET /api/v1/mail-passwords lists all of them.
request_account_id_unknown = No account has this ID. GET /api/v1/accounts lists all accounts.
request_invitation_unknown = No invitation of this workspace has this ID. GET /api/v1/workspaces/{"{"}id{"}"}/invitations lists all invitations.
request_invitation_accepted = The invitation was accepted, and the invited person is a member. Change or remove the member instead.
request_invitation_revoked = The invitation was revoked. If that was a mistake, invite the address again.
request_script_unknown = No script has this ID. GET /api/v1/scripts lists all scripts.
request_script_version_unknown = The script has no version with this number. GET /api/v1/scripts/{"{"}id{"}"}/versions lists all versions.
request_script_overtaken = { $person } has saved version { $version } in the meantime, so nothing was changed. Read it, apply your change to it, and send the request again with "based_on": { $version }.
request_version_overtaken = Version { $version } was saved in the meantime, so nothing was changed. Read it, apply your change to it, and send the request again with If-Match: "{ $version }".
request_if_match_invalid = { $value } is not the ETag of a version: send it as it was in the response, such as "3", or leave the header out
request_run_unknown = No run has this ID: it was mistyped, or its script was deleted. GET /api/v1/scripts/{"{"}id{"}"}/runs lists the runs of a script.
request_run_ended = The run has already ended. Messages that it sent can be cancelled one by one while they wait: POST /api/v1/messages/{"{"}id{"}"}/cancel.
request_run_key_reused = This idempotency key was used for run { $run } with a different body. Nothing was started. Use a new key for a new request, or repeat the original body.
request_runs_waiting = { $count ->
    [one] One run of this script is already waiting,
   *[other] { $count } runs of this script are already waiting,
} so no other run was started. Try again when some have ended. If they are not wanted, cancel them or delete the script.
request_dry_run_busy = Other dry runs of this workspace are in progress. Nothing was done. Try again in a moment: only one dry run per workspace may run at a time.
request_dry_run_busy_caller = Other dry runs that the same caller started are in progress. Nothing was done. Try again in a moment: at most two dry runs per caller may run at a time.
request_dry_run_busy_server = The server is busy with other dry runs, and this one could not start within 5 seconds. Nothing was done. Try again in a moment.

webhook_unknown = No webhook has this address: it was mistyped, replaced or removed. Nothing was started. Copy the address again from where it was created.
webhook_method_unsupported = This is the address of a webhook. It accepts POST with JSON or a form as the body. Opening it in a browser starts nothing.
webhook_without_content_type = The request has no content type, and a webhook accepts only “application/json” or “application/x-www-form-urlencoded”. Send the header Content-Type.
webhook_content_type_unsupported = The content type is “{ $value }”, but a webhook accepts only “application/json” or “application/x-www-form-urlencoded”. Send the header Content-Type.
webhook_json_as_form = The body is JSON, but its content type is “application/x-www-form-urlencoded”, the default of programs such as curl. Nothing was started. Send the header “Content-Type: application/json”.
webhook_form_charset_unknown = The charset “{ $charset }” of the form is unknown. Send the form in UTF-8.
webhook_form_not_in_charset = The form contains “{ $value }”, which is not text in { $charset }. Send the form in UTF-8, or name its charset in the content type.
webhook_form_too_many_fields = The form has { $count } fields; the maximum is { $limit }. Send only what the script needs, or a link to it.

json_field_missing = is missing
json_field_unknown = is not a known field; use one of { $known }
json_field_without_names = is not a known field; remove it
json_field_duplicate = appears more than once; send it once
json_wrong_type = is { $found }; expected { $expected }
json_value_unknown = “{ $value }” is not a known value; use one of { $known }
json_value_rejected = is not accepted: “{ $reason }”
json_string = the string “{ $value }”
json_number = the number { $value }
json_boolean = { $value }
json_null = null
json_array = an array
json_object = an object
json_other = a value of another type
json_any_string = a string
json_any_number = a number
json_any_integer = a whole number from { $minimum } to { $maximum }
json_any_boolean = true or false
json_string_or_array = a string or an array of strings
json_number_or_string = a number
json_id = an ID such as 01890a5d-ac96-774b-bcce-b302099a8057

value_not_in_range = “{ $value }” is not a whole number from { $minimum } to { $maximum }; leave it out for { $default }
value_not_one_of = “{ $value }” is not a known value; use one of { $known }
value_not_a_time = “{ $value }” is not a time in RFC 3339 format, such as 2026-12-02T10:00:00Z
value_not_a_cursor = “{ $value }” is not a cursor; use the value of `next` from the previous page
value_not_an_id = “{ $value }” is not an ID, such as 01890a5d-ac96-774b-bcce-b302099a8057
value_control_character = contains a control character such as a line break; remove it
value_too_long = is longer than { $limit } characters; shorten it
envelope_notify_invalid = “{ $value }” is not known; write never, or some of success, failure and delay, each once, separated by commas
envelope_ret_invalid = “{ $value }” is not known; write full or hdrs
envelope_id_invalid = “{ $value }” cannot be used; write printable ASCII characters, at most 100
header_repeated = the header appears more than once; send it once
header_not_ascii = contains octets that are not ASCII; use letters and digits
base64_invalid_character = is not valid Base64: invalid character at octet { $offset }; use the standard alphabet (RFC 4648 section 4)
base64_invalid_length = is not valid Base64: the text is incomplete; encode all octets (RFC 4648 section 4)
base64_data_url = is a data: URL: send only what follows “base64,”
base64_invalid_padding = is not valid Base64: invalid padding; use the standard alphabet (RFC 4648 section 4)
idempotency_key_empty = is empty; leave it out, or send a key that no other message has
idempotency_keys_differ = is “{ $key }”, but the header Idempotency-Key is “{ $header }”; send only one of them
letter_recipient_count = contains { $count } addresses; the link is for one person, so send a separate letter to each
link_empty = is empty; write the address that the letter links to
link_space = contains a space or a control character; percent-encode such characters
link_not_absolute = “{ $value }” is not an absolute URL; write it in full, with https://
link_credentials = contains a username or password before the host; remove them
link_insecure = begins with http://, so others could read the link in transit; use https://
link_scheme = begins with “{ $value }:”, which is not allowed in letters; use https://
expiry_past = { $value } is in the past; choose a time in the future
expiry_too_late = { $value } is more than { $limit } days away, the maximum; choose an earlier time
script_id_differs = is the ID of another script; leave it out, or use the path of that script
script_workspace_differs = is another workspace, and a script cannot be moved; leave it out, or create the script there
script_workspace_unknown = no workspace has this ID; use one from GET /api/v1/workspaces
script_cron_empty = is empty; write when the script starts, such as "0 8 * * MON-FRI", or "schedule": null for no schedule
script_time_zones_differ = is “{ $schedule }”, but time_zone is “{ $script }”; a script has one time zone, so send only one of them
script_webhook_not_a_switch = expected true for a webhook, or null for none
script_source_without_dry_run = is only allowed for dry runs; add "dry_run": true, or save the source first with PUT /api/v1/scripts/{"{"}id{"}"}
script_recipients_missing = is missing; list addresses and domains, or write null to allow every recipient
script_recipients_empty = is empty; list addresses and domains, or write null to allow every recipient
