//! The problems of consents, tokens and dropped passwords that this crate itself detects.

mail::problems! {
    // A consent that was not completed.
    consent_superseded();
    consent_answer_incomplete();
    scope_missing(scopes, provider);
    refresh_token_missing();
    refresh_token_missing_google: refresh_token_missing();
    refresh_token_missing_microsoft: refresh_token_missing();
    consent_faulty();

    // A password that was dropped with a lost master key.
    password_needed();

    // Tokens that cannot be renewed.
    consent_needed_disconnected: consent_needed();
    consent_needed_unusable: consent_needed();
    client_secret_needed();
    token_not_read();
    token_not_stored();
    token_not_stored_disk_full: token_not_stored();
    token_faulty();
}
