//! Leases: messages are leased for one attempt, released, and freed if their process is gone.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use mail::submitted::NotificationRequest;
use mail::{EmailAddress, ReversePath};
use storage::{Read as _, Tx, params};
use uuid::Uuid;

use crate::damage::skip_unreadable;
use crate::due_sources::sources;
use crate::stored::{self, address, read_notifications, reverse_path};
use crate::transitions::AbandonedLeases;
use crate::{FairShare, Id, Kind, Lane, QueueError, Source, SourceKey, State, bodies, clock, source, transitions};

/// The holder and the end of a lease. It must last longer than an attempt can take; otherwise the delivery is rescued
/// while it is being sent.
#[derive(Clone, Debug)]
pub struct Lease {
    /// The node.
    pub owner: Uuid,
    /// When other processes may treat it as abandoned.
    pub until: Timestamp,
}

/// The fencing token of a lease: grows with every lease of a message, so only the newest holder can settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token(pub(crate) i64);

impl Token {
    /// The token of a message that is accepted already leased.
    pub(crate) const FIRST: Token = Token(1);

    /// The token as a number, for a record of leases; [`Token::from_number`] is the inverse.
    pub fn number(self) -> i64 {
        self.0
    }

    /// The token of a number.
    pub fn from_number(number: i64) -> Self {
        Self(number)
    }
}

