//! Fires each schedule once when it is due. A schedule that was due while the server was down fires once, and its run
//! is marked as late.

use std::time::Duration;

use jiff::Timestamp;
use storage::{DbError, Read, params};
use uuid::Uuid;

use super::super::schedule::Schedule;
use super::super::script::{self, Script};
use super::super::{Inner, ScriptsError, runs, stored_time};
use crate::{Input, Start, Trigger};
use sending::storage_status::DamagedKind;

/// A run that starts more than this after its scheduled time is marked as late.
const LATE_AFTER: Duration = Duration::from_secs(60);

/// When the next schedule is due.
pub(super) fn next_due(rx: &mut impl Read) -> Result<Option<Timestamp>, DbError> {
    let next = rx.query_first("SELECT MIN(next_at) FROM script WHERE next_at IS NOT NULL", params![], |row| {
        row.get::<Option<i64>>(0)
    })?;
    // An unreadable time counts as due: firing reports what is wrong with it.
    Ok(next.flatten().map(|at| stored_time(at).unwrap_or(Timestamp::MIN)))
}

/// Queues a run of each script whose schedule is due.
pub(super) async fn fire_due(inner: &Inner) -> Result<(), ScriptsError> {
    let now = inner.now();
    let due = inner.deps.db.read(move |rx| script::due(rx, now)).await?;
    let mut first_error = None;
    for id in due {
        match fire_one(inner, id, now).await {
            Ok(()) => {}
            Err(ScriptsError::TooMany { waiting }) => {
                tracing::warn!(script = %id, waiting, "a schedule was due, but too many runs of its script wait");
            }
            Err(error) => {
                first_error.get_or_insert(error);
            }
        }
    }
    first_error.map_or(Ok(()), Err)
}

/// Fires one schedule. One that cannot be read is switched off, so that the others still fire.
async fn fire_one(inner: &Inner, id: Uuid, now: Timestamp) -> Result<(), ScriptsError> {
    let read = inner.deps.db.read(move |rx| script::find(rx, id)).await;
    let fired = match read {
        // Deleted in the meantime.
        Ok(None) => Ok(()),
        Ok(Some(script)) => fire(inner, script, now).await,
        Err(error) => Err(error.into()),
    };
    match fired {
        Err(ScriptsError::Db(error)) if error.is_unreadable() => {
            inner.deps.db.write(move |tx| script::set_next(tx, id, None)).await?;
            inner.deps.storage_status.report_damage(DamagedKind::Schedule, &id.to_string(), &error).await;
            Ok(())
        }
        fired => fired,
    }
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
            // Another schedule was set in the meantime, with another time.
            if script::find(tx, script.id)?.is_none_or(|stored| stored.next_at != Some(due_at)) {
                return Ok(None);
            }
            queue::note_time(tx, now)?;
            script::set_next(tx, script.id, next)?;
            match runs::insert(tx, run, script.id, &start, now) {
                Err(ScriptsError::TooMany { waiting }) => Ok(Some(waiting)),
                other => other.map(|()| None),
            }
        })
        .await?;
    too_many.map_or(Ok(()), |waiting| Err(ScriptsError::TooMany { waiting }))
}
