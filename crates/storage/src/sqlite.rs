//! Everything that is SQLite's own: opening, pragmas, binding, errors, checkpoints.
//!
//! WAL with `synchronous=FULL`: a commit is on disk when it returns. Checkpoints never run inside a commit
//! (`wal_autocheckpoint=0`); [`crate::checkpointer`] asks for them.
//! The other files of this crate speak of sessions, rows and [`DbError`]s only.

use std::cell::{Cell, RefCell};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ToSql};

use crate::{DbError, Row as OurRow, Value};

/// A page of the database and, but for a small header, a frame of the write-ahead log.
pub(crate) const PAGE_BYTES: u32 = 4096;

/// Only one writer exists, so waiting is for a person's `sqlite3` shell or a backup.
const BUSY: Duration = Duration::from_secs(5);

/// Kept prepared; a statement costs some kilobytes and there are about a hundred in all.
const STATEMENTS: usize = 256;

/// The log keeps this size on disk once it grew to it: rewriting a file in place syncs faster than growing one.
const LOG_KEPT_BYTES: u32 = 64 << 20;

/// The writer's page cache, in KiB; the system's own cache holds the rest.
const WRITER_CACHE_KIB: i32 = 16 << 10;
const READER_CACHE_KIB: i32 = 4 << 10;

/// One connection.
pub(crate) struct Session {
    connection: Connection,
    /// Frames in the write-ahead log after the last commit, as the engine's hook tells it.
    frames: Arc<AtomicU32>,
    /// The disk failed us, so what this connection believes may not be what the disk holds.
    doubtful: Cell<bool>,
    /// The error that made the engine end the whole transaction, where one did.
    ended_by: RefCell<Option<DbError>>,
}

