//! Writes of a run: insertion, start, calls and console, end. Called by the runner.

use std::time::Duration;

use jiff::Timestamp;
use queue::Id;
use sandbox::ConsoleLine;
use storage::{DbError, Read, Row, Tx, params};
use uuid::Uuid;

use super::read::{level_name, stored_starter};
use super::{RunState, Start};
use crate::script::{self as scripts, Script};
use crate::{Refusal, RunFailure, ScriptsError, unreadable};
use accounts::Actor;
use clock::first_id;

/// Maximum waiting runs of one script, so that a runaway caller of its webhook cannot fill the disk.
const WAITING_MAX: u64 = 1_000;
/// Maximum bytes of their inputs together: many large tables could fill the disk too.
const WAITING_BYTES_MAX: usize = 256 << 20;
/// Inputs up to this size in bytes are kept after the run ended: an order of a shop, not a table.
const INPUT_KEPT_BYTES: usize = 64_000;
/// Maximum number of restarts of a run whose process ended.
const RESTARTS_MAX: u32 = 3;
/// Condition that the script exists: it is deleted before its runs.
const HAS_SCRIPT: &str = "EXISTS (SELECT 1 FROM script WHERE script.id = script_run.script_id)";
/// Retention of runs after their end, and of the idempotency keys of their mails: a script that runs again over the
/// same table weeks later sends no mail twice.
pub(crate) const KEPT: Duration = Duration::from_secs(90 * 24 * 3600);
/// Maximum number of runs, and of calls, deleted in one transaction, so that other writers get their turn in between.
const FORGOTTEN_AT_ONCE: usize = 100;
const CALLS_FORGOTTEN_AT_ONCE: usize = 5_000;

/// A run to execute.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub run: Uuid,
    pub script: Script,
    pub trigger: super::Trigger,
    pub started_by: Option<Actor>,
    /// What the script sees as `input`, as JSON.
    pub input: String,
}

/// A call of `sendEmail`, as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub number: u64,
    pub at: Timestamp,
    pub line: Option<u32>,
    pub recipients: Vec<String>,
    pub subject: String,
}

/// How a run ended.
#[derive(Clone, Debug)]
pub(crate) struct End {
    pub state: RunState,
    pub console_cut: bool,
    pub fault: Option<RunFailure>,
}

/// Inserts a waiting run.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    run: Uuid,
    script: Uuid,
    start: &Start,
    now: Timestamp,
) -> Result<(), ScriptsError> {
    let version = tx
        .query_first("SELECT version FROM script WHERE id = $1", params![script.as_bytes()], |row| row.get::<u32>(0))?;
    let version = version.ok_or(ScriptsError::NotFound)?;
    let waiting = tx.query_first(
        "SELECT COUNT(*), COALESCE(SUM(OCTET_LENGTH(input)), 0) FROM script_run \
         WHERE state = 'waiting' AND script_id = $1",
        params![script.as_bytes()],
        |row| Ok((row.get::<u64>(0)?, row.get::<usize>(1)?)),
    )?;
    let (waiting, bytes) = waiting.unwrap_or_default();
    if waiting >= WAITING_MAX || bytes >= WAITING_BYTES_MAX {
        return Err(ScriptsError::TooMany { waiting });
    }
    tx.execute(
        "INSERT INTO script_run (id, script_id, version, made_by, started_by, late, state, asked_at, input_rows, mails, \
         refused, console_cut, input) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, 0, 0, 0, $9)",
        params![
            run.as_bytes(),
            script.as_bytes(),
            version,
            start.trigger.name(),
            start.started_by.as_ref().map(Actor::to_stored).unwrap_or_default(),
            start.late,
            now.as_millisecond(),
            start.input.rows(),
            start.input.json(),
        ],
    )?;
    Ok(())
}

/// A waiting run.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    pub run: Uuid,
    pub script: Uuid,
    pub workspace: Uuid,
    /// Who is responsible for it, in the stored form: who started it, or who saved the version that a schedule or a
    /// webhook runs.
    pub person: String,
}

