//! What happens by itself: refresh tokens are renewed every week, what ends is announced before it does, administrators are
//! told of a pause of sending when it is over, and what is old is forgotten.
//!
//! One task, started by `wiring`. It decides nothing about mail: a problem that a renewal finds is left to the delivery loop, which
//! pauses and raises the alarm.

mod announce;
mod history;
mod reminders;
mod resumed;
pub mod timekeeper;

use std::error::Error;
use std::time::Duration;

use jiff::Timestamp;
use storage::{Db, DbError, DiskState};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use accounts::Accounts;
use accounts::audit::Audit;
use clock::Clock;
use scripting::Scripts;
use sending::delivery_loop::DeliveryHandle;
use sending::intake::Intake;
use settings::{EndedPause, Settings, SettingsError};
use tickets::Tickets;

/// A refresh token that was not used for so long is renewed: Microsoft's die after 90 days of disuse, Google's after
/// about 180, and a week leaves room for a server that is switched off for a while.
const RENEWED_EVERY: Duration = Duration::from_secs(7 * 24 * 3600);
/// How often is looked; what is due waits no longer.
const EVERY: Duration = Duration::from_secs(3600);
/// How soon a disk that has room again is found.
const DISK_ASKED_EVERY: Duration = Duration::from_secs(5);

/// What it works with.
#[derive(Clone)]
pub struct Deps {
    /// Where it is noted which reminders were given.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// What is active, and when what of it ends.
    pub settings: Settings,
    /// Who is reminded.
    pub accounts: Accounts,
    /// Forgets what is old, as does the room below.
    pub audit: Audit,
    /// Forgets links, invitations and accounts that came to nothing.
    pub tickets: Tickets,
    /// Forgets runs that ended long ago.
    pub scripts: Scripts,
    /// The door in for reminders.
    pub intake: Intake,
    /// Hears of tokens that could not be renewed.
    pub delivery_loop: DeliveryHandle,
    /// Days that finished messages are kept.
    pub keep_history_days: u32,
    /// Where *Email Settings* can be opened.
    pub settings_url: String,
}

/// The running task; it ends when dropped.
pub struct Caretaker {
    task: JoinHandle<()>,
    disk: JoinHandle<()>,
    timekeeper: JoinHandle<()>,
    /// By when all that was due is done.
    looked: watch::Receiver<Timestamp>,
}

impl Caretaker {
    /// Starts to look, at once and then every hour, and to listen for pauses that are over.
    pub fn start(deps: Deps, ended_pauses: broadcast::Receiver<EndedPause>) -> Self {
        let (looks, looked) = watch::channel(Timestamp::MIN);
        let disk = tokio::spawn(ask_disk(deps.db.clone(), deps.clock.clone()));
        let timekeeper = tokio::spawn(timekeeper::run(deps.clone()));
        Self { task: tokio::spawn(run(deps, ended_pauses, looks)), disk, timekeeper, looked }
    }

    /// Waits until all is done that was due at `at`, by a look that began then or later.
    pub async fn looked(&self, at: Timestamp) {
        // Where the task has ended nobody looks any more, and there is nothing to wait for.
        let _ = self.looked.clone().wait_for(|looked| *looked >= at).await;
    }

    /// Ends it. A renewal that is under way runs to its end on a task of its own.
    pub async fn stop(self) {
        self.task.abort();
        self.disk.abort();
        self.timekeeper.abort();
        // An aborted task answers that it was; there is nothing to hear from it.
        let _ = tokio::join!(self.task, self.disk, self.timekeeper);
    }
}

/// While the disk refuses what is written, asks it again, so that pages, status and metric say soon when it no longer does.
async fn ask_disk(db: Db, clock: Clock) {
    let mut disk = db.disk();
    // An error means that the database is closed.
    while disk.wait_for(|state| *state != DiskState::Writable).await.is_ok() {
        clock.sleep(DISK_ASKED_EVERY).await;
        if let Err(DbError::Closed) = db.check_writable().await {
            return;
        }
    }
}

async fn run(deps: Deps, mut ended_pauses: broadcast::Receiver<EndedPause>, looks: watch::Sender<Timestamp>) {
    loop {
        let now = deps.clock.now();
        look(&deps, now).await;
        looks.send_replace(now);
        let next = now.saturating_add(EVERY).unwrap_or(Timestamp::MAX);
        tokio::select! {
            () = deps.clock.sleep_from(now, next) => {}
            ended = ended_pauses.recv() => match ended {
                Ok(ended) => {
                    if let Err(error) = resumed::report(&deps, &ended).await {
                        tracing::error!(error = &*error, "telling the administrators that sending resumed");
                    }
                }
                Err(RecvError::Lagged(missed)) => tracing::warn!(missed, "pauses that ended are reported to nobody"),
                // The server ends.
                Err(RecvError::Closed) => return,
            },
        }
    }
}

/// Does what is due.
async fn look(deps: &Deps, now: Timestamp) {
    if let Err(error) = renew(&deps.settings, &deps.delivery_loop, now).await {
        tracing::error!(error = &error as &dyn Error, "looking whether a refresh token should be renewed");
    }
    if let Err(error) = reminders::give(deps, now).await {
        tracing::error!(error = &*error, "reminding of what ends");
    }
    if let Err(error) = deps.audit.forget(now).await {
        tracing::error!(error = &error as &dyn Error, "forgetting what is old in the audit log");
    }
    if let Err(error) = deps.tickets.forget(now).await {
        tracing::error!(error = &error as &dyn Error, "forgetting links that ended long ago");
    }
    if let Err(error) = history::forget(&deps.db, deps.keep_history_days, now).await {
        tracing::error!(error = &error as &dyn Error, "deleting messages that finished long ago");
    }
    if let Err(error) = deps.scripts.forget(now).await {
        tracing::error!(error = &error as &dyn Error, "forgetting runs that ended long ago");
    }
}

/// Renews a token that was not used for a week.
async fn renew(settings: &Settings, delivery_loop: &DeliveryHandle, now: Timestamp) -> Result<(), SettingsError> {
    let Some(renewed_at) = settings.last_renewed_at().await? else { return Ok(()) };
    let age = Duration::try_from(now.duration_since(renewed_at)).unwrap_or_default();
    if age < RENEWED_EVERY {
        return Ok(());
    }
    match settings.renew_now().await {
        Ok(()) => tracing::info!("the refresh token was renewed, because it was not used for a week"),
        // The renewal has logged why; the delivery loop finds out whether mail can still leave.
        Err(_) => delivery_loop.recheck_connection(),
    }
    Ok(())
}
