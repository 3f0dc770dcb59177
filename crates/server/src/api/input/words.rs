//! What serde says of a value that does not fit, in the words of JSON: its callers know no Rust.

/// serde's sentence as a fault with its remedy, and the key that it names.
pub(super) fn in_our_words(message: &str) -> (Option<&str>, String) {
    let key_after = |head: &str| message.strip_prefix(head)?.split_once('`');
    if let Some((key, rest)) = key_after("unknown field `") {
        let known = rest.strip_prefix(", expected ").unwrap_or("another name");
        return (Some(key), format!("there is no field of this name; use {known}"));
    }
    if let Some((key, _)) = key_after("missing field `") {
        return (Some(key), "is missing; add it".to_owned());
    }
    if let Some((key, _)) = key_after("duplicate field `") {
        return (Some(key), "is there twice; write it once".to_owned());
    }
    if let Some((name, rest)) = key_after("unknown variant `") {
        let known = rest.strip_prefix(", expected ").unwrap_or("another one");
        return (None, format!("is \"{name}\", which is none of those known; write {known}"));
    }
    if message.starts_with("UUID parsing failed") {
        return (None, "is no id; ids look like 01890a5d-ac96-774b-bcce-b302099a8057".to_owned());
    }
    let wrong = ["invalid type: ", "invalid value: "].iter().find_map(|head| message.strip_prefix(head));
    if let Some((value, wanted)) = wrong.and_then(|rest| rest.rsplit_once(", expected ")) {
        return (None, format!("is {}; write {}", found(value), expected(wanted)));
    }
    match message.strip_prefix("invalid length ").and_then(|rest| rest.split_once(", expected ")) {
        Some((length, wanted)) => (None, format!("is a list of {length}; write {}", expected(wanted))),
        None => (None, message.to_owned()),
    }
}

/// A value that is there.
fn found(value: &str) -> String {
    let (kind, literal) = value.split_once(' ').unwrap_or((value, ""));
    let literal = literal.trim_start_matches("point ").trim_matches('`');
    match kind {
        "map" => "an object".to_owned(),
        "sequence" => "a list".to_owned(),
        "unit" => "null".to_owned(),
        "integer" | "floating" => format!("the number {literal}"),
        "boolean" => literal.to_owned(),
        "string" => format!("the text {literal}"),
        _ => value.to_owned(),
    }
}

/// A value that should be there: types of Rust by what they hold, and what is said in plain words as it is.
fn expected(wanted: &str) -> String {
    let whole =
        |from: &dyn std::fmt::Display, to: &dyn std::fmt::Display| format!("a whole number from {from} to {to}");
    match wanted {
        "a string" | "a borrowed string" | "a formatted UUID string" => "a text".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a sequence" => "a list".to_owned(),
        "a map" => "an object".to_owned(),
        "u8" => whole(&u8::MIN, &u8::MAX),
        "u16" => whole(&u16::MIN, &u16::MAX),
        "u32" => whole(&u32::MIN, &u32::MAX),
        "u64" | "usize" => "a whole number, 0 or more".to_owned(),
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        _ if wanted.starts_with("struct ") => "an object".to_owned(),
        _ => wanted.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use uuid::Uuid;

    use super::*;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Shape {
        text: String,
        small: u8,
        whole: u32,
        large: u64,
        signed: i64,
        part: f64,
        yes: bool,
        list: Vec<String>,
        object: BTreeMap<String, String>,
        inner: Inner,
        id: Uuid,
        choice: Option<Choice>,
    }

    #[derive(Debug, Default, Deserialize)]
    #[expect(dead_code, reason = "it is the reading that is looked at")]
    struct Inner {
        one: String,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Choice {
        Yes,
        No,
    }

    fn fault(json: &str) -> (Option<String>, String) {
        let error = serde_json::from_str::<Shape>(json).expect_err("a fault").to_string();
        let message = error.rsplit_once(" at line ").map_or(error.as_str(), |(head, _)| head);
        let (key, said) = in_our_words(message);
        (key.map(str::to_owned), said)
    }

    #[test]
    fn what_does_not_fit_is_told_in_the_words_of_json() {
        for (json, said) in [
            (r#"{"text": 1}"#, "is the number 1; write a text"),
            (r#"{"text": {}}"#, "is an object; write a text"),
            (r#"{"small": 256}"#, "is the number 256; write a whole number from 0 to 255"),
            (r#"{"whole": -1}"#, "is the number -1; write a whole number from 0 to 4294967295"),
            (r#"{"whole": 1.5}"#, "is the number 1.5; write a whole number from 0 to 4294967295"),
            (r#"{"large": "7"}"#, "is the text \"7\"; write a whole number, 0 or more"),
            (r#"{"signed": []}"#, "is a list; write a whole number"),
            (r#"{"part": null}"#, "is null; write a number"),
            (r#"{"yes": "true"}"#, "is the text \"true\"; write true or false"),
            (r#"{"list": true}"#, "is true; write a list"),
            (r#"{"object": []}"#, "is a list; write an object"),
            (r#"{"inner": "x"}"#, "is the text \"x\"; write an object"),
            (r#"{"inner": []}"#, "is a list of 0; write an object"),
            (r#"{"id": "abc"}"#, "is no id; ids look like 01890a5d-ac96-774b-bcce-b302099a8057"),
            (r#"{"id": 5}"#, "is the number 5; write a text"),
            (r#"{"choice": "perhaps"}"#, "is \"perhaps\", which is none of those known; write `yes` or `no`"),
        ] {
            assert_eq!(fault(json), (None, said.to_owned()), "{json}");
        }
    }

    #[test]
    fn a_key_that_is_wrong_is_named() {
        let (key, said) = fault(r#"{"colour": 1}"#);
        assert_eq!(key.as_deref(), Some("colour"));
        assert!(said.starts_with("there is no field of this name; use one of `text`"), "{said}");
        assert_eq!(fault(r#"{"inner": {}}"#), (Some("one".to_owned()), "is missing; add it".to_owned()));
        assert_eq!(
            fault(r#"{"text": "a", "text": "b"}"#),
            (Some("text".to_owned()), "is there twice; write it once".to_owned())
        );
    }
}
