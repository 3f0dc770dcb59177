//! [`Draft::check`]: checks every field independently of the others.

use std::collections::HashSet;

use super::{CheckedDraft, Draft, attachment, calendar, headers};
use crate::address::parse_each;
use crate::faults::FaultCollector;
use crate::quoted::{code_point, quoted};
use crate::{Fault, Faults, Mailbox, limits, texts};

impl Draft {
    /// Checks all fields.
    ///
    /// # Errors
    /// All faults, at most [`limits::FAULTS`].
    pub fn check(self) -> Result<CheckedDraft, Faults> {
        let mut faults = FaultCollector::default();
        let from = self.from.as_deref().and_then(|text| check_from(text, &mut faults));
        let to = check_list("to", &self.to, &mut faults);
        let cc = check_list("cc", &self.cc, &mut faults);
        let bcc = check_list("bcc", &self.bcc, &mut faults);
        // If an address is invalid, a fault about the number of recipients would only confuse.
        let count_recipients = faults.is_empty();
        let reply_to = check_list("reply_to", &self.reply_to, &mut faults);
        if reply_to.len() > limits::REPLY_TO {
            faults.add("reply_to", texts::draft_too_many_reply_to(reply_to.len(), limits::REPLY_TO));
        }
        let subject = check_subject(&self.subject, &mut faults);
        check_body(&self, &mut faults);
        let headers = headers::check(self.headers, self.provider_headers, &mut faults);
        let calendar = self.calendar.and_then(|object| calendar::check(object, &mut faults));
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
            calendar,
            attachments,
            headers: headers.fields,
            message_id: headers.message_id,
            date: headers.date,
            remarks: headers.remarks,
        };
        if count_recipients {
            check_recipients(checked.recipients().len(), &mut faults);
        }
        faults.finish(checked)
    }
}

/// The requested From; an empty text counts as missing.
fn check_from(text: &str, faults: &mut FaultCollector) -> Option<Mailbox> {
    let mut mailboxes = faults.value_of("from", parse_each(text).collect::<Result<Vec<_>, _>>())?;
    if mailboxes.len() > 1 {
        faults.add("from", texts::draft_several_from_addresses(quoted(text), mailboxes.len()));
    }
    mailboxes.pop()
}

/// The mailboxes of a field, each address once, with its first display name.
fn check_list(field: &str, entries: &[String], faults: &mut FaultCollector) -> Vec<Mailbox> {
    let mut seen = HashSet::new();
    let mut mailboxes = Vec::new();
    for piece in entries.iter().flat_map(|entry| parse_each(entry)) {
        if let Some(mailbox) = faults.value_of(field, piece)
            && seen.insert(mailbox.address.clone())
        {
            mailboxes.push(mailbox);
        }
    }
    mailboxes
}

fn check_recipients(count: usize, faults: &mut FaultCollector) {
    if count == 0 {
        faults.add("to", texts::draft_without_recipient());
    }
    if count > limits::RECIPIENTS {
        faults.add("to", texts::draft_too_many_recipients(count, limits::RECIPIENTS));
    }
}

fn check_subject(subject: &str, faults: &mut FaultCollector) -> String {
    let subject = subject.trim();
    if let Some(c) = subject.chars().find(|c| c.is_control()) {
        let text = match c {
            '\r' | '\n' => texts::draft_subject_line_break(quoted(subject)),
            _ => texts::draft_subject_control_character(quoted(subject), code_point(c)),
        };
        faults.add("subject", text);
    }
    let length = subject.chars().count();
    if length > limits::SUBJECT_CHARS {
        faults.add("subject", texts::draft_subject_too_long(length, limits::SUBJECT_CHARS));
    }
    subject.to_owned()
}

/// Checks that there is content, no NUL (RFC 5322 §2.3 excludes it, and some servers truncate the text there), and not
/// more than [`limits::MESSAGE_BYTES`].
fn check_body(draft: &Draft, faults: &mut FaultCollector) {
    let blank = |body: &Option<String>| body.as_ref().is_none_or(|body| body.trim().is_empty());
    if draft.text.is_none() && blank(&draft.html) && draft.attachments.is_empty() && draft.calendar.is_none() {
        faults.add("text", texts::draft_empty());
    }
    for (field, body) in [("text", &draft.text), ("html", &draft.html)] {
        if let Some(at) = body.as_ref().and_then(|body| body.find('\0')) {
            faults.add(field, texts::draft_nul(at));
        }
    }
    let length = |body: &Option<String>| body.as_ref().map_or(0, String::len);
    let sizes = PartSizes {
        text: length(&draft.text),
        html: length(&draft.html),
        calendar: draft.calendar.as_ref().map_or(0, |calendar| calendar.content.len()),
        attachments: draft.attachments.iter().map(|attachment| attachment.content.len()).sum(),
    };
    let octets = sizes.text + sizes.html + 2 * sizes.calendar + sizes.attachments;
    if octets > limits::MESSAGE_BYTES {
        let Fault { field, text } = sizes.too_large(octets);
        faults.add(field, text);
    }
}

/// The sizes of a message's parts, in octets before encoding.
pub(crate) struct PartSizes {
    pub(crate) text: usize,
    pub(crate) html: usize,
    /// The calendar object, which is sent twice: as an alternative and as a file.
    pub(crate) calendar: usize,
    pub(crate) attachments: usize,
}

impl PartSizes {
    /// The fault of a message of `octets`, which is more than [`limits::MESSAGE_BYTES`]. Its field is that of the
    /// largest part.
    pub(crate) fn too_large(&self, octets: usize) -> Fault {
        let fields = [
            ("text", self.text),
            ("html", self.html),
            ("calendar.content", 2 * self.calendar),
            ("attachments", self.attachments),
        ];
        let largest = fields.into_iter().max_by_key(|(_, octets)| *octets).map_or("text", |(field, _)| field);
        let (size, limit) = (crate::megabytes(octets), crate::megabytes(limits::MESSAGE_BYTES));
        Fault::new(largest, texts::draft_too_large(size, limit))
    }
}
