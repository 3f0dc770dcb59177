//! Delivery status notifications (RFC 3464) in a multipart/report (RFC 6522): to the envelope sender, about what became of
//! its message. Pure; `sending` decides who gets one, and words it.

use std::sync::Arc;

use jiff::Timestamp;
use mail_builder::headers::date::Date;

use crate::render::body::leaf;
use crate::render::encoded_words::unstructured;
use crate::render::header::{field, mailboxes};
use crate::submitted::{EnvelopeId, NotificationRequest, Notify, OriginalRecipient, Recipient};
use crate::{EmailAddress, EnhancedCode, Mailbox, Message, MessageId, RecipientCounts, Reply, ReversePath, Stamp};

/// Most characters of a reply in Diagnostic-Code.
const DIAGNOSTIC_CHARS: usize = 900;

/// A notification, to be rendered.
#[derive(Debug)]
pub struct StatusNotification<'a> {
    /// The header From. The envelope sender is null (RFC 3464 section 2).
    pub from: Mailbox,
    /// The envelope sender of the message that it is about.
    pub to: EmailAddress,
    /// The subject.
    pub subject: String,
    /// What a person reads, with LF line ends.
    pub text: String,
    /// The name of this server.
    pub reporting_mta: &'a str,
    /// What the sender called its message (ENVID).
    pub envelope_id: Option<&'a EnvelopeId>,
    /// When the message was accepted.
    pub arrived_at: Timestamp,
    /// The Message-ID of the message, without angle brackets.
    pub about: &'a str,
    /// The recipients; at least one.
    pub recipients: Vec<RecipientStatus<'a>>,
    /// What is returned of the message.
    pub returned: Returned<'a>,
}

/// What became of a recipient.
#[derive(Debug)]
pub struct RecipientStatus<'a> {
    /// The recipient.
    pub address: &'a EmailAddress,
    /// The address that the sender wrote to at first (ORCPT).
    pub original: Option<&'a OriginalRecipient>,
    /// What happened.
    pub action: Action,
    /// The status (RFC 3463).
    pub status: EnhancedCode,
    /// The mail server that replied.
    pub remote_mta: Option<&'a str>,
    /// Its reply.
    pub reply: Option<&'a Reply>,
    /// When the last attempt ended.
    pub last_attempt_at: Option<Timestamp>,
}

/// What happened to a delivery (RFC 3464 section 2.3.3). owlpost delivers to no mailbox of a recipient, so it never reports
/// `delivered`, and it expands no lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It failed for good.
    Failed,
    /// It waits, and is tried again.
    Delayed,
    /// The next server took it over and sends no notifications.
    Relayed,
}

impl Action {
    fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Delayed => "delayed",
            Self::Relayed => "relayed",
        }
    }
}

/// What is returned of a message.
#[derive(Clone, Copy, Debug)]
pub enum Returned<'a> {
    /// All of it.
    Whole(&'a [u8]),
    /// Its header, without the empty line.
    Header(&'a [u8]),
    /// Nothing: its text is no longer stored.
    Nothing,
}

impl StatusNotification<'_> {
    /// Renders the message. `stamp` as for a draft: the boundary must not be predictable.
    pub fn render(self, stamp: &Stamp) -> Message {
        let message_id = MessageId::new(stamp, &self.from.address);
        let boundary = format!("report_{}", stamp.unique_text());
        let mut bytes = Vec::with_capacity(4096);
        self.write_header(&message_id, &boundary, stamp, &mut bytes);
        let begin = |bytes: &mut Vec<u8>| bytes.extend_from_slice(format!("\r\n--{boundary}\r\n").as_bytes());
        begin(&mut bytes);
        leaf("text/plain", &self.text).write_part(&mut bytes);
        begin(&mut bytes);
        self.write_status(&mut bytes);
        if let Some((kind, octets)) = self.returned.part() {
            begin(&mut bytes);
            field(&mut bytes, "Content-Type", kind);
            if !octets.is_ascii() {
                field(&mut bytes, "Content-Transfer-Encoding", "8bit");
            }
            bytes.extend_from_slice(b"\r\n");
            bytes.extend_from_slice(octets);
        }
        bytes.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        self.into_message(message_id, bytes)
    }

    fn into_message(self, message_id: MessageId, bytes: Vec<u8>) -> Message {
        // Nobody wants a notification about a notification (RFC 3461 section 6.1).
        let never = Recipient { notify: Some(Notify::NEVER), ..Recipient::from(self.to.clone()) };
        Message {
            message_id,
            smtputf8: self.to.needs_smtputf8() || self.from.address.needs_smtputf8(),
            from: self.from.address,
            sender: ReversePath::NULL,
            notifications: NotificationRequest::of(None, None, &[never]).map(Arc::new),
            recipients: vec![self.to],
            fields: RecipientCounts { to: 1, ..RecipientCounts::default() },
            subject: self.subject,
            eight_bit: !bytes.is_ascii(),
            bytes: bytes.into(),
        }
    }

    fn write_header(&self, message_id: &MessageId, boundary: &str, stamp: &Stamp, out: &mut Vec<u8>) {
        field(out, "From", &mailboxes([&self.from]));
        field(out, "To", &mailboxes([&Mailbox { name: None, address: self.to.clone() }]));
        field(out, "Subject", &unstructured(&self.subject));
        field(out, "Date", &stamp.date_text());
        field(out, "Message-ID", &format!("<{}>", message_id.as_str()));
        // RFC 3834 section 3.1.7.
        field(out, "Auto-Submitted", "auto-replied");
        if is_message_id(self.about) {
            field(out, "In-Reply-To", &format!("<{}>", self.about));
            field(out, "References", &format!("<{}>", self.about));
        }
        field(out, "MIME-Version", "1.0");
        let kind = format!("multipart/report; report-type=delivery-status; boundary=\"{boundary}\"");
        field(out, "Content-Type", &kind);
    }

    /// The part for programs (RFC 3464 section 2.1). It is ASCII.
    fn write_status(&self, out: &mut Vec<u8>) {
        field(out, "Content-Type", "message/delivery-status");
        out.extend_from_slice(b"\r\n");
        if let Some(id) = self.envelope_id {
            field(out, "Original-Envelope-Id", &id.text());
        }
        field(out, "Reporting-MTA", &format!("dns; {}", ascii(self.reporting_mta)));
        field(out, "Arrival-Date", &date(self.arrived_at));
        for recipient in &self.recipients {
            out.extend_from_slice(b"\r\n");
            recipient.write(out);
        }
    }
}

