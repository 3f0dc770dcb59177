# Email Settings: how mail leaves, chosen, tried and saved; the versions before.

settings-title = Email Settings
settings-lead = How mail leaves this server.
settings-to-versions = Earlier versions
settings-save = Save
settings-discard = Discard
settings-unsaved = Not saved yet
settings-secret-kept = saved — leave empty to keep
settings-what-to-do = What to do:

# What just happened.
settings-welcome = <strong>You are set up and signed in.</strong> Mail already leaves through the service below. Send a test email to see it work.
settings-saved = <strong>Saved.</strong> These settings are in force now, as <a href="/configuration/email-settings/versions">version { $number }</a>. Waiting mail leaves through them.
settings-connected = <strong>Connected.</strong> Mail leaves through this mailbox now. Send a test email to see it work.
settings-not-saved = Nothing was saved yet
settings-test-refused = The test was not started
settings-filled-preset = Host, port and security of { $provider } are filled in. Username: { $username }. { $hint }
settings-filled-none = Choose a provider first, then fill in.
settings-filled-server =
    Port { $port } with { $security ->
        [implicit_tls] implicit TLS
        [starttls] STARTTLS
       *[none] no encryption
    } is filled in. Try it, then save.
settings-filled-api = The provider's API is chosen. Save, and consent to what it needs; mail leaves as before until then.
settings-fix-server =
    Use port { $port } with { $security ->
        [implicit_tls] implicit TLS
        [starttls] STARTTLS
       *[none] no encryption
    }
settings-fix-api = Send through the provider's API
settings-fault-unencrypted = The password would travel without encryption; choose implicit TLS or STARTTLS, or tick this box.
settings-fault-test-to = Enter the address that the test email goes to.

# The status.
settings-status = Status
settings-state-not-verified = Not verified
settings-state-verified = Verified
settings-state-failing = Failing
settings-state-not-accepting = Accepts no mail
settings-state-consent-needed = Consent needed
settings-state-since = since { $at }
settings-sends-as = Sends as
settings-last-success = Last success
settings-no-success = None yet
settings-waiting = Waiting
settings-waiting-nothing = Nothing
settings-waiting-messages =
    { $count ->
        [one] 1 message
       *[other] { $count } messages
    }
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
settings-endings = What expires, and what to do
settings-ending-over = was over on { $at }
settings-ending-ends = <strong>{ $title } ends on { $at }.</strong>
settings-ending-ended = <strong>{ $title } ended on { $at }.</strong>
settings-last-error = Last error

# The connection method.
settings-method-builtin = owlpost email service
settings-method-builtin-hint = Works from the first start. Nothing to fill in.
settings-method-password = Username and password
settings-method-password-hint = Any SMTP server: your company's, your provider's, or a sending service.
settings-method-oauth = OAuth 2.0
settings-method-oauth-hint = Google, Microsoft 365 and others that want a sign-in instead of a password.
settings-builtin-mailbox = Mail is kept in the mailbox on this server and does not leave it. That suits trying out and training. <a href="/mailbox">Open the mailbox</a>
settings-builtin-relay = Mail leaves through <strong>{ $host }</strong>, which the operator of this server has set up. It reaches real people.
settings-builtin-operator = The operator decides in the configuration file what stands behind this service. Mail is sent from { $sender }.

# Username and password.
settings-server = SMTP server
settings-server-hint = The server that takes your mail and brings it to the recipients.
settings-preset = Fill in for a known provider <span class="optional">(optional)</span>
settings-preset-choose = Choose a provider
settings-preset-fill = Fill in
settings-preset-hint = Fills in host, port and security. You can change them afterwards.
settings-host-hint = DNS name or IP address, for example smtp.example.com.
settings-implicit-tls = Implicit TLS (port 465)
settings-implicit-tls-hint = Encrypted from the first byte. The best choice where the server offers it.
settings-starttls = STARTTLS (port 587)
settings-starttls-hint = Begins in the clear and must switch to encryption before the login. Never goes on without.
settings-no-encryption = None (port 25, not recommended)
settings-no-encryption-hint = Nothing is encrypted. For a server on this machine or in your own network.
settings-login = Login
settings-login-hint = Leave both empty for a server that asks for none.
settings-username-of = For { $provider }: { $username }.
settings-password-saved-hint = A password is saved and never shown again. It must be typed again when host, port, security or username changes.
settings-password-remove = Remove the saved password
settings-password-hint = After saving, this field is empty: the password is stored encrypted and never shown again.
settings-insecure = Send the password without encryption all the same
settings-insecure-hint = Everyone on the way to the server can read it then. Not needed where the server is this machine.

