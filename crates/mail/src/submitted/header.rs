//! What owlpost reads of the header of a submitted message, and the faults of those fields.
//!
//! Fields that it does not read are not judged: they stay byte for byte.

use std::ops::Range;

use super::layout::{Field, Layout, MESSAGE};
use super::subject;
use crate::address::local_name;
use crate::faults::FaultCollector;
use crate::header_field::{controls_provider, is_one_of};
use crate::message_ids::MessageIds;
use crate::render::address_list::{self, AddressList, Item, Mailbox};
use crate::{DefaultDomain, EmailAddress, Fault, MessageId, Text, parse_list, quoted, texts};

/// Fields that may occur once (RFC 5322 section 3.6) and are read here: of two, programs read different ones.
const SINGLE: [&str; 10] =
    ["From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Subject", "Date", "Message-ID", IDEMPOTENCY_KEY];
/// Fields that are not passed on: blind recipients, what only the last server writes, and a word to owlpost alone.
const REMOVED: [&str; 4] = ["Bcc", "Resent-Bcc", "Return-Path", IDEMPOTENCY_KEY];
const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
/// As much of a Message-ID is kept as fits on a line.
const MESSAGE_ID_CHARS: usize = 998;

/// The header, as far as it is read.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) from: Vec<EmailAddress>,
    /// The mailboxes of From as they are written, for Reply-To.
    pub(super) from_written: Vec<String>,
    pub(super) from_range: Range<usize>,
    /// The only mailbox of From had no domain; [`Header::from_written`] has it with the default one.
    pub(super) from_is_completed: bool,
    /// From or Sender without a domain, where there is no default one. They can only be replaced.
    pub(super) incomplete: Vec<Fault>,
    /// The text of such a From.
    pub(super) incomplete_from: Option<String>,
    pub(super) sender: Option<(EmailAddress, Range<usize>)>,
    pub(super) to: Recipients,
    pub(super) cc: Recipients,
    pub(super) bcc: Recipients,
    pub(super) has_reply_to: bool,
    pub(super) has_date: bool,
    pub(super) message_id: Option<MessageId>,
    pub(super) subject: String,
    pub(super) idempotency_key: Option<String>,
    /// Fields that are not passed on, in their order.
    pub(super) removed: Vec<Range<usize>>,
}

/// The addresses of To, Cc or Bcc.
#[derive(Debug, Default)]
pub(super) struct Recipients {
    pub(super) addresses: Vec<EmailAddress>,
    /// Where there is no single address to be read. It is a fault only if the field is the envelope.
    pub(super) faults: Vec<Text>,
}

impl Header {
    /// Reads the fields as `rules` say.
    pub(super) fn read(layout: &Layout<'_>, rules: &Rules<'_>, faults: &mut FaultCollector) -> Self {
        let mut header = Self::default();
        refuse_repeated(layout, faults);
        for field in &layout.fields {
            if !rules.provider_headers && controls_provider(field.name) {
                faults.add(named(field.name), texts::header_controls_provider(quoted(field.name)));
            }
            // RFC 6532 allows UTF-8; other octets mean something else to each reader.
            if std::str::from_utf8(field.value).is_err() {
                faults.add(named(field.name), texts::submitted_field_not_utf8(field.line));
            }
            if is_one_of(field.name, &REMOVED) {
                header.removed.push(field.range.clone());
            }
            header.take(field, rules.default_domain, faults);
        }
        if header.from.len() > 1 && !layout.fields.iter().any(|field| field.is("Sender")) {
            faults.add(named("Sender"), texts::submitted_sender_missing(header.from.len()));
        }
        header
    }

