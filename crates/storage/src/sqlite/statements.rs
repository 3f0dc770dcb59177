//! Statements: prepared once, with numbered parameters, read row by row.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, ToSql};

use super::Session;
use super::errors::{Access, IntoError as _, db_error, running};
use crate::{Blob, DbError, Row as OurRow, Value};

impl Session {
    /// Runs several statements, separated by semicolons, without parameters.
    pub(crate) fn execute_all(&self, sql: &str) -> Result<(), DbError> {
        self.connection.execute_batch(sql).map_err(|error| self.error(&running(sql), error))
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

    /// Reads only the pages of that part, by incremental I/O; a query always reads a column as a whole.
    pub(crate) fn blob_part(
        &self,
        Blob { table, column }: Blob,
        (filter, values): (&str, &[Value<'_>]),
        offset: usize,
        most: usize,
    ) -> Result<Option<Vec<u8>>, DbError> {
        let sql = format!("SELECT rowid FROM {table} WHERE {filter}");
        let Some(row) = self.query_first(&sql, values, |row| row.get::<i64>(0))? else { return Ok(None) };
        let read = || {
            let blob = self.connection.blob_open("main", table, column, row, true)?;
            let mut part = vec![0; most.min(blob.len().saturating_sub(offset))];
            blob.read_at_exact(&mut part, offset)?;
            Ok(part)
        };
        read().map(Some).map_err(|error| self.error("reading a part of a blob", error))
    }

    /// Calls `each` with each row until it returns `false`.
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

    /// Runs a statement without parameters and rows, such as `COMMIT`.
    pub(super) fn plain(&self, sql: &str) -> Result<(), DbError> {
        self.execute(sql, &[]).map(|_| ())
    }

    /// Prepares a statement (or takes it from the cache), binds the values, and runs `with`.
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
            let error = self.error(&running(sql), error);
            if !self.in_transaction() {
                self.ended_by.replace(Some(error.clone()));
            }
            error
        })
    }
}

/// The statement's current row.
pub(crate) struct Row<'r> {
    row: &'r rusqlite::Row<'r>,
}

impl Row<'_> {
    pub(crate) fn column(&self, index: usize) -> Result<Value<'_>, DbError> {
        let value = self
            .row
            .get_ref(index)
            .map_err(|error| db_error(&format!("reading column {index}"), error, Access::Reads))?;
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

/// In SQLite `$1` is a *name*, numbered by first appearance, so each is looked up. A statement must get exactly as
/// many values as it has parameters; SQLite would accept a difference that other engines refuse.
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
