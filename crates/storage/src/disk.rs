//! Whether the disk accepts writes: set from the engine's errors, read by pages, API and metrics.
//!
//! The writer and the checkpoints report here. When the disk is full, the [`Reserve`] is released, and until it can be
//! made again only writes that are needed to finish accepted work are tried ([`crate::Db::with_reserve`]). This file
//! does not interpret errors; [`crate::sqlite`] does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::watch;

use crate::DbError;
use crate::reserve::{DiskSpace, Reserve};

/// Whether the disk accepts writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DiskState {
    /// It does, as far as is known.
    #[default]
    Writable,
    /// There is no space, or the quota is exhausted. Writes that finish accepted work are still tried.
    Full,
    /// The file system or the folder became read-only.
    ReadOnly,
}

impl DiskState {
    /// The name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Writable => "writable",
            Self::Full => "full",
            Self::ReadOnly => "read_only",
        }
    }
}

/// The state of the disk and its reserve. Clones share them.
#[derive(Clone, Debug)]
pub(crate) struct Disk {
    state: watch::Sender<DiskState>,
    reserve: Arc<Reserve>,
    /// Whether the start is complete: from then on the part of the reserve for a start is kept.
    is_open: Arc<AtomicBool>,
}

impl Disk {
    pub(crate) fn new(reserve: Reserve) -> Self {
        Self { state: watch::Sender::default(), reserve: Arc::new(reserve), is_open: Arc::default() }
    }

    pub(crate) fn watch(&self) -> watch::Receiver<DiskState> {
        self.state.subscribe()
    }

    /// The space of the file system; `None` if the system does not report it.
    pub(crate) fn space(&self) -> Option<DiskSpace> {
        self.reserve.space()
    }

    /// Makes the reserve at a start; if there is no space for it, the disk counts as full.
    pub(crate) fn prepare(&self) {
        if !self.reserve.make() {
            self.set(DiskState::Full);
        }
    }

    /// Called when the start is complete: from now on the last part of the reserve is kept for the next start.
    pub(crate) fn opened(&self) {
        self.is_open.store(true, Ordering::Relaxed);
    }

    /// Handles a refused write. Returns whether releasing the reserve made space, so that the write can be tried again.
    pub(crate) fn refused(&self, error: &DbError) -> bool {
        match error {
            DbError::Full => {
                let made_space =
                    self.reserve.release() || (!self.is_open.load(Ordering::Relaxed) && self.reserve.release_all());
                self.set(DiskState::Full);
                made_space
            }
            DbError::ReadOnly => {
                self.set(DiskState::ReadOnly);
                false
            }
            _ => false,
        }
    }

    /// Makes space for a start, after opening was refused. Returns whether it did.
    pub(crate) fn release_for_start(&self) -> bool {
        self.reserve.release_all()
    }

    /// Called after a successful write: a disk that was read-only no longer is. A successful write does not mean that
    /// there is space for the next one.
    pub(crate) fn written(&self) {
        if *self.state.borrow() == DiskState::ReadOnly {
            self.set(DiskState::Writable);
        }
    }

    /// Whether new work may be stored: always, unless the disk is full and still has no space for the reserve.
    ///
    /// # Errors
    /// [`DbError::Full`].
    pub(crate) fn admit(&self) -> Result<(), DbError> {
        if *self.state.borrow() != DiskState::Full {
            return Ok(());
        }
        if !self.reserve.make() {
            return Err(DbError::Full);
        }
        self.set(DiskState::Writable);
        Ok(())
    }

    fn set(&self, state: DiskState) {
        let changed = self.state.send_if_modified(|now| std::mem::replace(now, state) != state);
        if !changed {
            return;
        }
        match state {
            DiskState::Writable => tracing::info!("the disk of the database is writable again"),
            DiskState::Full => tracing::error!(
                "the disk of the database is full: nothing new is accepted; accepted mail is still delivered, in the \
                 space of the reserve. Free some space; no restart is needed"
            ),
            DiskState::ReadOnly => tracing::error!(
                "the disk of the database is read-only: nothing can be stored. Check the disk and how it is mounted"
            ),
        }
    }
}
