# Email Settings: how mail leaves, chosen, tried and saved; the versions before.

settings-title = Email Settings
settings-lead = How this server sends mail.
settings-to-versions = Earlier versions
settings-save = Save
settings-discard = Discard
settings-unsaved = Not saved yet
settings-secret-kept = saved
settings-what-to-do = What to do:

# What just happened.
settings-welcome = <strong>owlpost is set up, and you are signed in.</strong> Mail is already sent through the service below. Send a test email to verify it.
settings-welcome-mailbox = <strong>owlpost is set up, and you are signed in.</strong> Nothing is sent yet: emails are kept in <a href="/mailbox">the mailbox</a> on this server until you connect a mail server here.
settings-saved-mailbox = <strong>Saved.</strong> These settings are now active as <a href="/configuration/email-settings/versions">version { $number }</a>. From now on emails are kept in <a href="/mailbox">the mailbox</a> and not sent.
settings-saved = <strong>Saved.</strong> These settings are now active as <a href="/configuration/email-settings/versions">version { $number }</a>. Waiting mail is sent with them.
settings-connected = <strong>Connected.</strong> Mail is now sent through this mailbox. Send a test email to verify it.
settings-not-saved = Nothing was saved yet
settings-test-refused = The test was not started
settings-filled-preset = Host, port and security of { $provider } are filled in. Username: { $username }. { $hint }
settings-filled-none = Choose a provider first, then select Fill in.
settings-filled-server =
    Port { $port } with { $security ->
        [implicit_tls] implicit TLS
        [starttls] STARTTLS
       *[none] no encryption
    } is filled in. Test the connection, then save.
settings-filled-api = The provider's API is selected. Save, and consent to the permissions that it requires. Until then, mail is sent as before.
settings-fix-server =
    Use port { $port } with { $security ->
        [implicit_tls] implicit TLS
        [starttls] STARTTLS
       *[none] no encryption
    }
settings-fix-api = Send through the provider's API
settings_page_unencrypted = The password would be sent without encryption. Choose implicit TLS or STARTTLS, or select this check box.
settings_page_test_recipient_missing = Enter the recipient of the test email.

# The status.
settings-status = Status
settings-state-not-verified = Not verified
settings-state-mailbox = Keeps emails here
settings-state-verified = Verified
settings-state-failing = Failing
settings-state-not-accepting = Accepts no mail
settings-state-consent-needed = Consent needed
settings-state-since = since { $at }
settings-sends-as = Sends as
settings-last-success = Last success
settings-no-success = None yet
settings-nothing-sent = Nothing is sent
settings-waiting = Waiting
settings-waiting-nothing = Nothing
settings-waiting-messages =
    { $count ->
        [one] 1 message
       *[other] { $count } messages
    }
settings-on-hold =
    { $count ->
        [one] 1 on hold
       *[other] { $count } on hold
    }

# A switch to the built-in mailbox while mail waits.
settings-waiting-question =
    { $count ->
        [one] Mail to 1 recipient is waiting to be sent
       *[other] Mail to { $count } recipients is waiting to be sent
    }
settings-waiting-meaning = Nothing was saved yet. The built-in mailbox sends nothing. Choose what happens to the mail that was accepted before the switch.
settings-waiting-hold = Hold it
settings-waiting-hold-hint = It waits and is sent when a mail server is connected again.
settings-waiting-deliver = Deliver it to the mailbox
settings-waiting-deliver-hint = It is kept on this server. You can release it to a mail server later.
settings-waiting-cancel = Cancel it
settings-waiting-cancel-hint = It is not sent. You can retry single messages in the outbox.
settings-waiting-go-on = Save
settings-waiting-back = Cancel

on-hold-title = Mail on hold
on-hold-none = No mail is on hold.
on-hold-meaning =
    { $count ->
        [one] Mail to 1 recipient was accepted for a mail server and is on hold, because the built-in mailbox is active. It is sent when a mail server is connected again.
       *[other] Mail to { $count } recipients was accepted for a mail server and is on hold, because the built-in mailbox is active. It is sent when a mail server is connected again.
    }
on-hold-choices = You can also decide now:
on-hold-deliver =
    { $count ->
        [one] Deliver to the mailbox (1)
       *[other] Deliver to the mailbox ({ $count })
    }
on-hold-cancel =
    { $count ->
        [one] Cancel sending (1)
       *[other] Cancel sending ({ $count })
    }
