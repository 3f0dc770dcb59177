//! Renders messages: a code with its arguments becomes a text in one language.
//!
//! Never fails: stored messages may come from a newer version, whose codes are shown with their arguments.

use fluent_bundle::{FluentArgs, FluentValue};
use mail::{Arg, Args, Problem, Text};

use super::Language;
use super::texts;

/// Maximum nesting of messages: an argument may be a message, whose argument is its cause.
const MAX_DEPTH: usize = 4;

pub(super) fn text(language: Language, text: &Text) -> String {
    nested(language, text, MAX_DEPTH)
}

/// The texts of a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemText {
    /// What happened, in one sentence.
    pub what: String,
    /// What it usually means.
    pub meaning: String,
    /// What to do next.
    pub remedy: String,
}

pub(super) fn problem(language: Language, problem: &Problem) -> ProblemText {
    if let Some(stored) = problem.sentences() {
        let stored = stored.clone();
        return ProblemText { what: stored.what, meaning: stored.meaning, remedy: stored.remedy };
    }
    let variant = problem.variant.as_deref().map(|variant| format!("problem_{}_{variant}", problem.code));
    let words = variant
        .and_then(|id| attributes(language, &id, problem))
        .or_else(|| attributes(language, &format!("problem_{}", problem.code), problem));
    let mut words = words.unwrap_or_else(|| unknown(language, problem));
    if let Some(advice) = problem.advice() {
        words.remedy = text(language, advice);
    }
    if let Some(note) = problem.note() {
        words.meaning = format!("{} {}", words.meaning, text(language, note));
    }
    words
}

/// The attributes of a problem's message; `None` if this version does not know the message. A remedy that promises
/// another attempt has a variant `once` for deliveries that get none.
fn attributes(language: Language, id: &str, problem: &Problem) -> Option<ProblemText> {
    let args = fluent_args(language, &problem.args, MAX_DEPTH);
    let attribute = |name| texts::message(language, id, Some(name), &args);
    let once = if problem.is_once() { attribute("once") } else { None };
    let remedy = once.or_else(|| attribute("remedy"))?;
    Some(ProblemText { what: attribute("what")?, meaning: attribute("meaning")?, remedy })
}

/// The texts for a code of a newer version: the argument `event` says what happened, if it is a message.
fn unknown(language: Language, problem: &Problem) -> ProblemText {
    let description = match problem.args.get("event") {
        Some(Arg::Text(event)) => text(language, event),
        _ => problem.to_string(),
    };
    let unknown = mail::problems::unknown(description);
    attributes(language, "problem_unknown", &unknown).expect("problem_unknown has all attributes")
}

fn nested(language: Language, text: &Text, depth: usize) -> String {
    if let Some(sentence) = text.as_verbatim() {
        return sentence.to_owned();
    }
    texts::message(language, text.code(), None, &fluent_args(language, text.args(), depth))
        .unwrap_or_else(|| text.to_string())
}

/// The arguments for Fluent; messages among them are rendered in the same language.
pub(super) fn fluent_args(language: Language, args: &Args, depth: usize) -> FluentArgs<'static> {
    let mut fluent = FluentArgs::new();
    for (name, arg) in args.iter() {
        fluent.set(name.to_owned(), value(language, arg, depth));
    }
    fluent
}

fn value(language: Language, arg: &Arg, depth: usize) -> FluentValue<'static> {
    match arg {
        Arg::Number(number) => FluentValue::from(*number),
        Arg::String(text) => FluentValue::from(text.clone()),
        Arg::Text(text) if depth == 0 => FluentValue::from(text.to_string()),
        Arg::Text(text) => FluentValue::from(nested(language, text, depth - 1)),
        Arg::List(items) => FluentValue::from(list(language, items, depth)),
    }
}

fn list(language: Language, items: &[Arg], depth: usize) -> String {
    let words = items.iter().map(|item| match item {
        Arg::Number(number) => language.grouped(i128::from(*number)),
        Arg::String(text) => text.clone(),
        Arg::Text(text) if depth > 0 => nested(language, text, depth - 1),
        other => other.to_string(),
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_rendered_in_each_language_and_values_stay_unchanged() {
        let fault = mail::texts::draft_too_many_recipients(12_000, 10_000);
        assert_eq!(
            text(Language::English, &fault),
            "the message has 12,000 recipients: send it in parts of at most 10,000"
        );
        assert_eq!(
            text(Language::German, &fault),
            "die Nachricht hat 12.000 Empfänger: senden Sie sie in Teilen von höchstens 10.000"
        );
        let value = "`the list { $value } is empty (no TLS)`";
        let fault = mail::texts::address_without_at(value);
        assert!(text(Language::German, &fault).starts_with(value));
    }

    #[test]
    fn a_message_in_a_message_is_rendered_in_the_same_language() {
        let fault = mail::texts::header_reserved("`To`", mail::texts::header_remedy_field("to"));
        assert_eq!(text(Language::German, &fault), "`To` wird von owlpost geschrieben: verwenden Sie das Feld `to`");
    }

    #[test]
    fn a_problem_of_version_1_is_shown_as_it_was_stored() {
        let stored = r#"{"code":"policy","field":null,"what":"W.","meaning":"M.","remedy":"R.","fix":null}"#;
        let stored: Problem = serde_json::from_str(stored).expect("a stored problem");
        let expected = ProblemText { what: "W.".into(), meaning: "M.".into(), remedy: "R.".into() };
        assert_eq!(problem(Language::German, &stored), expected);
    }

    #[test]
    fn a_problem_of_a_newer_version_is_shown_with_its_arguments() {
        let newer = r#"{"code":"of_next_year","args":{"port":"25"},"field":null,"fix":null}"#;
        let newer: Problem = serde_json::from_str(newer).expect("a stored problem");
        let words = problem(Language::English, &newer);
        assert_eq!(words.what, "of_next_year (port: 25)");
        assert!(!words.meaning.is_empty() && !words.remedy.is_empty());
    }

    #[test]
    fn a_code_of_a_newer_version_is_shown_with_its_arguments() {
        let newer = Text::new("code_of_next_year", [("port", 25_u16.into())]);
        assert_eq!(text(Language::German, &newer), "code_of_next_year (port: 25)");
    }
}
