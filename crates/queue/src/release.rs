//! Releasing: queues mail of the built-in mailbox for the mail server. The caller passes the bytes from the mailbox,
//! because the outbox deletes texts earlier.

use jiff::Timestamp;
use storage::{Read, Row, Tx, Value, params};

use crate::history::counts::{AT_ONCE, placeholders};
use crate::transitions;
use crate::{Id, QueueError, State, bodies};

/// A message with deliveries that can be released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Releasable {
    /// The message.
    pub id: Id,
    /// Number of its deliveries in the state `kept`.
    pub deliveries: u64,
}

/// The messages among these that can be released at `now`, in no particular order: they have deliveries in the state
/// `kept`, are not tests, and have not expired.
///
/// # Errors
/// The database.
pub fn releasable(rx: &mut impl Read, messages: &[Id], now: Timestamp) -> Result<Vec<Releasable>, QueueError> {
    let mut found = Vec::new();
    for some in messages.chunks(AT_ONCE) {
        let sql = releasable_of(some.len());
        let mut values: Vec<Value<'_>> = some.iter().map(|id| Value::from(*id)).collect();
        values.push(now.as_millisecond().into());
        let read = |row: &Row<'_>| Ok(Releasable { id: row.get(0)?, deliveries: row.get(1)? });
        found.extend(rx.query(&sql, &values, read)?);
    }
    Ok(found)
}

/// The statement for `count` messages; the time is the parameter after them.
pub(crate) fn releasable_of(count: usize) -> String {
    format!(
        "SELECT d.message, count(*) FROM delivery d JOIN message m ON m.id = d.message \
         WHERE d.message IN ({}) AND d.state = 'kept' AND m.kind <> 'test' \
         AND (m.expires_at IS NULL OR m.expires_at > ${}) GROUP BY d.message",
        placeholders(count),
        count + 1
    )
}

/// `kept` → `queued`, with the bytes from the mailbox. Returns the number of deliveries; 0 if the message cannot be
/// released (any more).
///
/// # Errors
/// The database.
pub fn release_kept(tx: &mut Tx<'_>, id: Id, bytes: &[u8], now: Timestamp) -> Result<usize, QueueError> {
    if releasable(tx, &[id], now)?.is_empty() {
        return Ok(0);
    }
    let found =
        tx.query_first("SELECT expires_at, body IS NOT NULL, size FROM message WHERE id = $1", params![id], |row| {
            Ok((row.get::<Option<i64>>(0)?, row.get::<bool>(1)?, row.get::<usize>(2)?))
        })?;
    let (expires_at, has_body, size) = found.ok_or(QueueError::NotFound)?;
    if bytes.len() != size {
        return Err(QueueError::Unreadable { what: "an entry of the mailbox", source: None });
    }
    if !has_body {
        let number = bodies::put(tx, id, bytes)?;
        tx.execute("UPDATE message SET body = $2 WHERE id = $1", params![id, number])?;
    }
    let expires_at = expires_at.and_then(|at| Timestamp::from_millisecond(at).ok());
    transitions::restart(tx, id, &[State::Kept], expires_at, now)
}