on-hold-list = Show waiting mail
on-hold-delivered = The mail that was on hold goes to the mailbox.
on-hold-cancelled = The mail that was on hold is cancelled.
settings-expires-next = Expires next
settings-expires-nothing = Nothing
settings-mailbox = Mailbox
settings-mailbox-connected = Connected as <strong>{ $account }</strong> since { $since }, last renewed { $renewed }
settings-mailbox-unnamed = Connected as <strong>a mailbox that the provider did not name</strong> since { $since }, last renewed { $renewed }
settings-mailbox-lost = No longer connected
settings-mailbox-lost-of = No longer connected ({ $account }, since { $since })
settings-reconnect = Reconnect
settings-disconnect = Disconnect
settings-disconnect-ask = Disconnect the mailbox? Mail waits until one is connected again.
settings-endings = Upcoming expirations, and what to do
settings-ending-over = expired on { $at }
settings-ending-ends = <strong>{ $title } expires on { $at }.</strong>
settings-ending-ended = <strong>{ $title } expired on { $at }.</strong>
settings-last-error = Last error

# The connection method.
settings-method-builtin = owlpost email service
settings-method-builtin-hint = Works without any configuration.
settings-method-password = Username and password
settings-method-password-hint = Any SMTP server: your company's, your provider's, or a sending service.
settings-method-oauth = OAuth 2.0
settings-method-oauth-hint = Google, Microsoft 365 and other providers that require signing in instead of a password.
settings-builtin-mailbox = Mail is stored in the mailbox on this server and does not leave it. This is meant for trying owlpost out and for training. <a href="/mailbox">Open the mailbox</a>
settings-builtin-relay = Mail is sent through <strong>{ $host }</strong>, which the operator of this server has configured. It is delivered to real recipients.
settings-builtin-operator = The operator configures this service in the configuration file. Mail is sent from { $sender }.

# Username and password.
settings-server = SMTP server
settings-server-hint = The server that accepts your mail and delivers it to the recipients.
settings-preset = Fill in for a known provider <span class="optional">(optional)</span>
settings-preset-choose = Choose a provider
settings-preset-fill = Fill in
settings-preset-hint = Fills in host, port and security. You can change them afterwards.
settings-host-hint = DNS name or IP address, for example smtp.example.com.
settings-implicit-tls = Implicit TLS (port 465)
settings-implicit-tls-hint = Encrypted from the first byte. The best choice if the server offers it.
settings-starttls = STARTTLS (port 587)
settings-starttls-hint = Starts without encryption and must switch to TLS before the login. If it cannot, nothing is sent.
settings-no-encryption = None (port 25, not recommended)
settings-no-encryption-hint = Nothing is encrypted. Only for a server on this machine or in your own network.
settings-login = Login
settings-login-hint = Leave both empty if the server does not require a login.
settings-username-of = For { $provider }: { $username }.
settings-password-saved-hint = A password is saved and is never shown again: leave the field empty to keep it. Enter it again if you change the host, port, security, username or CA certificate.
settings-password-remove = Remove the saved password
settings-password-hint = This field is empty after saving: the password is stored encrypted and is never shown again.
settings-insecure = Send the password without encryption anyway
settings-insecure-hint = Anyone on the network path to the server can then read it. Not needed if the server runs on this machine.

# OAuth 2.0: the provider.
settings-provider-hint = Mail is sent through a mailbox at this provider. owlpost never learns its password: the provider grants access that can be revoked.
settings-provider-custom = Another provider
settings-provider-google-hint = Gmail and Google Workspace.
settings-provider-microsoft-hint = Exchange Online, with a work or school account.
settings-provider-custom-hint = Any OAuth 2.0 server with an SMTP server that accepts its tokens.
settings-grant-mailbox = Sign in with the mailbox
settings-grant-mailbox-hint = You sign in once at the provider and allow owlpost to send. This is the usual method.
settings-grant-app = App-only
settings-grant-app-hint = Nobody signs in: an administrator of the organization allows the application itself to send.
settings-through-smtp-google = Google grants this only together with full access to the mailbox.
settings-through-smtp-microsoft = Authenticated SMTP must be enabled for the mailbox.
settings-through-api-hint = Requires only the permission to send.
settings-register = Register owlpost at the provider
settings-redirect-url-hint = Derived from this server's public URL. Register exactly this URL.
settings-copy = Copy

# OAuth 2.0: what the provider gave.
settings-client = Credentials from the provider
settings-client-id-hint = Some providers call it the application ID. It is not secret.
settings-client-secret-saved-hint = A secret is saved and is never shown again: leave the field empty to keep it. Enter it again if you change the provider, client ID, tenant or, with another provider, an endpoint or the mail server.
settings-client-secret-remove = Remove the saved client secret
settings-client-secret-hint = The value, not the ID next to it. This field is empty after saving: the secret is stored encrypted and is never shown again.
settings-client-secret-expires-hint = Optional. You are reminded 30 days, 7 days and 1 day before.
settings-tenant-hint = The directory's ID or domain, for example example.onmicrosoft.com. Optional if somebody signs in, unless the application is registered for one organization only; required for app-only access.
settings-service-account-saved = The key of <strong>{ $account }</strong> is saved and is never shown again. Leave the field empty to keep it.
settings-service-account-hint = The complete JSON file that Google created for the service account. Paste its text or choose the file.
settings-service-account-file = Choose the key file

