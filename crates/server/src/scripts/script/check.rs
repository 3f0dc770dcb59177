//! What is wrong with a script or a change of one: every field is looked at, and what stands in the workspace already.

use db::{Read, params};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use mail::Fault;
use uuid::Uuid;

use super::{Change, Script};
use crate::scripts::governor::{LIMIT_MAX, ScriptLimits};
use crate::scripts::schedule::Schedule;
use crate::scripts::{ScriptsError, fault};

/// Scripts of a workspace at most.
const SCRIPTS_MAX: i64 = 500;
/// Characters of a script's name at most.
const NAME_MAX: usize = 100;

/// What a script is after a change, every field checked.
pub(super) fn changed(before: &Script, change: &Change, now: Timestamp) -> Result<Script, ScriptsError> {
    let mut faults = Vec::new();
    let mut after = before.clone();
    if let Some(name) = &change.name {
        after.name = check_name(name, &mut faults);
    }
    if let Some(source) = &change.source {
        check_source(source, &mut faults);
        after.source.clone_from(source);
    }
    after.language = change.language.unwrap_or(before.language);
    if let Some(zone) = &change.time_zone {
        check_time_zone(zone, &mut faults);
        zone.trim().clone_into(&mut after.time_zone);
    }
    if let Some(cron) = &change.cron {
        after.cron = cron.as_deref().map(str::trim).filter(|cron| !cron.is_empty()).map(str::to_owned);
    }
    if let Some(limits) = &change.limits {
        check_limits(limits, &mut faults);
        after.limits = *limits;
    }
    if (&after.cron, &after.time_zone) != (&before.cron, &before.time_zone) {
        match after.cron.as_ref().map(|cron| Schedule::parse(cron, &after.time_zone)).transpose() {
            Ok(schedule) => after.next_at = schedule.and_then(|schedule| schedule.next_after(now)),
            Err(found) => faults.extend(found.into_iter().filter(|fault| fault.field != "time_zone")),
        }
    }
    if faults.is_empty() { Ok(after) } else { Err(ScriptsError::Faults(faults)) }
}

/// Refuses to write over a text that its author has not seen.
pub(super) fn must_be_current(
    rx: &mut impl Read,
    before: &Script,
    after: &Script,
    change: &Change,
) -> Result<(), ScriptsError> {
    match change.based_on {
        Some(seen) if seen != before.version && after.source != before.source => {
            let by = rx.query_first(
                "SELECT saved_by FROM script_version WHERE script_id = $1 AND number = $2",
                params![before.id.as_bytes(), before.version],
                |row| row.get::<String>(0),
            )?;
            Err(ScriptsError::Overtaken { newest: before.version, by: by.unwrap_or_default() })
        }
        _ => Ok(()),
    }
}

pub(super) fn must_be_free(rx: &mut impl Read, script: &Script) -> Result<(), ScriptsError> {
    let taken = rx.query_first(
        "SELECT name FROM script WHERE workspace_id = $1 AND name_key = $2 AND id <> $3",
        params![script.workspace.as_bytes(), script.name.to_lowercase(), script.id.as_bytes()],
        |row| row.get::<String>(0),
    )?;
    match taken {
        Some(name) => {
            let message = format!("a script of this workspace is called “{name}” already; choose another name");
            Err(ScriptsError::Faults(vec![fault("name", message)]))
        }
        None => Ok(()),
    }
}

pub(super) fn must_have_room(rx: &mut impl Read, workspace: Uuid) -> Result<(), ScriptsError> {
    let count =
        rx.query_first("SELECT COUNT(*) FROM script WHERE workspace_id = $1", params![workspace.as_bytes()], |row| {
            row.get::<i64>(0)
        })?;
    if count.unwrap_or(0) < SCRIPTS_MAX {
        return Ok(());
    }
    let message = format!("this workspace has {SCRIPTS_MAX} scripts, which is the most; delete one that nobody needs");
    Err(ScriptsError::Faults(vec![fault("name", message)]))
}

fn check_name(name: &str, faults: &mut Vec<Fault>) -> String {
    let name = name.trim();
    if name.is_empty() {
        faults.push(fault("name", "the script has no name; enter one, such as Invoices"));
    } else if name.chars().count() > NAME_MAX {
        faults.push(fault("name", format!("the script's name has more than {NAME_MAX} characters; shorten it")));
    } else if name.chars().any(|c| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')) {
        faults.push(fault("name", "the script's name holds a control character, such as a line break; remove it"));
    }
    name.to_owned()
}

/// The bound of the sandbox: what is stored can be run.
fn check_source(source: &str, faults: &mut Vec<Fault>) {
    let most = script::Limits::default().source_bytes;
    if source.len() > most {
        let message = format!(
            "the script has {} bytes; at most {most} are allowed. Give data as input or file instead",
            source.len()
        );
        faults.push(fault("source", message));
    } else if source.contains('\0') {
        faults.push(fault("source", "the script holds a NUL character; remove it"));
    }
}

fn check_time_zone(zone: &str, faults: &mut Vec<Fault>) {
    if TimeZone::get(zone.trim()).is_err() {
        let shown: String = zone.chars().take(60).collect();
        let message = format!("“{shown}” is no time zone; write one such as Europe/Berlin or UTC");
        faults.push(fault("time_zone", message));
    }
}

fn check_limits(limits: &ScriptLimits, faults: &mut Vec<Fault>) {
    let fields = [
        ("limits.mails_per_run", limits.mails_per_run),
        ("limits.mails_per_hour", limits.mails_per_hour),
        ("limits.mails_per_day", limits.mails_per_day),
        ("limits.mails_per_recipient", limits.mails_per_recipient),
    ];
    for (field, limit) in fields {
        if limit.is_some_and(|limit| limit == 0 || limit > LIMIT_MAX) {
            faults.push(fault(
                field,
                format!("a limit is a number from 1 to {LIMIT_MAX}; leave it empty for the default"),
            ));
        }
    }
}
