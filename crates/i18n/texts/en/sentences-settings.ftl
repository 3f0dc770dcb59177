# The email settings: faults, warnings, presets, what ends, consents and tokens.

# server/config/host
sentence-settings-is-a-url-write-the-host = `{ $text }` is a URL: write the host name alone, without `{ $scheme }://`: `{ $rest }`
sentence-settings-holds-a-port-write-here-and = `{ $text }` holds a port: write `{ $host }` here and { $port } as the port
sentence-settings-is-an-email-address-write-the = `{ $text }` is an email address: write the name of the mail server
sentence-settings-is-neither-a-host-name-nor = `{ $text }` is neither a host name nor an IP address: write one like `smtp.example.com` or `192.0.2.7`

# server/settings/check/faults
sentence-settings-this-holds-a-line-break-or = this holds a line break or another control character: write it as one line
sentence-settings-this-is-longer-than-bytes-write = this is longer than { $most } bytes: write a shorter one
sentence-settings-is-no-whole-number-from-to = `{ $text }` is no whole number from { $least } to { $most }

# server/settings/check/mod
sentence-settings-a-from-address-is-needed-write = a From address is needed: write the address that mail is sent from
sentence-settings-entries-allow-a-domain-rather-than = { $count } entries: allow a domain rather than more than { $most }
sentence-settings-is-neither-an-address-nor-a = `{ $text }` is neither an address nor a domain: write `sales@example.com` or `example.com`
sentence-settings-is-no-method-choose-builtin-password = `{ $text }` is no method: choose `builtin`, `password` or `oauth`
sentence-settings-the-holds-a-line-break-paste = the { $what } holds a line break: paste it again without it
sentence-settings-the-is-longer-than-bytes-paste = the { $what } is longer than { $most } bytes: paste the { $what } alone
sentence-settings-is-no-security-choose-implicit-tls = `{ $text }` is no security: choose `implicit_tls`, `starttls` or `none`

# server/settings/check/oauth
sentence-settings-a-provider-is-needed-choose-google = a provider is needed: choose `google`, `microsoft` or `custom`
sentence-settings-the-service-accounts-key-is-missing = the service account's key is missing: paste the whole key file (JSON) that Google made for the account
sentence-settings-the-client-id-is-missing-copy = the client ID is missing: copy it from the client that you registered with { $name }
sentence-settings-the-client-secret-is-missing-shows = the client secret is missing: { $name } shows it when it is made
sentence-settings-the-tenant-is-missing-without-a = the tenant is missing: without a person who signs in, Microsoft must be told which directory it is; write its ID or domain, like `example.onmicrosoft.com`
sentence-settings-the-address-of-the-consent-page = the address of the consent page is missing: the provider's documentation calls it the authorization endpoint
sentence-settings-the-address-of-the-token-endpoint = the address of the token endpoint is missing: the provider's documentation has it
sentence-settings-a-mail-server-is-needed-write = a mail server is needed: write the name of the SMTP server that takes the provider's tokens
sentence-settings-the-access-token-would-travel-unencrypted = the access token would travel unencrypted: choose `starttls` or `implicit_tls`
sentence-settings-type-the-client-secret-again-provider = type the client secret again: provider, client ID, tenant or token endpoint changed since it was saved, and a stored secret is never sent to another destination
sentence-settings-longer-than-kib-paste-the-key = longer than { $most } KiB: paste the key file alone
sentence-settings-longer-than-bytes-copy-the-address = longer than { $most } bytes: copy the address from the provider's documentation
sentence-settings-is-no-address-of-an-endpoint = `{ $text }` is no address of an endpoint: it begins with https:// and a host; http:// serves for this machine alone
sentence-settings-holds-a-copy-the-address-from = `{ $text }` holds a `#`: copy the address from the provider's documentation
sentence-settings-is-no-scope-write-names-as = `{ $text }` is no scope: write names as the provider has them, with blanks between
sentence-settings-is-no-provider-choose-google-microsoft = `{ $text }` is no provider: choose `google`, `microsoft` or `custom`
sentence-settings-is-no-grant-choose-mailbox-or = `{ $text }` is no grant: choose `mailbox` or `app`
sentence-settings-takes-no-mail-choose-smtp-or = `{ $text }` takes no mail: choose `smtp` or `api`
sentence-settings-is-no-login-mechanism-choose-xoauth2 = `{ $text }` is no login mechanism: choose `xoauth2` or `oauthbearer`, or leave it empty
sentence-settings-is-no-tenant-write-the-directorys = `{ $text }` is no tenant: write the directory's ID (like 8eaef023-2b34-4da1-9baa-8bc8c9d6a490) or its domain, or leave it empty
sentence-settings-is-no-date-write-it-like = `{ $text }` is no date: write it like 2027-11-30

