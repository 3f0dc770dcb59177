//! Writes the mails, refused calls and console lines of a run in the order of the script, many in one transaction.
//!
//! While one transaction is written, rows for the next one are collected, so the speed of the disk decides how many
//! share one. If a mail that was already reported to the script as accepted cannot be stored, the run ends, and the
//! mail is stored as refused with the reason.

use std::error::Error;
use std::sync::Arc;

use sandbox::ConsoleLine;
use storage::{DbError, Tx};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::stops::StopReason;
use crate::refusal::Refusal;
use crate::runs::{self, Call};
use crate::{Inner, texts};
use sending::intake::{IntakeError, Ready, Receipt};

/// Maximum rows of one transaction: other writers, such as a password reset, wait for about 10 ms at most.
const BATCH: usize = 128;
/// Maximum KiB of rendered mails that wait for their transaction; above it the script waits.
const WAITING_KIB: usize = 8 << 10;

/// A row of the log.
pub(super) enum Row {
    /// An accepted mail.
    Mail(Box<MailRow>),
    /// A refused call.
    Refused { call: Call, refusal: Refusal },
    /// A console line.
    Console(ConsoleLine),
}

/// A checked and rendered mail.
pub(super) struct MailRow {
    pub call: Call,
    pub ready: Ready,
}

/// The sending half for the host: rows are written in the order in which they are added.
pub(super) struct RunLog {
    commands: mpsc::UnboundedSender<Command>,
    room: Arc<Semaphore>,
}

/// Rows that could not be stored during the run.
#[derive(Default)]
pub(super) struct UnstoredRows {
    /// Why mails that were reported to the script as accepted were not stored.
    pub failed: Option<Refusal>,
    refused: Vec<(Call, Refusal)>,
    console: Vec<(u64, ConsoleLine)>,
}

impl UnstoredRows {
    /// Whether everything was stored.
    pub fn is_empty(&self) -> bool {
        self.failed.is_none() && self.refused.is_empty() && self.console.is_empty()
    }
}

enum Command {
    /// Writes a row. `answer` is set if somebody waits for it. The permit is released when the row is written.
    Write { row: Row, answer: Option<oneshot::Sender<Result<Receipt, Refusal>>>, place: Option<OwnedSemaphorePermit> },
    /// Answered when all earlier rows are written.
    Flush(oneshot::Sender<()>),
}

impl RunLog {
    /// Adds a row that takes little memory; the sandbox limits the number of such rows.
    pub(super) fn add(&self, row: Row) {
        self.send(Command::Write { row, answer: None, place: None });
    }

    /// Adds a mail without waiting for it.
    pub(super) async fn add_mail(&self, mail: MailRow) {
        let place = self.place(&mail.ready).await;
        self.send(Command::Write { row: Row::Mail(Box::new(mail)), answer: None, place });
    }

    /// Adds a mail and waits until it is on disk.
    pub(super) async fn write_mail(&self, mail: MailRow) -> Result<Receipt, Refusal> {
        let place = self.place(&mail.ready).await;
        let (answer, answered) = oneshot::channel();
        self.send(Command::Write { row: Row::Mail(Box::new(mail)), answer: Some(answer), place });
        answered.await.unwrap_or_else(|_| Err(texts::script_run_ended().into()))
    }

    /// Waits until all added rows are on disk.
    pub(super) async fn flushed(&self) {
        let (answer, answered) = oneshot::channel();
        self.send(Command::Flush(answer));
        // Without an answer the run is ending, and waiting is pointless.
        let _ = answered.await;
    }

    async fn place(&self, ready: &Ready) -> Option<OwnedSemaphorePermit> {
        let kib = ready.message().bytes.len().div_ceil(1024).clamp(1, WAITING_KIB);
        let kib = u32::try_from(kib).unwrap_or(u32::MAX);
        // The semaphore is never closed.
        self.room.clone().acquire_many_owned(kib).await.ok()
    }

    fn send(&self, command: Command) {
        // The writer ends only after the host.
        let _ = self.commands.send(command);
    }
}

/// Starts the writer of the log; it ends when the log is dropped.
pub(super) fn start(inner: Arc<Inner>, run: Uuid, script: Uuid) -> (RunLog, JoinHandle<UnstoredRows>) {
    let (commands, given) = mpsc::unbounded_channel();
    let log = RunLog { commands, room: Arc::new(Semaphore::new(WAITING_KIB)) };
    let writer = Writer { inner, run, script, lines: 0, unstored: UnstoredRows::default(), has_failed: false };
    (log, tokio::spawn(writer.write_all(given)))
}

struct Writer {
    inner: Arc<Inner>,
    run: Uuid,
    script: Uuid,
    lines: u64,
    unstored: UnstoredRows,
    /// Whether a write has failed already; logged once per run.
    has_failed: bool,
}

/// The rows of one transaction.
#[derive(Default)]
struct Batch {
    mails: Vec<MailRow>,
    refused: Vec<(Call, Refusal)>,
    console: Vec<(u64, ConsoleLine)>,
}

/// The waiting callers of the mails of a batch, in their order.
type Answers = Vec<Option<oneshot::Sender<Result<Receipt, Refusal>>>>;

