//! A message that a client made itself (RFC 5322), taken as it is: by SMTP submission (RFC 6409) and by the API.
//!
//! [`Submitted::check`] finds all faults at once and repairs none. [`CheckedSubmission::finish`] adds Received, Date,
//! Message-ID and From on top, completes a From without a domain, removes Bcc, Resent-Bcc, Return-Path and Idempotency-Key, and leaves every other octet where it is, so
//! that signatures of the client (DKIM, RFC 6376) stay valid. Its result is a [`Message`], like that of a draft.

mod envelope;
mod header;
mod layout;
mod notifications;
mod received;
mod subject;

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use envelope::{Envelope, EnvelopeId, Notify, OriginalRecipient, Recipient, Ret};
pub use notifications::NotificationRequest;
pub use received::{Client, Protocol, Received, SmtpProtocol};

use crate::faults::FaultCollector;
use crate::render::header::{address_field, field, mailboxes};
use crate::{
    DefaultDomain, EmailAddress, Fault, Faults, Mailbox, Message, MessageId, RecipientCounts, ReversePath, Stamp, Text,
    limits, texts,
};
use header::{Header, Recipients, Rules, named};
use layout::MESSAGE;

/// What the fields that are added have at most, without a folded Reply-To.
const ADDED_BYTES: usize = 1_024;

/// What a client submits, unchecked.
#[derive(Clone)]
pub struct Submitted {
    /// Who sends it, and to whom.
    pub envelope: Envelope,
    /// The message, with CRLF line ends.
    pub bytes: Vec<u8>,
    /// How it came in.
    pub received: Received,
    /// As [`crate::Draft::provider_headers`].
    pub provider_headers: bool,
    /// The domain of addresses without one; `None` refuses them.
    pub default_domain: Option<DefaultDomain>,
}

impl fmt::Debug for Submitted {
    /// Shows nothing of the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Submitted")
            .field("envelope", &self.envelope)
            .field("octets", &self.bytes.len())
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}

/// A submitted message without faults.
pub struct CheckedSubmission {
    bytes: Vec<u8>,
    received: Received,
    header: Header,
    /// Where the empty line before the body begins.
    body: usize,
    /// `None` if neither envelope nor header names one.
    sender: Option<ReversePath>,
    /// Each once.
    recipients: Vec<Recipient>,
    envelope_id: Option<EnvelopeId>,
    ret: Option<Ret>,
}

