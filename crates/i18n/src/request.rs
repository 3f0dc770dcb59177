//! The language of the current request: pages and API set it once, and everything below reads it.

use std::borrow::Cow;

use fluent_bundle::FluentValue;

use super::Language;

tokio::task_local! {
    static LANGUAGE: Language;
}

/// The language of the current request; English outside of one.
pub fn language() -> Language {
    LANGUAGE.try_with(|language| *language).unwrap_or_default()
}

/// Runs a future in a language. A stream or task that outlives the request needs a scope of its own.
pub async fn with_language<F: Future>(language: Language, future: F) -> F::Output {
    LANGUAGE.scope(language, future).await
}

/// Runs a function in a language.
pub fn with_language_sync<T>(language: Language, function: impl FnOnce() -> T) -> T {
    LANGUAGE.sync_scope(language, function)
}

/// A text by its key, in the language of the request.
pub fn tr(key: &str) -> Cow<'static, str> {
    language().tr(key)
}

/// A text with its variables, in the language of the request.
pub fn tr_args(key: &str, variables: &[(&str, FluentValue<'_>)]) -> Cow<'static, str> {
    language().tr_args(key, variables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_of_a_request_the_language_is_english() {
        assert_eq!(language(), Language::English);
        assert_eq!(with_language_sync(Language::German, language), Language::German);
    }
}
