//! Access to raw JSON: the entries of an object and the items of a list, each as its JSON text.
//!
//! Used by [`super::input`] and [`super::table`], with JSON that was validated before. Builds no tree: many small
//! values take at least ten times the memory of their text.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The kind of a JSON value, by its first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Bool,
    Number,
    Text,
    List,
    Object,
}

impl Kind {
    /// The kind of the value with which the text begins.
    pub(super) fn of(json: &str) -> Self {
        match json.as_bytes().first() {
            Some(b'{') => Self::Object,
            Some(b'[') => Self::List,
            Some(b'"') => Self::Text,
            Some(b't' | b'f') => Self::Bool,
            Some(b'n') => Self::Null,
            _ => Self::Number,
        }
    }
}

/// Calls `look` with each entry of an object: the unescaped key, and the value. The key is bytes, because a JSON
/// string may contain a lone surrogate, which `str` cannot.
pub(super) fn entries<'a>(object: &'a str, look: impl FnMut(&[u8], &'a RawValue)) -> serde_json::Result<()> {
    serde_json::Deserializer::from_str(object).deserialize_map(Entries(look))
}

/// Calls `look` with each item of a list.
pub(super) fn items<'a>(list: &'a str, look: impl FnMut(&'a RawValue)) -> serde_json::Result<()> {
    serde_json::Deserializer::from_str(list).deserialize_seq(Items(look))
}

/// The value of a key; the last of several, as in `JSON.parse`.
pub(super) fn value_of<'a>(object: &'a str, key: &str) -> serde_json::Result<Option<&'a RawValue>> {
    let mut found = None;
    entries(object, |name, value| {
        if name == key.as_bytes() {
            found = Some(value);
        }
    })?;
    Ok(found)
}

struct Entries<F>(F);

impl<'de, F: FnMut(&[u8], &'de RawValue)> Visitor<'de> for Entries<F> {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(mut self, mut map: M) -> Result<(), M::Error> {
        let mut key = Vec::new();
        while map.next_key_seed(Key(&mut key))?.is_some() {
            self.0(&key, map.next_value()?);
        }
        Ok(())
    }
}

struct Items<F>(F);

impl<'de, F: FnMut(&'de RawValue)> Visitor<'de> for Items<F> {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a list")
    }

    fn visit_seq<S: SeqAccess<'de>>(mut self, mut list: S) -> Result<(), S::Error> {
        while let Some(item) = list.next_element()? {
            self.0(item);
        }
        Ok(())
    }
}

/// Reads a key into a buffer that is reused.
struct Key<'k>(&'k mut Vec<u8>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_bytes(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a key")
    }

    fn visit_bytes<E>(self, key: &[u8]) -> Result<(), E> {
        self.0.clear();
        self.0.extend_from_slice(key);
        Ok(())
    }
}
