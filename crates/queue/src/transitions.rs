//! The states of a delivery, and all statements that change them.
//!
//! - `queued`: entered when accepted, or when a person retries an ended delivery. Left: leased → `sending`.
//! - `sending`: entered by a lease, with owner, end and token; its holder can extend it. Left: by a verdict → `sent`,
//!   `kept`, `deferred`, `failed`, `uncertain`, `expired`; released or rescued → `queued` or `deferred`, as before.
//!   `rescue` frees the rows of a process that ended.
//! - `deferred`: entered by a verdict. Left: leased when due → `sending`.
//! - Waiting deliveries may be on hold (`hold.rs`): they are then not leased, but can expire or be cancelled.
//! - `kept` → `queued` when it is released from the mailbox (`release.rs`).
//! - `queued` and `deferred` also end by `cancel` → `cancelled` and by `expire` → `expired`; `sending` does not.
//! - `sent`, `kept`, `failed`, `uncertain`, `expired`, `cancelled` are final. A person may retry the last four →
//!   `queued`, with a new time limit; `uncertain` only on request, because it may arrive twice. They are the history;
//!   `retention` deletes texts first and messages later.

use std::collections::BTreeSet;

use jiff::Timestamp;
use storage::{DbError, Read as _, Row, Tx, params};
use uuid::Uuid;

use crate::damage::skip_unreadable;
use crate::lease::{Lease, Token};
use crate::{Id, Lane, QueueError, SourceKey, State, bodies, clock, notifications};

/// A delivery leased by the holder of a token.
pub(crate) struct LeasedDelivery {
    pub(crate) position: u32,
    pub(crate) recipient: String,
    pub(crate) attempts: u32,
    pub(crate) first_try_at: Option<i64>,
    pub(crate) expires_at: Option<i64>,
    /// Number of times that the reply to the complete message was lost.
    pub(crate) lost_answers: u32,
}

impl LeasedDelivery {
    /// Its state after it is released.
    pub(crate) fn released_state(&self) -> State {
        if self.attempts > 0 { State::Deferred } else { State::Queued }
    }
}

/// The result of an attempt for a delivery.
pub(crate) struct DeliveryUpdate {
    pub(crate) state: State,
    /// When the next attempt is due, only for `Deferred`.
    pub(crate) due: Option<Timestamp>,
    /// When it is abandoned.
    pub(crate) expires_at: Option<Timestamp>,
    /// Whether it may have arrived without a reply.
    pub(crate) maybe_twice: bool,
}

/// `queued`, `deferred` → `sending`: the due deliveries of a message. Returns token and recipients, in order.
pub(crate) fn begin_sending(
    tx: &mut Tx<'_>,
    message: Id,
    lease: &Lease,
    now: Timestamp,
) -> Result<(Token, Vec<String>), QueueError> {
    let mut taken = tx.query(
        "UPDATE delivery SET state = 'sending', due = $3, owner = $4, changed_at = $2, \
         token = (SELECT max(token) + 1 FROM delivery WHERE message = $1) \
         WHERE message = $1 AND state IN ('queued', 'deferred') AND on_hold = 0 AND due <= $2 \
         AND (expires_at IS NULL OR expires_at > $2) \
         RETURNING position, recipient, attempts, first_try_at, expires_at, lost_answers, token",
        params![message, now.as_millisecond(), lease.until.as_millisecond(), lease.owner.into_bytes()],
        // All columns that settling reads: a delivery that cannot be settled must not be sent.
        |row| Ok((leased_delivery(row)?, row.get::<i64>(6)?)),
    )?;
    taken.sort_unstable_by_key(|(delivery, _)| delivery.position);
    let token = taken.first().map_or(0, |(_, token)| *token);
    Ok((Token(token), taken.into_iter().map(|(delivery, _)| delivery.recipient).collect()))
}

/// The deliveries that are still leased with `token`: none if the lease was rescued or another lease followed.
pub(crate) fn leased_deliveries(tx: &mut Tx<'_>, message: Id, token: Token) -> Result<Vec<LeasedDelivery>, QueueError> {
    Ok(tx.query(
        "SELECT position, recipient, attempts, first_try_at, expires_at, lost_answers FROM delivery \
         WHERE message = $1 AND token = $2 AND state = 'sending' ORDER BY position",
        params![message, token.0],
        leased_delivery,
    )?)
}

fn leased_delivery(row: &Row<'_>) -> Result<LeasedDelivery, DbError> {
    Ok(LeasedDelivery {
        position: row.get(0)?,
        recipient: row.get(1)?,
        attempts: row.get(2)?,
        first_try_at: row.get(3)?,
        expires_at: row.get(4)?,
        lost_answers: row.get(5)?,
    })
}

