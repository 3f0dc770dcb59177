//! Names and titles that strangers chose: they must not become a link, add a line or fill the whole subject.
//!
//! Anybody may sign up as `Win at https://evil.example` with somebody else's address. The layout escapes markup, not
//! this file.

use mail::EmailAddress;

/// Maximum length of a name in a letter, in characters.
const LONGEST: usize = 60;

/// Invisible; programs that look for links in plain text stop at it.
const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';

/// A name for a subject: one line without invisible characters, at most [`LONGEST`] characters.
pub(super) fn short(name: &str) -> String {
    let visible: String = name
        .chars()
        .filter(|c| !turns_direction(*c))
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let kept: String = line.chars().take(LONGEST - 1).collect();
    format!("{}…", kept.trim_end())
}

/// A name for a text. Mail programs turn text that looks like a link into one, so such text is broken up.
pub(super) fn unlinked(name: &str) -> String {
    let name = short(name);
    // An email address stays unchanged: programs at most offer to write to it.
    if !looks_like_link(&name) || EmailAddress::parse(&name).is_ok() {
        return name;
    }
    let mut out = String::with_capacity(name.len() + 8);
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        if matches!(c, '.' | ':' | '/' | '@') && chars.peek().is_some_and(|next| !next.is_whitespace()) {
            out.push(ZERO_WIDTH_NON_JOINER);
        }
    }
    out
}

/// `a•••@example.com`: its owner recognises it, nobody else learns it. A masked address stays unchanged.
pub(super) fn masked(address: &str) -> String {
    let address = short(address);
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{}•••@{domain}", local.chars().take(1).collect::<String>()),
        None => address,
    }
}

fn looks_like_link(name: &str) -> bool {
    let dot_inside = name.split_whitespace().any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.contains(['.', ':', '@'])
    });
    dot_inside || name.contains("://")
}

/// Invisible characters and those that change the direction of writing: the text after them would read differently.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_one_short_line() {
        for (name, expected) in
            [("Ann", "Ann"), (" Ann \r\n Bcc: x ", "Ann Bcc: x"), ("a\u{202e}b\0c\u{2028}d", "ab c d"), ("", "")]
        {
            assert_eq!(short(name), expected);
        }
        let long = short(&"long name ".repeat(20));
        assert_eq!((long.chars().count(), long.chars().last()), (60, Some('…')));
    }

    #[test]
    fn text_that_looks_like_a_link_is_broken_up() {
        for (name, expected) in [
            ("https://evil.example", "https:|/|/|evil.|example"),
            ("Win at evil.example now", "Win at evil.|example now"),
            ("Example Ltd. & Sons", "Example Ltd. & Sons"),
            ("Dr. O'Neil", "Dr. O'Neil"),
            ("ann@example.com", "ann@example.com"),
            ("see ann@example.com", "see ann@|example.|com"),
        ] {
            assert_eq!(unlinked(name).replace(ZERO_WIDTH_NON_JOINER, "|"), expected);
        }
    }

    #[test]
    fn an_address_is_masked_once() {
        assert_eq!(masked("ann@example.com"), "a•••@example.com");
        assert_eq!(masked("a•••@example.com"), "a•••@example.com");
        assert_eq!(masked("no address"), "no address");
    }
}
