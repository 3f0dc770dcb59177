//! Unreadable stored messages: such a message ends as failed, with a problem of its own, and does not block others.
//!
//! Called by the delivery loop when [`crate::lease_urgent`] or [`crate::lease_bulk`] reports such a message. Whether
//! the text is missing or damaged makes no difference here; the log contains the cause.

use jiff::Timestamp;
use storage::{Read, Row, Tx, params};

use crate::due_sources::sources;
use crate::stored::{read_notifications, reverse_path};
use crate::{Claim, Id, Lane, QueueError, State, bodies, history, problems, stored};

/// Ends the waiting deliveries of an unreadable message as failed. Returns their number; zero if not even they can be
/// found.
///
/// # Errors
/// If it cannot be written, for example because the page of the delivery is damaged as well.
pub fn set_aside(tx: &mut Tx<'_>, message: Id, now: Timestamp) -> Result<usize, QueueError> {
    let outcome = stored::trouble(&problems::message_unreadable())?;
    Ok(tx.execute(
        "UPDATE delivery SET state = 'failed', due = NULL, owner = NULL, changed_at = $2, outcome = $3 \
         WHERE message = $1 AND state IN ('queued', 'deferred')",
        params![message, now.as_millisecond(), &outcome],
    )?)
}

/// One search for each state; `$1` is the lane, `$2` the source, `$3` the highest number: the engine sorts values that
/// are not numbers after it.
pub(crate) const WITHOUT_TIME: [&str; 2] = [
    "SELECT message FROM delivery WHERE due IS NOT NULL AND on_hold = 0 AND state = 'queued' AND lane = $1 \
     AND source = $2 AND due > $3 AND length(message) = 16 LIMIT $4",
    "SELECT message FROM delivery WHERE due IS NOT NULL AND on_hold = 0 AND state = 'deferred' AND lane = $1 \
     AND source = $2 AND due > $3 AND length(message) = 16 LIMIT $4",
];

/// Like [`WITHOUT_TIME`], for deliveries whose source is not a number.
pub(crate) const WITHOUT_SOURCE: [&str; 2] = [
    "SELECT message FROM delivery WHERE due IS NOT NULL AND on_hold = 0 AND state = 'queued' AND lane = $1 \
     AND source > $2 AND length(message) = 16 LIMIT $3",
    "SELECT message FROM delivery WHERE due IS NOT NULL AND on_hold = 0 AND state = 'deferred' AND lane = $1 \
     AND source > $2 AND length(message) = 16 LIMIT $3",
];

/// Due messages that [`crate::lease_urgent`] and [`crate::lease_bulk`] never return, because the time of the next attempt or
/// the source cannot be read: at most `most` of each lane, state and source. The caller ends them with [`set_aside`].
///
/// # Errors
/// If the outbox cannot be read.
pub fn never_leased(rx: &mut impl Read, most: usize) -> Result<Vec<Id>, QueueError> {
    let mut found = Vec::new();
    for (nth, state) in [State::Queued, State::Deferred].into_iter().enumerate() {
        for lane in [Lane::Urgent, Lane::Bulk] {
            let id = |row: &Row<'_>| row.get::<Id>(0);
            for (source, _) in sources(rx, state, lane)? {
                found.extend(rx.query(WITHOUT_TIME[nth], params![lane, source, i64::MAX, most], id)?);
            }
            found.extend(rx.query(WITHOUT_SOURCE[nth], params![lane, i64::MAX, most], id)?);
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Like [`set_aside`], for a claim whose verdict cannot be stored: it was tried, and would be sent again and again. Its
/// deliveries are marked *may have arrived twice*, because their result is not known.
///
/// # Errors
/// If it cannot be written.
pub fn set_aside_tried(tx: &mut Tx<'_>, claim: &Claim, now: Timestamp) -> Result<usize, QueueError> {
    let outcome = stored::trouble(&problems::message_unreadable())?;
    Ok(tx.execute(
        "UPDATE delivery SET state = 'failed', due = NULL, owner = NULL, maybe_twice = 1, changed_at = $2, outcome = $3 \
         WHERE message = $1 AND token = $4 AND state = 'sending'",
        params![claim.id, now.as_millisecond(), &outcome, claim.token.0],
    )?)
}

/// The result of one batch of a check of all stored messages.
#[derive(Debug, Default)]
pub struct Verified {
    /// Number of messages that were read.
    pub messages: usize,
    /// Those that cannot be read, each with the reason.
    pub unreadable: Vec<(Id, QueueError)>,
    /// Where the next batch continues; `None` after the last.
    pub next: Option<Id>,
}

/// Reads up to `most` messages after `after` (`None` at first) with deliveries, attempts and texts: for `owlpost check
/// --deep`.
///
/// # Errors
/// If not even the list of messages can be read.
pub fn verify(rx: &mut impl Read, after: Option<Id>, most: usize) -> Result<Verified, QueueError> {
    let from = after.unwrap_or(Id(uuid::Uuid::nil()));
    let sql = "SELECT id FROM message WHERE id > $1 ORDER BY id LIMIT $2";
    let ids = rx.query(sql, params![from, most], |row| row.get::<Id>(0))?;
    let mut verified = Verified { messages: ids.len(), ..Verified::default() };
    for id in &ids {
        match verify_one(rx, *id) {
            Err(error) if error.is_unreadable() => verified.unreadable.push((*id, error)),
            other => other?,
        }
    }
    verified.next = ids.last().copied().filter(|_| ids.len() == most);
    Ok(verified)
}

fn verify_one(rx: &mut impl Read, id: Id) -> Result<(), QueueError> {
    history::detail(rx, id)?;
    let sql = "SELECT sender, size, body, \
               EXISTS (SELECT 1 FROM delivery d WHERE d.message = message.id AND d.due IS NOT NULL), notifications \
               FROM message WHERE id = $1";
    let found = rx.query_first(sql, params![id], |row| {
        let (size, body) = (row.get::<usize>(1)?, row.get::<Option<i64>>(2)?);
        Ok((row.get::<String>(0)?, size, body, row.get::<bool>(3)?, row.get::<Option<String>>(4)?))
    })?;
    let (sender, size, body, waits, notifications) = found.ok_or(QueueError::NotFound)?;
    reverse_path(&sender)?;
    notifications.as_deref().map(read_notifications).transpose()?;
    match body {
        Some(number) if bodies::get(rx, number)?.len() != size => {
            Err(QueueError::Unreadable { what: "a message", source: None })
        }
        None if waits => Err(QueueError::BodyGone),
        _ => Ok(()),
    }
}

impl QueueError {
    /// Whether the stored form cannot be read, so that retrying does not help.
    pub(crate) fn is_unreadable(&self) -> bool {
        match self {
            Self::NotFound | Self::BodyGone | Self::Unreadable { .. } | Self::Message { .. } => true,
            Self::Db(error) => error.is_unreadable(),
            Self::KeyReused { .. } | Self::ContainsTicket | Self::WrongState(_) => false,
        }
    }
}

/// Skips a row that cannot be read or changed: logs it and returns `None`.
///
/// # Errors
/// Any error that is not limited to this row.
pub(crate) fn skip_unreadable<T>(message: Id, done: Result<T, QueueError>) -> Result<Option<T>, QueueError> {
    match done {
        Err(error) if error.is_unreadable() => {
            tracing::error!(
                id = %message.0, error = &error as &dyn std::error::Error,
                "a stored message is damaged and is skipped; check the database with `owlpost check --deep`"
            );
            Ok(None)
        }
        other => other.map(Some),
    }
}
