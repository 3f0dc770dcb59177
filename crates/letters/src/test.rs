//! The letter of *Send test email*: says what it proves, and which connection it came through.

use jiff::Timestamp;
use mail::Text;

use super::blocks::{Block, Content};
use super::wording::Wording;
use super::{Language, Letter};

/// How the letter left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// It did not: it was kept in the mailbox on this server.
    Mailbox,
    /// Through this server or API.
    Server(Text),
}

/// What the letter says.
#[derive(Clone, Debug)]
pub struct Words {
    /// Where *Email Settings* can be opened, for the reader who wonders where this comes from.
    pub settings_url: String,
    /// How it left, or that it did not.
    pub way: Way,
    /// The From address.
    pub from: String,
    /// Who asked for the test.
    pub asked_by: String,
    /// When.
    pub asked_at: Timestamp,
}

impl Words {
    /// Words to try the letter with.
    pub fn sample() -> Self {
        Self {
            settings_url: "https://mail.example.com/configuration/email-settings".into(),
            // The codes of `delivery`, which reports the server.
            way: Way::Server(Text::new(
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

/// Words the letter.
pub fn letter(words: &Words, language: Language) -> Letter {
    let wording = Wording(language);
    let (heading, lead, note) = match words.way {
        Way::Mailbox => ("letter-test-kept", "letter-test-kept-lead", "letter-test-kept-note"),
        Way::Server(_) => ("letter-test-arrived", "letter-test-arrived-lead", "letter-test-arrived-note"),
    };
    let mut facts = Vec::new();
    if let Way::Server(server) = &words.way {
        facts.push((wording.tr("letter-test-through"), language.render(server)));
    }
    facts.extend([
        (wording.tr("letter-test-from"), words.from.clone()),
        (wording.tr("letter-test-asked-by"), words.asked_by.clone()),
        (wording.tr("letter-when"), language.whole_day_and_time(words.asked_at)),
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
            Block::Link { label: wording.tr("letter-settings-link"), url: words.settings_url.clone() },
        ],
        foot: wording.tr("letter-test-foot"),
    }
    .laid_out()
}
