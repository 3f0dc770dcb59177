//! The door in: a draft is checked, given From, Automatic BCC, class and expiry, rendered once and accepted.

use jiff::Timestamp;
use mail::{Draft, Fault};
use outbox::{Claim, Id, Kind};

/// The room's handle; clones share it.
#[derive(Clone)]
pub struct Intake {}

/// What a face or flow asks for.
#[derive(Clone, Debug)]
pub struct Request {
    /// The mail.
    pub draft: Draft,
    /// Why it exists; decides lane, Automatic BCC and `Auto-Submitted`.
    pub kind: Kind,
    /// Who caused it, in words: `api key "shop"`.
    pub origin: String,
    /// The caller's idempotency key.
    pub key: Option<CallerKey>,
    /// Given up at this time (a ticket's expiry).
    pub expires_at: Option<Timestamp>,
}

/// An idempotency key: the same key with the same content is accepted once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallerKey {
    /// Keeps callers apart: the API key's id.
    pub scope: String,
    /// What the caller wrote, 1 to 255 characters.
    pub key: String,
}

/// A request that passed every check and is rendered: [`Intake::accept_in`] stores it.
pub struct Ready {}

/// Accepted, and on disk once the transaction is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The message.
    pub id: Id,
    /// How many recipients it goes to.
    pub deliveries: usize,
    /// The same key and content were accepted before: this is that message.
    pub repeated: bool,
}

/// Why it was refused.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// Every fault, by field of the API's JSON.
    #[error("the message has faults")]
    Faults(Vec<Fault>),
    /// Same idempotency key, other content.
    #[error("this idempotency key was used for other content")]
    KeyReused {
        /// The message that has the key.
        id: Id,
    },
    /// No room on the disk; what was accepted before is kept.
    #[error("no room to store mail: the disk is full")]
    Full,
    /// Anything else.
    #[error("storing mail")]
    Outbox(#[source] outbox::OutboxError),
}

impl From<db::DbError> for IntakeError {
    fn from(error: db::DbError) -> Self {
        Self::from(outbox::OutboxError::from(error))
    }
}

impl From<outbox::OutboxError> for IntakeError {
    fn from(error: outbox::OutboxError) -> Self {
        match error {
            outbox::OutboxError::KeyReused { id } => Self::KeyReused { id },
            outbox::OutboxError::Db(db::DbError::Full) => Self::Full,
            error => Self::Outbox(error),
        }
    }
}

impl Intake {
    /// Checks and renders by the active settings; pure work on the caller's thread.
    pub fn prepare(&self, _request: Request) -> Result<Ready, IntakeError> {
        todo!()
    }

    /// Stores in the caller's transaction (a flow that makes mail and rows together); [`Intake::committed`] follows the commit.
    pub fn accept_in(&self, _tx: &mut db::Tx<'_>, _ready: &Ready) -> Result<Receipt, IntakeError> {
        todo!()
    }

    /// After the commit of a transaction with [`Intake::accept_in`]: the mail is sent without waiting for a timer.
    pub fn committed(&self) {
        todo!()
    }

    /// Prepares, stores and hands over to dispatch: what API, pages and scripts call.
    pub async fn accept(&self, _request: Request) -> Result<Receipt, IntakeError> {
        todo!()
    }

    /// For *Send test email*: rendered with the typed settings and leased to the caller, who hands the claim to
    /// `dispatch.try_now`. Tried once: what does not get through then is given up.
    pub async fn accept_test(
        &self,
        _request: Request,
        _typed: &crate::settings::EmailSettings,
    ) -> Result<Claim, IntakeError> {
        todo!()
    }
}
