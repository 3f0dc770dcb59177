//! Copies the write-ahead log into the database, on a thread and connection of its own.
//!
//! A checkpoint syncs the large file, which takes ten commits' time or more; were it part of a commit, it would be the
//! slowest answer a caller sees. The writer tells this thread when the log has grown, and copies by itself only
//! when the log passes a bound: while commits go on, another connection never catches up, and the log can only start
//! anew when all of it is copied.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::DbError;
use crate::disk::Disk;
use crate::failure::FailureLatch;
use crate::sqlite::{PAGE_BYTES, Session};
use crate::thread::Owned;

/// The log's growth after which the thread copies.
const GROWN_FRAMES: u32 = (4 << 20) / PAGE_BYTES;

/// The log's size at which the writer copies the rest itself, and its growth until it tries again where a long reader
/// prevented the new start.
const BOUND_FRAMES: u32 = (32 << 20) / PAGE_BYTES;

/// After this long without a commit the log is copied, so that a file copied or looked at in quiet times is whole.
const QUIET: Duration = Duration::from_secs(2);

/// The writer's end.
pub(crate) struct Checkpointer {
    // Dropped before the thread, which then ends.
    wake: SyncSender<()>,
    progress: Arc<Progress>,
    disk: Disk,
    /// The log's size at which the writer copies next.
    bound: u32,
    _thread: Owned,
}

#[derive(Default)]
struct Progress {
    /// The log's size when the thread last copied.
    copied_at: AtomicU32,
    /// Frames are in the log and the thread knows that they wait.
    waiting: AtomicBool,
    /// Held while copying: the engine refuses a second copy at the same time instead of waiting for the first.
    copying: Mutex<()>,
}

impl Checkpointer {
    pub(crate) fn start(file: PathBuf, failures: FailureLatch, disk: Disk) -> Result<Self, DbError> {
        let session = Session::checkpointer(&file, failures)?;
        let progress = Arc::new(Progress::default());
        // One place: a wake-up that waits already says all.
        let (wake, woken) = sync_channel(1);
        let thread = Owned::start("db-checkpoints", {
            let (progress, disk) = (progress.clone(), disk.clone());
            move || serve(&session, &woken, &progress, &disk)
        })
        .map_err(|error| DbError::Engine {
            operation: "starting the checkpoint thread".into(),
            source: Arc::new(error),
        })?;
        Ok(Self { wake, progress, disk, bound: BOUND_FRAMES, _thread: thread })
    }

    /// Called by the writer between two groups, when its answers are given.
    pub(crate) fn after_commit(&mut self, writer: &Session) {
        let log = writer.log_frames();
        if log < BOUND_FRAMES {
            self.bound = BOUND_FRAMES;
        } else if log >= self.bound {
            copy(writer, &self.progress, &self.disk);
            self.bound = log + BOUND_FRAMES / 8;
        }
        let copied_at = self.progress.copied_at.load(Ordering::Relaxed);
        // A log that is smaller than it was has begun anew.
        let grown = if log < copied_at { log } else { log - copied_at };
        let first = log > 0 && !self.progress.waiting.swap(true, Ordering::Relaxed);
        if first || grown >= GROWN_FRAMES {
            // Full: it is told already. Were the thread gone, the bound above would still hold.
            let _ = self.wake.try_send(());
        }
    }
}

fn serve(session: &Session, woken: &Receiver<()>, progress: &Progress, disk: &Disk) {
    loop {
        // Clean: sleep until the first commit. Then copy when told that the log has grown, or when all is quiet.
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
                // Before the copy: a commit that comes during it wakes us again.
                progress.waiting.store(false, Ordering::Relaxed);
            }
            copy(session, progress, disk);
            if quiet {
                break;
            }
        }
    }
}

/// After a failed write or sync nothing is copied again: the system has dropped pages that SQLite may count as copied, and
/// the next checkpoint that succeeds would let the log, the only whole copy, begin anew. The failure is recorded, and ends
/// the process. Every other error (a full disk, a read that failed) has left the count of copied frames where it was.
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
        Err(error) => tracing::warn!(%error, "the log could not be copied into the database; it grows until it can"),
    }
}
