//! The texts that this crate reports: faults, and what caused a letter.

mail::texts! {
    sign_up_domain_not_admitted(domain);
    invitation_already_sent();
    invitation_of_member();
    invitation_not_open();
    invitation_limit_unapproved(limit);
    invitation_quota(reason);
    address_change_to_same();
    address_change_taken();

    // What caused a letter, if it was neither a person nor a key.
    origin_sign_up();
    origin_password_reset();
    origin_password_change();
}
