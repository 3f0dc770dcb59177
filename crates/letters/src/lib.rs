//! The mails that owlpost itself sends: a file per letter with typed values and a sample, one layout for all.
//!
//! A letter builds a few [`blocks`] from its values; [`layout`] renders subject, text and HTML from them. All texts are
//! in `i18n/texts/{en,de}/letters.ftl`. The language is an argument, because the reader is not the person whose request
//! caused the letter. A letter reads neither database nor settings: its sender passes the values. There are no remote
//! images: many mail programs block them, and they reveal who reads the mail.

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
    /// The subject, one line.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part, a whole document.
    pub html: String,
}

impl Letter {
    /// A draft with this letter for the recipient `to`.
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
