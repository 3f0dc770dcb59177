# Email settings (crate `settings`) and host names (crate `config`): faults, warnings, presets, expirations.
# `value` is the input, quoted and on one line.

host_url = { $value } is a URL: write only the host name { $host }, without { $scheme }
host_with_port = { $value } contains a port: write { $host } here and { $port } in the port field
host_email_address = { $value } is an email address: write the name of the mail server
host_invalid = { $value } is neither a host name nor an IP address: write one such as smtp.example.com or 192.0.2.7

settings_control_character = the value contains a line break or another control character: write it on one line
settings_value_too_long = the value is longer than { $limit } octets: shorten it
settings_number_out_of_range = { $value } is not a whole number from { $minimum } to { $maximum }
settings_from_missing = a From address is required: enter the address that mail is sent from
settings_allowed_too_many = the list has { $count } entries, and at most { $limit } are allowed: allow a domain instead of single addresses
settings_allowed_invalid = { $value } is neither an address nor a domain: write sales@example.com or example.com
settings_method_unknown = unknown connection method { $value }: choose `builtin`, `password` or `oauth`
settings_waiting_mail_unknown = unknown choice { $value } for mail that waits: choose `hold`, `deliver` or `cancel`
settings_security_unknown = unknown security mode { $value }: choose `implicit_tls`, `starttls` or `none`
settings_mail_server_missing = a mail server is required: enter its name, such as smtp.example.com

settings_password_missing = the password is missing: enter it, or leave the username empty if the server does not require a login
settings_password_without_username = a password needs a username: enter one, or leave both empty
settings_password_line_break = the password contains a line break: paste it again without the line break
settings_password_too_long = the password is longer than { $limit } octets: paste only the password
settings_password_without_tls = the password would be sent unencrypted: choose `implicit_tls` or `starttls`, or accept the risk with `allow_insecure_password`
settings_password_destination_changed = enter the password again: host, port, security, username or CA certificate has changed since it was saved, and a stored password is never sent to another destination
settings_secret_masked = these are the characters that stand for a hidden secret, not the secret itself: type the secret, or leave the field empty to keep the stored one
settings_ehlo_loopback = { $value } is rejected by many servers: enter the public name of this machine, or leave the field empty
settings_mechanism_unknown = unknown authentication mechanism { $value }: choose `plain`, `login` or `cram-md5`, or leave the field empty
settings_certificate_too_long = the certificate is longer than { $limit } kB: paste only the CA certificate
settings_certificate_private_key = the text contains a private key: paste only the certificate, and keep the key secret
settings_certificate_invalid = the text is not a PEM certificate: paste it from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----

settings_provider_missing = a provider is required: choose `google`, `microsoft` or `custom`
settings_provider_unknown = unknown provider { $value }: choose `google`, `microsoft` or `custom`
settings_grant_unknown = unknown type of access { $value }: choose `mailbox` or `app`
settings_send_through_unknown = unknown value { $value }: choose `smtp` or `api`
settings_client_id_missing = the client ID is missing: copy it from the client that you registered with { $provider }
settings_client_secret_missing = the client secret is missing: { $provider } shows it once, when it is created
settings_client_secret_line_break = the client secret contains a line break: paste it again without the line break
settings_client_secret_too_long = the client secret is longer than { $limit } octets: paste only the client secret
settings_client_secret_destination_changed = enter the client secret again: provider, client ID, tenant, an endpoint, the mail server or its CA certificate has changed since it was saved, and neither a stored secret nor an access token is ever sent to another destination
settings_client_secret_expiry_invalid = { $value } is not a date: write it as in 2027-11-30
settings_service_account_key_missing = the key of the service account is missing: paste the complete key file (JSON) that Google created for the account
settings_service_account_key_too_long = the key is longer than { $limit } kB: paste only the key file
settings_tenant_missing = the tenant is missing: without a user who signs in, Microsoft needs the directory; enter its ID or domain, such as example.onmicrosoft.com
settings_tenant_invalid = { $value } is not a tenant: enter the directory's ID (such as 8eaef023-2b34-4da1-9baa-8bc8c9d6a490) or its domain, or leave the field empty
settings_authorize_url_missing = the URL of the consent page is missing: the provider's documentation calls it the authorization endpoint
settings_token_url_missing = the URL of the token endpoint is missing: copy it from the provider's documentation
settings_oauth_mail_server_missing = a mail server is required: enter the name of the SMTP server that accepts the provider's tokens
settings_access_token_without_tls = the access token would be sent unencrypted: choose `starttls` or `implicit_tls`
settings_endpoint_too_long = the URL is longer than { $limit } octets: copy it from the provider's documentation
settings_endpoint_invalid = { $value } is not the URL of an endpoint: it starts with https:// and a host; http:// is allowed only for this machine
settings_endpoint_fragment = { $value } contains a `#`: copy the URL from the provider's documentation
settings_endpoint_control_character = { $value } contains the character { $character }, for example a line break: remove it
settings_endpoint_login = the URL contains a user name or a password before the host: remove them, up to and including `@`
settings_scope_invalid = { $value } is not a scope: write the scopes as the provider names them, separated by spaces
settings_bearer_mechanism_unknown = unknown authentication mechanism { $value }: choose `xoauth2` or `oauthbearer`, or leave the field empty
settings_client_authentication_unknown = { $value } is not a method to send a client secret. Use client_secret_basic or client_secret_post, or leave it empty.
settings_issuer_invalid = { $value } is not an issuer. An issuer is an https URL without query and fragment, such as https://login.example.com/realms/mail.
settings_issuer_unreachable = { $url } could not be fetched: { $reason }. Check the issuer, or enter the endpoints yourself.
settings_issuer_not_found = There is no provider metadata at { $url } (HTTP { $status }). Check the issuer, or enter the endpoints yourself.
settings_issuer_incomplete = { $url } does not name a token endpoint with https. Check the issuer, or enter the endpoints yourself.
settings_issuer_other = The metadata at { $url } is that of the issuer { $value }. Enter the issuer exactly as the provider writes it.