impl RecipientStatus<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        if let Some((kind, address)) = self.original.map(OriginalRecipient::parts) {
            field(out, "Original-Recipient", &format!("{kind}; {address}"));
        }
        field(out, "Final-Recipient", &typed(self.address));
        field(out, "Action", self.action.name());
        field(out, "Status", &self.status.to_string());
        if let Some(host) = self.remote_mta {
            field(out, "Remote-MTA", &format!("dns; {}", ascii(host)));
        }
        if let Some(reply) = self.reply {
            let text: String = ascii(&reply.to_string()).chars().take(DIAGNOSTIC_CHARS).collect();
            field(out, "Diagnostic-Code", &format!("smtp; {}", text.trim()));
        }
        if let Some(at) = self.last_attempt_at {
            field(out, "Last-Attempt-Date", &date(at));
        }
    }
}

impl<'a> Returned<'a> {
    /// The media type and the octets of the part.
    fn part(self) -> Option<(&'static str, &'a [u8])> {
        let has_ascii_header = |octets: &[u8]| header_of(octets).is_ascii();
        match self {
            Self::Whole(octets) if has_ascii_header(octets) => Some(("message/rfc822", octets)),
            // RFC 6532 and RFC 6533.
            Self::Whole(octets) => Some(("message/global", octets)),
            Self::Header(octets) if octets.is_ascii() => Some(("text/rfc822-headers", octets)),
            Self::Header(octets) => Some(("message/global-headers", octets)),
            Self::Nothing => None,
        }
    }
}

/// The header of a message without the empty line; all of it if that is not there.
pub fn header_of(message: &[u8]) -> &[u8] {
    let end = message.windows(4).position(|four| four == b"\r\n\r\n");
    end.map_or(message, |end| &message[..end + 2])
}

/// RFC 3464 section 2.3.2; an address that is not ASCII as RFC 6533 section 3 writes it where only ASCII is allowed.
fn typed(address: &EmailAddress) -> String {
    let text = address.expose();
    if text.is_ascii() {
        return format!("rfc822; {text}");
    }
    let mut encoded = String::from("utf-8; ");
    for c in text.chars() {
        match c {
            '\\' | '+' | '=' => encoded.push_str(&format!("\\x{{{:X}}}", u32::from(c))),
            c if c.is_ascii() => encoded.push(c),
            c => encoded.push_str(&format!("\\x{{{:X}}}", u32::from(c))),
        }
    }
    encoded
}

/// Printable ASCII: nothing of another server can add a field.
fn ascii(text: &str) -> String {
    text.chars().map(|c| if c == ' ' || c.is_ascii_graphic() { c } else { '?' }).collect()
}

fn date(at: Timestamp) -> String {
    Date::new(at.as_second()).to_rfc822()
}

/// Whether it can be written into References: the sender's own field may be anything.
fn is_message_id(id: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_graphic() && !b"<>@".contains(&b));
    id.len() < 900 && id.split_once('@').is_some_and(|(left, right)| is_part(left) && is_part(right))
}

#[cfg(test)]
mod tests;
