//! Stored runs: how a run was started, what it wrote and sent, and how it ended.
//!
//! States: `waiting` (requested, on disk) → `running` → `finished`, `failed` or `cancelled`. A run whose process ended
//! is `waiting` again if no call of it was stored; otherwise it is `interrupted` and not started again, because it
//! could repeat what it did.

mod read;
mod write;

use jiff::Timestamp;
use queue::Id;
use sandbox::Level;
use uuid::Uuid;

use super::{Input, Refusal, RunFailure, Scripts, ScriptsError};
use accounts::audit::Action;
use accounts::{Actor, ActorContext};

pub(super) use read::{newest_of, open_of};
pub(super) use write::{
    Call, End, InterruptedRuns, Job, KEPT, Waiting, begin, cancel_waiting, count_calls, end, end_unreadable, forget,
    insert, insert_call, insert_console, interrupt, interrupt_open, is_carried_out, next_waiting, owner_of,
    start_again,
};

/// What started a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trigger {
    /// A person, with JSON or nothing as input.
    Hand,
    /// A person, with a table from a file.
    File,
    /// The schedule.
    Schedule,
    /// A call of the webhook.
    Webhook,
    /// An API key.
    Api,
}

/// The state of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RunState {
    /// Stored; starts when a place is free.
    Waiting,
    /// The script is running.
    Running,
    /// The script ran to its end.
    Finished,
    /// The script failed; see [`Run::fault`].
    Failed,
    /// Somebody stopped it.
    Cancelled,
    /// The server stopped during the run. Accepted mail is delivered; the run is not started again.
    Interrupted,
}

/// Defines the stored and API names of an enum.
macro_rules! names {
    ($type:ident { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl $type {
            /// All values.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored and API name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The value with that name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

names!(Trigger { Hand = "hand", File = "file", Schedule = "schedule", Webhook = "webhook", Api = "api" });
names!(RunState {
    Waiting = "waiting",
    Running = "running",
    Finished = "finished",
    Failed = "failed",
    Cancelled = "cancelled",
    Interrupted = "interrupted",
});

impl RunState {
    /// Whether the run has ended.
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Waiting | Self::Running)
    }
}

/// The parameters of starting a run.
#[derive(Clone, Debug)]
pub struct Start {
    /// What starts it.
    pub trigger: Trigger,
    /// Who started it; `None` for a schedule or a webhook.
    pub started_by: Option<Actor>,
    /// What the script sees as `input`.
    pub input: Input,
    /// Whether it starts later than scheduled.
    pub late: bool,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Unique; sorts by time.
    pub id: Uuid,
    /// The script.
    pub script: Uuid,
    /// Its version.
    pub version: u32,
    /// What started it.
    pub trigger: Trigger,
    /// Who started it; `None` for a schedule or a webhook, for which version 1 stored the name of the trigger.
    pub started_by: Option<Actor>,
    /// Whether it ran later than scheduled because the server was down.
    pub late: bool,
    /// Its state.
    pub state: RunState,
    /// When it was requested.
    pub asked_at: Timestamp,
    /// When it started.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Rows of the input's table: `input.rows`.
    pub input_rows: Option<u64>,
    /// Accepted mails: all of them are on disk.
    pub mails: u64,
    /// Refused calls of `sendEmail`.
    pub refused: u64,
    /// Whether more was written than the console stores.
    pub console_cut: bool,
    /// Why it failed, if it did.
    pub fault: Option<RunFailure>,
}

/// A line of a run's console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Console {
    /// The number of the line, counted from 1 in the order of writing.
    pub number: u64,
    /// The level.
    pub level: Level,
    /// The text; it may contain line breaks.
    pub text: String,
}

/// A call of `sendEmail`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunMail {
    /// The number of the call, counted from 1.
    pub number: u64,
    /// When it was called.
    pub at: Timestamp,
    /// The line of the call, if known.
    pub line: Option<u32>,
    /// The message in the outbox, unless it was refused.
    pub id: Option<Id>,
    /// Whether the key was used before, and `id` is the message of that earlier call.
    pub repeated: bool,
    /// The recipients, if they are known.
    pub recipients: Vec<String>,
    /// The subject.
    pub subject: String,
    /// Why it was refused.
    pub refusal: Option<Refusal>,
}

