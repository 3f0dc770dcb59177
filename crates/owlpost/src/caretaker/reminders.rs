//! Reminders of what ends: 30, 7 and 1 days before, each once, in the log and by mail to the administrators.

use std::error::Error;
use std::time::Duration;

use jiff::Timestamp;

use super::Rooms;
use super::announce::{self, Occasion};
use letters::ending;
use settings::Ending;

/// Days before the end, the most urgent first.
const DAYS: [u32; 3] = [1, 7, 30];

/// Gives what is due.
pub async fn give(rooms: &Rooms, now: Timestamp) -> Result<(), Box<dyn Error + Send + Sync>> {
    for found in rooms.settings.endings().await? {
        let Some(days) = due(&found, now) else { continue };
        let occasion = Occasion { what: found.what.name(), at: found.at, days };
        if !rooms.db.read(move |rx| announce::is_given(rx, occasion)).await? {
            give_one(rooms, &found, occasion, now).await?;
        }
    }
    Ok(())
}

/// The reminder that is due: the latest threshold that has passed. What is over is an alarm and no reminder.
fn due(ending: &Ending, now: Timestamp) -> Option<u32> {
    let left = Duration::try_from(ending.at.duration_since(now)).ok().filter(|_| ending.needs_somebody)?;
    DAYS.into_iter().find(|days| left <= Duration::from_secs(u64::from(*days) * 24 * 3600))
}

async fn give_one(
    rooms: &Rooms,
    found: &Ending,
    occasion: Occasion,
    now: Timestamp,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let left = Duration::try_from(found.at.duration_since(now)).unwrap_or_default();
    tracing::warn!(what = found.what.name(), at = %found.at, "{} ends within {} days", found.title, occasion.days);
    let words = ending::Words {
        title: found.title.to_owned(),
        at: found.at,
        days_left: left.as_secs().div_ceil(24 * 3600),
        meaning: found.meaning.clone(),
        settings_url: rooms.settings_url.clone(),
    };
    // Read after the end it would only confuse.
    announce::once(rooms, occasion, Some(found.at), |language| ending::letter(&words, language)).await
}
