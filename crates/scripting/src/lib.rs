//! Scripts of workspaces: kept with their versions, started by hand, schedule, webhook or API, run in the sandbox of the
//! crate `script`, and what became of each run.
//!
//! HookOutcome by pages and API. A run is kept before anybody is told of it; what it says and sends becomes visible only once
//! it is on disk. Whatever a run did is never done again by itself.

mod allowed_recipients;
pub mod files;
mod input;
mod raw_json;
pub mod schedule;
mod script;
pub mod table;
pub mod texts;
mod webhook;

mod dry_run_queue;
mod mail_limits;
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
use accounts::Accounts;
use accounts::audit::Audit;
use clock::{Clock, Random};
use sending::intake::Intake;
use sending::metrics::Metrics;
use sending::storage_status::StorageStatus;

pub use allowed_recipients::{AllowedRecipients, Recipient};
pub use clock_set_back::set_back;
pub use dry_run::{DryMail, DryRun, DryRunRequest};
pub use input::Input;
pub use mail_limits::ScriptLimits;
pub use refusal::{Refusal, RefusalFault};
pub use run_error::RunFault;
pub use runner::Running;
pub use runs::{Console, Run, RunMail, RunOf, RunState, Start, Trigger};
pub use script::{Change, NewScript, Script, ScriptListEntry, Version};
pub use webhook::{HookCall, HookOutcome};

/// Runs of which something changed that a slow page may fall behind before it loses the oldest.
const EVENTS: usize = 256;

/// The room's handle; clones share it.
#[derive(Clone)]
pub struct Scripts {
    inner: Arc<Inner>,
}

struct Inner {
    deps: Deps,
    /// Says that a run waits, or that a schedule changed.
    changed: Notify,
    /// Runs of which something changed. Without a sender once the process stops.
    events: std::sync::Mutex<Option<broadcast::Sender<uuid::Uuid>>>,
    /// How running scripts are stopped.
    stops: runner::Stops,
    /// Whose dry run goes on.
    dry_runs: dry_run_queue::DryRunQueue,
}

/// The deps that it works with.
#[derive(Clone)]
pub struct Deps {
    /// Where scripts and runs are.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Ids and tokens.
    pub random: Random,
    /// Who is in a workspace.
    pub accounts: Accounts,
    /// What mattered.
    pub audit: Audit,
    /// Attachments.
    pub files: Files,
    /// The door for mail.
    pub intake: Intake,
    /// Hears of stored rows that cannot be read.
    pub storage_status: StorageStatus,
    /// Counts runs.
    pub metrics: Metrics,
    /// Our own binary, which becomes the sandbox.
    pub sandbox: PathBuf,
}

/// StopReason a call was refused; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ScriptsError {
    /// Every fault of the input, by field.
    #[error("the input has faults")]
    Faults(Vec<Fault>),
    /// No such script, run, version or webhook.
    #[error("nothing has this id")]
    NotFound,
    /// Somebody saved another version since the one that was changed.
    #[error("version {newest} was saved meanwhile")]
    Overtaken {
        /// The newest version's number.
        newest: u32,
        /// Who saved it.
        by: String,
    },
    /// The run has ended already.
    #[error("the run has ended")]
    Ended,
    /// So many runs wait that another one would not start soon.
    #[error("{waiting} runs wait already")]
    TooMany {
        /// How many.
        waiting: u64,
    },
    /// Other dry runs go on, and this one did not get its turn within some seconds.
    #[error("other dry runs go on")]
    Busy,
    /// The key of a webhook's call belongs to a call that brought something else.
    #[error("the key was used for run {run} with another body")]
    KeyReused {
        /// The run of that call.
        run: uuid::Uuid,
    },
    /// The database.
    #[error("storing scripts")]
    Db(#[from] DbError),
}

impl Scripts {
    /// Tells runs of which something changed: state, console, mails. A receiver that is too slow loses the oldest. Ends
    /// when the process stops.
    pub fn events(&self) -> broadcast::Receiver<uuid::Uuid> {
        match &*self.inner.events() {
            Some(events) => events.subscribe(),
            None => broadcast::Sender::new(1).subscribe(),
        }
    }

    /// Something changed what is due: looks again (after a commit made elsewhere).
    pub fn wake(&self) {
        self.inner.changed.notify_one();
    }

    /// Ends all streams of events: they would hold the connections open that a stop waits for.
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

/// A stored number that a newer owlpost may have made too large, or a damaged file.
fn unreadable(what: impl Into<String>) -> DbError {
    DbError::Engine { operation: "reading scripts".to_owned(), source: Arc::new(std::io::Error::other(what.into())) }
}

fn stored_time(milliseconds: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(milliseconds).map_err(|_| unreadable(format!("{milliseconds} is no time")))
}