impl fmt::Debug for CheckedSubmission {
    /// Shows nothing of the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CheckedSubmission")
            .field("sender", &self.sender)
            .field("recipients", &self.recipients)
            .field("octets", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// How a submission is sent.
#[derive(Clone, Debug)]
pub struct Handover {
    /// The envelope sender.
    pub sender: ReversePath,
    /// Replaces From, which may be missing; the asked one becomes Reply-To unless there is one, and Sender is removed.
    pub from: Option<Mailbox>,
    /// Envelope recipients besides those of the client (automatic BCC).
    pub copies: Vec<EmailAddress>,
}

impl Submitted {
    /// Checks octets, header and envelope; linear in the size of the message.
    ///
    /// # Errors
    /// All faults at once. Those of octets and of the header's form have the field `message` and name the line, those of a
    /// header field `headers.<name>`, those of the envelope `recipient`.
    pub fn check(self) -> Result<CheckedSubmission, Faults> {
        let mut faults = FaultCollector::default();
        let Self { envelope, bytes, received, provider_headers, default_domain } = self;
        if bytes.len() > limits::MESSAGE_BYTES {
            faults.add(MESSAGE, too_large(bytes.len()));
        }
        let layout = layout::read(&bytes, &mut faults);
        let header =
            Header::read(&layout, &Rules { provider_headers, default_domain: default_domain.as_ref() }, &mut faults);
        refuse_loop(&layout, &received, &mut faults);
        if received.with.needs_ascii_header() {
            header.refuse_utf8(&layout, &mut faults);
        }
        let mut recipients = match envelope.recipients {
            Some(mut recipients) => {
                if envelope.adds_header_recipients {
                    recipients.extend(recipients_of(&header, &mut faults));
                }
                distinct(recipients)
            }
            None => distinct(recipients_of(&header, &mut faults)),
        };
        recipients.iter_mut().for_each(|recipient| recipient.notify = recipient.notify.or(envelope.notify));
        // Where addresses of the header cannot be read, this is reported, and not their number as well.
        if recipients.is_empty() && layout.is_whole && faults.is_empty() {
            faults.add("recipient", texts::submitted_without_recipient());
        }
        if recipients.len() > limits::RECIPIENTS {
            faults.add("recipient", texts::draft_too_many_recipients(recipients.len(), limits::RECIPIENTS));
        }
        let sender = envelope.sender.or_else(|| header.from.first().cloned().map(ReversePath::from));
        let body = layout.body;
        faults.finish(())?;
        Ok(CheckedSubmission {
            bytes,
            received,
            header,
            body,
            sender,
            recipients,
            envelope_id: envelope.envelope_id,
            ret: envelope.ret,
        })
    }
}

/// Refuses a message that comes back again and again (RFC 5321 section 6.3).
fn refuse_loop(layout: &layout::Layout<'_>, received: &Received, faults: &mut FaultCollector) {
    let fields = || layout.fields.iter().filter(|field| field.is("Received"));
    let (all, own) = (fields().count(), fields().filter(|field| received.is_own(&field.unfolded())).count());
    if all > limits::RECEIVED_FIELDS || own > limits::OWN_RECEIVED_FIELDS {
        faults.add(MESSAGE, texts::submitted_loop(all, own));
    }
}

/// The recipients that the header names; those that cannot be read are faults, because nobody may be left out silently.
fn recipients_of(header: &Header, faults: &mut FaultCollector) -> Vec<Recipient> {
    let mut found = Vec::new();
    for (name, Recipients { addresses, faults: unreadable }) in
        [("To", &header.to), ("Cc", &header.cc), ("Bcc", &header.bcc)]
    {
        found.extend(addresses.iter().cloned().map(Recipient::from));
        unreadable.iter().for_each(|text| faults.add(named(name), text.clone()));
    }
    found
}

/// Each address once, with its first parameters.
fn distinct(mut recipients: Vec<Recipient>) -> Vec<Recipient> {
    let mut seen = HashSet::new();
    recipients.retain(|recipient| seen.insert(recipient.address.clone()));
    recipients
}

impl CheckedSubmission {
    /// The addresses of From; none where it is missing or [incomplete](Self::incomplete).
    pub fn from(&self) -> &[EmailAddress] {
        &self.header.from
    }

    /// The faults of a From and Sender without a domain, where there is no default one. Such a message is sent only if its
    /// From is replaced.
    pub fn incomplete(&self) -> &[Fault] {
        &self.header.incomplete
    }

    /// The first author, as far as it can be read; empty without one.
    pub fn asked_author(&self) -> &str {
        let incomplete = self.header.incomplete_from.as_deref().unwrap_or_default();
        self.header.from.first().map_or(incomplete, EmailAddress::expose)
    }

    /// The address of the field Sender.
    pub fn header_sender(&self) -> Option<&EmailAddress> {
        self.header.sender.as_ref().map(|(address, _)| address)
    }

    /// Whether there is a Reply-To.
    pub fn has_reply_to(&self) -> bool {
        self.header.has_reply_to
    }

    /// The envelope sender that the client gave, or that of the header.
    pub fn sender(&self) -> Option<&ReversePath> {
        self.sender.as_ref()
    }

    /// The recipients, each once.
    pub fn recipients(&self) -> impl ExactSizeIterator<Item = &EmailAddress> {
        self.recipients.iter().map(|recipient| &recipient.address)
    }

    /// The octets as the client sent them.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The field Idempotency-Key, which is not passed on; unchecked.
    pub fn idempotency_key(&self) -> Option<&str> {
        self.header.idempotency_key.as_deref()
    }

    /// Makes the message that is sent. Without an author there must be a [`Handover::from`].
    ///
    /// # Errors
    /// If it has become larger than [`limits::MESSAGE_BYTES`]; without an author.
    pub fn finish(self, how: Handover, stamp: &Stamp) -> Result<Message, Faults> {
        let own = how.from.as_ref().map(|own| &own.address);
        let Some(from) = own.or(self.header.from.first()).cloned() else {
            return Err(Faults(vec![Fault::new(named("From"), texts::submitted_from_missing())]));
        };
        let message_id = self.header.message_id.clone().unwrap_or_else(|| MessageId::new(stamp, &from));
        let bytes = self.edited(how.from.as_ref(), &message_id, stamp);
        if bytes.len() > limits::MESSAGE_BYTES {
            return Err(Faults(vec![Fault::new(MESSAGE, too_large(bytes.len()))]));
        }
        // The body is not changed, so the header is what is before it.
        let header = &bytes[..bytes.len() - (self.bytes.len() - self.body).min(bytes.len())];
        let header_is_ascii = header.is_ascii();
        let notifications = NotificationRequest::of(self.envelope_id, self.ret, &self.recipients);
        let (mut recipients, fields) = by_field(self.recipients, &self.header);
        let named: HashSet<EmailAddress> = recipients.iter().cloned().collect();
        recipients.extend(how.copies.into_iter().filter(|copy| !named.contains(copy)));
        // A large message is in memory as often as needed and no longer.
        drop(self.bytes);
        let in_envelope = how.sender.needs_smtputf8() || recipients.iter().any(EmailAddress::needs_smtputf8);
        Ok(Message {
            message_id,
            from,
            sender: how.sender,
            recipients,
            fields,
            notifications: notifications.map(Arc::new),
            subject: self.header.subject,
            smtputf8: in_envelope || !header_is_ascii,
            eight_bit: !bytes.is_ascii(),
            bytes: bytes.into(),
        })
    }

    /// The bytes with the fields that are added, removed and replaced. Everything else is copied.
    fn edited(&self, own: Option<&Mailbox>, message_id: &MessageId, stamp: &Stamp) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.bytes.len() + ADDED_BYTES);
        self.received.write(stamp, &mut out);
        if !self.header.has_date {
            field(&mut out, "Date", &stamp.date_text());
        }
        if self.header.message_id.is_none() {
            field(&mut out, "Message-ID", &format!("<{}>", message_id.as_str()));
        }
        let mut left_out: Vec<(&Range<usize>, Option<&Mailbox>)> =
            self.header.removed.iter().map(|range| (range, None)).collect();
        if own.is_some() || self.header.from_is_completed {
            left_out.push((&self.header.from_range, own));
        }
        if own.is_some() {
            left_out.extend(self.header.sender.iter().map(|(_, range)| (range, None)));
        }
        // That of a missing From is empty, and first.
        left_out.sort_unstable_by_key(|(range, _)| (range.start, range.end));
        let mut copied = 0;
        for (range, own) in left_out {
            out.extend_from_slice(&self.bytes[copied..range.start]);
            copied = range.end;
            if let Some(own) = own {
                self.write_own(own, &mut out);
            } else if *range == self.header.from_range {
                address_field(&mut out, "From", &self.header.from_written);
            }
        }
        out.extend_from_slice(&self.bytes[copied..]);
        // Whoever sends a message ends its last line (RFC 5321 section 4.1.1.4).
        if !out.ends_with(b"\r\n") {
            out.extend_from_slice(b"\r\n");
        }
        out
    }

