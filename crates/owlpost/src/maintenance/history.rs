//! Retention of the history: deletes messages that finished long ago, with recipients, attempts and transcripts, and
//! shrinks the database file.
//!
//! Works in small steps, each in a transaction of its own, so that other writers get their turn in between.

use std::time::Duration;

use jiff::Timestamp;
use queue::QueueError;
use storage::Db;

/// Number of messages deleted in one step.
const MESSAGES_AT_ONCE: usize = 200;

/// Deletes messages that finished more than `days` ago, then returns free pages to the file system.
///
/// # Errors
/// If the database cannot be read or written.
pub async fn forget(db: &Db, days: u32, now: Timestamp) -> Result<(), QueueError> {
    let age = Duration::from_secs(u64::from(days) * 24 * 3600);
    let older_than = now.checked_sub(age).unwrap_or(Timestamp::MIN);
    let (db, mut after, mut forgotten) = (db.with_reserve(), None, 0);
    loop {
        let step = db.write(move |tx| queue::delete_messages(tx, older_than, after, MESSAGES_AT_ONCE)).await?;
        forgotten += step.messages;
        after = step.next;
        if after.is_none() {
            break;
        }
    }
    if forgotten > 0 {
        tracing::info!(messages = forgotten, "messages that finished long ago were deleted");
    }
    while db.shrink().await? {}
    Ok(())
}
