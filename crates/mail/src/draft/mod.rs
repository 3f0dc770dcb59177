//! Drafts: what a caller asks to send, and the check of it.
//!
//! Callers make a [`Draft`] from strings. [`Draft::check`] returns all its faults at once, or a [`CheckedDraft`], whose
//! types cannot contain anything that breaks a header or adds a recipient.

mod attachment;
mod calendar;
mod check;
mod headers;

use std::{collections::HashSet, fmt};

pub(crate) use attachment::CheckedAttachment;
pub use attachment::check_file_name;
pub(crate) use calendar::{CheckedCalendar, method_of_file};
pub(crate) use check::PartSizes;

use crate::{EmailAddress, Mailbox, RecipientCounts, Text, header_field::HeaderField};

/// What a caller asks to send: strings, unchecked.
///
/// Each entry of `to`, `cc`, `bcc` and `reply_to` may itself be a list separated by commas or semicolons.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The requested From; `None` for the configured one.
    pub from: Option<String>,
    /// To.
    pub to: Vec<String>,
    /// Cc.
    pub cc: Vec<String>,
    /// Bcc: only in the envelope, not in a header.
    pub bcc: Vec<String>,
    /// Reply-To.
    pub reply_to: Vec<String>,
    /// Subject as Unicode text; encoded if necessary.
    pub subject: String,
    /// The text, with any kind of line ending; derived from `html` if missing.
    pub text: Option<String>,
    /// The HTML.
    pub html: Option<String>,
    /// An invitation or another calendar object.
    pub calendar: Option<Calendar>,
    /// Attachments and inline images.
    pub attachments: Vec<Attachment>,
    /// Further header fields: name and value. `Message-ID` and `Date` replace the generated ones.
    pub headers: Vec<(String, String)>,
    /// Whether `headers` may contain fields that control a sending service (`X-SMTPAPI`, `X-PM-…`). Some of them add
    /// recipients, which are neither checked nor counted here.
    pub provider_headers: bool,
}

/// Shows only sizes, because a draft contains addresses and the text of a mail.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("recipients", &(self.to.len() + self.cc.len() + self.bcc.len()))
            .field("attachments", &self.attachments)
            .finish_non_exhaustive()
    }
}

/// The calendar object of a message. Mail clients with a calendar offer to accept it, others show an attached file.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// The iCalendar text (RFC 5545), from `BEGIN:VCALENDAR` to `END:VCALENDAR`.
    pub content: String,
    /// The method (RFC 5546), such as `REQUEST`; `None` if the text has the property METHOD.
    pub method: Option<String>,
}

/// A file attached to a message.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Attachment {
    /// File name.
    pub name: String,
    /// Media type; derived from the name or the content if missing.
    pub content_type: Option<String>,
    /// Its bytes, which are transferred unchanged.
    pub content: Vec<u8>,
    /// Makes it an inline part that the HTML refers to by `cid:` (RFC 2392); without angle brackets. If the HTML does
    /// not refer to it, it is an ordinary attachment.
    pub content_id: Option<String>,
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attachment").field("octets", &self.content.len()).finish_non_exhaustive()
    }
}

/// A draft without faults, before From policy and automatic BCC (applied by `intake`) and rendering.
#[derive(Clone)]
pub struct CheckedDraft {
    /// The requested From.
    pub from: Option<Mailbox>,
    /// To; like Cc and Bcc, each address once.
    pub to: Vec<Mailbox>,
    /// Cc.
    pub cc: Vec<Mailbox>,
    /// Bcc.
    pub bcc: Vec<Mailbox>,
    /// Reply-To.
    pub reply_to: Vec<Mailbox>,
    pub(crate) subject: String,
    pub(crate) text: Option<String>,
    pub(crate) html: Option<String>,
    pub(crate) calendar: Option<CheckedCalendar>,
    pub(crate) attachments: Vec<CheckedAttachment>,
    pub(crate) headers: Vec<HeaderField>,
    /// The caller's Message-ID, without angle brackets.
    pub(crate) message_id: Option<String>,
    /// The caller's Date.
    pub(crate) date: Option<String>,
    pub(crate) remarks: Vec<Text>,
}

impl CheckedDraft {
    /// The subject, decoded.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// What was changed or removed in the draft.
    pub fn remarks(&self) -> &[Text] {
        &self.remarks
    }

    /// The recipients of To, Cc and Bcc, in this order, each once.
    pub fn recipients(&self) -> Vec<&EmailAddress> {
        let mut seen = HashSet::new();
        let mailboxes = self.to.iter().chain(&self.cc).chain(&self.bcc);
        mailboxes.map(|mailbox| &mailbox.address).filter(|address| seen.insert(*address)).collect()
    }

    /// The number of [`recipients`](Self::recipients) in each field.
    pub fn recipient_counts(&self) -> RecipientCounts {
        let mut seen = HashSet::new();
        let [to, cc, bcc] = [&self.to, &self.cc, &self.bcc]
            .map(|field| field.iter().filter(|mailbox| seen.insert(&mailbox.address)).count());
        RecipientCounts { to, cc, bcc }
    }

    /// Whether the address is already a recipient, so that Automatic BCC need not add it.
    pub fn has_recipient(&self, address: &EmailAddress) -> bool {
        self.to.iter().chain(&self.cc).chain(&self.bcc).any(|mailbox| mailbox.address == *address)
    }
}

/// Shows masked recipients and the number of attachments, because a draft contains the text of a mail.
impl fmt::Debug for CheckedDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CheckedDraft")
            .field("recipients", &self.recipients())
            .field("attachments", &self.attachments.len())
            .finish_non_exhaustive()
    }
}