# OAuth 2.0: a provider that owlpost does not know.
settings-custom = Endpoints and mail server
settings-custom-hint = You find these values in the provider's documentation. If it names an issuer, the issuer is sufficient for the endpoints.
settings-custom-issuer-hint = For example https://login.example.com/realms/mail. The endpoints that you leave empty are taken from its openid-configuration when you save.
settings-client-authentication-found = Find out
settings-client-authentication-basic = HTTP Basic (client_secret_basic)
settings-client-authentication-body = In the request body (client_secret_post)
settings-custom-authorize-url-hint = The authorization endpoint, for example https://login.example.com/authorize.
settings-custom-token-url-hint = For example https://login.example.com/token.
settings-custom-revoke-url-hint = Optional. Called when you disconnect.
settings-custom-scopes-hint = Scopes to request, separated by spaces. Add openid email if the provider supports them, so that this page can show who signed in, and offline_access if the provider requires it for permanent access.
settings-custom-host-hint = The server that accepts mail with these tokens.
settings-custom-port = Port
settings-custom-port-hint = Leave empty for the default port.
settings-custom-security = Security
settings-custom-no-encryption = None (only on this machine)
settings-custom-mechanism = Authentication mechanism
settings-custom-certificate = CA certificate of the provider
settings-custom-certificate-hint = The certificate of the certificate authority (CA) that signed the certificates of these servers. Needed only if it is not a public authority. Paste the text that begins with -----BEGIN CERTIFICATE-----.

# Sender and copies.
settings-sender = Sender
settings-from-email-hint = Invitations and all other mail are sent from this address. The server must allow you to send from it.
settings-other-sender = Another mailbox signs in and is allowed to send from this address
settings-other-sender-hint = For an alias or a shared mailbox. Leave it empty if the mailbox of the From address itself signs in; if another one does, you are asked.
settings-saving-consents = Saving opens the provider's page in a separate window, where you sign in and consent. Until then, mail is sent as before.
settings-copies = Copies
settings-bcc-hint = Optional. This address receives a blind copy of every email that scripts send with sendEmail(), and of API and SMTP mail if you choose so under Advanced. Never of invitations, password resets or account validations.

# Advanced.
settings-advanced = Advanced <span class="soft">– names, other senders, greeting, certificates, sending limits</span>
settings-names = Names and addresses
settings-from-name-hint = Shown next to the From address.
settings-reply-to-hint = Where replies are sent. Leave empty to use the From address.
settings-allowed-hint = Addresses or whole domains from which a script, an API call or a program by SMTP may send, one per line. Any other From becomes Reply-To; by SMTP it is refused.
settings-bcc-also = Automatic BCC also applies to
settings-bcc-also-api = mail sent through the REST API
settings-bcc-also-submission = mail that other programs submit over SMTP
settings-conversation = SMTP session
settings-ehlo = Name in the greeting (EHLO)
settings-ehlo-hint = Some servers, such as Gmail's relay, reject a greeting without a real host name. Leave empty for { $name }.
settings-mechanism-best = Automatic: the strongest offered
settings-mechanism-hint = Change this only if your provider requires a specific mechanism.
settings-certificate = CA certificate
settings-certificate-hint = The certificate of the certificate authority (CA) that signed the server’s certificate. Needed only if it is not a public authority. Paste the text that begins with -----BEGIN CERTIFICATE-----.
settings-pace = Sending limits
settings-pace-hint = How fast mail is sent. Leave a field empty to use your provider's known limit, if there is one.

# Trying it.
settings-test = Test
settings-test-hint = Uses the values above, even if they are not saved yet. Both tests run the same code as real mail.
settings-test-email = Send test email
settings-test-connection = Test connection
settings-test-connection-hint = <em>Test connection</em> logs in but sends nothing.
settings-test-steps = Steps
settings-test-waiting = { $stage }: no answer for { $seconds } s. Real mail waits up to { $limit } s as well.
settings-test-to-mailbox = The test email is in the mailbox
settings-test-to-mailbox-meaning = It was stored on this server and did not leave it, like all mail of this service.
settings-test-mailbox-ready = The mailbox on this server is ready
settings-test-mailbox-ready-meaning = Mail of this service is stored there and does not leave the server.
settings-test-connection-works = The connection works: { $connection }, in { $ms } ms
settings-test-connection-works-meaning = Nothing was sent. Only a test email shows whether the server accepts mail from your From address.
settings-test-accepted = Accepted by { $connection } in { $ms } ms
settings-test-accepted-meaning = The server has taken responsibility for the email. This does not prove that it reaches the inbox: look there, and in the spam folder.
settings-test-read = Read it in the mailbox
settings-test-apply = Apply this fix: { $fix }
settings-test-to-field = Go to { $field }
settings-transcript = SMTP transcript
settings-transcript-hint = C is this server, S is the other one. The transcript contains no password and can be shared with others who help.
settings-transcript-label = Transcript
settings-transcript-copy = Copy transcript

