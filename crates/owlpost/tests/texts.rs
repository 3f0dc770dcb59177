//! Compares the codes of messages that every crate declares with the Fluent files of `i18n`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use i18n::{Language, MessageVariables};
use mail::{Arg, Code, Problem, ProblemCode};
use web::PROBLEMS;

/// The texts of each crate. Every message with an underscore in its identifier belongs to one of them.
const TEXTS: &[&[Code]] = &[
    accounts::texts::CODES,
    api::texts::CODES,
    config::texts::CODES,
    delivery::texts::CODES,
    mail::texts::CODES,
    oauth::texts::CODES,
    queue::texts::CODES,
    scripting::texts::CODES,
    sending::texts::CODES,
    settings::texts::CODES,
    smtp::texts::CODES,
    permissions::texts::CODES,
    tickets::texts::CODES,
    web::texts::CODES,
];

/// The identifier of a message is `problem_` and the name.
fn problems() -> BTreeMap<String, &'static ProblemCode> {
    let mut all = BTreeMap::new();
    for problem in PROBLEMS.iter().flat_map(|problems| problems.iter()) {
        let id = format!("problem_{}", problem.name);
        assert!(all.insert(id, problem).is_none(), "the problem {} is declared twice", problem.name);
    }
    all
}

fn codes() -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for code in TEXTS.iter().flat_map(|codes| codes.iter()) {
        let args = code.args.iter().map(|arg| (*arg).to_owned()).collect();
        assert!(all.insert(code.name, args).is_none(), "the code {} is declared twice", code.name);
    }
    all
}

/// The messages of codes; pages and letters have identifiers with hyphens.
fn messages(language: Language) -> BTreeMap<String, MessageVariables> {
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
fn the_name_of_a_problem_is_its_code_and_variant() {
    for problem in problems().into_values() {
        let name = problem.variant().map_or(problem.code.to_owned(), |variant| format!("{}_{variant}", problem.code));
        assert_eq!(problem.name, name, "a variant's name begins with its code");
    }
}

#[test]
fn every_problem_has_its_three_texts_with_arguments_in_every_language() {
    for language in Language::ALL {
        let messages = messages(language);
        for (id, problem) in problems() {
            let message = messages.get(&id).unwrap_or_else(|| panic!("{id} has no text in {language:?}"));
            // `once` is the remedy if nothing is tried again; few problems have one.
            let attributes: Vec<&str> = message.keys().map(String::as_str).filter(|name| *name != "once").collect();
            assert_eq!(attributes, ["meaning", "remedy", "what"], "attributes of {id} in {language:?}");
            let used: BTreeSet<&str> = message.values().flatten().map(String::as_str).collect();
            let args: BTreeSet<&str> = problem.args.iter().copied().collect();
            assert_eq!(used, args, "variables of {id} in {language:?} (left) and its arguments");
        }
    }
}

#[test]
fn every_text_has_a_code() {
    for language in Language::ALL {
        let (codes, problems) = (codes(), problems());
        let is_declared = |id: &String| codes.contains_key(id.as_str()) || problems.contains_key(id);
        let without: Vec<String> = messages(language).into_keys().filter(|id| !is_declared(id)).collect();
        assert!(without.is_empty(), "texts in {language:?} without a code: {without:?}");
    }
}

const PROBLEMS_PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/problems.md");

/// The document with a section per code, which is also its anchor, and every explanation with that code.
fn problems_page() -> String {
    let mut page = "# Problems\n\nAll problems that appear on the pages, in the API and in the log, by code: what each means \
                    and what to do.\nWhat happened, with the server's reply, is shown with the problem itself. A code can have \
                    several explanations; the evidence decides which one is shown.\nThis page is generated from the tables \
                    of problems and the English texts: `OWLPOST_WRITE_DOCS=1 cargo nextest run -p owlpost --test texts`.\n"
        .to_owned();
    let all: Vec<&ProblemCode> = PROBLEMS.iter().flat_map(|problems| problems.iter()).collect();
    let codes: BTreeSet<&str> = all.iter().map(|problem| problem.code).collect();
    for code in codes {
        write!(page, "\n## {code}\n").expect("writing to memory");
        for declared in all.iter().filter(|problem| problem.code == code) {
            let args = declared.args.iter().map(|name| (*name, Arg::from(format!("‹{name}›"))));
            let text = Language::English.problem(&Problem::new(declared, args.collect()));
            let line = |text: &str| text.replace('\n', " ");
            write!(page, "\n- {}\n  *What to do:* {}\n", line(&text.meaning), line(&text.remedy))
                .expect("writing to memory");
        }
    }
    page
}

#[test]
fn the_page_of_problems_is_current() {
    let page = problems_page();
    if std::env::var_os("OWLPOST_WRITE_DOCS").is_some() {
        std::fs::write(PROBLEMS_PAGE, &page).expect("docs/problems.md");
    }
    let stored = std::fs::read_to_string(Path::new(PROBLEMS_PAGE)).unwrap_or_default();
    assert!(
        stored == page,
        "docs/problems.md is not current: OWLPOST_WRITE_DOCS=1 cargo nextest run -p owlpost --test texts"
    );
}

#[test]
fn texts_use_the_quotation_marks_of_their_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../i18n/texts");
    for (language, open, close, wrong) in [("en", '“', '”', '„'), ("de", '„', '“', '”')] {
        for entry in fs::read_dir(folder.join(language)).expect("a folder of texts") {
            let path = entry.expect("an entry").path();
            let text = fs::read_to_string(&path).expect("a file of texts");
            for line in text.lines().filter(|line| !line.starts_with('#') && !line.starts_with("locale-quote-")) {
                let quotes = (line.matches(open).count(), line.matches(close).count());
                let is_right = quotes.0 == quotes.1 && !line.contains(wrong) && !line.contains(" - ");
                assert!(is_right, "{}: {line}", path.display());
            }
        }
    }
}
