//! The reminder that something ends which outgoing email depends on: a client secret, a consent.

use askama::Template;
use jiff::Timestamp;

use super::{Language, Letter};

/// What the letter says.
#[derive(Clone, Debug)]
pub struct Words {
    /// What ends: `The client secret`.
    pub title: String,
    /// When.
    pub at: Timestamp,
    /// Days until then, rounded up.
    pub days_left: u64,
    /// What it means and what to do.
    pub meaning: String,
    /// Where *Email Settings* can be opened.
    pub settings_url: String,
}

impl Words {
    /// Words to try the letter with.
    pub fn sample() -> Self {
        Self {
            title: "The client secret".into(),
            at: Timestamp::UNIX_EPOCH,
            days_left: 7,
            meaning: "From then on Microsoft 365 refuses to renew access and no mail leaves. Make a new secret there, \
                      type it under Client secret with its new date, and save."
                .into(),
            settings_url: "https://mail.example.com/configuration/email-settings".into(),
        }
    }

    fn left(&self) -> String {
        match self.days_left {
            0 | 1 => "within a day".to_owned(),
            days => format!("in {days} days"),
        }
    }
}

/// Words the letter.
///
/// # Errors
/// Only where a template cannot be written to memory.
pub fn letter(words: &Words, language: Language) -> Result<Letter, askama::Error> {
    let (at, left) = (words.at.strftime("%-d %B %Y").to_string(), words.left());
    match language {
        Language::English | Language::German => Ok(Letter {
            subject: format!("{} of your outgoing email ends {left}", words.title),
            text: EnglishText { words, at: &at, left: &left }.render()?,
            html: EnglishHtml { words, at: &at, left: &left }.render()?,
        }),
    }
}

#[derive(Template)]
#[template(path = "ending/en.txt", whitespace = "preserve")]
struct EnglishText<'w> {
    words: &'w Words,
    at: &'w str,
    left: &'w str,
}

#[derive(Template)]
#[template(path = "ending/en.html")]
struct EnglishHtml<'w> {
    words: &'w Words,
    at: &'w str,
    left: &'w str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_says_what_ends_when_and_what_to_do() {
        let letter = letter(&Words::sample(), Language::English).expect("a letter");
        insta::assert_snapshot!("subject", letter.subject);
        insta::assert_snapshot!("text", letter.text);
        insta::assert_snapshot!("html", letter.html);
    }

    #[test]
    fn the_last_day_is_said_as_such() {
        let words = Words { days_left: 1, ..Words::sample() };
        let letter = letter(&words, Language::English).expect("a letter");
        assert_eq!(letter.subject, "The client secret of your outgoing email ends within a day");
    }
}
