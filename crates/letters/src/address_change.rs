//! The link by which somebody shows that the new address of their account is theirs; goes to the new address.

use std::time::Duration;

use jiff::Timestamp;

use super::blocks::{Block, Content};
use super::foreign::short;
use super::wording::Wording;
use super::{Language, Letter};

/// The values of the letter.
#[derive(Clone, Debug)]
pub struct Values {
    /// Whose account it is; may be empty.
    pub name: String,
    /// The address that the account is to have.
    pub new_address: String,
    /// Where it is confirmed.
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
            new_address: "zoe.new@example.net".into(),
            link: "https://mail.example.com/account/address?ticket=Zm9yIHRoZSBzYW1wbGUgb25seQ".into(),
            expires_at: super::gallery::in_a_day(),
            valid_for: Duration::from_secs(24 * 3600),
        }
    }
}

/// Values the letter.
pub fn letter(values: &Values, language: Language) -> Letter {
    let wording = Wording(language);
    let works_until = wording.works_until(values.valid_for, values.expires_at);
    let lead = wording.tr_args("letter-address-change-lead", &[("address", short(&values.new_address).into())]);
    Content {
        language,
        subject: wording.tr("letter-address-change-subject"),
        preview: works_until.clone(),
        blocks: vec![
            Block::Heading(wording.tr("letter-address-change-heading")),
            Block::Paragraph(wording.greeting(&values.name)),
            Block::Paragraph(lead),
            Block::Button { label: wording.tr("letter-address-change-button"), url: values.link.clone() },
            Block::Paragraph(works_until),
            Block::SmallPrint(wording.tr("letter-address-change-ignore")),
        ],
        foot: wording.tr("letter-address-change-foot"),
    }
    .laid_out()
}