    /// From, and the asked one as Reply-To.
    fn write_own(&self, own: &Mailbox, out: &mut Vec<u8>) {
        field(out, "From", &mailboxes([own]));
        if !self.header.has_reply_to && !self.header.from_written.is_empty() {
            let last = self.header.from_written.len().saturating_sub(1);
            let separated = |(nth, text): (usize, &String)| if nth == last { text.clone() } else { format!("{text},") };
            let pieces: Vec<String> = self.header.from_written.iter().enumerate().map(separated).collect();
            address_field(out, "Reply-To", &pieces);
        }
    }
}

fn too_large(octets: usize) -> Text {
    texts::draft_too_large(crate::megabytes(octets), crate::megabytes(limits::MESSAGE_BYTES))
}

/// The recipients in the order of the fields that name them, and how many each names: those of To, those of Cc, and blind
/// ones.
fn by_field(recipients: Vec<Recipient>, header: &Header) -> (Vec<EmailAddress>, RecipientCounts) {
    let to: HashSet<&EmailAddress> = header.to.addresses.iter().collect();
    let cc: HashSet<&EmailAddress> = header.cc.addresses.iter().collect();
    let all = recipients.into_iter().map(|recipient| recipient.address);
    let (mut ordered, others): (Vec<_>, Vec<_>) = all.partition(|address| to.contains(address));
    let (in_cc, blind): (Vec<_>, Vec<_>) = others.into_iter().partition(|address| cc.contains(address));
    let fields = RecipientCounts { to: ordered.len(), cc: in_cc.len(), bcc: blind.len() };
    ordered.extend(in_cc);
    ordered.extend(blind);
    (ordered, fields)
}
