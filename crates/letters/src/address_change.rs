//! The link with which somebody proves that the new address of their account is theirs; sent to the new address.

use std::time::Duration;

use super::foreign::short;
use super::link::{self, AccountLink, Keys};
use super::wording::Wording;
use super::{Language, Letter};

const KEYS: Keys = Keys {
    subject: "letter-address-change-subject",
    heading: "letter-address-change-heading",
    button: "letter-address-change-button",
    ignore: "letter-address-change-ignore",
    foot: "letter-address-change-foot",
};

/// The values of the letter.
#[derive(Clone, Debug)]
pub struct Values {
    /// The address that the account will have after confirmation.
    pub new_address: String,
    /// The name of the account, and the link that confirms the address.
    pub link: AccountLink,
}

impl Values {
    /// Sample values.
    pub fn sample() -> Self {
        Self {
            new_address: "zoe.new@example.net".into(),
            link: AccountLink {
                name: "Zoë <zoe> O'Neil & Co.".into(),
                link: "https://mail.example.com/account/address?ticket=Zm9yIHRoZSBzYW1wbGUgb25seQ".into(),
                expires_at: super::gallery::in_a_day(),
                valid_for: Duration::from_secs(24 * 3600),
            },
        }
    }
}

/// Composes the letter.
pub fn letter(values: &Values, language: Language) -> Letter {
    let lead =
        Wording(language).tr_args("letter-address-change-lead", &[("address", short(&values.new_address).into())]);
    link::letter(&values.link, &KEYS, lead, language)
}