# server/settings/check/password
sentence-settings-the-password-would-travel-unencrypted-choose = the password would travel unencrypted: choose `implicit_tls` or `starttls`, or confirm the risk with `allow_insecure_password`
sentence-settings-a-password-without-a-username-write = a password without a username: write the username, or leave both empty
sentence-settings-type-the-password-again-host-port = type the password again: host, port, security or username changed since it was saved, and a stored password is never sent to another destination
sentence-settings-is-refused-by-many-servers-write = `{ $text }` is refused by many servers: write the name of this machine as others know it, or leave it empty
sentence-settings-longer-than-kib-paste-the-cas = longer than { $most } KiB: paste the CA's certificate alone
sentence-settings-this-holds-a-private-key-paste = this holds a private key: paste the certificate alone, and keep the key where it belongs
sentence-settings-this-is-no-certificate-in-pem = this is no certificate in PEM: paste the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----
sentence-settings-a-mail-server-is-needed-write-its = a mail server is needed: write its name, like `smtp.example.com`
sentence-settings-the-password-is-missing-type-it = the password is missing: type it, or leave the username empty for a relay that asks for none

# server/settings/mod
sentence-settings-the-email-settings-have-faults = the email settings have faults
sentence-settings-no-version-has-this-number = no version has this number
sentence-settings-a-stored-secret-of-the-email = a stored secret of the email settings cannot be opened: it was sealed for another destination, or the database was changed by hand or is damaged. Nothing was sent with it. Put a backup of the data folder back
sentence-settings-nobody-has-consented-to-these-values = nobody has consented to these values yet: save them and consent first; until then mail leaves as before
sentence-settings-what-is-stored-cannot-be-opened = what is stored cannot be opened for this destination, because the configuration or the database was changed by hand or is damaged: type it again
sentence-settings-is-no-login-mechanism-choose-plain = `{ $text }` is no login mechanism: choose `plain`, `login` or `cram-md5`, or leave it empty

# server/settings/forecast
sentence-settings-the-consent = The consent
sentence-settings-the-refresh-token-if-it-is = The refresh token, if it is not used
sentence-settings-forgets-a-refresh-token-that-nobody = { $name } forgets a refresh token that nobody uses. owlpost renews it every week, so this date moves on by itself as long as the server runs.
sentence-settings-the-client-secret = The client secret
sentence-settings-from-then-on-refuses-to-renew = From then on { $name } refuses to renew access and no mail leaves. Make a new secret at { $name }, type it under Client secret with its new date, and save; nobody has to consent again.
sentence-settings-ends-it-because-the-project-that = { $name } ends it because the project that the client belongs to is in Testing: consents to such projects last 7 days. Publish the app (OAuth consent screen, Publish app) or make it Internal, then choose Reconnect and consent again; a consent from before keeps its 7 days.
sentence-settings-limited-this-consent-in-time-choose = { $name } limited this consent in time. Choose Reconnect and consent again before it ends.

