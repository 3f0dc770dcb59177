//! What `sendEmail({...})` asks: plain data. The child makes it of a JavaScript object, the host checks the addresses.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One call of `sendEmail`, its shape checked and nothing else: addresses and file names are as the script wrote them.
///
/// Each entry of the lists may itself be a list separated by commas or semicolons.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmailCall {
    /// From, where the script names one.
    pub from: Option<String>,
    /// To.
    pub to: Vec<String>,
    /// Cc.
    pub cc: Vec<String>,
    /// Bcc.
    pub bcc: Vec<String>,
    /// Reply-To.
    pub reply_to: Vec<String>,
    /// The subject; empty where missing.
    pub subject: String,
    /// The text.
    pub text: Option<String>,
    /// The HTML.
    pub html: Option<String>,
    /// Attachments.
    pub attachments: Vec<Attachment>,
    /// The same key is sent once.
    pub key: Option<String>,
    /// The line of the call in the script, where it is known.
    pub line: Option<u32>,
}

/// Tells sizes alone, because a call holds addresses and the text of a mail.
impl fmt::Debug for EmailCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmailCall")
            .field("recipients", &(self.to.len() + self.cc.len() + self.bcc.len()))
            .field("attachments", &self.attachments.len())
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}

/// A call of `sendEmail` that was refused before the host was asked, with what could be read of it, so that somebody who
/// looks at the run finds the row.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusedCall {
    /// The line of the call in the script, where it is known.
    pub line: Option<u32>,
    /// Recipients of all kinds that are texts, as the script wrote them; the first ones.
    pub recipients: Vec<String>,
    /// The subject, where it is a text.
    pub subject: String,
    /// What the script was answered.
    pub reason: String,
}

impl RefusedCall {
    /// Recipients that are kept.
    const RECIPIENTS: usize = 20;
    /// Characters of each of them, and of the subject.
    const CHARS: usize = 300;
    /// Characters of the reason.
    const REASON_CHARS: usize = 4_000;

    /// What is kept of a call.
    pub(crate) fn of(call: &EmailCall, reason: String) -> Self {
        let recipients = [&call.to, &call.cc, &call.bcc].into_iter().flatten().take(Self::RECIPIENTS);
        let recipients = recipients.map(|text| begin(text, Self::CHARS)).collect();
        Self { line: call.line, recipients, subject: begin(&call.subject, Self::CHARS), reason }
    }

    /// Cut to what [`RefusedCall::of`] keeps, whoever made it.
    pub(crate) fn bounded(self) -> Self {
        let recipients = self.recipients.iter().take(Self::RECIPIENTS).map(|text| begin(text, Self::CHARS)).collect();
        let reason = begin(&self.reason, Self::REASON_CHARS);
        Self { line: self.line, recipients, subject: begin(&self.subject, Self::CHARS), reason }
    }
}

/// Tells no address and no text, as that of [`EmailCall`].
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

/// A file that goes with the mail.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// Its name in the mail.
    pub name: String,
    /// Its media type, where the script names one.
    pub content_type: Option<String>,
    /// What it holds.
    pub content: AttachmentContent,
}

/// What an attachment holds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentContent {
    /// A text of the script.
    Text(String),
    /// Bytes, which the script gave in Base64.
    #[serde(with = "in_base64")]
    Bytes(Vec<u8>),
    /// The workspace's file of this name; the host looks for it.
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
