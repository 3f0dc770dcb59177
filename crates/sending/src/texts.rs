//! What an attempt without a server shows.

mail::texts! {
    stage_local_mailbox();
    connection_unknown();
}
