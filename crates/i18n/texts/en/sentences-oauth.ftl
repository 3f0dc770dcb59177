# Access tokens and consents: refusals of all providers.

# delivery/trouble/bearer
sentence-oauth-the-server-does-not-accept-the = The server does not accept the access token, although it is new. As a rule the consent does not cover sending through SMTP, or the mailbox that signed in is not { $login }.
sentence-oauth-check-that-is-the-mailbox-that = Check that { $login } is the mailbox that signed in and that the permission to send is granted, then choose Reconnect.
sentence-oauth-smtp-auth-is-switched-off-for = SMTP AUTH is switched off for the whole organisation. Microsoft asks for it also where no password is used.
sentence-oauth-send-through-microsoft-graph-instead-which = Send through Microsoft Graph instead, which does not need it; or have an Exchange administrator run Set-CASMailbox -Identity { $login } -SmtpClientAuthenticationDisabled $false, which switches it on for this mailbox alone (for all: Set-TransportConfig -SmtpClientAuthenticationDisabled $false). It takes up to an hour.
sentence-oauth-smtp-auth-is-switched-off-for-this = SMTP AUTH is switched off for this mailbox. Microsoft asks for it also where no password is used.
sentence-oauth-send-through-microsoft-graph-instead-which-does = Send through Microsoft Graph instead, which does not need it; or have an Exchange administrator run Set-CASMailbox -Identity { $login } -SmtpClientAuthenticationDisabled $false, or tick Authenticated SMTP for the mailbox (Microsoft 365 admin center, Users, Mail, Manage email apps). It takes up to an hour.
sentence-oauth-a-policy-of-the-organisation-security = A policy of the organisation (security defaults or Conditional Access) does not let this login through.
sentence-oauth-ask-the-administrator-of-the-tenant = Ask the administrator of the tenant to let the application through for { $login }, or use app-only access, which policies for people do not cover.
sentence-oauth-microsoft-does-not-accept-the-access = Microsoft does not accept the access token for { $login }. It answers so when the consent lacks SMTP.Send, when another mailbox signed in, when the mailbox has no licence, and, app-only, when the service principal has no right to the mailbox.
sentence-oauth-check-in-this-order-that-is = Check in this order: that { $login } is the mailbox that signed in; that SMTP.Send is among the permissions (app-only: SMTP.SendAsApp with admin consent, New-ServicePrincipal with the Object ID of the Enterprise application, and Add-MailboxPermission); that Authenticated SMTP is ticked. Then choose Reconnect, or send through Microsoft Graph.
sentence-oauth-the-server-does-not-accept-the-access = The server does not accept the access token for { $login }: it has ended, the consent was revoked, or it does not cover this server. Google's SMTP server takes the scope https://mail.google.com/ only.
sentence-oauth-choose-reconnect-and-consent-again-with = Choose Reconnect and consent again with { $login }, leaving every box ticked; or send through the provider's API.
sentence-oauth-the-server-offers-no-login-on = The server offers no login on this connection. Many offer it only after TLS.
sentence-oauth-choose-starttls-or-implicit-tls-and = Choose STARTTLS or implicit TLS, and check that the server is the provider's own.
sentence-oauth-without-tls-everybody-on-the-way = Without TLS everybody on the way could read the access token, so it was not sent.
sentence-oauth-choose-starttls-or-implicit-tls = Choose STARTTLS or implicit TLS.
sentence-oauth-the-server-takes-no-login-with = The server takes no login with an access token as configured: it offers neither XOAUTH2 nor OAUTHBEARER, or not the one that was chosen.
sentence-oauth-set-the-login-method-to-the = Set the login method to the best that is offered. If the server takes passwords alone, choose Username and password as the connection method.
sentence-oauth-the-mailboxs-name-or-the-access = The mailbox's name or the access token holds a character that no login can carry.
sentence-oauth-check-the-from-email-if-it = Check the From email. If it is right, the provider's tokens do not serve for SMTP.
sentence-oauth-choose-the-other-login-method-xoauth2 = Choose the other login method, XOAUTH2 or OAUTHBEARER, where the provider leaves the choice.

