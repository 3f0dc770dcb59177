//! What the closures of [`crate::Db::write`] and [`crate::Db::read`] get: a transaction, a snapshot.

use crate::{DbError, Row, Value, sqlite};

/// Queries in a transaction or a snapshot.
///
/// Statements are portable SQL with parameters `$1`, `$2`…, each with exactly one value.
pub trait Read {
    /// All rows of a query, each converted to a `T`.
    fn query<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        each: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError>;

    /// The first row, if any; the others are not read.
    fn query_first<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        each: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError>;
}

/// A write transaction: a savepoint of its own within the transaction of the group.
pub struct Tx<'c> {
    session: &'c sqlite::Session,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(session: &'c sqlite::Session) -> Self {
        Self { session }
    }

    pub(crate) fn session(&self) -> &sqlite::Session {
        self.session
    }

    /// Runs one statement and returns how many rows it changed.
    pub fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<usize, DbError> {
        self.session.must_be_in_transaction()?;
        self.session.execute(sql, values)
    }
}

impl Read for Tx<'_> {
    fn query<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        each: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        self.session.must_be_in_transaction()?;
        self.session.query(sql, values, each)
    }

    fn query_first<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        each: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError> {
        self.session.must_be_in_transaction()?;
        self.session.query_first(sql, values, each)
    }
}

/// A read transaction on a pooled reader: one snapshot for all its queries.
pub struct Rx<'c> {
    session: &'c sqlite::Session,
}

impl<'c> Rx<'c> {
    pub(crate) fn new(session: &'c sqlite::Session) -> Self {
        Self { session }
    }

    pub(crate) fn session(&self) -> &sqlite::Session {
        self.session
    }

    /// A part of a stored blob, read without the rest: at most `most` bytes from `offset` on, fewer at the end of the
    /// blob. `filter` is an SQL condition that selects one row; `None` if there is no such row.
    pub fn blob_part(
        &mut self,
        blob: Blob,
        (filter, values): (&str, &[Value<'_>]),
        offset: usize,
        most: usize,
    ) -> Result<Option<Vec<u8>>, DbError> {
        self.session.blob_part(blob, (filter, values), offset, most)
    }
}

/// A column that contains large values.
#[derive(Clone, Copy, Debug)]
pub struct Blob {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
}

impl Read for Rx<'_> {
    fn query<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        each: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        self.session.query(sql, values, each)
    }

    fn query_first<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        each: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError> {
        self.session.query_first(sql, values, each)
    }
}
