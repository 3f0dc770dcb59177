//! The link by which a forgotten password is replaced.

use std::time::Duration;

use jiff::Timestamp;

use super::blocks::{Block, Content};
use super::wording::Wording;
use super::{Language, Letter};

/// What the letter says.
#[derive(Clone, Debug)]
pub struct Words {
    /// Whose account it is; may be empty.
    pub name: String,
    /// Where the new password is chosen.
    pub link: String,
    /// When the link ends.
    pub expires_at: Timestamp,
    /// How long it works from now on.
    pub valid_for: Duration,
}

impl Words {
    /// Words to try the letter with.
    pub fn sample() -> Self {
        Self {
            name: "Zoë <zoe> O'Neil & Co.".into(),
            link: "https://mail.example.com/reset-password/new?ticket=Zm9yIHRoZSBzYW1wbGUgb25seQ".into(),
            expires_at: super::gallery::in_an_hour(),
            valid_for: Duration::from_secs(3600),
        }
    }
}

/// Words the letter.
pub fn letter(words: &Words, language: Language) -> Letter {
    let say = Wording(language);
    let works_until = say.works_until(words.valid_for, words.expires_at);
    Content {
        language,
        subject: say.say("letter-reset-subject"),
        preview: works_until.clone(),
        blocks: vec![
            Block::Heading(say.say("letter-reset-heading")),
            Block::Paragraph(say.greeting(&words.name)),
            Block::Paragraph(say.say("letter-reset-lead")),
            Block::Button { label: say.say("letter-reset-button"), url: words.link.clone() },
            Block::Paragraph(works_until),
            Block::SmallPrint(say.say("letter-reset-ignore")),
        ],
        foot: say.say("letter-reset-foot"),
    }
    .laid_out()
}