impl Session {
    /// The connection that writes; makes the file where there is none.
    pub(crate) fn writer(file: &Path) -> Result<Self, DbError> {
        let mut connection = Connection::open_with_flags(file, flags() | OpenFlags::SQLITE_OPEN_CREATE)
            .map_err(|error| failed("opening the database", error))?;
        let frames = Arc::new(AtomicU32::new(0));
        let told = frames.clone();
        set_up(&connection, WRITER_CACHE_KIB)
            .and_then(|()| connection.pragma_update(None, "journal_mode", "wal"))
            .and_then(|()| connection.pragma_update(None, "synchronous", "full"))
            .and_then(|()| connection.pragma_update(None, "foreign_keys", true))
            .and_then(|()| connection.pragma_update(None, "journal_size_limit", LOG_KEPT_BYTES))
            // Savepoints keep the pages they may have to restore in memory, not in a temporary file.
            .and_then(|()| connection.pragma_update(None, "temp_store", "memory"))
            .and_then(|()| connection.pragma_update(None, "wal_autocheckpoint", 0))
            .and_then(|()| {
                connection.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
                    told.store(u32::try_from(pages).unwrap_or(0), Ordering::Relaxed);
                    Ok(())
                }))
            })
            .map_err(|error| failed("setting up the writer", error))?;
        Ok(Self { connection, frames, doubtful: Cell::default(), ended_by: RefCell::default() })
    }

    /// A connection that can only read.
    pub(crate) fn reader(file: &Path) -> Result<Self, DbError> {
        let session = Self::side(file, READER_CACHE_KIB)?;
        session
            .connection
            .pragma_update(None, "query_only", true)
            .map_err(|error| failed("setting up a reader", error))?;
        Ok(session)
    }

    /// A connection that only copies the log into the database.
    pub(crate) fn checkpointer(file: &Path) -> Result<Self, DbError> {
        let session = Self::side(file, 0)?;
        session
            .connection
            .pragma_update(None, "synchronous", "full")
            .map_err(|error| failed("setting up the checkpoints", error))?;
        Ok(session)
    }

    fn side(file: &Path, cache_kib: i32) -> Result<Self, DbError> {
        let connection =
            Connection::open_with_flags(file, flags()).map_err(|error| failed("opening the database", error))?;
        set_up(&connection, cache_kib).map_err(|error| failed("setting up a connection", error))?;
        Ok(Self { connection, frames: Arc::default(), doubtful: Cell::default(), ended_by: RefCell::default() })
    }

    pub(crate) fn begin_write(&self) -> Result<(), DbError> {
        self.ended_by.take();
        self.plain("BEGIN IMMEDIATE")
    }

    pub(crate) fn begin_read(&self) -> Result<(), DbError> {
        self.plain("BEGIN")
    }

    /// On disk when it returns `Ok`. After an `Err` nothing of the transaction is left.
    ///
    /// A failed sync is never tried again: the system may have dropped the pages it could not write and would call
    /// the second try a success. The session is doubtful from then on.
    pub(crate) fn commit(&self) -> Result<(), DbError> {
        self.plain("COMMIT").inspect_err(|_| self.roll_back())
    }

    /// Undoes the whole transaction, where one is open.
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
    /// would commit by itself.
    pub(crate) fn must_be_in_transaction(&self) -> Result<(), DbError> {
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

    /// Copies what it can of the log into the database, waiting for nobody; answers the log's size in frames.
    pub(crate) fn checkpoint(&self) -> Result<u32, DbError> {
        let (log, _copied) = self
            .connection
            .wal_checkpoint_v2(rusqlite::DEFAULT_NAME, rusqlite::wal::CheckpointMode::PASSIVE)
            .map_err(|error| failed("copying the log into the database", error))?;
        Ok(u32::try_from(log).unwrap_or(0))
    }

    /// The first fault the engine finds in the file's structure, if any.
    pub(crate) fn quick_check(&self) -> Result<Option<String>, DbError> {
        self.first_fault("PRAGMA quick_check(1)")
    }

    /// As [`Self::quick_check`], and that every index agrees with its table.
    pub(crate) fn full_check(&self) -> Result<Option<String>, DbError> {
        self.first_fault("PRAGMA integrity_check(1)")
    }

    fn first_fault(&self, pragma: &str) -> Result<Option<String>, DbError> {
        let found: Option<String> = self.query_first(pragma, &[], |row| row.get(0))?;
        Ok(found.filter(|text| text != "ok"))
    }

    /// Runs several statements, parted by semicolons, without parameters.
    pub(crate) fn execute_all(&self, sql: &str) -> Result<(), DbError> {
        self.connection.execute_batch(sql).map_err(|error| failed(&running(sql), error))
    }

    pub(crate) fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<usize, DbError> {
        self.run(sql, values, |statement| statement.raw_execute())
    }

    pub(crate) fn query<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        mut each: impl FnMut(&OurRow<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        let mut found = Vec::new();
        self.rows(sql, values, |row| {
            found.push(each(row)?);
            Ok(true)
        })?;
        Ok(found)
    }

    pub(crate) fn query_first<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        mut each: impl FnMut(&OurRow<'_>) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError> {
        let mut found = None;
        self.rows(sql, values, |row| {
            found = Some(each(row)?);
            Ok(false)
        })?;
        Ok(found)
    }

    /// Gives each row to `each` until it answers `false`.
    fn rows(
        &self,
        sql: &str,
        values: &[Value<'_>],
        mut each: impl FnMut(&OurRow<'_>) -> Result<bool, DbError>,
    ) -> Result<(), DbError> {
        let mut refused = None;
        self.run(sql, values, |statement| {
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next()? {
                match each(&OurRow(Row { row })) {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => {
                        refused = Some(error);
                        break;
                    }
                }
            }
            Ok(())
        })?;
        refused.map_or(Ok(()), Err)
    }

    /// A statement of transaction control.
    fn plain(&self, sql: &str) -> Result<(), DbError> {
        self.execute(sql, &[]).map(|_| ())
    }

    /// Prepares (or takes from the cache), binds and lets `with` step.
    fn run<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        with: impl FnOnce(&mut CachedStatement<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, DbError> {
        let ran = self.connection.prepare_cached(sql).and_then(|mut statement| {
            bind(&mut statement, values)?;
            with(&mut statement)
        });
        ran.map_err(|error| {
            if error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure) {
                self.doubtful.set(true);
            }
            let error = failed(&running(sql), error);
            if !self.in_transaction() {
                self.ended_by.replace(Some(error.clone()));
            }
            error
        })
    }
}

/// A row while the statement stands on it.
pub(crate) struct Row<'r> {
    row: &'r rusqlite::Row<'r>,
}

impl Row<'_> {
    pub(crate) fn column(&self, index: usize) -> Result<Value<'_>, DbError> {
        let value = self.row.get_ref(index).map_err(|error| failed(&format!("reading column {index}"), error))?;
        Ok(match value {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Int(number),
            ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text)),
            ValueRef::Blob(bytes) => Value::Blob(bytes.into()),
            ValueRef::Real(_) => {
                return Err(DbError::Engine {
                    operation: format!("reading column {index}"),
                    source: "floating-point numbers are not stored".into_error(),
                });
            }
        })
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// To SQLite `$1` is a *name*, numbered by first appearance; so each is looked up. A statement gets exactly as many
/// values as it has parameters, or it would run elsewhere and fail on the other engine.
fn bind(statement: &mut CachedStatement<'_>, values: &[Value<'_>]) -> rusqlite::Result<()> {
    let parameters = statement.parameter_count();
    if parameters != values.len() {
        return Err(rusqlite::Error::InvalidParameterCount(values.len(), parameters));
    }
    let mut name = String::with_capacity(4);
    for (index, value) in values.iter().enumerate() {
        use std::fmt::Write as _;
        name.clear();
        let _ = write!(name, "${}", index + 1);
        statement.raw_bind_parameter(name.as_str(), value)?;
    }
    Ok(())
}

