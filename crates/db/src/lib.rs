//! One database, two engines: grouped durable writes and pooled reads behind one portable SQL text.
//!
//! [`Db::write`] runs a closure on the writer; the writer runs all closures that wait, each in its own savepoint,
//! commits once (one fsync) and then answers each: what it answered is on disk.
//! [`Db::read`] runs a closure on a pooled reader.
//!
//! Knows no table. SQL is portable text with parameters `$1`, `$2`…; times are integers in milliseconds, ids and bodies
//! blobs. Nothing outside this crate knows which engine runs.

mod value;

pub use value::{FromValue, Row, Value};

use std::path::PathBuf;

/// Where the database is.
#[derive(Clone, Debug)]
pub enum Location {
    /// The embedded database: one file in a folder of its own.
    Sqlite(PathBuf),
}

/// A handle; clones share the one writer and the readers.
#[derive(Clone)]
pub struct Db {}

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// No room: disk or quota. What was stored before is kept; the same call may be made again.
    #[error("no room to store: the disk that holds the database is full")]
    Full,
    /// The folder or disk does not let us write.
    #[error("the database cannot be written: its folder or disk is read-only")]
    ReadOnly,
    /// The writer has stopped (shutdown).
    #[error("the database is closed")]
    Closed,
    /// A unique constraint refused a row.
    #[error("a row with this key exists already")]
    Conflict,
    /// Anything else the engine said.
    #[error("{operation}")]
    Engine {
        /// What was being done.
        operation: String,
        /// What the engine said.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Why a database was not opened; each says what to do.
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
    /// Anything else, with the remedy in the text.
    #[error("{0}")]
    Other(String, #[source] Option<Box<dyn std::error::Error + Send + Sync>>),
}

/// Reading, in a transaction or on a reader.
pub trait Read {
    /// All rows of a query, each made into a `T`.
    fn query<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        each: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError>;

    /// The first row, if any.
    fn query_first<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        each: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError> {
        Ok(self.query(sql, values, each)?.into_iter().next())
    }
}

/// A write transaction: its closure's own savepoint within the group.
pub struct Tx<'c> {
    _connection: &'c (),
}

impl Tx<'_> {
    /// Runs one statement and answers how many rows it changed.
    pub fn execute(&mut self, _sql: &str, _values: &[Value<'_>]) -> Result<usize, DbError> {
        todo!()
    }
}

impl Read for Tx<'_> {
    fn query<T>(
        &mut self,
        _sql: &str,
        _values: &[Value<'_>],
        _each: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        todo!()
    }
}

/// A read transaction on a pooled reader.
pub struct Rx<'c> {
    _connection: &'c (),
}

impl Read for Rx<'_> {
    fn query<T>(
        &mut self,
        _sql: &str,
        _values: &[Value<'_>],
        _each: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        todo!()
    }
}

impl Db {
    /// Opens, checks integrity, migrates with the numbered texts of `migrations/`, and starts writer and readers.
    pub fn open(_location: &Location) -> Result<Self, OpenError> {
        todo!()
    }

    /// Runs `work` on the writer and answers after the commit that holds it is on disk.
    ///
    /// An error undoes `work` alone. `work` may run more than once (a group that is rolled back is run again), so it
    /// has no effect outside the transaction.
    pub async fn write<T, E, F>(&self, _work: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        todo!()
    }

    /// Runs `work` on a reader: a consistent snapshot of what is committed.
    pub async fn read<T, E, F>(&self, _work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Rx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        todo!()
    }

    /// Finishes what was given to the writer and closes; later calls answer [`DbError::Closed`].
    pub async fn close(&self) {
        todo!()
    }
}
