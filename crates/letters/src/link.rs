//! The common form of letters with a link for an account: the link, how long it works, and that the letter can be
//! ignored.

use std::time::Duration;

use jiff::Timestamp;

use super::blocks::{Block, Content};
use super::wording::Wording;
use super::{Language, Letter};

/// The name of the account's owner, and the link.
#[derive(Clone, Debug)]
pub struct AccountLink {
    /// The name in the account; may be empty.
    pub name: String,
    /// URL of the page that the button opens.
    pub link: String,
    /// When the link expires.
    pub expires_at: Timestamp,
    /// How long the link works from now on.
    pub valid_for: Duration,
}

/// The texts of a letter, by their keys.
pub(super) struct Keys {
    pub subject: &'static str,
    pub heading: &'static str,
    pub button: &'static str,
    pub ignore: &'static str,
    pub foot: &'static str,
}

/// Composes the letter; `lead` is its first sentence.
pub(super) fn letter(link: &AccountLink, keys: &Keys, lead: String, language: Language) -> Letter {
    let wording = Wording(language);
    let works_until = wording.works_until(link.valid_for, link.expires_at);
    Content {
        language,
        subject: wording.tr(keys.subject),
        preview: works_until.clone(),
        blocks: vec![
            Block::Heading(wording.tr(keys.heading)),
            Block::Paragraph(wording.greeting(&link.name)),
            Block::Paragraph(lead),
            Block::Button { label: wording.tr(keys.button), url: link.link.clone() },
            Block::Paragraph(works_until),
            Block::SmallPrint(wording.tr(keys.ignore)),
        ],
        foot: wording.tr(keys.foot),
    }
    .laid_out()
}
