//! The states of a delivery, and every statement that moves one between them.
//!
//! - `queued`: in when accepted, or when a person retries what had ended. Out: leased → `sending`.
//! - `sending`: in by a lease, with owner, end and token; the end moves on where its holder asks. Out: a verdict → `sent`, `kept`, `deferred`, `failed`,
//!   `uncertain`, `expired`;
//!   given back or rescued → `queued` or `deferred`, whichever it was. A dead process' rows are freed by `rescue`.
//! - `deferred`: in by a verdict. Out: leased when due → `sending`.
//! - `queued` and `deferred` also end by `cancel` → `cancelled` and by `expire` → `expired`; what is `sending` does not.
//! - `sent`, `kept`, `failed`, `uncertain`, `expired`, `cancelled` are final. A person may retry the last four → `queued`,
//!   with a fresh time limit; `uncertain` only where that is asked for, because it may arrive twice. Nobody cleans them:
//!   they are the history; `retention` drops their texts.

use std::collections::BTreeSet;

use jiff::Timestamp;
use storage::{Read as _, Tx, params};
use uuid::Uuid;

use crate::damage::passing_over;
use crate::lease::{Lease, Token};
use crate::{Id, Lane, QueueError, State, bodies, clock};

/// A delivery that the holder of a token has in its hands.
pub(crate) struct Held {
    pub(crate) position: u32,
    pub(crate) recipient: String,
    pub(crate) attempts: u32,
    pub(crate) first_try_at: Option<i64>,
    pub(crate) expires_at: Option<i64>,
    /// How often the answer to the complete message was lost.
    pub(crate) lost_answers: u32,
}

impl Held {
    /// What it is when it is given back.
    pub(crate) fn waits_as(&self) -> State {
        if self.attempts > 0 { State::Deferred } else { State::Queued }
    }
}

/// What an attempt made of a delivery.
pub(crate) struct Fate {
    pub(crate) state: State,
    /// The next attempt, for `Deferred` alone.
    pub(crate) due: Option<Timestamp>,
    /// When it is given up, from now on.
    pub(crate) expires_at: Option<Timestamp>,
    /// It may have arrived, and is not known to have.
    pub(crate) maybe_twice: bool,
}

/// `queued`, `deferred` → `sending`: what of a message is due. Answers token and recipients, in order.
pub(crate) fn begin_sending(
    tx: &mut Tx<'_>,
    message: Id,
    lease: &Lease,
    now: Timestamp,
) -> Result<(Token, Vec<String>), QueueError> {
    let mut taken = tx.query(
        "UPDATE delivery SET state = 'sending', due = $3, owner = $4, changed_at = $2, \
         token = (SELECT max(token) + 1 FROM delivery WHERE message = $1) \
         WHERE message = $1 AND state IN ('queued', 'deferred') AND due <= $2 \
         AND (expires_at IS NULL OR expires_at > $2) RETURNING position, recipient, token",
        params![message, now.as_millisecond(), lease.until.as_millisecond(), lease.owner.into_bytes()],
        |row| Ok((row.get::<u32>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?)),
    )?;
    taken.sort_unstable_by_key(|(position, ..)| *position);
    let token = taken.first().map_or(0, |(_, _, token)| *token);
    Ok((Token(token), taken.into_iter().map(|(_, recipient, _)| recipient).collect()))
}

/// What the holder of `token` still has: nothing, once the lease was rescued or another lease followed.
pub(crate) fn held(tx: &mut Tx<'_>, message: Id, token: Token) -> Result<Vec<Held>, QueueError> {
    Ok(tx.query(
        "SELECT position, recipient, attempts, first_try_at, expires_at, lost_answers FROM delivery \
         WHERE message = $1 AND token = $2 AND state = 'sending' ORDER BY position",
        params![message, token.0],
        |row| {
            Ok(Held {
                position: row.get(0)?,
                recipient: row.get(1)?,
                attempts: row.get(2)?,
                first_try_at: row.get(3)?,
                expires_at: row.get(4)?,
                lost_answers: row.get(5)?,
            })
        },
    )?)
}

/// `sending` → what the attempt made of it.
pub(crate) fn settle_one(
    tx: &mut Tx<'_>,
    message: Id,
    held: &Held,
    fate: &Fate,
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
            held.position,
            fate.state,
            fate.due.map(|due| due.as_millisecond()),
            fate.expires_at.map(|end| end.as_millisecond()),
            now.as_millisecond(),
            fate.maybe_twice,
            outcome,
        ],
    )?;
    Ok(())
}

/// `sending` → what it was before the lease, for one that was not tried though others of its message were.
pub(crate) fn give_one_back(tx: &mut Tx<'_>, message: Id, held: &Held, due: Timestamp) -> Result<(), QueueError> {
    tx.execute(
        &format!("UPDATE delivery SET {WAITS_AGAIN}, due = $3 WHERE message = $1 AND position = $2"),
        params![message, held.position, due.as_millisecond()],
    )?;
    Ok(())
}

/// `sending` → what it was before the lease, without an attempt spent; due at `due`.
pub(crate) fn give_back(tx: &mut Tx<'_>, message: Id, token: Token, due: Timestamp) -> Result<(), QueueError> {
    tx.execute(
        &format!("UPDATE delivery SET {WAITS_AGAIN}, due = $3 WHERE message = $1 AND token = $2 AND state = 'sending'"),
        params![message, token.0, due.as_millisecond()],
    )?;
    Ok(())
}

