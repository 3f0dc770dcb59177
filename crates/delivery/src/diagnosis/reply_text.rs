//! The text of a reply, prepared for the rows of the tables: one line in lower case, without the words that mean nothing,
//! and what is read from it besides them.

use std::time::Duration;

use mail::Reply;

/// The longest requested wait that is used; beyond it the queue's retry delays are better.
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);

/// In lower case, as one line.
pub(in crate::diagnosis) fn one_line(text: &str) -> String {
    text.to_lowercase().replace('\n', " ")
}

/// What RFC 5321 section 4.2.2 says of each code, and says nothing of the cause.
const STANDARD_WORDS: &[&str] = &[
    "requested mail action not taken",
    "requested action not taken",
    "requested mail action aborted",
    "requested action aborted",
    "mailbox name not allowed",
];

/// A text without the words that the standard has for its code.
pub(super) fn without_standard_words(text: &str) -> String {
    STANDARD_WORDS.iter().fold(text.to_owned(), |text, words| match text.to_ascii_lowercase().find(words) {
        Some(at) => format!("{}{}", &text[..at], text[at + words.len()..].trim_start_matches([':', ',', ' '])),
        None => text,
    })
}

/// Links without what follows the host: `help_spam_16.htm` is the name of a page, and not what the server says.
/// Google names the cause in its links, and the name of a page about block lists is one too: those are left.
pub(super) fn without_paths(text: &str) -> String {
    let shortened = |word: &str| {
        let Some((before, rest)) = word.split_once("://") else { return word.to_owned() };
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if host.ends_with("google.com") || host.ends_with("gle") {
            word.to_owned()
        } else {
            format!("{before}://{host}")
        }
    };
    text.split(' ').map(shortened).collect::<Vec<_>>().join(" ")
}

/// Subject and detail of an enhanced code that qmail writes in parentheses.
pub(super) fn of_qmail(text: &str) -> Option<(u16, u16)> {
    let code = text.split_once("(#")?.1.split_once(')')?.0;
    let mut numbers = code.split('.').map(|number| number.parse().ok());
    match (numbers.next()?, numbers.next()?, numbers.next()?, numbers.next()) {
        (Some(4 | 5), Some(subject), Some(detail), None) => Some((subject, detail)),
        _ => None,
    }
}

/// Whether the text contains the pattern, in which `*` matches anything.
pub(in crate::diagnosis) fn contains(text: &str, pattern: &str) -> bool {
    let mut rest = text;
    pattern.split('*').all(|piece| match rest.find(piece) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    })
}

/// The wait that a server requests in its text: `try again in 5 minutes`, `greylisted for 300 seconds`.
pub(super) fn requested_wait(reply: &Reply) -> Option<Duration> {
    let text = reply.text.to_lowercase();
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || ",;.()".contains(c)).collect();
    words
        .windows(3)
        .filter(|three| matches!(three[0], "in" | "after" | "for" | "wait" | "another"))
        .find_map(|three| {
            let unit = match three[2] {
                unit if unit.starts_with("sec") => 1,
                unit if unit.starts_with("min") => 60,
                _ => return None,
            };
            three[1].parse::<u64>().ok().and_then(|count| count.checked_mul(unit)).map(Duration::from_secs)
        })
        .filter(|wait| !wait.is_zero() && *wait <= LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_wait(text: &str, expected: Option<u64>) {
        let reply = Reply { code: 450, enhanced: None, text: text.to_owned() };
        assert_eq!(requested_wait(&reply).map(|wait| wait.as_secs()), expected, "{text}");
    }

    #[test]
    fn reads_a_requested_wait() {
        check_wait("Greylisted, please try again in 5 minutes.", Some(300));
        check_wait("Greylisted for 300 seconds", Some(300));
        check_wait("Please wait 90 secs", Some(90));
        check_wait("try again later", None);
        check_wait("100 messages per 10 minutes", None);
        check_wait("try again in 99999999999999999999 minutes", None);
        check_wait("no more for 600 minutes", None);
        check_wait("in 0 seconds", None);
    }

    #[test]
    fn an_asterisk_matches_anything() {
        assert!(contains("client host [192.0.2.1] blocked using zen.example", "client host*blocked using"));
        assert!(!contains("blocked using zen.example: client host", "client host*blocked using"));
        assert!(contains("mailbox full", "mailbox full"));
    }
}
