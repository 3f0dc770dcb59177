# API keys: what other programs send with.

api-keys-title = API keys
api-keys-lead = Other programs send mail with a key instead of a password.
api-keys-none-yet = No keys yet
api-keys-none-yet-hint = Create one below for each program that sends mail. Then you can delete one without affecting the others.
api-keys-made = Created { $time } by { $by }
api-keys-last-used = Last used { $time }
api-keys-never-used = Never used
api-keys-described = The whole API is described at <a href="/api/v1/openapi.json">/api/v1/openapi.json</a> (OpenAPI, for tools that read it).

# The form of a new key.
api-keys-new = New key
api-keys-refused = The key was not created
api-keys-name = Name
api-keys-name-hint = The program that uses it, for example shop. The outbox shows this name.
api-keys-scopes = Scopes
scope-messages-send = Send messages
scope-messages-send-hint = By REST or SMTP submission; cancel, retry, send again, release from the mailbox. Enough for most programs.
scope-messages-read = Read messages
scope-messages-read-hint = See every message with its content and log.
scope-provider-headers = Control the sending service
scope-provider-headers-hint = Send header fields such as X-SMTPAPI or X-PM-Message-Stream, which can add recipients. Only together with “Send messages”.
scope-members = Manage workspaces
scope-members-hint = Create workspaces, invite, change roles, remove members; decide what accounts may send.
scope-scripts = Run scripts
scope-scripts-hint = Write, change and delete the scripts of every workspace, with their limits and webhooks; start and see runs; store the files that scripts attach.
scope-settings = Change settings
scope-settings-hint = Email Settings, their tests, and API keys.
api-keys-make = Create key

# The key that was just made.
api-keys-ready = The key “{ $name }” is ready
api-keys-copy-now = Copy it now. Only a hash is stored, so it cannot be shown again.
api-keys-copy = Copy key
api-keys-try = Try it
api-keys-example = Example call
# These two stand in a command: no quotation marks, no apostrophe, no backslash.
api-keys-example-subject = Hello
api-keys-example-text = Sent by owlpost.
api-keys-copy-example = Copy example
api-keys-to-outbox = Then look in the outbox

# Deleting one.
api-keys-delete = Delete
api-keys-delete-title = Delete an API key
api-keys-delete-question = Delete the key “{ $name }”?
api-keys-delete-meaning = Programs that use it are rejected immediately. Mail that they submitted before is still sent. This cannot be undone.
api-keys-delete-it = Delete key
api-keys-keep = Cancel
api-keys-deleted = The key was deleted. Programs that used it are now rejected.

# Limits of a key.
api-keys-limits = Limits
api-keys-limits-hint = Leave a field empty for no limit. Limits cannot be changed later: create another key instead.
api-keys-calls = Calls per minute
api-keys-last-day = Last day
api-keys-last-day-hint = The key works until the end of this day (UTC).
api-keys-senders = Allowed senders
api-keys-senders-hint = Addresses and domains that may be used as From.
api-keys-rewrites-from = Replace a From that is not allowed
api-keys-rewrites-from-hint = For messages that a program made itself (SMTP, POST /messages/raw): they are sent from the configured From, and their own becomes Reply-To. Without this they are refused.
api-keys-recipients = Allowed recipients
api-keys-recipients-hint = Addresses and domains to which the key may send, for example for tests.
api-keys-networks = Allowed networks
api-keys-networks-hint = Networks from which the key may be used, such as 192.0.2.0/24.
api-keys-expires = Expires { $time }
api-keys-limit-hour = recipients per hour: { $value }
api-keys-limit-day = recipients per day: { $value }
api-keys-limit-calls = calls per minute: { $value }
api-keys-limit-senders = senders: { $value }
api-keys-limit-rewrites-from = replaces a From that is not allowed
api-keys-limit-recipients = recipients: { $value }
api-keys-limit-networks = networks: { $value }
