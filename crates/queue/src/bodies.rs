//! The MIME bytes of messages, behind a few functions, so that their storage can change independently.

use std::sync::Arc;

use storage::{Blob, Read, Rx, Tx, params};

use crate::{Id, Kind, QueueError};

/// Stores bytes and returns their number, which the message stores.
pub(crate) fn put(tx: &mut Tx<'_>, message: Id, bytes: &[u8]) -> Result<i64, QueueError> {
    let number = tx.query_first(
        "INSERT INTO body (message, bytes) VALUES ($1, $2) RETURNING number",
        params![message, bytes],
        |row| row.get(0),
    )?;
    number.ok_or(QueueError::BodyGone)
}

/// Copies the bytes of an older message for a new one.
pub(crate) fn copy(tx: &mut Tx<'_>, number: i64, message: Id) -> Result<i64, QueueError> {
    let copied = tx.query_first(
        "INSERT INTO body (message, bytes) SELECT $2, bytes FROM body WHERE number = $1 RETURNING number",
        params![number, message],
        |row| row.get(0),
    )?;
    copied.ok_or(QueueError::BodyGone)
}

pub(crate) fn get(reading: &mut impl Read, number: i64) -> Result<Arc<[u8]>, QueueError> {
    let bytes = reading.query_first("SELECT bytes FROM body WHERE number = $1", params![number], |row| row.get(0))?;
    bytes.ok_or(QueueError::BodyGone)
}

/// The size in bytes.
pub(crate) fn size(reading: &mut impl Read, number: i64) -> Result<usize, QueueError> {
    let sql = "SELECT LENGTH(bytes) FROM body WHERE number = $1";
    reading.query_first(sql, params![number], |row| row.get(0))?.ok_or(QueueError::BodyGone)
}

/// A part of the bytes, at most `most` from `offset` on, read without the rest.
pub(crate) fn part(rx: &mut Rx<'_>, number: i64, offset: usize, most: usize) -> Result<Vec<u8>, QueueError> {
    const BYTES: Blob = Blob { table: "body", column: "bytes" };
    rx.blob_part(BYTES, ("number = $1", params![number]), offset, most)?.ok_or(QueueError::BodyGone)
}

pub(crate) fn forget(tx: &mut Tx<'_>, message: Id) -> Result<(), QueueError> {
    tx.execute("DELETE FROM body WHERE number = (SELECT body FROM message WHERE id = $1)", params![message])?;
    tx.execute("UPDATE message SET body = NULL WHERE id = $1", params![message])?;
    Ok(())
}

/// Deletes the text of a letter with a single-use link once all its deliveries have ended.
///
/// The text is overwritten first: deleted data stays readable in the file until its space is reused, and the link may
/// be valid for days.
pub(crate) fn delete_ended_ticket(tx: &mut Tx<'_>, message: Id) -> Result<(), QueueError> {
    let ended = tx.query_first(
        "SELECT m.kind, m.size, m.body FROM message m WHERE m.id = $1 AND m.body IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.message = m.id AND d.due IS NOT NULL)",
        params![message],
        |row| Ok((row.get::<Kind>(0)?, row.get::<usize>(1)?, row.get::<i64>(2)?)),
    )?;
    let Some((_, size, number)) = ended.filter(|(kind, ..)| kind.contains_ticket()) else { return Ok(()) };
    // Zeros of the same length, so that the same pages are overwritten.
    tx.execute("UPDATE body SET bytes = $2 WHERE number = $1", params![number, vec![0_u8; size]])?;
    forget(tx, message)
}
