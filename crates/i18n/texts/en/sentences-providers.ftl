# Hints and refusals of each provider of OAuth 2.0.

# delivery/oauth/providers/custom
sentence-providers-register-owlpost-as-a-confidential-client = Register owlpost as a confidential client (a web application) in your provider's administration.
sentence-providers-the-client-id-that-the-provider = The client ID that the provider gave the application.
sentence-providers-the-client-secret-that-the-provider = The client secret that the provider gave the application. Leave it empty for a public client, which proves itself with PKCE alone.
sentence-providers-paste-this-url-where-the-provider = Paste this URL where the provider lists the application's redirect URIs (also called callback URLs).
sentence-providers-allow-the-application-the-client-credentials = Allow the application the client credentials grant, with the scope that your SMTP server asks for.
sentence-providers-allow-the-application-to-send-as = Allow the application to send as the From address at the SMTP server.

# delivery/oauth/providers/google
sentence-providers-in-the-google-admin-console-open = In the Google Admin console open Security, Access and data control, API controls, Manage domain-wide delegation, and choose Add new. The client ID is the service account's Unique ID (client_id in its key file).
sentence-providers-in-the-google-cloud-console-console = In the Google Cloud console (console.cloud.google.com) open APIs & Services, Credentials, and choose Create credentials, OAuth client ID, Web application. Choose the user type Internal under Audience where you can: consents to an External app in Testing end after seven days. Add the scope under Data Access, and to send through the API switch the Gmail API on under APIs & Services, Library.
sentence-providers-ends-in-apps-googleusercontent-com = Ends in .apps.googleusercontent.com.
sentence-providers-google-shows-the-client-secret-once = Google shows the client secret once, when it is made. A lost one is replaced with Add secret on the client's page.
sentence-providers-paste-this-url-into-authorized-redirect = Paste this URL into Authorized redirect URIs of the OAuth client, not into Authorized JavaScript origins.
sentence-providers-in-the-google-cloud-console-make = In the Google Cloud console make a service account (IAM & Admin, Service Accounts) and a key of type JSON for it.
sentence-providers-as-oauth-scope-enter-https-mail = As OAuth scope enter https://mail.google.com/ and choose Authorise.
sentence-providers-in-the-google-cloud-console-switch = In the Google Cloud console switch the Gmail API on (APIs & Services, Library), make a service account (IAM & Admin, Service Accounts) and a key of type JSON for it.
sentence-providers-as-oauth-scope-enter-https-www = As OAuth scope enter https://www.googleapis.com/auth/gmail.send and choose Authorise.

# delivery/oauth/providers/microsoft
sentence-providers-in-the-microsoft-entra-admin-center = In the Microsoft Entra admin center (entra.microsoft.com) open App registrations, New registration. Accounts in this organizational directory only is enough. Then open API permissions, Add a permission: for SMTP, APIs my organization uses, Office 365 Exchange Online, Delegated, SMTP.Send; for the API, Microsoft Graph, Delegated, Mail.Send.
sentence-providers-application-client-id-on-the-registrations = Application (client) ID on the registration's Overview page, not the Object ID.
sentence-providers-certificates-secrets-new-client-secret-copy = Certificates & secrets, New client secret: copy the Value, not the Secret ID. It is shown once and lives 24 months at most; note the date it expires.
sentence-providers-directory-tenant-id-on-the-registrations = Directory (tenant) ID on the registration's Overview page, or the tenant's domain. Needed when the registration is for one organization only, and always without a signed-in mailbox.
sentence-providers-open-authentication-add-a-platform-web = Open Authentication, Add a platform, Web, and paste this URL as Redirect URI. Single-page application and Mobile do not serve.
sentence-providers-in-the-microsoft-entra-admin-center-open = In the Microsoft Entra admin center open App registrations, the app, API permissions, Add a permission, APIs my organization uses, Office 365 Exchange Online, Application permissions, SMTP.SendAsApp, then choose Grant admin consent. With the role of the last step this permission is not needed.
sentence-providers-in-exchange-online-powershell-new-serviceprincipal = In Exchange Online PowerShell: New-ServicePrincipal -AppId <client ID> -ObjectId <Object ID>. The Object ID is that of the Enterprise application (Enterprise applications, the app, Overview), not of the registration.
sentence-providers-give-it-the-mailbox-add-mailboxpermission = Give it the mailbox: Add-MailboxPermission -Identity <mailbox> -User <Object ID> -AccessRights FullAccess. Or, narrower, assign it the application role Application SMTP.SendAsApp with a scope of just this mailbox.
sentence-providers-in-the-microsoft-365-admin-centre = In the Microsoft 365 admin centre open the user, Mail, Manage email apps, and tick Authenticated SMTP.
sentence-providers-in-the-microsoft-entra-admin-center-open-app = In the Microsoft Entra admin center open App registrations, the app, API permissions, Add a permission, Microsoft Graph, Application permissions, Mail.Send, then choose Grant admin consent.
sentence-providers-that-lets-the-app-send-as = That lets the app send as every mailbox of the organization. To allow just this one, leave the permission out, run New-ServicePrincipal with the Object ID of the Enterprise application in Exchange Online PowerShell, and assign it the application role Application Mail.Send with a scope.
