//! A rule of the tables: evidence in a reply, and the explanation.

use std::time::Duration;

use mail::{ProblemCode, Reply};

use super::Disposition;

/// The longest requested wait that is used; beyond it the queue's retry delays are better.
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);

/// Evidence and explanation.
pub(super) struct Rule {
    /// Prefixes of reply codes: `4 550` is all of 4xx, and 550. Empty: any.
    pub(super) reply: &'static str,
    /// Enhanced codes without the class: `7.139 7.9`.
    pub(super) enhanced: &'static str,
    /// Texts in lower case, `*` for anything between. One of them must occur.
    pub(super) contains: &'static [&'static str],
    pub(super) explanation: Explanation,
}

/// What a failure means.
pub(super) struct Explanation {
    pub(super) problem: &'static ProblemCode,
    /// The settings field it concerns.
    pub(super) field: Option<&'static str>,
    /// For a 5xx; a 4xx never refuses.
    pub(super) disposition: Disposition,
    /// How long a quota of this kind lasts.
    pub(super) retry_after: Option<Duration>,
    /// The server asks to slow down.
    pub(super) throttled: bool,
}

/// Every explanation names its problem; this one only completes [`EXPLANATION`].
pub(super) const UNNAMED: ProblemCode = ProblemCode { name: "", code: "", args: &[] };

/// The fields that rules omit.
pub(super) const EXPLANATION: Explanation = Explanation {
    problem: &UNNAMED,
    field: None,
    disposition: Disposition::Refused,
    retry_after: None,
    throttled: false,
};

/// The explanation of the first rule that matches.
pub(super) fn find(tables: &[&'static [Rule]], reply: &Reply) -> Option<&'static Explanation> {
    let text = reply.text.to_lowercase().replace('\n', " ");
    tables.iter().flat_map(|table| table.iter()).find(|rule| rule.matches(reply, &text)).map(|rule| &rule.explanation)
}

impl Rule {
    fn matches(&self, reply: &Reply, text: &str) -> bool {
        let code = reply.code.to_string();
        if !self.reply.is_empty() && !self.reply.split(' ').any(|start| code.starts_with(start)) {
            return false;
        }
        if self.enhanced.is_empty() && self.contains.is_empty() {
            return true;
        }
        let by_number = reply.enhanced.is_some_and(|enhanced| {
            let found = format!("{}.{}", enhanced.subject, enhanced.detail);
            self.enhanced.split(' ').any(|known| known == found)
        });
        by_number || self.contains.iter().any(|pattern| contains(text, pattern))
    }
}

/// Whether the text contains the pattern, in which `*` matches anything.
pub(super) fn contains(text: &str, pattern: &str) -> bool {
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
