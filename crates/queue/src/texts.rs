//! The texts of refusals: why a message cannot be stored, cancelled, retried or resent; and the origin of a resent
//! message.

mail::texts! {
    message_without_recipient();
    message_unknown();
    message_not_waiting();
    message_not_retryable();
    message_test_not_retryable();
    message_test_not_resendable();
    message_expired();
    message_content_deleted();
    message_single_use_link();
    idempotency_key_reused(message);

    origin_resent(actor);
}
