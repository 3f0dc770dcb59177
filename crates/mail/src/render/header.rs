//! The header of a message (RFC 5322 §3.6), folded to lines of 76 octets if spaces allow it.
//!
//! Every value has a type that contains no line breaks; only `field` writes them.

use std::borrow::Cow;

use super::encoded_words::{encoded, unstructured};
use crate::header_field::{HeaderField, Structure};
use crate::{CheckedDraft, Mailbox, MessageId, Stamp};

/// The limit of RFC 2047 §2 for lines with encoded words, and two below that of RFC 5322 §2.1.1.
const LINE: usize = 76;

/// The header without the fields of the MIME parts, each field with its CRLF.
pub(super) fn write(draft: &CheckedDraft, sender: &Mailbox, message_id: &MessageId, stamp: &Stamp) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024);
    field(&mut out, "From", &mailboxes([sender]));
    if draft.to.is_empty() && draft.cc.is_empty() {
        // Otherwise a message only to Bcc would have no field with recipients, which spam filters penalize.
        field(&mut out, "To", "undisclosed-recipients:;");
    }
    for (name, list) in [("To", &draft.to), ("Cc", &draft.cc), ("Reply-To", &draft.reply_to)] {
        if !list.is_empty() {
            field(&mut out, name, &mailboxes(list));
        }
    }
    field(&mut out, "Subject", &unstructured(&draft.subject));
    let date = draft.date.clone().unwrap_or_else(|| stamp.date_text());
    field(&mut out, "Date", &date);
    field(&mut out, "Message-ID", &format!("<{}>", message_id.as_str()));
    if stamp.auto_submitted && !draft.headers.iter().any(|header| header.is("Auto-Submitted")) {
        field(&mut out, "Auto-Submitted", "auto-generated");
    }
    for header in &draft.headers {
        field(&mut out, header.name(), &value(header));
    }
    field(&mut out, "MIME-Version", "1.0");
    out
}

/// The value as it is written. ASCII is not changed: many fields have a structure that encoded words would break.
fn value(header: &HeaderField) -> Cow<'_, str> {
    let value = header.value();
    if value.is_ascii() {
        return value.into();
    }
    match value.rfind('<').filter(|_| header.structure() == Structure::ListId) {
        // Only the phrase before the identifier (RFC 2919 section 3).
        Some(at) => format!("{} {}", encoded(value[..at].trim()), &value[at..]).into(),
        None => unstructured(value).into(),
    }
}

pub(crate) fn mailboxes<'a>(list: impl IntoIterator<Item = &'a Mailbox>) -> String {
    list.into_iter().map(mailbox).collect::<Vec<_>>().join(", ")
}

/// `Ann <ann@example.com>` in ASCII, except for UTF-8 local parts.
pub(super) fn mailbox(mailbox: &Mailbox) -> String {
    let address = mailbox.address.expose();
    match &mailbox.name {
        // Angle brackets prevent mail clients from reading a quoted local part as a name.
        None if address.starts_with('"') => format!("<{address}>"),
        None => address.to_owned(),
        Some(name) => match name.as_phrase() {
            Some(phrase) => format!("{phrase} <{address}>"),
            None => format!("{} <{address}>", encoded(name.as_str())),
        },
    }
}

/// Writes one field, folded before spaces to limit the length of lines (RFC 5322 §2.2.3).
pub(crate) fn field(out: &mut Vec<u8>, name: &str, value: &str) {
    let mut line = Line::begin(out, name);
    line.fold_at_spaces(value);
    line.end();
}

/// Writes a field of addresses, each item with the comma or semicolon after it. An address is never folded inside:
/// some mail clients would lose the space of a quoted local part.
pub(crate) fn address_field(out: &mut Vec<u8>, name: &str, pieces: &[String]) {
    let mut line = Line::begin(out, name);
    for (index, piece) in pieces.iter().enumerate() {
        let piece = if index == 0 { piece.clone() } else { format!(" {piece}") };
        let address = piece.rfind('<').filter(|at| piece[..*at].ends_with(' '));
        let (words, address) = piece.split_at(address.map_or(0, |at| at - 1));
        line.fold_at_spaces(words);
        line.put(address);
    }
    line.end();
}

/// A field that is being written.
struct Line<'a> {
    out: &'a mut Vec<u8>,
    column: usize,
}

impl<'a> Line<'a> {
    fn begin(out: &'a mut Vec<u8>, name: &str) -> Self {
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b": ");
        Self { out, column: name.len() + 2 }
    }

    fn fold_at_spaces(&mut self, value: &str) {
        let mut rest = value;
        while !rest.is_empty() {
            let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            // A line of only spaces would end the header for some mail clients, so a folded line always contains a
            // word.
            let length = rest[spaces..].find([' ', '\t']).map_or(rest.len(), |end| spaces + end);
            self.put(&rest[..length]);
            rest = &rest[length..];
        }
    }

    /// Adds a word with its leading spaces, on the next line if it does not fit on this one.
    fn put(&mut self, stretch: &str) {
        if stretch.starts_with([' ', '\t']) && self.column + stretch.len() > LINE {
            self.out.extend_from_slice(b"\r\n");
            self.column = 0;
        }
        self.out.extend_from_slice(stretch.as_bytes());
        self.column += stretch.len();
    }

    fn end(self) {
        self.out.extend_from_slice(b"\r\n");
    }
}
