//! The texts of this crate: who submitted a message without a login.

mail::texts! {
    // `network` is in CIDR notation.
    origin_trusted_network(network);
}
