# Problems of the login at a mail server, and blocked accounts.
# `event` is the sentence that says what happened and quotes the server.

problem_login_refused =
    .what = { $event }
    .meaning = The server does not accept this username and password. Common causes: the password was changed or mistyped, the username must be the complete email address, or the account is not allowed to send over SMTP.
    .remedy = Enter the username and password again. Check in the provider's administration whether this account is allowed to send over SMTP, and whether an app password or API key is required instead of the regular password.

problem_login_unavailable =
    .what = { $event }
    .meaning = The server could not check the login. Usually its account database does not answer at the moment, or there were too many logins; some servers say the same if the username or password is wrong.
    .remedy = Wait some minutes. If the problem persists, check the username and password, then ask the provider. Mail is queued until then.

problem_login_not_offered_unknown_command =
    .what = { $event }
    .meaning = The server does not support the login command.
    .remedy = If it accepts mail without a login, as relays in a local network often do, leave the username and password empty. Otherwise choose another port, security mode or authentication mechanism.

problem_login_password_retired =
    .what = { $event }
    .meaning = Microsoft no longer accepts a password for sending over SMTP in this tenant. From the end of December 2026, this is the default for all tenants.
    .remedy = Connect with OAuth 2.0 instead of a password. Until Microsoft removes it permanently, an administrator of the tenant can enable SMTP AUTH with a password again.

problem_tls_required =
    .what = { $event }
    .meaning = The server requires an encrypted connection.
    .remedy = Choose STARTTLS for this port (usually 587), or implicit TLS with port 465.

problem_login_smtp_auth_disabled =
    .what = { $event }
    .meaning = Sending over SMTP is disabled in Microsoft 365, for the whole tenant or for this mailbox.
    .remedy = In the Microsoft 365 admin center open the user, Mail, Manage email apps, and enable Authenticated SMTP. The mailbox's setting takes precedence over the tenant's. It takes effect within an hour.

problem_login_blocked_by_policy =
    .what = { $event }
    .meaning = A policy of the organization blocks this login: security defaults, Conditional Access, or multi-factor authentication, which a password alone cannot satisfy.
    .remedy = Connect with OAuth 2.0, or have an administrator of the tenant exempt this mailbox from the policy.

problem_login_federation_unreachable =
    .what = { $event }
    .meaning = Microsoft forwards this login to your organization's federation server and cannot reach it over HTTPS.
    .remedy = Repair the federation server (ADFS); it must be reachable from the Internet with TLS 1.2. Sending then resumes automatically.

problem_login_mechanism_refused =
    .what = { $event }
    .meaning = The server does not accept this authentication mechanism.
    .remedy = Set the authentication mechanism back to automatic, or choose another one in the advanced settings.

problem_login_app_password_needed =
    .what = { $event }
    .meaning = The account uses multi-factor authentication, and its regular password cannot be used for SMTP.
    .remedy = Create an app password in the account's security settings and enter it here, or connect with OAuth 2.0.

problem_login_browser_needed =
    .what = { $event }
    .meaning = The provider considers this login unusual and asks the account's owner to confirm it.
    .remedy = Sign in to the account in a web browser and confirm that it was you, then test again. OAuth 2.0 or an app password avoids this problem.

problem_login_account_locked =
    .what = { $event }
    .meaning = The provider has locked or suspended this account.
    .remedy = Ask the provider to unlock the account, and find out why it was locked before you send mail again.

problem_login_password_expired =
    .what = { $event }
    .meaning = The account's password has expired.
    .remedy = Set a new password at the provider and enter it here.

problem_login_throttled =
    .what = { $event }
    .meaning = The server has received too many logins or connections and asks to wait.
    .remedy = No action is needed: owlpost tries again automatically, at a lower rate. If the problem returns, allow fewer connections in the advanced settings.

problem_login_refused_microsoft =
    .what = { $event }
    .meaning = The server does not accept this login. Microsoft sends this reply for a wrong password, but also if Authenticated SMTP is disabled for the mailbox or if security defaults or Conditional Access block the login.
    .remedy = Check in this order: username and password; that the username is the mailbox's sign-in name; that Authenticated SMTP is enabled for the mailbox; that no policy blocks it. OAuth 2.0 does not need the password.

problem_token_refused_smtp =
    .what = { $event }
    .meaning = The server does not accept the access token, although it is new. Usually the consent does not include sending over SMTP, or another mailbox than { $login } signed in.
    .remedy = Check that { $login } is the mailbox that signed in and that the permission to send is granted, then choose Reconnect.

problem_smtp_auth_disabled_tenant =
    .what = { $event }
    .meaning = SMTP AUTH is disabled for the whole organization. Microsoft requires it even without a password.
    .remedy = Send through Microsoft Graph instead, which does not need it; or have an Exchange administrator run Set-CASMailbox -Identity { $login } -SmtpClientAuthenticationDisabled $false, which enables it for this mailbox only (for all mailboxes: Set-TransportConfig -SmtpClientAuthenticationDisabled $false). It takes effect within an hour.

problem_smtp_auth_disabled_mailbox =
    .what = { $event }
    .meaning = SMTP AUTH is disabled for this mailbox. Microsoft requires it even without a password.
    .remedy = Send through Microsoft Graph instead, which does not need it; or have an Exchange administrator run Set-CASMailbox -Identity { $login } -SmtpClientAuthenticationDisabled $false, or enable Authenticated SMTP for the mailbox (Microsoft 365 admin center, Users, Mail, Manage email apps). It takes effect within an hour.

problem_login_blocked_by_policy_token =
    .what = { $event }
    .meaning = A policy of the organization (security defaults or Conditional Access) blocks this login.
    .remedy = Ask the administrator of the tenant to allow the application for { $login }, or use app-only access, to which policies for users do not apply.

