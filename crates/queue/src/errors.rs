//! Errors of the queue.

use mail::Text;
use storage::DbError;

use crate::{Id, texts};

/// Why a call failed or was refused. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// The idempotency key was used before with other content.
    #[error("idempotency key reused with other content")]
    KeyReused {
        /// The message that the key was used for.
        id: Id,
    },
    /// There is no such message.
    #[error("unknown message")]
    NotFound,
    /// The content was deleted when its retention ended.
    #[error("content of the message deleted")]
    BodyGone,
    /// The content contains a single-use link, which is never shown and never sent again.
    #[error("message contains a single-use link")]
    ContainsTicket,
    /// The state of the message does not allow this; the text says why and what to do.
    #[error("state of the message does not allow this: {0}")]
    WrongState(Text),
    /// A stored form that this version cannot read.
    #[error("read stored form of {what}")]
    Unreadable {
        /// Which form.
        what: &'static str,
        /// The error of the parser; contains no address and no content of a message.
        #[source]
        source: Option<serde_json::Error>,
    },
    /// A due message cannot be read; the caller ends it with [`crate::set_aside`] and continues with the others.
    #[error("read message {}", id.0)]
    Message {
        /// Which message.
        id: Id,
        /// Why.
        #[source]
        source: Box<QueueError>,
    },
    /// An error of the database.
    #[error("queue storage")]
    Db(#[from] DbError),
}

impl QueueError {
    /// The reason for people, if the call was refused; `None` if it failed.
    pub fn refusal(&self) -> Option<Text> {
        match self {
            Self::KeyReused { id } => Some(texts::idempotency_key_reused(id.to_string())),
            Self::NotFound => Some(texts::message_unknown()),
            Self::BodyGone => Some(texts::message_content_deleted()),
            Self::ContainsTicket => Some(texts::message_single_use_link()),
            Self::WrongState(text) => Some(text.clone()),
            Self::Unreadable { .. } | Self::Message { .. } | Self::Db(_) => None,
        }
    }
}
