//! Whether the disk takes what is written: set by what the engine answers, read by whoever tells people.
//!
//! The writer and the checkpoints report here. When the disk is full, the [`Reserve`] is given up, and until it can be
//! made again only writes that are needed to finish what was accepted are tried ([`crate::Db::with_reserve`]). What this
//! does not do: decide which error means what; that is [`crate::sqlite`]'s.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::watch;

use crate::DbError;
use crate::reserve::Reserve;

/// Whether the disk takes what is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DiskState {
    /// As far as is known it does.
    #[default]
    Writable,
    /// There is no room, or the quota is used up. What finishes accepted work is still tried.
    Full,
    /// The file system or the folder became read-only.
    ReadOnly,
}

impl DiskState {
    /// For the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Writable => "writable",
            Self::Full => "full",
            Self::ReadOnly => "read_only",
        }
    }
}

/// Clones share the state.
#[derive(Clone, Debug)]
pub(crate) struct Disk {
    state: watch::Sender<DiskState>,
    reserve: Arc<Reserve>,
    /// The server is open: what the reserve keeps for a start is kept.
    is_open: Arc<AtomicBool>,
}

impl Disk {
    pub(crate) fn new(reserve: Reserve) -> Self {
        Self { state: watch::Sender::default(), reserve: Arc::new(reserve), is_open: Arc::default() }
    }

    pub(crate) fn watch(&self) -> watch::Receiver<DiskState> {
        self.state.subscribe()
    }

    /// Makes the reserve at a start; where there is no room for it, the disk counts as full.
    pub(crate) fn prepare(&self) {
        if !self.reserve.make() {
            self.set(DiskState::Full);
        }
    }

    /// From now on the reserve keeps its last part for the next start.
    pub(crate) fn opened(&self) {
        self.is_open.store(true, Ordering::Relaxed);
    }

    /// Takes in what was refused. Answers whether that made room, so that it can be tried again.
    pub(crate) fn refused(&self, error: &DbError) -> bool {
        match error {
            DbError::Full => {
                let made_room =
                    self.reserve.give_up() || (!self.is_open.load(Ordering::Relaxed) && self.reserve.give_up_whole());
                self.set(DiskState::Full);
                made_room
            }
            DbError::ReadOnly => {
                self.set(DiskState::ReadOnly);
                false
            }
            _ => false,
        }
    }

    /// Makes room for a start, after opening was refused. Answers whether it did.
    pub(crate) fn give_up_for_start(&self) -> bool {
        self.reserve.give_up_whole()
    }

    /// Something was written: a disk that was read-only no longer is. That a write found a place says nothing about room
    /// for the next.
    pub(crate) fn written(&self) {
        if *self.state.borrow() == DiskState::ReadOnly {
            self.set(DiskState::Writable);
        }
    }

    /// Whether new work may be stored: always, unless the disk is full and still has no room for the reserve.
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
            DiskState::Writable => tracing::info!("the disk of the database takes what is written again"),
            DiskState::Full => tracing::error!(
                "the disk of the database is full: nothing new is accepted; what was accepted is still delivered, in the \
                 room of the reserve. Free some space; no restart is needed"
            ),
            DiskState::ReadOnly => tracing::error!(
                "the disk of the database is read-only: nothing can be stored. Check the disk and how it is mounted"
            ),
        }
    }
}