fn flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_PRIVATE_CACHE
}

fn set_up(connection: &Connection, cache_kib: i32) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    // Else a statement is parsed anew each time a parameter changes that could decide for a partial index.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "cache_size", -cache_kib)
}

/// What was being run: the statement's beginning. The text holds no values, they are parameters.
fn running(sql: &str) -> String {
    const SHOWN: usize = 60;
    let mut shown = String::with_capacity(SHOWN + 12);
    shown.push_str("running `");
    for (index, word) in sql.split_whitespace().enumerate() {
        if shown.len() > SHOWN {
            shown.push('…');
            break;
        }
        if index > 0 {
            shown.push(' ');
        }
        shown.push_str(word);
    }
    shown.push('`');
    shown
}

fn failed(operation: &str, error: rusqlite::Error) -> DbError {
    let unique = [SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID];
    if let Some(said) = error.sqlite_error() {
        match said.code {
            ErrorCode::DiskFull => return DbError::Full,
            ErrorCode::ReadOnly => return DbError::ReadOnly,
            _ if unique.contains(&said.extended_code) => return DbError::Conflict,
            _ => {}
        }
    }
    DbError::Engine { operation: operation.into(), source: Arc::new(error) }
}

/// Whether the engine says that the file is none of its kind.
pub(crate) fn is_not_a_database(error: &DbError) -> bool {
    code(error) == Some(ErrorCode::NotADatabase)
}

/// Whether the engine says that the file's structure is broken.
pub(crate) fn is_damaged(error: &DbError) -> bool {
    code(error) == Some(ErrorCode::DatabaseCorrupt)
}

/// Whether the file could not be opened or written for want of permission.
pub(crate) fn is_forbidden(error: &DbError) -> bool {
    matches!(error, DbError::ReadOnly)
        || matches!(code(error), Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied))
}

fn code(error: &DbError) -> Option<ErrorCode> {
    let DbError::Engine { source, .. } = error else { return None };
    source.downcast_ref::<rusqlite::Error>()?.sqlite_error_code()
}

trait IntoError {
    fn into_error(self) -> Arc<dyn Error + Send + Sync>;
}

impl IntoError for &str {
    fn into_error(self) -> Arc<dyn Error + Send + Sync> {
        Arc::from(Box::<dyn Error + Send + Sync>::from(self))
    }
}
