//! Sent when somebody signs up with an address that already has an account, so that the page does not reveal it.

use super::blocks::{Block, Content};
use super::wording::Wording;
use super::{Language, Letter};

/// The values of the letter.
#[derive(Clone, Debug)]
pub struct Values {
    /// The name in the account, not the one typed at sign-up; may be empty.
    pub name: String,
    /// URL of the sign-in page.
    pub sign_in_url: String,
    /// URL of the page that requests a password reset.
    pub reset_url: String,
}

impl Values {
    /// Sample values.
    pub fn sample() -> Self {
        Self {
            name: "Zoë <zoe> O'Neil & Co.".into(),
            sign_in_url: "https://mail.example.com/sign-in".into(),
            reset_url: "https://mail.example.com/reset-password".into(),
        }
    }
}

/// Composes the letter.
pub fn letter(values: &Values, language: Language) -> Letter {
    let wording = Wording(language);
    let lead = wording.tr("letter-account-exists-lead");
    Content {
        language,
        subject: wording.tr("letter-account-exists-subject"),
        preview: lead.clone(),
        blocks: vec![
            Block::Heading(wording.tr("letter-account-exists-heading")),
            Block::Paragraph(wording.greeting(&values.name)),
            Block::Paragraph(lead),
            Block::Button { label: wording.tr("letter-account-exists-button"), url: values.sign_in_url.clone() },
            Block::Paragraph(wording.tr("letter-account-exists-forgotten")),
            Block::Link { label: wording.tr("letter-account-exists-reset"), url: values.reset_url.clone() },
            Block::SmallPrint(wording.tr("letter-account-exists-ignore")),
        ],
        foot: wording.tr("letter-account-exists-foot"),
    }
    .laid_out()
}
