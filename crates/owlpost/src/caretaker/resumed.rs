//! The letter to the administrators after sending was paused: only now can it leave.
//!
//! Known by when the alarm was raised, so that each is told of once, also over restarts.

use std::error::Error;
use std::time::Duration;

use super::Rooms;
use super::announce::{self, Occasion};
use letters::alarm;
use sending::notices::Cleared;

/// A shorter pause is no news: servers restart, and mail was a little late.
const WORTH_A_LETTER: Duration = Duration::from_secs(15 * 60);

/// Tells of a pause that is over.
pub async fn tell(rooms: &Rooms, cleared: &Cleared) -> Result<(), Box<dyn Error + Send + Sync>> {
    let Cleared { alarm, until, waiting } = cleared;
    let paused = Duration::try_from(until.duration_since(alarm.since)).unwrap_or_default();
    if paused < WORTH_A_LETTER {
        return Ok(());
    }
    let words = alarm::Words {
        problem: alarm.problem.clone(),
        since: alarm.since,
        until: *until,
        waiting: *waiting,
        settings_url: rooms.settings_url.clone(),
    };
    let occasion = Occasion { what: "alarm", at: alarm.since, days: 0 };
    announce::once(rooms, occasion, None, |language| alarm::letter(&words, language)).await
}
