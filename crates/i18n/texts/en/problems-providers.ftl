# Problems of OAuth 2.0 at Google and Microsoft.
# `event` is the sentence that says what happened and quotes the server.

problem_delegation_missing =
    .what = { $event }
    .meaning = The service account has no domain-wide delegation for the scope { $scopes }, or it was granted less than a day ago and is not active on all of Google's servers yet.
    .remedy = In the Google Admin console open Security, Access and data control, API controls, Manage domain-wide delegation, Add new. Paste { $delegation_id } as client ID and { $scopes } as OAuth scope, choose Authorize, and try again after some minutes.

problem_client_unknown_google =
    .what = { $event }
    .meaning = Google does not know { $client }: it was mistyped, or the OAuth client was deleted. Google deletes clients that are unused for months.
    .remedy = In the Google Cloud console open APIs & Services, Credentials. Copy the client ID and secret of the OAuth client from there, or create a new one, then choose Reconnect.

problem_client_secret_wrong_google =
    .what = { $event }
    .meaning = Google does not accept the client secret for { $client }: it was mistyped, belongs to another client, or was disabled when a new one was created.
    .remedy = In the Google Cloud console open APIs & Services, Credentials, and the OAuth client. Add a secret, enter it here, and choose Reconnect.

problem_service_account_key_refused =
    .what = { $event }
    .meaning = Google does not know the key that signed the request: it was deleted or disabled.
    .remedy = In the Google Cloud console open IAM & Admin, Service Accounts, the account, Keys. Add a key of type JSON and paste its file here.

problem_clock_wrong =
    .what = { $event }
    .meaning = The request contains this machine's time, which differs too much from Google's.
    .remedy = Correct the clock of the machine that owlpost runs on, preferably with NTP, then test again.

problem_mailbox_unknown =
    .what = { $event }
    .meaning = The service account can act for the users of your Workspace, and { $mailbox } is not one of them. Groups, aliases and accounts at gmail.com cannot be used.
    .remedy = Use the primary address of a user of your Workspace as From address, or correct the service account's key.

problem_consent_needed_google_session_control =
    .what = { $event }
    .meaning = A policy of your Workspace (session control) requires the mailbox's owner to sign in again regularly.
    .remedy = Choose Reconnect and sign in with the mailbox. To avoid this permanently, have an administrator of the Workspace mark the app as trusted and exempt trusted apps from session control in the Admin console, or use a service account.

problem_consent_needed_google_account_gone =
    .what = { $event }
    .meaning = The Google account that consented is deleted or suspended.
    .remedy = Have an administrator of the Workspace restore the account, or choose Reconnect and sign in with another mailbox.

problem_consent_needed_google =
    .what = { $event }
    .meaning = Google has ended the consent. Possible causes: the owner or an administrator revoked it, the mailbox's password was changed, it was unused for six months, the app is in Testing (consents end after seven days), or the account has consented more than 100 times.
    .remedy = Choose Reconnect and sign in with the mailbox. If it happens every seven days: in the Google Cloud console open Google Auth Platform, Audience, and choose Publish app, then reconnect once more.

problem_account_outside_organization_google =
    .what = { $event }
    .meaning = The app is Internal: only accounts of its own Workspace can consent, and another account was chosen.
    .remedy = Connect again and sign in with a mailbox of that Workspace; or, in the Google Cloud console, set Google Auth Platform, Audience to External and publish the app.

problem_admin_approval_needed_google =
    .what = { $event }
    .meaning = The Workspace allows only apps that its administrator trusts for this scope.
    .remedy = Have an administrator open the Google Admin console, Security, Access and data control, API controls, Manage app access, add { $client } as Trusted, then connect again.

problem_redirect_url_unknown_google =
    .what = { $event }
    .meaning = The redirect URL is not registered for { $client }. It must match exactly: https, host, path and a final slash.
    .remedy = Copy the OAuth redirect URL from this page. In the Google Cloud console open APIs & Services, Credentials, the OAuth client, and paste it into Authorized redirect URIs. It takes effect after some minutes.

