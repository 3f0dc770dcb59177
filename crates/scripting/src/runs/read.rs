//! Queries of runs for pages and API. Runs of a deleted script are left out, although their rows remain for a while.

use queue::Id;
use sandbox::Level;
use serde_json::value::RawValue;
use storage::{DbError, Read, Row, params};
use uuid::Uuid;

use super::{Console, Run, RunMail, RunOrigin, RunState, Trigger};
use crate::{Input, Refusal, RunFailure, stored_time, unreadable};
use accounts::Actor;

const COLUMNS: &str = "script_run.id, script_run.script_id, script_run.version, script_run.made_by, \
     script_run.started_by, script_run.late, script_run.state, script_run.asked_at, script_run.started_at, \
     script_run.ended_at, script_run.input_rows, script_run.mails, script_run.refused, script_run.console_cut, \
     script_run.error_reason, script_run.error, script_run.error_line, script_run.error_column, script_run.error_source";
const COLUMN_COUNT: usize = 19;
/// Runs whose script exists.
const RUNS: &str = "script_run JOIN script ON script.id = script_run.script_id";

/// The run with that id.
pub(super) fn find(rx: &mut impl Read, id: Uuid) -> Result<Option<Run>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM {RUNS} WHERE script_run.id = $1");
    rx.query_first(&sql, params![id.as_bytes()], from_row)
}

/// The run with the name of its script.
pub(super) fn with_name(rx: &mut impl Read, id: Uuid) -> Result<Option<(String, Run)>, DbError> {
    let sql = format!("SELECT {COLUMNS}, script.name FROM {RUNS} WHERE script_run.id = $1");
    rx.query_first(&sql, params![id.as_bytes()], |row| Ok((row.get(COLUMN_COUNT)?, from_row(row)?)))
}

/// Runs of a script, newest first.
pub(super) fn list(rx: &mut impl Read, script: Uuid, before: Option<Uuid>, limit: usize) -> Result<Vec<Run>, DbError> {
    let before = before.unwrap_or(Uuid::max());
    let sql = format!(
        "SELECT {COLUMNS} FROM {RUNS} WHERE script_run.script_id = $1 AND script_run.id < $2 \
         ORDER BY script_run.id DESC LIMIT $3"
    );
    rx.query(&sql, params![script.as_bytes(), before.as_bytes(), limit], from_row)
}

/// The newest run of a script.
pub(crate) fn newest_of(rx: &mut impl Read, script: Uuid) -> Result<Option<Run>, DbError> {
    Ok(list(rx, script, None, 1)?.pop())
}

/// Runs of a script that have not ended.
pub(crate) fn open_of(rx: &mut impl Read, script: Uuid) -> Result<Vec<Uuid>, DbError> {
    rx.query(
        "SELECT id FROM script_run WHERE script_id = $1 AND state = 'waiting' \
         UNION ALL SELECT id FROM script_run WHERE script_id = $2 AND state = 'running'",
        params![script.as_bytes(), script.as_bytes()],
        |row| row.get(0).map(Uuid::from_bytes),
    )
}

/// The number of waiting runs.
pub(super) fn waiting(rx: &mut impl Read) -> Result<u64, DbError> {
    let sql = format!("SELECT COUNT(*) FROM {RUNS} WHERE script_run.state = 'waiting'");
    Ok(rx.query_first(&sql, params![], |row| row.get(0))?.unwrap_or(0))
}

/// The lines of the console after line `after`.
pub(super) fn console(rx: &mut impl Read, run: Uuid, after: u64) -> Result<Vec<Console>, DbError> {
    rx.query(
        "SELECT number, level, text FROM script_console WHERE run_id = $1 AND number > $2 ORDER BY number",
        params![run.as_bytes(), after],
        |row| {
            let level: String = row.get(1)?;
            Ok(Console { number: row.get(0)?, level: stored_level(&level)?, text: row.get(2)? })
        },
    )
}

