//! Verdicts on attempts, and the replies that they are based on.
//!
//! `delivery::diagnosis` makes verdicts; the queue acts on them; pages and the API show them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The verdict of one attempt for one recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The mail server took responsibility (RFC 5321 §4.2.5).
    Delivered,
    /// Stored in the built-in mailbox; nothing was sent.
    Kept,
    /// Temporary failure: another attempt may succeed.
    Deferred,
    /// Permanent failure: another attempt would fail too.
    Refused,
}

/// An enhanced status code, `class.subject.detail` (RFC 3463). Numbers may have three digits (Microsoft's 5.7.708).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EnhancedCode {
    /// 2 success, 4 persistent transient failure, 5 permanent failure.
    pub class: u8,
    /// What the code is about: 1 addressing, 2 mailbox, 3 system, 4 network, 5 protocol, 6 content, 7 security.
    pub subject: u16,
    /// The precise condition; up to three digits (RFC 3463 §2).
    pub detail: u16,
}

impl EnhancedCode {
    /// A code from its three numbers.
    pub const fn new(class: u8, subject: u16, detail: u16) -> Self {
        Self { class, subject, detail }
    }

    /// Reads `5.7.708` from the start of a reply's text; `None` if there is no code. Returns the code and the text
    /// after it, without the space in between.
    pub fn read(text: &str) -> Option<(Self, &str)> {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (head, rest) = text.split_at(end);
        if !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
            return None;
        }
        let mut numbers = head.split('.');
        let class = match numbers.next()? {
            "2" => 2,
            "4" => 4,
            "5" => 5,
            _ => return None,
        };
        let subject = three_digits(numbers.next()?)?;
        let detail = three_digits(numbers.next()?)?;
        if numbers.next().is_some() {
            return None;
        }
        Some((Self { class, subject, detail }, rest.trim_start()))
    }
}

fn three_digits(text: &str) -> Option<u16> {
    if text.is_empty() || text.len() > 3 {
        return None;
    }
    text.parse().ok()
}

impl fmt::Display for EnhancedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

/// A server's reply to one command (RFC 5321 §4.2), with all its lines joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The three-digit reply code.
    pub code: u16,
    /// The enhanced code, if the text begins with one.
    pub enhanced: Option<EnhancedCode>,
    /// The text of all lines, joined by line feeds, without the enhanced code at the start of each.
    pub text: String,
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(enhanced) = self.enhanced {
            write!(f, " {enhanced}")?;
        }
        if !self.text.is_empty() {
            write!(f, " {}", self.text.replace('\n', " "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str)>) {
        let read = EnhancedCode::read(text).map(|(code, rest)| (code.to_string(), rest));
        assert_eq!(read.as_ref().map(|(code, rest)| (code.as_str(), *rest)), expected, "{text}");
    }

    #[test]
    fn an_enhanced_code_is_read_with_all_its_digits() {
        check("5.7.708 Access denied", Some(("5.7.708", "Access denied")));
        check("2.0.0 Ok", Some(("2.0.0", "Ok")));
        check("4.3.2", Some(("4.3.2", "")));
    }

    #[test]
    fn text_that_only_resembles_an_enhanced_code_is_not_read_as_one() {
        check("3.1.1 no such class", None);
        check("5.7 short", None);
        check("5.7.1.2 long", None);
        check("5.7.1234 too many digits", None);
        check("192.168.1.1 is blocked", None);
        check("5.7.1: colon", None);
        check("", None);
    }
}
