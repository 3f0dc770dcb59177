# Providers of OAuth 2.0: how to register an application, redirect URLs, key files of service accounts (crate `oauth`).

provider_custom_name = The provider

provider_custom_register = Register owlpost as a confidential client (a web application) in your provider's administration console.
provider_custom_client_id = The client ID that the provider assigned to the application.
provider_custom_client_secret = The client secret that the provider assigned to the application. Leave it empty for a public client, which uses PKCE only.
provider_custom_redirect_url = Add this URL to the application's redirect URIs (also called callback URLs).
provider_custom_app_grant = Allow the application to use the client credentials grant with the scope that your SMTP server requires.
provider_custom_app_sender = Allow the application to send as the From address on the SMTP server.

provider_google_register = In the Google Cloud console (console.cloud.google.com), open APIs & Services, Credentials, and choose Create credentials, OAuth client ID, Web application. Under Audience, choose the user type Internal if you can: consents to an External app in Testing expire after seven days. Add the scope under Data Access. To send through the API, enable the Gmail API under APIs & Services, Library.
provider_google_client_id = Ends in .apps.googleusercontent.com.
provider_google_client_secret = Google shows the client secret only once, when it is created. If it is lost, create another with Add secret on the client's page.
provider_google_redirect_url = Add this URL to Authorized redirect URIs of the OAuth client, not to Authorized JavaScript origins.
provider_google_app_key = In the Google Cloud console, create a service account (IAM & Admin, Service Accounts) and a JSON key for it.
provider_google_app_key_and_api = In the Google Cloud console, enable the Gmail API (APIs & Services, Library), create a service account (IAM & Admin, Service Accounts) and a JSON key for it.
provider_google_app_delegation = In the Google Admin console, open Security, Access and data control, API controls, Manage domain-wide delegation, and choose Add new. The client ID is the service account's Unique ID (client_id in its key file).
provider_google_app_scope = Enter { $scope } as the OAuth scope and choose Authorize.

provider_microsoft_register = In the Microsoft Entra admin center (entra.microsoft.com), open App registrations, New registration. Accounts in this organizational directory only is sufficient. Then open API permissions, Add a permission. For SMTP: APIs my organization uses, Office 365 Exchange Online, Delegated permissions, SMTP.Send. For the API: Microsoft Graph, Delegated permissions, Mail.Send.
provider_microsoft_client_id = Application (client) ID on the Overview page of the registration, not the Object ID.
provider_microsoft_client_secret = Certificates & secrets, New client secret: copy the Value, not the Secret ID. It is shown only once and is valid for at most 24 months; note its expiry date.
provider_microsoft_redirect_url = Open Authentication, Add a platform, Web, and enter this URL as the Redirect URI. The platforms Single-page application and Mobile do not work.
provider_microsoft_app_smtp_permission = In the Microsoft Entra admin center, open App registrations, the app, API permissions, Add a permission, APIs my organization uses, Office 365 Exchange Online, Application permissions, SMTP.SendAsApp, then choose Grant admin consent. This permission is not needed if you assign the application role described in step 3.
provider_microsoft_app_service_principal = In Exchange Online PowerShell, run New-ServicePrincipal -AppId <client ID> -ObjectId <Object ID>. Use the Object ID of the enterprise application (Enterprise applications, the app, Overview), not that of the registration.
provider_microsoft_app_mailbox = Grant it access to the mailbox: Add-MailboxPermission -Identity <mailbox> -User <Object ID> -AccessRights FullAccess. For narrower access, assign the application role Application SMTP.SendAsApp with a scope that contains only this mailbox.
provider_microsoft_app_authenticated_smtp = In the Microsoft 365 admin center, open the user, Mail, Manage email apps, and select Authenticated SMTP.
provider_microsoft_app_graph_permission = In the Microsoft Entra admin center, open App registrations, the app, API permissions, Add a permission, Microsoft Graph, Application permissions, Mail.Send, then choose Grant admin consent.
provider_microsoft_app_one_mailbox = This permission lets the app send as every mailbox of the organization. To allow only one mailbox, do not add the permission; instead, in Exchange Online PowerShell, run New-ServicePrincipal with the Object ID of the enterprise application and assign it the application role Application Mail.Send with a scope.

