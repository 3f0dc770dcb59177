//! Scripts of workspaces: stored with their versions; started by a person, a schedule, a webhook or the API; run in
//! the sandbox of the crate `sandbox`; each run is stored with its result.
//!
//! Used by pages and API. A run is stored before it is reported; its console output and mails become visible only once
//! they are on disk. A run that has sent something is never repeated automatically.

mod allowed_recipients;
pub mod files;
mod input;
mod raw_json;
pub mod schedule;
mod script;
pub mod table;
pub mod texts;
mod webhook;

mod call_check;
mod dry_run_queue;
mod mail_limits;
mod quotas;
mod refusal;
mod run_error;
mod runner;
mod runs;

mod clock_set_back;
mod dry_run;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use mail::Fault;
use storage::{Db, DbError};
use tokio::sync::{Notify, broadcast};

use crate::files::Files;
use accounts::audit::Audit;
use accounts::{Accounts, Actor};
use clock::{Clock, Random};
use sending::intake::Intake;
use sending::metrics::Metrics;
use sending::storage_status::StorageStatus;

pub use allowed_recipients::{AllowedRecipients, Recipient};
pub use clock_set_back::set_back;
pub use dry_run::{DryMail, DryRun, DryRunRequest};
pub use dry_run_queue::OtherDryRuns;
pub use input::Input;
pub use mail_limits::ScriptLimits;
pub use quotas::{script_quota, workspace_quota};
pub use refusal::{Refusal, RefusalFault};
pub use run_error::RunFailure;
pub use runner::Running;
pub use runs::{Console, Run, RunMail, RunOrigin, RunState, Start, Trigger};
pub use script::{Change, NewScript, Script, ScriptListEntry, Version};
pub use webhook::{WebhookCall, WebhookResult};

/// Maximum change events stored for a slow receiver before it loses the oldest.
const EVENTS: usize = 256;

/// The handle of this crate; clones share its state.
#[derive(Clone)]
pub struct Scripts {
    inner: Arc<Inner>,
}

struct Inner {
    deps: Deps,
    /// Notified when a run waits or a schedule changed.
    changed: Notify,
    /// Ids of changed runs; `None` once the process stops.
    events: std::sync::Mutex<Option<broadcast::Sender<uuid::Uuid>>>,
    /// The active runs, through which they are stopped.
    stops: runner::ActiveRuns,
    /// Limits dry runs.
    dry_runs: dry_run_queue::DryRunQueue,
}

/// The dependencies of this crate.
#[derive(Clone)]
pub struct Deps {
    /// The database of scripts and runs.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Ids and tokens.
    pub random: Random,
    /// Members of workspaces.
    pub accounts: Accounts,
    /// The audit log.
    pub audit: Audit,
    /// Attachments.
    pub files: Files,
    /// Accepts mail.
    pub intake: Intake,
    /// Receives reports of stored rows that cannot be read.
    pub storage_status: StorageStatus,
    /// Counts runs.
    pub metrics: Metrics,
    /// The path of our own binary, which is started as the sandbox.
    pub sandbox: PathBuf,
}

/// Why a call was refused; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ScriptsError {
    /// All faults of the input, by field.
    #[error("the input has faults")]
    Faults(Vec<Fault>),
    /// There is no script, run, version or webhook with this id.
    #[error("not found")]
    NotFound,
    /// Somebody saved another version after the one that the change is based on.
    #[error("version {newest} was saved in the meantime")]
    NewerVersion {
        /// The newest version's number.
        newest: u32,
        /// Who saved it.
        by: Actor,
    },
    /// The run has ended already.
    #[error("the run has ended")]
    Ended,
    /// Too many runs wait for another one to start soon.
    #[error("{waiting} runs wait already")]
    TooMany {
        /// The number of waiting runs.
        waiting: u64,
    },
    /// Other dry runs are in progress, and this one could not start within a few seconds.
    #[error("other dry runs are in progress")]
    Busy(OtherDryRuns),
    /// The key of a webhook call was used for an earlier call with another input.
    #[error("the key was used for run {run} with another body")]
    KeyReused {
        /// The run of that call.
        run: uuid::Uuid,
    },
    /// The database failed.
    #[error("accessing stored scripts")]
    Db(#[from] DbError),
}

impl Scripts {
    /// The ids of runs whose state, console or mails changed. A receiver that is too slow loses the oldest events.
    /// Ends when the process stops.
    pub fn events(&self) -> broadcast::Receiver<uuid::Uuid> {
        match &*self.inner.events() {
            Some(events) => events.subscribe(),
            None => broadcast::Sender::new(1).subscribe(),
        }
    }

    /// Makes the scheduler check again what is due, after a commit made elsewhere.
    pub fn wake(&self) {
        self.inner.changed.notify_one();
    }

    /// Ends all event streams. Otherwise they would keep open the connections that a shutdown waits for.
    pub fn end_events(&self) {
        self.inner.events().take();
    }
}

impl Inner {
    fn now(&self) -> Timestamp {
        self.deps.clock.now()
    }

    fn tell(&self, run: uuid::Uuid) {
        if let Some(events) = &*self.events() {
            // Nobody may be watching.
            let _ = events.send(run);
        }
    }

    fn count_ended(&self, state: RunState, runs: usize) {
        self.deps.metrics.script_runs_ended(state.name(), u64::try_from(runs).unwrap_or(u64::MAX));
    }

    fn events(&self) -> std::sync::MutexGuard<'_, Option<broadcast::Sender<uuid::Uuid>>> {
        self.events.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn fault(field: &str, text: impl Into<mail::Text>) -> Fault {
    Fault::new(field, text)
}

/// An error for a stored value that a newer version wrote or that is damaged.
fn unreadable(what: impl Into<String>) -> DbError {
    DbError::Engine { operation: "reading scripts".to_owned(), source: Arc::new(std::io::Error::other(what.into())) }
}

fn stored_time(milliseconds: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(milliseconds).map_err(|_| unreadable(format!("{milliseconds} is no time")))
}
