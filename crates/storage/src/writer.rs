//! The writer: a thread that commits in groups.
//!
//! It takes all waiting closures, runs each in a savepoint of its own, commits once and then answers each. There is
//! no timer: while one commit syncs, the next group accumulates. It uses SQLite only through the methods of
//! [`Session`].

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

use crate::checkpointer::Checkpointer;
use crate::disk::Disk;
use crate::failure::FailureLatch;
use crate::sqlite::Session;
use crate::thread::JoinedThread;
use crate::verification::Verification;
use crate::{DbError, Tx};

/// Maximum number of queued calls; further callers wait. Limits the memory of waiting closures.
const WAITING: usize = 512;

/// Maximum size of a group, and maximum time during which it takes in further calls: the longest delay of its first
/// member before the commit. At 20–40 µs per message both limits are reached at about the same time.
const GROUP: usize = 256;
const GROUP_TIME: Duration = Duration::from_millis(10);

/// A closure with the channel for its result.
trait Job: Send {
    /// Runs the closure, again if its group was rolled back. Returns whether its changes are to be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;

    /// Whether it is also tried on a full disk, in the space of the reserve.
    fn uses_reserve(&self) -> bool;

    /// Sends the caller the closure's result, or the reason why its changes are not on disk.
    fn answer(self: Box<Self>, committed: Result<(), DbError>);
}

struct Write<T, E, F> {
    work: F,
    uses_reserve: bool,
    outcome: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Job for Write<T, E, F>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<DbError> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.work)(tx)))
            .unwrap_or_else(|payload| Err(DbError::Panicked(panic_text(payload.as_ref())).into()));
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn uses_reserve(&self) -> bool {
        self.uses_reserve
    }

    fn answer(self: Box<Self>, committed: Result<(), DbError>) {
        let answer = match (committed, self.outcome) {
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => Err(DbError::Closed.into()),
            (Err(error), _) => Err(error.into()),
        };
        // The caller may be gone (a dropped request); what is on disk is kept.
        let _ = self.caller.send(answer);
    }
}

/// The message of a panic.
pub(crate) fn panic_text(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a text".into())
}

enum WriterMessage {
    Run(Box<dyn Job>),
    Close,
}

/// The callers' handle; the thread ends when it is closed or dropped.
pub(crate) struct Writer {
    // Dropped before `thread`, which then ends and is joined.
    messages: mpsc::Sender<WriterMessage>,
    thread: JoinedThread,
}

impl Writer {
    /// Starts the thread with an open session. `hold` is dropped last, after the session is closed.
    pub(crate) fn start(
        file: PathBuf,
        session: Session,
        checkpointer: Checkpointer,
        (disk, verification, hold): (Disk, Verification, impl Send + 'static),
    ) -> std::io::Result<Self> {
        let (messages, incoming) = mpsc::channel(WAITING);
        let failures = session.failures().unwrap_or_default();
        let committer = Committer { file, session: Some(session), checkpointer, failures, disk, verification };
        let thread = JoinedThread::start("db-writer", move || {
            let _hold = hold;
            committer.serve(incoming);
        })?;
        Ok(Self { messages, thread })
    }

    pub(crate) async fn write<T, E, F>(&self, work: F, uses_reserve: bool) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let job = Box::new(Write { work, uses_reserve, outcome: None, caller });
        self.messages.send(WriterMessage::Run(job)).await.map_err(|_| DbError::Closed)?;
        answer.await.map_err(|_| DbError::Closed)?
    }