provider_without_api = this provider has no mail API that owlpost supports (only Google and Microsoft 365 do): send through SMTP

redirect_url_invalid = “{ $url }” is not a valid URL. Set public_url to the address at which people open owlpost, such as https://mail.example.com.
redirect_url_without_host = { $provider } accepts only https redirect URLs with a host name. Correct public_url.
redirect_url_too_long = { $provider } accepts redirect URLs of at most { $limit } characters; this one has { $count }. Use a shorter public_url.
redirect_url_characters = { $provider } does not accept the characters { $characters } in a redirect URL. Use a public_url without them.
redirect_url_user = { $provider } does not accept a user name in a redirect URL. Remove it from public_url.
redirect_url_fragment = { $provider } does not accept a fragment (#) in a redirect URL. Remove it from public_url.
redirect_url_wildcard = { $provider } does not accept a wildcard (*) in a redirect URL. Use the complete host name in public_url.
redirect_url_dot_segments = { $provider } does not accept /.. in a redirect URL. Remove it from public_url.
redirect_url_http_loopback = { $provider } accepts http only for the name localhost, not for { $host }. Use localhost in public_url, and open owlpost at that address.
redirect_url_http = { $provider } accepts only https redirect URLs, except for localhost. Set up a certificate for owlpost, for example with a reverse proxy, and set public_url to the https address.
redirect_url_scheme = { $provider } accepts https redirect URLs, but not { $scheme }. Correct public_url.
redirect_url_ip_address = { $provider } does not accept an IP address in a redirect URL, and this one contains { $host }. Give the machine a name in a public domain, such as mail.example.com, and set public_url to it. The name does not have to be reachable from the Internet.
redirect_url_private_name = { $provider } accepts only host names in a public domain in a redirect URL; { $host } is a private name. Give the machine an additional name in a domain that you own, such as mail.example.com, and set public_url to it. The name may point to an internal address and does not have to be reachable from the Internet.

service_account_key_not_json = this is not a complete JSON file: open the service account's key file in a text editor and paste all of it, from the first brace to the last
service_account_key_without_field = the key file has no { $name }: create a new key in the Google Cloud console (IAM & Admin, Service Accounts, the account, Keys, Add key, type JSON) and paste its file unchanged
service_account_key_incomplete = the private key in the key file is incomplete: create a new key in the Google Cloud console (IAM & Admin, Service Accounts, the account, Keys, Add key, type JSON) and paste its file unchanged
service_account_key_not_rsa = the private key in the key file is not an RSA key of at least 2048 bits: create a new key in the Google Cloud console (IAM & Admin, Service Accounts, the account, Keys, Add key, type JSON) and paste its file unchanged
service_account_key_cannot_sign = the private key in the key file cannot sign: create a new key in the Google Cloud console (IAM & Admin, Service Accounts, the account, Keys, Add key, type JSON) and paste its file unchanged
service_account_key_is_user_login = this file contains the login of a person, as the gcloud command stores it: paste the key file of a service account (Google Cloud console, IAM & Admin, Service Accounts, the account, Keys, Add key, type JSON)
service_account_key_is_workload_identity = this file configures workload identity federation: paste the key file of a service account (Google Cloud console, IAM & Admin, Service Accounts, the account, Keys, Add key, type JSON)
service_account_key_is_oauth_client = this is the file of an OAuth client, whose client ID and client secret have fields of their own when you sign in with the mailbox: paste the key file of a service account (Google Cloud console, IAM & Admin, Service Accounts, the account, Keys, Add key, type JSON)
service_account_key_other_file = this is not the key file of a service account: create one in the Google Cloud console (IAM & Admin, Service Accounts, the account, Keys, Add key, type JSON) and paste it unchanged
