# What the login at a provider requires: a part of the remedy of a refused login. Whole sentences.

login_rule_gmail = Gmail accepts no ordinary password over SMTP. Create an app password (Google Account, Security, 2-Step Verification, App passwords) and enter it here, with the complete address as username; or connect with OAuth 2.0.
login_rule_gmail_relay = The relay accepts the complete address and an app password of a Google Workspace user, or no login at all from an IP address that is registered in the Admin console under Gmail, Routing, SMTP relay service.
login_rule_outlook_com = Outlook.com, Hotmail and Live no longer accept passwords over SMTP. Connect with OAuth 2.0, or send through another provider.
login_rule_yahoo = Yahoo and AOL accept no ordinary password over SMTP. Create an app password in the account's security settings and enter it here, with the complete address as username.
login_rule_icloud = iCloud Mail accepts no ordinary password over SMTP. Create an app-specific password at account.apple.com under Sign-In and Security and enter it here, with the iCloud Mail address as username.
login_rule_ses = Use the SMTP credentials that the SES console creates under SMTP settings. They are different from AWS access keys, and valid only in the region where they were created; the host must be that of the same region.
login_rule_mailgun = Use the SMTP credentials of the sending domain, for example postmaster@mg.example.com, and not the password of the Mailgun account. Domains in the EU region use smtp.eu.mailgun.org.
login_rule_sendgrid = The username is the word apikey, and the password an API key with permission to send mail. If the account restricts IP addresses, add this machine's.
login_rule_postmark = Username and password are both the server API token, or the access key and secret key of an SMTP token of the stream.
login_rule_brevo = Use the SMTP login shown under SMTP & API, and an SMTP key as password. The password of the account and API keys do not work.
login_rule_mailjet = The username is the API key, and the password the secret key of the account.
login_rule_sparkpost = The username is SMTP_Injection, and the password an API key with the permission Send via SMTP. Accounts in the EU use smtp.eu.sparkpostmail.com.
login_rule_mandrill = The password is an API key of Mailchimp Transactional, and not the password of the account; the username can be any text.
login_rule_resend = The username is the word resend, and the password an API key.
login_rule_smtp_user = Use the SMTP user and its password, which the provider's administration shows under SMTP; the login of the account does not work.
login_rule_smtp_credentials = Use the SMTP credentials that the provider's console creates for a user, with their long username; the login of the console does not work. The host must be that of the same region.
login_rule_mailtrap = For sending, the username is the word api or smtp@mailtrap.io and the password an API token; for a sandbox, use the credentials shown with the sandbox.
login_rule_socketlabs = The username is the server ID, and the password the SMTP password of that server.
login_rule_scaleway = The username is the ID of the project, and the password the secret key of an API key with permission for Transactional Email.
login_rule_plunk = The username is the word plunk, and the password the secret API key of the project.
login_rule_forwardemail = The username is the complete alias address, and the password one that was generated for this alias.
login_rule_azure = Use the SMTP username that is linked to an Entra application, and the application's client secret as password.
login_rule_zeptomail = The username is the word emailapikey, and the password the token of the Mail Agent.
login_rule_zoho = The host must be that of the data center of the account: smtp.zoho.com, smtp.zoho.eu, smtp.zoho.in, smtp.zoho.com.au or smtp.zoho.jp; addresses of an own domain use smtppro.zoho with the same ending. With two-factor authentication the password is an application-specific password.
login_rule_fastmail = Fastmail accepts no ordinary password over SMTP. Create an app password under Settings, Privacy & Security, and enter it here, with the complete address as username.
login_rule_proton = Create an SMTP token under Settings, IMAP/SMTP, for an address of an own domain, and enter it here, with that address as username.
login_rule_proton_bridge = Use the username and password that Bridge shows for the mailbox; the password of the Proton account does not work.
login_rule_gmx = GMX and WEB.DE refuse every login over SMTP until it is enabled: in the mailbox's settings under POP3 and IMAP. With two-factor authentication an app password is required. The username is the complete address.
login_rule_complete_address = The username is the complete address of the mailbox, and the password that of the mailbox, not that of the customer account.
login_rule_tonline = Enter the password for e-mail programs, which is set in the customer center; the password for the web page does not work. The username is the complete address.
login_rule_infomaniak = The username is the complete address, and the password one that was created for a device in the mailbox's administration.
login_rule_mailbox_org = The username is the complete address. With two-factor authentication, create an application password in the settings.
login_rule_china = The password is an authorization code, which the mailbox's settings create when POP3/SMTP is enabled; the ordinary password does not work.
login_rule_alibaba = The username is the complete sender address, and the password the SMTP password that was set for this address in the console.
login_rule_yandex = Create an app password for mail in the Yandex account and enter it here. In the mailbox's settings, allow access from mail clients.
login_rule_mailru = Mail.ru accepts no ordinary password over SMTP. Create an app password under Security and enter it here, with the complete address as username.
login_rule_naver = Enable POP3/SMTP in the mailbox's settings. With two-step verification, enter an application password.
login_rule_comcast = Allow third party access in the security settings of the Xfinity mailbox, then enter the username and password again.
login_rule_seznam = The username is the complete address. With two-factor authentication an app password is required.

# What to do instead of the usual remedy, where a test knows more.
advice_change_works = Port { $port } with { $security } was tried and works: apply this change.
advice_no_port_answers = None of the usual ports ({ $ports }) answers at { $host } either, so the host name is probably wrong: compare it with the provider's documentation. If it is correct, the server is not running, or a firewall blocks outgoing mail from this machine.
advice_no_port_works = The usual combinations of port and security were tried and do not work either ({ $ports }). Compare the host name with the provider's documentation, then ask the server's administrator.
port_with_security = { $port } { $security }
advice_test_again = A test is not repeated automatically: test again in a few minutes. If the problem persists, ask the server's administrator or the provider.
