//! The link by which a forgotten password is replaced.

use std::time::Duration;

use jiff::Timestamp;

use super::blocks::{Block, Content};
use super::wording::Wording;
use super::{Language, Letter};

/// The values of the letter.
#[derive(Clone, Debug)]
pub struct Values {
    /// Whose account it is; may be empty.
    pub name: String,
    /// Where the new password is chosen.
    pub link: String,
    /// When the link ends.
    pub expires_at: Timestamp,
    /// How long it works from now on.
    pub valid_for: Duration,
}

impl Values {
    /// Values to try the letter with.
    pub fn sample() -> Self {
        Self {
            name: "Zoë <zoe> O'Neil & Co.".into(),
            link: "https://mail.example.com/reset-password/new?ticket=Zm9yIHRoZSBzYW1wbGUgb25seQ".into(),
            expires_at: super::gallery::in_an_hour(),
            valid_for: Duration::from_secs(3600),
        }
    }
}

/// Values the letter.
pub fn letter(values: &Values, language: Language) -> Letter {
    let wording = Wording(language);
    let works_until = wording.works_until(values.valid_for, values.expires_at);
    Content {
        language,
        subject: wording.tr("letter-reset-subject"),
        preview: works_until.clone(),
        blocks: vec![
            Block::Heading(wording.tr("letter-reset-heading")),
            Block::Paragraph(wording.greeting(&values.name)),
            Block::Paragraph(wording.tr("letter-reset-lead")),
            Block::Button { label: wording.tr("letter-reset-button"), url: values.link.clone() },
            Block::Paragraph(works_until),
            Block::SmallPrint(wording.tr("letter-reset-ignore")),
        ],
        foot: wording.tr("letter-reset-foot"),
    }
    .laid_out()
}