/// Runs that may start, oldest first: the oldest waiting run of each script that has no active one.
pub(crate) fn next_waiting(rx: &mut impl Read) -> Result<Vec<Waiting>, DbError> {
    rx.query(
        "SELECT script_run.id, script_run.script_id, script.workspace_id, \
         CASE WHEN script_run.made_by IN ('schedule', 'webhook') THEN coalesce(script_version.saved_by, '') \
         ELSE script_run.started_by END FROM script_run \
         JOIN script ON script.id = script_run.script_id LEFT JOIN script_version \
         ON script_version.script_id = script_run.script_id AND script_version.number = script_run.version \
         WHERE script_run.id IN (SELECT MIN(id) FROM script_run WHERE state = 'waiting' \
         AND script_id NOT IN (SELECT script_id FROM script_run WHERE state = 'running') GROUP BY script_id) \
         ORDER BY 1",
        params![],
        |row| {
            let id = |index| row.get(index).map(Uuid::from_bytes);
            Ok(Waiting { run: id(0)?, script: id(1)?, workspace: id(2)?, person: row.get(3)? })
        },
    )
}

/// The script and the workspace of a run, if it still exists.
pub(crate) fn owner_of(rx: &mut impl Read, run: Uuid) -> Result<Option<(Uuid, Uuid)>, DbError> {
    rx.query_first(
        "SELECT script_run.script_id, script.workspace_id FROM script_run \
         JOIN script ON script.id = script_run.script_id WHERE script_run.id = $1",
        params![run.as_bytes()],
        |row| Ok((Uuid::from_bytes(row.get(0)?), Uuid::from_bytes(row.get(1)?))),
    )
}

/// Marks a run as running and returns the job; `None` if it no longer waits. The source is that of the version that was
/// newest when the run was requested; all other settings of the script are the current ones.
pub(crate) fn begin(tx: &mut Tx<'_>, run: Uuid, now: Timestamp) -> Result<Option<Job>, DbError> {
    let found = tx.query_first(
        "SELECT script_run.script_id, script_run.version, script_run.made_by, script_run.started_by, \
         script_run.input, script_version.source FROM script_run JOIN script_version \
         ON script_version.script_id = script_run.script_id AND script_version.number = script_run.version \
         WHERE script_run.id = $1 AND script_run.state = 'waiting'",
        params![run.as_bytes()],
        |row| {
            Ok((
                Uuid::from_bytes(row.get(0)?),
                row.get::<u32>(1)?,
                row.get::<String>(2)?,
                row.get::<String>(3)?,
                row.get::<Option<String>>(4)?,
                row.get::<String>(5)?,
            ))
        },
    )?;
    let Some((id, version, trigger, started_by, input, source)) = found else {
        let waits = "SELECT 1 FROM script_run JOIN script ON script.id = script_run.script_id \
                     WHERE script_run.id = $1 AND script_run.state = 'waiting'";
        return match tx.query_first(waits, params![run.as_bytes()], |row| row.get::<u32>(0))? {
            Some(_) => Err(unreadable("the version of the script is missing")),
            None => Ok(None),
        };
    };
    let Some(script) = scripts::find(tx, id)? else { return Ok(None) };
    tx.execute(
        "UPDATE script_run SET state = 'running', started_at = $2 WHERE id = $1",
        params![run.as_bytes(), now.as_millisecond()],
    )?;
    Ok(Some(Job {
        run,
        script: Script { version, source, ..script },
        trigger: super::Trigger::from_name(&trigger).ok_or_else(|| unreadable("no trigger has this name"))?,
        started_by: stored_starter(&started_by),
        input: input.unwrap_or_else(|| "null".to_owned()),
    }))
}

/// Stores a call with its message, or with the reason why it was refused.
pub(crate) fn insert_call(
    tx: &mut Tx<'_>,
    (run, script): (Uuid, Uuid),
    call: &Call,
    outcome: Result<(Id, bool), &Refusal>,
) -> Result<(), DbError> {
    let refusal = outcome.err().map(|refusal| refusal.to_stored().map_err(|error| unreadable(error.to_string())));
    let refusal = refusal.transpose()?;
    let recipients = serde_json::to_string(&call.recipients).map_err(|error| unreadable(error.to_string()))?;
    let (message, repeated) = outcome.ok().unzip();
    tx.execute(
        "INSERT INTO script_mail (run_id, number, script_id, at, line, message, repeated, recipients, subject, error) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            run.as_bytes(),
            call.number,
            script.as_bytes(),
            call.at.as_millisecond(),
            call.line,
            message,
            repeated.unwrap_or(false),
            recipients,
            &call.subject,
            refusal,
        ],
    )?;
    Ok(())
}

