//! The texts of this crate: origins and remarks of messages, faults of idempotency keys, quotas, what deliveries wait
//! for, and attempts without a server.

mail::texts! {
    // Who caused a message that owlpost sends on its own, such as an alarm.
    origin_owlpost();
    // A delivery status notification about the message with this id.
    origin_status_notification(message);

    // What was changed in a message when it was accepted.
    remark_from_became_reply_to(address, own);
    remark_from_left_out(address, own);

    // Senders and recipients of messages that a client made itself.
    submission_sender_not_allowed(address, own);
    submission_sender_not_of_login(address);
    submission_recipient_not_allowed(address);

    // Idempotency keys; `value` is the given key, quoted.
    idempotency_key_length(limit, count);
    idempotency_key_control_character(value, code_point);
    idempotency_key_blank(value);
    idempotency_keys_differ_in_message(inside, beside);

    // Quotas without room; `holder` is one of these.
    quota_of_script();
    quota_of_workspace();
    quota_of_api_key();
    quota_of_trusted_network();
    quota_of_mail_password();
    quota_of_account();
    quota_hour(holder, limit, used, left, count, minutes);
    quota_day(holder, limit, used, left, count, minutes);
    quota_hour_too_small(holder, limit, count);
    quota_day_too_small(holder, limit, count);
    quota_recipient(holder, recipient, limit, used, minutes);
    quota_waiting(limit, used);
    quota_waiting_of_account(limit, used);

    // What a delivery waits for; the time is shown next to it.
    waiting_for_retry();
    waiting_for_hold();
    waiting_for_pause();
    waiting_for_daily_quota();
    waiting_for_message_rate();
    waiting_for_slow_down();
    waiting_for_turn();
    waiting_for_domain();

    // Delivery status notifications, in English only; `host` is this server, `subject` that of the message.
    notification_subject_failed(subject);
    notification_subject_relayed(subject);
    notification_subject_delayed(subject);
    notification_failed(host);
    notification_relayed(host);
    notification_delayed(host);
    notification_no_attempt();
    notification_message(subject, id);

    // The stage and connection of an attempt without a server.
    stage_local_mailbox();
    connection_unknown();
}
