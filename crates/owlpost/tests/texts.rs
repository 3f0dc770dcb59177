//! The codes of messages that every crate declares, and the Fluent files of `i18n`, agree.

use std::collections::{BTreeMap, BTreeSet};

use i18n::{Declared, Language};
use mail::Code;

/// The texts of each crate; a message with an underscore in its identifier belongs to one of them.
const TEXTS: &[&[Code]] = &[
    accounts::texts::CODES,
    api::texts::CODES,
    config::texts::CODES,
    mail::texts::CODES,
    queue::texts::CODES,
    scripting::texts::CODES,
    settings::texts::CODES,
    tickets::texts::CODES,
];

fn codes() -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for code in TEXTS.iter().flat_map(|codes| codes.iter()) {
        let args = code.args.iter().map(|arg| (*arg).to_owned()).collect();
        assert!(all.insert(code.name, args).is_none(), "the code {} is declared twice", code.name);
    }
    all
}

/// The messages of codes; pages and letters have identifiers with hyphens.
fn messages(language: Language) -> BTreeMap<String, Declared> {
    i18n::declared(language).into_iter().filter(|(id, _)| id.contains('_')).collect()
}

#[test]
fn every_code_has_a_text_with_its_arguments_in_every_language() {
    for language in Language::ALL {
        let messages = messages(language);
        for (code, args) in codes() {
            let message = messages.get(code).unwrap_or_else(|| panic!("{code} has no text in {language:?}"));
            assert_eq!(message.get(""), Some(&args), "variables of {code} in {language:?} (left) and its arguments");
        }
    }
}

#[test]
fn every_text_has_a_code() {
    for language in Language::ALL {
        let codes = codes();
        let without: Vec<String> =
            messages(language).into_keys().filter(|id| !codes.contains_key(id.as_str())).collect();
        assert!(without.is_empty(), "texts in {language:?} without a code: {without:?}");
    }
}
