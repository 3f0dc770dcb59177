//! The texts that this crate reports: faults of the input, actors, roles, and the subjects of audit entries.

mail::texts! {
    // Faults.
    account_name_too_long(limit);
    account_name_control_character();
    account_name_bidirectional_character();
    inviter_name_too_long(limit);
    inviter_name_control_character();
    inviter_name_bidirectional_character();
    workspace_name_empty();
    workspace_name_too_long(limit);
    workspace_name_control_character();
    workspace_name_bidirectional_character();
    workspace_limit(limit);
    sign_up_domain_invalid(value);
    sign_up_domains_missing();
    sign_up_domains_too_many(count, limit);
    password_too_short(count, minimum);
    password_too_long(limit);
    password_easily_guessed();
    password_wrong();
    api_key_without_scopes(scopes);
    api_key_name_empty();
    api_key_name_too_long(limit);
    api_key_name_control_character();
    api_key_limit(limit);
    api_key_limit_out_of_range(limit);
    api_key_network_invalid(value);
    api_key_networks_too_many(count, limit);
    api_key_expiry_past();
    api_key_expiry_invalid(value);
    api_key_number_invalid(value);

    mail_password_name_empty();
    mail_password_name_too_long(limit);
    mail_password_name_control_character();
    mail_password_name_bidirectional_character();
    mail_password_name_taken(name);
    mail_password_limit(limit);

    // Lists of addresses and domains; `value` is what was typed, quoted.
    allowed_list_too_long(count, limit);
    allowed_entry_invalid(value);
    api_key_name_taken(name);

    // Actors.
    actor_account(email);
    actor_api_key(name);
    actor_anonymous();
    actor_operator(command);
    actor_anonymous_with_address(email);

    role_admin();
    role_editor();
    role_viewer();

    // Subjects of audit entries.
    audit_name(name);
    audit_change(before, after);
    audit_member(email, workspace);
    audit_role_change(email, workspace, before, after);
    audit_invitation(email, workspace, role);
    audit_membership(workspace, role);
    audit_api_key(name, scopes);
    audit_mail_password(name, email);
    // `limits` is `audit_workspace_quota` of the account; `count` of `senders` are listed.
    audit_account_sending(limits, count, senders);
    audit_settings_version(version, destination);
    audit_settings_restored(from, version, destination);
    audit_consent(provider, account);
    audit_master_key(from, to, secrets);
    audit_mail_outbox(id);
    audit_mail_mailbox(id);
    audit_mail_released(messages, recipients);
    audit_on_hold_delivered(recipients);
    audit_on_hold_cancelled(recipients);
    audit_script_change(changes);
    audit_script_version(version);
    audit_script_schedule(cron, time_zone);
    audit_script_without_schedule();
    audit_script_limits(per_run, per_hour, per_day, per_recipient);
    audit_script_recipients(workspace, recipients);
    audit_script_recipients_unlimited(workspace);
    audit_workspace_quota(workspace, hour, day, recipient, waiting);
    quota_limit_too_high(limit);
    audit_file(name, workspace);
}
