//! Everything specific to SQLite: opening, pragmas, binding, errors, checkpoints.
//!
//! WAL with `synchronous=FULL`: a commit is on disk when it returns. Checkpoints never run inside a commit
//! (`wal_autocheckpoint=0`); [`crate::checkpointer`] starts them. The other files of this crate use only sessions,
//! rows and [`DbError`]s.

mod errors;
mod statements;

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::DbError;
use crate::failure::FailureLatch;
use errors::{Access, IntoError as _, db_error};

pub(crate) use errors::{is_damaged, is_forbidden, is_not_a_database, is_unreadable};
pub(crate) use statements::Row;

/// Size of a page of the database and, except for a small header, of a frame of the write-ahead log.
pub(crate) const PAGE_BYTES: u32 = 4096;

/// Maximum time to wait for a lock. There is only one writer, so only a `sqlite3` shell or a backup can hold one.
const BUSY: Duration = Duration::from_secs(5);

/// Maximum number of statements kept prepared, per connection. A statement takes some kilobytes.
const STATEMENTS: usize = 256;

/// The log file is not truncated below this size: rewriting a file in place syncs faster than growing one.
const LOG_KEPT_BYTES: u32 = 64 << 20;

/// The writer's page cache, in KiB; the system's own cache contains the rest.
const WRITER_CACHE_KIB: i32 = 16 << 10;
/// The page cache of each reader, in KiB.
const READER_CACHE_KIB: i32 = 4 << 10;

/// One connection.
///
/// Dropping it never copies the log into the database; only [`Session::close_whole`] does.
pub(crate) struct Session {
    connection: Connection,
    /// Frames in the write-ahead log after the last commit, as the engine's hook reports it.
    frames: Arc<AtomicU32>,
    /// Whether a commit wrote something since the last call.
    written: Arc<AtomicBool>,
    /// Where a failed write or sync is recorded; `None` for a connection that only reads.
    failures: Option<FailureLatch>,
    /// A rollback failed, so the state of this connection may differ from the disk.
    doubtful: Cell<bool>,
    /// The error that made the engine end the whole transaction, if one did.
    ended_by: RefCell<Option<DbError>>,
    /// Set if the disk was full or became read-only since the last call.
    refusal: RefCell<Option<DbError>>,
}

