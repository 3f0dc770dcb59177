//! Names of people and workspaces: what is accepted as one.
//!
//! They stand in headings, subjects and letters that strangers read, so nothing in them may break a line or turn the
//! direction of writing.

use mail::Fault;

use super::fault;

/// Characters of a name at most.
pub const NAME_MAX: usize = 100;

/// A person's name; it may be empty.
pub fn person(name: &str, faults: &mut Vec<Fault>) -> String {
    let name = name.trim();
    if let Some(wrong) = wrong("your name", name) {
        faults.push(fault("name", wrong));
    }
    name.to_owned()
}

/// The name of who invites, as the letter says it, typed into `field`; it may be empty.
pub fn inviter(field: &str, name: &str, faults: &mut Vec<Fault>) -> String {
    let name = name.trim();
    if let Some(wrong) = wrong("the name of who invites", name) {
        faults.push(fault(field, wrong));
    }
    name.to_owned()
}

/// A workspace's name, typed into `field`.
pub fn workspace(field: &str, name: &str, faults: &mut Vec<Fault>) -> Option<String> {
    let name = name.trim();
    let message = if !name.chars().any(is_seen) {
        "the workspace has no name; enter one, such as the name of your organisation".to_owned()
    } else if let Some(wrong) = wrong("the workspace's name", name) {
        wrong
    } else {
        return Some(name.to_owned());
    };
    faults.push(fault(field, message));
    None
}

/// Whether a character leaves a mark: a name of others alone would be an empty place in every list.
fn is_seen(c: char) -> bool {
    let takes_no_room = matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{e0000}'..='\u{e0fff}');
    !takes_no_room && !c.is_whitespace()
}

/// What is wrong with a name; `whose` begins the sentence.
fn wrong(whose: &str, name: &str) -> Option<String> {
    if name.chars().count() > NAME_MAX {
        Some(format!("{whose} has more than {NAME_MAX} characters; shorten it"))
    } else if name.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        Some(format!("{whose} holds a control character, such as a line break; remove it"))
    } else if name
        .chars()
        .any(|c| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
    {
        Some(format!("{whose} holds an invisible character that turns the direction of writing; remove it"))
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
            Some(part) => {
                assert!(i18n::Language::English.render(&faults[0].text).contains(part), "{name:?}: {faults:?}")
            }
        }
    }

    #[test]
    fn a_name_is_one_readable_line() {
        check("Käse & Söhne <GmbH>", None);
        check("شركة", None);
        check(&"x".repeat(100), None);
        check(&"x".repeat(101), Some("more than 100"));
        check(" ", Some("has no name"));
        check("\u{200b}\u{3164}", Some("has no name"));
        check("👩\u{200d}🔬", None);
        check("می\u{200c}خواهم", None);
        check("a\r\nBcc: b", Some("control character"));
        check("a\u{2028}b", Some("control character"));
        check("safe\u{202e}gnp.exe", Some("direction of writing"));
        check("a\u{61c}b", Some("direction of writing"));
    }

    #[test]
    fn a_person_may_have_no_name() {
        let mut faults = Vec::new();
        assert_eq!((person("  ", &mut faults).as_str(), faults.len()), ("", 0));
    }
}