settings_consent_missing = nobody has consented to these values yet: save them and give consent first; until then mail is sent as before
settings_secret_sealed_for_other_destination = the stored secret cannot be decrypted for this destination, because the configuration or the database was edited or is damaged: enter it again

settings_microsoft_without_implicit_tls = Microsoft 365 accepts mail with STARTTLS on port 587. It does not support implicit TLS.
settings_port_without_implicit_tls = Port { $port } usually starts without TLS. Implicit TLS usually uses port 465.
settings_port_without_starttls = Port 465 usually starts with TLS. STARTTLS usually uses port 587.
settings_port_with_implicit_tls = Port 465 usually starts with TLS. A connection without TLS fails there.
settings_mail_without_tls = All mail is sent unencrypted, and anyone on the network path can read it. Choose TLS if the server supports it.
settings_password_and_mail_without_tls = The password and all mail are sent unencrypted, and anyone on the network path can read them. Choose TLS if the server supports it.
settings_microsoft_password_login_ends = Microsoft 365 disables password login over SMTP by default from the end of December 2026. An administrator of the tenant can enable it again for now. The permanent solution is OAuth 2.0, the third connection method above.

settings_consent_expires = The consent
settings_consent_expires_meaning = { $provider } limited the duration of this consent. Choose Reconnect and give consent again before it expires.
settings_consent_expires_testing = { $provider } ends it because the project of the client has the publishing status Testing: consents for such projects last 7 days. Publish the app (OAuth consent screen, Publish app) or make it Internal. Then choose Reconnect and give consent again; an earlier consent keeps its 7 days.
settings_refresh_token_expires = The refresh token, if it is not used
settings_refresh_token_expires_meaning = { $provider } invalidates a refresh token that is not used. owlpost renews it every week, so this date moves automatically as long as the server runs.
settings_client_secret_expires = The client secret
settings_client_secret_expires_meaning = From then on { $provider } refuses to renew access, and no mail is sent. Create a new secret at { $provider }, enter it under Client secret with its new date, and save. Consent is not required again.

preset_username_address = the complete address
preset_ses_username = the SMTP username created in the SES console
preset_ses_hint = Replace REGION, for example with eu-central-1. SMTP credentials are different from the access keys of the account. From must be a verified identity.
preset_brevo_username = the SMTP login shown under SMTP & API
preset_brevo_hint = The password is an SMTP key, not the password of the account.
preset_fastmail_hint = The password is an app password with access to SMTP.
preset_gmail_hint = The password is an app password, which requires 2-Step Verification. Gmail replaces another From address with the address of the account, unless it is set up under Send mail as.
preset_gmail_relay_username = empty if the relay knows this machine by its IP address; otherwise the complete address
preset_gmail_relay_hint = An administrator enables the relay in the Google Admin console. It sends from any address of the domain.
preset_icloud_username = the complete iCloud Mail address
preset_icloud_hint = The password is an app-specific password.
preset_ionos_hint = Accounts in other countries use the domain of the country, for example smtp.ionos.de.
preset_mailgun_username = the SMTP user of the sending domain, for example postmaster@mg.example.com
preset_mailgun_hint = Domains in the EU region use smtp.eu.mailgun.org.
preset_mailjet_username = the API key
preset_mailjet_hint = The password is the secret key. From must be a validated sender or domain.
preset_microsoft365_username = the complete address of a licensed mailbox
preset_microsoft365_hint = Authenticated SMTP must be enabled for the mailbox. Password login over SMTP is disabled by default from the end of December 2026.
preset_ovh_hint = For MX Plan mailboxes. Email Pro and Exchange have their own server names, shown in the control panel.
preset_postmark_username = the server's API token
preset_postmark_hint = The password is the same token. From must be a confirmed sender signature or domain.
preset_sendgrid_username = the word apikey
preset_sendgrid_hint = The password is an API key with permission to send mail. From must be a verified sender or domain.
preset_yahoo_hint = The password is an app password.
preset_zoho_hint = Accounts in the EU use smtp.zoho.eu; custom domains on a paid plan use smtppro.zoho.com. With two-factor authentication the password is an application-specific password.
