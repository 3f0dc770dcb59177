//! The texts of faults that this crate reports.

mail::texts! {
    invitation_already_sent();
    invitation_of_member();
    address_change_to_same();
    address_change_taken();
}
