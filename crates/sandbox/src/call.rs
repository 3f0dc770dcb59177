//! A call of `sendEmail({...})` as plain data. The child reads it from a JavaScript object; the host checks the
//! addresses.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::exception::ShownArgument;

/// One call of `sendEmail`. Only its shape has been checked: addresses and file names are as the script wrote them.
///
/// Each entry of the lists may itself be a list separated by commas or semicolons.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmailCall {
    /// From, if given.
    pub from: Option<String>,
    /// To.
    pub to: Vec<String>,
    /// Cc.
    pub cc: Vec<String>,
    /// Bcc.
    pub bcc: Vec<String>,
    /// Reply-To.
    pub reply_to: Vec<String>,
    /// The subject; empty if missing.
    pub subject: String,
    /// The text.
    pub text: Option<String>,
    /// The HTML.
    pub html: Option<String>,
    /// An invitation or another calendar object.
    pub calendar: Option<Calendar>,
    /// Attachments.
    pub attachments: Vec<Attachment>,
    /// The idempotency key: an email with the same key is sent once.
    pub key: Option<String>,
    /// The line of the call in the script, if known.
    pub line: Option<u32>,
}

/// A calendar object as the script wrote it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// The iCalendar text.
    pub content: String,
    /// The iTIP method, if given.
    pub method: Option<String>,
}

/// Prints sizes only, because a call contains addresses and the text of an email.
impl fmt::Debug for EmailCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmailCall")
            .field("recipients", &(self.to.len() + self.cc.len() + self.bcc.len()))
            .field("attachments", &self.attachments.len())
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}

/// A call of `sendEmail` that was refused before it reached the host, with what could be read of it, so that the list
/// of the run's emails shows it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusedCall {
    /// The line of the call in the script, if known.
    pub line: Option<u32>,
    /// The first recipients of all kinds that are strings, as the script wrote them.
    pub recipients: Vec<String>,
    /// The subject, if it is a string.
    pub subject: String,
    /// What is wrong with the call.
    pub faults: Vec<CallFault>,
    /// Whether there are more faults than those in `faults`.
    pub has_more: bool,
}

/// What is wrong with a call of `sendEmail`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallFault {
    /// The key of the call: `to`, `attachments[0].name`; empty for the call as a whole.
    pub key: String,
    /// What is wrong.
    pub kind: CallFaultKind,
}

/// What is wrong with a value of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallFaultKind {
    /// The value has the wrong type.
    Type {
        /// What the key takes.
        expected: Expected,
        /// What it was given.
        given: ShownArgument,
    },
    /// The string contains a lone surrogate, which UTF-8 cannot express.
    LoneSurrogate,
    /// The key does not exist.
    UnknownKey {
        /// Its value.
        given: ShownArgument,
        /// The keys that are likely meant; if there are none, all that exist.
        known: Vec<String>,
        /// Whether `known` are likely meant.
        is_guess: bool,
    },
    /// An attachment has no name.
    AttachmentName,
    /// An attachment has no content, or more than one.
    AttachmentContent {
        /// Its name, if it has one.
        name: Option<String>,
        /// Whether it has several contents, rather than none.
        has_several: bool,
    },
    /// The string is not Base64.
    Base64 {
        /// Its beginning.
        beginning: String,
    },
    /// The string is a `data:` URL instead of Base64.
    DataUrl {
        /// Its beginning.
        beginning: String,
    },
    /// The list has too many entries.
    ListTooLong {
        /// Its length, as JavaScript has it.
        length: u64,
        /// The maximum.
        limit: usize,
    },
    /// The call exceeds the size limit.
    CallTooLarge {
        /// The maximum.
        megabytes: usize,
    },
    /// The run has sent as many emails as it may.
    MailLimit {
        /// The maximum.
        limit: u64,
    },
}

/// What a key of a call takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// A string.
    Text,
    /// An address as a string.
    Address,
    /// An address as a string, or an object with `email`.
    AddressOrObject,
    /// A list of attachments.
    Attachments,
    /// An attachment.
    Attachment,
    /// A calendar object: its text, or an object with `content`.
    Calendar,
}

impl CallFault {
    /// A fault of the call as a whole.
    pub(crate) fn of_call(kind: CallFaultKind) -> Self {
        Self { key: String::new(), kind }
    }
}

impl RefusedCall {
    /// Maximum recipients that are recorded.
    const RECIPIENTS: usize = 20;
    /// Maximum characters of each recipient and of the subject.
    const CHARS: usize = 300;
    /// Maximum faults that are recorded; the others appear once these are corrected.
    pub(crate) const FAULTS: usize = 10;

    /// The record of a call with these faults.
    pub(crate) fn of(call: &EmailCall, faults: Vec<CallFault>) -> Self {
        let recipients = [&call.to, &call.cc, &call.bcc].into_iter().flatten().cloned().collect();
        let refused = Self { line: call.line, recipients, subject: call.subject.clone(), faults, has_more: false };
        refused.bounded()
    }

    /// Truncates to the limits above. The values in faults are already limited to the length of a line.
    pub(crate) fn bounded(mut self) -> Self {
        self.recipients.truncate(Self::RECIPIENTS);
        for recipient in &mut self.recipients {
            *recipient = begin(recipient, Self::CHARS);
        }
        self.subject = begin(&self.subject, Self::CHARS);
        self.has_more |= self.faults.len() > Self::FAULTS;
        self.faults.truncate(Self::FAULTS);
        self
    }
}

/// Prints neither addresses nor texts, like [`EmailCall`].
impl fmt::Debug for RefusedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefusedCall")
            .field("recipients", &self.recipients.len())
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}

fn begin(text: &str, chars: usize) -> String {
    text.chars().take(chars).collect()
}

/// A file attached to the email.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// Its name in the email.
    pub name: String,
    /// Its media type, if given.
    pub content_type: Option<String>,
    /// Its content.
    pub content: AttachmentContent,
}

/// The content of an attachment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentContent {
    /// A string of the script.
    Text(String),
    /// Bytes that the script gave in Base64.
    #[serde(with = "in_base64")]
    Bytes(Vec<u8>),
    /// The file of the workspace with this name; the host looks it up.
    File(String),
}

mod in_base64 {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        STANDARD.decode(String::deserialize(from)?).map_err(D::Error::custom)
    }
}
