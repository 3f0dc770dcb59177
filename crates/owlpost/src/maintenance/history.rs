//! History ends: messages that finished long ago are deleted with recipients, attempts and transcripts, and the file of the
//! database shrinks.
//!
//! In small steps, each a write of its own, so that the writer is free for others in between.

use std::time::Duration;

use jiff::Timestamp;
use queue::QueueError;
use storage::Db;

/// Messages of one step.
const MESSAGES_AT_ONCE: usize = 200;

/// Deletes what finished more than `days` ago, then gives free pages back.
///
/// # Errors
/// Where the database cannot be read or written.
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
