//! What may be said of a script: its name, text, zone and limits, each with its fault.

use jiff::tz::TimeZone;
use mail::Fault;

use crate::fault;
use crate::governor::{LIMIT_MAX, ScriptLimits};

/// Characters of a script's name at most.
const NAME_MAX: usize = 100;

pub(super) fn check_name(name: &str, faults: &mut Vec<Fault>) -> String {
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
pub(super) fn check_source(source: &str, faults: &mut Vec<Fault>) {
    let most = sandbox::Limits::default().source_bytes;
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

/// The zone as the database of time zones writes it: `europe/berlin` is Europe/Berlin.
pub(super) fn check_time_zone(zone: &str, faults: &mut Vec<Fault>) -> String {
    let zone = zone.trim();
    match TimeZone::get(zone) {
        Ok(found) => found.iana_name().unwrap_or(zone).to_owned(),
        Err(_) => {
            let shown: String = zone.chars().take(60).collect();
            let message = format!("“{shown}” is no time zone; write one such as Europe/Berlin or UTC");
            faults.push(fault("time_zone", message));
            zone.to_owned()
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
            faults.push(fault(
                field,
                format!("a limit is a number from 1 to {LIMIT_MAX}; leave it empty for the default"),
            ));
        }
    }
}
