//! Values of parameters and columns.

use std::borrow::Cow;
use std::sync::Arc;

use crate::{DbError, sqlite};

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

/// A slice of [`Value`]s from anything that converts into one: `tx.execute("… $1, $2", params![id, now])`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*][..] };
}

/// A row of a result; valid during the call of the closure.
pub struct Row<'r>(pub(crate) sqlite::Row<'r>);

impl Row<'_> {
    /// The column at `index`, from 0.
    pub fn get<T: FromValue>(&self, index: usize) -> Result<T, DbError> {
        let value = self.0.column(index)?;
        T::from_value(value).ok_or_else(|| DbError::Engine {
            operation: format!("reading column {index}"),
            source: Arc::new(Mismatch { expected: std::any::type_name::<T>() }),
        })
    }
}

/// Types that a column can be read as: integers, `bool`, `String`, `Vec<u8>`, `Arc<[u8]>`, `[u8; N]`, and `Option` of
/// each.
///
/// Other crates implement it for their own types, such as an id or a state with a stored name.
pub trait FromValue: Sized {
    /// The value as a `Self`; `None` if it has another type or is out of range.
    fn from_value(value: Value<'_>) -> Option<Self>;
}

#[derive(Debug, thiserror::Error)]
#[error("the stored value cannot be read as {expected}")]
struct Mismatch {
    expected: &'static str,
}

macro_rules! integers {
    ($($integer:ty),*) => { $(
        /// A number above the maximum (2⁶³ − 1) is stored as the maximum.
        impl From<$integer> for Value<'_> {
            fn from(number: $integer) -> Self {
                Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }

        impl FromValue for $integer {
            fn from_value(value: Value<'_>) -> Option<Self> {
                match value {
                    Value::Int(number) => number.try_into().ok(),
                    _ => None,
                }
            }
        }
    )* };
}

integers!(i64, u64, usize, i32, u32, u16, u8);

impl From<bool> for Value<'_> {
    fn from(yes: bool) -> Self {
        Value::Int(i64::from(yes))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Value::Blob(Cow::Borrowed(bytes))
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Value::Blob(Cow::Borrowed(bytes))
    }
}

impl From<Vec<u8>> for Value<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Value::Blob(Cow::Owned(bytes))
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Value::Blob(Cow::Borrowed(bytes))
    }
}

impl<const N: usize> From<[u8; N]> for Value<'_> {
    fn from(bytes: [u8; N]) -> Self {
        Value::Blob(Cow::Owned(bytes.to_vec()))
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

impl FromValue for bool {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Int(0) => Some(false),
            Value::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl FromValue for String {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.into_owned()),
            _ => None,
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Blob(bytes) => Some(bytes.into_owned()),
            _ => None,
        }
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Blob(bytes) => bytes.as_ref().try_into().ok(),
            _ => None,
        }
    }
}

/// Shared bytes, read from the row without a copy in between.
impl FromValue for Arc<[u8]> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Blob(bytes) => Some(Arc::from(bytes.as_ref())),
            _ => None,
        }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}
