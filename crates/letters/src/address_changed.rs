//! The notice to the old address that the account has a new one.

use jiff::Timestamp;

use super::blocks::{Block, Content};
use super::foreign::{masked, short};
use super::wording::Wording;
use super::{Language, Letter};

/// The values of the letter.
#[derive(Clone, Debug)]
pub struct Values {
    /// The name in the account; may be empty.
    pub name: String,
    /// The previous address; the letter is sent there.
    pub old_address: String,
    /// The current address. The letter masks it, because a reader of the old mailbox need not learn it.
    pub new_address: String,
    /// When it was changed.
    pub at: Timestamp,
    /// Whom to contact if the owner did not make the change; empty for the administrators of the server.
    pub contact: String,
}

impl Values {
    /// Sample values.
    pub fn sample() -> Self {
        Self {
            name: "Zoë <zoe> O'Neil & Co.".into(),
            old_address: "zoe@example.com".into(),
            new_address: "zoe.new@example.net".into(),
            at: super::gallery::now(),
            contact: "ann@example.com".into(),
        }
    }
}

/// Composes the letter.
pub fn letter(values: &Values, language: Language) -> Letter {
    let wording = Wording(language);
    let lead = wording.tr("letter-address-changed-lead");
    let not_you = match short(&values.contact) {
        contact if contact.is_empty() => wording.tr("letter-address-changed-not-you"),
        contact => wording.tr_args("letter-address-changed-not-you-contact", &[("contact", contact.into())]),
    };
    Content {
        language,
        subject: wording.tr("letter-address-changed-subject"),
        preview: lead.clone(),
        blocks: vec![
            Block::Heading(wording.tr("letter-address-changed-heading")),
            Block::Paragraph(wording.greeting(&values.name)),
            Block::Paragraph(lead),
            Block::Facts(vec![
                (wording.tr("letter-address-changed-old"), short(&values.old_address)),
                (wording.tr("letter-address-changed-new"), masked(&values.new_address)),
                (wording.tr("letter-when"), language.whole_day_and_time(values.at)),
            ]),
            Block::Paragraph(wording.tr("letter-address-changed-was-you")),
            Block::Paragraph(not_you),
        ],
        foot: wording.tr("letter-address-changed-foot"),
    }
    .laid_out()
}
