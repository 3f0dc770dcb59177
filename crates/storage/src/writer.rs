//! The one that writes: a thread that commits in groups.
//!
//! It takes all closures that wait, runs each in a savepoint of its own, commits once and then answers each. No timer
//! gathers a group: while one commit syncs, the next group gathers by itself.
//! Knows nothing of SQLite but the verbs of [`Session`].

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};

use crate::checkpointer::Checkpointer;
use crate::disk::Disk;
use crate::failure::FailureLatch;
use crate::sqlite::Session;
use crate::thread::Owned;
use crate::verification::Verification;
use crate::{DbError, Tx};

/// How many calls may wait; a caller beyond waits for a place. It bounds the memory that waiting closures hold.
const WAITING: usize = 512;

/// The largest group, and how long one may go on taking more: what the first of a group waits at most beside the
/// commit itself. At 20–40 µs a message neither is reached before the other by much.
const GROUP: usize = 256;
const GROUP_TIME: Duration = Duration::from_millis(10);

/// A closure with the place its answer goes to.
trait Job: Send {
    /// Runs the closure, once more where its group was rolled back; whether it wants to keep what it did.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;

    /// Whether it is tried on a full disk as well, in the room of the reserve.
    fn uses_reserve(&self) -> bool;

    /// Answers the caller: what the closure answered, or why none of it is on disk.
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
        // A caller that no longer listens (a request that was dropped) is no reason to undo what is on disk.
        let _ = self.caller.send(answer);
    }
}

/// What a panic said.
pub(crate) fn panic_text(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a text".into())
}

enum Order {
    Run(Box<dyn Job>),
    Close,
}

/// The handle that callers share; the thread ends when it is closed or dropped.
pub(crate) struct Writer {
    // Dropped before `thread`, which then ends and is waited for.
    orders: mpsc::Sender<Order>,
    thread: Owned,
}

impl Writer {
    /// Starts the thread over an open session. `hold` is dropped last, after the session is closed.
    pub(crate) fn start(
        file: PathBuf,
        session: Session,
        checkpointer: Checkpointer,
        (disk, verification, hold): (Disk, Verification, impl Send + 'static),
    ) -> std::io::Result<Self> {
        let (orders, incoming) = mpsc::channel(WAITING);
        let failures = session.failures().unwrap_or_default();
        let committer = Committer { file, session: Some(session), checkpointer, failures, disk, verification };
        let thread = Owned::start("db-writer", move || {
            let _hold = hold;
            committer.serve(incoming);
        })?;
        Ok(Self { orders, thread })
    }

    pub(crate) async fn write<T, E, F>(&self, work: F, uses_reserve: bool) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let job = Box::new(Write { work, uses_reserve, outcome: None, caller });
        self.orders.send(Order::Run(job)).await.map_err(|_| DbError::Closed)?;
        answer.await.map_err(|_| DbError::Closed)?
    }

