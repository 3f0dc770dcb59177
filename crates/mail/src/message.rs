//! A message that is ready to be sent: a checked draft, rendered once, or what a client submitted.

use std::{fmt, sync::Arc};

use mail_builder::headers::date::Date;

use crate::submitted::NotificationRequest;
use crate::{EmailAddress, ReversePath};

/// A Message-ID without angle brackets (RFC 5322 §3.6.4).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MessageId(String);

impl MessageId {
    /// In the sender's domain, so that it differs from the ids of others. An address literal is used unchanged: it is
    /// a `no-fold-literal`.
    pub(crate) fn new(stamp: &Stamp, sender: &EmailAddress) -> Self {
        Self(format!("{}@{}", stamp.unique_text(), sender.domain()))
    }

    /// The caller's own, checked and without angle brackets.
    pub(crate) fn of_caller(id: &str) -> Self {
        Self(id.to_owned())
    }

    /// The id, without angle brackets.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The unique values of a rendering, given by the caller, so that rendering is a pure function.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// The Date header.
    pub date: jiff::Timestamp,
    /// Unique: the left part of the Message-ID and the seed of MIME boundaries. It must not be predictable, or a text
    /// could contain its own boundary.
    pub unique: u128,
    /// `Auto-Submitted: auto-generated` (RFC 3834 §5), for letters.
    pub auto_submitted: bool,
}

impl Stamp {
    pub(crate) fn unique_text(&self) -> String {
        format!("{:032x}", self.unique)
    }

    /// The value of a Date field.
    pub(crate) fn date_text(&self) -> String {
        Date::new(self.date.as_second()).to_rfc822()
    }
}

/// How many recipients of a message are in which field, each counted once, in the order of the envelope. The rest are
/// those of automatic BCC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecipientCounts {
    /// In To.
    pub to: usize,
    /// In Cc.
    pub cc: usize,
    /// In Bcc.
    pub bcc: usize,
}

/// A message with its envelope: MIME bytes that are never made again.
#[derive(Clone)]
pub struct Message {
    /// Message-ID: the caller's, or one in the sender's domain.
    pub message_id: MessageId,
    /// The first address of From.
    pub from: EmailAddress,
    /// The envelope sender.
    pub sender: ReversePath,
    /// The envelope recipients, each once: To, Cc, Bcc and automatic BCC.
    pub recipients: Vec<EmailAddress>,
    /// How many of the recipients are in which field.
    pub fields: RecipientCounts,
    /// What its sender asked for about notifications (RFC 3461).
    pub notifications: Option<Arc<NotificationRequest>>,
    /// Subject, decoded, for lists.
    pub subject: String,
    /// The bytes: CRLF line ends only, no line over 998 octets, no Bcc header.
    pub bytes: Arc<[u8]>,
    /// An address in the envelope or something in the header is not ASCII, so SMTPUTF8 is needed.
    pub smtputf8: bool,
    /// The bytes contain octets above 127, so 8BITMIME is needed.
    pub eight_bit: bool,
}

/// Shows nothing of the content.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("message_id", &self.message_id)
            .field("sender", &self.sender)
            .field("recipients", &self.recipients)
            .field("octets", &self.bytes.len())
            .finish_non_exhaustive()
    }
}
