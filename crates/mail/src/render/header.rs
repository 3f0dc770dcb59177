//! The header of a message (RFC 5322 §3.6), folded to lines of 76 octets where blanks allow it.
//!
//! Every value comes from a type that holds no line break; `field` is the only place that writes one.

use mail_builder::headers::date::Date;

use super::encoded_words::{encoded, unstructured};
use crate::{CheckedDraft, Mailbox, MessageId, Stamp};

/// RFC 2047 §2 for lines with encoded words; two below what RFC 5322 §2.1.1 asks for the others.
const LINE: usize = 76;

/// The header but for the fields of the MIME parts, each field with its CRLF.
pub(super) fn write(draft: &CheckedDraft, sender: &Mailbox, message_id: &MessageId, stamp: &Stamp) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024);
    field(&mut out, "From", &mailboxes([sender]));
    if draft.to.is_empty() && draft.cc.is_empty() {
        // A message to Bcc alone would have no field with recipients, which filters take for spam.
        field(&mut out, "To", "undisclosed-recipients:;");
    }
    for (name, list) in [("To", &draft.to), ("Cc", &draft.cc), ("Reply-To", &draft.reply_to)] {
        if !list.is_empty() {
            field(&mut out, name, &mailboxes(list));
        }
    }
    field(&mut out, "Subject", &unstructured(&draft.subject));
    field(&mut out, "Date", &Date::new(stamp.date.as_second()).to_rfc822());
    field(&mut out, "Message-ID", &format!("<{}>", message_id.as_str()));
    if stamp.auto_submitted && !draft.headers.iter().any(|header| header.is("Auto-Submitted")) {
        field(&mut out, "Auto-Submitted", "auto-generated");
    }
    for header in &draft.headers {
        // ASCII is left alone: many fields have a structure that encoded words would break.
        let value = header.value();
        if value.is_ascii() {
            field(&mut out, header.name(), value);
        } else {
            field(&mut out, header.name(), &unstructured(value));
        }
    }
    field(&mut out, "MIME-Version", "1.0");
    out
}

fn mailboxes<'a>(list: impl IntoIterator<Item = &'a Mailbox>) -> String {
    list.into_iter().map(mailbox).collect::<Vec<_>>().join(", ")
}

fn mailbox(mailbox: &Mailbox) -> String {
    let address = mailbox.address.expose();
    match &mailbox.name {
        // Angle brackets keep readers from taking a quoted local part for a name.
        None if address.starts_with('"') => format!("<{address}>"),
        None => address.to_owned(),
        Some(name) => match name.as_phrase() {
            Some(phrase) => format!("{phrase} <{address}>"),
            None => format!("{} <{address}>", encoded(name.as_str())),
        },
    }
}

/// Writes one field, folded before the blanks that lead over the edge of a line (RFC 5322 §2.2.3).
fn field(out: &mut Vec<u8>, name: &str, value: &str) {
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b": ");
    let mut column = name.len() + 2;
    let mut rest = value;
    while !rest.is_empty() {
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        let length = rest[blanks..].find(' ').map_or(rest.len(), |end| blanks + end);
        // A line of blanks alone would end the header for some readers, so a fold always takes a word along.
        if blanks > 0 && column + length > LINE {
            out.extend_from_slice(b"\r\n");
            column = 0;
        }
        out.extend_from_slice(&rest.as_bytes()[..length]);
        column += length;
        rest = &rest[length..];
    }
    out.extend_from_slice(b"\r\n");
}