# server/settings/warnings
sentence-settings-microsoft-365-takes-mail-over-starttls = Microsoft 365 takes mail over STARTTLS on port 587, and has no implicit TLS.
sentence-settings-port-begins-without-tls-as-a = Port { $port } begins without TLS as a rule; implicit TLS usually has port 465.
sentence-settings-port-465-begins-with-tls-as = Port 465 begins with TLS as a rule; STARTTLS usually has port 587.
sentence-settings-port-465-begins-with-tls-as-a = Port 465 begins with TLS as a rule; without TLS nothing will be understood there.
sentence-settings-the-password-and-every-mail-travel = The password and every mail travel
sentence-settings-every-mail-travels = Every mail travels
sentence-settings-unencrypted-everybody-on-the-way-can = { $cause } unencrypted: everybody on the way can read along. Choose a security if the server has one.
sentence-settings-microsoft-365-turns-off-password-login = Microsoft 365 turns off password login over SMTP by default from the end of December 2026. An administrator of the tenant can turn it on again for the time being; OAuth 2.0, the third connection method above, is the way that stays.

# server/settings/presets
sentence-settings-the-smtp-user-name-made-in = the SMTP user name made in the SES console
sentence-settings-replace-region-for-example-with-eu = Replace REGION, for example with eu-central-1. SMTP credentials are not the access keys of the account. From must be a verified identity.
sentence-settings-the-smtp-login-shown-under-smtp = the SMTP login shown under SMTP & API
sentence-settings-the-password-is-an-smtp-key = The password is an SMTP key, not the account's password.
sentence-settings-the-whole-address = the whole address
sentence-settings-the-password-is-an-app-password = The password is an app password with access to SMTP.
sentence-settings-gmail-with-app-password = Gmail with app password
sentence-settings-the-password-is-an-app-password-which = The password is an app password, which needs 2-step verification. Gmail replaces another From by the account's address unless it is set up under Send mail as.
sentence-settings-google-workspace-smtp-relay = Google Workspace SMTP relay
sentence-settings-empty-where-the-relay-knows-this = empty where the relay knows this machine by its IP address; else the whole address
sentence-settings-an-administrator-turns-the-relay-on = An administrator turns the relay on in the Google Admin console. It sends as any address of the domain.
sentence-settings-the-whole-icloud-mail-address = the whole iCloud Mail address
sentence-settings-the-password-is-an-app-specific = The password is an app-specific password.
sentence-settings-accounts-in-other-countries-have-the = Accounts in other countries have the country's name, for example smtp.ionos.de.
sentence-settings-the-smtp-user-of-the-sending = the SMTP user of the sending domain, for example postmaster@mg.example.com
sentence-settings-domains-in-the-eu-region-use = Domains in the EU region use smtp.eu.mailgun.org.
sentence-settings-the-api-key = the API key
sentence-settings-the-password-is-the-secret-key = The password is the secret key. From must be a validated sender or domain.
sentence-settings-the-whole-address-of-a-licensed = the whole address of a licensed mailbox
sentence-settings-authenticated-smtp-must-be-on-for = Authenticated SMTP must be on for the mailbox. Password login over SMTP is off by default from the end of December 2026.
sentence-settings-mx-plan-mailboxes-email-pro-and = MX Plan mailboxes; Email Pro and Exchange have names of their own, shown in the control panel.
sentence-settings-the-servers-api-token = the server's API token
sentence-settings-the-password-is-the-same-token = The password is the same token. From must be a confirmed sender signature or domain.
sentence-settings-the-word-apikey = the word apikey
sentence-settings-the-password-is-an-api-key = The password is an API key with permission to send mail. From must be a verified sender or domain.
sentence-settings-the-password-is-an-app-password-again = The password is an app password.
sentence-settings-accounts-in-the-eu-use-smtp = Accounts in the EU use smtp.zoho.eu; own domains on a paid plan use smtppro.zoho.com. With two-factor login the password is an application-specific one.

# server/settings/oauth/flow
sentence-settings-the-email-settings-that-were-saved = the email settings that were saved last need no consent: choose OAuth 2.0 with sign-in, and save
sentence-settings-nothing-is-asked-about-this-consent = nothing is asked about this consent: the settings were changed since, or it was answered already

