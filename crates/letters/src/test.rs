//! The letter of *Send test email*: says what its arrival proves, and which connection it was sent through.

use jiff::Timestamp;
use mail::Text;

use super::blocks::{Block, Content};
use super::wording::Wording;
use super::{Language, Letter};

/// How the letter was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SentThrough {
    /// Not at all: it was stored in the built-in mailbox of this server.
    Mailbox,
    /// Through this server or API.
    Server(Text),
}

/// The values of the letter.
#[derive(Clone, Debug)]
pub struct Values {
    /// URL of the page *Email Settings*, for readers who wonder why they received this.
    pub settings_url: String,
    /// How it was sent.
    pub sent_through: SentThrough,
    /// The From address.
    pub from: String,
    /// Who requested the test.
    pub asked_by: String,
    /// When the test was requested.
    pub asked_at: Timestamp,
}

impl Values {
    /// Sample values.
    pub fn sample() -> Self {
        Self {
            settings_url: "https://mail.example.com/configuration/email-settings".into(),
            // Codes that `delivery` declares, because it names the server.
            sent_through: SentThrough::Server(Text::new(
                "connection_smtp",
                [
                    ("server", "smtp.example.com:465".into()),
                    ("security", Text::new("security_implicit_tls", []).into()),
                ],
            )),
            from: "noreply@example.com".into(),
            asked_by: "\"<ann>\"@example.com".into(),
            asked_at: super::gallery::now(),
        }
    }
}

/// Composes the letter.
pub fn letter(values: &Values, language: Language) -> Letter {
    let wording = Wording(language);
    let (heading, lead, note) = match values.sent_through {
        SentThrough::Mailbox => ("letter-test-kept", "letter-test-kept-lead", "letter-test-kept-note"),
        SentThrough::Server(_) => ("letter-test-arrived", "letter-test-arrived-lead", "letter-test-arrived-note"),
    };
    let mut facts = Vec::new();
    if let SentThrough::Server(server) = &values.sent_through {
        facts.push((wording.tr("letter-test-through"), language.render(server)));
    }
    facts.extend([
        (wording.tr("letter-test-from"), values.from.clone()),
        (wording.tr("letter-test-asked-by"), values.asked_by.clone()),
        (wording.tr("letter-when"), language.whole_day_and_time(values.asked_at)),
    ]);
    let lead = wording.tr(lead);
    Content {
        language,
        subject: wording.tr("letter-test-subject"),
        preview: lead.clone(),
        blocks: vec![
            Block::Heading(wording.tr(heading)),
            Block::Paragraph(lead),
            Block::Facts(facts),
            Block::SmallPrint(wording.tr(note)),
            Block::Link { label: wording.tr("letter-settings-link"), url: values.settings_url.clone() },
        ],
        foot: wording.tr("letter-test-foot"),
    }
    .laid_out()
}
