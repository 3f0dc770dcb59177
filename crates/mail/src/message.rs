//! A checked draft, rendered once.

use std::sync::Arc;

use crate::EmailAddress;

/// A Message-ID without angle brackets (RFC 5322 §3.6.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageId(String);

impl MessageId {
    /// The id, without angle brackets.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What makes a rendering unique: given by the caller, so that rendering is a pure function.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// The Date header.
    pub date: jiff::Timestamp,
    /// Unique: the left part of the Message-ID and the seed of MIME boundaries.
    pub unique: u128,
    /// `Auto-Submitted: auto-generated` (RFC 3834 §5), for letters.
    pub auto_submitted: bool,
}

/// A checked draft, rendered once to MIME bytes; never rendered again.
#[derive(Clone, Debug)]
pub struct Message {
    /// Message-ID, in the sender's domain.
    pub message_id: MessageId,
    /// The envelope sender.
    pub sender: EmailAddress,
    /// The envelope recipients, each once: To, Cc, Bcc and automatic BCC.
    pub recipients: Vec<EmailAddress>,
    /// Subject, decoded, for lists.
    pub subject: String,
    /// The bytes: CRLF line ends only, no line over 998 octets, no Bcc header.
    pub bytes: Arc<[u8]>,
    /// An address in envelope or header is not ASCII, so SMTPUTF8 is needed.
    pub smtputf8: bool,
    /// The bytes hold octets above 127, so 8BITMIME is needed.
    pub eight_bit: bool,
}