/// The calls after call `after`.
pub(super) fn mails(
    rx: &mut impl Read,
    run: Uuid,
    after: u64,
    limit: usize,
    refused: bool,
) -> Result<Vec<RunMail>, DbError> {
    let which = if refused { " AND error IS NOT NULL" } else { "" };
    let sql = format!(
        "SELECT number, at, line, message, repeated, recipients, subject, error FROM script_mail \
         WHERE run_id = $1 AND number > $2{which} ORDER BY number LIMIT $3"
    );
    rx.query(&sql, params![run.as_bytes(), after, limit], |row| {
        let recipients: String = row.get(5)?;
        Ok(RunMail {
            number: row.get(0)?,
            at: stored_time(row.get(1)?)?,
            line: row.get(2)?,
            id: row.get(3)?,
            repeated: row.get(4)?,
            recipients: serde_json::from_str(&recipients).map_err(|error| unreadable(error.to_string()))?,
            subject: row.get(6)?,
            refusal: row.get::<Option<String>>(7)?.as_deref().map(Refusal::from_stored),
        })
    })
}

/// The ids of all messages of a run.
pub(super) fn messages(rx: &mut impl Read, run: Uuid) -> Result<Vec<Id>, DbError> {
    rx.query(
        "SELECT message FROM script_mail WHERE run_id = $1 AND message IS NOT NULL ORDER BY number",
        params![run.as_bytes()],
        |row| row.get(0),
    )
}

/// The input, if it is still stored.
pub(super) fn input(rx: &mut impl Read, run: Uuid) -> Result<Option<Input>, DbError> {
    let sql = format!("SELECT script_run.input FROM {RUNS} WHERE script_run.id = $1");
    let text = rx.query_first(&sql, params![run.as_bytes()], |row| row.get::<Option<String>>(0))?;
    let Some(text) = text.flatten() else { return Ok(None) };
    let json = RawValue::from_string(text).map_err(|error| unreadable(error.to_string()))?;
    Input::checked(json).map(Some).map_err(|fault| unreadable(fault.text.to_string()))
}

/// The run that sent a message.
pub(super) fn run_of(rx: &mut impl Read, message: Id) -> Result<Option<RunOrigin>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS}, script.name, script.workspace_id, script_mail.line FROM {RUNS} \
         JOIN script_mail ON script_mail.run_id = script_run.id \
         WHERE script_mail.message = $1 AND script_mail.repeated = 0"
    );
    rx.query_first(&sql, params![message], |row| {
        let run = from_row(row)?;
        Ok(RunOrigin {
            workspace: Uuid::from_bytes(row.get(COLUMN_COUNT + 1)?),
            script: run.script,
            name: row.get(COLUMN_COUNT)?,
            run,
            line: row.get(COLUMN_COUNT + 2)?,
        })
    })
}

fn from_row(row: &Row<'_>) -> Result<Run, DbError> {
    let (trigger, state): (String, String) = (row.get(3)?, row.get(6)?);
    let time = |index: usize| row.get::<Option<i64>>(index)?.map(stored_time).transpose();
    let fault = match (row.get::<Option<String>>(14)?, row.get::<Option<String>>(15)?) {
        (Some(reason), Some(message)) => Some(RunFailure {
            reason,
            text: RunFailure::text_from_stored(message),
            line: row.get(16)?,
            column: row.get(17)?,
            source_line: row.get(18)?,
        }),
        _ => None,
    };
    Ok(Run {
        id: Uuid::from_bytes(row.get(0)?),
        script: Uuid::from_bytes(row.get(1)?),
        version: row.get(2)?,
        trigger: Trigger::from_name(&trigger).ok_or_else(|| unreadable(format!("{trigger} is no trigger")))?,
        started_by: stored_starter(&row.get::<String>(4)?),
        late: row.get(5)?,
        state: RunState::from_name(&state).ok_or_else(|| unreadable(format!("{state} is no state of a run")))?,
        asked_at: stored_time(row.get(7)?)?,
        started_at: time(8)?,
        ended_at: time(9)?,
        input_rows: row.get(10)?,
        mails: row.get(11)?,
        refused: row.get(12)?,
        console_cut: row.get(13)?,
        fault,
    })
}

/// Who started a run; `None` if the column is empty, for a schedule or a webhook.
pub(super) fn stored_starter(stored: &str) -> Option<Actor> {
    (!stored.is_empty()).then(|| Actor::from_stored(stored))
}

/// The stored name of a level.
pub(super) fn level_name(level: Level) -> &'static str {
    match level {
        Level::Log => "log",
        Level::Warn => "warn",
        Level::Error => "error",
    }
}

fn stored_level(name: &str) -> Result<Level, DbError> {
    [Level::Log, Level::Warn, Level::Error]
        .into_iter()
        .find(|level| level_name(*level) == name)
        .ok_or_else(|| unreadable(format!("{name} is no level of the console")))
}
