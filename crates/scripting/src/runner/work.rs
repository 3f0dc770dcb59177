//! One run, from its start to its end.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use sandbox::{Control, Outcome, Suspension, Usage};
use storage::DbError;
use uuid::Uuid;

use super::host::RunHost;
use super::run_log::{self, UnstoredRows};
use super::stops::{Stop, StopReason};
use crate::mail_limits::{MailLimits, ScriptLimits};
use crate::refusal::Refusal;
use crate::runs::{self, End, Job};
use crate::{Inner, RunFailure, RunState, allowed_recipients};
use accounts::{api_key, quota};
use sending::storage_status::DamagedKind;

/// Delay after a failed write.
const PAUSE: Duration = Duration::from_secs(5);

/// Processor time and wall time added for each mail above the default limit: many times what one mail needs.
const CPU_PER_MAIL: Duration = Duration::from_micros(500);
const WALL_PER_MAIL: Duration = Duration::from_millis(10);
/// Number of calls of other host functions allowed for each mail.
const HOST_CALLS_PER_MAIL: u64 = 10;

/// Runs one run to its end, or leaves it waiting if it could not be started. The result is stored with the run.
pub(super) async fn run(inner: &Arc<Inner>, run: Uuid, suspension: Suspension) {
    let stop = inner.stops.register(run);
    match begin(inner, run).await {
        Ok(Some((job, mail_limits))) => {
            inner.tell(run);
            go(inner, job, mail_limits, (&stop, suspension)).await;
        }
        // It was cancelled, or its script was deleted.
        Ok(None) => {}
        Err(error) if error.is_unreadable() && end_unreadable(inner, run, &error).await => {}
        Err(error) => {
            tracing::error!(error = &error as &dyn Error, %run, "starting a run failed; it waits");
            tokio::select! {
                () = inner.deps.clock.sleep(PAUSE) => {}
                () = stop.asked() => {}
            }
        }
    }
}

/// Ends a run that cannot be read, so that it does not block others. Returns whether that was stored.
async fn end_unreadable(inner: &Inner, run: Uuid, cause: &DbError) -> bool {
    let now = inner.now();
    match inner.deps.db.with_reserve().write(move |tx| runs::end_unreadable(tx, run, now)).await {
        Ok(is_there) => {
            inner.deps.storage_status.report_damage(DamagedKind::Run, &run.to_string(), cause).await;
            inner.count_ended(RunState::Failed, usize::from(is_there));
            inner.tell(run);
            true
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn Error, %run, "ending an unreadable run");
            false
        }
    }
}

/// Marks the run as running; returns its job and the current limits of its workspace.
async fn begin(inner: &Inner, run: Uuid) -> Result<Option<(Job, MailLimits)>, DbError> {
    let (db, now) = (&inner.deps.db, inner.now());
    let read = db.read(move |rx| {
        let Some((_, workspace)) = runs::owner_of(rx, run)? else { return Ok(None) };
        Ok::<_, DbError>(Some((
            allowed_recipients::allowed_recipients(rx, workspace)?,
            quota::of_workspace(rx, workspace)?,
        )))
    });
    let Some((allowed_recipients, counted)) = read.await? else { return Ok(None) };
    let begun = db.write(move |tx| {
        let Some(job) = runs::begin(tx, run, now)? else { return Ok(None) };
        let key = job.started_by.as_ref().map(|by| api_key::of_actor(tx, by)).transpose()?.flatten();
        Ok::<_, DbError>(Some((job, key)))
    });
    Ok(begun.await?.map(|(job, key)| {
        let script = &job.script;
        let mail_limits =
            MailLimits::new(Some(script.id), &script.limits, (script.workspace, &counted), allowed_recipients);
        (job, mail_limits.within_reach().started_by(key))
    }))
}

async fn go(inner: &Arc<Inner>, job: Job, mail_limits: MailLimits, (stop, suspension): (&Stop, Suspension)) {
    let (run, script) = (job.run, job.script.id);
    let limits = limits_of(&job.script.limits);
    let (log, writing) = run_log::start(inner.clone(), run, script);
    let mut host = RunHost::new(inner.clone(), &job, mail_limits, log);
    let order = sandbox::Job {
        now: inner.now(),
        time_zone: job.script.time_zone,
        language: job.script.language.tag().to_owned(),
        seed: inner.deps.random.bytes(),
        source: job.script.source,
        input: job.input,
    };
    let control = Control { stop: stop.asked(), suspension };
    let outcome = sandbox::run_until(&inner.deps.sandbox, order, &limits, &mut host, control).await;
    drop(host);
    let unstored = match writing.await {
        Ok(unstored) => unstored,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime is shutting down; the next start handles the run.
            Err(_) => return,
        },
    };
    let end = end_of(outcome, stop.why(), unstored.failed.as_ref());
    keep_end(inner, run, script, end, unstored, stop).await;
}

/// How the run ended, in the form that is stored.
fn end_of(outcome: Outcome, stopped: Option<StopReason>, unstored: Option<&Refusal>) -> End {
    let Usage { console_cut, .. } = *outcome.usage();
    let (state, fault) = match (unstored, outcome, stopped) {
        (Some(refusal), ..) => (RunState::Failed, Some(RunFailure::of_storage(refusal))),
        (None, Outcome::Finished(_), _) => (RunState::Finished, None),
        (None, Outcome::Failed(error, _), _) => (RunState::Failed, Some(RunFailure::from(&error))),
        (None, Outcome::Cancelled(_), Some(StopReason::Shutdown)) => (RunState::Interrupted, None),
        (None, Outcome::Cancelled(_), _) => (RunState::Cancelled, None),
    };
    End { state, console_cut: console_cut || unstored.is_some(), fault }
}

/// Stores how a run ended, with rows that could not be stored before. Retries until the disk has space; if the process
/// ends in the meantime, the next start handles the run. A run that was interrupted by a shutdown before it stored
/// anything waits again.
async fn keep_end(inner: &Arc<Inner>, run: Uuid, script: Uuid, end: End, unstored: UnstoredRows, stop: &Stop) {
    let kept = Arc::new((end, unstored));
    loop {
        let (now, written) = (inner.now(), kept.clone());
        let ended = inner.deps.db.write(move |tx| {
            let (end, unstored) = &*written;
            if end.state == RunState::Interrupted && unstored.is_empty() && runs::start_again(tx, run)? {
                return Ok(false);
            }
            let is_there = runs::end(tx, run, end, now)?;
            if is_there {
                unstored.insert(tx, run, script)?;
            }
            Ok::<_, DbError>(is_there)
        });
        match ended.await {
            Ok(is_there) => {
                inner.count_ended(kept.0.state, usize::from(is_there));
                return inner.tell(run);
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn Error, %run, "storing the end of a run failed; trying again")
            }
        }
        tokio::select! {
            biased;
            () = stop.process_ends() => return,
            () = inner.deps.clock.sleep(PAUSE) => {}
        }
    }
}

/// The limits of the sandbox, derived from the number of mails that the script may send.
pub(crate) fn limits_of(limits: &ScriptLimits) -> sandbox::Limits {
    let usual = sandbox::Limits::default();
    let mails = limits.per_run();
    let more = mails.saturating_sub(u32::try_from(usual.mails).unwrap_or(u32::MAX));
    sandbox::Limits {
        mails: u64::from(mails),
        cpu: usual.cpu + CPU_PER_MAIL * more,
        wall: usual.wall + WALL_PER_MAIL * more,
        host_calls: usual.host_calls + HOST_CALLS_PER_MAIL * u64::from(more),
        ..usual
    }
}
