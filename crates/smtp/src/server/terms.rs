//! What a session offers, and who decides in it.

use super::answer::Answer;
use super::command::{MailCommand, RcptCommand};
use super::login::Credentials;
use super::wire::Times;

/// What a session offers, and its limits.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The server's name in its greeting.
    pub host_name: String,
    /// Largest message in octets (SIZE, RFC 1870).
    pub message_octets: usize,
    /// Most recipients of a message (RCPTMAX, RFC 9422).
    pub recipients: usize,
    /// Most messages of a session (MAILMAX, RFC 9422).
    pub messages: usize,
    /// Whether STARTTLS is offered; never inside TLS.
    pub starttls: bool,
    /// Whether AUTH is offered.
    pub login: LoginOffer,
    /// Time limits.
    pub times: Times,
}

/// Whether AUTH is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginOffer {
    /// PLAIN and LOGIN.
    Offered,
    /// Not in clear: a password would be readable on its way.
    NeedsTls,
    /// No: the client is known, as a program that this process talks to.
    NotNeeded,
}

/// What the client calls itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hello {
    /// The name in EHLO or HELO.
    pub name: String,
    /// Whether it was EHLO.
    pub extended: bool,
}

/// A complete message.
#[derive(Debug)]
pub struct Incoming {
    /// As the client made it, with CRLF line ends.
    pub octets: Vec<u8>,
    /// The client.
    pub hello: Hello,
    /// The transaction has SMTPUTF8 (RFC 6531).
    pub smtputf8: bool,
}

/// Decides about logins, senders, recipients and messages of one connection.
pub trait Host: Send {
    /// Checks credentials. A reply that is no refusal logs the client in; a refusal that ends the session is sent after a
    /// while.
    fn log_in(&mut self, credentials: Credentials) -> impl Future<Output = Answer> + Send;

    /// Begins a transaction.
    ///
    /// # Errors
    /// The refusal.
    fn mail(&mut self, mail: MailCommand) -> impl Future<Output = Result<(), Answer>> + Send;

    /// Adds a recipient to the transaction.
    ///
    /// # Errors
    /// The refusal.
    fn rcpt(&mut self, rcpt: RcptCommand) -> impl Future<Output = Result<(), Answer>> + Send;

    /// The transaction ended without a message.
    fn reset(&mut self);

    /// Reserves memory for a message of the transaction, `octets` in all. It is free again when the transaction ends.
    ///
    /// # Errors
    /// The refusal.
    fn reserve(&mut self, octets: usize) -> impl Future<Output = Result<(), Answer>> + Send;

    /// Takes responsibility for the message of the transaction, which ends. A reply that is no refusal means that the
    /// message is on disk.
    fn accept(&mut self, message: Incoming) -> impl Future<Output = Answer> + Send;
}
