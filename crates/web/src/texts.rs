//! The texts of faults that pages report themselves; all other texts of pages are messages without a code.

mail::texts! {
    // The time to wait, as the end of a sentence.
    wait_seconds(count);
    wait_minutes(count);

    sign_in_wrong();
    sign_in_too_many(wait);
    link_wrong_password();
    letters_too_many(wait);
    account_too_many(wait);
    account_password_missing();
    account_last_administrator();
    account_only_administrator(workspaces);
    account_not_validated();
    workspace_last_administrator();
    resend_without_address();
    resend_disk_low();
    settings_page_unencrypted();
    settings_page_test_recipient_missing();
}
