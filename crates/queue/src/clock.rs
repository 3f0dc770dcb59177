//! The latest time seen, stored in the database. It shows when the machine's clock was set, also while the server was
//! down.
//!
//! If the clock was set back, [`set_back`], called by the timekeeper, moves waiting deliveries by the whole leap, or
//! they would not be attempted for as long. If it leapt forward, or after a long downtime, [`catch_up`], called by
//! [`crate::expire`], gives deliveries that expired in the meantime one last attempt.

use std::time::Duration;

use jiff::Timestamp;
use storage::{Read as _, Tx, params};

use crate::{LONGEST_TRY, QueueError};

/// A clock that goes back by less is being adjusted; the delay is not noticeable.
const TOLERANCE: Duration = Duration::from_secs(5);

/// A running server observes the clock each minute. Deliveries that expired within a longer gap had no chance of an
/// attempt.
const GAP: Duration = Duration::from_secs(5 * 60);

/// The last attempt must start within this time: the connection may need some probes after a long downtime, and
/// waiting messages are sent one after the other.
const LAST_TRY_WITHIN: Duration = Duration::from_secs(6 * 60 * 60);

/// The stored time is updated when it is older than this, to avoid a write for each observation.
const STORED_EVERY: Duration = Duration::from_secs(30);

/// Returns by how much the clock was set back since it was last observed, if it was. Then stores `now`, so that a
/// leap is reported once: the caller moves waiting deliveries in the same transaction.
///
/// # Errors
/// The database.
pub fn observe_clock(tx: &mut Tx<'_>, now: Timestamp) -> Result<Option<Duration>, QueueError> {
    let Some(seen) = seen(tx)? else {
        see(tx, now)?;
        return Ok(None);
    };
    if let Ok(back) = Duration::try_from(seen.duration_since(now))
        && back > TOLERANCE
    {
        see(tx, now)?;
        return Ok(Some(back));
    }
    // A leap forward is left to `catch_up`, which needs the time seen before.
    Ok(None)
}

/// Moves the times of waiting deliveries back by the leap: next attempts, leases, and expirations that were set with
/// the wrong clock. Returns how many deliveries were moved.
///
/// An expiration given by a caller (a single-use link) is moved only if the message was accepted with the wrong
/// clock. Attempts end at most three days from now, whatever the clock said at the first one.
///
/// # Errors
/// The database.
pub fn set_back(tx: &mut Tx<'_>, back: Duration, now: Timestamp) -> Result<usize, QueueError> {
    let (now_ms, back) = (now.as_millisecond(), i64::try_from(back.as_millis()).unwrap_or(i64::MAX));
    // First, while the messages still have their time of acceptance.
    let by_wrong_clock = "UPDATE delivery SET expires_at = max($1, expires_at - $2) \
        WHERE due IS NOT NULL AND expires_at IS NOT NULL AND first_try_at IS NULL \
        AND message IN (SELECT d.message FROM delivery d JOIN message m ON m.id = d.message \
                        WHERE d.due IS NOT NULL AND m.expires_at IS NOT NULL AND m.accepted_at > $1)";
    tx.execute(by_wrong_clock, params![now_ms, back])?;
    let longest = i64::try_from(LONGEST_TRY.as_millis()).unwrap_or(i64::MAX);
    let ends = "UPDATE delivery SET expires_at = min(expires_at, $1 + $2), first_try_at = min(first_try_at, $1) \
        WHERE due IS NOT NULL AND first_try_at IS NOT NULL";
    tx.execute(ends, params![now_ms, longest])?;
    let due = "UPDATE delivery SET due = max($1, due - $2) WHERE due IS NOT NULL AND due > $1";
    Ok(tx.execute(due, params![now_ms, back])?)
}

/// Gives deferred deliveries that expired since the clock was last observed one last attempt, and stores the time.
///
/// # Errors
/// The database.
pub(crate) fn catch_up(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), QueueError> {
    let Some(seen) = seen(tx)? else { return see(tx, now) };
    let gone = Duration::try_from(now.duration_since(seen)).unwrap_or_default();
    if gone > GAP {
        let until = now.checked_add(LAST_TRY_WITHIN).unwrap_or(Timestamp::MAX);
        let given = tx.execute(
            // An expired single-use link is not sent.
            "UPDATE delivery SET due = min(due, $2), expires_at = \
                 min($3, coalesce((SELECT m.expires_at FROM message m WHERE m.id = delivery.message), $3)) \
             WHERE due IS NOT NULL AND state = 'deferred' AND expires_at > $1 AND expires_at <= $2 \
             AND NOT EXISTS (SELECT 1 FROM message m WHERE m.id = delivery.message AND m.expires_at <= $2)",
            params![seen.as_millisecond(), now.as_millisecond(), until.as_millisecond()],
        )?;
        if given > 0 {
            tracing::info!(deliveries = given, "their time ended while the server was down; each is tried once more");
        }
    }
    if gone > STORED_EVERY { see(tx, now) } else { Ok(()) }
}

fn seen(tx: &mut Tx<'_>) -> Result<Option<Timestamp>, QueueError> {
    let seen = tx.query_first("SELECT at FROM clock_seen", params![], |row| row.get::<i64>(0))?;
    Ok(seen.and_then(|at| Timestamp::from_millisecond(at).ok()))
}

fn see(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), QueueError> {
    let sql = "INSERT INTO clock_seen (one, at) VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET at = excluded.at";
    tx.execute(sql, params![now.as_millisecond()])?;
    Ok(())
}
