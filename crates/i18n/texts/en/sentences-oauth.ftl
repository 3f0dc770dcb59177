# Access tokens and consents: refusals of all providers.

# delivery/trouble/token/mod

# delivery/trouble/token/answer

# delivery/oauth/service_account
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
sentence-oauth-the-private-key-is-not-whole = the private key is incomplete
sentence-oauth-the-private-key-is-no-rsa = the private key is not an RSA key of at least 2048 bits
sentence-oauth-the-private-key-does-not-sign = the private key cannot sign
