//! SMTP submission (RFC 6409): programs that speak only SMTP hand their mail to the outbox.
//!
//! [`Listeners`] accept connections, `smtp::server` leads each session, and `client` decides in it: who may log in, as whom
//! and to whom a login may send, and what a refusal says. A message is accepted by `sending::intake`, like that of the API.
//! Nothing here connects to a mail server or knows a table.

mod certificate;
mod client;
mod connection;
mod listeners;
mod refusals;

pub use certificate::open as open_certificate;
pub use connection::Access;
pub use listeners::{Bounds, ListenError, Listeners};