    /// Runs what was given before, closes the session and waits for the thread.
    pub(crate) async fn close(&self) {
        // A second call finds the channel closed already.
        let _ = self.orders.send(Order::Close).await;
        if let Some(thread) = self.thread.take() {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

/// Why a group was not committed.
enum Unfinished {
    /// Nothing can be written: the transaction could not begin, or the disk failed. Trying again at once would end
    /// the same, and a write or sync that failed must not be repeated.
    Impossible(DbError),
    /// The transaction was rolled back: what was too much together, or was spoiled by one of them, may do alone.
    Lost(DbError),
}

/// What runs on the thread.
struct Committer {
    file: PathBuf,
    /// `None` after a rollback failed, until it can be opened again; for good after a write or sync failed.
    session: Option<Session>,
    checkpointer: Checkpointer,
    failures: FailureLatch,
    disk: Disk,
    verification: Verification,
}

impl Committer {
    fn serve(mut self, mut incoming: mpsc::Receiver<Order>) {
        let mut group = Vec::with_capacity(GROUP);
        while let Some(order) = incoming.blocking_recv() {
            match order {
                Order::Run(job) => group.push(job),
                // What waits is still received; callers that come later are answered `Closed`.
                Order::Close => incoming.close(),
            }
            if !group.is_empty() {
                self.run_group(&mut group, &mut incoming);
                self.look_after_the_log();
            }
        }
        self.close();
    }

    /// Leaves one file behind where all is well, and the log where something failed.
    fn close(self) {
        let Self { session, checkpointer, verification, .. } = self;
        // Ended first, so that the writer's connection is the last.
        drop(checkpointer);
        match session.map_or(Ok(()), |session| verification.close(session)) {
            Ok(()) | Err(DbError::Failed { .. } | DbError::Damaged { .. }) => {}
            Err(error) => {
                tracing::warn!(%error, "the log could not be copied into the database; the next start does it")
            }
        }
    }

    /// Runs the group and those that join it meanwhile, commits, answers.
    fn run_group(&mut self, group: &mut Vec<Box<dyn Job>>, incoming: &mut mpsc::Receiver<Order>) {
        self.refuse_what_needs_room(group);
        if group.is_empty() {
            return;
        }
        let ended = self.commit_together(group, incoming);
        let is_lost = matches!(ended, Err(Unfinished::Lost(_)));
        let ended = ended.map_err(|(Unfinished::Impossible(error) | Unfinished::Lost(error))| error);
        let made_room = self.report_to_disk(&ended);
        let alone = ended.is_err() && (made_room || (is_lost && group.len() > 1));
        for mut job in group.drain(..) {
            let ended = if alone { self.commit_alone(job.as_mut()) } else { ended.clone() };
            job.answer(ended);
        }
    }

    /// While the disk is full, only what may use the reserve is tried.
    fn refuse_what_needs_room(&self, group: &mut Vec<Box<dyn Job>>) {
        if let Err(full) = self.disk.admit() {
            for job in group.extract_if(.., |job| !job.uses_reserve()) {
                job.answer(Err(full.clone()));
            }
        }
    }

    /// Reports what the disk refused, or that it took something. Answers whether room was made, so that trying again may
    /// help.
    fn report_to_disk(&self, ended: &Result<(), DbError>) -> bool {
        let session = self.session.as_ref();
        if session.is_some_and(Session::take_written) {
            self.disk.written();
        }
        // A closure may have hidden what its statement was answered.
        let refusal = session.and_then(Session::take_refusal).or_else(|| ended.clone().err());
        refusal.is_some_and(|error| self.disk.refused(&error))
    }

    fn commit_together(
        &mut self,
        group: &mut Vec<Box<dyn Job>>,
        incoming: &mut mpsc::Receiver<Order>,
    ) -> Result<(), Unfinished> {
        let started = Instant::now();
        let disk = self.disk.clone();
        let session = self.begin().map_err(Unfinished::Impossible)?;
        let mut ran = Ok(());
        let mut next = 0;
        while ran.is_ok() && next < group.len() {
            ran = run_in_savepoint(session, group[next].as_mut());
            next += 1;
            if next == group.len() && next < GROUP && started.elapsed() < GROUP_TIME {
                match incoming.try_recv() {
                    Ok(Order::Run(job)) => match disk.admit() {
                        Err(full) if !job.uses_reserve() => job.answer(Err(full)),
                        _ => group.push(job),
                    },
                    Ok(Order::Close) => incoming.close(),
                    Err(_) => {}
                }
            }
        }
        self.end(ran).map_err(|error| match self.session {
            Some(_) => Unfinished::Lost(error),
            None => Unfinished::Impossible(error),
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

    /// Commits or rolls back, and lets go of a session that is of no more use.
    fn end(&mut self, ran: Result<(), DbError>) -> Result<(), DbError> {
        let session = self.session.take().ok_or(DbError::Closed)?;
        let ended = ran.and_then(|()| session.commit());
        session.roll_back();
        // Also where the commit succeeded while a checkpoint failed: nothing is acknowledged after a failure.
        self.failures.check()?;
        if session.is_doubtful() {
            tracing::warn!("a transaction could not be undone; the connection to the database is opened anew");
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

    fn look_after_the_log(&mut self) {
        if let Some(session) = &self.session {
            self.checkpointer.after_commit(session);
        }
    }
}

/// Runs one job; its own error undoes it alone. `Err` means that the whole transaction is lost.
fn run_in_savepoint(session: &Session, job: &mut dyn Job) -> Result<(), DbError> {
    session.set_savepoint()?;
    let keep = job.run(&mut Tx::new(session));
    // The engine ends the whole transaction by itself when the disk is full or fails.
    session.must_be_in_transaction()?;
    if keep { session.keep_savepoint() } else { session.undo_savepoint() }
}
