//! The letter of *Send test email*: says what it proves, and which connection it came through.

use askama::Template;
use jiff::Timestamp;

use super::{Language, Letter};

/// How the letter left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// It did not: it was kept in the mailbox on this server.
    Mailbox,
    /// Through a server, in words: `smtp.example.com:465 (implicit TLS)`.
    Server(String),
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
            way: Way::Server("smtp.example.com:465 (implicit TLS)".into()),
            from: "noreply@example.com".into(),
            asked_by: "ann@example.com".into(),
            asked_at: Timestamp::UNIX_EPOCH,
        }
    }

    fn asked_at_words(&self) -> String {
        self.asked_at.strftime("%-d %B %Y at %H:%M UTC").to_string()
    }
}

/// Words the letter.
///
/// # Errors
/// Only where a template cannot be written to memory.
pub fn letter(words: &Words, language: Language) -> Result<Letter, askama::Error> {
    let asked_at = words.asked_at_words();
    match language {
        Language::English | Language::German => Ok(Letter {
            subject: include_str!("en.subject.txt").trim_end().to_owned(),
            text: EnglishText { words, asked_at: &asked_at }.render()?,
            html: EnglishHtml { words, asked_at: &asked_at }.render()?,
        }),
    }
}

#[derive(Template)]
#[template(path = "test/en.txt", whitespace = "preserve")]
struct EnglishText<'w> {
    words: &'w Words,
    asked_at: &'w str,
}

#[derive(Template)]
#[template(path = "test/en.html")]
struct EnglishHtml<'w> {
    words: &'w Words,
    asked_at: &'w str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, words: &Words) {
        let letter = letter(words, Language::English).expect("a letter");
        insta::assert_snapshot!(format!("{name}_subject"), letter.subject);
        insta::assert_snapshot!(format!("{name}_text"), letter.text);
        insta::assert_snapshot!(format!("{name}_html"), letter.html);
    }

    #[test]
    fn the_letter_says_how_it_left() {
        check("through_a_server", &Words::sample());
    }

    #[test]
    fn the_letter_that_stayed_says_so() {
        check("kept_here", &Words { way: Way::Mailbox, ..Words::sample() });
    }

    #[test]
    fn the_whole_mail_is_one_that_every_reader_can_read() {
        let draft = letter(&Words::sample(), Language::English).expect("a letter").to("bob@example.com");
        let sender = mail::parse_list("Example <noreply@example.com>").expect("an address").remove(0);
        let stamp = mail::Stamp { date: Timestamp::UNIX_EPOCH, unique: 7, auto_submitted: true };
        let mail = draft.check().expect("no faults").render(sender, &[], stamp).expect("small enough");
        insta::assert_snapshot!("mail", String::from_utf8_lossy(&mail.bytes).replace('\r', ""));
    }

    #[test]
    fn words_from_outside_cannot_become_html() {
        let words = Words { way: Way::Server("<script>alert(1)</script>".into()), ..Words::sample() };
        let letter = letter(&words, Language::English).expect("a letter");
        assert!(!letter.html.contains("<script>"), "{}", letter.html);
        assert!(letter.text.contains("<script>"), "the text is not escaped: {}", letter.text);
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        let letter = letter(&Words::sample(), Language::English).expect("a letter");
        for loading in ["<img", "url(", "<link", "@import", "src="] {
            assert!(!letter.html.contains(loading), "{loading}");
        }
    }
}