problem_token_refused_smtp_microsoft =
    .what = { $event }
    .meaning = Microsoft does not accept the access token for { $login }. Possible causes: the consent does not include SMTP.Send, another mailbox signed in, the mailbox has no license, or, with app-only access, the service principal has no permission for the mailbox.
    .remedy = Check in this order: that { $login } is the mailbox that signed in; that SMTP.Send is among the permissions (app-only: SMTP.SendAsApp with admin consent, New-ServicePrincipal with the Object ID of the Enterprise application, and Add-MailboxPermission); that Authenticated SMTP is enabled. Then choose Reconnect, or send through Microsoft Graph.

problem_token_refused_smtp_ended =
    .what = { $event }
    .meaning = The server does not accept the access token for { $login }: it has expired, the consent was revoked, or it is not valid for this server. Google's SMTP server accepts only the scope https://mail.google.com/.
    .remedy = Choose Reconnect and consent again with { $login }, leaving every box checked; or send through the provider's API.

problem_login_not_offered_token =
    .what = { $event }
    .meaning = The server does not offer a login on this connection. Many servers offer it only after TLS.
    .remedy = Choose STARTTLS or implicit TLS, and check that the server belongs to the provider.

problem_login_needs_tls_token =
    .what = { $event }
    .meaning = Without TLS, anybody in the network path could read the access token, so it was not sent.
    .remedy = Choose STARTTLS or implicit TLS.

problem_mechanism_not_offered_token =
    .what = { $event }
    .meaning = The server does not offer the configured login with an access token: it offers neither XOAUTH2 nor OAUTHBEARER, or not the selected mechanism.
    .remedy = Set the authentication mechanism to automatic. If the server accepts only passwords, choose Username and password as the connection method.

problem_credential_unusable_token =
    .what = { $event }
    .meaning = The mailbox's name or the access token contains a character that a login cannot transmit.
    .remedy = Check the From email. If it is correct, the provider's tokens cannot be used for SMTP.

problem_login_challenge_unreadable_token =
    .what = { $event }
    .meaning = The server sent an unexpected challenge during the login.
    .remedy = Choose the other authentication mechanism, XOAUTH2 or OAUTHBEARER, if the provider supports both.

problem_login_required =
    .what = { $event }
    .meaning = The server accepts mail only after a login, and considers this session not logged in.
    .remedy = Enter the username and password, and choose implicit TLS or STARTTLS, because servers often offer a login only with TLS. For Microsoft 365, check that Authenticated SMTP is enabled for the mailbox.

problem_tenant_blocked =
    .what = { $event }
    .meaning = Microsoft has blocked mail from this tenant or from this server's IP address, usually because of spam or because the tenant is a new trial.
    .remedy = Look for compromised accounts, then ask Microsoft support to remove the block. Mail is queued until then.

problem_sender_blocked =
    .what = { $event }
    .meaning = The provider has blocked this account from sending, because mail from it looked like spam or the account was misused.
    .remedy = Change the account's password, then have it unblocked; in Microsoft 365, under Restricted entities in the Defender portal. Mail is queued until then.

problem_ehlo_name_refused =
    .what = { $event }
    .meaning = The server does not accept the EHLO name of this machine.
    .remedy = Set the EHLO name in the advanced settings to this machine's full public name, such as mail.example.com.

problem_address_blocked =
    .what = { $event }
    .meaning = The server blocks this machine's public IP address, often because it is on a block list or unknown to the server.
    .remedy = Follow the link in the reply if there is one. Have this machine's public address removed from the list that the reply names, or allowed by the server's administrator; or send through a provider with a login.

problem_login_refused_provider =
    .what = { $event }
    .meaning = { $provider } does not accept this username and password.
    .remedy = { $rule } Then enter the username and password again.

problem_login_refused_exchange =
    .what = { $event }
    .meaning = Exchange does not accept this username and password. On servers of an organization, the username often has the form of the Windows domain.
    .remedy = Enter the username as DOMAIN\user or user@example.com, and the password again. If they are correct, the Exchange administrator must allow this user to log in at the receive connector.

problem_login_password_retired_outlook_com =
    .what = { $event }
    .meaning = Microsoft no longer accepts passwords over SMTP for personal accounts (Outlook.com, Hotmail, Live), not even app passwords. This cannot be enabled again.
    .remedy = Connect with OAuth 2.0 instead of a password, or send through another provider.

problem_login_app_password_needed_code =
    .what = { $event }
    .meaning = The provider does not accept the regular password over SMTP, only an authorization code that it creates for mail programs.
    .remedy = In the mailbox's settings enable POP3/SMTP, create an authorization code, and enter it here as the password.

problem_login_access_off =
    .what = { $event }
    .meaning = The provider does not let this account send over SMTP: access by mail programs is not enabled for it. The username and password may be correct.
    .remedy = Sign in to the mailbox in a web browser and enable SMTP (often together with POP3 and IMAP, or “access for mail programs”) in its settings; some providers then require an app password. In an organization, its administrator must enable it.

problem_login_network_refused =
    .what = { $event }
    .meaning = The account accepts logins only from certain IP addresses, and this machine's is not among them. The username and password may be correct.
    .remedy = Add this machine's public IP address to the authorized addresses in the provider's administration, or switch that restriction off.

problem_login_throttled_failures =
    .what = { $event }
    .meaning = Too many logins failed, so the server refuses more of them for a while. Usually the username or password is wrong, or was changed.
    .remedy = Check the username and password and enter them again; then wait some minutes before you test. Each further failed login can prolong the block.

problem_address_blocked_without_login =
    .what = { $event }
    .meaning = The server accepts nothing from this machine: it does not know the IP address, and no login is configured.
    .remedy = Enter the username and password for this server, or have its administrator allow this machine's address.