/// `sending` → `failed`, for what is tried once and was not tried: a test whose connection is in trouble, or that was
/// interrupted.
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

/// A delivery that was tried before is deferred again; one that was not is queued.
const WAITS_AGAIN: &str = "state = CASE WHEN attempts > 0 THEN 'deferred' ELSE 'queued' END, owner = NULL";

/// Leases that nobody holds any more.
pub(crate) struct Abandoned {
    pub(crate) message: Id,
    pub(crate) token: Token,
    pub(crate) is_test: bool,
}

pub(crate) const ABANDONED: &str = "SELECT DISTINCT d.message, d.token, coalesce(m.kind = 'test', 0) FROM delivery d \
     LEFT JOIN message m ON m.id = d.message \
     WHERE d.due IS NOT NULL AND d.state = 'sending' AND (d.due <= $1 OR d.owner = $2)";

/// Every lease that has ended, and every lease of `owner`.
pub(crate) fn abandoned(tx: &mut Tx<'_>, owner: Option<Uuid>, now: Timestamp) -> Result<Vec<Abandoned>, QueueError> {
    Ok(tx.query(ABANDONED, params![now.as_millisecond(), owner.map(Uuid::into_bytes)], |row| {
        Ok(Abandoned { message: row.get(0)?, token: Token(row.get(1)?), is_test: row.get(2)? })
    })?)
}

/// `sending` → `sending`: the lease goes on for its holder, who still has it in hand.
pub(crate) fn hold_on(tx: &mut Tx<'_>, message: Id, token: Token, until: Timestamp) -> Result<(), QueueError> {
    tx.execute(
        "UPDATE delivery SET due = $3 WHERE message = $1 AND token = $2 AND state = 'sending'",
        params![message, token.0, until.as_millisecond()],
    )?;
    Ok(())
}

/// `sending` → what it was before, due now and marked: it may have been handed over already. Answers how many.
pub(crate) fn free(tx: &mut Tx<'_>, message: Id, token: Token, now: Timestamp) -> Result<usize, QueueError> {
    Ok(tx.execute(
        &format!(
            "UPDATE delivery SET {WAITS_AGAIN}, due = $3, changed_at = $3, maybe_twice = 1 \
             WHERE message = $1 AND token = $2 AND state = 'sending'"
        ),
        params![message, token.0, now.as_millisecond()],
    )?)
}

/// What waits (has a due time and is not sending) beyond its end.
pub(crate) const OVER: &str = "SELECT message, position FROM delivery WHERE expires_at IS NOT NULL \
     AND due IS NOT NULL AND expires_at <= $1 AND state <> 'sending' ORDER BY expires_at LIMIT $2";

/// `queued`, `deferred` → `expired`: ends deliveries whose time is over. Answers how many. What ended while the clock leapt or
/// the server was down is first given one last try.
///
/// Cheap where nothing has expired. At most a thousand at once, so that the writer is not kept from others: call it
/// again while it answers that many.
pub fn expire(tx: &mut Tx<'_>, now: Timestamp) -> Result<usize, QueueError> {
    const MOST: usize = 1000;
    clock::catch_up(tx, now)?;
    let over =
        tx.query(OVER, params![now.as_millisecond(), MOST], |row| Ok((row.get::<Id>(0)?, row.get::<u32>(1)?)))?;
    for (message, position) in &over {
        let expired = tx.execute(
            "UPDATE delivery SET state = 'expired', due = NULL, changed_at = $3 WHERE message = $1 AND position = $2",
            params![*message, *position, now.as_millisecond()],
        );
        passing_over(*message, expired.map_err(QueueError::Db))?;
    }
    for message in over.iter().map(|(message, _)| *message).collect::<BTreeSet<_>>() {
        let forgotten = bodies::forget_ended_ticket(tx, message);
        passing_over(message, forgotten)?;
    }
    Ok(over.len())
}

/// `queued`, `deferred` → `cancelled`. Answers how many. What is `sending` gets no further attempt: its time is over when
/// this one ends without delivery.
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
    bodies::forget_ended_ticket(tx, message)?;
    Ok(cancelled)
}

/// `deferred`, `queued` → due now. Answers how many.
pub(crate) fn hurry(tx: &mut Tx<'_>, message: Id, now: Timestamp) -> Result<usize, QueueError> {
    Ok(tx.execute(
        "UPDATE delivery SET due = $2 WHERE message = $1 AND state IN ('queued', 'deferred')",
        params![message, now.as_millisecond()],
    )?)
}

/// `states`, which are final → `queued`, with a fresh count and time limit. Answers how many.
pub(crate) fn begin_again(
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
             lost_answers = 0, changed_at = $2 WHERE message = $1 AND state = $4",
            params![message, now.as_millisecond(), expires_at.map(|end| end.as_millisecond()), *state],
        )?;
    }
    Ok(again)
}

/// A new delivery of an accepted message: `queued`, or `sending` at once where a lease is given.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    message: Id,
    (position, recipient): (usize, &str),
    lane: Lane,
    expires_at: Option<Timestamp>,
    lease: Option<&Lease>,
    now: Timestamp,
) -> Result<(), QueueError> {
    let state = if lease.is_some() { State::Sending } else { State::Queued };
    let due = lease.map_or(now, |lease| lease.until);
    tx.execute(
        "INSERT INTO delivery (message, position, recipient, state, lane, due, expires_at, token, owner, attempts, \
         maybe_twice, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, $10)",
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
        ],
    )?;
    Ok(())
}
