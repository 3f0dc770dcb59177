//! Custom header fields (RFC 5322 section 3.6.8): which are allowed, and what their values may contain.
//!
//! A [`HeaderField`] cannot contain CR, LF or NUL, cannot be one that owlpost writes itself, and can always be folded
//! to lines of 998 octets. Fields with a structure are never written as encoded words (RFC 2047 section 5).

use crate::message_ids::MessageIds;
use crate::quoted::{code_point, quoted};
use crate::structured;
use crate::{Text, limits, texts};

/// A header field that may be written to a message.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct HeaderField {
    name: String,
    value: String,
    structure: Structure,
}

/// The structure of a value, which determines how it may be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Structure {
    /// Text, or a structure unknown to owlpost: ASCII is not changed, other text becomes encoded words.
    Unstructured,
    /// Message identifiers: In-Reply-To, References.
    MessageIds,
    /// URLs in angle brackets (RFC 2369).
    Urls,
    /// A phrase and an identifier in angle brackets (RFC 2919).
    ListId,
    /// Tokens, which are ASCII.
    Tokens,
}

/// The result of parsing a field.
pub(crate) enum ParsedField {
    /// The field, with a remark if it was changed.
    Field(HeaderField, Option<Text>),
    /// Nothing of its value can be used; the message is sent without it.
    LeftOut(Text),
}

impl HeaderField {
    /// Checks name and value.
    ///
    /// # Errors
    /// The text of the fault of `headers.<name>`.
    pub(crate) fn parse(name: &str, value: &str) -> Result<ParsedField, Text> {
        check_name(name)?;
        let structure = Structure::of(name);
        if structure == Structure::MessageIds {
            return Ok(message_ids(name, value));
        }
        let value = checked_value(value)?;
        let value = if value.is_ascii() { value } else { structured::ascii(name, value, structure)? };
        Ok(ParsedField::Field(Self { name: name.to_owned(), value, structure }, None))
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The value, without line breaks; UTF-8 only if it will be written as encoded words.
    pub(crate) fn value(&self) -> &str {
        &self.value
    }

    pub(crate) fn structure(&self) -> Structure {
        self.structure
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether the field may occur only once (RFC 5322 section 3.6, RFC 3834 section 5.2).
    pub(crate) fn is_single(&self) -> bool {
        is_one_of(&self.name, &["In-Reply-To", "References", "Auto-Submitted"])
    }
}

impl Structure {
    fn of(name: &str) -> Self {
        const URLS: [&str; 6] =
            ["List-Unsubscribe", "List-Subscribe", "List-Help", "List-Post", "List-Owner", "List-Archive"];
        const TOKENS: [&str; 9] = [
            "List-Unsubscribe-Post",
            "Auto-Submitted",
            "Precedence",
            "Importance",
            "Priority",
            "X-Priority",
            "Sensitivity",
            "Feedback-ID",
            "X-Auto-Response-Suppress",
        ];
        if is_one_of(name, &["In-Reply-To", "References"]) {
            Self::MessageIds
        } else if is_one_of(name, &URLS) {
            Self::Urls
        } else if is_one_of(name, &["List-ID"]) {
            Self::ListId
        } else if is_one_of(name, &TOKENS) {
            Self::Tokens
        } else {
            Self::Unstructured
        }
    }
}

/// Whether the field contains message identifiers, so that several fields of this name are one list.
pub(crate) fn is_message_ids(name: &str) -> bool {
    Structure::of(name) == Structure::MessageIds
}

/// Parses message identifiers. Never refuses them, because people who reply cannot correct the identifiers of others.
fn message_ids(name: &str, value: &str) -> ParsedField {
    let found = MessageIds::read(value);
    if found.ids.is_empty() {
        return ParsedField::LeftOut(texts::header_message_ids_unusable(name, quoted(value.trim())));
    }
    let is_changed = found.repaired + found.left_out + found.shortened > 0;
    let remark =
        is_changed.then(|| texts::header_message_ids_changed(name, found.repaired, found.left_out + found.shortened));
    let field = HeaderField { name: name.to_owned(), value: found.value(), structure: Structure::MessageIds };
    ParsedField::Field(field, remark)
}

pub(crate) fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|one| one.eq_ignore_ascii_case(name))
}

/// Whether the field controls a sending service: SendGrid, SparkPost, Mandrill, Postmark, Amazon SES, Mailgun, Mailjet
/// or Brevo. Some of these fields add recipients.
pub(crate) fn controls_provider(name: &str) -> bool {
    const PREFIXES: [&str; 8] =
        ["X-MC-", "X-PM-", "X-SES-", "X-Mailgun-", "X-MJ-", "X-Mailjet-", "X-Mailin-", "X-Sib-"];
    is_one_of(name, &["X-SMTPAPI", "X-MSYS-API"]) || PREFIXES.iter().any(|prefix| starts_with(name, prefix))
}

fn starts_with(name: &str, prefix: &str) -> bool {
    name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
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

/// The remedy for a header field that only owlpost or a mail server may write; `None` for other fields.
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
    if let Some((_, field)) = FIELDS.iter().find(|(names, _)| is_one_of(name, names)) {
        return Some(texts::header_remedy_field(*field));
    }
    if starts_with(name, "Content-") || is_one_of(name, &["MIME-Version"]) {
        return Some(texts::header_remedy_body_fields());
    }
    if starts_with(name, "Resent-") || starts_with(name, "ARC-") {
        return Some(texts::header_remedy_forwarded());
    }
    if is_one_of(name, &["Return-Path"]) {
        return Some(texts::header_remedy_receiving_server());
    }
    is_one_of(name, &TRACE).then(texts::header_remedy_relays)
}

/// Checks a value; inner spaces and tabs are kept.
fn checked_value(value: &str) -> Result<String, Text> {
    if let Some(c) = value.chars().find(|c| c.is_control() && *c != '\t') {
        return Err(match c {
            '\r' | '\n' => texts::header_value_line_break(quoted(value)),
            _ => texts::header_value_control_character(quoted(value), code_point(c)),
        });
    }
    let value = value.trim_matches([' ', '\t']);
    if value.is_empty() {
        return Err(texts::header_value_empty());
    }
    let mut words = value.split([' ', '\t']);
    if let Some(long) = words.find(|word| word.is_ascii() && word.len() > limits::HEADER_WORD_OCTETS) {
        return Err(texts::header_value_word_too_long(quoted(long), limits::HEADER_WORD_OCTETS));
    }
    if value.len() > limits::HEADER_VALUE_OCTETS {
        return Err(texts::header_value_too_long(limits::HEADER_VALUE_OCTETS));
    }
    Ok(with_short_gaps(value))
}

/// The value with gaps between words limited in length: a line is folded before a gap, and the next line contains the
/// gap and a word.
fn with_short_gaps(value: &str) -> String {
    let mut gap = 0;
    let is_kept = |c: &char| {
        gap = if matches!(c, ' ' | '\t') { gap + 1 } else { 0 };
        gap <= limits::HEADER_GAP_OCTETS
    };
    value.chars().filter(is_kept).collect()
}