/// `sending` → the result of the attempt.
pub(crate) fn settle_one(
    tx: &mut Tx<'_>,
    message: Id,
    leased: &LeasedDelivery,
    update: &DeliveryUpdate,
    outcome: Option<&str>,
    now: Timestamp,
) -> Result<(), QueueError> {
    tx.execute(
        "UPDATE delivery SET state = $3, due = $4, expires_at = $5, owner = NULL, attempts = attempts + 1, \
         first_try_at = coalesce(first_try_at, $6), maybe_twice = CASE WHEN $7 = 1 THEN 1 ELSE maybe_twice END, \
         lost_answers = lost_answers + $7, changed_at = $6, outcome = $8 \
         WHERE message = $1 AND position = $2",
        params![
            message,
            leased.position,
            update.state,
            update.due.map(|due| due.as_millisecond()),
            update.expires_at.map(|end| end.as_millisecond()),
            now.as_millisecond(),
            update.maybe_twice,
            outcome,
        ],
    )?;
    Ok(())
}

/// `sending` → the state before the lease, for a delivery that was not tried although others of its message were.
pub(crate) fn release_one(
    tx: &mut Tx<'_>,
    message: Id,
    leased: &LeasedDelivery,
    due: Timestamp,
) -> Result<(), QueueError> {
    tx.execute(
        &format!("UPDATE delivery SET {WAITS_AGAIN}, due = $3 WHERE message = $1 AND position = $2"),
        params![message, leased.position, due.as_millisecond()],
    )?;
    Ok(())
}

/// `sending` → the state before the lease, without counting an attempt; due at `due`.
pub(crate) fn release_claim(tx: &mut Tx<'_>, message: Id, token: Token, due: Timestamp) -> Result<(), QueueError> {
    tx.execute(
        &format!("UPDATE delivery SET {WAITS_AGAIN}, due = $3 WHERE message = $1 AND token = $2 AND state = 'sending'"),
        params![message, token.0, due.as_millisecond()],
    )?;
    Ok(())
}

/// `sending` → `failed`, for a message that is tried only once and was not tried: a test whose connection failed, or
/// that was interrupted.
pub(crate) fn fail_untried(
    tx: &mut Tx<'_>,
    message: Id,
    token: Token,
    outcome: &str,
    now: Timestamp,
) -> Result<(), QueueError> {
    tx.execute(
        "UPDATE delivery SET state = 'failed', due = NULL, owner = NULL, changed_at = $3, outcome = $4 \
         WHERE message = $1 AND token = $2 AND state = 'sending'",
        params![message, token.0, now.as_millisecond(), outcome],
    )?;
    Ok(())
}

/// A delivery that was tried before is deferred again; otherwise it is queued.
const WAITS_AGAIN: &str = "state = CASE WHEN attempts > 0 THEN 'deferred' ELSE 'queued' END, owner = NULL";

/// The deliveries of a message whose lease was abandoned.
pub(crate) struct AbandonedLeases {
    pub(crate) message: Id,
    pub(crate) token: Token,
    pub(crate) is_test: bool,
}

pub(crate) const ABANDONED: &str = "SELECT DISTINCT d.message, d.token, coalesce(m.kind = 'test', 0) FROM delivery d \
     LEFT JOIN message m ON m.id = d.message \
     WHERE d.due IS NOT NULL AND d.on_hold IN (0, 1) AND d.state = 'sending' AND (d.due <= $1 OR d.owner = $2)";

/// Every lease that has ended, and every lease of `owner`.
pub(crate) fn abandoned(
    tx: &mut Tx<'_>,
    owner: Option<Uuid>,
    now: Timestamp,
) -> Result<Vec<AbandonedLeases>, QueueError> {
    Ok(tx.query(ABANDONED, params![now.as_millisecond(), owner.map(Uuid::into_bytes)], |row| {
        Ok(AbandonedLeases { message: row.get(0)?, token: Token(row.get(1)?), is_test: row.get(2)? })
    })?)
}

/// `sending` → `sending`: extends the lease for its holder.
pub(crate) fn extend_lease(tx: &mut Tx<'_>, message: Id, token: Token, until: Timestamp) -> Result<(), QueueError> {
    tx.execute(
        "UPDATE delivery SET due = $3 WHERE message = $1 AND token = $2 AND state = 'sending'",
        params![message, token.0, until.as_millisecond()],
    )?;
    Ok(())
}

/// `sending` → the state before the lease, due now; marked if it may have arrived already. Returns the number of
/// deliveries.
pub(crate) fn free(
    tx: &mut Tx<'_>,
    message: Id,
    token: Token,
    may_have_arrived: bool,
    now: Timestamp,
) -> Result<usize, QueueError> {
    Ok(tx.execute(
        &format!(
            "UPDATE delivery SET {WAITS_AGAIN}, due = $3, changed_at = $3, \
             maybe_twice = CASE WHEN $4 = 1 THEN 1 ELSE maybe_twice END \
             WHERE message = $1 AND token = $2 AND state = 'sending'"
        ),
        params![message, token.0, now.as_millisecond(), may_have_arrived],
    )?)
}

