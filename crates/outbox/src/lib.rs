//! What is waiting, and what became of it: the only owner of the tables `message`, `body`, `delivery`, `attempt`,
//! `idempotency`.
//!
//! Plain synchronous functions over a transaction: [`accept`] in the caller's own, [`lease`] and [`settle`] by dispatch.
//! Decides about retries, and nobody else does: [`ladder`]. Knows no network, template or settings.

use std::sync::Arc;
use std::time::Duration;

use db::{DbError, Rx, Tx};
use jiff::Timestamp;
use mail::{EmailAddress, Report};
use uuid::Uuid;

/// Names a message in the outbox (UUIDv7, so ids sort by time).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(pub Uuid);

/// Why the message exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Invitation,
    PasswordReset,
    Validation,
    Script,
    Api,
    Submission,
    Test,
    Notice,
}

/// Which lane it waits in: urgent goes before bulk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    Urgent,
    Bulk,
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    Queued,
    Sending,
    Sent,
    Deferred,
    Failed,
    Expired,
    Cancelled,
}

/// A message on its way in.
#[derive(Clone, Debug)]
pub struct NewMessage {
    pub id: Id,
    pub kind: Kind,
    pub message: mail::Message,
    /// Given up at this time (a ticket's expiry), at the latest three days after acceptance.
    pub expires_at: Option<Timestamp>,
    /// Who caused it: an account, an API key, a script, in words: `api key "shop"`.
    pub origin: String,
    /// The caller's idempotency key and a digest of what was asked.
    pub key: Option<IdempotencyKey>,
    /// What intake did to it, for the log: `asked From … became Reply-To`.
    pub remark: Option<String>,
}

/// `scope` keeps callers apart (one API key never sees another's keys).
#[derive(Clone, Debug)]
pub struct IdempotencyKey {
    pub scope: String,
    pub key: String,
    pub digest: [u8; 32],
}

/// Who leases, and until when.
#[derive(Clone, Debug)]
pub struct Lease {
    pub owner: Uuid,
    pub until: Timestamp,
}

/// A message leased for one attempt, with the recipients that are due.
#[derive(Clone, Debug)]
pub struct Claim {
    pub id: Id,
    /// The fence: a settle with another token changes nothing.
    pub token: Uuid,
    pub kind: Kind,
    pub lane: Lane,
    pub sender: EmailAddress,
    pub recipients: Vec<EmailAddress>,
    pub smtputf8: bool,
    pub eight_bit: bool,
    pub bytes: Arc<[u8]>,
}

/// What `accept` came to.
#[derive(Debug)]
pub enum Accepted {
    /// Stored; with a claim where a lease was given.
    New { id: Id, deliveries: usize, claim: Option<Claim> },
    /// The same key and the same content were accepted before.
    Before { id: Id, deliveries: usize },
}

/// Why the outbox refused.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// Same idempotency key, other content.
    #[error("this idempotency key was used for other content")]
    KeyReused { id: Id },
    /// No such message.
    #[error("no message has this id")]
    NotFound,
    /// The text is no longer kept (retention).
    #[error("the text of this message is no longer kept")]
    BodyGone,
    /// Nothing of it is in a state that allows this.
    #[error("{0}")]
    WrongState(String),
    /// The database.
    #[error("outbox storage")]
    Db(#[from] DbError),
}

/// Stores message and deliveries in the caller's transaction; already leased where `lease` is given.
pub fn accept(
    _tx: &mut Tx<'_>,
    _new: &NewMessage,
    _lease: Option<&Lease>,
    _now: Timestamp,
) -> Result<Accepted, OutboxError> {
    todo!()
}

/// Leases up to `most` messages of a lane that are due, oldest due first, bodies up to `bytes` together (at least one).
pub fn lease(
    _tx: &mut Tx<'_>,
    _lane: Lane,
    _most: usize,
    _bytes: usize,
    _lease: &Lease,
    _now: Timestamp,
) -> Result<Vec<Claim>, OutboxError> {
    todo!()
}

/// Writes verdicts and the next attempt, by compare-and-set on the claim's token.
pub fn settle(
    _tx: &mut Tx<'_>,
    _claim: &Claim,
    _report: &Report,
    _now: Timestamp,
    _chance: f64,
) -> Result<Settled, OutboxError> {
    todo!()
}

/// What a settle came to: each recipient's new state, for log, events and metrics; `Stale` where the lease was lost.
#[derive(Debug)]
pub enum Settled {
    Done(Vec<(EmailAddress, State)>),
    Stale,
}

/// Gives a claim back without spending an attempt (connection trouble, shutdown); due at `due`.
pub fn release(_tx: &mut Tx<'_>, _claim: &Claim, _due: Timestamp) -> Result<(), OutboxError> {
    todo!()
}

/// Frees what a dead process held: leases that ended, and every lease of `owner` (this node, at its start).
/// What was in flight may have been handed over already: it is marked *may have arrived twice*.
pub fn rescue(_tx: &mut Tx<'_>, _owner: Option<Uuid>, _now: Timestamp) -> Result<usize, OutboxError> {
    todo!()
}

/// Ends deliveries whose time is over.
pub fn expire(_tx: &mut Tx<'_>, _now: Timestamp) -> Result<usize, OutboxError> {
    todo!()
}

/// When something becomes due next, if anything waits: dispatch sleeps until then.
pub fn next_due(_rx: &mut impl db::Read) -> Result<Option<Timestamp>, OutboxError> {
    todo!()
}

/// The delay before the next attempt: a pure function; `None` gives up.
pub fn next_delay(
    _attempts: u32,
    _first_try: Timestamp,
    _now: Timestamp,
    _expires_at: Timestamp,
    _chance: f64,
) -> Option<Duration> {
    todo!()
}

#[allow(dead_code)]
fn _reads(_: &mut Rx<'_>) {}
