//! Header fields of the sender's own (RFC 5322 §3.6.8): which are allowed, and what may stand in them.
//!
//! A [`HeaderField`] cannot hold CR, LF or NUL, cannot be one that owlpost writes itself, and can always be folded to
//! lines of 998 octets.

use crate::quoted::{code_point, quoted};
use crate::{Text, limits, texts};

/// A header field that may be written into a message.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct HeaderField {
    name: String,
    value: String,
}

impl HeaderField {
    /// Checks name and value; runs of blanks and tabs become one blank. The message of an error goes to
    /// `headers.<name>`.
    pub(crate) fn parse(name: &str, value: &str) -> Result<Self, Text> {
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

fn check_name(name: &str) -> Result<(), Text> {
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_graphic() && b != b':') {
        return Err(texts::header_name_invalid());
    }
    if name.len() > limits::HEADER_NAME_OCTETS {
        return Err(texts::header_name_too_long(limits::HEADER_NAME_OCTETS));
    }
    reserved(name).map_or(Ok(()), |remedy| Err(texts::header_reserved(quoted(name), remedy)))
}

/// For header fields that only owlpost or a mail server writes: what to do instead.
fn reserved(name: &str) -> Option<Text> {
    const FIELDS: [(&[&str], &str); 6] = [
        (&["From", "Sender"], "from"),
        (&["To"], "to"),
        (&["Cc"], "cc"),
        (&["Bcc"], "bcc"),
        (&["Reply-To"], "reply_to"),
        (&["Subject"], "subject"),
    ];
    const TRACE: [&str; 5] = ["Received", "DKIM-Signature", "Authentication-Results", "Received-SPF", "Delivered-To"];
    let starts_with = |prefix: &str| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if let Some((_, field)) = FIELDS.iter().find(|(names, _)| is_one_of(name, names)) {
        return Some(texts::header_remedy_field(*field));
    }
    if starts_with("Content-") || is_one_of(name, &["MIME-Version"]) {
        return Some(texts::header_remedy_body_fields());
    }
    if starts_with("Resent-") || starts_with("ARC-") {
        return Some(texts::header_remedy_forwarded());
    }
    if is_one_of(name, &["Date", "Message-ID"]) {
        return Some(texts::header_remedy_generated());
    }
    if is_one_of(name, &["Return-Path"]) {
        return Some(texts::header_remedy_receiving_server());
    }
    is_one_of(name, &TRACE).then(texts::header_remedy_relays)
}

fn checked_value(value: &str) -> Result<String, Text> {
    if let Some(c) = value.chars().find(|c| c.is_control() && *c != '\t') {
        return Err(match c {
            '\r' | '\n' => texts::header_value_line_break(quoted(value)),
            _ => texts::header_value_control_character(quoted(value), code_point(c)),
        });
    }
    let words: Vec<&str> = value.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Err(texts::header_value_empty());
    }
    if let Some(long) = words.iter().find(|word| word.is_ascii() && word.len() > limits::HEADER_WORD_OCTETS) {
        return Err(texts::header_value_word_too_long(quoted(long), limits::HEADER_WORD_OCTETS));
    }
    let value = words.join(" ");
    if value.len() > limits::HEADER_VALUE_OCTETS {
        return Err(texts::header_value_too_long(limits::HEADER_VALUE_OCTETS));
    }
    Ok(value)
}

fn check_message_ids(value: &str) -> Result<(), Text> {
    match value.split(' ').find(|word| !is_message_id(word)) {
        None => Ok(()),
        Some(word) => Err(texts::header_message_id(quoted(word))),
    }
}

/// RFC 5322 §3.6.4, with any visible ASCII in both halves, because ids in the wild have it.
fn is_message_id(word: &str) -> bool {
    let inner = word.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or_default();
    let plain =
        |half: &str| !half.is_empty() && half.bytes().all(|b| b.is_ascii_graphic() && !b"<>@,;\"\\()".contains(&b));
    inner.split_once('@').is_some_and(|(left, right)| plain(left) && plain(right))
}