/// The run that sent a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunOrigin {
    /// The workspace.
    pub workspace: Uuid,
    /// The script.
    pub script: Uuid,
    /// The script's name.
    pub name: String,
    /// The run.
    pub run: Run,
    /// The line of the call, if known.
    pub line: Option<u32>,
}

impl Scripts {
    /// Queues a run of the script's newest version. It is on disk when this returns, and starts when a place is free.
    ///
    /// # Errors
    /// [`ScriptsError::NotFound`]; [`ScriptsError::TooMany`].
    pub async fn start(&self, script: Uuid, start: Start) -> Result<Uuid, ScriptsError> {
        let now = self.inner.now();
        let run = self.inner.deps.random.id(now);
        self.inner.deps.db.write(move |tx| insert(tx, run, script, &start, now)).await?;
        self.inner.changed.notify_one();
        Ok(run)
    }

    /// Cancels a run: a waiting run does not start, an active run is stopped. Accepted mails are sent.
    ///
    /// # Errors
    /// [`ScriptsError::NotFound`]; [`ScriptsError::Ended`].
    pub async fn cancel(&self, run: Uuid, by: &ActorContext) -> Result<(), ScriptsError> {
        let (now, audit, by) = (self.inner.now(), self.inner.deps.audit.clone(), by.clone());
        let waited = self
            .inner
            .deps
            .db
            .write(move |tx| {
                let found = read::with_name(tx, run)?.ok_or(ScriptsError::NotFound)?;
                if found.1.state.is_final() {
                    return Err(ScriptsError::Ended);
                }
                audit.entry_by(Action::ScriptRunCancelled, &by, accounts::texts::audit_name(found.0)).insert(tx)?;
                Ok(cancel_waiting(tx, run, now)?)
            })
            .await?;
        if waited {
            self.inner.count_ended(RunState::Cancelled, 1);
            self.inner.tell(run);
        } else {
            self.inner.stops.stop(run);
        }
        Ok(())
    }

    /// The number of waiting runs of all scripts.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn waiting(&self) -> Result<u64, ScriptsError> {
        Ok(self.inner.deps.db.read(|rx| read::waiting(rx)).await?)
    }

    /// The run with that id.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn run(&self, id: Uuid) -> Result<Option<Run>, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| read::find(rx, id)).await?)
    }

    /// Runs of a script that are older than `before`, newest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn runs(&self, script: Uuid, before: Option<Uuid>, limit: usize) -> Result<Vec<Run>, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| read::list(rx, script, before, limit)).await?)
    }

    /// The lines of a run's console after the line `after` (0 for all).
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn console(&self, run: Uuid, after: u64) -> Result<Vec<Console>, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| read::console(rx, run, after)).await?)
    }

    /// A run's calls of `sendEmail` after the call `after` (0 for all); with `refused` only the refused ones.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn mails(
        &self,
        run: Uuid,
        after: u64,
        limit: usize,
        refused: bool,
    ) -> Result<Vec<RunMail>, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| read::mails(rx, run, after, limit, refused)).await?)
    }

    /// The ids of all messages of a run, for looking up their states in the outbox.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn messages(&self, run: Uuid) -> Result<Vec<Id>, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| read::messages(rx, run)).await?)
    }

    /// A run's input, if it is still stored: a large input is removed when the run ends.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn input(&self, run: Uuid) -> Result<Option<Input>, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| read::input(rx, run)).await?)
    }

    /// The run that sent a message, if a script sent it.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn run_of(&self, message: Id) -> Result<Option<RunOrigin>, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| read::run_of(rx, message)).await?)
    }
}
