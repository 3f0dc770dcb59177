//! Moves the stored times of scripts when the clock was set back, so that schedules do not wait until the clock catches
//! up.
//!
//! Called by the timekeeper, in the transaction that records the leap.

use std::time::Duration;

use jiff::Timestamp;
use storage::{DbError, Read as _, Tx, params};
use uuid::Uuid;

use crate::schedule::Schedule;
use crate::script::set_next;

/// Moves each schedule to its first time that is not before the moved one, so that none fires early or twice. Returns
/// how many were moved.
///
/// # Errors
/// If the database cannot be read or written.
pub fn set_back(tx: &mut Tx<'_>, back: Duration, now: Timestamp) -> Result<usize, DbError> {
    let sql = "SELECT id, cron, time_zone, next_at FROM script WHERE next_at > $1";
    let scheduled = tx.query(sql, params![now.as_millisecond()], |row| {
        let id = Uuid::from_bytes(row.get(0)?);
        Ok((id, row.get::<Option<String>>(1)?, row.get::<String>(2)?, row.get::<i64>(3)?))
    })?;
    let mut moved = 0;
    for (id, cron, time_zone, next_at) in scheduled {
        // A schedule that cannot be read is reported when it is due.
        let schedule = cron.and_then(|cron| Schedule::parse(&cron, &time_zone).ok());
        let (Some(schedule), Ok(next_at)) = (schedule, Timestamp::from_millisecond(next_at)) else { continue };
        let meant = next_at.checked_sub(back).unwrap_or(Timestamp::MIN).max(now);
        let just_before = meant.checked_sub(Duration::from_millis(1)).unwrap_or(meant);
        set_next(tx, id, schedule.next_after(just_before))?;
        moved += 1;
    }
    Ok(moved)
}
