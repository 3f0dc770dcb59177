//! The seam between what is sent and how: one verb, `deliver`, for every way out.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use mail::{EmailAddress, Problem, Report};

/// A future on the heap, so that ways out can stand behind `dyn Transport`.
pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What is handed over: an envelope and bytes.
#[derive(Clone)]
pub struct Outgoing {
    /// The envelope sender (MAIL FROM).
    pub sender: EmailAddress,
    /// The envelope recipients (RCPT TO) of this try, in the order of the report's verdicts.
    pub recipients: Vec<EmailAddress>,
    /// An address or header is not ASCII, so the server must offer SMTPUTF8 (RFC 6531).
    pub smtputf8: bool,
    /// The bytes hold octets above 127, so the server must offer 8BITMIME (RFC 6152).
    pub eight_bit: bool,
    /// The message as it goes on the wire, CRLF line ends, before dot-stuffing.
    pub bytes: Arc<[u8]>,
}

impl std::fmt::Debug for Outgoing {
    /// Prints sizes and masked addresses, never message text.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outgoing")
            .field("sender", &self.sender)
            .field("recipients", &self.recipients)
            .field("smtputf8", &self.smtputf8)
            .field("eight_bit", &self.eight_bit)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// A way out.
pub trait Transport: Send + Sync {
    /// Tries once; never fails otherwise than by its report.
    fn deliver<'a>(&'a self, outgoing: &'a Outgoing) -> Pin<Box<dyn Future<Output = Report> + Send + 'a>>;

    /// Whether the connection works, without sending: the probe while sending is paused.
    ///
    /// # Errors
    /// The problem that would meet the next message.
    fn check(&self) -> Pin<Box<dyn Future<Output = Result<(), Problem>> + Send + '_>>;

    /// Closes kept sessions politely, each within a short limit, and keeps none afterwards.
    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}
