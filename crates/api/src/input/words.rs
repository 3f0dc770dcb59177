//! What serde says of a value that does not fit, in the words of JSON: callers know objects, lists and texts, and no types
//! of Rust.

use serde_json::Value;

use super::shown;

/// How an id looks.
pub(crate) const LIKE_AN_ID: &str = "ids look like 01890a5d-ac96-774b-bcce-b302099a8057";

/// What serde says, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The key that it names.
    pub key: Option<String>,
    /// The key is not there.
    pub missing: bool,
    pub message: String,
}

/// serde's sentence as a fault with its remedy; `value` is what stands where it stumbled, if that is known.
pub(super) fn in_our_words(sentence: &str, value: Option<&Value>) -> Said {
    let key_after = |head: &str| sentence.strip_prefix(head)?.split_once('`');
    let of_key = |key: &str, message: String| Said { key: Some(key.to_owned()), missing: false, message };
    if let Some((key, rest)) = key_after("unknown field `") {
        let known = rest.strip_prefix(", expected ").unwrap_or("another name");
        return of_key(key, format!("there is no field of this name; use {known}"));
    }
    if let Some((key, _)) = key_after("missing field `") {
        return Said { missing: true, ..of_key(key, MISSING.to_owned()) };
    }
    if let Some((key, _)) = key_after("duplicate field `") {
        return of_key(key, "is there twice; write it once".to_owned());
    }
    Said { key: None, missing: false, message: of_value(sentence, value) }
}

/// What is said of a field that is not there.
pub(super) const MISSING: &str = "is missing; add it";

fn of_value(sentence: &str, value: Option<&Value>) -> String {
    if sentence.starts_with("UUID parsing failed") {
        return match value.and_then(Value::as_str) {
            Some(text) => format!("\"{}\" is no id; {LIKE_AN_ID}", shown(text)),
            None => format!("is no id; {LIKE_AN_ID}"),
        };
    }
    if let Some((variant, rest)) = sentence.strip_prefix("unknown variant `").and_then(|rest| rest.split_once('`')) {
        let known = rest.strip_prefix(", expected ").unwrap_or("another");
        return format!("\"{}\" is not known here; use {known}", shown(variant));
    }
    // An object may stand as a list of its values for serde, for a caller never.
    if let Some((_, wanted)) = sentence.strip_prefix("invalid length ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("is a list; write {}", wanted_in_json(wanted));
    }
    let wrong = ["invalid type: ", "invalid value: "].iter().find_map(|head| sentence.strip_prefix(head));
    match wrong.and_then(|rest| rest.rsplit_once(", expected ")) {
        Some((found, wanted)) => format!("is {}; write {}", found_in_json(found), wanted_in_json(wanted)),
        None => sentence.to_owned(),
    }
}

/// What serde found.
fn found_in_json(found: &str) -> String {
    let quoted = |head: &str| found.strip_prefix(head)?.strip_suffix('`');
    match found {
        "map" => return "an object".to_owned(),
        "sequence" => return "a list".to_owned(),
        "unit value" => return "null".to_owned(),
        _ => {}
    }
    if let Some(number) = quoted("integer `").or_else(|| quoted("floating point `")) {
        return format!("the number {number}");
    }
    if let Some(switch) = quoted("boolean `") {
        return switch.to_owned();
    }
    match found.strip_prefix("string \"").and_then(|rest| rest.strip_suffix('"')) {
        Some(text) => format!("the text \"{}\"", shown(text)),
        None => shown(found),
    }
}

/// What serde wanted.
fn wanted_in_json(wanted: &str) -> String {
    let whole = |least: i128, most: i128| format!("a whole number from {least} to {most}");
    match wanted {
        "u8" => whole(0, u8::MAX.into()),
        "u16" => whole(0, u16::MAX.into()),
        "u32" => whole(0, u32::MAX.into()),
        "u64" | "usize" => whole(0, u64::MAX.into()),
        "i8" => whole(i8::MIN.into(), i8::MAX.into()),
        "i16" => whole(i16::MIN.into(), i16::MAX.into()),
        "i32" => whole(i32::MIN.into(), i32::MAX.into()),
        "i64" | "isize" => whole(i64::MIN.into(), i64::MAX.into()),
        "f32" | "f64" => "a number".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a string" | "a borrowed string" | "string" => "a text".to_owned(),
        "a sequence" => "a list".to_owned(),
        "a map" => "an object".to_owned(),
        _ if wanted.contains("UUID") => format!("an id as a text; {LIKE_AN_ID}"),
        _ if wanted.starts_with("struct ") || wanted.starts_with("internally tagged ") => "an object".to_owned(),
        _ if wanted.starts_with("a tuple") || wanted.starts_with("an array") => "a list".to_owned(),
        _ if wanted.starts_with("enum ") || wanted.starts_with("variant ") => "a text".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_rust_is_left() {
        let cases = [
            (
                "invalid type: string \"many\", expected u32",
                "is the text \"many\"; write a whole number from 0 to 4294967295",
            ),
            ("invalid value: integer `-5`, expected u16", "is the number -5; write a whole number from 0 to 65535"),
            (
                "invalid type: floating point `1.5`, expected u8",
                "is the number 1.5; write a whole number from 0 to 255",
            ),
            ("invalid type: sequence, expected struct LimitsInput", "is a list; write an object"),
            ("invalid type: map, expected a string", "is an object; write a text"),
            ("invalid type: null, expected a sequence", "is null; write a list"),
            ("invalid type: boolean `true`, expected a map", "is true; write an object"),
            ("invalid type: integer `1`, expected a boolean", "is the number 1; write true or false"),
            ("invalid length 0, expected struct ScriptChange with 13 elements", "is a list; write an object"),
            ("unknown variant `x`, expected `a` or `b`", "\"x\" is not known here; use `a` or `b`"),
        ];
        for (sentence, expected) in cases {
            assert_eq!(in_our_words(sentence, None).message, expected, "{sentence}");
        }
    }

    #[test]
    fn what_is_no_id_is_told_with_its_text() {
        let value = Value::from("abc");
        let said = in_our_words("UUID parsing failed: invalid length", Some(&value));
        assert_eq!(said.message, format!("\"abc\" is no id; {LIKE_AN_ID}"));
    }

    #[test]
    fn a_long_text_is_repeated_in_short() {
        let said = in_our_words(&format!("invalid type: string \"{}\", expected u32", "x".repeat(5_000)), None);
        assert!(said.message.len() < 200, "{}", said.message);
    }
}
