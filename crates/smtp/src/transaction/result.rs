//! The result of a transaction: one result per recipient, and what ended it early.

use mail::Reply;

use crate::capabilities::MissingCapability;
use crate::error::SmtpError;

/// The part of an SMTP session that a reply belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The greeting or EHLO.
    Greeting,
    /// STARTTLS.
    Starttls,
    /// AUTH.
    Login,
    /// MAIL.
    Mail,
    /// RCPT.
    Rcpt,
    /// DATA.
    Data,
    /// The message and its final dot.
    FinalDot,
}

/// Whether the session was opened for this message.
#[derive(Clone, Copy, Debug)]
pub enum SessionOrigin {
    /// It was opened for this message.
    New,
    /// It was kept after an earlier message. The server may have closed it since.
    Reused {
        /// Whether a reply to MAIL means that this session is exhausted and that a new one may succeed.
        is_exhausted: fn(&Reply) -> bool,
    },
}

/// A transaction that ended.
#[derive(Debug)]
pub struct Transaction {
    /// The result of each recipient, in order.
    pub recipients: Vec<RecipientResult>,
    /// What ended the transaction for the recipients that are [`RecipientResult::Interrupted`].
    pub interruption: Option<Interruption>,
    /// The index of the recipient at whose RCPT the server ended the transaction (421, end of the connection, silence).
    pub stopped_at: Option<usize>,
    /// The server offers DSN (RFC 3461), so the requests for notifications went on with the message.
    pub passes_on_notifications: bool,
    /// The session can be used for the next message.
    pub session_reusable: bool,
}

/// What the server replied for one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecipientResult {
    /// The server accepted the message for it with this reply.
    Accepted(Reply),
    /// The server replied negatively, or with a reply that does not fit the command.
    Rejected {
        /// The command that the reply belongs to.
        phase: Phase,
        /// The reply.
        reply: Reply,
    },
    /// The transaction ended before a reply.
    Interrupted,
}

/// An error that ended a transaction.
#[derive(Debug)]
pub struct Interruption {
    /// The command that was not answered.
    pub phase: Phase,
    /// The index of the recipient whose RCPT was not answered.
    pub recipient: Option<usize>,
    /// This is the second command of a write, and only the first was answered: the server may not support PIPELINING.
    pub is_second: bool,
    /// The error.
    pub error: SmtpError,
    /// The final dot had been sent, so the server may have accepted the message.
    pub after_final_dot: bool,
}

impl Interruption {
    pub(super) fn at(phase: Phase, error: SmtpError, after_final_dot: bool) -> Self {
        Self { phase, recipient: None, is_second: false, error, after_final_dot }
    }
}

/// Why a transaction did not begin.
#[derive(Debug)]
pub enum TransactionError {
    /// The server lacks an extension that the message needs; nothing was sent.
    MissingCapability(MissingCapability),
    /// The kept session ended before the server accepted MAIL; a new session may succeed.
    SessionEnded,
}
