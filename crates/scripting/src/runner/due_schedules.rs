//! Schedules: each fires once when it is due. What was due while the server was down fires once, marked as late.

use std::time::Duration;

use jiff::Timestamp;
use storage::{DbError, Read, params};

use super::super::schedule::Schedule;
use super::super::script::{self, Script};
use super::super::{Inner, ScriptsError, runs, stored_time};
use crate::{Input, Start, Trigger};

/// A run that starts later than this after its time is marked as late.
const LATE_AFTER: Duration = Duration::from_secs(60);

/// When the next schedule is due.
pub(super) fn next_due(rx: &mut impl Read) -> Result<Option<Timestamp>, DbError> {
    let next = rx.query_first("SELECT MIN(next_at) FROM script WHERE next_at IS NOT NULL", params![], |row| {
        row.get::<Option<i64>>(0)
    })?;
    next.flatten().map(stored_time).transpose()
}

/// Has a run of each script wait whose schedule is due.
pub(super) async fn fire_due(inner: &Inner) -> Result<(), ScriptsError> {
    let now = inner.now();
    let due = inner.deps.db.read(move |rx| script::due(rx, now)).await?;
    for script in due {
        let name = script.name.clone();
        match fire(inner, script, now).await {
            Err(ScriptsError::TooMany { waiting }) => {
                tracing::warn!(script = name, waiting, "a schedule was due, but too many runs of its script wait");
            }
            other => other?,
        }
    }
    Ok(())
}

/// Fires one schedule and sets its next time, in one transaction: it fires once.
async fn fire(inner: &Inner, script: Script, now: Timestamp) -> Result<(), ScriptsError> {
    let Some(due_at) = script.next_at else { return Ok(()) };
    let schedule = script.cron.as_deref().and_then(|cron| Schedule::parse(cron, &script.time_zone).ok());
    let next = schedule.and_then(|schedule| schedule.next_after(now));
    let late = Duration::try_from(now.duration_since(due_at)).is_ok_and(|age| age > LATE_AFTER);
    let input = serde_json::json!({ "scheduled_for": due_at.to_string() });
    let input = Input::of(&input).map_err(|fault| ScriptsError::Faults(vec![fault]))?;
    let start = Start { trigger: Trigger::Schedule, started_by: None, input, late };
    let run = inner.deps.random.id(now);
    let too_many = inner
        .deps
        .db
        .write(move |tx| {
            // Another schedule was set meanwhile: its time is another one.
            if script::find(tx, script.id)?.is_none_or(|stored| stored.next_at != Some(due_at)) {
                return Ok(None);
            }
            script::set_next(tx, script.id, next)?;
            match runs::insert(tx, run, script.id, &start, now) {
                Err(ScriptsError::TooMany { waiting }) => Ok(Some(waiting)),
                other => other.map(|()| None),
            }
        })
        .await?;
    too_many.map_or(Ok(()), |waiting| Err(ScriptsError::TooMany { waiting }))
}
