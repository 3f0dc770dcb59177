//! Hourly maintenance: renews refresh tokens every week, sends reminders of expirations, notifies administrators of
//! pauses of sending that are over and of problems with the storage, and deletes old data.
//!
//! A few tasks, started by `wiring`. They decide nothing about mail: if a renewal fails, the delivery loop checks the
//! connection and pauses sending.

mod announce;
mod history;
mod reminders;
mod resumed;
mod storage_problems;
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
use sending::storage_status::StorageStatus;
use settings::{EndedPause, Settings, SettingsError};
use tickets::Tickets;

/// Age at which an unused refresh token is renewed: Microsoft's expire after 90 days without use, Google's after
/// about 180, and a week tolerates a server that is switched off for a while.
const RENEWED_EVERY: Duration = Duration::from_secs(7 * 24 * 3600);
/// The interval of maintenance.
const EVERY: Duration = Duration::from_secs(3600);
/// The interval at which a disk that refuses writes is checked again.
const DISK_ASKED_EVERY: Duration = Duration::from_secs(5);

/// What maintenance needs.
#[derive(Clone)]
pub struct Deps {
    /// Records which reminders were sent.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// The active settings, and when their credentials expire.
    pub settings: Settings,
    /// The recipients of reminders.
    pub accounts: Accounts,
    /// Deletes old entries.
    pub audit: Audit,
    /// Deletes links, invitations and accounts that were never used.
    pub tickets: Tickets,
    /// Deletes runs that ended long ago.
    pub scripts: Scripts,
    /// Accepts reminders.
    pub intake: Intake,
    /// Rechecks the connection after a failed renewal.
    pub delivery_loop: DeliveryHandle,
    /// Number of days that finished messages are kept.
    pub keep_history_days: u32,
    /// Problems of the disk and of stored rows.
    pub storage_status: StorageStatus,
    /// The URL of *Email Settings*.
    pub settings_url: String,
    /// The URL of the overview.
    pub overview_url: String,
}

/// The running task; it ends when dropped.
pub struct Maintenance {
    task: JoinHandle<()>,
    disk: JoinHandle<()>,
    timekeeper: JoinHandle<()>,
    storage_problems: JoinHandle<()>,
    /// The time of the last completed round.
    looked: watch::Receiver<Timestamp>,
}

impl Maintenance {
    /// Starts the tasks: a round at once and then every hour; pauses that ended are reported immediately.
    pub fn start(deps: Deps, ended_pauses: broadcast::Receiver<EndedPause>) -> Self {
        let (looks, looked) = watch::channel(Timestamp::MIN);
        let disk = tokio::spawn(ask_disk(deps.db.clone(), deps.clock.clone()));
        let timekeeper = tokio::spawn(timekeeper::run(deps.clone()));
        let storage_problems = tokio::spawn(storage_problems::run(deps.clone()));
        Self { task: tokio::spawn(run(deps, ended_pauses, looks)), disk, timekeeper, storage_problems, looked }
    }

    /// Waits for a round that began at `at` or later.
    pub async fn looked(&self, at: Timestamp) {
        // If the task has ended, there is nothing to wait for.
        let _ = self.looked.clone().wait_for(|looked| *looked >= at).await;
    }

    /// Stops the tasks. A renewal in progress completes on its own task.
    pub async fn stop(self) {
        self.task.abort();
        self.disk.abort();
        self.timekeeper.abort();
        self.storage_problems.abort();
        // The result of an aborted task is irrelevant.
        let _ = tokio::join!(self.task, self.disk, self.timekeeper, self.storage_problems);
    }
}

/// While the disk refuses writes, tries again regularly, so that pages, status and metric soon show a recovery.
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
                        tracing::error!(error = &*error, "notifying the administrators that sending resumed");
                    }
                }
                Err(RecvError::Lagged(missed)) => tracing::warn!(missed, "some pauses that ended are not reported"),
                // The server ends.
                Err(RecvError::Closed) => return,
            },
        }
    }
}

/// One round.
async fn look(deps: &Deps, now: Timestamp) {
    if let Err(error) = renew(&deps.settings, &deps.delivery_loop, now).await {
        tracing::error!(error = &error as &dyn Error, "checking whether a refresh token must be renewed");
    }
    if let Err(error) = reminders::give(deps, now).await {
        tracing::error!(error = &*error, "sending reminders of expirations");
    }
    // A leap of the clock does not make data old at once.
    match deps.db.read(move |rx| queue::retention_time(rx, now)).await {
        Ok(age_time) => forget(deps, age_time).await,
        Err(error) => tracing::error!(error = &error as &dyn Error, "reading the last observed time"),
    }
}

/// Deletes data that is old at `now`.
async fn forget(deps: &Deps, now: Timestamp) {
    if let Err(error) = deps.audit.forget(now).await {
        tracing::error!(error = &error as &dyn Error, "deleting old entries of the audit log");
    }
    if let Err(error) = deps.tickets.forget(now).await {
        tracing::error!(error = &error as &dyn Error, "deleting links that ended long ago");
    }
    if let Err(error) = history::forget(&deps.db, deps.keep_history_days, now).await {
        tracing::error!(error = &error as &dyn Error, "deleting messages that finished long ago");
    }
    if let Err(error) = forget_quotas(&deps.db, now).await {
        tracing::error!(error = &error as &dyn Error, "deleting outdated usage of quotas");
    }
    if let Err(error) = deps.scripts.forget(now).await {
        tracing::error!(error = &error as &dyn Error, "deleting runs that ended long ago");
    }
}

/// Deletes usage records that quotas no longer count, in small steps.
async fn forget_quotas(db: &Db, now: Timestamp) -> Result<(), DbError> {
    let db = db.with_reserve();
    while db.write(move |tx| queue::usage::delete_usage(tx, now)).await? {}
    db.write(move |tx| accounts::quota::forget(tx, now)).await
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
        // The reason was already logged; the delivery loop checks whether mail can still be sent.
        Err(_) => delivery_loop.recheck_connection(),
    }
    Ok(())
}
