//! A page that asks before a harmful action: what will happen, and to how many.
//!
//! A handler returns it for a GET of the URL to which the answer is posted. It changes nothing. Deletions have pages of
//! their own.

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

/// A question.
pub struct Question {
    /// What will happen, to whom and to how many; one paragraph each.
    pub meaning: Vec<Cow<'static, str>>,
    /// The URL to which the answer is posted.
    pub action: String,
    /// Additional fields that are posted.
    pub fields: Vec<(&'static str, String)>,
    /// The label of the button: a verb.
    pub button: Cow<'static, str>,
    /// Whether the action destroys or removes something.
    pub is_dangerous: bool,
    /// The target of *Cancel*.
    pub back: String,
}

impl Question {
    /// The page with the question; `title` is the key of its heading.
    pub fn page(self, title: &str, here: NavEntry, visitor: &Visitor) -> Response {
        layout::render(&Page { frame: Frame::new(tr(title), here, visitor), question: self })
    }
}