/// Adds stored calls to the counts of the run.
///
/// # Errors
/// If the script was deleted in the meantime; then none of the calls may be stored.
pub(crate) fn count_calls(tx: &mut Tx<'_>, run: Uuid, mails: usize, refused: usize) -> Result<(), DbError> {
    let counted = tx.execute(
        &format!("UPDATE script_run SET mails = mails + $2, refused = refused + $3 WHERE id = $1 AND {HAS_SCRIPT}"),
        params![run.as_bytes(), mails, refused],
    )?;
    if counted == 0 {
        return Err(unreadable("the script was deleted while it ran"));
    }
    Ok(())
}

/// Stores a line of the console.
pub(crate) fn insert_console(tx: &mut Tx<'_>, run: Uuid, number: u64, line: &ConsoleLine) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO script_console (run_id, number, level, text) VALUES ($1, $2, $3, $4)",
        params![run.as_bytes(), number, level_name(line.level), &line.text],
    )?;
    Ok(())
}

/// Stores how a run ended and removes a large input. Returns whether the run and its script still exist.
pub(crate) fn end(tx: &mut Tx<'_>, run: Uuid, end: &End, now: Timestamp) -> Result<bool, DbError> {
    let fault = end.fault.as_ref();
    let text = fault.map(|fault| fault.stored_text().map_err(|error| unreadable(error.to_string()))).transpose()?;
    let ended = tx.execute(
        &format!(
            "UPDATE script_run SET state = $2, ended_at = $3, console_cut = $4, error_reason = $5, error = $6, \
             error_line = $7, error_column = $8, error_source = $9, \
             input = CASE WHEN length(input) > $10 THEN NULL ELSE input END \
             WHERE id = $1 AND state = 'running' AND {HAS_SCRIPT}"
        ),
        params![
            run.as_bytes(),
            end.state.name(),
            now.as_millisecond(),
            end.console_cut,
            fault.map(|fault| fault.reason.as_str()),
            text,
            fault.and_then(|fault| fault.line),
            fault.and_then(|fault| fault.column),
            fault.and_then(|fault| fault.source_line.as_deref()),
            INPUT_KEPT_BYTES,
        ],
    )?;
    Ok(ended == 1)
}

/// Cancels a run if it waits; returns whether it did.
pub(crate) fn cancel_waiting(tx: &mut Tx<'_>, run: Uuid, now: Timestamp) -> Result<bool, DbError> {
    let cancelled = tx.execute(
        "UPDATE script_run SET state = 'cancelled', ended_at = $2, input = NULL WHERE id = $1 AND state = 'waiting'",
        params![run.as_bytes(), now.as_millisecond()],
    )?;
    Ok(cancelled == 1)
}

/// Ends a waiting run that cannot be read, as failed.
pub(crate) fn end_unreadable(tx: &mut Tx<'_>, run: Uuid, now: Timestamp) -> Result<bool, DbError> {
    let sql = "UPDATE script_run SET state = 'running' WHERE id = $1 AND state = 'waiting'";
    tx.execute(sql, params![run.as_bytes()])?;
    let failed = End { state: RunState::Failed, console_cut: false, fault: Some(RunFailure::unreadable()) };
    end(tx, run, &failed, now)
}

/// Makes an interrupted run wait again if no call of it was stored, so that nothing can happen twice. Returns whether
/// it did. A run that was restarted too often is not: it may be what ends the process.
pub(crate) fn start_again(tx: &mut Tx<'_>, run: Uuid) -> Result<bool, DbError> {
    let again = tx.execute(
        &format!(
            "UPDATE script_run SET state = 'waiting', started_at = NULL, console_cut = 0, restarts = restarts + 1 \
             WHERE id = $1 AND state = 'running' AND restarts < $2 AND {HAS_SCRIPT} \
             AND NOT EXISTS (SELECT 1 FROM script_mail WHERE run_id = $1)"
        ),
        params![run.as_bytes(), RESTARTS_MAX],
    )?;
    if again == 1 {
        tx.execute("DELETE FROM script_console WHERE run_id = $1", params![run.as_bytes()])?;
    }
    Ok(again == 1)
}

