//! The errors of [`super::Shape`]: what does not match, and where; and the faults made from them.

use std::fmt;

use mail::{Fault, Text};
use serde::de::{self, Expected, Unexpected};

use crate::input::{id, shown};
use crate::texts;

/// The text that `expecting` of a visitor for a string or an array of strings writes.
pub(crate) const STRING_OR_ARRAY: &str = "string_or_array";

/// One step from a value to a value in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::input) enum Step {
    Key(String),
    Index(usize),
}

/// A mismatch and its place.
#[derive(Debug)]
pub(in crate::input) struct ShapeError {
    /// The steps to the mismatch, from the inside out.
    reversed: Vec<Step>,
    pub(in crate::input) mismatch: Mismatch,
}

#[derive(Debug, PartialEq)]
pub(in crate::input) enum Mismatch {
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
    pub(super) fn new(mismatch: Mismatch) -> Self {
        Self { reversed: Vec::new(), mismatch }
    }

    fn at(field: &str, mismatch: Mismatch) -> Self {
        Self { reversed: vec![Step::Key(field.to_owned())], mismatch }
    }

    pub(super) fn inside(mut self, step: Step) -> Self {
        self.reversed.push(step);
        self
    }

    /// The steps from the root to the mismatch.
    pub(in crate::input) fn steps(&self) -> Vec<Step> {
        self.reversed.iter().rev().cloned().collect()
    }

    pub(in crate::input) fn fault(&self) -> Fault {
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
pub(in crate::input) fn field(steps: &[Step]) -> String {
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

/// The text for what a visitor expects. Visitors that accept several types name that with one of our constants.
fn expected_text(expected: &dyn Expected) -> Text {
    match expected.to_string().as_str() {
        STRING_OR_ARRAY => texts::json_string_or_array(),
        id::EXPECTED => texts::json_id(),
        settings::NUMBER_OR_STRING => texts::json_number_or_string(),
        settings::SECRET => texts::json_any_string(),
        _ => texts::json_other(),
    }
}
