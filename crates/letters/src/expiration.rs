//! The reminder that a client secret or consent, which outgoing email depends on, expires soon.

use jiff::Timestamp;
use mail::Text;

use super::blocks::{Block, Content};
use super::wording::Wording;
use super::{Language, Letter};

/// The values of the letter.
#[derive(Clone, Debug)]
pub struct Values {
    /// What expires: *The client secret*.
    pub title: Text,
    /// When it expires.
    pub at: Timestamp,
    /// Days until then, rounded up.
    pub days_left: u64,
    /// What the expiration means and what to do.
    pub meaning: Text,
    /// URL of the page *Email Settings*.
    pub settings_url: String,
}

impl Values {
    /// Sample values.
    pub fn sample() -> Self {
        Self {
            title: Text::new("settings_client_secret_expires", []),
            at: super::gallery::in_a_week(),
            days_left: 7,
            meaning: Text::new("settings_client_secret_expires_meaning", [("provider", "Microsoft 365".into())]),
            settings_url: "https://mail.example.com/configuration/email-settings".into(),
        }
    }
}

/// Composes the letter.
pub fn letter(values: &Values, language: Language) -> Letter {
    let wording = Wording(language);
    let title = language.render(&values.title);
    let subject = match values.days_left {
        0 | 1 => wording.tr_args("letter-ending-subject-today", &[("title", title.into())]),
        days => wording.tr_args("letter-ending-subject", &[("title", title.into()), ("count", days.into())]),
    };
    let lead = wording.tr_args("letter-ending-lead", &[("at", language.whole_day(values.at).into())]);
    Content {
        language,
        preview: lead.clone(),
        blocks: vec![
            Block::Heading(subject.clone()),
            Block::Paragraph(lead),
            Block::Paragraph(language.render(&values.meaning)),
            Block::Link { label: wording.tr("letter-settings-link"), url: values.settings_url.clone() },
        ],
        subject,
        foot: wording.tr("letter-ending-foot"),
    }
    .laid_out()
}
