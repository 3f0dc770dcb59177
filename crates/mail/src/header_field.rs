//! Header fields of the sender's own (RFC 5322 §3.6.8): which are allowed, and what may stand in them.
//!
//! A [`HeaderField`] cannot hold CR, LF or NUL, cannot be one that owlpost writes itself, and can always be folded to
//! lines of 998 octets.

use crate::{limits, quoted::quoted};

/// A header field that may be written into a message.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct HeaderField {
    name: String,
    value: String,
}

impl HeaderField {
    /// Checks name and value; runs of blanks and tabs become one blank. The message of an error goes to
    /// `headers.<name>`.
    pub(crate) fn parse(name: &str, value: &str) -> Result<Self, String> {
        check_name(name)?;
        let value = checked_value(value)?;
        if is_one_of(name, &["In-Reply-To", "References"]) {
            check_message_ids(&value)?;
        }
        Ok(Self { name: name.to_owned(), value })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Without line breaks; UTF-8 only where it will be written as encoded words.
    pub(crate) fn value(&self) -> &str {
        &self.value
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Fields that RFC 5322 §3.6 allows once.
    pub(crate) fn is_single(&self) -> bool {
        is_one_of(&self.name, &["In-Reply-To", "References", "Auto-Submitted"])
    }
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|one| one.eq_ignore_ascii_case(name))
}

fn check_name(name: &str) -> Result<(), String> {
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_graphic() && b != b':') {
        return Err("a header name holds visible ASCII characters without blank and colon (RFC 5322 §2.2): write one such as X-Order".to_owned());
    }
    if name.len() > limits::HEADER_NAME_OCTETS {
        return Err(format!("the header name is longer than {} characters: shorten it", limits::HEADER_NAME_OCTETS));
    }
    reserved(name).map_or(Ok(()), |instead| Err(format!("{} is written by owlpost: {instead}", quoted(name))))
}

/// For the fields that are not the sender's to write: what to do instead.
fn reserved(name: &str) -> Option<&'static str> {
    const RESERVED: [(&[&str], &str); 10] = [
        (&["From", "Sender"], "use the field `from`"),
        (&["To"], "use the field `to`"),
        (&["Cc"], "use the field `cc`"),
        (&["Bcc"], "use the field `bcc`"),
        (&["Reply-To"], "use the field `reply_to`"),
        (&["Subject"], "use the field `subject`"),
        (&["Date", "Message-ID"], "leave it out, each message gets its own"),
        (&["MIME-Version"], "leave it out, and use the fields `text`, `html` and `attachments`"),
        (&["Return-Path"], "leave it out, the receiving server writes it"),
        (
            &["Received", "DKIM-Signature", "Authentication-Results", "Received-SPF", "Delivered-To"],
            "leave it out, it is written by the servers on the message's way",
        ),
    ];
    let starts_with = |prefix: &str| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if starts_with("Content-") {
        return Some("leave it out, and use the fields `text`, `html` and `attachments`");
    }
    if starts_with("Resent-") || starts_with("ARC-") {
        return Some("leave it out, it belongs to a message that is passed on");
    }
    RESERVED.iter().find(|(names, _)| is_one_of(name, names)).map(|(_, instead)| *instead)
}

fn checked_value(value: &str) -> Result<String, String> {
    if let Some(c) = value.chars().find(|c| c.is_control() && *c != '\t') {
        return Err(match c {
            '\r' | '\n' => format!("{} holds a line break: write the value on one line", quoted(value)),
            _ => format!("{} holds the control character U+{:04X}: leave it out", quoted(value), u32::from(c)),
        });
    }
    let words: Vec<&str> = value.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Err("the header has no value: write one, or leave the header out".to_owned());
    }
    if let Some(long) = words.iter().find(|word| word.is_ascii() && word.len() > limits::HEADER_WORD_OCTETS) {
        return Err(format!(
            "{} goes on for more than {} octets without a blank, so that no line can hold it (RFC 5322 §2.1.1): shorten it",
            quoted(long),
            limits::HEADER_WORD_OCTETS
        ));
    }
    let value = words.join(" ");
    if value.len() > limits::HEADER_VALUE_OCTETS {
        return Err(format!("the value is longer than {} octets: shorten it", limits::HEADER_VALUE_OCTETS));
    }
    Ok(value)
}

fn check_message_ids(value: &str) -> Result<(), String> {
    match value.split(' ').find(|word| !is_message_id(word)) {
        None => Ok(()),
        Some(word) => Err(format!(
            "{} is not a message id: write ids in angle brackets with blanks between them, <id@example.com>",
            quoted(word)
        )),
    }
}

/// RFC 5322 §3.6.4, with any visible ASCII in both halves, because ids in the wild have it.
fn is_message_id(word: &str) -> bool {
    let inner = word.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or_default();
    let plain =
        |half: &str| !half.is_empty() && half.bytes().all(|b| b.is_ascii_graphic() && !b"<>@,;\"\\()".contains(&b));
    inner.split_once('@').is_some_and(|(left, right)| plain(left) && plain(right))
}
