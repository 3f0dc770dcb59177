//! The notice to the owner of an account that its password was changed.

use jiff::Timestamp;

use super::blocks::{Block, Content};
use super::wording::Wording;
use super::{Language, Letter};

/// The values of the letter.
#[derive(Clone, Debug)]
pub struct Values {
    /// The name in the account; may be empty.
    pub name: String,
    /// When it was changed.
    pub at: Timestamp,
    /// How it was changed.
    pub how: PasswordChangeKind,
    /// URL of the page that requests a password reset.
    pub reset_url: String,
}

/// How a password was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordChangeKind {
    /// By somebody who was signed in and entered the old one.
    Changed,
    /// With the link of a letter.
    ResetByLink,
}

impl Values {
    /// Sample values.
    pub fn sample() -> Self {
        Self {
            name: "Zoë <zoe> O'Neil & Co.".into(),
            at: super::gallery::now(),
            how: PasswordChangeKind::Changed,
            reset_url: "https://mail.example.com/reset-password".into(),
        }
    }
}

/// Composes the letter.
pub fn letter(values: &Values, language: Language) -> Letter {
    let wording = Wording(language);
    let lead = match values.how {
        PasswordChangeKind::Changed => wording.tr("letter-password-changed-by-hand"),
        PasswordChangeKind::ResetByLink => wording.tr("letter-password-changed-by-link"),
    };
    Content {
        language,
        subject: wording.tr("letter-password-changed-subject"),
        preview: lead.clone(),
        blocks: vec![
            Block::Heading(wording.tr("letter-password-changed-heading")),
            Block::Paragraph(wording.greeting(&values.name)),
            Block::Paragraph(lead),
            Block::Facts(vec![(wording.tr("letter-when"), language.whole_day_and_time(values.at))]),
            Block::Paragraph(wording.tr("letter-password-changed-was-you")),
            Block::Paragraph(wording.tr("letter-password-changed-not-you")),
            Block::Link { label: wording.tr("letter-password-changed-link"), url: values.reset_url.clone() },
        ],
        foot: wording.tr("letter-password-changed-foot"),
    }
    .laid_out()
}
