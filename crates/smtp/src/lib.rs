//! SMTP (RFC 5321), both sides. The client side leads from a host name to a message that the server has accepted; [`server`]
//! is the server side of submission.
//!
//! [`connect`] opens a [`Session`], [`log_in`] and [`log_in_with_token`] authenticate it, [`send`] transfers one
//! message, [`Pool`] keeps sessions for the next one. Results are data: replies, [`SmtpError`]s and the [`Phase`] in
//! which they occurred. This crate does not decide what they mean for a message, and it stores nothing.
//!
//! `reply`, `capabilities`, `stuffing`, `sasl` and `bearer` use no socket; only `wire` reads and writes.

mod bearer;
mod capabilities;
mod credentials;
mod destination;
mod dial;
mod error;
mod journal;
mod mail_server;
mod pool;
mod reply;
mod sasl;
pub mod server;
mod session;
mod stuffing;
pub mod texts;
mod timeouts;
mod transaction;
mod wire;

pub use bearer::{TokenRefusal, choose_mechanism};
pub use capabilities::{Capabilities, MissingCapability};
pub use credentials::{BearerMechanism, CleartextLogin, Mechanism, PasswordLogin};
pub use destination::{Destination, Limits};
pub use dial::{connect as connect_tcp, resolve};
pub use error::{Failure, SmtpError};
pub use journal::{Journal, Note, Observer, Progress};
pub use mail_server::Server;
pub use pool::{Pool, SESSION_IDLE};
pub use reply::{ReplyClass, ReplyParseError, ReplyReader};
pub use session::{Session, connect, connect_over, log_in, log_in_with_token};
pub use timeouts::Timeouts;
pub use transaction::{Interruption, Phase, RecipientResult, SessionOrigin, Transaction, TransactionError, send};

#[cfg(test)]
mod session_tests;