problem_browser_refused =
    .what = { $event }
    .meaning = Google shows its consent page only in regular browsers, not inside other applications.
    .remedy = Open owlpost in a regular browser, such as Firefox or Chrome, and connect from there.

problem_token_server_unavailable_google =
    .what = { $event }
    .meaning = Google has received too many requests from this project.
    .remedy = No action is needed: owlpost tries again automatically.

problem_client_secret_wrong_microsoft =
    .what = { $event }
    .meaning = The client secret is wrong. Most often the Secret ID was pasted instead of the secret's Value, or a secret of another application.
    .remedy = In the Microsoft Entra admin center open App registrations, the app, Certificates & secrets, New client secret, and paste its Value here. The Value is shown only when the secret is created.

problem_client_secret_expired =
    .what = { $event }
    .meaning = The client secret has expired; secrets are valid for at most 24 months.
    .remedy = In the Microsoft Entra admin center open App registrations, the app, Certificates & secrets, New client secret. Paste its Value here, and enter the new expiry date for the reminder.

problem_client_secret_missing_microsoft =
    .what = { $event }
    .meaning = The app is registered as a web application, which requires a client secret.
    .remedy = In the Microsoft Entra admin center open App registrations, the app, Certificates & secrets, New client secret, and paste its Value here.

problem_platform_wrong =
    .what = { $event }
    .meaning = The redirect URL is registered for another platform: Single-page application, or Mobile and desktop. owlpost is a web application.
    .remedy = In the Microsoft Entra admin center open App registrations, the app, Authentication. Remove the redirect URL from the other platform, choose Add a platform, Web, paste it there, and reconnect.

problem_client_unknown_microsoft =
    .what = { $event }
    .meaning = The tenant has no active application with { $client }: the client ID is wrong (for example, the Object ID was pasted), or the application belongs to another tenant.
    .remedy = In the Microsoft Entra admin center open App registrations, the app, Overview. Copy Application (client) ID and Directory (tenant) ID from there.

problem_tenant_unknown =
    .what = { $event }
    .meaning = Microsoft does not know this tenant, or the tenant has no active subscription.
    .remedy = In the Microsoft Entra admin center open App registrations, the app, Overview, and copy the Directory (tenant) ID into Tenant.

problem_tenant_needed =
    .what = { $event }
    .meaning = The app is registered for one organization only, so the general tenant cannot be used.
    .remedy = In the Microsoft Entra admin center open App registrations, the app, Overview, and copy the Directory (tenant) ID into Tenant.

problem_account_outside_organization_microsoft =
    .what = { $event }
    .meaning = The account does not exist in this tenant: another account was chosen, or the mailbox belongs to another tenant.
    .remedy = Connect again and sign in with a mailbox of the organization, or correct the tenant.

problem_admin_approval_needed_microsoft_app =
    .what = { $event }
    .meaning = The application is not set up in the tenant: no administrator has consented to it.
    .remedy = In the Microsoft Entra admin center open App registrations, the app, API permissions, and choose Grant admin consent; then test again.

problem_admin_approval_needed_microsoft =
    .what = { $event }
    .meaning = Nobody has consented to this application for this mailbox, and the organization allows only administrators to do so.
    .remedy = Have an administrator open the Microsoft Entra admin center, Enterprise applications, the app, Permissions, and choose Grant admin consent; then choose Reconnect.

problem_consent_refused_microsoft =
    .what = { $event }
    .meaning = The person who signed in did not allow owlpost to send mail.
    .remedy = Choose Consent again and accept on Microsoft's page.

problem_consent_needed_microsoft_refused =
    .what = { $event }
    .meaning = The person who signed in did not allow owlpost to send mail.
    .remedy = Choose Consent again and accept on Microsoft's page.

problem_consent_needed_microsoft_admin_approval =
    .what = { $event }
    .meaning = Nobody has consented to this application for this mailbox, and the organization allows only administrators to do so.
    .remedy = Have an administrator open the Microsoft Entra admin center, Enterprise applications, the app, Permissions, and choose Grant admin consent; then choose Reconnect.

