//! The link with which somebody who signed up proves that the address is theirs.

use std::time::Duration;

use super::link::{self, AccountLink, Keys};
use super::wording::Wording;
use super::{Language, Letter};

const KEYS: Keys = Keys {
    subject: "letter-validation-subject",
    heading: "letter-validation-heading",
    button: "letter-validation-button",
    ignore: "letter-validation-ignore",
    foot: "letter-validation-foot",
};

/// Sample values.
pub fn sample() -> AccountLink {
    AccountLink {
        name: "Zoë <zoe> O'Neil & Co.".into(),
        link: "https://mail.example.com/validation?ticket=Zm9yIHRoZSBzYW1wbGUgb25seQ".into(),
        expires_at: super::gallery::in_a_day(),
        valid_for: Duration::from_secs(24 * 3600),
    }
}

/// Composes the letter.
pub fn letter(values: &AccountLink, language: Language) -> Letter {
    link::letter(values, &KEYS, Wording(language).tr("letter-validation-lead"), language)
}
