//! Values that go into statements and come out of rows.

use std::borrow::Cow;

use crate::DbError;

/// A parameter: `Value::from(x)`, or `params![a, b]` for a slice.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// NULL.
    Null,
    /// Integer, also for booleans (0, 1) and times (milliseconds since 1970, UTC).
    Int(i64),
    /// Text.
    Text(Cow<'a, str>),
    /// Bytes.
    Blob(Cow<'a, [u8]>),
}

/// A row of an answer.
pub struct Row<'r> {
    _row: &'r (),
}

impl Row<'_> {
    /// The column at `index`, from 0.
    pub fn get<T: FromValue>(&self, _index: usize) -> Result<T, DbError> {
        todo!()
    }
}

/// What a column can be read as: `i64`, `bool`, `u32`…, `String`, `Vec<u8>`, `[u8; N]`, `Option` of each.
pub trait FromValue: Sized {}

/// A slice of [`Value`]s from anything that is one: `tx.execute("… $1, $2", params![id, now])`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*][..] };
}
