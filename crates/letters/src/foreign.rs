//! Names and titles that strangers chose: they must not become a link, a second line or the whole subject.
//!
//! Anybody may sign up as `Win at https://evil.example` with somebody else's address. Markup is the layout's to escape.

use mail::EmailAddress;

/// Longest name in a letter, in characters.
const LONGEST: usize = 60;

/// Invisible and without width; programs that look for links in plain text stop at it.
const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';

/// A name for a subject: one line, without invisible characters, not too long.
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

/// A name for a text: mail programs make links of what looks like one, and this no longer does.
pub(super) fn unlinked(name: &str) -> String {
    let name = short(name);
    // An address is what it is; programs make at most a new mail of it.
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

/// `a•••@example.com`: its owner knows it, nobody else learns it. Masks what is masked already to the same.
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

/// Characters that turn the direction of writing: what follows would read as something else.
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
    fn what_looks_like_a_link_no_longer_does() {
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