/// A message leased for one attempt, with the recipients that are due. `Debug` shows no text and masks addresses.
#[derive(Clone)]
pub struct Claim {
    /// The message.
    pub id: Id,
    /// The fencing token: settling with another one changes nothing.
    pub token: Token,
    /// The kind of message.
    pub kind: Kind,
    /// The lane it came from.
    pub lane: Lane,
    /// The workspace and program that it is counted for.
    pub source: Source,
    /// The source by which it shares the bulk lane.
    pub source_key: SourceKey,
    /// When it became due, which determines its order among the messages of its source.
    pub due: Timestamp,
    /// The envelope sender.
    pub sender: ReversePath,
    /// Its due recipients.
    pub recipients: Vec<EmailAddress>,
    /// What its sender asked for about notifications.
    pub notifications: Option<Arc<NotificationRequest>>,
    /// The server must offer SMTPUTF8.
    pub smtputf8: bool,
    /// The server must offer 8BITMIME.
    pub eight_bit: bool,
    /// The MIME bytes; from memory if it was accepted already leased.
    pub bytes: Arc<[u8]>,
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim")
            .field("id", &self.id)
            .field("token", &self.token)
            .field("kind", &self.kind)
            .field("recipients", &self.recipients)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// Leases up to `most` due messages of the urgent lane, earliest due first, with at most `bytes` in total (but at least
/// one message).
///
/// # Errors
/// [`QueueError::Message`] if one of them cannot be read. In that case nothing is leased: the caller sets the message
/// aside in another transaction, because the engine may have ended this one, and leases again.
pub fn lease_urgent(
    tx: &mut Tx<'_>,
    most: usize,
    bytes: usize,
    lease: &Lease,
    now: Timestamp,
) -> Result<Vec<Claim>, QueueError> {
    let mut claims = Vec::new();
    let mut taken_bytes = 0;
    while claims.len() < most {
        let Some(due) = first_due(tx, Lane::Urgent, SourceKey::SERVER, now)? else { break };
        let message = read_due(tx, due)?;
        taken_bytes += message.size;
        if taken_bytes > bytes && !claims.is_empty() {
            break;
        }
        claims.push(lease_one(tx, message, (Lane::Urgent, SourceKey::SERVER), lease, now)?);
    }
    Ok(claims)
}

/// The result of [`lease_bulk`].
#[derive(Debug, Default)]
pub struct BulkLease {
    /// The messages, in the order of their turns.
    pub claims: Vec<Claim>,
    /// Sources of which more is due than was leased.
    pub backlog: HashSet<SourceKey>,
}

/// Leases up to `most` due messages of the bulk lane for which `share` has memory. The sources take turns in the order
/// of `share`; of each source the message that has been due for longest is first. `share` counts the leased messages.
///
/// # Errors
/// As [`lease_urgent`].
pub fn lease_bulk(
    tx: &mut Tx<'_>,
    share: &mut FairShare,
    most: usize,
    lease: &Lease,
    now: Timestamp,
) -> Result<BulkLease, QueueError> {
    let mut leased = BulkLease::default();
    // The rank of a source only moves back while messages are leased, so it is computed again when its turn comes.
    let mut turns: BinaryHeap<_> =
        due_sources(tx, now)?.into_iter().map(|source| Reverse(share.rank_on_disk(source))).collect();
    while let Some(Reverse(rank)) = turns.pop() {
        let source = rank.source();
        let current = share.rank_on_disk(source);
        if current > rank {
            turns.push(Reverse(current));
            continue;
        }
        let Some(due) = first_due(tx, Lane::Bulk, source, now)? else { continue };
        if leased.claims.len() >= most || !share.fits(source, 0) {
            leased.backlog.insert(source);
            continue;
        }
        let message = read_due(tx, due)?;
        let size = message.size;
        if !share.fits(source, size) {
            leased.backlog.insert(source);
            continue;
        }
        leased.claims.push(lease_one(tx, message, (Lane::Bulk, source), lease, now)?);
        share.reserve(source, size);
        share.arrive(source, size);
        turns.push(Reverse(share.rank_on_disk(source)));
    }
    Ok(leased)
}

/// The sources with bulk mail that is due.
fn due_sources(tx: &mut Tx<'_>, now: Timestamp) -> Result<HashSet<SourceKey>, QueueError> {
    let mut found = HashSet::new();
    for state in [State::Queued, State::Deferred] {
        let waiting = sources(tx, state, Lane::Bulk)?;
        let is_due = |due: Option<i64>| due.is_some_and(|due| due <= now.as_millisecond());
        found.extend(waiting.into_iter().filter(|(_, due)| is_due(*due)).map(|(source, _)| source));
    }
    Ok(found)
}

/// Reads a message that is due since `at`, in milliseconds since 1970.
fn read_due(tx: &mut Tx<'_>, (at, id): (i64, Id)) -> Result<StoredMessage, QueueError> {
    let due = Timestamp::from_millisecond(at);
    let due =
        due.map_err(|_| of_message(id, QueueError::Unreadable { what: "the time of an attempt", source: None }))?;
    read_message(tx, id, due).map_err(|error| of_message(id, error))
}

/// Leases one message. It is then no longer due, so the next search finds the next one.
fn lease_one(
    tx: &mut Tx<'_>,
    message: StoredMessage,
    place: (Lane, SourceKey),
    lease: &Lease,
    now: Timestamp,
) -> Result<Claim, QueueError> {
    let id = message.id;
    let leased = transitions::begin_sending(tx, id, lease, now);
    let claim = leased.and_then(|(token, recipients)| message.into_claim(tx, place, token, &recipients));
    claim.map_err(|error| of_message(id, error))
}

fn of_message(id: Id, error: QueueError) -> QueueError {
    if error.is_unreadable() { QueueError::Message { id, source: Box::new(error) } } else { error }
}

/// One search for each state, because each state has its own range of the index. A row whose id is damaged cannot be
/// set aside and is skipped.
pub(crate) const FIRST_DUE: [&str; 2] = [
    "SELECT due, message FROM delivery WHERE due IS NOT NULL AND on_hold = 0 AND state = 'queued' AND lane = $1 AND source = $2 \
     AND due <= $3 AND length(message) = 16 AND (expires_at IS NULL OR expires_at > $3) ORDER BY due LIMIT 1",
    "SELECT due, message FROM delivery WHERE due IS NOT NULL AND on_hold = 0 AND state = 'deferred' AND lane = $1 AND source = $2 \
     AND due <= $3 AND length(message) = 16 AND (expires_at IS NULL OR expires_at > $3) ORDER BY due LIMIT 1",
];

/// The message of a source that has been due for longest, with its due time.
fn first_due(tx: &mut Tx<'_>, lane: Lane, source: SourceKey, now: Timestamp) -> Result<Option<(i64, Id)>, QueueError> {
    let mut first: Option<(i64, Id)> = None;
    for sql in FIRST_DUE {
        let found =
            tx.query_first(sql, params![lane, source, now.as_millisecond()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        first = match (first, found) {
            (Some(first), Some(found)) => Some(first.min(found)),
            (first, found) => first.or(found),
        };
    }
    Ok(first)
}

/// The columns of a claim.
struct StoredMessage {
    id: Id,
    kind: Kind,
    sender: String,
    smtputf8: bool,
    eight_bit: bool,
    size: usize,
    body: Option<i64>,
    source: Source,
    notifications: Option<String>,
    due: Timestamp,
}

fn read_message(tx: &mut Tx<'_>, id: Id, due: Timestamp) -> Result<StoredMessage, QueueError> {
    let found = tx.query_first(
        "SELECT kind, sender, smtputf8, eight_bit, size, body, workspace, caller, notifications \
         FROM message WHERE id = $1",
        params![id],
        |row| {
            Ok(StoredMessage {
                id,
                kind: row.get(0)?,
                sender: row.get(1)?,
                smtputf8: row.get(2)?,
                eight_bit: row.get(3)?,
                size: row.get(4)?,
                body: row.get(5)?,
                source: source::from_columns(row, 6)?,
                notifications: row.get(8)?,
                due,
            })
        },
    )?;
    found.ok_or(QueueError::NotFound)
}

impl StoredMessage {
    fn into_claim(
        self,
        tx: &mut Tx<'_>,
        (lane, source_key): (Lane, SourceKey),
        token: Token,
        recipients: &[String],
    ) -> Result<Claim, QueueError> {
        let bytes = bodies::get(tx, self.body.ok_or(QueueError::BodyGone)?)?;
        // No recipients means that the index contains a delivery that the table does not.
        if bytes.len() != self.size || recipients.is_empty() {
            return Err(QueueError::Unreadable { what: "a message", source: None });
        }
        Ok(Claim {
            id: self.id,
            token,
            kind: self.kind,
            lane,
            source: self.source,
            source_key,
            due: self.due,
            sender: reverse_path(&self.sender)?,
            notifications: self.notifications.as_deref().map(read_notifications).transpose()?.map(Arc::new),
            recipients: recipients.iter().map(|recipient| address(recipient)).collect::<Result<_, _>>()?,
            smtputf8: self.smtputf8,
            eight_bit: self.eight_bit,
            bytes,
        })
    }
}

/// Releases a claim without counting an attempt (failure of the connection, shutdown); due at `due`. A test, which
/// may use unsaved settings, ends as failed. A claim that was lost in the meantime is not changed.
pub fn release(tx: &mut Tx<'_>, claim: &Claim, due: Timestamp, now: Timestamp) -> Result<(), QueueError> {
    if claim.kind.is_tried_once() {
        return transitions::fail_untried(tx, claim.id, claim.token, &stored::interrupted()?, now);
    }
    if due > now {
        clock::note_time(tx, now)?;
    }
    transitions::release_claim(tx, claim.id, claim.token, due)
}

/// The messages that may have arrived although their verdicts were never written, according to what was recorded before
/// their last octets were sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MayHaveArrived {
    /// Nothing is known: all leased messages.
    All,
    /// Only these.
    Only(HashSet<(Id, Token)>),
}

impl MayHaveArrived {
    fn contains(&self, lost: &AbandonedLeases) -> bool {
        match self {
            Self::All => true,
            Self::Only(noted) => noted.contains(&(lost.message, lost.token)),
        }
    }
}

/// The number of deliveries that were freed, and of those that were marked *may have arrived twice*.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RescuedLeases {
    /// All freed deliveries.
    pub deliveries: usize,
    /// Those that were marked.
    pub marked: usize,
}

/// Frees the leases of a process that has ended: leases whose time is over, and every lease of `owner` (this node, at
/// its start). Returns the number of deliveries.
///
/// A delivery that was being sent may have been handed over already: it is marked *may have arrived twice*. A test
/// ends as failed.
pub fn rescue(tx: &mut Tx<'_>, owner: Option<Uuid>, now: Timestamp) -> Result<usize, QueueError> {
    let lost = transitions::abandoned(tx, owner, now)?;
    Ok(free(tx, &lost, &MayHaveArrived::All, now)?.deliveries)
}

/// Like [`rescue`], for every lease: for the start of a process that has exclusive use of the database. Marks only the
/// messages in `may_have_arrived`.
pub fn rescue_all(
    tx: &mut Tx<'_>,
    may_have_arrived: &MayHaveArrived,
    now: Timestamp,
) -> Result<RescuedLeases, QueueError> {
    let lost = transitions::abandoned(tx, None, Timestamp::MAX)?;
    free(tx, &lost, may_have_arrived, now)
}

/// What a running process knows about its own leases.
#[derive(Clone, Debug)]
pub struct OwnLeases {
    /// Messages that are being sent, or whose verdict is still to be written.
    pub under_way: HashSet<(Id, Token)>,
    /// Messages that may have arrived and have no verdict.
    pub may_have_arrived: MayHaveArrived,
}

/// Like [`rescue`], for leases whose time is over, called by a running process. Attempts that are still in progress get
/// a lease until `until` instead: the clock leapt (the machine was suspended, or its clock was set), and their verdicts
/// are still to come. Freeing them would cause a second delivery.
pub fn rescue_ended(
    tx: &mut Tx<'_>,
    in_hand: &OwnLeases,
    until: Timestamp,
    now: Timestamp,
) -> Result<RescuedLeases, QueueError> {
    let ended = transitions::abandoned(tx, None, now)?;
    let (under_way, lost): (Vec<_>, Vec<_>) =
        ended.into_iter().partition(|ended| in_hand.under_way.contains(&(ended.message, ended.token)));
    for claim in under_way {
        transitions::extend_lease(tx, claim.message, claim.token, until)?;
    }
    free(tx, &lost, &in_hand.may_have_arrived, now)
}

fn free(
    tx: &mut Tx<'_>,
    lost: &[AbandonedLeases],
    may_have_arrived: &MayHaveArrived,
    now: Timestamp,
) -> Result<RescuedLeases, QueueError> {
    let mut freed = RescuedLeases::default();
    for lost in lost {
        let is_marked = may_have_arrived.contains(lost);
        let done = free_one(tx, lost, is_marked, now);
        let deliveries = skip_unreadable(lost.message, done)?.unwrap_or(0);
        freed.deliveries += deliveries;
        freed.marked += if is_marked { deliveries } else { 0 };
    }
    Ok(freed)
}

fn free_one(tx: &mut Tx<'_>, lost: &AbandonedLeases, is_marked: bool, now: Timestamp) -> Result<usize, QueueError> {
    if lost.is_test {
        transitions::fail_untried(tx, lost.message, lost.token, &stored::interrupted()?, now)?;
        return Ok(0);
    }
    transitions::free(tx, lost.message, lost.token, is_marked, now)
}
