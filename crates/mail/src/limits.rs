//! The limits of a message, each with its reason.

/// Largest rendered message, in bytes: 25 MiB, what Google and most providers take (SIZE, RFC 1870).
pub const MESSAGE_BYTES: usize = 25 * 1024 * 1024;

/// Most recipients of one message: Microsoft 365's highest setting, and ten times what RFC 5321 §4.5.3.1.8 demands.
pub const RECIPIENTS: usize = 1_000;