/// Whether the run has ended or will run; not if it was interrupted or deleted.
pub(crate) fn is_carried_out(rx: &mut impl Read, run: Uuid) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM script_run WHERE id = $1 AND state <> 'interrupted'";
    Ok(rx.query_first(sql, params![run.as_bytes()], |row| row.get::<u32>(0))?.is_some())
}

/// Marks a run as interrupted.
pub(crate) fn interrupt(tx: &mut Tx<'_>, run: Uuid, now: Timestamp) -> Result<(), DbError> {
    end(tx, run, &End { state: RunState::Interrupted, console_cut: false, fault: None }, now).map(|_| ())
}

/// The runs that the end of the last process interrupted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct InterruptedRuns {
    /// Runs that had stored nothing and wait again.
    pub started_again: usize,
    /// Runs that had stored something and are marked as interrupted.
    pub interrupted: usize,
}

/// Called at the start: runs that the end of the last process interrupted wait again or are marked as interrupted.
pub(crate) fn interrupt_open(tx: &mut Tx<'_>, now: Timestamp) -> Result<InterruptedRuns, DbError> {
    let open = tx.query("SELECT id FROM script_run WHERE state = 'running'", params![], |row| {
        row.get(0).map(Uuid::from_bytes)
    })?;
    let mut cut_off = InterruptedRuns::default();
    for run in open {
        if start_again(tx, run)? {
            cut_off.started_again += 1;
        } else {
            interrupt(tx, run, now)?;
            cut_off.interrupted += 1;
        }
    }
    Ok(cut_off)
}

/// Deletes a batch of runs that ended long ago or whose script was deleted: first the calls of the oldest run, then
/// runs. Returns whether there may be more.
pub(crate) fn forget(tx: &mut Tx<'_>, now: Timestamp) -> Result<bool, DbError> {
    let size = |row: &Row<'_>| Ok((Uuid::from_bytes(row.get(0)?), row.get::<usize>(1)?));
    let runs = match without_script(tx)? {
        Some(script) => tx.query(
            "SELECT id, mails + refused FROM script_run WHERE script_id = $1 ORDER BY id LIMIT $2",
            params![script, FORGOTTEN_AT_ONCE],
            size,
        )?,
        None => {
            let old = now.checked_sub(KEPT).unwrap_or(Timestamp::MIN);
            tx.query(
                "SELECT id, mails + refused FROM script_run WHERE id < $1 AND ended_at < $2 ORDER BY id LIMIT $3",
                params![first_id(old).as_bytes(), old.as_millisecond(), FORGOTTEN_AT_ONCE],
                size,
            )?
        }
    };
    let mut room = CALLS_FORGOTTEN_AT_ONCE;
    for (run, calls) in &runs {
        if *calls > room {
            // A large run is deleted in batches, because one transaction would block the writer for seconds.
            let gone = tx.execute(
                "DELETE FROM script_mail WHERE run_id = $1 AND number IN \
                 (SELECT number FROM script_mail WHERE run_id = $2 ORDER BY number LIMIT $3)",
                params![run.as_bytes(), run.as_bytes(), room],
            )?;
            if gone == room {
                return Ok(true);
            }
        }
        room = room.saturating_sub(*calls);
        tx.execute("DELETE FROM script_run WHERE id = $1", params![run.as_bytes()])?;
    }
    Ok(!runs.is_empty())
}

/// A deleted script (alone or with its workspace) whose runs still exist. Looks up each script once, not each run.
fn without_script(rx: &mut impl Read) -> Result<Option<[u8; 16]>, DbError> {
    rx.query_first(
        "WITH RECURSIVE with_runs (id) AS (SELECT MIN(script_id) FROM script_run UNION ALL \
         SELECT (SELECT MIN(script_id) FROM script_run WHERE script_id > with_runs.id) FROM with_runs \
         WHERE with_runs.id IS NOT NULL) \
         SELECT id FROM with_runs WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM script) LIMIT 1",
        params![],
        |row| row.get(0),
    )
}
