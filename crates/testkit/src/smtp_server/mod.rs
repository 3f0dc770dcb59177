//! The server side of RFC 5321, for every fake that behaves like an ordinary mail server.
//!
//! [`Port`] accepts connections, [`serve`] runs one session, and a [`Server`] decides what differs between servers:
//! greeting, extensions, who may send, and whether a message is accepted. [`crate::sink`] and [`crate::lookalike`]
//! implement it. Servers that violate the protocol are scripts: [`crate::scripted`].

mod dialogue;
mod port;
mod session;

use std::io;
use std::time::Duration;

pub(crate) use dialogue::Dialogue;
pub(crate) use port::Port;
pub(crate) use session::serve;

use crate::CertificateKind;

/// The behaviour of a server on one connection. It is dropped when the connection ends.
pub(crate) trait Server {
    /// Whether and when the connection is encrypted.
    fn security(&self) -> Security;

    /// The first reply of the connection.
    fn greeting(&mut self) -> Answer;

    /// The lines of the reply to EHLO: the server's name, then one extension each.
    fn capabilities(&self, encrypted: bool) -> Vec<String>;

    /// Conducts an AUTH exchange and returns the final reply. `request` is the text after `AUTH `.
    fn authenticate(&mut self, dialogue: &mut Dialogue, request: &str) -> io::Result<String>;

    /// Whether MAIL is allowed now; the error is the answer if it is not.
    fn may_send(&mut self, encrypted: bool) -> Result<(), Answer>;

    /// Maximum size of a message in bytes; `None` means no limit.
    fn size_limit(&self) -> Option<usize>;

    /// Whether the recipient is accepted in addition to those of the envelope; the error is the reply if it is not.
    fn check_recipient(&mut self, envelope: &Envelope, recipient: &str) -> Result<(), String>;

    /// Accepts or refuses a complete message.
    fn take(&mut self, envelope: Envelope, message: Vec<u8>) -> Answer;

    /// Records a violation of RFC 5321 by the client. The message is refused in any case.
    fn report_fault(&mut self, _fault: &str) {}

    /// The delay before each reply.
    fn reply_delay(&self) -> Duration {
        Duration::ZERO
    }
}

/// Whether and when a connection is encrypted, and the certificate that the server presents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Security {
    /// Never.
    Clear,
    /// After STARTTLS.
    Starttls(CertificateKind),
    /// From the first byte.
    ImplicitTls(CertificateKind),
}

/// What a server does next.
pub(crate) enum Answer {
    /// Sends a reply and continues.
    Reply(String),
    /// Sends a reply and closes the connection.
    ReplyAndClose(String),
    /// Resets the connection without a reply.
    Reset,
}

impl From<&str> for Answer {
    fn from(reply: &str) -> Self {
        Self::Reply(reply.to_owned())
    }
}

/// Sender and recipients of the current message.
pub(crate) struct Envelope {
    /// The path in MAIL, without angle brackets.
    pub sender: String,
    /// The accepted paths in RCPT, without angle brackets.
    pub recipients: Vec<String>,
}