# The stages of an attempt.
settings-stage-resolve = Find the server's address
settings-stage-connect = Connect to the server
settings-stage-tls = Encrypt the connection (TLS)
settings-stage-greeting = Exchange greetings (EHLO)
settings-stage-login = Log in
settings-stage-mail-from = Send the sender address (MAIL FROM)
settings-stage-rcpt-to = Send the recipient address (RCPT TO)
settings-stage-data = Send the message (DATA)
settings-stage-done = done
settings-stage-failed = failed
settings-stage-fast = less than 1 ms
settings-stage-ms = { $ms } ms

# What email-settings.js says. It puts the file's name in itself.
settings-script-port = Port { $port }
settings-script-unreachable = The server could not be reached. Check your connection and try again. Your input is still here.
settings-script-steps = Steps of the test
settings-script-working = Working…
settings-script-broke-off = The connection to this server was lost, so the result of the test is unknown. The outbox shows what happened to the email.
settings-script-stop = Stop waiting
settings-script-stopped = You stopped waiting. The test continues without this page until it ends or reaches a time limit; the outbox shows what happened to a test email.
settings-script-key-too-large = This file is too large to be a key.
settings-script-key-filled = { $file } is filled in

# The fields, where they are named beside others.
settings-field-method = Connection method
settings-field-host = SMTP host name
settings-field-port = Port
settings-field-security = Security
settings-field-username = Username
settings-field-password = Password
settings-field-insecure = Password without encryption
settings-field-provider = Email provider
settings-field-grant = Who signs in
settings-field-send-through = Send through
settings-field-redirect-url = OAuth redirect URL
settings-field-client-id = Client ID
settings-field-client-secret = Client secret
settings-field-client-secret-expires = Client secret expires on
settings-field-tenant = Tenant
settings-field-service-account-key = Key of the service account
settings-field-authorize-url = Consent page
settings-field-token-url = Token endpoint
settings-field-issuer = Issuer
settings-field-client-authentication = How the client secret is sent
settings-field-revoke-url = Revocation endpoint
settings-field-scopes = Scopes
settings-field-custom-host = SMTP server of the provider
settings-field-custom-port = Port of the provider's server
settings-field-custom-security = Security of the provider's server
settings-field-custom-mechanism = Authentication mechanism of the provider's server
settings-field-custom-certificate = CA certificate of the provider
settings-field-from-email = From email
settings-field-other-sender = Another mailbox signs in
settings-field-bcc = Automatic BCC
settings-field-from-name = From name
settings-field-reply-to = Reply-To
settings-field-allowed = Other senders
settings-field-bcc-api = Automatic BCC for API mail
settings-field-bcc-submission = Automatic BCC for SMTP submission
settings-field-ehlo = Name in the greeting
settings-field-mechanism = Authentication mechanism
settings-field-certificate = CA certificate
settings-field-connections = Connections at the same time
settings-field-per-minute = Messages per minute
settings-field-per-day = Recipients per day
settings-field-per-message = Recipients per message
settings-field-idle = Keep idle connections (seconds)
settings-field-idle-hint = Empty: 50 seconds. Fewer if the server closes idle connections sooner.
settings-field-kept-session-reply = Wait for a kept connection (seconds)
settings-field-kept-session-reply-hint = Empty: 30 seconds. A kept connection that does not answer the next message by then is replaced.
settings-field-test-to = Recipient of the test email

# The versions.
settings-versions-title = Versions of the Email Settings
settings-versions-lead = Each saved version is kept. Restoring makes a copy of an earlier version the newest one.
settings-versions-back = Back to Email Settings
settings-versions-none = Nothing was saved yet
settings-versions-none-meaning = The owlpost email service has been active since the first start. Each save of the Email Settings appears here, with who and when.
settings-version = Version { $number }
settings-version-in-force = Active
settings-version-waits = Waits for consent
settings-version-saved = { $at }, by { $by }
settings-version-restore = Restore<span class="visually-hidden"> version { $number }</span>
settings-version-unchanged = Nothing changed
settings-version-changed = Changed: { $fields }
settings-version-changed-more = Changed: { $fields } and { $count } more
settings-version-changes = What changed<span class="visually-hidden"> in version { $number }</span>
settings-version-field = Field
settings-version-before = Before
settings-version-after = After
settings-version-empty = empty

# Values beside each other: what is chosen is called as in the API.
settings-value-yes = yes
settings-value-no = no
settings-value-certificate = a certificate
settings-value-saved = saved
settings-value-api = The provider's API
