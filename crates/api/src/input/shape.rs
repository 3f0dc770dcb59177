//! A deserializer whose errors are data: reports how a JSON value differs from the shape that a type needs.
//!
//! `serde_json` reports a value of the wrong type as an English sentence. This deserializer reads an already parsed
//! [`Json`] and returns a [`ShapeError`], from which a fault with a code is made. It is used only after `serde_json`
//! has refused a body, so it need not be fast.

use std::fmt;

use mail::{Fault, Text};
use serde::de::value::{StrDeserializer, StringDeserializer};
use serde::de::{
    self, DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::Number;

use super::shown;
use crate::texts;

/// `expecting` of a visitor that accepts a string or an array of strings.
pub(crate) const STRING_OR_ARRAY: &str = "string_or_array";
/// `expecting` of a visitor that accepts an id.
pub(crate) const ID: &str = "id";
/// The newtype name of a value that may be any JSON; the deserializer of this file visits a unit for it.
pub(crate) const ANY_JSON: &str = "owlpost::AnyJson";

/// A JSON value that keeps the order and the duplicates of an object's members.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Boolean(bool),
    Number(Number),
    String(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// One step from a value to a value in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// A mismatch with its location.
#[derive(Debug)]
pub(super) struct ShapeError {
    /// From the innermost step outwards.
    reversed: Vec<Step>,
    pub(super) mismatch: Mismatch,
}

#[derive(Debug, PartialEq)]
pub(super) enum Mismatch {
    UnknownField(&'static [&'static str]),
    MissingField,
    DuplicateField,
    WrongType {
        found: Text,
        expected: Text,
    },
    UnknownVariant {
        value: String,
        known: &'static [&'static str],
    },
    /// What a type's own `Deserialize` reported.
    Rejected(String),
}

impl ShapeError {
    fn new(mismatch: Mismatch) -> Self {
        Self { reversed: Vec::new(), mismatch }
    }

    fn at(field: &str, mismatch: Mismatch) -> Self {
        Self { reversed: vec![Step::Key(field.to_owned())], mismatch }
    }

    fn inside(mut self, step: Step) -> Self {
        self.reversed.push(step);
        self
    }

    /// The steps from the root to the mismatch.
    pub(super) fn steps(&self) -> Vec<Step> {
        self.reversed.iter().rev().cloned().collect()
    }

    pub(super) fn fault(&self) -> Fault {
        let text = match &self.mismatch {
            Mismatch::UnknownField([]) => texts::json_field_without_names(),
            Mismatch::UnknownField(known) => texts::json_field_unknown(names(known)),
            Mismatch::MissingField => texts::json_field_missing(),
            Mismatch::DuplicateField => texts::json_field_duplicate(),
            Mismatch::WrongType { found, expected } => texts::json_wrong_type(found.clone(), expected.clone()),
            Mismatch::UnknownVariant { value, known } => texts::json_value_unknown(shown(value), names(known)),
            Mismatch::Rejected(reason) => texts::json_value_rejected(shown(reason)),
        };
        Fault::new(field(&self.steps()), text)
    }
}

fn names(known: &[&str]) -> Vec<String> {
    known.iter().map(|name| format!("`{name}`")).collect()
}

/// The field of a fault: `attachments[0].name`; `body` for the root.
pub(super) fn field(steps: &[Step]) -> String {
    if steps.is_empty() {
        return "body".to_owned();
    }
    steps.iter().fold(String::new(), |path, step| match step {
        Step::Key(key) if path.is_empty() => shown(key),
        Step::Key(key) => format!("{path}.{}", shown(key)),
        Step::Index(index) => format!("{path}[{index}]"),
    })
}

impl fmt::Display for ShapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fault = self.fault();
        write!(f, "{}: {}", fault.field, fault.text)
    }
}

impl std::error::Error for ShapeError {}

impl de::Error for ShapeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Mismatch::Rejected(message.to_string()))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(Mismatch::WrongType { found: found_text(found), expected: expected_text(expected) })
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::new(Mismatch::WrongType { found: texts::json_array(), expected: expected_text(expected) })
    }

    fn unknown_variant(variant: &str, known: &'static [&'static str]) -> Self {
        Self::new(Mismatch::UnknownVariant { value: variant.to_owned(), known })
    }

    fn unknown_field(field: &str, known: &'static [&'static str]) -> Self {
        Self::at(field, Mismatch::UnknownField(known))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::at(field, Mismatch::MissingField)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::at(field, Mismatch::DuplicateField)
    }
}

fn found_text(found: Unexpected<'_>) -> Text {
    match found {
        Unexpected::Bool(value) => texts::json_boolean(value.to_string()),
        Unexpected::Unsigned(number) => texts::json_number(number.to_string()),
        Unexpected::Signed(number) => texts::json_number(number.to_string()),
        Unexpected::Float(number) => texts::json_number(number.to_string()),
        Unexpected::Char(character) => texts::json_string(shown(&character.to_string())),
        Unexpected::Str(text) => texts::json_string(shown(text)),
        Unexpected::Unit | Unexpected::Option => texts::json_null(),
        Unexpected::Seq => texts::json_array(),
        Unexpected::Map | Unexpected::NewtypeStruct => texts::json_object(),
        _ => texts::json_other(),
    }
}

