//! *Letters*: samples of every mail that owlpost itself sends, in each language, for administrators.
//!
//! Samples have fictitious names and links; nothing is sent, and nothing can be changed.

use std::borrow::Cow;

use askama::Template;
use axum::Router;
use axum::routing::get;
use serde::Deserialize;

use super::error_pages::{PageError, PageResult};
use super::layout::{self, Frame, NavEntry};
use super::message_view;
use super::session::Administrator;
use super::translation::{self, filters, tr};
use crate::extract::{Path, Query};
use app::App;
use letters::gallery::{self, LetterSample};
use letters::{Language, Letter};

pub fn routes() -> Router<App> {
    Router::new().route("/", get(list)).route("/{letter}", get(show)).route("/{letter}/html", get(html))
}

/// The keys of a letter's title and purpose, by its name in the gallery.
fn texts_of(name: &str) -> [&'static str; 2] {
    match name {
        "invitation" => ["letters-invitation", "letters-invitation-purpose"],
        "password-reset" => ["letters-password-reset", "letters-password-reset-purpose"],
        "validation" => ["letters-validation", "letters-validation-purpose"],
        "account-exists" => ["letters-account-exists", "letters-account-exists-purpose"],
        "address-change" => ["letters-address-change", "letters-address-change-purpose"],
        "address-changed" => ["letters-address-changed", "letters-address-changed-purpose"],
        "password-changed" => ["letters-password-changed", "letters-password-changed-purpose"],
        "test" => ["letters-test", "letters-test-purpose"],
        "alarm" => ["letters-alarm", "letters-alarm-purpose"],
        "storage-problem" => ["letters-storage", "letters-storage-purpose"],
        _ => ["letters-ending", "letters-ending-purpose"],
    }
}

/// The requested language; the reader's own if it is unknown.
#[derive(Deserialize)]
struct LetterQuery {
    language: Option<String>,
}

impl LetterQuery {
    fn language(&self) -> Language {
        self.language.as_deref().and_then(Language::from_tag).unwrap_or_else(translation::language)
    }
}

#[derive(Template)]
#[template(path = "letters/list.html")]
struct List {
    frame: Frame,
    rows: Vec<Row>,
}

struct Row {
    name: &'static str,
    title: &'static str,
    purpose: &'static str,
}

async fn list(Administrator(visitor): Administrator) -> PageResult {
    let rows = gallery::ALL.map(|LetterSample { name, .. }| {
        let [title, purpose] = texts_of(name);
        Row { name, title, purpose }
    });
    let frame = Frame::new(tr("letters-title"), NavEntry::Letters, &visitor);
    Ok(layout::render(&List { frame, rows: rows.into() }))
}

#[derive(Template)]
#[template(path = "letters/show.html")]
struct Show {
    frame: Frame,
    name: &'static str,
    title: Cow<'static, str>,
    purpose: &'static str,
    language: Language,
    letter: Letter,
}

async fn show(
    Administrator(visitor): Administrator,
    Path(name): Path<String>,
    Query(query): Query<LetterQuery>,
) -> PageResult {
    let entry = named(&name)?;
    let [title, purpose] = texts_of(entry.name);
    let (title, language) = (tr(title), query.language());
    Ok(layout::render(&Show {
        frame: Frame::new(title.clone(), NavEntry::Letters, &visitor),
        name: entry.name,
        title,
        purpose,
        language,
        letter: (entry.sample)(language),
    }))
}

/// The document of the frame.
async fn html(_: Administrator, Path(name): Path<String>, Query(query): Query<LetterQuery>) -> PageResult {
    let entry = named(&name)?;
    Ok(message_view::document(&(entry.sample)(query.language()).html))
}

fn named(name: &str) -> Result<LetterSample, PageError> {
    gallery::ALL.into_iter().find(|entry| entry.name == name).ok_or(PageError::NotFound)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_letter_has_its_own_texts() {
        let texts: BTreeSet<&str> = gallery::ALL.iter().flat_map(|entry| texts_of(entry.name)).collect();
        assert_eq!(texts.len(), 2 * gallery::ALL.len());
    }
}
