//! The mails that owlpost words itself: a file per letter with typed words and a sample, one layout for all.
//!
//! A letter makes a few [`blocks`] of its words; [`layout`] makes subject, text and HTML of them, so that nothing is
//! written twice. All texts are in `i18n/texts/{en,de}/letters.ftl`, and the language is an argument: a letter is read by
//! another person than the one whose request caused it. A letter knows no database and no settings: whoever sends it gives
//! the values. Pictures from elsewhere are absent on purpose: many readers block them, and they tell the sender who reads.

pub mod account_exists;
pub mod address_change;
pub mod address_changed;
pub mod alarm;
pub mod expiration;
pub mod gallery;
pub mod invitation;
pub mod password_changed;
pub mod password_reset;
pub mod storage_problem;
pub mod test;
pub mod validation;

mod blocks;
mod foreign;
mod layout;
mod link;
mod wording;

use mail::Draft;

pub use i18n::Language;
pub use link::AccountLink;

/// A rendered letter, ready to become a draft.
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

#[cfg(test)]
mod tests;
