//! What is done now and then: expiry, leases that ended, texts and keys that are no longer kept.

use std::time::Duration;

use jiff::Timestamp;
use queue::QueueError;

use super::{Rooms, Shared};

/// How often: soon enough that an expired delivery is seen as such while sending is paused.
pub const EVERY: Duration = Duration::from_secs(60);

/// Idempotency keys are kept for this long; nobody asks again after a day.
const KEYS_KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

/// Rows that one transaction looks at, so that the writer is free for others in between.
const BATCH: usize = 200;

/// Does all of it. Answers when something is due next: whoever stored mail and ended before saying so is found by it.
pub async fn run(shared: &Shared, keep_text_days: u32) -> Result<Option<Timestamp>, QueueError> {
    let rooms = &shared.rooms;
    let now = rooms.clock.now();
    // A verdict that waits to be written is not lost, however long ago its lease ended: freeing it would send it twice.
    let is_stuck = shared.is_stuck();
    let (lease, in_hand) = (shared.lease(), shared.in_hand.all());
    let (expired, next_due) = rooms
        .db
        .write(move |tx| {
            let expired = queue::expire(tx, now)?;
            if !is_stuck {
                queue::rescue_ended(tx, &in_hand, lease.until, now)?;
            }
            Ok::<_, QueueError>((expired, queue::next_due(tx)?))
        })
        .await?;
    if expired > 0 {
        rooms.maillog.expired(expired);
    }
    forget(rooms, now, keep_text_days).await?;
    if let Err(error) = rooms.settings.write_last_success().await {
        tracing::warn!(error = &error as &dyn std::error::Error, "writing when mail last left");
    }
    Ok(next_due)
}

async fn forget(rooms: &Rooms, now: Timestamp, keep_text_days: u32) -> Result<(), QueueError> {
    let before = |age: Duration| now.checked_sub(age).unwrap_or(Timestamp::MIN);
    let texts_before = before(Duration::from_secs(u64::from(keep_text_days) * 24 * 3600));
    let keys_before = before(KEYS_KEPT);
    let mut after = None;
    loop {
        let done = rooms.db.write(move |tx| queue::forget_bodies(tx, texts_before, after, BATCH)).await?;
        after = done.next;
        if after.is_none() {
            break;
        }
    }
    while rooms.db.write(move |tx| queue::forget_keys(tx, keys_before, BATCH)).await? == BATCH {}
    Ok(())
}