# server/settings/oauth/tokens
sentence-settings-the-stored-consent-cannot-be-used = The stored consent cannot be used any more.
sentence-settings-it-was-given-for-another-token = It was given for another token endpoint or client, because the configuration file was changed since, or the database is damaged. Nothing was sent with it.
sentence-settings-choose-reconnect-on-the-page-email = Choose Reconnect on the page Email Settings and consent again; or set the endpoints back to what they were.
sentence-settings-the-stored-client-secret-or-key = The stored client secret or key cannot be used any more.
sentence-settings-it-was-saved-for-another-token = It was saved for another token endpoint, because the configuration file was changed since, or the database is damaged. Nothing was sent with it.
sentence-settings-type-it-again-on-the-page = Type it again on the page Email Settings and save; or set the endpoints back to what they were.
sentence-settings-the-stored-consent-of-the-provider = The stored consent of the provider could not be read.
sentence-settings-the-database-does-not-answer-as = The database does not answer as it should; the server's log says why.
sentence-settings-look-at-the-servers-log-and = Look at the server's log and its disk. It is tried again by itself.
sentence-settings-the-renewed-token-could-not-be = The renewed token could not be stored, because the disk is full.
sentence-settings-the-renewed-token-could-not-be-stored = The renewed token could not be stored.
sentence-settings-a-token-that-is-used-before = A token that is used before it is stored could be lost with the next crash, so no mail leaves until it is.
sentence-settings-free-space-on-the-servers-disk = Free space on the server's disk, or look at its log. It is stored and used by itself then.
sentence-settings-renewing-the-access-token-ended-by = Renewing the access token ended by a fault of owlpost.
sentence-settings-neither-the-provider-nor-the-settings = Neither the provider nor the settings are to blame.
sentence-settings-it-is-tried-again-by-itself = It is tried again by itself. Please report the fault with the lines of the server's log.

# server/settings/oauth/words
sentence-settings-the-email-settings-were-saved-again = The email settings were saved again while you were at the provider.
sentence-settings-the-consent-was-for-an-earlier = The consent was for an earlier version, so it was not used. The settings in force are unchanged.
sentence-settings-open-email-settings-look-at-what = Open Email Settings, look at what is saved now, and consent again.
sentence-settings-the-provider-sent-you-back-without = The provider sent you back without an answer.
sentence-settings-neither-a-consent-nor-a-refusal = Neither a consent nor a refusal came with you. The address may have been cut on the way.
sentence-settings-consent-again-if-it-stays-so = Consent again. If it stays so, check that the redirect URL is registered exactly as the page shows it.
sentence-settings-the-consent-does-not-cover-sending = The consent does not cover sending email: { $scopes } is missing.
sentence-settings-a-box-was-left-unticked-on = A box was left unticked on the provider's consent page, or the permission is not set up for this client. Without it no mail can leave, so nothing was connected.
sentence-settings-choose-permissions-again-and-tick-every = Choose permissions again, and tick every box on { $name }'s page. If there is none for sending email, add the permission to the client that you registered.
sentence-settings-remove-the-apps-access-under-myaccount = Remove the app's access under myaccount.google.com/permissions, then consent again.
sentence-settings-check-that-the-registered-application-is = Check that the registered application is of the platform Web, then consent again.
sentence-settings-check-at-the-provider-that-the = Check at the provider that the client may get refresh tokens; many want the scope offline_access. Then consent again.
sentence-settings-the-provider-gave-no-lasting-consent = The provider gave no lasting consent.
sentence-settings-it-answered-without-a-refresh-token = It answered without a refresh token, so sending would end within the hour. Nothing was connected.
sentence-settings-the-mailbox-is-disconnected = The mailbox is disconnected.
sentence-settings-owlpost-holds-no-consent-of-the = owlpost holds no consent of the provider for these settings, so no mail can leave.
sentence-settings-choose-reconnect-on-the-page-email-settings = Choose Reconnect on the page Email Settings and consent. Mail waits meanwhile and nothing is lost.
sentence-settings-taking-the-consent-in-ended-by = Taking the consent in ended by a fault of owlpost.
sentence-settings-neither-you-nor-the-provider-is = Neither you nor the provider is to blame. The settings in force are unchanged.
sentence-settings-consent-again-please-report-the-fault = Consent again. Please report the fault with the lines of the server's log.
