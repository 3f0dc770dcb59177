//! What is done now and then: expiry, leases that ended, texts and keys that are no longer kept.

use std::time::Duration;

use jiff::Timestamp;
use outbox::OutboxError;

use super::Rooms;

/// How often: soon enough that an expired delivery is seen as such while sending is paused.
pub const EVERY: Duration = Duration::from_secs(60);

/// Idempotency keys are kept for this long; nobody asks again after a day.
const KEYS_KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

/// Rows that one transaction looks at, so that the writer is free for others in between.
const BATCH: usize = 200;

/// Does all of it. Answers how many deliveries changed.
pub async fn run(rooms: &Rooms, keep_text_days: u32) -> Result<usize, OutboxError> {
    let now = rooms.clock.now();
    let (expired, freed) = rooms
        .db
        .write(move |tx| Ok::<_, OutboxError>((outbox::expire(tx, now)?, outbox::rescue(tx, None, now)?)))
        .await?;
    if expired > 0 {
        rooms.maillog.expired(expired);
    }
    forget(rooms, now, keep_text_days).await?;
    if let Err(error) = rooms.settings.write_last_success().await {
        tracing::warn!(error = &error as &dyn std::error::Error, "writing when mail last left");
    }
    Ok(expired + freed)
}

async fn forget(rooms: &Rooms, now: Timestamp, keep_text_days: u32) -> Result<(), OutboxError> {
    let before = |age: Duration| now.checked_sub(age).unwrap_or(Timestamp::MIN);
    let texts_before = before(Duration::from_secs(u64::from(keep_text_days) * 24 * 3600));
    let keys_before = before(KEYS_KEPT);
    let mut after = None;
    loop {
        let done = rooms.db.write(move |tx| outbox::forget_bodies(tx, texts_before, after, BATCH)).await?;
        after = done.next;
        if after.is_none() {
            break;
        }
    }
    while rooms.db.write(move |tx| outbox::forget_keys(tx, keys_before, BATCH)).await? == BATCH {}
    Ok(())
}
