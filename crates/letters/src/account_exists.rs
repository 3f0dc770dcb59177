//! Goes to whoever signs up with an address that has an account already, so that the page itself need not say so.

use super::blocks::{Block, Content};
use super::wording::Wording;
use super::{Language, Letter};

/// The values of the letter.
#[derive(Clone, Debug)]
pub struct Values {
    /// Whose account it is, as the account says and not as was typed; may be empty.
    pub name: String,
    /// Where to sign in.
    pub sign_in_url: String,
    /// Where a new password can be asked for.
    pub reset_url: String,
}

impl Values {
    /// Values to try the letter with.
    pub fn sample() -> Self {
        Self {
            name: "Zoë <zoe> O'Neil & Co.".into(),
            sign_in_url: "https://mail.example.com/sign-in".into(),
            reset_url: "https://mail.example.com/reset-password".into(),
        }
    }
}

/// Values the letter.
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
