//! Copies the write-ahead log into the database, on a thread and connection of its own.
//!
//! A checkpoint syncs the large file, which takes as long as ten commits or more; as part of a commit it would delay
//! that commit's response. The writer notifies this thread when the log has grown, and copies the log itself only when
//! its size passes a limit: while commits continue another connection never catches up, and the log can restart only
//! when all of it has been copied.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::DbError;
use crate::disk::Disk;
use crate::failure::FailureLatch;
use crate::sqlite::{PAGE_BYTES, Session};
use crate::thread::JoinedThread;

/// The log's growth, in frames, after which the thread copies.
const GROWN_FRAMES: u32 = (4 << 20) / PAGE_BYTES;

/// The log's size, in frames, at which the writer copies the rest itself. If a long read prevents the restart of the
/// log, the writer tries again after each further eighth of this.
const BOUND_FRAMES: u32 = (32 << 20) / PAGE_BYTES;

/// Time without a commit after which the log is copied, so that the database file is usually complete when somebody
/// copies or inspects it while the server is idle.
const QUIET: Duration = Duration::from_secs(2);

/// The writer's handle.
pub(crate) struct Checkpointer {
    // Dropped before the thread, which then ends.
    wake: SyncSender<()>,
    progress: Arc<Progress>,
    disk: Disk,
    /// The log's size at which the writer copies next.
    bound: u32,
    _thread: JoinedThread,
}

#[derive(Default)]
struct Progress {
    /// The log's size when the thread last copied.
    copied_at: AtomicU32,
    /// Whether the thread was notified of frames in the log.
    waiting: AtomicBool,
    /// Locked while copying: the engine refuses a second concurrent copy instead of waiting for the first.
    copying: Mutex<()>,
}

impl Checkpointer {
    pub(crate) fn start(file: PathBuf, failures: FailureLatch, disk: Disk) -> Result<Self, DbError> {
        let session = Session::checkpointer(&file, failures)?;
        let progress = Arc::new(Progress::default());
        // Capacity one: a pending wake-up is enough.
        let (wake, woken) = sync_channel(1);
        let thread = JoinedThread::start("db-checkpoints", {
            let (progress, disk) = (progress.clone(), disk.clone());
            move || serve(&session, &woken, &progress, &disk)
        })
        .map_err(|error| DbError::Engine {
            operation: "starting the checkpoint thread".into(),
            source: Arc::new(error),
        })?;
        Ok(Self { wake, progress, disk, bound: BOUND_FRAMES, _thread: thread })
    }

    /// Called by the writer between two groups, after it has answered their callers.
    pub(crate) fn after_commit(&mut self, writer: &Session) {
        let log = writer.log_frames();
        if log < BOUND_FRAMES {
            self.bound = BOUND_FRAMES;
        } else if log >= self.bound {
            copy(writer, &self.progress, &self.disk);
            self.bound = log + BOUND_FRAMES / 8;
        }
        let copied_at = self.progress.copied_at.load(Ordering::Relaxed);
        // A log that is smaller than before has restarted.
        let grown = if log < copied_at { log } else { log - copied_at };
        let first = log > 0 && !self.progress.waiting.swap(true, Ordering::Relaxed);
        if first || grown >= GROWN_FRAMES {
            // The channel is full: the thread is notified already. If the thread were gone, the limit above would
            // still apply.
            let _ = self.wake.try_send(());
        }
    }
}

fn serve(session: &Session, woken: &Receiver<()>, progress: &Progress, disk: &Disk) {
    loop {
        // Nothing to copy: sleep until the first commit. Then copy when notified that the log has grown, or after a
        // quiet period.
        if woken.recv().is_err() {
            return;
        }
        loop {
            let quiet = match woken.recv_timeout(QUIET) {
                Ok(()) => false,
                Err(RecvTimeoutError::Timeout) => true,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if quiet {
                // Reset before the copy: a commit during it wakes the thread again.
                progress.waiting.store(false, Ordering::Relaxed);
            }
            copy(session, progress, disk);
            if quiet {
                break;
            }
        }
    }
}

/// After a failed write or sync nothing is copied again: the system has dropped pages that SQLite may count as
/// copied, and the next successful checkpoint would let the log, the only complete copy, restart. The failure is
/// recorded and ends the process. Every other error (a full disk, a failed read) leaves the count of copied frames
/// unchanged.
fn copy(session: &Session, progress: &Progress, disk: &Disk) {
    let _alone = progress.copying.lock().unwrap_or_else(PoisonError::into_inner);
    let mut copied = session.checkpoint();
    if let Err(error) = &copied
        && disk.refused(error)
    {
        copied = session.checkpoint();
    }
    match copied {
        Ok(log) => progress.copied_at.store(log, Ordering::Relaxed),
        Err(DbError::Failed { .. }) => {}
        Err(error) => {
            tracing::warn!(%error, "the log could not be copied into the database; it grows until that succeeds")
        }
    }
}
