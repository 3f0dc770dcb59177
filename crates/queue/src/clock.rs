//! The latest observed time, stored in the database. It reveals that the machine's clock was set, even while the server
//! was down.
//!
//! If the clock was set back, [`set_back`], called by the timekeeper, moves waiting deliveries by the whole leap;
//! otherwise they would be delayed by it. If the clock leapt forward, or after a long downtime, [`note_time`] gives
//! deliveries that expired in the meantime one last attempt, and for a day nothing is deleted because of that time
//! ([`retention_time`]).

use std::time::Duration;

use jiff::Timestamp;
use storage::{DbError, Read, Tx, params};

use crate::{MAX_RETRY_TIME, QueueError, usage};

/// Maximum step back that is ignored: the clock is being adjusted, and the delay is not noticeable.
const TOLERANCE: Duration = Duration::from_secs(5);

/// Maximum time between two observations that is not a gap: a running server observes the clock each minute. Deliveries
/// that expired within a longer gap had no chance of an attempt.
const GAP: Duration = Duration::from_secs(5 * 60);

/// Time limit of the last attempt: the connection may need some probes after a long downtime, and waiting messages are
/// sent one after the other.
const LAST_TRY_WITHIN: Duration = Duration::from_secs(6 * 60 * 60);

/// How long the server must observe the clock before the time of a gap counts as age. A wrong clock is usually
/// corrected within minutes.
const HOLD: Duration = Duration::from_secs(24 * 60 * 60);

/// The stored time is updated when it is older than this, to avoid a write for each observation.
const STORED_EVERY: Duration = Duration::from_secs(30);

/// Returns by how much the clock was set back since it was last observed; `None` if it was not. Stores `now`, so that a
/// leap is reported once: the caller moves waiting deliveries in the same transaction.
///
/// # Errors
/// The database.
pub fn observe_clock(tx: &mut Tx<'_>, now: Timestamp) -> Result<Option<Duration>, QueueError> {
    let Some(seen) = seen(tx)? else {
        see(tx, Observation::first(now))?;
        return Ok(None);
    };
    if let Ok(back) = Duration::try_from(seen.at.duration_since(now))
        && back > TOLERANCE
    {
        see(tx, seen.then(now))?;
        return Ok(Some(back));
    }
    note_time(tx, now)?;
    Ok(None)
}

/// Moves the times of waiting deliveries back by the leap: next attempts, leases, and expirations that were set with
/// the wrong clock. Returns how many deliveries were moved.
///
/// An expiration given by a caller (a single-use link) is moved only if the message was accepted with the wrong
/// clock. Attempts end at most three days from now, even if the first one was made with a wrong clock.
///
/// # Errors
/// The database.
pub fn set_back(tx: &mut Tx<'_>, back: Duration, now: Timestamp) -> Result<usize, QueueError> {
    let leap = back;
    let (now_ms, back) = (now.as_millisecond(), i64::try_from(back.as_millis()).unwrap_or(i64::MAX));
    // Done first, while the messages still have their original time of acceptance.
    let by_wrong_clock = "UPDATE delivery SET expires_at = max($1, expires_at - $2) \
        WHERE due IS NOT NULL AND expires_at IS NOT NULL AND first_try_at IS NULL \
        AND message IN (SELECT d.message FROM delivery d JOIN message m ON m.id = d.message \
                        WHERE d.due IS NOT NULL AND m.expires_at IS NOT NULL AND m.accepted_at > $1)";
    tx.execute(by_wrong_clock, params![now_ms, back])?;
    let longest = i64::try_from(MAX_RETRY_TIME.as_millis()).unwrap_or(i64::MAX);
    let ends = "UPDATE delivery SET expires_at = min(expires_at, $1 + $2), first_try_at = min(first_try_at, $1) \
        WHERE due IS NOT NULL AND first_try_at IS NOT NULL";
    tx.execute(ends, params![now_ms, longest])?;
    usage::set_back(tx, leap, now)?;
    tx.execute("UPDATE notification_due SET due = max($1, due - $2) WHERE due > $1", params![now_ms, back])?;
    let due = "UPDATE delivery SET due = max($1, due - $2) WHERE due IS NOT NULL AND due > $1";
    Ok(tx.execute(due, params![now_ms, back])?)
}

/// The time from which retention computes ages. A leap forward, or a long downtime, counts only after the server has
/// observed the clock for a day; if the clock is set back within that day, the leap deleted nothing.
///
/// # Errors
/// The database.
pub fn retention_time(rx: &mut impl Read, now: Timestamp) -> Result<Timestamp, DbError> {
    Ok(seen(rx)?.map_or(now, |seen| seen.then(now).retention_time()))
}