# OAuth 2.0: the provider.
settings-provider-hint = Mail leaves through a mailbox there. owlpost never sees its password: the provider hands out access that can be taken back.
settings-provider-custom = Another provider
settings-provider-google-hint = Gmail and Google Workspace.
settings-provider-microsoft-hint = Exchange Online, with a work or school account.
settings-provider-custom-hint = Any OAuth 2.0 server with an SMTP server that takes its tokens.
settings-grant-mailbox = Sign in with the mailbox
settings-grant-mailbox-hint = You sign in once at the provider and allow owlpost to send. The usual way.
settings-grant-app = App-only
settings-grant-app-hint = Nobody signs in: an administrator of the organisation allows the application itself to send.
settings-through-smtp-google = Google grants it only together with full access to the mailbox.
settings-through-smtp-microsoft = Needs Authenticated SMTP to be on for the mailbox.
settings-through-api-hint = With permission to send and nothing else.
settings-register = Register owlpost at the provider
settings-redirect-url-hint = Made from the public URL of this server. Register it exactly so.
settings-copy = Copy

# OAuth 2.0: what the provider gave.
settings-client = What the provider gave you
settings-client-id-hint = Some pages call it application ID. It is no secret.
settings-client-secret-saved-hint = A secret is saved and never shown again. It must be typed again when provider, client ID or tenant changes.
settings-client-secret-remove = Remove the saved client secret
settings-client-secret-hint = The value, not the ID that stands beside it. After saving, this field is empty: the secret is stored encrypted and never shown again.
settings-client-secret-expires-hint = Optional. You are reminded 30, 7 and 1 days before.
settings-tenant-hint = The directory's ID or domain, for example example.onmicrosoft.com. Optional where somebody signs in, unless the application is for one organisation alone; needed for app-only.
settings-service-account-saved = The key of <strong>{ $account }</strong> is saved and never shown again. Leave the field empty to keep it.
settings-service-account-hint = The whole JSON file that Google made for the service account. Paste its text or choose the file.
settings-service-account-file = Choose the key file

# OAuth 2.0: a provider that owlpost does not know.
settings-custom = Endpoints and mail server
settings-custom-hint = From the provider's documentation. Where it names an issuer, that is enough for the endpoints.
settings-custom-issuer-hint = For example https://login.example.com/realms/mail. The endpoints that you leave empty are taken from its openid-configuration when you save.
settings-client-authentication-found = Find out
settings-client-authentication-basic = HTTP Basic (client_secret_basic)
settings-client-authentication-body = In the request body (client_secret_post)
settings-custom-authorize-url-hint = Called authorization endpoint, for example https://login.example.com/authorize.
settings-custom-token-url-hint = For example https://login.example.com/token.
settings-custom-revoke-url-hint = Optional. Asked when you disconnect.
settings-custom-scopes-hint = Names of what is asked for, with blanks between. Add openid email where the provider has them, so that the page can show who signed in, and offline_access where it is needed for lasting access.
settings-custom-host-hint = The server that takes mail with these tokens.
settings-custom-port = Its port
settings-custom-port-hint = Empty: the usual one.
settings-custom-security = Its security
settings-custom-no-encryption = None (this machine alone)
settings-custom-mechanism = How to log in there
settings-custom-certificate = Certificate of the provider's own authority (CA)
settings-custom-certificate-hint = Only where no public authority has signed the certificates of these servers. Paste the text that begins with -----BEGIN CERTIFICATE-----.

# Sender and copies.
settings-sender = Sender
settings-from-email-hint = Invitations and all other mail come from this address. The server must allow you to send from it.
settings-other-sender = Another mailbox signs in and may send as this address
settings-other-sender-hint = For an alias or a shared mailbox. Leave it unticked where the mailbox that signs in is the From email itself; you are asked if it is not.
settings-saving-consents = Saving opens the provider's page in a window of its own, where you sign in and consent. Mail leaves as before until you have.
settings-copies = Copies
settings-bcc-hint = Optional. This address gets a hidden copy of every email that scripts send with sendEmail(), and of nothing else: never of an invitation, a password reset or a validation.

