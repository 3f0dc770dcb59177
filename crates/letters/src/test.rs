//! The letter of *Send test email*: says what it proves, and which connection it came through.

use jiff::Timestamp;
use mail::Text;

use super::blocks::{Block, Content};
use super::wording::Wording;
use super::{Language, Letter};

/// How the letter left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SentThrough {
    /// It did not: it was kept in the mailbox on this server.
    Mailbox,
    /// Through this server or API.
    Server(Text),
}

/// The values of the letter.
#[derive(Clone, Debug)]
pub struct Values {
    /// Where *Email Settings* can be opened, for the reader who wonders where this comes from.
    pub settings_url: String,
    /// How it left, or that it did not.
    pub sent_through: SentThrough,
    /// The From address.
    pub from: String,
    /// Who asked for the test.
    pub asked_by: String,
    /// When.
    pub asked_at: Timestamp,
}

impl Values {
    /// Values to try the letter with.
    pub fn sample() -> Self {
        Self {
            settings_url: "https://mail.example.com/configuration/email-settings".into(),
            // The codes of `delivery`, which reports the server.
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

/// Values the letter.
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
