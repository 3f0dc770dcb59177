//! Detects that the machine's clock was set back, also while the server was down, and moves due times.
//!
//! The last observed time is in the database (`queue::observe_clock`). It is checked before anything starts, and then
//! every minute; whoever waits by the clock notices a leap within a minute. A clock that leapt forward needs no
//! correction: due work is done, and `queue::expire` gives deliveries that expired in the meantime a last attempt.

use std::time::Duration;

use jiff::Timestamp;
use queue::QueueError;
use storage::Db;

use super::Deps;

const EVERY: Duration = Duration::from_secs(60);

/// Compares the clock with the last observed time. If it was set back, moves all due times and returns by how much it
/// was set back.
///
/// # Errors
/// If the database cannot be read or written.
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

/// Checks every minute, and soon after the clock is set.
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
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "checking whether the clock was set back")
            }
        }
        deps.clock.sleep_from(now, now.saturating_add(EVERY).unwrap_or(Timestamp::MAX)).await;
    }
}