/// Visitors that accept several types name them with one of our constants.
fn expected_text(expected: &dyn Expected) -> Text {
    match expected.to_string().as_str() {
        STRING_OR_ARRAY => texts::json_string_or_array(),
        ID => texts::json_id(),
        settings::NUMBER_OR_STRING => texts::json_number_or_string(),
        settings::SECRET => texts::json_any_string(),
        _ => texts::json_other(),
    }
}

impl Json {
    fn text(&self) -> Text {
        match self {
            Self::Null => texts::json_null(),
            Self::Boolean(value) => texts::json_boolean(value.to_string()),
            Self::Number(number) => texts::json_number(number.to_string()),
            Self::String(text) => texts::json_string(shown(text)),
            Self::Array(_) => texts::json_array(),
            Self::Object(_) => texts::json_object(),
        }
    }

    fn whole_number(&self) -> Option<i128> {
        match self {
            Self::Number(number) => number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from)),
            _ => None,
        }
    }
}

/// Reads a [`Json`].
#[derive(Clone, Copy)]
pub(super) struct Shape<'a>(pub(super) &'a Json);

impl Shape<'_> {
    fn mismatch<T>(self, expected: Text) -> Result<T, ShapeError> {
        Err(ShapeError::new(Mismatch::WrongType { found: self.0.text(), expected }))
    }
}

macro_rules! integers {
    ($($method:ident: $type:ty),*) => {$(
        fn $method<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ShapeError> {
            let (least, most) = (<$type>::MIN, <$type>::MAX);
            match self.0.whole_number() {
                Some(number) if (i128::from(least)..=i128::from(most)).contains(&number) => visit_number(number, visitor),
                _ => self.mismatch(texts::json_any_integer(least.to_string(), most.to_string())),
            }
        }
    )*};
}

fn visit_number<'a, V: Visitor<'a>>(number: i128, visitor: V) -> Result<V::Value, ShapeError> {
    match (u64::try_from(number), i64::try_from(number)) {
        (Ok(number), _) => visitor.visit_u64(number),
        (_, Ok(number)) => visitor.visit_i64(number),
        _ => visitor.visit_i128(number),
    }
}

impl<'a> Deserializer<'a> for Shape<'a> {
    type Error = ShapeError;

    integers!(
        deserialize_u8: u8, deserialize_u16: u16, deserialize_u32: u32, deserialize_u64: u64,
        deserialize_i8: i8, deserialize_i16: i16, deserialize_i32: i32, deserialize_i64: i64
    );

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.0 {
            Json::Null => visitor.visit_unit(),
            Json::Boolean(value) => visitor.visit_bool(*value),
            Json::Number(number) => match (self.0.whole_number(), number.as_f64()) {
                (Some(number), _) => visit_number(number, visitor),
                (None, number) => visitor.visit_f64(number.unwrap_or_default()),
            },
            Json::String(text) => visitor.visit_str(text),
            Json::Array(items) => visitor.visit_seq(Items { items, next: 0 }),
            Json::Object(members) => visitor.visit_map(Members { members: members.iter(), value: None }),
        }
    }

    fn deserialize_bool<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.0 {
            Json::Boolean(value) => visitor.visit_bool(*value),
            _ => self.mismatch(texts::json_any_boolean()),
        }
    }

    fn deserialize_f64<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.0 {
            Json::Number(_) => self.deserialize_any(visitor),
            _ => self.mismatch(texts::json_any_number()),
        }
    }

    fn deserialize_f32<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_str<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.0 {
            Json::String(text) => visitor.visit_str(text),
            _ => self.mismatch(texts::json_any_string()),
        }
    }

    fn deserialize_string<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.0 {
            Json::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(self, name: &str, visitor: V) -> Result<V::Value, ShapeError> {
        if name == ANY_JSON { visitor.visit_unit() } else { visitor.visit_newtype_struct(self) }
    }

    fn deserialize_seq<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.0 {
            Json::Array(_) => self.deserialize_any(visitor),
            _ => self.mismatch(texts::json_array()),
        }
    }

    fn deserialize_tuple<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, ShapeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'a>>(self, _: &str, _: usize, visitor: V) -> Result<V::Value, ShapeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.0 {
            Json::Object(_) => self.deserialize_any(visitor),
            _ => self.mismatch(texts::json_object()),
        }
    }

    fn deserialize_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        match self.0 {
            Json::String(text) => {
                let variant: StringDeserializer<ShapeError> = text.clone().into_deserializer();
                visitor.visit_enum(variant)
            }
            _ => self.mismatch(texts::json_any_string()),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        visitor.visit_unit()
    }

    fn deserialize_bytes<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        self.deserialize_any(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        self.deserialize_any(visitor)
    }

    fn deserialize_unit<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        self.deserialize_any(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'a>>(self, _: &'static str, visitor: V) -> Result<V::Value, ShapeError> {
        self.deserialize_any(visitor)
    }
}

struct Items<'a> {
    items: &'a [Json],
    next: usize,
}

