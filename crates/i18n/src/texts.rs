//! The texts of each language, read once from the files that are embedded in the binary.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use super::{Language, pseudo};

/// The Fluent files: language tag, then name and content of each file.
const FILES: &[(&str, &[(&str, &str)])] = include!(concat!(env!("OUT_DIR"), "/texts.rs"));

pub(super) type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<Vec<Bundle>> = LazyLock::new(|| Language::EVERY.into_iter().map(bundle).collect());

/// The files of a language: name and text.
pub(super) fn files(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    let files = FILES.iter().find(|(tag, _)| *tag == language.folder()).map_or(&[][..], |(_, files)| files);
    files.iter().copied()
}

fn bundle_of(language: Language) -> &'static Bundle {
    &BUNDLES[language as usize]
}

/// The message of a code, or one of its attributes; `None` if this version does not know the code.
pub(super) fn message(language: Language, id: &str, attribute: Option<&str>, args: &FluentArgs<'_>) -> Option<String> {
    let bundle = bundle_of(language);
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
    debug_assert!(errors.is_empty(), "{id} in {language:?}: {errors:?}");
    Some(text)
}

/// The text, or its key if there is none: a page with a missing text is better than no page, and a test finds the
/// missing text before a release.
pub(super) fn tr(language: Language, key: &str, variables: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
    let bundle = bundle_of(language);
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        tracing::error!(key, language = language.tag(), "a text is missing");
        debug_assert!(false, "no text has the key {key} in {language:?}");
        return Cow::Owned(key.to_owned());
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, variables, &mut errors);
    debug_assert!(errors.is_empty(), "{key} in {language:?}: {errors:?}");
    match text {
        Cow::Borrowed(text) => Cow::Owned(text.to_owned()),
        Cow::Owned(text) => Cow::Owned(text),
    }
}

fn bundle(language: Language) -> Bundle {
    bundle_from(language, files(language))
}

/// A bundle of these files.
///
/// # Panics
///
/// If a file is not Fluent syntax or repeats an identifier: the files are embedded, and every test reads them.
pub(super) fn bundle_from<'f>(language: Language, files: impl Iterator<Item = (&'f str, &'f str)>) -> Bundle {
    let tag: LanguageIdentifier = language.folder().parse().expect("the folder of a language is its tag");
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // Isolation marks would be read aloud by screen readers, copied with the text, and appear in subjects.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(language.number_formatter()));
    for (name, text) in files {
        let text = match language {
            Language::Pseudo => pseudo::localized(text),
            _ => text.to_owned(),
        };
        let resource = FluentResource::try_new(text).unwrap_or_else(|(_, errors)| panic!("{name}.ftl: {errors:?}"));
        if let Err(errors) = bundle.add_resource(resource) {
            panic!("{name}.ftl: {errors:?}");
        }
    }
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::declared;

    /// Sources and templates of all crates, without comments.
    fn sources() -> String {
        fn read(folder: &Path, into: &mut String) {
            for entry in fs::read_dir(folder).expect("a folder of sources") {
                let path = entry.expect("an entry").path();
                let is_source = path.extension().is_some_and(|extension| extension == "rs" || extension == "html");
                if path.is_dir() {
                    read(&path, into);
                } else if is_source {
                    let text = fs::read_to_string(&path).expect("a source");
                    text.lines().filter(|line| !line.trim_start().starts_with("//")).for_each(|line| {
                        into.push_str(line);
                        into.push('\n');
                    });
                }
            }
        }
        let mut all = String::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), &mut all);
        all
    }

    #[test]
    fn every_language_declares_the_same_messages_with_the_same_variables() {
        for language in Language::ALL {
            assert_eq!(declared(Language::English), declared(language), "English (left) and {language:?} (right)");
        }
    }

    #[test]
    fn every_key_of_pages_and_letters_is_used() {
        let sources = sources();
        let unused: Vec<String> = declared(Language::English)
            .into_keys()
            // Identifiers with underscores are codes, which `owlpost` compares with their declarations.
            .filter(|key| !key.contains('_') && !key.starts_with("locale-"))
            .filter(|key| !sources.contains(&format!("\"{key}\"")))
            .collect();
        assert!(unused.is_empty(), "unused texts: {unused:?}");
    }

    #[test]
    fn every_key_that_is_used_has_a_text() {
        let known: BTreeSet<String> = declared(Language::English).into_keys().collect();
        let sources = sources();
        let mut missing = BTreeSet::new();
        for (at, _) in sources.match_indices('"') {
            let Some((key, after)) = sources[at + 1..].split_once('"') else { continue };
            let in_template = ["|t", "|h"].iter().any(|filter| {
                after.strip_prefix(filter).is_some_and(|rest| {
                    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
                    rest.starts_with(['(', ' ', '|', ')', '}', ','])
                })
            });
            let before = &sources[..at];
            let call = ["tr(", "tr_args("].iter().find_map(|call| before.strip_suffix(call));
            let in_code = call.is_some_and(|before| !before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_'));
            let looks_like_key =
                !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            if (in_template || in_code) && looks_like_key && !known.contains(key) {
                missing.insert(key.to_owned());
            }
        }
        assert!(missing.is_empty(), "keys without a text: {missing:?}");
    }

    #[test]
    fn numbers_choose_the_plural_and_are_grouped() {
        for (language, expected) in [(Language::English, "in 1,204 minutes"), (Language::German, "in 1.204 Minuten")] {
            let text = language.tr_args("wait_minutes", &[("count", 1204.into())]);
            assert_eq!(text, expected);
        }
        assert_eq!(Language::English.tr_args("wait_minutes", &[("count", 1.into())]), "in 1 minute");
    }
}
