//! Ids in JSON bodies. Those in paths are in `path`.

use std::fmt;

use serde::de::{self, Deserializer, Unexpected, Visitor};

/// The text that `expecting` of a visitor for ids writes.
pub(super) const EXPECTED: &str = "id";

/// Deserializes an id, for `#[serde(deserialize_with)]`.
pub(crate) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<uuid::Uuid, D::Error> {
    struct IdVisitor;
    impl Visitor<'_> for IdVisitor {
        type Value = uuid::Uuid;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(EXPECTED)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<uuid::Uuid, E> {
            uuid::Uuid::try_parse(text).map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
        }
    }
    deserializer.deserialize_str(IdVisitor)
}

/// Deserializes an id or `null`, for `#[serde(default, deserialize_with)]`.
pub(crate) fn optional_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<uuid::Uuid>, D::Error> {
    struct Wrapped(uuid::Uuid);
    impl<'de> de::Deserialize<'de> for Wrapped {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            id(deserializer).map(Self)
        }
    }
    <Option<Wrapped> as de::Deserialize>::deserialize(deserializer).map(|id| id.map(|Wrapped(id)| id))
}
