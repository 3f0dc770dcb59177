//! The page that asks before something is done that does harm: what will happen, and to how many.
//!
//! Handlers answer it to a GET of the address that the answer is posted to. Nothing is changed by it. Deletions have pages
//! of their own.

use std::borrow::Cow;

use askama::Template;
use axum::response::Response;

use super::layout::{self, Frame, NavEntry};
use super::session::Visitor;
use super::translation::{filters, tr};

#[derive(Template)]
#[template(path = "confirmation/page.html")]
struct Page {
    frame: Frame,
    question: Question,
}

/// What is asked.
pub struct Question {
    /// What will happen, to whom and to how many: a paragraph each.
    pub meaning: Vec<Cow<'static, str>>,
    /// Where the answer is posted to.
    pub action: String,
    /// What is posted beside it.
    pub fields: Vec<(&'static str, String)>,
    /// What the button says: the verb.
    pub button: Cow<'static, str>,
    /// It takes something away.
    pub is_dangerous: bool,
    /// Where *Cancel* leads to.
    pub back: String,
}

impl Question {
    /// The page that asks it; `title` is the key of its heading.
    pub fn page(self, title: &str, here: NavEntry, visitor: &Visitor) -> Response {
        layout::render(&Page { frame: Frame::new(tr(title), here, visitor), question: self })
    }
}
