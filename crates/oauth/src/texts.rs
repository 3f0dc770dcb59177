//! The texts of this crate: how an application is registered with each provider, redirect URLs that a provider rejects,
//! and key files that do not belong to a service account.

mail::texts! {
    // The product names of the other providers are arguments; a custom provider has this one.
    provider_custom_name();

    provider_custom_register();
    provider_custom_client_id();
    provider_custom_client_secret();
    provider_custom_redirect_url();
    provider_custom_app_grant();
    provider_custom_app_sender();

    provider_google_register();
    provider_google_client_id();
    provider_google_client_secret();
    provider_google_redirect_url();
    provider_google_app_key();
    provider_google_app_key_and_api();
    provider_google_app_delegation();
    provider_google_app_scope(scope);

    provider_microsoft_register();
    provider_microsoft_client_id();
    provider_microsoft_client_secret();
    provider_microsoft_redirect_url();
    provider_microsoft_app_smtp_permission();
    provider_microsoft_app_service_principal();
    provider_microsoft_app_mailbox();
    provider_microsoft_app_authenticated_smtp();
    provider_microsoft_app_graph_permission();
    provider_microsoft_app_one_mailbox();

    provider_without_api();

    // Redirect URLs; `provider` is a name.
    redirect_url_invalid(url);
    redirect_url_without_host(provider);
    redirect_url_too_long(provider, count, limit);
    redirect_url_characters(provider, characters);
    redirect_url_user(provider);
    redirect_url_fragment(provider);
    redirect_url_wildcard(provider);
    redirect_url_dot_segments(provider);
    redirect_url_http_loopback(provider, host);
    redirect_url_http(provider);
    redirect_url_scheme(provider, scheme);
    redirect_url_ip_address(provider, host);
    redirect_url_private_name(provider, host);

    // Key files of service accounts. Nothing of the file is an argument.
    service_account_key_not_json();
    service_account_key_without_field(name);
    service_account_key_incomplete();
    service_account_key_not_rsa();
    service_account_key_cannot_sign();
    service_account_key_is_user_login();
    service_account_key_is_workload_identity();
    service_account_key_is_oauth_client();
    service_account_key_other_file();
}
