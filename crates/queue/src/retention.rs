//! Retention: deletes texts and idempotency keys first, then messages with deliveries, attempts and transcripts.

use jiff::Timestamp;
use storage::{Read as _, Tx, params};
use uuid::Uuid;

use crate::damage::skip_unreadable;
use crate::{Id, QueueError, bodies};

/// The result of a batch of [`delete_bodies`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeletedBodies {
    /// Number of deleted texts.
    pub bodies: usize,
    /// Where the next batch continues; `None` when all old texts have been examined.
    pub next: Option<i64>,
    /// The last examined text that is dated in the future, because the clock was set back later. A later pass may begin
    /// after it, but some pass must also begin before it: these texts become old as well.
    pub ahead: Option<i64>,
}

pub(crate) const OLDEST: &str = "SELECT b.number, b.message, m.accepted_at, \
     EXISTS (SELECT 1 FROM delivery d WHERE d.message = b.message AND d.due IS NOT NULL) \
     FROM body b JOIN message m ON m.id = b.message WHERE b.number > $1 ORDER BY b.number LIMIT $2";

/// Deletes the texts of messages accepted before `older_than` without waiting deliveries; examines up to `most`,
/// after `after` (`None` at first). Small batches, each in its own transaction, keep the writer free for others.
///
/// # Errors
/// The database.
pub fn delete_bodies(
    tx: &mut Tx<'_>,
    older_than: Timestamp,
    now: Timestamp,
    after: Option<i64>,
    most: usize,
) -> Result<DeletedBodies, QueueError> {
    let (old_ms, now_ms) = (older_than.as_millisecond(), now.as_millisecond());
    let looked_at = tx.query(OLDEST, params![after.unwrap_or(0), most], |row| {
        Ok((row.get::<i64>(0)?, row.get::<Id>(1)?, row.get::<i64>(2)?, row.get::<bool>(3)?))
    })?;
    let mut deleted = 0;
    for (_, message, _, _) in looked_at.iter().filter(|(_, _, accepted_at, waits)| *accepted_at < old_ms && !*waits) {
        let done = bodies::forget(tx, *message);
        deleted += usize::from(skip_unreadable(*message, done)?.is_some());
    }
    // Numbers grow in the order of acceptance, so the first newer text ends the search, unless it is dated in the
    // future: those after it may be old.
    let is_newer = |accepted_at: i64| (old_ms..=now_ms).contains(&accepted_at);
    let is_over = looked_at.len() < most || looked_at.iter().any(|(_, _, accepted_at, _)| is_newer(*accepted_at));
    let next = looked_at.last().filter(|_| !is_over).map(|(number, ..)| *number);
    let ahead = looked_at.iter().rfind(|(_, _, accepted_at, _)| *accepted_at > now_ms).map(|(number, ..)| *number);
    Ok(DeletedBodies { bodies: deleted, next, ahead })
}

pub(crate) const FORGET_KEYS: &str = "DELETE FROM idempotency WHERE (scope, key) IN \
     (SELECT scope, key FROM idempotency WHERE forget_at < $1 ORDER BY forget_at LIMIT $2)";

/// Deletes up to `most` idempotency keys whose time is over at `now`, which is the retention time. Returns their
/// number.
pub fn delete_keys(tx: &mut Tx<'_>, now: Timestamp, most: usize) -> Result<usize, QueueError> {
    Ok(tx.execute(FORGET_KEYS, params![now.as_millisecond(), most])?)
}

/// The result of a batch of [`delete_messages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeletedMessages {
    /// Number of deleted messages.
    pub messages: usize,
    /// Where the next batch continues; `None` when all old messages have been examined.
    pub next: Option<Id>,
}

pub(crate) const OLD_MESSAGES: &str = "SELECT m.id, EXISTS (SELECT 1 FROM delivery d WHERE d.message = m.id \
     AND (d.due IS NOT NULL OR d.changed_at >= $3)) FROM message m WHERE m.id > $1 AND m.id < $2 ORDER BY m.id LIMIT $4";

/// Deletes messages accepted before `older_than` without waiting deliveries or later events, with their deliveries,
/// attempts and texts; examines up to `most`, after `after` (`None` at first).
///
/// # Errors
/// The database.
pub fn delete_messages(
    tx: &mut Tx<'_>,
    older_than: Timestamp,
    after: Option<Id>,
    most: usize,
) -> Result<DeletedMessages, QueueError> {
    let older_ms = u64::try_from(older_than.as_millisecond()).unwrap_or(0);
    // Ids are UUIDv7: the lowest id of that time.
    let until = Id(Uuid::from_u128(u128::from(older_ms) << 80));
    let from = after.unwrap_or(Id(Uuid::nil()));
    let looked_at = tx.query(OLD_MESSAGES, params![from, until, older_than.as_millisecond(), most], |row| {
        Ok((row.get::<Id>(0)?, row.get::<bool>(1)?))
    })?;
    let mut deleted = 0;
    for (message, _) in looked_at.iter().filter(|(_, is_needed)| !is_needed) {
        let done = delete_message(tx, *message);
        deleted += usize::from(skip_unreadable(*message, done)?.is_some());
    }
    let next = looked_at.last().filter(|_| looked_at.len() == most).map(|(message, _)| *message);
    Ok(DeletedMessages { messages: deleted, next })
}

fn delete_message(tx: &mut Tx<'_>, message: Id) -> Result<(), QueueError> {
    bodies::forget(tx, message)?;
    for table in ["attempt", "delivery", "notification_due"] {
        tx.execute(&format!("DELETE FROM {table} WHERE message = $1"), params![message])?;
    }
    tx.execute("DELETE FROM message WHERE id = $1", params![message])?;
    Ok(())
}
