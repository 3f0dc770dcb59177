//! What holds for every translation, how sentences are found, and hostile ones.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::index::{split, texts};
use super::*;
use crate::catalogue::messages as variables;

/// Marks that Fluent puts around variables, were it asked to.
const ISOLATION: [char; 2] = ['\u{2068}', '\u{2069}'];

#[track_caller]
fn german(english: &str) -> String {
    translated(Language::German, english).unwrap_or_else(|| panic!("no translation of `{english}`"))
}

/// A sentence that a pattern makes, with something in each gap.
fn sample(text: &str) -> String {
    let (mut sentence, gaps) = split(text);
    let names: Vec<&String> = gaps.iter().map(|(name, _)| name).collect();
    for (name, words) in &gaps {
        let number = names.iter().position(|other| *other == name).unwrap_or_default();
        sentence.push_str(&format!("Q{number}Z{words}"));
    }
    sentence
}

#[test]
fn each_sentence_is_there_in_each_language_with_the_same_variables() {
    for (name, english, german) in FILES.iter() {
        assert_eq!(variables(english), variables(german), "{name}.ftl in English (left) and German (right)");
    }
}

#[test]
fn no_german_sentence_is_english() {
    for (name, english, german) in FILES.iter() {
        let german: BTreeMap<String, String> = texts(german).into_iter().collect();
        for (key, text) in texts(english) {
            // A place for words that are translated themselves has none of its own.
            let only_gaps = split(&text).1.iter().any(|(_, words)| words.starts_with(" (HTTP "));
            assert!(german[&key] != text || only_gaps, "{name}.ftl: {key} is English");
        }
    }
}

#[test]
fn no_pattern_stands_twice_and_each_has_words_between_its_gaps() {
    let mut known = BTreeSet::new();
    for (name, english, _) in FILES.iter() {
        for (key, text) in texts(english) {
            assert!(known.insert(sample(&text).trim_end_matches('.').to_lowercase()), "{name}.ftl: {key} stands twice");
            let (_, gaps) = split(&text);
            let inner = &gaps[..gaps.len().saturating_sub(1)];
            assert!(
                inner.iter().all(|(_, words)| !words.is_empty()),
                "{name}.ftl: {key} has two gaps without words between"
            );
            assert!(
                gaps.iter().all(|(gap, _)| !gap.is_empty()),
                "{name}.ftl: {key} has a gap that is no plain variable"
            );
        }
    }
}

#[test]
fn each_pattern_finds_the_sentences_it_makes() {
    for (name, english, _) in FILES.iter() {
        for (key, text) in texts(english) {
            let sentence = sample(&text);
            let found = INDEX.find(&sentence, Gaps::WithinSentences).map(|found| found.key.to_owned());
            assert_eq!(found.as_deref(), Some(key.as_str()), "{name}.ftl: who says `{sentence}`?");
            let said = german(&sentence);
            assert!(!said.contains(['{', '}', '\0']) && !said.contains(ISOLATION), "{name}.ftl: {key}: {said}");
            for number in 0..split(&text).1.len() {
                let gap = format!("Q{number}Z");
                assert!(
                    !sentence.contains(&gap) || said.contains(&gap) || said.contains("Clientschlüssel"),
                    "{key}: {said}"
                );
            }
        }
    }
}

#[test]
fn german_quotes_as_german_does() {
    for (name, _, german) in FILES.iter() {
        for (key, text) in texts(german) {
            assert!(!text.contains('”') && !text.contains(" - "), "{name}.ftl: {key}: „…“ and – in German: {text}");
            let opened = text.matches('„').count();
            assert_eq!(opened, text.matches('“').count(), "{name}.ftl: {key}: a quotation is not closed: {text}");
        }
    }
}

#[test]
fn a_sentence_is_known_in_either_case_and_with_or_without_its_stop() {
    for said in ["email or password is wrong", "Email or password is wrong", "Email or password is wrong."] {
        assert_eq!(german(said), "E-Mail oder Passwort ist falsch");
    }
}

#[test]
fn what_nobody_knows_stays_english() {
    for unknown in ["", ".", " ", "“", "Something else went wrong.", "550 5.1.1 User unknown", "a: b. C: d."] {
        assert_eq!(translated(Language::German, unknown), None, "{unknown}");
    }
    let long = format!("`{}` is no method: choose `builtin`, `password` or `oauth`", "x".repeat(LONGEST_BYTES));
    assert_eq!(translated(Language::German, &long), None);
}

#[test]
fn a_long_sentence_is_looked_up_without_much_work() {
    for piece in ["x. Y", ": ", "“", "the ", "\u{1f98a}", " is longer than ", "`` ", ". “X”. "] {
        let long = piece.repeat(LONGEST_BYTES / piece.len());
        let words = format!("mx.example:25 refused the message: “{}”.", long.chars().take(900).collect::<String>());
        let _ = translated(Language::German, &long);
        let _ = translated(Language::German, &words);
    }
}

proptest! {
    #[test]
    fn no_sentence_makes_it_panic(text in "\\PC{0,200}", words in "(the|host|“|”|: |\\. X|`|@| is | bytes| holds )*") {
        for sentence in [text.clone(), words.clone(), format!("{words}{text}")] {
            if let Some(said) = translated(Language::German, &sentence) {
                let marks = said.contains(ISOLATION);
                prop_assert!(!marks, "{}", said);
            }
        }
    }
}
