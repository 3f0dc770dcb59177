//! What somebody asks to send, and the one check it passes.

use crate::{EmailAddress, Mailbox, Message, MessageId, Stamp};

/// What somebody asks to send: strings, unchecked.
///
/// Each entry of `to`, `cc`, `bcc` and `reply_to` may itself be a list separated by commas or semicolons.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The asked From; `None` for the configured one.
    pub from: Option<String>,
    /// To.
    pub to: Vec<String>,
    /// Cc.
    pub cc: Vec<String>,
    /// Bcc: envelope recipients only, in no header.
    pub bcc: Vec<String>,
    /// Reply-To.
    pub reply_to: Vec<String>,
    /// Subject.
    pub subject: String,
    /// The text; derived from `html` where missing.
    pub text: Option<String>,
    /// The HTML.
    pub html: Option<String>,
    /// Attachments and inline images.
    pub attachments: Vec<Attachment>,
    /// Further header fields: name and value.
    pub headers: Vec<(String, String)>,
}

/// A file that goes with a message.
#[derive(Clone, Debug, Default)]
pub struct Attachment {
    /// File name.
    pub name: String,
    /// Media type; recognised from the name where missing.
    pub content_type: Option<String>,
    /// Its bytes.
    pub content: Vec<u8>,
    /// Makes it an inline part that the HTML refers to by `cid:` (RFC 2392).
    pub content_id: Option<String>,
}

/// One fault of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field, as in the API's JSON: `to`, `attachments[0].name`.
    pub field: String,
    /// What is wrong, with the value and the remedy.
    pub message: String,
}

/// All faults of a draft; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

/// A draft without faults, before From policy and automatic BCC (applied by `intake`) and rendering.
#[derive(Clone, Debug)]
pub struct CheckedDraft {
    /// The asked From.
    pub from: Option<Mailbox>,
    /// To.
    pub to: Vec<Mailbox>,
    /// Cc.
    pub cc: Vec<Mailbox>,
    /// Bcc.
    pub bcc: Vec<Mailbox>,
    /// Reply-To.
    pub reply_to: Vec<Mailbox>,
    /// Subject.
    pub subject: String,
    // The rest is private to `mail`: text, html, attachments, headers.
}

impl Draft {
    /// Checks everything and answers all faults at once.
    pub fn check(self) -> Result<CheckedDraft, Faults> {
        todo!()
    }
}

impl CheckedDraft {
    /// Renders the bytes, once. Faults only where the whole is larger than [`crate::limits::MESSAGE_BYTES`].
    ///
    /// `sender` is the From header and the envelope sender; `extra` are envelope recipients in no header (automatic BCC).
    pub fn render(self, _sender: Mailbox, _extra: &[EmailAddress], _stamp: Stamp) -> Result<Message, Faults> {
        let _: Option<MessageId> = None;
        todo!()
    }
}
