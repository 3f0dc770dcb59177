//! Checks an invitation or another calendar object (RFC 5545, RFC 5546, RFC 6047).

use super::Calendar;
use crate::faults::FaultCollector;
use crate::quoted::quoted;
use crate::texts;

/// The methods of iCalendar objects (RFC 5546 section 1.4).
const METHODS: [&str; 8] = ["REQUEST", "CANCEL", "REPLY", "PUBLISH", "ADD", "REFRESH", "COUNTER", "DECLINECOUNTER"];

/// A calendar object whose property METHOD is the one that its media type names (RFC 6047 section 2.4).
#[derive(Clone)]
pub(crate) struct CheckedCalendar {
    pub(crate) content: String,
    pub(crate) method: &'static str,
}

/// Checks the object. The faults have the fields `calendar.content` and `calendar.method`.
pub(super) fn check(calendar: Calendar, faults: &mut FaultCollector) -> Option<CheckedCalendar> {
    let content = calendar.content.trim_start_matches('\u{FEFF}').trim().to_owned();
    if !is_icalendar(&content) {
        faults.add("calendar.content", texts::calendar_not_icalendar());
        return None;
    }
    if let Some(at) = content.find('\0') {
        faults.add("calendar.content", texts::draft_nul(at));
        return None;
    }
    let requested = calendar.method.filter(|method| !method.trim().is_empty());
    let unknown = |method: &str| texts::calendar_method_unknown(quoted(method), METHODS.join(", "));
    let requested = match requested.as_deref().map(|method| (method, known(method))) {
        Some((method, None)) => {
            faults.add("calendar.method", unknown(method));
            return None;
        }
        Some((_, Some(method))) => Some(method),
        None => None,
    };
    let written = match method_property(&content) {
        Some(method) => match known(method) {
            Some(method) => Some(method),
            None => {
                faults.add("calendar.content", unknown(method));
                return None;
            }
        },
        None => None,
    };
    match (requested, written) {
        (Some(requested), Some(written)) if requested != written => {
            faults.add("calendar.method", texts::calendar_method_differs(requested, written));
            None
        }
        (_, Some(method)) => Some(CheckedCalendar { content, method }),
        (Some(method), None) => Some(CheckedCalendar { content: with_method(&content, method), method }),
        (None, None) => {
            faults.add("calendar.method", texts::calendar_method_missing(METHODS.join(", ")));
            None
        }
    }
}

/// The method of a file that is an iCalendar object, for its media type.
pub(crate) fn method_of_file(content: &[u8]) -> Option<&'static str> {
    let text = std::str::from_utf8(content).ok()?.trim_start_matches('\u{FEFF}').trim();
    is_icalendar(text).then(|| method_property(text).and_then(known))?
}

fn known(method: &str) -> Option<&'static str> {
    METHODS.into_iter().find(|known| known.eq_ignore_ascii_case(method.trim()))
}

fn is_icalendar(text: &str) -> bool {
    let line =
        |line: Option<&str>, expected: &str| line.is_some_and(|line| line.trim_end().eq_ignore_ascii_case(expected));
    line(text.lines().next(), "BEGIN:VCALENDAR") && line(text.lines().next_back(), "END:VCALENDAR")
}

/// The value of METHOD, which precedes the first component (RFC 5545 section 3.6).
fn method_property(text: &str) -> Option<&str> {
    let properties = text
        .lines()
        .skip(1)
        .take_while(|line| !line.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:")));
    properties.filter_map(|line| line.split_once(':')).find_map(|(name, value)| {
        let name = name.split(';').next().unwrap_or_default();
        name.trim().eq_ignore_ascii_case("METHOD").then(|| value.trim())
    })
}

/// Adds METHOD: calendar programs treat an object without it as data, not as an invitation.
fn with_method(content: &str, method: &str) -> String {
    let (first, rest) = content.split_once('\n').unwrap_or((content, ""));
    format!("{}\r\nMETHOD:{method}\r\n{rest}", first.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: &str = "BEGIN:VEVENT\r\nUID:1@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    #[track_caller]
    fn check_case(head: &str, method: Option<&str>, expected: &str) {
        let mut faults = FaultCollector::default();
        let calendar = Calendar { content: format!("{head}{EVENT}"), method: method.map(str::to_owned) };
        let found = match check(calendar, &mut faults) {
            Some(checked) => {
                assert_eq!(method_property(&checked.content), Some(checked.method));
                assert_eq!(method_of_file(checked.content.as_bytes()), Some(checked.method));
                checked.method.to_owned()
            }
            None => {
                let fault = faults.finish(()).expect_err("a fault").0.remove(0);
                format!("{}: {}", fault.field, fault.text.code())
            }
        };
        assert_eq!(found, expected, "{head} {method:?}");
    }

    #[test]
    fn the_method_is_that_of_the_object_or_is_written_into_it() {
        let with_method = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\n";
        let without = "BEGIN:VCALENDAR\nVERSION:2.0\n";
        check_case(with_method, None, "REQUEST");
        check_case(with_method, Some(" request "), "REQUEST");
        check_case(with_method, Some(""), "REQUEST");
        check_case(without, Some("cancel"), "CANCEL");
        check_case(&format!("\u{FEFF}\n{without}"), Some("PUBLISH"), "PUBLISH");
        check_case(with_method, Some("CANCEL"), "calendar.method: calendar_method_differs");
        check_case(without, None, "calendar.method: calendar_method_missing");
        check_case(without, Some("INVITE"), "calendar.method: calendar_method_unknown");
        check_case("BEGIN:VCALENDAR\nMETHOD:INVITE\n", None, "calendar.content: calendar_method_unknown");
        check_case("Dear Ann,\n", Some("REQUEST"), "calendar.content: calendar_not_icalendar");
        check_case("BEGIN:VCALENDAR\nSUMMARY:a\0b\n", Some("REQUEST"), "calendar.content: draft_nul");
    }

    #[test]
    fn a_method_within_a_component_is_not_the_objects() {
        let nested = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nMETHOD:REQUEST\nEND:VEVENT\n";
        check_case(nested, None, "calendar.method: calendar_method_missing");
        assert_eq!(method_of_file(b"METHOD:REQUEST"), None);
    }
}
