//! Compares numbers in prose with the constants of the code, most of which are private. `numbers.txt` says where each
//! constant is, and contains the sentence of the document.

use super::{document, grouped, size};

/// The value that follows `before` in a source file; durations in seconds.
fn constant(file: &str, before: &str) -> u64 {
    let source = document(&format!("crates/{file}"));
    let (_, after) = source.split_once(before).unwrap_or_else(|| panic!("{file} no longer contains {before:?}"));
    // To the end of the expression: a separator outside of parentheses.
    let mut open = 0;
    let is_end = |c: char| {
        open += i32::from(c == '(') - i32::from(c == ')');
        open < 0 || open == 0 && matches!(c, ';' | ',' | '}')
    };
    let end = after.find(is_end).unwrap_or_else(|| panic!("{file}: no expression after {before:?}"));
    value(after[..end].trim()).unwrap_or_else(|| panic!("{file}: cannot read {:?} after {before:?}", &after[..end]))
}

/// The value of a literal, of a product or shift of literals, or of a `Duration` in seconds.
fn value(expression: &str) -> Option<u64> {
    // The text before the value may end with the name of the type.
    let expression = expression.trim_start_matches("Duration").trim_start_matches("::").trim();
    for (constructor, seconds) in [("from_secs(", 1), ("from_mins(", 60), ("from_hours(", 3600)] {
        if let Some(inner) = expression.strip_prefix(constructor) {
            return Some(value(inner.strip_suffix(')')?)? * seconds);
        }
    }
    if let Some((left, right)) = expression.split_once("<<") {
        return Some(value(left)? << value(right)?);
    }
    if let Some((left, right)) = expression.split_once('*') {
        return Some(value(left)? * value(right)?);
    }
    expression.replace('_', "").parse().ok()
}

fn word(number: u64) -> String {
    let words = [
        (2, "two"),
        (3, "three"),
        (4, "four"),
        (5, "five"),
        (7, "seven"),
        (8, "eight"),
        (10, "ten"),
        (30, "thirty"),
        (50, "fifty"),
    ];
    let found = words.into_iter().find(|(of, _)| *of == number);
    found.unwrap_or_else(|| panic!("there is no word for {number}: use figures")).1.to_owned()
}

fn whole(number: u64, unit: u64) -> String {
    assert_eq!(number % unit, 0, "{number} is no multiple of {unit}");
    grouped(number / unit)
}

/// A number in the form in which a sentence contains it.
fn written(number: u64, unit: &str) -> String {
    match unit {
        "count" | "seconds" => grouped(number),
        "word" => word(number),
        "bytes" => size(usize::try_from(number).expect("a size")),
        "megabytes" => format!("{} MB", (number + 500_000) / 1_000_000),
        "minutes" => whole(number, 60),
        "word-minutes" => word(number / 60),
        "hours" => whole(number, 3600),
        "days" => whole(number, 24 * 3600),
        "word-days" => word(number / (24 * 3600)),
        _ => panic!("unknown unit {unit} in numbers.txt"),
    }
}

#[test]
fn numbers_in_prose_are_the_constants_of_the_code() {
    let data = include_str!("numbers.txt");
    let statements = data.split("\n\n").filter(|statement| !statement.starts_with('#'));
    let mut wrong = Vec::new();
    for statement in statements.clone() {
        let mut lines = statement.lines();
        let (page, sentence) = (lines.next().expect("a document"), lines.next().expect("a sentence"));
        let mut expected = sentence.to_owned();
        for line in lines {
            let place = line.trim().split_once(' ').and_then(|(unit, rest)| Some((unit, rest.split_once(": ")?)));
            let (unit, (file, before)) = place.unwrap_or_else(|| panic!("{line}: unit, file and text"));
            let number = written(constant(file, before), unit);
            assert!(expected.contains("{}"), "{sentence}: a place for each number");
            expected = expected.replacen("{}", &number, 1);
        }
        assert!(!expected.contains("{}"), "{sentence}: a number for each place");
        if !document(page).contains(&expected) {
            wrong.push(format!("{page} does not contain {expected:?}"));
        }
    }
    assert!(statements.count() > 50);
    assert!(wrong.is_empty(), "{wrong:#?}");
}
