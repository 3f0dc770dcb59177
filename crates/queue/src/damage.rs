//! A stored message that cannot be read stops nobody: it ends as failed, with a problem of its own, and the others go on.
//!
//! Called by the delivery loop when [`crate::lease`] says which message it was. Whether the text is missing or damaged makes
//! no difference here; the log has the cause.

use jiff::Timestamp;
use storage::{Tx, params};

use crate::{Id, QueueError, problems, stored};

/// Ends what waits of a message that cannot be read. Answers how many deliveries; none where not even they can be found.
///
/// # Errors
/// Where it cannot be written, for example because the page of the delivery is damaged as well.
pub fn set_aside(tx: &mut Tx<'_>, message: Id, now: Timestamp) -> Result<usize, QueueError> {
    let outcome = stored::trouble(&problems::message_unreadable())?;
    Ok(tx.execute(
        "UPDATE delivery SET state = 'failed', due = NULL, owner = NULL, changed_at = $2, outcome = $3 \
         WHERE message = $1 AND state IN ('queued', 'deferred')",
        params![message, now.as_millisecond(), &outcome],
    )?)
}

impl QueueError {
    /// Whether the stored form cannot be read, so that waiting changes nothing.
    pub(crate) fn is_unreadable(&self) -> bool {
        match self {
            Self::NotFound | Self::BodyGone | Self::Unreadable { .. } | Self::Message { .. } => true,
            Self::Db(error) => error.is_unreadable(),
            Self::KeyReused { .. } | Self::HoldsTicket | Self::WrongState(_) => false,
        }
    }
}

/// Goes on with the others where one row cannot be read or changed; `None` for that one.
///
/// # Errors
/// Anything that concerns all rows.
pub(crate) fn passing_over<T>(message: Id, done: Result<T, QueueError>) -> Result<Option<T>, QueueError> {
    match done {
        Err(error) if error.is_unreadable() => {
            tracing::error!(
                id = %message.0, error = &error as &dyn std::error::Error,
                "a stored message is damaged and is passed over; check the database with `owlpost check --deep`"
            );
            Ok(None)
        }
        other => other.map(Some),
    }
}
