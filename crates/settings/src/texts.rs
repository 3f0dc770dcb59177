//! The texts that this crate reports: faults of the input, warnings, presets, expirations.

mail::texts! {
    // Faults; `value` is the input, quoted.
    settings_control_character();
    settings_value_too_long(limit);
    settings_number_out_of_range(value, minimum, maximum);
    settings_from_missing();
    settings_allowed_too_many(count, limit);
    settings_allowed_invalid(value);
    settings_method_unknown(value);
    settings_security_unknown(value);
    settings_waiting_mail_unknown(value);
    settings_mail_server_missing();

    settings_password_missing();
    settings_password_without_username();
    settings_secret_masked();
    settings_password_line_break();
    settings_password_too_long(limit);
    settings_password_without_tls();
    settings_password_destination_changed();
    settings_ehlo_loopback(value);
    settings_mechanism_unknown(value);
    settings_certificate_too_long(limit);
    settings_certificate_private_key();
    settings_certificate_invalid();

    settings_provider_missing();
    settings_provider_unknown(value);
    settings_grant_unknown(value);
    settings_send_through_unknown(value);
    settings_client_id_missing(provider);
    settings_client_secret_missing(provider);
    settings_client_secret_line_break();
    settings_client_secret_too_long(limit);
    settings_client_secret_destination_changed();
    settings_client_secret_expiry_invalid(value);
    settings_service_account_key_missing();
    settings_service_account_key_too_long(limit);
    settings_tenant_missing();
    settings_tenant_invalid(value);
    settings_authorize_url_missing();
    settings_token_url_missing();
    settings_oauth_mail_server_missing();
    settings_access_token_without_tls();
    settings_endpoint_too_long(limit);
    settings_endpoint_invalid(value);
    settings_endpoint_fragment(value);
    settings_endpoint_control_character(value, character);
    settings_endpoint_login();
    settings_scope_invalid(value);
    settings_bearer_mechanism_unknown(value);
    settings_client_authentication_unknown(value);
    settings_issuer_invalid(value);
    settings_issuer_unreachable(url, reason);
    settings_issuer_not_found(url, status);
    settings_issuer_incomplete(url);
    settings_issuer_other(url, value);

    settings_consent_missing();
    settings_secret_sealed_for_other_destination();

    // Warnings about allowed but probably wrong values.
    settings_microsoft_without_implicit_tls();
    settings_port_without_implicit_tls(port);
    settings_port_without_starttls();
    settings_port_with_implicit_tls();
    settings_mail_without_tls();
    settings_password_and_mail_without_tls();
    settings_microsoft_password_login_ends();

    // Expirations: name and consequence.
    settings_consent_expires();
    settings_consent_expires_meaning(provider);
    settings_consent_expires_testing(provider);
    settings_refresh_token_expires();
    settings_refresh_token_expires_meaning(provider);
    settings_client_secret_expires();
    settings_client_secret_expires_meaning(provider);

    // Presets: what to enter as username, and hints.
    preset_username_address();
    preset_ses_username();
    preset_ses_hint();
    preset_brevo_username();
    preset_brevo_hint();
    preset_fastmail_hint();
    preset_gmail_hint();
    preset_gmail_relay_username();
    preset_gmail_relay_hint();
    preset_icloud_username();
    preset_icloud_hint();
    preset_ionos_hint();
    preset_mailgun_username();
    preset_mailgun_hint();
    preset_mailjet_username();
    preset_mailjet_hint();
    preset_microsoft365_username();
    preset_microsoft365_hint();
    preset_ovh_hint();
    preset_postmark_username();
    preset_postmark_hint();
    preset_sendgrid_username();
    preset_sendgrid_hint();
    preset_yahoo_hint();
    preset_zoho_hint();
}