    /// Refuses the first field in UTF-8 that is passed on.
    pub(super) fn refuse_utf8(&self, layout: &Layout<'_>, faults: &mut FaultCollector) {
        let is_utf8 = |field: &&Field<'_>| {
            !field.value.is_ascii() && std::str::from_utf8(field.value).is_ok() && !self.removed.contains(&field.range)
        };
        if let Some(field) = layout.fields.iter().find(is_utf8) {
            faults.add(named(field.name), texts::submitted_needs_smtputf8(field.line));
        }
    }

    fn take(&mut self, field: &Field<'_>, domain: Option<&DefaultDomain>, faults: &mut FaultCollector) {
        if field.is("From") && local_name(&field.unfolded()).is_some() {
            self.take_local_author(field, domain);
        } else if field.is("From") {
            if let Some(mailboxes) = faults.value_of(&named("From"), author(field)) {
                (self.from, self.from_written) = mailboxes.into_iter().unzip();
                self.from_range = field.range.clone();
            }
        } else if field.is("Sender") && local_name(&field.unfolded()).is_some() {
            self.take_local_sender(field, domain);
        } else if field.is("Sender") {
            let mailboxes = author(field).and_then(|mailboxes| match mailboxes.len() {
                1 => Ok(mailboxes),
                _ => Err(texts::submitted_sender_unreadable(quoted(&field.unfolded()))),
            });
            let mailbox = faults.value_of(&named("Sender"), mailboxes).and_then(|mut found| found.pop());
            self.sender = mailbox.map(|(address, _)| (address, field.range.clone()));
        } else if field.is("To") {
            self.to = Recipients::read(field, domain);
        } else if field.is("Cc") {
            self.cc = Recipients::read(field, domain);
        } else if field.is("Bcc") {
            self.bcc = Recipients::read(field, domain);
        } else if field.is("Reply-To") {
            self.has_reply_to = true;
        } else if field.is("Date") {
            self.has_date = true;
        } else if field.is("Message-ID") {
            self.message_id = Some(message_id(&field.unfolded()));
        } else if field.is("Subject") {
            self.subject = subject::decoded(field.value);
        } else if field.is(IDEMPOTENCY_KEY) {
            self.idempotency_key = Some(field.unfolded());
        }
    }

    /// A From such as `root (Cron Daemon)`.
    fn take_local_author(&mut self, field: &Field<'_>, domain: Option<&DefaultDomain>) {
        let value = field.unfolded();
        self.from_range = field.range.clone();
        match domain.and_then(|domain| domain.complete(&value)) {
            Some((address, text)) => {
                (self.from, self.from_written, self.from_is_completed) = (vec![address], vec![text], true);
            }
            None => {
                self.incomplete.push(Fault::new(named("From"), unreadable(&value)));
                self.incomplete_from = Some(value);
            }
        }
    }

    /// A Sender without a domain. It stays as it is if the domain is known, and is removed where From is replaced.
    fn take_local_sender(&mut self, field: &Field<'_>, domain: Option<&DefaultDomain>) {
        let value = field.unfolded();
        match domain.and_then(|domain| domain.complete(&value)) {
            Some((address, _)) => self.sender = Some((address, field.range.clone())),
            None => {
                self.incomplete.push(Fault::new(named("Sender"), unreadable(&value)));
                self.removed.push(field.range.clone());
            }
        }
    }
}

/// What a header is read by.
#[derive(Debug)]
pub(super) struct Rules<'a> {
    /// As [`super::Submitted::provider_headers`].
    pub(super) provider_headers: bool,
    /// As [`super::Submitted::default_domain`].
    pub(super) default_domain: Option<&'a DefaultDomain>,
}

/// The name of a field of the header, as in the faults of drafts.
pub(super) fn named(name: &str) -> String {
    let shown: String = name.chars().take(crate::limits::HEADER_NAME_OCTETS).collect();
    format!("headers.{shown}")
}

fn refuse_repeated(layout: &Layout<'_>, faults: &mut FaultCollector) {
    for name in SINGLE {
        let mut found = layout.fields.iter().filter(|field| field.is(name));
        if let (Some(first), Some(second)) = (found.next(), found.next()) {
            faults.add(MESSAGE, texts::submitted_field_repeated(name, first.line, second.line));
        }
    }
}

/// The mailboxes of From or Sender, each with its text. Every program must read the same ones.
fn author(field: &Field<'_>) -> Result<Vec<(EmailAddress, String)>, Text> {
    let value = field.unfolded();
    let AddressList { items, is_sound } = address_list::read(&value);
    let mut found = Vec::new();
    for item in items {
        match item {
            Item::Mailbox(Mailbox { address: Some(address), text }) => found.push((address, text)),
            Item::Mailbox(Mailbox { address: None, text }) => return Err(unreadable(&text)),
            Item::Group { .. } => return Err(texts::submitted_author_group(quoted(&value))),
        }
    }
    if value.is_empty() {
        return Err(texts::submitted_author_empty());
    }
    if found.is_empty() || !is_sound {
        return Err(texts::submitted_address_ambiguous(quoted(&value)));
    }
    Ok(found)
}

/// Why no address can be read.
fn unreadable(text: &str) -> Text {
    let fault = parse_list(text).err().map(Text::from);
    fault.unwrap_or_else(|| texts::submitted_address_ambiguous(quoted(text)))
}

impl Recipients {
    fn read(field: &Field<'_>, domain: Option<&DefaultDomain>) -> Self {
        let mut recipients = Self::default();
        for item in address_list::read(&field.unfolded()).items {
            match item {
                Item::Mailbox(mailbox) => recipients.take(mailbox, domain),
                Item::Group { members, .. } => {
                    members.into_iter().for_each(|member| recipients.take(member, domain));
                }
            }
        }
        recipients
    }

    fn take(&mut self, mailbox: Mailbox, domain: Option<&DefaultDomain>) {
        let completed = || domain?.complete(&mailbox.text).map(|(address, _)| address);
        match mailbox.address.or_else(completed) {
            Some(address) => self.addresses.push(address),
            None => self.faults.push(unreadable(&mailbox.text)),
        }
    }
}

/// The identifier, or what stands in its place: the field stays as it is, and this is shown.
fn message_id(value: &str) -> MessageId {
    let ids = MessageIds::read(value).ids;
    let id = match &ids[..] {
        [id] => id,
        _ => value,
    };
    let visible = id.trim_matches(['<', '>']).chars().filter(|c| !c.is_control());
    MessageId::of_caller(&visible.take(MESSAGE_ID_CHARS).collect::<String>())
}
