//! The SMTP client conversation (RFC 5321), ours from the first byte to the last.
//!
//! `session` opens a conversation and logs in, `transaction` hands one message over, `pool` keeps sessions for the
//! next one. `reply`, `capabilities`, `stuffing`, `sasl` and `bearer` know no socket; `wire` is the only one that reads and writes.

pub(crate) mod bearer;
pub(crate) mod capabilities;
pub(crate) mod certificate;
pub(crate) mod destination;
pub(crate) mod dial;
pub(crate) mod journal;
pub(crate) mod mishap;
pub(crate) mod pool;
pub(crate) mod reply;
pub(crate) mod sasl;
pub(crate) mod session;
pub(crate) mod standings;
pub(crate) mod stuffing;
pub(crate) mod tls;
pub(crate) mod transaction;
pub(crate) mod verifier;
pub(crate) mod wire;

#[cfg(test)]
mod scripted;
#[cfg(test)]
mod session_tests;
#[cfg(test)]
mod transaction_tests;
