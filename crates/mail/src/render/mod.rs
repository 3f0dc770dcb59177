//! Renders a checked draft to bytes: `header` writes the header, `body` the parts.
//!
//! Rendering uses no clock, host name or random numbers, so the same draft and stamp result in the same bytes.
//! Everything is written in ASCII except UTF-8 local parts of addresses (RFC 6532).

pub(crate) mod address_list;
mod addressed;
pub(crate) mod body;
pub(crate) mod encoded_words;
pub(crate) mod header;

use std::collections::HashSet;

pub use addressed::{Addressed, addressed_to};
use body::Content;

use crate::{CheckedDraft, EmailAddress, Faults, Mailbox, Message, MessageId, Stamp, draft::PartSizes, limits};

impl CheckedDraft {
    /// Renders the message. `sender` is the From header and the envelope sender; `extra` are envelope recipients that
    /// are not in a header (Automatic BCC).
    ///
    /// # Errors
    /// One fault, if the message is larger than [`crate::limits::MESSAGE_BYTES`].
    pub fn render(self, sender: Mailbox, extra: &[EmailAddress], stamp: Stamp) -> Result<Message, Faults> {
        let message_id = match &self.message_id {
            Some(id) => MessageId::of_caller(id),
            None => MessageId::new(&stamp, &sender.address),
        };
        let mut bytes = header::write(&self, &sender, &message_id, &stamp);
        let (recipients, fields) = (envelope(&self, extra), self.recipient_counts());
        let sizes = PartSizes {
            text: self.text.as_ref().map_or(0, String::len),
            html: self.html.as_ref().map_or(0, String::len),
            calendar: self.calendar.as_ref().map_or(0, |calendar| calendar.content.len()),
            attachments: self.attachments.iter().map(|attachment| attachment.content.len()).sum(),
        };
        let content =
            Content { text: self.text, html: self.html, calendar: self.calendar, attachments: self.attachments };
        content.write(&stamp, &mut bytes);
        if bytes.len() > limits::MESSAGE_BYTES {
            return Err(Faults(vec![sizes.too_large(bytes.len())]));
        }
        let in_header = self.to.iter().chain(&self.cc).chain(&self.reply_to).chain([&sender]);
        let smtputf8 = in_header.map(|mailbox| &mailbox.address).chain(&recipients).any(|a| a.needs_smtputf8());
        let eight_bit = !bytes.is_ascii();
        let bytes = bytes.into();
        Ok(Message {
            message_id,
            from: sender.address.clone(),
            sender: sender.address.into(),
            recipients,
            fields,
            notifications: None,
            subject: self.subject,
            bytes,
            smtputf8,
            eight_bit,
        })
    }
}

/// To, Cc, Bcc and extra, each address once.
fn envelope(draft: &CheckedDraft, extra: &[EmailAddress]) -> Vec<EmailAddress> {
    let mut recipients = draft.recipients();
    let mut seen: HashSet<&EmailAddress> = recipients.iter().copied().collect();
    recipients.extend(extra.iter().filter(|address| seen.insert(address)));
    recipients.into_iter().cloned().collect()
}
