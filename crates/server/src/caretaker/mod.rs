//! What happens by itself, by the clock: refresh tokens are renewed every week, what ends is announced before it does, and
//! the audit log forgets what is old.
//!
//! One task, started by `wiring`. It decides nothing about mail: trouble that a renewal finds is left to `dispatch`, which
//! pauses and raises the alarm.

mod reminders;

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use db::Db;
use jiff::Timestamp;
use tokio::task::JoinHandle;

use crate::accounts::Accounts;
use crate::audit::Audit;
use crate::clock::Clock;
use crate::dispatch::Dispatch;
use crate::intake::Intake;
use crate::settings::{Settings, SettingsError};

/// A refresh token that was not used for so long is renewed: Microsoft's die after 90 days of disuse, Google's after
/// about 180, and a week leaves room for a server that is switched off for a while.
const RENEWED_EVERY: Duration = Duration::from_secs(7 * 24 * 3600);
/// How often is looked; what is due waits no longer.
const EVERY: Duration = Duration::from_secs(3600);

/// The rooms that it works with.
pub struct Rooms {
    /// Where it is noted which reminders were given.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// What is active, and when what of it ends.
    pub settings: Settings,
    /// Who is reminded.
    pub accounts: Accounts,
    /// Forgets what is old.
    pub audit: Audit,
    /// The door in for reminders.
    pub intake: Intake,
    /// Hears of tokens that could not be renewed.
    pub dispatch: Dispatch,
    /// Where *Email Settings* can be opened.
    pub settings_url: String,
}

/// The running task; it ends when dropped.
pub struct Caretaker {
    task: JoinHandle<()>,
}

impl Caretaker {
    /// Starts to look, at once and then every hour.
    pub fn start(rooms: Rooms) -> Self {
        Self { task: tokio::spawn(run(Arc::new(rooms))) }
    }

    /// Ends it. A renewal that is under way runs to its end on a task of its own.
    pub async fn stop(self) {
        self.task.abort();
        // An aborted task answers that it was; there is nothing to hear from it.
        let _ = self.task.await;
    }
}

async fn run(rooms: Arc<Rooms>) {
    loop {
        let now = rooms.clock.now();
        look(&rooms, now).await;
        rooms.clock.sleep_from(now, now.saturating_add(EVERY).unwrap_or(Timestamp::MAX)).await;
    }
}

/// Does what is due.
async fn look(rooms: &Rooms, now: Timestamp) {
    if let Err(error) = renew(&rooms.settings, &rooms.dispatch, now).await {
        tracing::error!(error = &error as &dyn Error, "looking whether a refresh token should be renewed");
    }
    if let Err(error) = reminders::give(rooms, now).await {
        tracing::error!(error = &*error, "reminding of what ends");
    }
    if let Err(error) = rooms.audit.forget(now).await {
        tracing::error!(error = &error as &dyn Error, "forgetting what is old in the audit log");
    }
}

/// Renews a token that was not used for a week.
async fn renew(settings: &Settings, dispatch: &Dispatch, now: Timestamp) -> Result<(), SettingsError> {
    let Some(renewed_at) = settings.last_renewed_at().await? else { return Ok(()) };
    let age = Duration::try_from(now.duration_since(renewed_at)).unwrap_or_default();
    if age < RENEWED_EVERY {
        return Ok(());
    }
    match settings.renew_now().await {
        Ok(()) => tracing::info!("the refresh token was renewed, because it was not used for a week"),
        // Who renews has logged why; whether mail can still leave is for dispatch to find out.
        Err(_) => dispatch.doubt(),
    }
    Ok(())
}