# delivery/trouble/token/mod
sentence-oauth-the-provider = The provider
sentence-oauth-the-client-id = the client ID { $id }
sentence-oauth-the-client-id-again = the client ID
sentence-oauth-that-was-asked-for = that was asked for
sentence-oauth-the-service-accounts-unique-id = the service account's Unique ID
sentence-oauth-the-from-address = the From address
sentence-oauth-did-not-give-the-consent = { $cause-who } did not give the consent: { $cause }.
sentence-oauth-did-not-give-the-consent-now = { $cause-who } did not give the consent now: { $cause }.
sentence-oauth-did-not-complete-the-sign-in = { $cause-who } did not complete the sign-in: { $cause }.
sentence-oauth-did-not-complete-the-sign-in-now = { $cause-who } did not complete the sign-in now: { $cause }.
sentence-oauth-did-not-renew-the-access = { $cause-who } did not renew the access: { $cause }.
sentence-oauth-did-not-renew-the-access-now = { $cause-who } did not renew the access now: { $cause }.
sentence-oauth-did-not-give-the-application-access = { $cause-who } did not give the application access: { $cause }.
sentence-oauth-did-not-give-the-application-access-now = { $cause-who } did not give the application access now: { $cause }.
sentence-oauth-did-not-revoke-the-access = { $cause-who } did not revoke the access: { $cause }.
sentence-oauth-did-not-revoke-the-access-now = { $cause-who } did not revoke the access now: { $cause }.
sentence-oauth-the-project-is-in-testing-its = The project is in Testing: its consents end after 7 days, used or not.
sentence-oauth-in-the-google-cloud-console-open = In the Google Cloud console open Google Auth Platform, Audience, and choose Publish app (or make the app Internal). Then choose Reconnect: the consents given before keep their 7 days.

# delivery/trouble/token/answer
sentence-oauth-quoted = “{ $said }”
sentence-oauth-http = { $cause } (HTTP { $status })
sentence-oauth-an-answer-without-an-explanation = an answer without an explanation
sentence-oauth-for-the-providers-support = For the provider's support: { $identifiers }.