    /// Runs queued closures, closes the session and waits for the thread.
    pub(crate) async fn close(&self) {
        // In a second call the channel is already closed.
        let _ = self.messages.send(WriterMessage::Close).await;
        if let Some(thread) = self.thread.take() {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

/// Why a group was not committed.
enum CommitFailure {
    /// Nothing can be written: the transaction could not begin, or the disk failed. An immediate retry would fail
    /// too, and a failed write or sync must not be repeated.
    Impossible(DbError),
    /// The transaction was rolled back: closures that failed together may succeed one by one.
    Lost(DbError),
}

/// The state of the thread.
struct Committer {
    file: PathBuf,
    /// `None` after a failed rollback, until it can be opened again; permanently after a failed write or sync.
    session: Option<Session>,
    checkpointer: Checkpointer,
    failures: FailureLatch,
    disk: Disk,
    verification: Verification,
}

impl Committer {
    fn serve(mut self, mut incoming: mpsc::Receiver<WriterMessage>) {
        let mut group = Vec::with_capacity(GROUP);
        while let Some(message) = incoming.blocking_recv() {
            match message {
                WriterMessage::Run(job) => group.push(job),
                // Queued closures are still received; later callers get `Closed`.
                WriterMessage::Close => incoming.close(),
            }
            if !group.is_empty() {
                self.run_group(&mut group, &mut incoming);
                self.maintain_log();
            }
        }
        self.close();
    }

    /// Leaves one file if everything succeeded, and the log if something failed.
    fn close(self) {
        let Self { session, checkpointer, verification, .. } = self;
        // Stopped first, so that the writer's connection closes last.
        drop(checkpointer);
        match session.map_or(Ok(()), |session| verification.close(session)) {
            Ok(()) | Err(DbError::Failed { .. } | DbError::Damaged { .. }) => {}
            Err(error) => {
                tracing::warn!(%error, "the log could not be copied into the database; the next start copies it")
            }
        }
    }

    /// Runs the group and closures that arrive in the meantime, commits, answers.
    fn run_group(&mut self, group: &mut Vec<Box<dyn Job>>, incoming: &mut mpsc::Receiver<WriterMessage>) {
        self.refuse_without_reserve(group);
        if group.is_empty() {
            return;
        }
        let ended = self.commit_together(group, incoming);
        let is_lost = matches!(ended, Err(CommitFailure::Lost(_)));
        let ended = ended.map_err(|(CommitFailure::Impossible(error) | CommitFailure::Lost(error))| error);
        let made_space = self.report_to_disk(&ended);
        let alone = ended.is_err() && (made_space || (is_lost && group.len() > 1));
        for mut job in group.drain(..) {
            let ended = if alone { self.commit_alone(job.as_mut()) } else { ended.clone() };
            job.answer(ended);
        }
    }

    /// While the disk is full, refuses the jobs that may not use the reserve.
    fn refuse_without_reserve(&self, group: &mut Vec<Box<dyn Job>>) {
        if let Err(full) = self.disk.admit() {
            for job in group.extract_if(.., |job| !job.uses_reserve()) {
                job.answer(Err(full.clone()));
            }
        }
    }

    /// Reports to [`Disk`] whether the disk refused or accepted a write. Returns whether space was made, so that a
    /// retry may help.
    fn report_to_disk(&self, ended: &Result<(), DbError>) -> bool {
        let session = self.session.as_ref();
        if session.is_some_and(Session::take_written) {
            self.disk.written();
        }
        // A closure may have discarded the error of its statement.
        let refusal = session.and_then(Session::take_refusal).or_else(|| ended.clone().err());
        refusal.is_some_and(|error| self.disk.refused(&error))
    }

    fn commit_together(
        &mut self,
        group: &mut Vec<Box<dyn Job>>,
        incoming: &mut mpsc::Receiver<WriterMessage>,
    ) -> Result<(), CommitFailure> {
        let started = Instant::now();
        let disk = self.disk.clone();
        let session = self.begin().map_err(CommitFailure::Impossible)?;
        let mut ran = Ok(());
        let mut next = 0;
        while ran.is_ok() && next < group.len() {
            ran = run_in_savepoint(session, group[next].as_mut());
            next += 1;
            if next == group.len() && next < GROUP && started.elapsed() < GROUP_TIME {
                match incoming.try_recv() {
                    Ok(WriterMessage::Run(job)) => match disk.admit() {
                        Err(full) if !job.uses_reserve() => job.answer(Err(full)),
                        _ => group.push(job),
                    },
                    Ok(WriterMessage::Close) => incoming.close(),
                    Err(_) => {}
                }
            }
        }
        self.end(ran).map_err(|error| match self.session {
            Some(_) => CommitFailure::Lost(error),
            None => CommitFailure::Impossible(error),
        })
    }

    fn commit_alone(&mut self, job: &mut dyn Job) -> Result<(), DbError> {
        if !job.uses_reserve() {
            self.disk.admit()?;
        }
        let ran = self.begin().and_then(|session| run_in_savepoint(session, job));
        let ended = self.end(ran);
        self.report_to_disk(&ended);
        ended
    }

    fn begin(&mut self) -> Result<&Session, DbError> {
        let session = self.open_session()?;
        session.begin_write()?;
        Ok(session)
    }

    /// Commits or rolls back, and drops a session that is no longer usable.
    fn end(&mut self, ran: Result<(), DbError>) -> Result<(), DbError> {
        let session = self.session.take().ok_or(DbError::Closed)?;
        let ended = ran.and_then(|()| session.commit());
        session.roll_back();
        // Even if the commit succeeded while a checkpoint failed: nothing is acknowledged after a failure.
        self.failures.check()?;
        if session.is_doubtful() {
            tracing::warn!("a transaction could not be rolled back; the connection to the database is reopened");
        } else {
            self.session = Some(session);
        }
        ended
    }

    fn open_session(&mut self) -> Result<&Session, DbError> {
        self.failures.check()?;
        if self.session.is_none() {
            self.session = Some(Session::writer(&self.file, self.failures.clone())?);
        }
        self.session.as_ref().ok_or(DbError::Closed)
    }

    fn maintain_log(&mut self) {
        if let Some(session) = &self.session {
            self.checkpointer.after_commit(session);
        }
    }
}

/// Runs one job; its own error undoes only that job. `Err` means that the whole transaction is lost.
fn run_in_savepoint(session: &Session, job: &mut dyn Job) -> Result<(), DbError> {
    session.set_savepoint()?;
    let keep = job.run(&mut Tx::new(session));
    // The engine rolls back the whole transaction when the disk is full or fails.
    session.must_be_in_transaction()?;
    if keep { session.keep_savepoint() } else { session.undo_savepoint() }
}