# Advanced.
settings-advanced = Advanced <span class="soft">– names, other senders, greeting, certificates, pace</span>
settings-names = Names and addresses
settings-from-name-hint = Shown beside the From address.
settings-reply-to-hint = Where answers go. Empty: the From address.
settings-allowed-hint = Addresses or whole domains that a script or API call may send from, one on each line. Any other address asked for becomes Reply-To instead.
settings-bcc-also = Automatic BCC also copies
settings-bcc-also-api = mail sent through the REST API
settings-bcc-also-submission = mail that other programs hand in over SMTP
settings-conversation = Conversation with the server
settings-ehlo = Name in the greeting (EHLO)
settings-ehlo-hint = Some servers, such as Gmail's relay, turn away a greeting without a real host name. Empty: { $name }.
settings-mechanism-best = The best that the server offers
settings-mechanism-hint = Change it only where your provider asks for one of them.
settings-certificate = Certificate of your own authority (CA)
settings-certificate-hint = Only for a server whose certificate no public authority has signed. Paste the text that begins with -----BEGIN CERTIFICATE-----.
settings-pace = Pace
settings-pace-hint = How fast mail is handed over. Leave a field empty for your provider's usual limit, or for none where it has no known one.

# Trying it.
settings-test = Try it
settings-test-hint = Uses the values above, also if not saved yet. Both tests run the same code as real mail.
settings-test-email = Send test email
settings-test-connection = Test connection
settings-test-connection-hint = <em>Test connection</em> logs in and sends nothing.
settings-test-steps = Steps
settings-test-to-mailbox = The test email is in the mailbox
settings-test-to-mailbox-meaning = It was kept on this server and did not leave it, as all mail of this service.
settings-test-mailbox-ready = The mailbox on this server is ready
settings-test-mailbox-ready-meaning = Mail of this service is kept there and does not leave the server.
settings-test-connection-works = The connection works: { $connection }, in { $ms } ms
settings-test-connection-works-meaning = Nothing was sent. Whether the server takes mail from your From address, only a test email shows.
settings-test-accepted = Accepted by { $connection } in { $ms } ms
settings-test-accepted-meaning = The server took responsibility for the email. That is no proof of the inbox: look there, and in the spam folder.
settings-test-read = Read it in the mailbox
settings-test-apply = Apply this fix: { $fix }
settings-test-to-field = Go to { $field }
settings-transcript = Transcript of the conversation
settings-transcript-hint = C is this server, S the other one. It holds no password and can be given to others who help.
settings-transcript-label = Transcript
settings-transcript-copy = Copy transcript

# The stages of an attempt.
settings-stage-resolve = Find the server's address
settings-stage-connect = Connect to the server
settings-stage-tls = Encrypt the connection (TLS)
settings-stage-greeting = Greet each other (EHLO)
settings-stage-login = Log in
settings-stage-mail-from = Name the sender (MAIL FROM)
settings-stage-rcpt-to = Name the recipient (RCPT TO)
settings-stage-data = Hand over the message (DATA)
settings-stage-done = done
settings-stage-failed = failed
settings-stage-fast = under 1 ms
settings-stage-ms = { $ms } ms

# What email-settings.js says. It puts the file's name in itself.
settings-script-port = Port { $port }
settings-script-unreachable = The server could not be reached. Check your connection, then try again. What you typed is still here.
settings-script-steps = Steps of the test
settings-script-working = Working…
settings-script-broke-off = The connection to this server broke off, so the end of the test is not known. The outbox shows what became of the email.
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
settings-field-custom-mechanism = How to log in at the provider's server
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
settings-field-mechanism = Login method
settings-field-certificate = CA certificate
settings-field-connections = Connections at the same time
settings-field-per-minute = Messages per minute
settings-field-per-day = Recipients per day
settings-field-per-message = Recipients per message
settings-field-test-to = Recipient of the test email

# The versions.
settings-versions-title = Versions of the Email Settings
settings-versions-lead = Each save is kept. Restoring makes a copy of an earlier version the newest one.
settings-versions-back = Back to Email Settings
settings-versions-none = Nothing was saved yet
settings-versions-none-meaning = The owlpost email service is in force since the first start. Each save of the Email Settings appears here, with who and when.
settings-version = Version { $number }
settings-version-in-force = In force
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
settings-value-builtin = builtin
settings-value-password = password
settings-value-oauth = oauth
settings-value-custom = custom
settings-value-implicit-tls = implicit_tls
settings-value-no-encryption = none
settings-value-mailbox = mailbox
settings-value-app = app