# delivery/trouble/token/rules
sentence-oauth-nothing-at-first-it-is-tried = Nothing, at first: it is tried again by itself. If it lasts for hours, look at the provider's status page.
sentence-oauth-the-providers-sign-in-service-is = The provider's sign-in service is overloaded or has a fault of its own.
sentence-oauth-the-provider-has-seen-too-many = The provider has seen too many requests lately and asks to wait.
sentence-oauth-no-whole-answer-came-from-the = No whole answer came from { $server }: the network, the name service or a firewall is in the way, or the server is down.
sentence-oauth-it-is-tried-again-by-itself = It is tried again by itself. If it lasts, check that this machine reaches { $server } on port 443, and whether a firewall has to allow it.
sentence-oauth-the-certificates-that-are-to-be = The certificates that are to be trusted cannot be read.
sentence-oauth-paste-the-ca-certificate-again-as = Paste the CA certificate again, as PEM, from BEGIN CERTIFICATE to END CERTIFICATE.
sentence-oauth-client-secret-and-tokens-would-travel = Client secret and tokens would travel in clear over the network, so nothing was sent.
sentence-oauth-use-the-https-address-of-the = Use the https address of the token endpoint.
sentence-oauth-no-token-endpoint-answers-at-this = No token endpoint answers at this address. Redirects are not followed, since a secret must not be sent to another address than the one it was given for.
sentence-oauth-check-the-token-url-in-the = Check the token URL in the provider's documentation (token_endpoint in its openid-configuration), and for Microsoft 365 the tenant.
sentence-oauth-the-answer-is-not-that-of = The answer is not that of a token endpoint. Something on the way answered instead, or the address is that of a page for people.
sentence-oauth-it-is-tried-again-by-itself-if = It is tried again by itself. If it lasts, check the token URL, and whether a proxy or firewall answers for the provider.
sentence-oauth-the-provider-granted-something-that-is = The provider granted something that is no bearer token (RFC 6750), and mail servers take nothing else.
sentence-oauth-check-the-applications-registration-at-the = Check the application's registration at the provider: it must give out plain bearer access tokens, not ones bound to a key (DPoP or mutual TLS).
sentence-oauth-the-provider-refused-the-request-for = The provider refused the request for a reason that owlpost does not know.
sentence-oauth-compare-client-id-client-secret-scopes = Compare client ID, client secret, scopes and redirect URL with the registration at the provider. The provider's own words above can be looked up in its documentation.
sentence-oauth-the-provider-does-not-accept-what = The provider does not accept what the application proves itself with, or does not let it act for { $cause }.
sentence-oauth-check-the-key-or-the-secret = Check the key or the secret, what the application is allowed to do, and the From address.
sentence-oauth-the-provider-ended-the-sign-in = The provider ended the sign-in for a reason that owlpost does not know.
sentence-oauth-choose-connect-again-if-it-ends = Choose Connect again. If it ends the same way, look the provider's own words above up in its documentation.
sentence-oauth-an-application-that-acts-without-a = An application that acts without a person proves itself with a client secret or a key, and none is set.
sentence-oauth-type-the-client-secret-or-choose = Type the client secret, or choose the grant in which somebody signs in with the mailbox.
sentence-oauth-the-request-has-to-be-signed = The request has to be signed with the service account's key, and that cannot be read.
sentence-oauth-paste-the-whole-key-file-again = Paste the whole key file again. If it was edited, make a new key: in the Google Cloud console open IAM & Admin, Service Accounts, the account, Keys, Add key, type JSON.
sentence-oauth-whoever-signed-in-chose-cancel-or = Whoever signed in chose Cancel, or may not grant this.
sentence-oauth-choose-connect-again-sign-in-with = Choose Connect again, sign in with the mailbox that mail shall come from, and allow what is asked for. If the page spoke of an administrator, have one approve the application first.
sentence-oauth-the-provider-wants-a-person-to = The provider wants a person to sign in, because rules or permissions have changed.
sentence-oauth-choose-reconnect-and-sign-in-with = Choose Reconnect and sign in with the mailbox.
sentence-oauth-the-sign-in-took-too-long = The sign-in took too long, or its answer was used twice: it lives a few minutes and serves once.
sentence-oauth-choose-connect-again-and-go-through = Choose Connect again and go through the provider's page once more, without reloading it.
sentence-oauth-the-permission-has-ended-it-was = The permission has ended: it was revoked, was not used for too long, or the mailbox's password was changed.
sentence-oauth-the-provider-does-not-accept-with = The provider does not accept { $cause } with this client secret: one of them is wrong, or the secret has expired.
sentence-oauth-copy-the-client-id-from-the = Copy the client ID from the registration at the provider, make a new secret there, and type both here.
sentence-oauth-the-application-is-registered-but-not = The application is registered, but not for this way of getting access; or the access was granted to another application.
sentence-oauth-at-the-provider-register-it-as = At the provider, register it as a web application with the authorization code and refresh token grants, or with the client credentials grant for access without a person. Then connect again.
sentence-oauth-the-application-may-not-ask-for = The application may not ask for the scope { $cause }, or the provider does not know it.
sentence-oauth-add-the-scope-to-the-application = Add the scope to the application at the provider, or correct the scopes here; then connect again.
sentence-oauth-the-redirect-url-is-not-registered = The redirect URL is not registered for { $cause }, letter by letter.
sentence-oauth-copy-the-oauth-redirect-url-from = Copy the OAuth redirect URL from this page and paste it where the provider lists the application's redirect URIs.
sentence-oauth-the-provider-does-not-understand-the = The provider does not understand the request. Often a value was pasted with blanks or only in part, or the redirect URL is not the registered one.
sentence-oauth-type-client-id-and-client-secret = Type client ID and client secret again, compare the redirect URL with the registered one, and connect again.

# delivery/oauth/granted
sentence-oauth-the-answer-holds-no-access-token = the answer holds no access token
sentence-oauth-the-token-it-gave-is-of = the token it gave is of another type than bearer