/// Waiting deliveries (with a due time and not sending) that have expired.
pub(crate) const OVER: &str = "SELECT message, position FROM delivery WHERE expires_at IS NOT NULL \
     AND due IS NOT NULL AND expires_at <= $1 AND state <> 'sending' ORDER BY expires_at LIMIT $2";

/// `queued`, `deferred` → `expired`: ends expired deliveries. Returns their number. Those that expired while the clock
/// leapt or the server was down first get one last attempt.
///
/// Cheap if nothing has expired. At most a thousand at once, so that the writer is not blocked: call it again while
/// it returns that many.
pub fn expire(tx: &mut Tx<'_>, now: Timestamp) -> Result<usize, QueueError> {
    const MOST: usize = 1000;
    clock::note_time(tx, now)?;
    let over =
        tx.query(OVER, params![now.as_millisecond(), MOST], |row| Ok((row.get::<Id>(0)?, row.get::<u32>(1)?)))?;
    for (message, position) in &over {
        let expired = tx.execute(
            "UPDATE delivery SET state = 'expired', due = NULL, changed_at = $3 WHERE message = $1 AND position = $2",
            params![*message, *position, now.as_millisecond()],
        );
        skip_unreadable(*message, expired.map_err(QueueError::Db))?;
        let noted = notifications::note_ended(tx, *message, *position, State::Expired, now);
        skip_unreadable(*message, noted)?;
    }
    for message in over.iter().map(|(message, _)| *message).collect::<BTreeSet<_>>() {
        let deleted = bodies::delete_ended_ticket(tx, message);
        skip_unreadable(message, deleted)?;
    }
    Ok(over.len())
}

/// `queued`, `deferred` → `cancelled`. Returns the number of deliveries. A `sending` delivery gets no further attempt:
/// it expires if this one does not deliver it.
pub(crate) fn cancel(tx: &mut Tx<'_>, message: Id, now: Timestamp) -> Result<usize, QueueError> {
    tx.execute(
        "UPDATE delivery SET expires_at = $2 WHERE message = $1 AND state = 'sending'",
        params![message, now.as_millisecond()],
    )?;
    let cancelled = tx.execute(
        "UPDATE delivery SET state = 'cancelled', due = NULL, changed_at = $2 \
         WHERE message = $1 AND state IN ('queued', 'deferred')",
        params![message, now.as_millisecond()],
    )?;
    bodies::delete_ended_ticket(tx, message)?;
    Ok(cancelled)
}

/// `deferred`, `queued` → due now. Returns the number of deliveries.
pub(crate) fn make_due(tx: &mut Tx<'_>, message: Id, now: Timestamp) -> Result<usize, QueueError> {
    Ok(tx.execute(
        "UPDATE delivery SET due = $2 WHERE message = $1 AND state IN ('queued', 'deferred') AND on_hold = 0",
        params![message, now.as_millisecond()],
    )?)
}

/// `states`, which are final → `queued`, with a new count of attempts and time limit. Returns the number of deliveries.
pub(crate) fn restart(
    tx: &mut Tx<'_>,
    message: Id,
    states: &[State],
    expires_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<usize, QueueError> {
    let mut again = 0;
    for state in states {
        again += tx.execute(
            "UPDATE delivery SET state = 'queued', due = $2, expires_at = $3, attempts = 0, first_try_at = NULL, \
             lost_answers = 0, on_hold = 0, changed_at = $2 WHERE message = $1 AND state = $4",
            params![message, now.as_millisecond(), expires_at.map(|end| end.as_millisecond()), *state],
        )?;
    }
    Ok(again)
}

/// A new delivery of an accepted message: `queued`, or `sending` at once if a lease is given.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    message: Id,
    (position, recipient): (usize, &str),
    (lane, source): (Lane, SourceKey),
    expires_at: Option<Timestamp>,
    lease: Option<&Lease>,
    now: Timestamp,
) -> Result<(), QueueError> {
    let state = if lease.is_some() { State::Sending } else { State::Queued };
    let due = lease.map_or(now, |lease| lease.until);
    tx.execute(
        "INSERT INTO delivery (message, position, recipient, state, lane, due, expires_at, token, owner, attempts, \
         maybe_twice, changed_at, source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, $10, $11)",
        params![
            message,
            position,
            recipient,
            state,
            lane,
            due.as_millisecond(),
            expires_at.map(|end| end.as_millisecond()),
            Token::FIRST.0,
            lease.map(|lease| lease.owner.into_bytes()),
            now.as_millisecond(),
            // Urgent mail is sent in the order in which it is due, regardless of its source.
            if lane == Lane::Bulk { source } else { SourceKey::default() },
        ],
    )?;
    Ok(())
}