impl Writer {
    async fn write_all(mut self, mut given: mpsc::UnboundedReceiver<Command>) -> UnstoredRows {
        let mut commands = Vec::with_capacity(BATCH);
        while given.recv_many(&mut commands, BATCH).await > 0 {
            let (mut answers, mut flushes, mut places) = (Answers::new(), Vec::new(), Vec::new());
            let mut batch = Batch::default();
            for command in commands.drain(..) {
                match command {
                    Command::Flush(answer) => flushes.push(answer),
                    Command::Write { row, answer, place } => {
                        places.extend(place);
                        if let Row::Mail(_) = row {
                            answers.push(answer);
                        }
                        self.sort_in(row, &mut batch);
                    }
                }
            }
            self.write(batch, answers).await;
            drop(places);
            for answer in flushes {
                // Nobody waits if the run was stopped.
                let _ = answer.send(());
            }
        }
        self.unstored
    }

    fn sort_in(&mut self, row: Row, batch: &mut Batch) {
        match row {
            Row::Mail(mail) => batch.mails.push(*mail),
            Row::Refused { call, refusal } => batch.refused.push((call, refusal)),
            Row::Console(line) => {
                self.lines += 1;
                batch.console.push((self.lines, line));
            }
        }
    }

    async fn write(&mut self, batch: Batch, answers: Answers) {
        if let Some(reason) = self.unstored.failed.clone() {
            return self.keep(&batch, answers, &reason);
        }
        let batch = Arc::new(batch);
        let (inner, written, run, script) = (self.inner.clone(), batch.clone(), self.run, self.script);
        match self.inner.deps.db.write(move |tx| written.insert(tx, &inner, run, script)).await {
            Ok(receipts) => {
                for ((mail, stored), answer) in batch.mails.iter().zip(receipts).zip(answers) {
                    if stored.as_ref().is_ok_and(|receipt| !receipt.repeated) {
                        self.inner.deps.intake.committed(&mail.ready);
                    }
                    if let Some(answer) = answer {
                        // Nobody waits if the run was stopped; the mail is accepted nevertheless.
                        let _ = answer.send(stored);
                    }
                }
                self.inner.tell(self.run);
            }
            Err(error) => {
                if !std::mem::replace(&mut self.has_failed, true) {
                    tracing::error!(error = &error as &dyn Error, run = %self.run, "storing the log of a run");
                }
                self.keep(&batch, answers, &Refusal::from(&error));
            }
        }
    }

    /// Keeps rows that were not stored until the end of the run. Rows are numbered, so rows that are stored in the
    /// meantime stay in order.
    ///
    /// Console lines written with or after a lost mail are dropped: they may contain an id that does not exist.
    fn keep(&mut self, batch: &Batch, answers: Answers, reason: &Refusal) {
        self.unstored.refused.extend(batch.refused.iter().cloned());
        if self.unstored.failed.is_none() && answers.iter().all(Option::is_some) {
            self.unstored.console.extend(batch.console.iter().cloned());
        }
        for (mail, answer) in batch.mails.iter().zip(answers) {
            match answer {
                // The host gets the error and adds the call as refused.
                Some(answer) => drop(answer.send(Err(reason.clone()))),
                None => {
                    self.unstored.refused.push((mail.call.clone(), reason.clone()));
                    self.unstored.failed.get_or_insert_with(|| reason.clone());
                    self.inner.stops.stop_for(self.run, StopReason::Storage);
                }
            }
        }
    }
}

impl Batch {
    /// Stores all rows. A key that was used for another mail is a fault of that mail only.
    fn insert(
        &self,
        tx: &mut Tx<'_>,
        inner: &Inner,
        run: Uuid,
        script: Uuid,
    ) -> Result<Vec<Result<Receipt, Refusal>>, IntakeError> {
        let mut receipts = Vec::with_capacity(self.mails.len());
        for mail in &self.mails {
            let stored = match inner.deps.intake.accept_in(tx, &mail.ready) {
                Ok(receipt) => {
                    runs::insert_call(tx, (run, script), &mail.call, Ok((receipt.id, receipt.repeated)))?;
                    Ok(receipt)
                }
                Err(error @ IntakeError::KeyReused { .. }) => Err(Refusal::from(&error)),
                Err(error) => return Err(error),
            };
            receipts.push(stored);
        }
        for (number, line) in &self.console {
            runs::insert_console(tx, run, *number, line)?;
        }
        for (call, reason) in &self.refused {
            runs::insert_call(tx, (run, script), call, Err(reason))?;
        }
        let mails = receipts.iter().filter(|receipt| receipt.is_ok()).count();
        runs::count_calls(tx, run, mails, self.refused.len())?;
        Ok(receipts)
    }
}

impl UnstoredRows {
    /// Stores the remaining rows at the end of the run.
    pub(super) fn insert(&self, tx: &mut Tx<'_>, run: Uuid, script: Uuid) -> Result<(), DbError> {
        for (number, line) in &self.console {
            runs::insert_console(tx, run, *number, line)?;
        }
        for (call, reason) in &self.refused {
            runs::insert_call(tx, (run, script), call, Err(reason))?;
        }
        runs::count_calls(tx, run, 0, self.refused.len())
    }
}
