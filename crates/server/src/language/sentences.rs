//! Sentences that rooms say in English, in other languages: faults of input, diagnoses of the way out.

use super::Language;

/// The translation, where there is one.
pub(super) fn translated(_language: Language, _english: &str) -> Option<String> {
    None
}
