//! Why the outbox refused.

use storage::DbError;

use crate::Id;

/// Why the outbox refused. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// Same idempotency key, other content.
    #[error("this idempotency key was used for other content")]
    KeyReused {
        /// The message that the key was used for.
        id: Id,
    },
    /// No such message.
    #[error("no message has this id")]
    NotFound,
    /// The text is no longer kept (retention).
    #[error("the text of this message is no longer kept")]
    BodyGone,
    /// The text holds a single-use link, which is shown to nobody and never sent again.
    #[error(
        "this message holds a single-use link, which is never shown or sent again; ask for a new one where it was made"
    )]
    HoldsTicket,
    /// Nothing of it is in a state that allows this; the text says why and what can be done.
    #[error("{0}")]
    WrongState(String),
    /// A stored form that this version cannot read.
    #[error("the outbox holds {what} that this version cannot read")]
    Unreadable {
        /// Which thing.
        what: &'static str,
        /// What is wrong with it; holds no address and no text of a message.
        #[source]
        source: Option<serde_json::Error>,
    },
    /// The database.
    #[error("outbox storage")]
    Db(#[from] DbError),
}
