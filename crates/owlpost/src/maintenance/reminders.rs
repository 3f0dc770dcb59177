//! Reminders of expirations: 30, 7 and 1 days before, each once, in the log and by mail to the administrators.

use std::error::Error;
use std::time::Duration;

use jiff::Timestamp;

use super::Deps;
use super::announce::{self, ReminderKey};
use i18n::Language;
use settings::Expiration;

/// Days before an expiration, the most urgent first.
const DAYS: [u32; 3] = [1, 7, 30];

/// Sends the reminders that are due.
pub async fn give(deps: &Deps, now: Timestamp) -> Result<(), Box<dyn Error + Send + Sync>> {
    for expiration in deps.settings.expirations().await? {
        let Some(days) = due(&expiration, now) else { continue };
        let occasion = ReminderKey { what: expiration.kind.name(), at: expiration.at, days };
        let given = async {
            if deps.db.read(move |rx| announce::is_given(rx, occasion)).await? {
                return Ok(());
            }
            give_one(deps, &expiration, occasion, now).await
        };
        // A reminder that cannot be sent does not hold back the others.
        if let Err(error) = given.await {
            tracing::error!(error = &*error, what = expiration.kind.name(), "sending a reminder of an expiration");
        }
    }
    Ok(())
}

/// The reminder that is due: the latest threshold that has passed. After the expiration there is an alarm and no
/// reminder.
fn due(expiration: &Expiration, now: Timestamp) -> Option<u32> {
    let left = Duration::try_from(expiration.at.duration_since(now)).ok().filter(|_| expiration.needs_action)?;
    DAYS.into_iter().find(|days| left <= Duration::from_secs(u64::from(*days) * 24 * 3600))
}

async fn give_one(
    deps: &Deps,
    expiration: &Expiration,
    occasion: ReminderKey,
    now: Timestamp,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let left = Duration::try_from(expiration.at.duration_since(now)).unwrap_or_default();
    tracing::warn!(what = expiration.kind.name(), at = %expiration.at, "{} expires within {} days", Language::English.render(&expiration.title), occasion.days);
    let words = letters::expiration::Values {
        title: expiration.title.clone(),
        at: expiration.at,
        days_left: left.as_secs().div_ceil(24 * 3600),
        meaning: expiration.meaning.clone(),
        settings_url: deps.settings_url.clone(),
    };
    // The letter expires as well: afterwards it would be confusing.
    announce::once(deps, occasion, Some(expiration.at), |language| letters::expiration::letter(&words, language)).await
}
