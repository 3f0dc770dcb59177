//! The mails that owlpost words itself: a folder per letter with subject, text, HTML, typed words and a sample.
//!
//! A letter knows no database and no settings: whoever sends it gives the words. Each language is a set of files named
//! after it (`en.subject.txt`, `en.txt`, `en.html`). Pictures from elsewhere are absent on purpose: many readers block them,
//! and they tell the sender who reads.

pub mod ending;
pub mod test;

use mail::Draft;

pub use crate::language::Language;

/// A letter in words, ready to become a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part, a whole document.
    pub html: String,
}

impl Letter {
    /// The draft that takes the letter to `to`.
    pub fn to(self, to: impl Into<String>) -> Draft {
        Draft {
            to: vec![to.into()],
            subject: self.subject,
            text: Some(self.text),
            html: Some(self.html),
            ..Draft::default()
        }
    }
}
