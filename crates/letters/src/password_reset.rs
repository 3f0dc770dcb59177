//! The link that resets a forgotten password.

use std::time::Duration;

use super::link::{self, AccountLink, Keys};
use super::wording::Wording;
use super::{Language, Letter};

const KEYS: Keys = Keys {
    subject: "letter-reset-subject",
    heading: "letter-reset-heading",
    button: "letter-reset-button",
    ignore: "letter-reset-ignore",
    foot: "letter-reset-foot",
};

/// Sample values.
pub fn sample() -> AccountLink {
    AccountLink {
        name: "Zoë <zoe> O'Neil & Co.".into(),
        link: "https://mail.example.com/reset-password/new?ticket=Zm9yIHRoZSBzYW1wbGUgb25seQ".into(),
        expires_at: super::gallery::in_an_hour(),
        valid_for: Duration::from_secs(3600),
    }
}

/// Composes the letter.
pub fn letter(values: &AccountLink, language: Language) -> Letter {
    link::letter(values, &KEYS, Wording(language).tr("letter-reset-lead"), language)
}
