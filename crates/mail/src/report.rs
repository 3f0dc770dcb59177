//! The report of one attempt to deliver a message.
//!
//! `delivery` makes reports, `queue::settle` acts on them. The queue alone decides when to try again.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{EmailAddress, Problem, Reply, Text, Verdict};

/// The report of one attempt.
#[derive(Clone, Debug)]
pub struct Report {
    /// The outcome.
    pub outcome: Outcome,
    /// The completed stages, in order; a reused session has none before `mail_from`.
    pub stages: Vec<StageRecord>,
    /// The conversation, line by line: `C: ` from the client, `S: ` from the server, `-- ` a remark. Contains no
    /// secrets and no message text.
    pub transcript: String,
    /// The server or API that was used.
    pub connection: Text,
    /// Whether the server asked to slow down (421, 432, 4.7.x throttling, 429).
    pub throttled: bool,
    /// Whether the server offers DSN (RFC 3461): it has taken over what the sender asked for about notifications.
    pub passes_on_notifications: bool,
    /// Where a session or transaction failed, as evidence across messages. `None` if none failed, and for transports
    /// without sessions.
    pub failed_at: Option<FailedAt>,
}

/// Where a session or transaction failed: evidence that is compared across messages. Not stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailedAt {
    /// No session could be opened.
    Session {
        /// Number of other sessions with the server that were open at that time.
        others_open: usize,
        /// Whether the login was refused.
        at_login: bool,
    },
    /// At MAIL.
    Sender,
    /// At RCPT of this recipient.
    Recipient(EmailAddress),
    /// At DATA, at the message, or at the reply to it.
    Message,
}

/// The outcome of an attempt.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The message was attempted: one verdict for each recipient of the attempt, in their order.
    Tried(Vec<RecipientVerdict>),
    /// The connection failed. The message is not at fault, and the attempt does not count.
    ConnectionProblem(Problem),
}

/// The verdict of one attempt for one recipient.
#[derive(Clone, Debug)]
pub struct RecipientVerdict {
    /// The recipient.
    pub recipient: EmailAddress,
    /// The verdict.
    pub verdict: Verdict,
    /// The reply that the verdict is based on; `None` if there was none.
    pub reply: Option<Reply>,
    /// The failure; `None` if delivered.
    pub problem: Option<Problem>,
    /// The attempt ended after the last octets of the message were sent, or were about to be, and before the reply: the
    /// message may have arrived.
    pub may_have_arrived: bool,
    /// The minimum delay before the next attempt, from the server or a known quota.
    pub retry_after: Option<Duration>,
}

/// A stage of a conversation; the names are those of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Name resolution.
    Resolve,
    /// TCP.
    Connect,
    /// The TLS handshake; after `greeting` with STARTTLS.
    Tls,
    /// The server's 220 and the reply to EHLO.
    Greeting,
    /// AUTH.
    Login,
    /// MAIL FROM.
    MailFrom,
    /// RCPT TO.
    RcptTo,
    /// DATA, the message and the reply to the final dot.
    Data,
}

/// The record of one stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageRecord {
    /// The stage.
    pub name: Stage,
    /// Whether it succeeded.
    pub ok: bool,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// The result: addresses, TLS version, the reply. Contains no secret. Version 1 stored a sentence.
    pub detail: Text,
}
