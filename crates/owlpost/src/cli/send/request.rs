//! A call of the API that submits one message: what is posted, and what waits in the spool.

use serde::{Deserialize, Serialize};

use super::failure::{Exit, Failure};
use super::message::Message;

/// The call, with everything but server and API key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Request {
    /// After the server's URL.
    pub(super) path: String,
    /// Names and values of the query.
    pub(super) query: Vec<(String, String)>,
    pub(super) content_type: String,
    /// `None` if the body has it.
    pub(super) idempotency_key: Option<String>,
    #[serde(skip)]
    pub(super) body: Vec<u8>,
}

/// The envelope of a finished message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Envelope {
    /// Empty for the null sender; `None` for that of the header.
    pub(super) sender: Option<String>,
    pub(super) recipients: Vec<String>,
    /// Adds the recipients of the header, as `sendmail -t` does.
    pub(super) header_recipients: bool,
}

impl Request {
    /// A message that the server renders; with `key` unless it has one.
    pub(super) fn rendered(message: &Message, key: String) -> Result<Self, Failure> {
        let body = serde_json::to_vec(message).map_err(|error| {
            Failure::new(Exit::Data, format!("the message cannot be encoded: {error}"), "Nothing was sent.", "")
        })?;
        Ok(Self {
            path: "/api/v1/messages".to_owned(),
            query: Vec::new(),
            content_type: "application/json".to_owned(),
            idempotency_key: message.key.is_none().then_some(key),
            body,
        })
    }

    /// A finished message.
    pub(super) fn finished(envelope: &Envelope, body: Vec<u8>, idempotency_key: Option<String>) -> Self {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut query: Vec<_> = envelope.sender.iter().map(|sender| pair("sender", sender)).collect();
        query.extend(envelope.recipients.iter().map(|recipient| pair("recipient", recipient)));
        if envelope.header_recipients && !envelope.recipients.is_empty() {
            query.push(pair("header_recipients", "true"));
        }
        let (path, content_type) = ("/api/v1/messages/raw".to_owned(), "message/rfc822".to_owned());
        Self { path, query, content_type, idempotency_key, body }
    }

    /// The envelope recipients, for people; none if they are in the message.
    pub(super) fn recipients(&self) -> impl Iterator<Item = &str> {
        self.query.iter().filter(|(name, _)| name == "recipient").map(|(_, value)| value.as_str())
    }
}
