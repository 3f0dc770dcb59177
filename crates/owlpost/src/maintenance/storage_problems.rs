//! The letter to the administrators about a full or read-only disk, and about damaged rows.
//!
//! At most one a day per problem. On a full disk the letter is stored in the reserve and sent; on a read-only disk it
//! is stored when the disk is writable again.

use std::error::Error;
use std::time::Duration;

use jiff::Timestamp;

use super::Deps;
use super::announce::{self, ReminderKey};
use letters::storage_problem;
use sending::storage_status::StorageProblem;

/// The interval at which problems are checked.
const EVERY: Duration = Duration::from_secs(10);

/// Checks until the server ends.
pub async fn run(deps: Deps) {
    loop {
        let now = deps.clock.now();
        for problem in deps.storage_status.dated_problems() {
            if let Err(error) = report(&deps, problem, now).await {
                tracing::warn!(error = &*error, "notifying the administrators of a problem with the storage");
            }
        }
        deps.clock.sleep_from(now, now.saturating_add(EVERY).unwrap_or(Timestamp::MAX)).await;
    }
}

/// Sends the letter, unless one was sent about this problem for the day on which it was last noticed.
async fn report(deps: &Deps, noticed: StorageProblem, now: Timestamp) -> Result<(), Box<dyn Error + Send + Sync>> {
    let since = noticed.found_at.unwrap_or(now);
    let occasion = ReminderKey { what: noticed.name, at: day_of(since), days: 0 };
    if deps.db.read(move |rx| announce::is_given(rx, occasion)).await? {
        return Ok(());
    }
    let values = storage_problem::Values { problem: noticed.problem, since, overview_url: deps.overview_url.clone() };
    announce::once(deps, occasion, None, |language| storage_problem::letter(&values, language)).await
}

/// The start of a day in UTC.
fn day_of(at: Timestamp) -> Timestamp {
    const DAY: i64 = 24 * 3600;
    Timestamp::from_second(at.as_second().div_euclid(DAY) * DAY).unwrap_or(at)
}
