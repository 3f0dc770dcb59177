//! The link by which somebody who signed up shows that the address is theirs.

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
    /// Where the address is confirmed.
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
            link: "https://mail.example.com/validation?ticket=Zm9yIHRoZSBzYW1wbGUgb25seQ".into(),
            expires_at: super::gallery::in_a_day(),
            valid_for: Duration::from_secs(24 * 3600),
        }
    }
}

/// Values the letter.
pub fn letter(values: &Values, language: Language) -> Letter {
    let wording = Wording(language);
    let works_until = wording.works_until(values.valid_for, values.expires_at);
    Content {
        language,
        subject: wording.tr("letter-validation-subject"),
        preview: works_until.clone(),
        blocks: vec![
            Block::Heading(wording.tr("letter-validation-heading")),
            Block::Paragraph(wording.greeting(&values.name)),
            Block::Paragraph(wording.tr("letter-validation-lead")),
            Block::Button { label: wording.tr("letter-validation-button"), url: values.link.clone() },
            Block::Paragraph(works_until),
            Block::SmallPrint(wording.tr("letter-validation-ignore")),
        ],
        foot: wording.tr("letter-validation-foot"),
    }
    .laid_out()
}
