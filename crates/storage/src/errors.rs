//! Why a call failed, and why a database was not opened.

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;

/// Why a call failed. What it would have changed is undone.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DbError {
    /// No room: disk or quota. What was stored before is kept; the same call may be made again.
    #[error("no room to store: the disk that holds the database is full")]
    Full,
    /// The folder or disk does not let us write.
    #[error("the database cannot be written: its folder or disk is read-only")]
    ReadOnly,
    /// The database was closed (shutdown).
    #[error("the database is closed")]
    Closed,
    /// A unique constraint refused a row.
    #[error("a row with this key exists already")]
    Conflict,
    /// A write or a sync failed, of this call or an earlier one. Nothing is acknowledged any more until the process is
    /// started again, which reads the log from its beginning. It may find there what this call would have changed.
    #[error("the disk failed while {operation}; nothing more is stored until owlpost is started again")]
    Failed {
        /// What failed first.
        operation: String,
        /// What the engine or the system said.
        #[source]
        source: Arc<dyn Error + Send + Sync>,
    },
    /// A check while the server ran found that the files are damaged. Nothing is stored any more.
    #[error("the database is damaged ({fault})")]
    Damaged {
        /// The first fault found.
        fault: String,
    },
    /// The closure panicked; the panic is contained and its transaction undone.
    #[error("a transaction panicked: {0}")]
    Panicked(String),
    /// Anything else the engine said.
    #[error("{operation}")]
    Engine {
        /// What was being done.
        operation: String,
        /// What the engine said.
        #[source]
        source: Arc<dyn Error + Send + Sync>,
    },
}

impl DbError {
    /// Whether a stored row or its place in the file cannot be read: waiting changes nothing, and other rows may be whole.
    pub fn is_unreadable(&self) -> bool {
        crate::sqlite::is_unreadable(self)
    }
}

/// Why a database was not opened; each says what to do. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Migrated by a newer owlpost.
    #[error(
        "the database is of version {found}, this owlpost knows up to {known}: install the newer owlpost again, or restore a backup made before the update"
    )]
    Newer {
        /// The version found.
        found: u32,
        /// The newest version known here.
        known: u32,
    },
    /// A migration that was applied reads otherwise now.
    #[error(
        "migration {number:04}_{name} was applied to this database with another text: this owlpost was built from changed sources; install the release that made the database, or restore a backup"
    )]
    Changed {
        /// The migration's number.
        number: u32,
        /// Its name.
        name: String,
    },
    /// Another process serves this folder.
    #[error(
        "another owlpost (process {process}) uses the folder {}: stop it first, or give this one another data folder",
        folder.display()
    )]
    InUse {
        /// The folder.
        folder: PathBuf,
        /// The other process, as it wrote itself into the lock file; `unknown` where it could not be read.
        process: String,
    },
    /// The folder cannot be made, read or written.
    #[error(
        "the folder {} cannot be used: owlpost must be able to create and write files in it; change its owner or permissions, or give another data folder",
        folder.display()
    )]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The database file cannot be opened or written, though its folder can.
    #[error(
        "the database {} cannot be opened for writing: change its owner or permissions to those of the user that runs owlpost",
        file.display()
    )]
    File {
        /// The file.
        file: PathBuf,
        /// What the system or engine said.
        #[source]
        source: Arc<dyn Error + Send + Sync>,
    },
    /// The disk is full; even reading needs a little room beside the database.
    #[error("no room to open the database {}: the disk that holds it is full; free some space and start again", file.display())]
    Full {
        /// The file, or its folder.
        file: PathBuf,
    },
    /// Something else lies where the database should be.
    #[error(
        "{} is not a database: something else was put in its place or its beginning was overwritten; move it away and restore a backup, or start with an empty folder",
        file.display()
    )]
    NotADatabase {
        /// The file.
        file: PathBuf,
    },
    /// The integrity check found faults.
    #[error(
        "the database {} is damaged ({fault}): keep a copy of it and of its -wal file, and restore a backup into the folder. The cause is usually the disk, or that the folder was copied while owlpost ran: stop it before copying, or take a snapshot of the disk (see Backup in docs/operations.md). `owlpost check --deep` says what can still be read",
        file.display()
    )]
    Damaged {
        /// The file.
        file: PathBuf,
        /// The first fault found.
        fault: String,
    },
    /// Anything else.
    #[error("opening the database {}: {doing}", file.display())]
    Other {
        /// The file.
        file: PathBuf,
        /// What was being done.
        doing: String,
        /// What the engine said.
        #[source]
        source: DbError,
    },
}
