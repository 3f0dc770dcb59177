//! The clock that the database carries: the latest time seen. Due times are kept against it, because the machine's clock may
//! be set, also while the server is down.
//!
//! A clock that was set back: [`set_back`], called by the caretaker of time, moves what waits by the whole leap, or it would
//! stay put for as long. A clock that leapt forward, or a long downtime: [`catch_up`], called by [`crate::expire`], gives what
//! ended meanwhile one last try.

use std::time::Duration;

use jiff::Timestamp;
use storage::{Read as _, Tx, params};

use crate::{LONGEST_TRY, QueueError};

/// A clock that goes back by less is being adjusted; nothing waits noticeably longer for it.
const TOLERANCE: Duration = Duration::from_secs(5);

/// A server that runs looks at the clock each minute. Whatever ended within a longer gap had no chance to be tried.
const GAP: Duration = Duration::from_secs(5 * 60);

/// The last try must begin within this time: the connection may need some probes after a long downtime, and what waits is
/// sent one after the other.
const LAST_TRY_WITHIN: Duration = Duration::from_secs(6 * 60 * 60);

/// The time seen is stored again when it is older than this: no write for each look.
const STORED_EVERY: Duration = Duration::from_secs(30);

/// Looks whether the clock was set back since it was last seen; by how much, where it was. Stores `now` as seen then, so that
/// a leap is answered once: the caller moves what waits in the same transaction.
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
    // Going forward is for `catch_up`, which must know what was seen before.
    Ok(None)
}

/// Moves what waits back by the leap: next attempts, leases, and ends that were set by the wrong clock. Answers how many
/// deliveries were moved.
///
/// An end that a caller gave (a single-use link) is moved only where the message was accepted by the wrong clock. The end of
/// the tries is at most three days from now, whatever the clock said at the first one.
///
/// # Errors
/// The database.
pub fn set_back(tx: &mut Tx<'_>, back: Duration, now: Timestamp) -> Result<usize, QueueError> {
    let (now_ms, back) = (now.as_millisecond(), i64::try_from(back.as_millis()).unwrap_or(i64::MAX));
    // First, while the messages still say when they were accepted.
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

/// Gives what is deferred and ended since the clock was last seen one last try, and stores the time seen.
///
/// # Errors
/// The database.
pub(crate) fn catch_up(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), QueueError> {
    let Some(seen) = seen(tx)? else { return see(tx, now) };
    let gone = Duration::try_from(now.duration_since(seen)).unwrap_or_default();
    if gone > GAP {
        let until = now.checked_add(LAST_TRY_WITHIN).unwrap_or(Timestamp::MAX);
        let given = tx.execute(
            // A single-use link that ended is sent to nobody.
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
