//! What happens by itself: refresh tokens are renewed every week, what ends is announced before it does, administrators are
//! told of a pause of sending when it is over, and what is old is forgotten.
//!
//! One task, started by `wiring`. It decides nothing about mail: trouble that a renewal finds is left to `dispatch`, which
//! pauses and raises the alarm.

mod announce;
mod reminders;
mod resumed;

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
use sending::dispatch::Dispatch;
use sending::intake::Intake;
use sending::notices::Cleared;
use settings::{Settings, SettingsError};
use tickets::Tickets;

/// A refresh token that was not used for so long is renewed: Microsoft's die after 90 days of disuse, Google's after
/// about 180, and a week leaves room for a server that is switched off for a while.
const RENEWED_EVERY: Duration = Duration::from_secs(7 * 24 * 3600);
/// How often is looked; what is due waits no longer.
const EVERY: Duration = Duration::from_secs(3600);
/// How soon a disk that has room again is found.
const DISK_ASKED_EVERY: Duration = Duration::from_secs(5);

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
    /// Forgets what is old, as does the room below.
    pub audit: Audit,
    /// Forgets links, invitations and accounts that came to nothing.
    pub tickets: Tickets,
    /// Forgets runs that ended long ago.
    pub scripts: Scripts,
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
    disk: JoinHandle<()>,
    /// By when all that was due is done.
    looked: watch::Receiver<Timestamp>,
}

impl Caretaker {
    /// Starts to look, at once and then every hour, and to listen for alarms that are over.
    pub fn start(rooms: Rooms, cleared: broadcast::Receiver<Cleared>) -> Self {
        let (looks, looked) = watch::channel(Timestamp::MIN);
        let disk = tokio::spawn(ask_disk(rooms.db.clone(), rooms.clock.clone()));
        Self { task: tokio::spawn(run(rooms, cleared, looks)), disk, looked }
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
        // An aborted task answers that it was; there is nothing to hear from it.
        let _ = tokio::join!(self.task, self.disk);
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

async fn run(rooms: Rooms, mut cleared: broadcast::Receiver<Cleared>, looks: watch::Sender<Timestamp>) {
    loop {
        let now = rooms.clock.now();
        look(&rooms, now).await;
        looks.send_replace(now);
        let next = now.saturating_add(EVERY).unwrap_or(Timestamp::MAX);
        tokio::select! {
            () = rooms.clock.sleep_from(now, next) => {}
            heard = cleared.recv() => match heard {
                Ok(cleared) => {
                    if let Err(error) = resumed::tell(&rooms, &cleared).await {
                        tracing::error!(error = &*error, "telling the administrators that sending goes on");
                    }
                }
                Err(RecvError::Lagged(missed)) => tracing::warn!(missed, "alarms that were over are told to nobody"),
                // The server ends.
                Err(RecvError::Closed) => return,
            },
        }
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
    if let Err(error) = rooms.tickets.forget(now).await {
        tracing::error!(error = &error as &dyn Error, "forgetting links that ended long ago");
    }
    if let Err(error) = rooms.scripts.forget(now).await {
        tracing::error!(error = &error as &dyn Error, "forgetting runs that ended long ago");
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
