//! [`Draft::check`]: every field is looked at, whatever the others came to.

use std::collections::HashSet;

use super::{CheckedDraft, Draft, attachment};
use crate::{
    Fault, Faults, Mailbox, address::parse_each, faults::Found, header_field::HeaderField, limits, quoted::quoted,
};

impl Draft {
    /// Checks everything and answers all faults at once.
    pub fn check(self) -> Result<CheckedDraft, Faults> {
        let mut faults = Found::default();
        let from = self.from.as_deref().and_then(|text| check_from(text, &mut faults));
        let to = check_list("to", &self.to, &mut faults);
        let cc = check_list("cc", &self.cc, &mut faults);
        let bcc = check_list("bcc", &self.bcc, &mut faults);
        // Where an address is wrong, a lack or excess of recipients is no fault of its own.
        let count_recipients = faults.is_empty();
        let reply_to = check_list("reply_to", &self.reply_to, &mut faults);
        if reply_to.len() > limits::REPLY_TO {
            faults.add(
                "reply_to",
                format!("holds {} addresses: at most {} are allowed", reply_to.len(), limits::REPLY_TO),
            );
        }
        let subject = check_subject(&self.subject, &mut faults);
        check_body(&self, &mut faults);
        let headers = check_headers(&self.headers, &mut faults);
        let attachments = attachment::check_all(self.attachments, &mut faults);

        let checked = CheckedDraft {
            from,
            to,
            cc,
            bcc,
            reply_to,
            subject,
            text: self.text,
            html: self.html.filter(|html| !html.trim().is_empty()),
            attachments,
            headers,
        };
        if count_recipients {
            check_recipients(checked.recipients().len(), &mut faults);
        }
        faults.none_or(checked)
    }
}

/// An empty text is no wish for a certain From.
fn check_from(text: &str, faults: &mut Found) -> Option<Mailbox> {
    let mut mailboxes = faults.keep("from", parse_each(text).collect::<Result<Vec<_>, _>>())?;
    if mailboxes.len() > 1 {
        faults.add("from", format!("{} holds {} addresses: write one", quoted(text), mailboxes.len()));
    }
    mailboxes.pop()
}

/// Each address once, with the name it came with first.
fn check_list(field: &str, entries: &[String], faults: &mut Found) -> Vec<Mailbox> {
    let mut seen = HashSet::new();
    let mut mailboxes = Vec::new();
    for piece in entries.iter().flat_map(|entry| parse_each(entry)) {
        if let Some(mailbox) = faults.keep(field, piece)
            && seen.insert(mailbox.address.clone())
        {
            mailboxes.push(mailbox);
        }
    }
    mailboxes
}

fn check_recipients(count: usize, faults: &mut Found) {
    if count == 0 {
        faults.add("to", "the message has no recipient: write an address in `to`, `cc` or `bcc`");
    }
    if count > limits::RECIPIENTS {
        let most = limits::RECIPIENTS;
        faults.add("to", format!("the message has {count} recipients: send it in portions of at most {most}"));
    }
}

fn check_subject(subject: &str, faults: &mut Found) -> String {
    let subject = subject.trim();
    if let Some(c) = subject.chars().find(|c| c.is_control()) {
        faults.add(
            "subject",
            match c {
                '\r' | '\n' => format!("{} holds a line break: write the subject on one line", quoted(subject)),
                _ => format!(
                    "{} holds the control character U+{:04X}: put a blank in its place",
                    quoted(subject),
                    u32::from(c)
                ),
            },
        );
    }
    let length = subject.chars().count();
    if length > limits::SUBJECT_CHARS {
        let most = limits::SUBJECT_CHARS;
        faults.add("subject", format!("the subject has {length} characters: shorten it to at most {most}"));
    }
    subject.to_owned()
}

/// Something to read, no NUL (RFC 5322 §2.3 leaves it out, and servers cut there), and no more than can be sent.
fn check_body(draft: &Draft, faults: &mut Found) {
    let blank = |body: &Option<String>| body.as_ref().is_none_or(|body| body.trim().is_empty());
    if draft.text.is_none() && blank(&draft.html) && draft.attachments.is_empty() {
        faults.add("text", "the message is empty: write `text` or `html`, or attach a file");
    }
    for (field, body) in [("text", &draft.text), ("html", &draft.html)] {
        if let Some(at) = body.as_ref().and_then(|body| body.find('\0')) {
            faults.add(field, format!("holds a NUL character at octet {at}: leave it out"));
        }
    }
    let length = |body: &Option<String>| body.as_ref().map_or(0, String::len);
    let weights = Weights {
        text: length(&draft.text),
        html: length(&draft.html),
        attachments: draft.attachments.iter().map(|attachment| attachment.content.len()).sum(),
    };
    let octets = weights.text + weights.html + weights.attachments;
    if octets > limits::MESSAGE_BYTES {
        let Fault { field, message } = weights.too_large(octets);
        faults.add(field, message);
    }
}

/// What makes a message large, in octets before encoding.
pub(crate) struct Weights {
    pub(crate) text: usize,
    pub(crate) html: usize,
    pub(crate) attachments: usize,
}

impl Weights {
    /// The fault of a message of `octets`, more than [`limits::MESSAGE_BYTES`]; it goes to the heaviest field.
    pub(crate) fn too_large(&self, octets: usize) -> Fault {
        let fields = [("text", self.text), ("html", self.html), ("attachments", self.attachments)];
        let heaviest = fields.into_iter().max_by_key(|(_, octets)| *octets).map_or("text", |(field, _)| field);
        let mib = |octets: usize| octets.div_ceil(1024 * 1024);
        let message = format!(
            "the message has {} MiB, and at most {} MiB can be sent, with files grown by a third in transport: \
             send a link in place of large files",
            mib(octets),
            mib(limits::MESSAGE_BYTES)
        );
        Fault { field: heaviest.to_owned(), message }
    }
}

fn check_headers(headers: &[(String, String)], faults: &mut Found) -> Vec<HeaderField> {
    if headers.len() > limits::HEADERS {
        faults
            .add("headers", format!("{} headers are too many: at most {} are allowed", headers.len(), limits::HEADERS));
        return Vec::new();
    }
    let mut checked: Vec<HeaderField> = Vec::with_capacity(headers.len());
    for (name, value) in headers {
        let field = format!("headers.{}", shown_name(name));
        let Some(header) = faults.keep(&field, HeaderField::parse(name, value)) else { continue };
        if header.is_single() && checked.iter().any(|other| other.is(header.name())) {
            faults.add(field, "the header is there twice: write it once");
            continue;
        }
        checked.push(header);
    }
    checked
}

/// A field's name goes into logs and pages, so a bad one is shown without what makes it bad.
fn shown_name(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_graphic() { c } else { '?' }).take(limits::HEADER_NAME_OCTETS).collect()
}
