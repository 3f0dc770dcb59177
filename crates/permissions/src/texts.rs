//! The texts of this crate: who submitted a message.

mail::texts! {
    // `network` is in CIDR notation.
    origin_trusted_network(network);
    origin_mail_password(name, email);
}
