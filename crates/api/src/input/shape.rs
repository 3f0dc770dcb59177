//! A deserializer whose errors are data: reports how a JSON value differs from the shape that a type needs.
//!
//! `serde_json` reports a value of the wrong type as an English sentence. This deserializer reads an already parsed
//! [`Json`] and returns a [`ShapeError`], from which a fault with a code is made. It is used only after `serde_json`
//! has refused a body, so it need not be fast.

mod json;
mod mismatch;

use mail::Text;
use serde::de::value::{StrDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};

pub(super) use json::Json;
pub(crate) use mismatch::STRING_OR_ARRAY;
pub(super) use mismatch::{Mismatch, ShapeError, Step, field};

use crate::texts;

/// The name of a newtype that may be any JSON; the deserializer of this file visits a unit for it.
pub(crate) const ANY_JSON: &str = "owlpost::AnyJson";

/// The deserializer of a [`Json`].
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
        #[serde(default, deserialize_with = "crate::input::optional_id")]
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
        check(r#"{"name": "a", "name": "b"}"#, "name: appears more than once; send it once");
        check(r#"{"items": [{}]}"#, "items[0].name: is missing");
        check(
            r#"{"owner": "abc"}"#,
            "owner: is the string “abc”; expected an ID such as 01890a5d-ac96-774b-bcce-b302099a8057",
        );
        check(r#"{"nam": 1}"#, "nam: is not a known field; use one of `name`, `port`, `flag`, `items`, `owner`");
    }

    #[test]
    fn a_long_string_is_truncated_in_the_fault() {
        let json = Json::Object(vec![("port".to_owned(), Json::String("x".repeat(5_000)))]);
        let fault = Sample::deserialize(Shape(&json)).expect_err("does not fit").fault();
        assert!(Language::English.render(&fault.text).len() < 200);
    }
}
