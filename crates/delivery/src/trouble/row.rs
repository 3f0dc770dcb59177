//! A row of the tables: the evidence in a reply, and what is known about it.

use std::time::Duration;

use mail::Reply;

use super::Fate;

/// The longest wait asked for in words that is heeded; beyond it the outbox's own delays are better informed.
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);

/// Evidence and meaning.
pub(super) struct Row {
    /// Reply codes it is about, as beginnings: `4 550` is all of 4xx, and 550. Empty: any.
    pub(super) reply: &'static str,
    /// Enhanced codes without their class: `7.139 7.9`.
    pub(super) enhanced: &'static str,
    /// Words, in lower case, `*` for anything between. One of them has to be there.
    pub(super) says: &'static [&'static str],
    pub(super) means: Known,
}

/// What is known about a failure.
pub(super) struct Known {
    /// The problem's stable name.
    pub(super) code: &'static str,
    /// The settings field it concerns.
    pub(super) field: Option<&'static str>,
    /// For a 5xx; a 4xx never refuses.
    pub(super) fate: Fate,
    /// How long a quota of this kind takes.
    pub(super) retry_after: Option<Duration>,
    /// The server asks to slow down.
    pub(super) throttled: bool,
    pub(super) meaning: &'static str,
    pub(super) remedy: &'static str,
}

/// What rows leave out.
pub(super) const KNOWN: Known =
    Known { code: "", field: None, fate: Fate::Refused, retry_after: None, throttled: false, meaning: "", remedy: "" };

/// The first row that fits.
pub(super) fn find(tables: &[&'static [Row]], reply: &Reply) -> Option<&'static Known> {
    let text = reply.text.to_lowercase().replace('\n', " ");
    tables.iter().flat_map(|table| table.iter()).find(|row| row.fits(reply, &text)).map(|row| &row.means)
}

impl Row {
    fn fits(&self, reply: &Reply, text: &str) -> bool {
        let code = reply.code.to_string();
        if !self.reply.is_empty() && !self.reply.split(' ').any(|start| code.starts_with(start)) {
            return false;
        }
        if self.enhanced.is_empty() && self.says.is_empty() {
            return true;
        }
        let by_number = reply.enhanced.is_some_and(|enhanced| {
            let found = format!("{}.{}", enhanced.subject, enhanced.detail);
            self.enhanced.split(' ').any(|known| known == found)
        });
        by_number || self.says.iter().any(|words| holds(text, words))
    }
}

/// Whether the text holds the words, `*` standing for anything.
pub(super) fn holds(text: &str, words: &str) -> bool {
    let mut rest = text;
    words.split('*').all(|piece| match rest.find(piece) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    })
}

/// The wait a server asks for in words: `try again in 5 minutes`, `greylisted for 300 seconds`.
pub(super) fn asked_wait(reply: &Reply) -> Option<Duration> {
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
        assert_eq!(asked_wait(&reply).map(|wait| wait.as_secs()), expected, "{text}");
    }

    #[test]
    fn a_wait_asked_for_in_words_is_heeded() {
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
    fn words_may_have_anything_between_them() {
        assert!(holds("client host [192.0.2.1] blocked using zen.example", "client host*blocked using"));
        assert!(!holds("blocked using zen.example: client host", "client host*blocked using"));
        assert!(holds("mailbox full", "mailbox full"));
    }
}