problem_account_not_assigned =
    .what = { $event }
    .meaning = The application requires an assignment, and this account is not assigned to it.
    .remedy = In the Microsoft Entra admin center open Enterprise applications, the app, Users and groups, and add the mailbox; or set Assignment required to No under Properties. Then connect again.

problem_consent_needed_microsoft =
    .what = { $event }
    .meaning = The consent has ended: it was unused for 90 days, an administrator reset the password or revoked the sessions, or a policy limits how long a sign-in lasts.
    .remedy = Choose Reconnect and sign in with the mailbox. If a policy (sign-in frequency) ends it repeatedly, have the mailbox exempted, or use app-only access, which needs no sign-in.

problem_consent_needed_microsoft_second_factor =
    .what = { $event }
    .meaning = The organization now requires multi-factor authentication for this sign-in, which only a person can complete.
    .remedy = Choose Reconnect, sign in with the mailbox and complete the multi-factor authentication. App-only access does not need it.

problem_blocked_by_policy =
    .what = { $event }
    .meaning = A Conditional Access policy of the organization blocks this sign-in: for this application, this account, or from this machine's IP address.
    .remedy = In the Microsoft Entra admin center open Conditional Access, Policies, and exempt this application's workload identity or this machine's address; then test again.

problem_consent_needed_microsoft_policy =
    .what = { $event }
    .meaning = A Conditional Access policy of the organization blocks this sign-in: for this application, this account, or from this machine's IP address.
    .remedy = In the Microsoft Entra admin center open Sign-in logs, find the sign-in and the policy, and exempt the mailbox or this machine's address under Conditional Access, Policies. Then choose Reconnect.

problem_consent_needed_microsoft_account_disabled =
    .what = { $event }
    .meaning = The account that consented is disabled.
    .remedy = In the Microsoft 365 admin center open Users, Active users, the account, and unblock sign-in; then choose Reconnect. A shared mailbox stays blocked: sign in with an account that may send as it.

problem_resource_unknown =
    .what = { $event }
    .meaning = The tenant does not have the service of the scope { $scopes }: it is the wrong tenant, or it has no Exchange Online.
    .remedy = Check that Tenant is the organization of the mailbox, and that it has a license with Exchange Online.

problem_scope_refused_microsoft =
    .what = { $event }
    .meaning = The application is not allowed to request the scope { $scopes }: the permission is not listed for it.
    .remedy = In the Microsoft Entra admin center open App registrations, the app, API permissions, Add a permission. For SMTP: Office 365 Exchange Online, SMTP.Send (delegated) or SMTP.SendAsApp (application). For the API: Microsoft Graph, Mail.Send. Then connect again.

problem_redirect_url_unknown_microsoft =
    .what = { $event }
    .meaning = The redirect URL is not registered for { $client }. It must match exactly.
    .remedy = Copy the OAuth redirect URL from this page. In the Microsoft Entra admin center open App registrations, the app, Authentication, Add a platform, Web, and paste it there.

problem_consent_needed_microsoft_code_expired =
    .what = { $event }
    .meaning = The sign-in took longer than ten minutes, or its code was used twice.
    .remedy = Choose Consent again and go through Microsoft's page once more, without reloading it.

problem_token_server_unavailable_microsoft =
    .what = { $event }
    .meaning = Microsoft's sign-in service is overloaded or has a temporary problem.
    .remedy = No action is needed: owlpost tries again automatically.

problem_request_refused_microsoft =
    .what = { $event }
    .meaning = Microsoft considers the request invalid. Often a value was pasted with spaces or incompletely.
    .remedy = Enter the client ID, client secret and tenant again, and connect again.

problem_consent_needed_testing =
    .what = { $event }
    .meaning = The project is in Testing: its consents end after 7 days, even if they are used.
    .remedy = In the Google Cloud console open Google Auth Platform, Audience, and choose Publish app (or make the app Internal). Then choose Reconnect: earlier consents still end after 7 days.
