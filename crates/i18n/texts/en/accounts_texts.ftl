# Accounts, workspaces, API keys and links (crates `accounts` and `tickets`): faults, actors, roles, audit entries.

account_name_too_long = your name has more than { $limit } characters: shorten it
account_name_control_character = your name contains a control character, such as a line break: remove it
account_name_bidirectional_character = your name contains an invisible character that changes the text direction: remove it
inviter_name_too_long = the name of the inviting person has more than { $limit } characters: shorten it
inviter_name_control_character = the name of the inviting person contains a control character, such as a line break: remove it
inviter_name_bidirectional_character = the name of the inviting person contains an invisible character that changes the text direction: remove it
workspace_name_empty = the workspace has no name: enter one, such as the name of your organization
workspace_name_too_long = the name of the workspace has more than { $limit } characters: shorten it
workspace_name_control_character = the name of the workspace contains a control character, such as a line break: remove it
workspace_name_bidirectional_character = the name of the workspace contains an invisible character that changes the text direction: remove it
workspace_limit = you already administer { $limit } workspaces, the maximum: delete one that is no longer needed
sign_up_domain_invalid = { $value } is not a domain: enter one such as example.com
sign_up_domains_missing = no domain is listed: enter at least one, such as example.com
sign_up_domains_too_many = { $count } domains are listed, and { $limit } are the maximum: remove some
password_too_short =
    { $count ->
        [one] the password has { $count } character: use at least { $minimum }, such as four unrelated words
       *[other] the password has { $count } characters: use at least { $minimum }, such as four unrelated words
    }
password_too_long = the password is longer than { $limit } bytes: use a shorter one
password_easily_guessed = the password is easy to guess: use another, such as four unrelated words
password_wrong = the password is wrong: check it, passwords are case-sensitive
api_key_without_scopes = the key has no scopes: select at least one of { $scopes }
api_key_name_empty = the key has no name: enter one that says who uses it, such as "shop"
api_key_name_too_long = the name of the key has more than { $limit } characters: shorten it
api_key_name_control_character = the name of the key contains a control character, such as a line break: remove it
api_key_limit = there are already { $limit } keys, the maximum: delete one that is not used
api_key_name_taken = another key has the name "{ $name }": choose another name, or delete that key first
mail_password_name_empty = the mail password has no name: enter one that says what uses it, such as "scanner"
mail_password_name_too_long = the name has more than { $limit } characters: shorten it
mail_password_name_control_character = the name contains a control character, such as a line break: remove it
mail_password_name_bidirectional_character = the name contains an invisible character that changes the text direction: remove it
mail_password_name_taken = another mail password of this account has the name "{ $name }": choose another name, or delete that one first
mail_password_limit = this account has { $limit } mail passwords, the maximum: delete one that is not used

actor_account = { $email }
actor_api_key = API key “{ $name }”
actor_anonymous = unknown
actor_operator = operator of the server ({ $command })
actor_anonymous_with_address = { $email }

role_admin = administrator
role_editor = editor
role_viewer = viewer

audit_name = { $name }
audit_change = { $before } → { $after }
audit_member = { $email }, { $workspace }
audit_role_change = { $email }, { $workspace }: { $before } → { $after }
audit_invitation = { $email } → { $workspace }: { $role }
audit_membership = { $workspace }: { $role }
audit_api_key = { $name } ({ $scopes })
audit_mail_password = { $name } ({ $email })
audit_account_sending = { $limits }; { $count ->
    [0] no further senders
   *[other] further senders: { $senders }
}
audit_settings_version = Version { $version } ({ $destination })
audit_settings_restored = Version { $from } → { $version } ({ $destination })
audit_consent = { $provider } ({ $account })
audit_master_key = { $from } → { $to }, { $secrets ->
        [one] 1 stored secret dropped
       *[other] { $secrets } stored secrets dropped
    }
audit_mail_outbox = Message in the outbox { $id }
audit_mail_mailbox = Message in the mailbox { $id }
audit_mail_released =
    { $messages ->
        [one] 1 email, { $recipients ->
            [one] 1 recipient
           *[other] { $recipients } recipients
        }
       *[other] { $messages } emails, { $recipients ->
            [one] 1 recipient
           *[other] { $recipients } recipients
        }
    }
audit_on_hold_delivered =
    { $recipients ->
        [one] To the mailbox: 1 recipient
       *[other] To the mailbox: { $recipients } recipients
    }
audit_on_hold_cancelled =
    { $recipients ->
        [one] Cancelled: 1 recipient
       *[other] Cancelled: { $recipients } recipients
    }
audit_script_change = { $changes }
audit_script_version = version { $version }
audit_script_schedule = schedule { $cron } { $time_zone }
audit_script_without_schedule = no schedule
audit_script_limits = limits { $per_run } per run, { $per_hour } per hour, { $per_day } per day, { $per_recipient } per recipient
audit_script_recipients = { $workspace }: { $recipients }
audit_script_recipients_unlimited = { $workspace }: anybody
audit_workspace_quota = { $workspace }: { $hour } recipients an hour, { $day } a day, { $recipient } emails to one recipient an hour, { $waiting } MB of waiting mail
allowed_list_too_long = the list has { $count } entries, and at most { $limit } are allowed: allow whole domains instead
allowed_entry_invalid = { $value } is neither an address nor a domain: write `ann@example.com` or `example.com`
api_key_limit_out_of_range = a limit must be from 1 to { $limit }; leave it out for no limit
api_key_network_invalid = { $value } is not a network: write one like 192.0.2.0/24 or 2001:db8::1
api_key_networks_too_many = the list has { $count } networks, and at most { $limit } are allowed: write larger networks
api_key_expiry_past = this time is in the past: choose a later one
api_key_expiry_invalid = { $value } is not a date: write one like 2027-03-31
api_key_number_invalid = { $value } is not a whole number: write one like 500
quota_limit_too_high = a limit is at most { $limit }
audit_file = { $name }, { $workspace }

invitation_already_sent = this address is already invited: send the invitation again from the list, or revoke it
invitation_of_member = this address belongs to a member: change the role in the list of members
address_change_to_same = this is already your address: enter another one
address_change_taken = another account has this address now: choose another one

origin_sign_up = sign-up
origin_password_reset = password reset
origin_password_change = password change
invitation_not_open = This invitation is no longer open: it was accepted or revoked in the meantime.
invitation_quota = no invitation can be sent now: { $reason }
invitation_limit_unapproved = this workspace is not approved for sending, and at most { $limit } invitations can be sent before it is approved: ask an administrator of this server to approve it
sign_up_domain_not_admitted = addresses of { $domain } cannot sign up here: use another address, or ask for an invitation