impl Session {
    /// The connection that writes; creates the file if there is none.
    pub(crate) fn writer(file: &Path, failures: FailureLatch) -> Result<Self, DbError> {
        let mut session = Self::open(file, flags() | OpenFlags::SQLITE_OPEN_CREATE, Some(failures), WRITER_CACHE_KIB)?;
        let (frames, written) = (session.frames.clone(), session.written.clone());
        let connection = &mut session.connection;
        let set = connection
            .pragma_query_value(None, "page_count", |row| row.get::<_, i64>(0))
            // Allows free pages to be returned in small steps. Only for a new file, because the pragma writes to it
            // each time.
            .and_then(|pages| match pages {
                0 => connection.pragma_update(None, "auto_vacuum", "incremental"),
                _ => Ok(()),
            })
            .and_then(|()| connection.pragma_update(None, "journal_mode", "wal"))
            .and_then(|()| connection.pragma_update(None, "synchronous", "full"))
            .and_then(|()| connection.pragma_update(None, "foreign_keys", true))
            .and_then(|()| connection.pragma_update(None, "journal_size_limit", LOG_KEPT_BYTES))
            // Savepoints keep the pages they may have to restore in memory, not in a temporary file.
            .and_then(|()| connection.pragma_update(None, "temp_store", "memory"))
            .and_then(|()| connection.pragma_update(None, "wal_autocheckpoint", 0))
            .and_then(|()| {
                connection.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
                    frames.store(u32::try_from(pages).unwrap_or(0), Ordering::Relaxed);
                    written.store(true, Ordering::Relaxed);
                    Ok(())
                }))
            });
        set.map_err(|error| session.error("setting up the writer", error))?;
        Ok(session)
    }

    /// A connection that can only read.
    pub(crate) fn reader(file: &Path) -> Result<Self, DbError> {
        let session = Self::open(file, flags(), None, READER_CACHE_KIB)?;
        let set = session.connection.pragma_update(None, "query_only", true);
        set.map_err(|error| session.error("setting up a reader", error))?;
        Ok(session)
    }

    /// A connection that only copies the log into the database.
    pub(crate) fn checkpointer(file: &Path, failures: FailureLatch) -> Result<Self, DbError> {
        let session = Self::open(file, flags(), Some(failures), 0)?;
        let set = session.connection.pragma_update(None, "synchronous", "full");
        set.map_err(|error| session.error("setting up the checkpoints", error))?;
        Ok(session)
    }

    fn open(file: &Path, flags: OpenFlags, failures: Option<FailureLatch>, cache_kib: i32) -> Result<Self, DbError> {
        let connection = Connection::open_with_flags(file, flags)
            .map_err(|error| db_error("opening the database", error, access(failures.as_ref())))?;
        let session = Self {
            connection,
            frames: Arc::default(),
            written: Arc::default(),
            failures,
            doubtful: Cell::default(),
            ended_by: RefCell::default(),
            refusal: RefCell::default(),
        };
        set_up(&session.connection, cache_kib).map_err(|error| session.error("setting up a connection", error))?;
        Ok(session)
    }

    /// Converts an error of the engine; a failed write or sync is recorded permanently.
    fn error(&self, operation: &str, error: rusqlite::Error) -> DbError {
        let error = db_error(operation, error, access(self.failures.as_ref()));
        if let Some(failures) = &self.failures {
            failures.record(&error);
        }
        if matches!(error, DbError::Full | DbError::ReadOnly) {
            self.refusal.replace(Some(error.clone()));
        }
        error
    }

    /// Whether a commit wrote something since the last call.
    pub(crate) fn take_written(&self) -> bool {
        self.written.swap(false, Ordering::Relaxed)
    }

    /// [`DbError::Full`] or [`DbError::ReadOnly`] if the disk refused something since the last call: a closure may
    /// have turned it into another error.
    pub(crate) fn take_refusal(&self) -> Option<DbError> {
        self.refusal.take()
    }

    /// # Errors
    /// The failure of the disk, if one was recorded.
    fn must_not_have_failed(&self) -> Result<(), DbError> {
        self.failures.as_ref().map_or(Ok(()), FailureLatch::check)
    }

    pub(crate) fn begin_write(&self) -> Result<(), DbError> {
        self.must_not_have_failed()?;
        self.ended_by.take();
        self.plain("BEGIN IMMEDIATE")
    }

    pub(crate) fn begin_read(&self) -> Result<(), DbError> {
        self.plain("BEGIN")
    }

    /// The transaction is on disk when this returns `Ok`. After an `Err` it is rolled back.
    ///
    /// A failed sync is never retried: the system may have dropped the pages that it could not write, and the second
    /// sync would succeed. Nothing is committed after any failure, including one of a checkpoint.
    pub(crate) fn commit(&self) -> Result<(), DbError> {
        self.must_not_have_failed().inspect_err(|_| self.roll_back())?;
        self.plain("COMMIT").inspect_err(|_| self.roll_back())
    }

    /// Undoes the whole transaction, if one is open.
    pub(crate) fn roll_back(&self) {
        if self.in_transaction() && self.plain("ROLLBACK").is_err() {
            self.doubtful.set(true);
        }
    }

    pub(crate) fn set_savepoint(&self) -> Result<(), DbError> {
        self.plain("SAVEPOINT own")
    }

    pub(crate) fn keep_savepoint(&self) -> Result<(), DbError> {
        self.plain("RELEASE own")
    }

    pub(crate) fn undo_savepoint(&self) -> Result<(), DbError> {
        self.plain("ROLLBACK TO own")?;
        self.plain("RELEASE own")
    }

    pub(crate) fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// A full disk and some errors of the disk make SQLite roll back everything at once; a statement after that
    /// would commit automatically.
    pub(crate) fn must_be_in_transaction(&self) -> Result<(), DbError> {
        self.must_not_have_failed()?;
        if self.in_transaction() {
            return Ok(());
        }
        Err(self.ended_by.borrow().clone().unwrap_or_else(|| DbError::Engine {
            operation: "using a transaction that has ended".into(),
            source: "only the writer begins and ends transactions".into_error(),
        }))
    }

    /// Whether this connection should be replaced by a new one.
    pub(crate) fn is_doubtful(&self) -> bool {
        self.doubtful.get()
    }

    /// Frames in the write-ahead log after the last commit of this session.
    pub(crate) fn log_frames(&self) -> u32 {
        self.frames.load(Ordering::Relaxed)
    }

    /// Copies as much of the log as possible into the database without waiting; returns the log's size in frames.
    ///
    /// # Errors
    /// The failure of the disk, without copying anything, if one was recorded before.
    pub(crate) fn checkpoint(&self) -> Result<u32, DbError> {
        self.must_not_have_failed()?;
        let (log, _copied) = self
            .connection
            .wal_checkpoint_v2(rusqlite::DEFAULT_NAME, rusqlite::wal::CheckpointMode::PASSIVE)
            .map_err(|error| self.error("copying the log into the database", error))?;
        Ok(u32::try_from(log).unwrap_or(0))
    }

    /// Copies the rest of the log and closes; the last connection to do so leaves one file. If copying fails, or
    /// something failed before, the log is left for the next start.
    pub(crate) fn close_whole(self) -> Result<(), DbError> {
        self.checkpoint()?;
        // Everything is copied: the engine's own closing checkpoint only removes the log.
        self.connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)
            .map(|_| ())
            .map_err(|error| self.error("closing the database", error))
    }

    /// Closes, and removes an empty log: a refused start leaves the folder as it was. A log with content is left.
    pub(crate) fn close_unused(self) {
        let log = self.connection.path().map(|file| format!("{file}-wal"));
        if log.is_some_and(|log| std::fs::metadata(log).is_ok_and(|log| log.len() == 0)) {
            // If this fails, an empty file is left.
            let _ = self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false);
        }
    }

    /// The first fault the engine finds in the file's structure, if any.
    pub(crate) fn quick_check(&self) -> Result<Option<String>, DbError> {
        self.first_fault("PRAGMA quick_check(1)")
    }

    /// Like [`Self::quick_check`], and checks that every index agrees with its table.
    pub(crate) fn full_check(&self) -> Result<Option<String>, DbError> {
        self.first_fault("PRAGMA integrity_check(1)")
    }

    /// Like [`Self::full_check`], for one table and its indices.
    pub(crate) fn check_table(&self, table: &str) -> Result<Option<String>, DbError> {
        self.first_fault(&format!("PRAGMA integrity_check('{table}')"))
    }

    /// Identifies the start that last wrote the database; 0 after a clean stop. Stored in its header.
    pub(crate) fn generation(&self) -> Result<i32, DbError> {
        let found = self.query_first("PRAGMA user_version", &[], |row| row.get::<i64>(0))?;
        Ok(found.and_then(|found| i32::try_from(found).ok()).unwrap_or(0))
    }

    pub(crate) fn set_generation(&self, generation: i32) -> Result<(), DbError> {
        self.must_not_have_failed()?;
        self.execute_all(&format!("PRAGMA user_version = {generation}"))
    }

    /// Makes statements end early once `stop` is set.
    pub(crate) fn end_when(&mut self, stop: Arc<AtomicBool>) -> Result<(), DbError> {
        /// Takes some microseconds.
        const INSTRUCTIONS: std::ffi::c_int = 10_000;
        let set = self.connection.progress_handler(INSTRUCTIONS, Some(move || stop.load(Ordering::Relaxed)));
        set.map_err(|error| self.error("watching a check", error))
    }

    pub(crate) fn failures(&self) -> Option<FailureLatch> {
        self.failures.clone()
    }

    fn first_fault(&self, pragma: &str) -> Result<Option<String>, DbError> {
        let found: Option<String> = self.query_first(pragma, &[], |row| row.get(0))?;
        Ok(found.filter(|text| text != "ok"))
    }
}

fn flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_PRIVATE_CACHE
}

fn access(failures: Option<&FailureLatch>) -> Access {
    if failures.is_some() { Access::Writes } else { Access::Reads }
}

fn set_up(connection: &Connection, cache_kib: i32) -> rusqlite::Result<()> {
    // Set first: even a connection whose setup fails must not copy the log when it closes.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.busy_timeout(BUSY)?;
    // Otherwise a statement is prepared again each time a parameter changes that could select a partial index.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "cache_size", -cache_kib)
}
