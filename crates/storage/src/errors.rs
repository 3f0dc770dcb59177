//! Errors of calls, and of opening a database.

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;

/// Why a call failed. Its changes are undone.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DbError {
    /// The disk is full, or its quota is exhausted. Earlier data is kept; the same call may be repeated.
    #[error("no space to store: the disk that contains the database is full")]
    Full,
    /// The folder or disk is not writable.
    #[error("the database cannot be written: its folder or disk is read-only")]
    ReadOnly,
    /// The database was closed (shutdown).
    #[error("the database is closed")]
    Closed,
    /// A unique constraint refused a row.
    #[error("a row with this key exists already")]
    Conflict,
    /// A write or a sync failed, in this call or an earlier one. Nothing more is acknowledged until the process is
    /// restarted, which reads the log from its beginning. The log may contain the changes of this call.
    #[error("the disk failed while {operation}; nothing more is stored until owlpost is started again")]
    Failed {
        /// What failed first.
        operation: String,
        /// The error of the engine or the system.
        #[source]
        source: Arc<dyn Error + Send + Sync>,
    },
    /// A check while the server was running found that the files are damaged. Nothing more is stored.
    #[error("the database is damaged ({fault})")]
    Damaged {
        /// The first fault found.
        fault: String,
    },
    /// The closure panicked; the panic was caught and the transaction undone.
    #[error("a transaction panicked: {0}")]
    Panicked(String),
    /// Any other error of the engine.
    #[error("{operation}")]
    Engine {
        /// What was being done.
        operation: String,
        /// The engine's error.
        #[source]
        source: Arc<dyn Error + Send + Sync>,
    },
}

impl DbError {
    /// Whether a stored row or its page cannot be read: retrying does not help, but other rows may be readable.
    pub fn is_unreadable(&self) -> bool {
        crate::sqlite::is_unreadable(self)
    }
}

/// Why a database was not opened; each message says what to do. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database was migrated by a newer owlpost.
    #[error(
        "the database is of version {found}, this owlpost knows up to {known}: install the newer owlpost again, or restore a backup made before the update"
    )]
    Newer {
        /// The version found.
        found: u32,
        /// The newest version known here.
        known: u32,
    },
    /// The text of an applied migration differs from that of this binary.
    #[error(
        "migration {number:04}_{name} was applied to this database with another text: this owlpost was built from changed sources; install the release that made the database, or restore a backup"
    )]
    Changed {
        /// The migration's number.
        number: u32,
        /// Its name.
        name: String,
    },
    /// Another process uses this folder.
    #[error(
        "another owlpost (process {process}) uses the folder {}: stop it first, or give this one another data folder",
        folder.display()
    )]
    InUse {
        /// The folder.
        folder: PathBuf,
        /// The other process, as recorded in the lock file; `unknown` if that could not be read.
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
        /// The system's error.
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
        /// The error of the system or engine.
        #[source]
        source: Arc<dyn Error + Send + Sync>,
    },
    /// The disk is full; even reading needs some space next to the database.
    #[error("no space to open the database {}: the disk that contains it is full; free some space and start again", file.display())]
    Full {
        /// The file, or its folder.
        file: PathBuf,
    },
    /// The file is not a database.
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
        "the database {} is damaged ({fault}): keep a copy of it and of its -wal file, and restore a backup into the folder. The cause is usually the disk, or that the folder was copied while owlpost ran: stop it before copying, or take a snapshot of the disk (see Backup in docs/production.md). `owlpost check --deep` says what can still be read",
        file.display()
    )]
    Damaged {
        /// The file.
        file: PathBuf,
        /// The first fault found.
        fault: String,
    },
    /// Any other error.
    #[error("opening the database {}: {doing}", file.display())]
    Other {
        /// The file.
        file: PathBuf,
        /// What was being done.
        doing: String,
        /// The engine's error.
        #[source]
        source: DbError,
    },
}
