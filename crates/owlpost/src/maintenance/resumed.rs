//! The letter to the administrators about a pause of sending, which can be sent only when the pause is over.
//!
//! Identified by the start of the pause, so that each is reported once, even across restarts.

use std::error::Error;
use std::time::Duration;

use super::Deps;
use super::announce::{self, ReminderKey};
use letters::alarm;
use settings::EndedPause;

/// Shorter pauses are not reported: servers restart, and mail is only a little late.
const WORTH_A_LETTER: Duration = Duration::from_secs(15 * 60);

/// Reports a pause that is over.
pub async fn report(deps: &Deps, ended: &EndedPause) -> Result<(), Box<dyn Error + Send + Sync>> {
    let EndedPause { pause, until, waiting } = ended;
    let paused = Duration::try_from(until.duration_since(pause.since)).unwrap_or_default();
    if paused < WORTH_A_LETTER {
        return Ok(());
    }
    let words = alarm::Values {
        problem: pause.problem.clone(),
        since: pause.since,
        until: *until,
        waiting: *waiting,
        settings_url: deps.settings_url.clone(),
    };
    let occasion = ReminderKey { what: "alarm", at: pause.since, days: 0 };
    announce::once(deps, occasion, None, |language| alarm::letter(&words, language)).await
}
