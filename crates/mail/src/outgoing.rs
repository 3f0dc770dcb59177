//! The input of a transport: an envelope and the bytes of a message.

use std::fmt;
use std::sync::Arc;

use crate::submitted::NotificationRequest;
use crate::{EmailAddress, ReversePath};

/// An envelope and the bytes to send.
#[derive(Clone)]
pub struct Outgoing {
    /// Identifies the message to the sender's own store; no part of what is sent.
    pub unique: u128,
    /// The envelope sender (MAIL FROM).
    pub sender: ReversePath,
    /// The envelope recipients (RCPT TO) of this attempt, in the order of the report's verdicts.
    pub recipients: Vec<EmailAddress>,
    /// What its sender asked for about notifications (RFC 3461); passed on where the server offers DSN.
    pub notifications: Option<Arc<NotificationRequest>>,
    /// An address or header is not ASCII, so the server must offer SMTPUTF8 (RFC 6531).
    pub smtputf8: bool,
    /// The bytes contain octets above 127, so the server must offer 8BITMIME (RFC 6152).
    pub eight_bit: bool,
    /// The message with CRLF line endings, before dot-stuffing.
    pub bytes: Arc<[u8]>,
}

impl Outgoing {
    /// Whether an address of the envelope or a header needs SMTPUTF8.
    pub fn needs_smtputf8(&self) -> bool {
        self.smtputf8 || self.sender.needs_smtputf8() || self.recipients.iter().any(EmailAddress::needs_smtputf8)
    }
}

impl fmt::Debug for Outgoing {
    /// Prints sizes and masked addresses, never message text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("sender", &self.sender)
            .field("recipients", &self.recipients)
            .field("smtputf8", &self.smtputf8)
            .field("eight_bit", &self.eight_bit)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}
