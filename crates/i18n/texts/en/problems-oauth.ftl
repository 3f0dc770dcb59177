# Problems of OAuth 2.0 that are the same at every provider.
# `event` is the sentence that says what happened and quotes the server.

problem_token_server_unavailable =
    .what = { $event }
    .meaning = The provider's sign-in service is overloaded or has a temporary problem.
    .remedy = No action is needed at first: owlpost tries again automatically. If the problem persists for hours, check the provider's status page.

problem_token_server_unavailable_throttled =
    .what = { $event }
    .meaning = The provider has received too many requests and asks to wait.
    .remedy = No action is needed at first: owlpost tries again automatically. If the problem persists for hours, check the provider's status page.

problem_token_server_unavailable_consent =
    .what = { $event }
    .meaning = The provider's sign-in service is overloaded or has a temporary problem. Nothing was connected, and the active settings are unchanged.
    .remedy = Wait a few minutes and consent again: owlpost does not repeat a consent. If the problem persists for hours, check the provider's status page.

problem_token_server_unavailable_revocation =
    .what = { $event }
    .meaning = The provider is overloaded or has a temporary problem. The consent is removed in owlpost, but may still be listed at the provider.
    .remedy = Remove the application's access in the account's settings at the provider: owlpost does not repeat the request.

problem_token_server_unreachable =
    .what = { $event }
    .meaning = No complete response arrived from { $server }: the network, the DNS or a firewall prevents it, or the server is down.
    .remedy = owlpost tries again automatically. If the problem persists, check that this machine can reach { $server } on port { $port } and that no firewall blocks it.
    .once = Check that this machine can reach { $server } on port { $port } and that no firewall blocks it.

problem_token_server_unreachable_consent =
    .what = { $event }
    .meaning = No complete response arrived from { $server }: the network, the DNS or a firewall prevents it, or the server is down. Nothing was connected, and the active settings are unchanged.
    .remedy = Check that this machine can reach { $server } on port { $port } and that no firewall blocks it, then consent again: owlpost does not repeat a consent.

problem_token_server_unreachable_revocation =
    .what = { $event }
    .meaning = No complete response arrived from { $server } on port { $port }. The consent is removed in owlpost, but may still be listed at the provider.
    .remedy = Remove the application's access in the account's settings at the provider: owlpost does not repeat the request.

problem_ca_certificate_unreadable =
    .what = { $event }
    .meaning = The certificates to trust cannot be read.
    .remedy = Paste the CA certificate again in PEM format, from BEGIN CERTIFICATE to END CERTIFICATE.

problem_token_url_not_https =
    .what = { $event }
    .meaning = The client secret and tokens would be sent unencrypted, so nothing was sent.
    .remedy = Use the https URL of the token endpoint.

problem_token_url_wrong =
    .what = { $event }
    .meaning = There is no token endpoint at this URL. Redirects are not followed, because a secret must be sent only to the URL that it was entered for.
    .remedy = Check the token URL in the provider's documentation (token_endpoint in its openid-configuration), and for Microsoft 365 the tenant.

problem_token_answer_unreadable =
    .what = { $event }
    .meaning = The response is not that of a token endpoint. A proxy or firewall may have answered, or the URL is that of a web page.
    .remedy = owlpost tries again automatically. If the problem persists, check the token URL, and whether a proxy or firewall answers in place of the provider.
    .once = Check the token URL, and whether a proxy or firewall answers in place of the provider.

problem_token_answer_unreadable_consent =
    .what = { $event }
    .meaning = The response is not that of a token endpoint. A proxy or firewall may have answered, or the URL is that of a web page. Nothing was connected.
    .remedy = Check the token URL, and whether a proxy or firewall answers in place of the provider, then consent again: owlpost does not repeat a consent.

problem_token_answer_unreadable_revocation =
    .what = { $event }
    .meaning = The response is not that of a revocation endpoint. The consent is removed in owlpost, but may still be listed at the provider.
    .remedy = Remove the application's access in the account's settings at the provider: owlpost does not repeat the request.

problem_token_unusable =
    .what = { $event }
    .meaning = The provider granted a token that is not a bearer token (RFC 6750); mail servers accept only those.
    .remedy = Check the application's registration at the provider: it must issue bearer tokens that are not bound to a key (DPoP or mutual TLS).

problem_token_refused =
    .what = { $event }
    .meaning = The provider refused the request for a reason that owlpost does not know.
    .remedy = Compare the client ID, client secret, scopes and redirect URL with the registration at the provider. Look up the provider's error in its documentation.

problem_app_grant_refused =
    .what = { $event }
    .meaning = The provider does not accept the application's credentials, or does not allow it to act for { $mailbox }.
    .remedy = Check the key or client secret, the application's permissions, and the From address.

problem_consent_failed =
    .what = { $event }
    .meaning = The provider ended the sign-in for a reason that owlpost does not know.
    .remedy = Choose Consent again. If it fails again, look up the provider's error in its documentation.

problem_client_secret_missing =
    .what = { $event }
    .meaning = App-only access requires a client secret or a key, and none is set.
    .remedy = Enter the client secret, or choose the grant with which somebody signs in to the mailbox.

problem_service_account_key_unreadable =
    .what = { $event }
    .meaning = The request must be signed with the service account's key, which cannot be read.
    .remedy = Paste the complete key file again. If it was edited, create a new key: in the Google Cloud console open IAM & Admin, Service Accounts, the account, Keys, Add key, type JSON.

problem_consent_refused =
    .what = { $event }
    .meaning = The person who signed in chose Cancel, or is not allowed to grant the permissions.
    .remedy = Choose Consent again, sign in with the mailbox to send from, and accept the permissions. If the page mentioned an administrator, have an administrator approve the application first.

problem_consent_needed_interaction =
    .what = { $event }
    .meaning = The provider requires a person to sign in, because policies or permissions have changed.
    .remedy = Choose Reconnect and sign in with the mailbox.

problem_consent_needed_code_expired =
    .what = { $event }
    .meaning = The sign-in took too long, or its code was used twice: a code is valid for a few minutes and only once.
    .remedy = Choose Consent again and go through the provider's page once more, without reloading it.

problem_consent_needed =
    .what = { $event }
    .meaning = The consent has ended: it was revoked, it was unused for too long, or the mailbox's password was changed.
    .remedy = Choose Reconnect and sign in with the mailbox.

problem_client_refused =
    .what = { $event }
    .meaning = The provider does not accept { $client } with this client secret: one of them is wrong, or the secret has expired.
    .remedy = Copy the client ID from the registration at the provider, create a new secret there, and enter both here.

problem_client_not_allowed =
    .what = { $event }
    .meaning = The application is registered, but not for this grant type; or the access was granted to another application.
    .remedy = At the provider, register it as a web application with the authorization code and refresh token grants, or with the client credentials grant for app-only access. Then connect again.

problem_scope_refused =
    .what = { $event }
    .meaning = The application is not allowed to request the scope { $scopes }, or the provider does not know it.
    .remedy = Add the scope to the application at the provider, or correct the scopes here; then connect again.

problem_redirect_url_unknown =
    .what = { $event }
    .meaning = The redirect URL is not registered for { $client }. It must match exactly.
    .remedy = Copy the OAuth redirect URL from this page and paste it where the provider lists the application's redirect URIs.

problem_request_refused =
    .what = { $event }
    .meaning = The provider considers the request invalid. Often a value was pasted with spaces or incompletely, or the redirect URL differs from the registered one.
    .remedy = Enter the client ID and client secret again, compare the redirect URL with the registered one, and connect again.
