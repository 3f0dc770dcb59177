//! The reminder that something ends which outgoing email depends on: a client secret, a consent.

use jiff::Timestamp;

use super::blocks::{Block, Content};
use super::wording::Wording;
use super::{Language, Letter};

/// What the letter says.
#[derive(Clone, Debug)]
pub struct Words {
    /// What ends, in English as `settings` says it: `The client secret`.
    pub title: String,
    /// When.
    pub at: Timestamp,
    /// Days until then, rounded up.
    pub days_left: u64,
    /// What it means and what to do, in English as `settings` says it.
    pub meaning: String,
    /// Where *Email Settings* can be opened.
    pub settings_url: String,
}

impl Words {
    /// Words to try the letter with.
    pub fn sample() -> Self {
        Self {
            title: "The client secret".into(),
            at: super::gallery::in_a_week(),
            days_left: 7,
            meaning: "From then on Microsoft 365 refuses to renew access and no mail leaves. Make a new secret at \
                      Microsoft 365, type it under Client secret with its new date, and save; nobody has to consent \
                      again."
                .into(),
            settings_url: "https://mail.example.com/configuration/email-settings".into(),
        }
    }
}

/// Words the letter.
pub fn letter(words: &Words, language: Language) -> Letter {
    let wording = Wording(language);
    let title = language.sentence(&words.title).into_owned();
    let subject = match words.days_left {
        0 | 1 => wording.tr_args("letter-ending-subject-today", &[("title", title.into())]),
        days => wording.tr_args("letter-ending-subject", &[("title", title.into()), ("count", days.into())]),
    };
    let lead = wording.tr_args("letter-ending-lead", &[("at", language.whole_day(words.at).into())]);
    Content {
        language,
        preview: lead.clone(),
        blocks: vec![
            Block::Heading(subject.clone()),
            Block::Paragraph(lead),
            Block::Paragraph(language.sentence(&words.meaning).into_owned()),
            Block::Link { label: wording.tr("letter-settings-link"), url: words.settings_url.clone() },
        ],
        subject,
        foot: wording.tr("letter-ending-foot"),
    }
    .laid_out()
}
