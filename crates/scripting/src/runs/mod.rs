//! Runs as they are kept: how a run began, what it wrote and sent, how it ended.
//!
//! States: `waiting` (asked for, on disk) → `running` → `finished`, `failed` or `cancelled`. A run whose process died is
//! `waiting` again where no call of it was stored; else it is `interrupted` and not started again, because nobody knows what
//! it would do twice.

mod read;
mod write;

use jiff::Timestamp;
use queue::Id;
use sandbox::Level;
use uuid::Uuid;

use super::{Input, Refusal, RunFault, Scripts, ScriptsError};
use accounts::ActorContext;
use accounts::audit::Action;

pub(super) use read::{newest_of, open_of};
pub(super) use write::{
    Call, CutOff, End, Job, Waiting, begin, cancel_waiting, count_calls, end, end_unreadable, forget, insert,
    insert_call, insert_console, interrupt, interrupt_open, is_carried_out, next_waiting, owner_of, start_again,
};

/// What started a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trigger {
    /// A person, with JSON or nothing as input.
    Hand,
    /// A person, with a table of a file.
    File,
    /// The clock.
    Schedule,
    /// A call of the webhook.
    Webhook,
    /// An API key.
    Api,
}

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RunState {
    /// Asked for and on disk; it starts when a place is free.
    Waiting,
    /// It goes on.
    Running,
    /// The script ran to its end.
    Finished,
    /// It did not: see the fault.
    Failed,
    /// Somebody stopped it.
    Cancelled,
    /// The server ended meanwhile. What was accepted is delivered; the run is not started again.
    Interrupted,
}

/// Gives an enum's stored and API names.
macro_rules! names {
    ($type:ident { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl $type {
            /// All.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored and API name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The one of that name.
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
    /// Whether nothing happens any more.
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Waiting | Self::Running)
    }
}

/// How a run is to be started.
#[derive(Clone, Debug)]
pub struct Start {
    /// What starts it.
    pub trigger: Trigger,
    /// Who, in words: an address, `schedule`, `webhook`, `api key "shop"`.
    pub started_by: String,
    /// What the script sees as `input`.
    pub input: Input,
    /// Whether it should have been earlier.
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
    /// Who, in words.
    pub started_by: String,
    /// A scheduled run that should have been earlier, but the server was down.
    pub late: bool,
    /// How it stands.
    pub state: RunState,
    /// When it was asked for.
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
    /// Whether more was written than the console keeps.
    pub console_cut: bool,
    /// StopReason it failed.
    pub fault: Option<RunFault>,
}

/// A line of a run's console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Console {
    /// From 1, in the order in which they were written.
    pub number: u64,
    /// How loud.
    pub level: Level,
    /// The text; it may hold line breaks.
    pub text: String,
}

/// A call of `sendEmail`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunMail {
    /// From 1, in the order of the calls.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// The line of the call, where it is known.
    pub line: Option<u32>,
    /// The message in the outbox, unless it was refused.
    pub id: Option<Id>,
    /// The key was used before, and this is the message of that time.
    pub repeated: bool,
    /// The recipients, as far as they are known.
    pub recipients: Vec<String>,
    /// The subject.
    pub subject: String,
    /// StopReason it was refused.
    pub refusal: Option<Refusal>,
}

/// The run that sent a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunOf {
    /// The workspace.
    pub workspace: Uuid,
    /// The script, and its name.
    pub script: Uuid,
    /// The script's name.
    pub name: String,
    /// The run.
    pub run: Run,
    /// The line of the call, where it is known.
    pub line: Option<u32>,
}

impl Scripts {
    /// Asks for a run of the script's newest version. On disk when it answers; it starts when a place is free.
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

    /// Stops a run: one that waits does not start, one that goes on is ended. Mails that were accepted are sent.
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

    /// How many runs wait, of all scripts.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn waiting(&self) -> Result<u64, ScriptsError> {
        Ok(self.inner.deps.db.read(|rx| read::waiting(rx)).await?)
    }

    /// The run of that id.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn run(&self, id: Uuid) -> Result<Option<Run>, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| read::find(rx, id)).await?)
    }

    /// Runs of a script, the newest first; those before `before`.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn runs(&self, script: Uuid, before: Option<Uuid>, limit: usize) -> Result<Vec<Run>, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| read::list(rx, script, before, limit)).await?)
    }

    /// A run's console from the line `after` on, which is not among them (0 for all).
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn console(&self, run: Uuid, after: u64) -> Result<Vec<Console>, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| read::console(rx, run, after)).await?)
    }

    /// A run's calls of `sendEmail` from the call `after` on, which is not among them (0 for all); with `refused` those
    /// alone that were refused.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn mails(
        &self,
        run: Uuid,
        after: u64,
        limit: usize,
        refused: bool,
    ) -> Result<Vec<RunMail>, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| read::mails(rx, run, after, limit, refused)).await?)
    }

    /// The ids of all messages of a run, to ask the outbox what became of them.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn messages(&self, run: Uuid) -> Result<Vec<Id>, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| read::messages(rx, run)).await?)
    }

    /// A run's input, where it is still kept: until the run ends, small ones for good.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn input(&self, run: Uuid) -> Result<Option<Input>, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| read::input(rx, run)).await?)
    }

    /// The run that sent a message, where a script did.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn run_of(&self, message: Id) -> Result<Option<RunOf>, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| read::run_of(rx, message)).await?)
    }
}
