//! Names of people, workspaces and mail passwords.
//!
//! They appear in headings, subjects and letters to strangers, so they must not contain line breaks or characters that
//! change the text direction.

use mail::Fault;

use super::{fault, texts};

/// Maximum number of characters of a name.
pub const NAME_MAX: usize = 100;

/// Checks a person's name, which may be empty.
pub fn person(name: &str, faults: &mut Vec<Fault>) -> String {
    let name = name.trim();
    let text = match name_fault(name) {
        Some(NameFault::TooLong) => texts::account_name_too_long(NAME_MAX),
        Some(NameFault::ControlCharacter) => texts::account_name_control_character(),
        Some(NameFault::Bidirectional) => texts::account_name_bidirectional_character(),
        None => return name.to_owned(),
    };
    faults.push(fault("name", text));
    name.to_owned()
}

/// Checks the name of the inviting person as the letter shows it; it may be empty.
pub fn inviter(field: &str, name: &str, faults: &mut Vec<Fault>) -> String {
    let name = name.trim();
    let text = match name_fault(name) {
        Some(NameFault::TooLong) => texts::inviter_name_too_long(NAME_MAX),
        Some(NameFault::ControlCharacter) => texts::inviter_name_control_character(),
        Some(NameFault::Bidirectional) => texts::inviter_name_bidirectional_character(),
        None => return name.to_owned(),
    };
    faults.push(fault(field, text));
    name.to_owned()
}

/// Checks a workspace's name; `field` is where it was entered.
pub fn workspace(field: &str, name: &str, faults: &mut Vec<Fault>) -> Option<String> {
    let name = name.trim();
    let text = match name_fault(name) {
        _ if !name.chars().any(is_visible) => texts::workspace_name_empty(),
        Some(NameFault::TooLong) => texts::workspace_name_too_long(NAME_MAX),
        Some(NameFault::ControlCharacter) => texts::workspace_name_control_character(),
        Some(NameFault::Bidirectional) => texts::workspace_name_bidirectional_character(),
        None => return Some(name.to_owned()),
    };
    faults.push(fault(field, text));
    None
}

/// Checks the name that a person gives a mail password: it stands in replies, in logs, and on pages of administrators.
pub fn mail_password(name: &str, faults: &mut Vec<Fault>) -> String {
    let name = name.trim();
    let text = match name_fault(name) {
        _ if !name.chars().any(is_visible) => texts::mail_password_name_empty(),
        Some(NameFault::TooLong) => texts::mail_password_name_too_long(NAME_MAX),
        Some(NameFault::ControlCharacter) => texts::mail_password_name_control_character(),
        Some(NameFault::Bidirectional) => texts::mail_password_name_bidirectional_character(),
        None => return name.to_owned(),
    };
    faults.push(fault("name", text));
    name.to_owned()
}

/// Whether a character is visible. A name without visible characters would be an empty entry in every list.
fn is_visible(c: char) -> bool {
    let invisible = matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{e0000}'..='\u{e0fff}');
    !invisible && !c.is_whitespace()
}

/// Why a name is refused.
enum NameFault {
    TooLong,
    ControlCharacter,
    /// A character that changes the text direction.
    Bidirectional,
}

fn name_fault(name: &str) -> Option<NameFault> {
    if name.chars().count() > NAME_MAX {
        Some(NameFault::TooLong)
    } else if name.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        Some(NameFault::ControlCharacter)
    } else if name
        .chars()
        .any(|c| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    {
        Some(NameFault::Bidirectional)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        let mut faults = Vec::new();
        workspace("workspace", name, &mut faults);
        match expected {
            None => assert!(faults.is_empty(), "{name:?}: {faults:?}"),
            Some(code) => assert_eq!(faults[0].text.code(), code, "{name:?}"),
        }
    }

    #[test]
    fn a_name_is_one_readable_line() {
        check("Käse & Söhne <GmbH>", None);
        check("شركة", None);
        check(&"x".repeat(100), None);
        check(&"x".repeat(101), Some("workspace_name_too_long"));
        check(" ", Some("workspace_name_empty"));
        check("\u{200b}\u{3164}", Some("workspace_name_empty"));
        check("👩\u{200d}🔬", None);
        check("می\u{200c}خواهم", None);
        check("a\r\nBcc: b", Some("workspace_name_control_character"));
        check("a\u{2028}b", Some("workspace_name_control_character"));
        check("safe\u{202e}gnp.exe", Some("workspace_name_bidirectional_character"));
        check("a\u{61c}b", Some("workspace_name_bidirectional_character"));
    }

    #[test]
    fn a_mail_password_has_a_readable_name() {
        let code = |name: &str| {
            let mut faults = Vec::new();
            mail_password(name, &mut faults);
            faults.first().map(|fault| fault.text.code().to_owned())
        };
        assert_eq!(code("Scanner, 2. Stock"), None);
        assert_eq!(code(" \u{200b}").as_deref(), Some("mail_password_name_empty"));
        assert_eq!(code(&"x".repeat(101)).as_deref(), Some("mail_password_name_too_long"));
        assert_eq!(code("a\nb").as_deref(), Some("mail_password_name_control_character"));
        assert_eq!(code("safe\u{202e}gnp").as_deref(), Some("mail_password_name_bidirectional_character"));
    }

    #[test]
    fn a_person_may_have_no_name() {
        let mut faults = Vec::new();
        assert_eq!((person("  ", &mut faults).as_str(), faults.len()), ("", 0));
    }
}
