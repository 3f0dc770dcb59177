//! A change of a script: checks every field, refuses a change that is based on an older version, and describes it for
//! the audit log.

use jiff::Timestamp;
use storage::{Read, params};

use super::Script;
use super::check::{check_limits, check_name, check_source, check_time_zone};
use crate::mail_limits::ScriptLimits;
use crate::schedule::Schedule;
use crate::{ScriptsError, fault, texts};
use accounts::Actor;
use i18n::Language;

/// The fields to change; `None` keeps a field.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Another name.
    pub name: Option<String>,
    /// Another source: creates a new version, unless it is the same.
    pub source: Option<String>,
    /// Another language.
    pub language: Option<Language>,
    /// Another time zone.
    pub time_zone: Option<String>,
    /// Another schedule; `Some(None)` removes it.
    pub cron: Option<Option<String>>,
    /// Other limits.
    pub limits: Option<ScriptLimits>,
    /// The version that the change is based on; the change is refused if there is a newer one.
    pub based_on: Option<u32>,
}

/// The script after a change, with every field checked.
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
        after.time_zone = check_time_zone(zone, &mut faults);
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

/// Refuses to overwrite a version that the author has not seen.
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
            let by = by.map_or_else(|| before.changed_by.clone(), |by| Actor::from_stored(&by));
            Err(ScriptsError::NewerVersion { newest: before.version, by })
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
        Some(name) => Err(ScriptsError::Faults(vec![fault("name", texts::script_name_taken(name))])),
        None => Ok(()),
    }
}

/// What was changed, for the audit log.
pub(super) fn subject(before: &Script, after: &Script) -> mail::Text {
    use accounts::texts;
    let mut changes = vec![match before.name == after.name {
        true => texts::audit_name(after.name.as_str()),
        false => texts::audit_change(before.name.as_str(), after.name.as_str()),
    }];
    if before.version != after.version {
        changes.push(texts::audit_script_version(after.version.to_string()));
    }
    if before.cron != after.cron || before.time_zone != after.time_zone {
        changes.push(match &after.cron {
            Some(cron) => texts::audit_script_schedule(cron.to_string(), after.time_zone.to_string()),
            None => texts::audit_script_without_schedule(),
        });
    }
    if before.limits != after.limits {
        let limits = &after.limits;
        changes.push(texts::audit_script_limits(
            limits.per_run(),
            limits.per_hour(),
            limits.per_day(),
            limits.per_recipient(),
        ));
    }
    texts::audit_script_change(changes.into_iter().map(mail::Arg::Text).collect::<Vec<_>>())
}
