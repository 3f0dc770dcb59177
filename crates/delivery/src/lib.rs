//! Delivery of one message: one attempt, one [`Report`](mail::Report). Does not retry and stores nothing.
//!
//! [`Transport::deliver`] is the main function. [`SmtpTransport`], [`ApiTransport`] and [`MailboxTransport`] implement it.
//! Only [`diagnosis`] interprets replies and errors. [`probe`] is the connection test.

mod account;
pub mod diagnosis;
pub mod probe;
pub mod problems;
pub mod texts;
mod transport;
mod transports;

pub use account::{AccountSource, ApiAccount, ApiUser, BearerLogin, Login, MissingPassword, SmtpAccount};
pub use smtp::Progress;
pub use transport::{CheckFailure, ServerTraits, Transport};
pub use transports::{ApiTransport, MailboxError, MailboxStore, MailboxTransport, SmtpTransport};
