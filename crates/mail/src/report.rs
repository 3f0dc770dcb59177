//! What became of one attempt to hand a message over.
//!
//! `delivery` makes reports, `queue::settle` acts on them. A report never says when to try again: the outbox decides.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{EmailAddress, Problem, Reply, Text, Verdict};

/// One attempt.
#[derive(Clone, Debug)]
pub struct Report {
    /// What it came to.
    pub outcome: Outcome,
    /// The stages gone through, in order; a reused session has none before `mail_from`.
    pub stages: Vec<StageRecord>,
    /// The conversation, one line each: `C: ` we said, `S: ` the server said, `-- ` a remark. Holds no secret and no
    /// message text.
    pub transcript: String,
    /// The server or API that was used.
    pub connection: Text,
    /// The server asked to slow down (421, 432, 4.7.x throttling, 429).
    pub throttled: bool,
    /// Where a session or transaction failed, as evidence across messages. `None` where none did, and for transports
    /// without sessions.
    pub failed_at: Option<FailedAt>,
}

/// Where a session or transaction failed: evidence that is compared across messages. Not stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailedAt {
    /// No session could be opened.
    Session {
        /// Other sessions with the server that were open then.
        others_open: usize,
        /// The login was refused.
        at_login: bool,
    },
    /// At MAIL.
    Sender,
    /// At RCPT of this recipient.
    Recipient(EmailAddress),
    /// At DATA, at the message, or at the reply to it.
    Message,
}

/// What an attempt came to.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The message was tried: one verdict for each recipient asked for, in that order.
    Tried(Vec<RecipientVerdict>),
    /// The connection itself is in trouble; no fault of the message, and no attempt is spent.
    ConnectionTrouble(Problem),
}

/// What one attempt meant for one recipient.
#[derive(Clone, Debug)]
pub struct RecipientVerdict {
    /// Whom it is about.
    pub recipient: EmailAddress,
    /// The verdict.
    pub verdict: Verdict,
    /// The reply the verdict rests on; `None` where none came.
    pub reply: Option<Reply>,
    /// The failure in words; `None` when delivered.
    pub problem: Option<Problem>,
    /// The connection was lost after the final dot and before the answer: the message may have arrived.
    pub may_have_arrived: bool,
    /// Not sooner than this: the server or a known quota said so.
    pub retry_after: Option<Duration>,
}

/// A stage of a conversation; the names are those of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Name to addresses.
    Resolve,
    /// TCP.
    Connect,
    /// The TLS handshake; after `greeting` with STARTTLS.
    Tls,
    /// The server's 220 and the answer to EHLO.
    Greeting,
    /// AUTH.
    Login,
    /// MAIL FROM.
    MailFrom,
    /// RCPT TO.
    RcptTo,
    /// DATA, the message and the answer to the final dot.
    Data,
}

/// One stage as it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageRecord {
    /// Which.
    pub name: Stage,
    /// Whether it succeeded.
    pub ok: bool,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// What was found: addresses, TLS version, the reply. Contains no secret. Version 1 stored a sentence.
    pub detail: Text,
}
