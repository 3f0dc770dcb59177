//! What is allowed but probably wrong: shown beside the field, with a change that mends it where there is one.

use mail::Fix;

use super::EmailSettings;

/// An inline warning of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The field, as in the API's JSON: `password.port`.
    pub field: &'static str,
    /// What is probably wrong, and what to do.
    pub message: String,
    /// The change that mends it.
    pub fix: Option<Fix>,
}

/// Everything that is probably wrong with `settings`.
pub fn warnings(_settings: &EmailSettings) -> Vec<Warning> {
    todo!()
}
