//! Reading and writing rows of scripts and versions; makes no decisions.

use jiff::Timestamp;
use storage::{DbError, Read, Row, Tx, params};
use uuid::Uuid;

use super::{Script, Version};
use crate::mail_limits::ScriptLimits;
use crate::{stored_time, unreadable};
use accounts::Actor;
use i18n::Language;

pub(super) const SELECT: &str = "SELECT script.id, script.workspace_id, script.name, script.version, script_version.source, \
     script.language, script.time_zone, script.mails_per_run, script.mails_per_hour, script.mails_per_day, \
     script.mails_per_recipient, script.cron, script.next_at, script.hook_made_at, script.created_at, \
     script.changed_at, script.changed_by FROM script \
     JOIN script_version ON script_version.script_id = script.id AND script_version.number = script.version";

/// The script with that id, read in a transaction.
pub(crate) fn find(rx: &mut impl Read, id: Uuid) -> Result<Option<Script>, DbError> {
    rx.query_first(&format!("{SELECT} WHERE script.id = $1"), params![id.as_bytes()], from_row)
}

/// Maximum number of schedules fired before runs are started.
const DUE_AT_ONCE: u32 = 50;

/// Ids of scripts whose schedule is due, earliest first; further ones remain due. Only ids are read, because a script
/// that cannot be read must not affect the others.
pub(crate) fn due(rx: &mut impl Read, now: Timestamp) -> Result<Vec<Uuid>, DbError> {
    let sql = "SELECT id FROM script WHERE next_at <= $1 ORDER BY next_at, id LIMIT $2";
    rx.query(sql, params![now.as_millisecond(), DUE_AT_ONCE], |row| row.get(0).map(Uuid::from_bytes))
}

/// Sets the next time of the schedule.
pub(crate) fn set_next(tx: &mut Tx<'_>, id: Uuid, next: Option<Timestamp>) -> Result<(), DbError> {
    let next = next.map(|next| next.as_millisecond());
    tx.execute("UPDATE script SET next_at = $2 WHERE id = $1", params![id.as_bytes(), next])?;
    Ok(())
}

pub(super) fn insert(tx: &mut Tx<'_>, script: &Script) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO script (id, workspace_id, name, name_key, version, language, time_zone, created_at, changed_at, \
         changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            script.id.as_bytes(),
            script.workspace.as_bytes(),
            &script.name,
            script.name.to_lowercase(),
            script.version,
            script.language.tag(),
            &script.time_zone,
            script.created_at.as_millisecond(),
            script.changed_at.as_millisecond(),
            script.changed_by.to_stored(),
        ],
    )?;
    Ok(())
}

pub(super) fn insert_version(tx: &mut Tx<'_>, script: &Script) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO script_version (script_id, number, saved_at, saved_by, source) VALUES ($1, $2, $3, $4, $5)",
        params![
            script.id.as_bytes(),
            script.version,
            script.changed_at.as_millisecond(),
            script.changed_by.to_stored(),
            &script.source,
        ],
    )?;
    Ok(())
}

/// Deletes the versions up to `last`, except those of waiting runs.
pub(super) fn delete_versions(tx: &mut Tx<'_>, id: Uuid, last: u32) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM script_version WHERE script_id = $1 AND number <= $2 AND number NOT IN \
         (SELECT version FROM script_run WHERE script_id = $3 AND state = 'waiting')",
        params![id.as_bytes(), last, id.as_bytes()],
    )?;
    Ok(())
}

pub(super) fn update(tx: &mut Tx<'_>, script: &Script) -> Result<(), DbError> {
    tx.execute(
        "UPDATE script SET name = $2, name_key = $3, version = $4, language = $5, time_zone = $6, mails_per_run = $7, \
         mails_per_hour = $8, mails_per_day = $9, mails_per_recipient = $10, cron = $11, next_at = $12, \
         changed_at = $13, changed_by = $14 WHERE id = $1",
        params![
            script.id.as_bytes(),
            &script.name,
            script.name.to_lowercase(),
            script.version,
            script.language.tag(),
            &script.time_zone,
            script.limits.mails_per_run,
            script.limits.mails_per_hour,
            script.limits.mails_per_day,
            script.limits.mails_per_recipient,
            script.cron.as_deref(),
            script.next_at.map(|next| next.as_millisecond()),
            script.changed_at.as_millisecond(),
            script.changed_by.to_stored(),
        ],
    )?;
    Ok(())
}

pub(super) fn from_row(row: &Row<'_>) -> Result<Script, DbError> {
    let tag: String = row.get(5)?;
    let time = |index: usize| row.get::<Option<i64>>(index)?.map(stored_time).transpose();
    Ok(Script {
        id: Uuid::from_bytes(row.get(0)?),
        workspace: Uuid::from_bytes(row.get(1)?),
        name: row.get(2)?,
        version: row.get(3)?,
        source: row.get(4)?,
        language: Language::from_tag(&tag).ok_or_else(|| unreadable(format!("{tag} is no language")))?,
        time_zone: row.get(6)?,
        limits: ScriptLimits {
            mails_per_run: row.get(7)?,
            mails_per_hour: row.get(8)?,
            mails_per_day: row.get(9)?,
            mails_per_recipient: row.get(10)?,
        },
        cron: row.get(11)?,
        next_at: time(12)?,
        hook_made_at: time(13)?,
        created_at: stored_time(row.get(14)?)?,
        changed_at: stored_time(row.get(15)?)?,
        changed_by: Actor::from_stored(&row.get::<String>(16)?),
    })
}

pub(super) fn version_from_row(row: &Row<'_>) -> Result<Version, DbError> {
    Ok(Version {
        number: row.get(0)?,
        saved_at: stored_time(row.get(1)?)?,
        saved_by: Actor::from_stored(&row.get::<String>(2)?),
        source: row.get(3)?,
    })
}
