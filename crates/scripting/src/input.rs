//! What a script sees as `input`: JSON as the caller wrote it, without white space between values.
//!
//! Created by pages, API, webhooks and schedules; stored with the run, and parsed only by `JSON.parse` in the sandbox.
//! So numbers reach the script unchanged, and of several equal keys the last one counts. No tree is built here.

use std::fmt;

use mail::Fault;
use sandbox::Limits;
use serde::Serialize;
use serde_json::value::RawValue;

use super::raw_json::{self, Kind};
use super::{fault, texts};

/// Maximum nesting of lists and objects: more than anybody needs, and few enough for every JSON parser.
const LEVELS_MAX: usize = 120;

/// JSON for a script: valid, and neither too large nor too deep. [`Input::default`] is `null`.
#[derive(Clone, PartialEq, Eq)]
pub struct Input {
    json: Box<str>,
    rows: Option<usize>,
}

impl Input {
    /// Accepts JSON that was already validated, as a [`RawValue`] was.
    ///
    /// # Errors
    /// A fault of `input` if it is too large or too deep.
    pub fn checked(json: Box<RawValue>) -> Result<Self, Fault> {
        Self::of_json(Box::<str>::from(json).into_string())
    }

    /// Serializes a value as JSON.
    ///
    /// # Errors
    /// Those of [`Input::checked`].
    pub fn of(value: &(impl Serialize + ?Sized)) -> Result<Self, Fault> {
        let json = serde_json::to_string(value)
            .map_err(|error| fault("input", texts::script_input_not_serializable(error.to_string())))?;
        Self::of_json(json)
    }

    fn of_json(mut json: String) -> Result<Self, Fault> {
        let levels = pack(&mut json);
        let (bytes, most) = (json.len(), Limits::default().input_bytes);
        if bytes > most {
            return Err(fault("input", texts::script_input_too_large(bytes, most)));
        }
        if levels > LEVELS_MAX {
            return Err(fault("input", texts::script_input_too_deep(LEVELS_MAX)));
        }
        let rows = rows_in(&json);
        Ok(Self { json: json.into_boxed_str(), rows })
    }

    /// The JSON.
    pub fn json(&self) -> &str {
        &self.json
    }

    /// The JSON, for storing.
    pub fn into_json(self) -> String {
        self.json.into_string()
    }

    /// The number of items of `input.rows`, if that is a list.
    pub fn rows(&self) -> Option<usize> {
        self.rows
    }
}

impl Default for Input {
    fn default() -> Self {
        Self { json: "null".into(), rows: None }
    }
}

/// `Debug` shows only its size, because it contains names and addresses of people.
impl fmt::Debug for Input {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("Input").field("bytes", &self.json.len()).field("rows", &self.rows).finish()
    }
}

/// Removes white space between values in place, because the text may be as large as a body. Returns the depth of
/// nesting.
fn pack(json: &mut String) -> usize {
    let (mut quoted, mut escaped) = (false, false);
    let (mut level, mut deepest) = (0_usize, 0);
    json.retain(|c| {
        if quoted {
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
            return true;
        }
        match c {
            '"' => quoted = true,
            '[' | '{' => {
                level += 1;
                deepest = deepest.max(level);
            }
            ']' | '}' => level = level.saturating_sub(1),
            _ => {}
        }
        !c.is_ascii_whitespace()
    });
    deepest
}

/// Cannot fail, because the JSON was validated; on an error no rows would be counted.
fn rows_in(json: &str) -> Option<usize> {
    if Kind::of(json) != Kind::Object {
        return None;
    }
    let list = raw_json::value_of(json, "rows").ok()??.get();
    if Kind::of(list) != Kind::List {
        return None;
    }
    let mut count = 0;
    raw_json::items(list, |_| count += 1).ok()?;
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(json: &str) -> Result<Input, Fault> {
        Input::checked(RawValue::from_string(json.to_owned()).expect("JSON"))
    }

    fn nested(levels: usize) -> String {
        format!("{}{}", "[".repeat(levels), "]".repeat(levels))
    }

    #[test]
    fn json_is_unchanged_except_for_white_space_between_values() {
        for (written, kept) in [
            (
                "{ \"b\" : 12345678901234567890,\n\t\"a\": [1.10, -0, 1e999] }\r\n",
                r#"{"b":12345678901234567890,"a":[1.10,-0,1e999]}"#,
            ),
            (r#" "two  words, \" [ \\" "#, r#""two  words, \" [ \\""#),
            (r#"{"a": 1, "a": 2, "\ud800": "ä€😀"}"#, r#"{"a":1,"a":2,"\ud800":"ä€😀"}"#),
            (" null ", "null"),
        ] {
            assert_eq!(input(written).map(Input::into_json).as_deref(), Ok(kept));
        }
        assert_eq!(Input::of(&serde_json::json!(null)), Ok(Input::default()));
    }

    #[test]
    fn rows_are_counted_as_the_script_sees_them() {
        for (json, rows) in [
            (r#"{"rows": [{}, {"rows": [1]}, []]}"#, Some(3)),
            (r#"{"a": {"rows": [1]}, "rows": []}"#, Some(0)),
            (r#"{"rows": [1, 2, 3], "rows": [1]}"#, Some(1)),
            (r#"{"rows": [1, 2, 3], "rows": null}"#, None),
            (r#"{"rows": 7, "\u0072ows": ["]", "\"],"]}"#, Some(2)),
            (r#"{"\ud800": 1e999, "rows": [1e999, "\udc00"]}"#, Some(2)),
            (r#"{"rows": "[1]"}"#, None),
            (r#"{"Rows": [1]}"#, None),
            ("[[1], 2]", None),
            ("{}", None),
            ("7", None),
        ] {
            assert_eq!(input(json).expect("an input").rows(), rows, "{json}");
        }
    }

    #[test]
    fn brackets_in_strings_do_not_count_as_depth() {
        assert!(input(&nested(120)).is_ok());
        for deep in [nested(121), nested(500_000), format!("{{\"a\":{}}}", nested(120))] {
            assert_eq!(input(&deep), Err(fault("input", texts::script_input_too_deep(120))));
        }
        assert!(input(&format!("\"\\\"{}\"", "[".repeat(500))).is_ok());
        assert!(input(&format!("[{}]", vec!["[]"; 500].join(","))).is_ok());
    }

    #[test]
    fn the_size_excludes_white_space_between_values() {
        let most = Limits::default().input_bytes;
        assert!(input(&format!("[1,{}2]", " ".repeat(most))).is_ok());
        assert!(input(&format!("\"{}\"", " ".repeat(most - 2))).is_ok());
        let too_large = fault("input", texts::script_input_too_large(most + 1, most));
        assert_eq!(input(&format!("\"{}\"", " ".repeat(most - 1))), Err(too_large));
    }

    #[test]
    fn only_the_size_of_an_input_is_logged() {
        let input = input(r#"{"rows": [{"email": "ann@example.com"}]}"#).expect("an input");
        assert_eq!(format!("{input:?}"), "Input { bytes: 38, rows: Some(1) }");
    }
}