# delivery/oauth/requests
sentence-oauth-there-is-nothing-to-prove-itself = there is nothing to prove itself with
sentence-oauth-no-registration-was-given = no registration was given

# delivery/oauth/service_account
sentence-oauth-the-private-key-is-not-whole = the private key is not whole
sentence-oauth-the-private-key-is-no-rsa = the private key is no RSA key of 2048 bits or more
sentence-oauth-the-private-key-does-not-sign = the private key does not sign
sentence-oauth-this-is-not-a-whole-json = This is not a whole JSON file. Open the service account's key file with a text editor and paste all of it, from the first brace to the last.
sentence-oauth-the-key-file-has-no-make = The key file has no { $name }. Make a new key in the Google Cloud console (IAM & Admin, Service Accounts, the account, Keys, Add key, type JSON) and paste its file unchanged.
sentence-oauth-in-the-key-file-make-a = In the key file { $cause }. Make a new key in the Google Cloud console (IAM & Admin, Service Accounts, the account, Keys, Add key, type JSON) and paste its file unchanged.
sentence-oauth-the-login-of-a-person-as = the login of a person, as the gcloud command stores it
sentence-oauth-a-configuration-for-workload-identity-federation = a configuration for workload identity federation
sentence-oauth-the-file-of-an-oauth-client = the file of an OAuth client, which belongs to signing in with the mailbox: its client ID and client secret have fields of their own
sentence-oauth-not-the-key-file-of-a = not the key file of a service account
sentence-oauth-this-is-paste-the-key-file = This is { $cause }. Paste the key file of a service account: in the Google Cloud console open IAM & Admin, Service Accounts, the account, Keys, Add key, type JSON.

# delivery/oauth/providers/mod
sentence-oauth-only-google-and-microsoft-365-have = Only Google and Microsoft 365 have a mail API that owlpost knows. With another provider, send through SMTP.

# delivery/oauth/providers/redirect
sentence-oauth-is-no-url-set-public-url = “{ $url }” is no URL. Set public_url to the address under which people open owlpost, such as https://mail.example.com.
sentence-oauth-takes-redirect-urls-with-https-and = { $cause-who } takes redirect URLs with https and a host name only. Correct public_url.
sentence-oauth-takes-redirect-urls-of-at-most = { $cause-who } takes redirect URLs of at most { $longest } characters, and this one has { $length }. Use a shorter public_url.
sentence-oauth-takes-no-redirect-url-with-the = { $cause-who } takes no redirect URL with the characters { $characters }. Use a public_url without them.
sentence-oauth-takes-no-redirect-url-with-a = { $cause-who } takes no redirect URL with a user before the host. Remove it from public_url.
sentence-oauth-takes-no-redirect-url-with-a-fragment = { $cause-who } takes no redirect URL with a fragment (#). Remove it from public_url.
sentence-oauth-takes-no-redirect-url-with-a-wildcard = { $cause-who } takes no redirect URL with a wildcard (*). Write the whole host in public_url.
sentence-oauth-takes-no-redirect-url-with-in = { $cause-who } takes no redirect URL with /.. in it. Remove it from public_url.
sentence-oauth-takes-http-for-localhost-by-name = { $cause-who } takes http for localhost by name only, not for { $host }. Write localhost instead in public_url, and open owlpost under that address.
sentence-oauth-takes-redirect-urls-with-https-only = { $cause-who } takes redirect URLs with https only, save for localhost. Give owlpost a certificate, for instance with a reverse proxy before it, and set public_url to its https address.
sentence-oauth-takes-redirect-urls-with-https-not = { $cause-who } takes redirect URLs with https, not with { $scheme }. Correct public_url.
sentence-oauth-takes-no-ip-address-in-a = { $cause-who } takes no IP address in a redirect URL, and this one has { $host }. Give the machine a name under a public domain, such as mail.example.com (it need not be reachable from the Internet), and set public_url to it.
sentence-oauth-takes-only-hosts-under-a-public = { $cause-who } takes only hosts under a public domain in a redirect URL, and { $name } is an intranet name. Give the machine a name under a domain of yours as well, such as mail.example.com (it may have an internal address and need not be reachable from the Internet), and set public_url to it.
