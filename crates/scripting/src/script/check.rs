//! Checks of a script's name, source, time zone and limits, each with its fault.

use mail::Fault;

use crate::mail_limits::{LIMIT_MAX, ScriptLimits};
use crate::{fault, schedule, texts};

/// Maximum characters of a script's name.
const NAME_MAX: usize = 100;

pub(super) fn check_name(name: &str, faults: &mut Vec<Fault>) -> String {
    let name = name.trim();
    if name.is_empty() {
        faults.push(fault("name", texts::script_name_empty()));
    } else if name.chars().count() > NAME_MAX {
        faults.push(fault("name", texts::script_name_too_long(NAME_MAX)));
    } else if name.chars().any(|c| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')) {
        faults.push(fault("name", texts::script_name_control_character()));
    }
    name.to_owned()
}

/// Checks the source against the limit of the sandbox, so that every stored source can run.
pub(super) fn check_source(source: &str, faults: &mut Vec<Fault>) {
    let most = sandbox::Limits::default().source_bytes;
    if source.len() > most {
        faults.push(fault("source", texts::script_source_too_long(source.len(), most)));
    } else if source.contains('\0') {
        faults.push(fault("source", texts::script_source_nul()));
    }
}

/// Checks the time zone and returns it in the spelling of the time zone database: `europe/berlin` becomes
/// `Europe/Berlin`.
pub(super) fn check_time_zone(zone: &str, faults: &mut Vec<Fault>) -> String {
    match schedule::zone_of(zone.trim()) {
        Ok((name, _)) => name,
        Err(text) => {
            faults.push(fault("time_zone", text));
            zone.trim().to_owned()
        }
    }
}

pub(super) fn check_limits(limits: &ScriptLimits, faults: &mut Vec<Fault>) {
    let fields = [
        ("limits.mails_per_run", limits.mails_per_run),
        ("limits.mails_per_hour", limits.mails_per_hour),
        ("limits.mails_per_day", limits.mails_per_day),
        ("limits.mails_per_recipient", limits.mails_per_recipient),
    ];
    for (field, limit) in fields {
        if limit.is_some_and(|limit| limit == 0 || limit > LIMIT_MAX) {
            faults.push(fault(field, texts::script_limit_out_of_range(LIMIT_MAX)));
        }
    }
}