impl<'a> SeqAccess<'a> for Items<'a> {
    type Error = ShapeError;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, ShapeError> {
        let Some(item) = self.items.get(self.next) else { return Ok(None) };
        let index = self.next;
        self.next += 1;
        seed.deserialize(Shape(item)).map(Some).map_err(|error| error.inside(Step::Index(index)))
    }
}

struct Members<'a> {
    members: std::slice::Iter<'a, (String, Json)>,
    value: Option<&'a (String, Json)>,
}

impl<'a> MapAccess<'a> for Members<'a> {
    type Error = ShapeError;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, ShapeError> {
        self.value = self.members.next();
        let Some((key, _)) = self.value else { return Ok(None) };
        let key: StrDeserializer<'_, ShapeError> = key.as_str().into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, ShapeError> {
        let Some((key, value)) = self.value.take() else { return seed.deserialize(Shape(&Json::Null)) };
        seed.deserialize(Shape(value)).map_err(|error| error.inside(Step::Key(key.clone())))
    }
}

impl<'de> de::Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyValue;
        impl<'de> Visitor<'de> for AnyValue {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON value")
            }

            fn visit_unit<E>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
                Ok(Json::Boolean(value))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
                Ok(Json::Number(number.into()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
                Ok(Json::Number(number.into()))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
                Ok(Number::from_f64(number).map_or(Json::Null, Json::Number))
            }

            fn visit_str<E>(self, text: &str) -> Result<Json, E> {
                Ok(Json::String(text.to_owned()))
            }

            fn visit_string<E>(self, text: String) -> Result<Json, E> {
                Ok(Json::String(text))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = access.next_element()? {
                    items.push(item);
                }
                Ok(Json::Array(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = access.next_entry()? {
                    members.push(member);
                }
                Ok(Json::Object(members))
            }
        }
        deserializer.deserialize_any(AnyValue)
    }
}

/// An id in a body, for `#[serde(deserialize_with)]`.
pub(crate) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<uuid::Uuid, D::Error> {
    struct IdVisitor;
    impl Visitor<'_> for IdVisitor {
        type Value = uuid::Uuid;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(ID)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<uuid::Uuid, E> {
            uuid::Uuid::try_parse(text).map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
        }
    }
    deserializer.deserialize_str(IdVisitor)
}

/// An id or `null`, for `#[serde(default, deserialize_with)]`.
pub(crate) fn optional_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<uuid::Uuid>, D::Error> {
    struct Wrapped(uuid::Uuid);
    impl<'de> de::Deserialize<'de> for Wrapped {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            id(deserializer).map(Self)
        }
    }
    <Option<Wrapped> as de::Deserialize>::deserialize(deserializer).map(|id| id.map(|Wrapped(id)| id))
}

#[cfg(test)]
mod tests {
    use i18n::Language;
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Sample {
        name: String,
        #[serde(default)]
        port: Option<u16>,
        #[serde(default)]
        flag: bool,
        #[serde(default)]
        items: Vec<Sample>,
        #[serde(default, deserialize_with = "optional_id")]
        owner: Option<uuid::Uuid>,
    }

    #[track_caller]
    fn check(json: &str, expected: &str) {
        let json: Json = serde_json::from_str(json).expect("JSON");
        let fault = Sample::deserialize(Shape(&json)).expect_err("does not fit").fault();
        assert_eq!(format!("{}: {}", fault.field, Language::English.render(&fault.text)), expected);
    }

    #[test]
    fn each_mismatch_names_what_was_found_and_what_is_expected() {
        check(r#"{"name": 1}"#, "name: is the number 1; expected a string");
        check(r#"{"name": null}"#, "name: is null; expected a string");
        check(r#"{"port": "many"}"#, "port: is the string “many”; expected a whole number from 0 to 65535");
        check(r#"{"port": -5}"#, "port: is the number -5; expected a whole number from 0 to 65535");
        check(r#"{"port": 1.5}"#, "port: is the number 1.5; expected a whole number from 0 to 65535");
        check(r#"{"flag": {}}"#, "flag: is an object; expected true or false");
        check(r#"{"items": true}"#, "items: is true; expected an array");
        check(r#"{"items": [{"name": []}]}"#, "items[0].name: is an array; expected a string");
        check("[]", "body: is an array; expected an object");
        check(r#"{"name": "a", "name": "b"}"#, "name: appears twice; write it once");
        check(r#"{"items": [{}]}"#, "items[0].name: is missing");
        check(
            r#"{"owner": "abc"}"#,
            "owner: is the string “abc”; expected an ID such as 01890a5d-ac96-774b-bcce-b302099a8057",
        );
        check(r#"{"nam": 1}"#, "nam: is not a known field; use one of `name`, `port`, `flag`, `items`, `owner`");
    }

    #[test]
    fn a_long_string_is_repeated_in_part() {
        let json = Json::Object(vec![("port".to_owned(), Json::String("x".repeat(5_000)))]);
        let fault = Sample::deserialize(Shape(&json)).expect_err("does not fit").fault();
        assert!(Language::English.render(&fault.text).len() < 200);
    }
}
