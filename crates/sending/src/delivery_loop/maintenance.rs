//! Periodic work: ends expired deliveries, frees leases that ended, sets aside deliveries without a readable time, and
//! deletes old texts and idempotency keys.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use queue::QueueError;

use super::{Shared, fetch};

/// The time between two runs: short enough that an expired delivery is shown as such while sending is paused.
pub const INTERVAL: Duration = Duration::from_secs(60);

/// How often texts dated in the future are examined again.
const COMPLETE_PASS_EVERY: Duration = Duration::from_secs(24 * 3600);

/// Maximum rows per transaction, so that others can write in between.
const BATCH: usize = 200;

/// Runs all maintenance. Returns when mail is due next, which also finds mail that was stored without waking the loop.
///
/// # Errors
/// If the outbox could not be read or written.
pub async fn run(shared: &Shared, keep_text_days: u32) -> Result<Option<Timestamp>, QueueError> {
    let deps = &shared.deps;
    let now = deps.clock.now();
    // Freeing the lease of a message whose verdict is not yet written would send it twice.
    let has_unwritten_verdicts = shared.has_unwritten_verdicts();
    let (lease, in_hand) = (shared.lease(), shared.under_way.in_hand());
    let (expired, next_due) = deps
        .db
        .write(move |tx| {
            let expired = queue::expire(tx, now)?;
            if !has_unwritten_verdicts {
                queue::rescue_ended(tx, &in_hand, lease.until, now)?;
            }
            Ok::<_, QueueError>((expired, queue::next_due(tx)?))
        })
        .await?;
    if expired > 0 {
        deps.maillog.expired(expired);
    }
    for id in deps.db.read(|rx| queue::never_leased(rx, BATCH)).await? {
        let damaged = QueueError::Unreadable { what: "the time of the next attempt, or the source", source: None };
        fetch::set_aside(shared, id, Box::new(damaged), now).await?;
    }
    forget(shared, now, keep_text_days).await?;
    if let Err(error) = deps.settings.write_last_success().await {
        tracing::warn!(error = &error as &dyn std::error::Error, "writing when mail last left");
    }
    Ok(next_due)
}

async fn forget(shared: &Shared, now: Timestamp, keep_text_days: u32) -> Result<(), QueueError> {
    let db = &shared.deps.db;
    // A jump of the clock must not make everything old at once.
    let age_time = db.read(move |rx| queue::retention_time(rx, now)).await?;
    let before = |age: Duration| age_time.checked_sub(age).unwrap_or(Timestamp::MIN);
    let texts_before = before(Duration::from_secs(u64::from(keep_text_days) * 24 * 3600));
    let mut after = shared.texts_ahead.begin(now);
    loop {
        let done = db.write(move |tx| queue::delete_bodies(tx, texts_before, now, after, BATCH)).await?;
        if let Some(number) = done.ahead {
            shared.texts_ahead.note(number);
        }
        after = done.next;
        if after.is_none() {
            break;
        }
    }
    while db.write(move |tx| queue::delete_keys(tx, age_time, BATCH)).await? == BATCH {}
    Ok(())
}

/// Texts dated in the future, because the clock was set back: one pass a day examines them, the others start after
/// them.
#[derive(Debug, Default)]
pub struct TextsAhead(Mutex<(Option<Timestamp>, Option<i64>)>);

impl TextsAhead {
    /// Where a pass begins.
    fn begin(&self, now: Timestamp) -> Option<i64> {
        let mut ahead = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_today = ahead.0.is_some_and(|complete| {
            Duration::try_from(now.duration_since(complete)).is_ok_and(|since| since < COMPLETE_PASS_EVERY)
        });
        if !is_today {
            *ahead = (Some(now), None);
        }
        ahead.1
    }

    fn note(&self, number: i64) {
        let mut ahead = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ahead.1 = ahead.1.max(Some(number));
    }
}
