//! Notices that the machine's clock was set back, also while the server was down, and moves what waits.
//!
//! The time seen last is in the database (`queue::observe_clock`). Looked at before anything starts, then every minute;
//! who sleeps by the clock looks again within a minute after a leap. A clock that leapt forward needs nothing here: what is
//! due is due, and `queue::expire` gives a last try to what ended meanwhile.

use std::time::Duration;

use jiff::Timestamp;
use queue::QueueError;
use storage::Db;

use super::Deps;

const EVERY: Duration = Duration::from_secs(60);

/// Looks at the clock; answers by how much it was set back, after everything was moved.
///
/// # Errors
/// Where the database cannot be read or written.
pub async fn observe(db: &Db, now: Timestamp) -> Result<Option<Duration>, QueueError> {
    let moved = db
        .with_reserve()
        .write(move |tx| {
            let Some(back) = queue::observe_clock(tx, now)? else { return Ok(None) };
            let deliveries = queue::set_back(tx, back, now)?;
            let schedules = scripting::set_back(tx, back, now)?;
            tickets::set_back(tx, back, now)?;
            accounts::session::set_back(tx, back, now)?;
            Ok::<_, QueueError>(Some((back, deliveries, schedules)))
        })
        .await?;
    Ok(moved.map(|(back, deliveries, schedules)| {
        tracing::warn!(
            seconds = back.as_secs(),
            deliveries,
            schedules,
            "the clock was set back; what waits was moved by as much"
        );
        back
    }))
}

/// Looks every minute, and soon after the clock is set.
pub async fn run(deps: Deps) {
    loop {
        let now = deps.clock.now();
        match observe(&deps.db, now).await {
            Ok(None) => {}
            Ok(Some(_)) => {
                deps.delivery_loop.wake();
                deps.scripts.wake();
            }
            Err(QueueError::Db(storage::DbError::Closed)) => return,
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "looking at the clock"),
        }
        deps.clock.sleep_from(now, now.saturating_add(EVERY).unwrap_or(Timestamp::MAX)).await;
    }
}
