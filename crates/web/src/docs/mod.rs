//! *Problems*: what every problem means and what to do, by code. For everybody who is signed in.
//!
//! A problem shown on a page links to its section here ([`Explanation::about`]). `docs/problems.md` is generated from
//! the same tables and texts.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::Router;
use axum::routing::get;
use i18n::{ProblemText, language};
use mail::{Arg, Problem, ProblemCode};

use super::error_pages::PageResult;
use super::layout::{self, Frame, NavEntry};
use super::session::Visitor;
use super::translation::{filters, tr};
use app::App;

/// The problems of every crate.
pub const PROBLEMS: &[&[ProblemCode]] = &[
    mail::problems::PROBLEMS,
    queue::problems::PROBLEMS,
    delivery::problems::PROBLEMS,
    settings::problems::PROBLEMS,
    sending::problems::PROBLEMS,
];

const PATH: &str = "/docs/problems";

pub fn routes() -> Router<App> {
    Router::new().route(PATH, get(show))
}

fn declared() -> impl Iterator<Item = &'static ProblemCode> {
    PROBLEMS.iter().flat_map(|problems| problems.iter())
}

/// A problem as shown on a page.
pub struct Explanation {
    pub what: String,
    pub meaning: String,
    pub remedy: String,
    /// The URL of its section on this page; `None` if this version does not know the code.
    pub about: Option<String>,
}

impl Explanation {
    pub fn of(problem: &Problem) -> Self {
        let ProblemText { what, meaning, remedy } = language().problem(problem);
        Self { what, meaning, remedy, about: about(problem) }
    }
}

/// The URL of the section about a problem.
pub fn about(problem: &Problem) -> Option<String> {
    let code = problem.code.as_ref();
    declared().any(|declared| declared.code == code).then(|| format!("{PATH}#{code}"))
}

#[derive(Template)]
#[template(path = "docs/problems.html")]
struct Page {
    frame: Frame,
    sections: Vec<Section>,
}

/// A code with its explanations.
struct Section {
    code: &'static str,
    explanations: Vec<ProblemText>,
}

/// `GET /docs/problems`.
async fn show(visitor: Visitor) -> PageResult {
    let mut codes: BTreeMap<&'static str, Vec<&'static ProblemCode>> = BTreeMap::new();
    for problem in declared() {
        codes.entry(problem.code).or_default().push(problem);
    }
    let sections = codes.into_iter().map(|(code, problems)| Section { code, explanations: explanations(&problems) });
    let frame = Frame::new(tr("docs-problems"), NavEntry::Docs, &visitor);
    Ok(layout::render(&Page { frame, sections: sections.collect() }))
}

/// The texts of some problems, without duplicates.
fn explanations(problems: &[&'static ProblemCode]) -> Vec<ProblemText> {
    let mut known = BTreeSet::new();
    let texts = problems.iter().map(|declared| {
        let args = declared.args.iter().map(|name| (*name, Arg::from(placeholder(name))));
        language().problem(&Problem::new(declared, args.collect()))
    });
    texts.filter(|text| known.insert((text.meaning.clone(), text.remedy.clone()))).collect()
}

/// The key of the text shown in place of an argument, by the argument's name.
const ARGUMENTS: &[(&str, &str)] = &[
    ("client", "docs-argument-client"),
    ("count", "docs-argument-count"),
    ("delegation_id", "docs-argument-delegation-id"),
    ("description", "docs-argument-description"),
    ("event", "docs-argument-event"),
    ("floor", "docs-argument-floor"),
    ("free", "docs-argument-free"),
    ("from", "docs-argument-from"),
    ("host", "docs-argument-host"),
    ("issuer", "docs-argument-issuer"),
    ("last", "docs-argument-last"),
    ("login", "docs-argument-login"),
    ("mailbox", "docs-argument-mailbox"),
    ("minutes", "docs-argument-minutes"),
    ("port", "docs-argument-port"),
    ("provider", "docs-argument-provider"),
    ("rule", "docs-argument-rule"),
    ("scopes", "docs-argument-scopes"),
    ("server", "docs-argument-server"),
    ("suggestion", "docs-argument-suggestion"),
    ("times", "docs-argument-times"),
];

/// The text shown in place of an argument.
fn placeholder(name: &str) -> String {
    let words = match ARGUMENTS.iter().find(|(argument, _)| *argument == name) {
        Some((_, key)) => tr(key),
        None => Cow::Owned(name.to_owned()),
    };
    format!("‹{words}›")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_argument_has_a_placeholder() {
        let declared: BTreeSet<&str> = declared().flat_map(|problem| problem.args.iter().copied()).collect();
        let known: BTreeSet<&str> = ARGUMENTS.iter().map(|(name, _)| *name).collect();
        assert_eq!(declared, known, "arguments of problems (left) and their placeholders");
    }

    #[test]
    fn a_problem_links_to_its_section() {
        let known = Problem::new(&delivery::problems::PROBLEMS[0], [("event", Arg::from("x"))].into());
        assert_eq!(about(&known), Some("/docs/problems#server_busy".to_owned()));
    }
}