/// Gives deferred deliveries that expired since the clock was last observed one last attempt, and stores the time.
///
/// Called each minute, and in every transaction that stores when something is due: a clock that was ahead at that time
/// is then detected when it is corrected, even after a few seconds.
///
/// # Errors
/// The database.
pub fn note_time(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    let Some(seen) = seen(tx)? else { return see(tx, Observation::first(now)) };
    let gone = Duration::try_from(now.duration_since(seen.at)).unwrap_or_default();
    if gone > GAP {
        let until = now.checked_add(LAST_TRY_WITHIN).unwrap_or(Timestamp::MAX);
        let given = tx.execute(
            // An expired single-use link is not sent.
            "UPDATE delivery SET due = min(due, $2), expires_at = \
                 min($3, coalesce((SELECT m.expires_at FROM message m WHERE m.id = delivery.message), $3)) \
             WHERE due IS NOT NULL AND state = 'deferred' AND expires_at > $1 AND expires_at <= $2 \
             AND NOT EXISTS (SELECT 1 FROM message m WHERE m.id = delivery.message AND m.expires_at <= $2)",
            params![seen.at.as_millisecond(), now.as_millisecond(), until.as_millisecond()],
        )?;
        if given > 0 {
            tracing::info!(
                deliveries = given,
                "deliveries expired while the server was down; each gets one more attempt"
            );
        }
    }
    if gone > STORED_EVERY { see(tx, seen.then(now)) } else { Ok(()) }
}

/// The stored observation of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Observation {
    /// The latest observed time.
    at: Timestamp,
    /// The time of gaps that does not count as age yet.
    held: Duration,
    /// When that time begins to count.
    held_until: Timestamp,
}

impl Observation {
    fn first(now: Timestamp) -> Self {
        Self { at: now, held: Duration::ZERO, held_until: now }
    }

    /// The state after an observation at `now`.
    fn then(self, now: Timestamp) -> Self {
        let left = Duration::try_from(self.held_until.duration_since(self.at)).unwrap_or_default();
        let held = if left.is_zero() { Duration::ZERO } else { self.held };
        match Duration::try_from(now.duration_since(self.at)) {
            Ok(passed) if passed <= GAP => Self { at: now, ..self }.released(),
            // A gap that is longer than all before it starts the day again. Others do not; otherwise a machine that is
            // switched off every night would never delete anything.
            Ok(passed) => {
                let left = if passed > held { HOLD } else { left };
                Self { at: now, held: held.saturating_add(passed), held_until: later(now, left) }
            }
            // The clock was set back.
            Err(_) => {
                let back = Duration::try_from(self.at.duration_since(now)).unwrap_or_default();
                Self { at: now, held: held.saturating_sub(back), held_until: later(now, left) }
            }
        }
    }

    fn released(self) -> Self {
        if self.at < self.held_until { self } else { Self::first(self.at) }
    }

    fn retention_time(self) -> Timestamp {
        self.at.checked_sub(self.held).unwrap_or(Timestamp::MIN)
    }
}

fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// Reads the stored observation. Unreadable values are ignored and overwritten: they must not stop the server.
fn seen(rx: &mut impl Read) -> Result<Option<Observation>, DbError> {
    let sql = "SELECT at, held_ms, held_until FROM clock_seen";
    let seen = rx.query_first(sql, params![], |row| {
        Ok((row.get::<i64>(0).ok(), row.get::<i64>(1).ok(), row.get::<i64>(2).ok()))
    })?;
    Ok(seen.and_then(|(at, held, until)| {
        let at = Timestamp::from_millisecond(at?).ok()?;
        let held = Duration::from_millis(u64::try_from(held.unwrap_or(0)).unwrap_or(0));
        let held_until = until.and_then(|until| Timestamp::from_millisecond(until).ok()).unwrap_or(at);
        Some(Observation { at, held, held_until })
    }))
}

fn see(tx: &mut Tx<'_>, seen: Observation) -> Result<(), DbError> {
    let sql = "INSERT INTO clock_seen (one, at, held_ms, held_until) VALUES (1, $1, $2, $3) ON CONFLICT (one) DO UPDATE \
        SET at = excluded.at, held_ms = excluded.held_ms, held_until = excluded.held_until";
    let held = i64::try_from(seen.held.as_millis()).unwrap_or(i64::MAX);
    tx.execute(sql, params![seen.at.as_millisecond(), held, seen.held_until.as_millisecond()])?;
    Ok(())
}
