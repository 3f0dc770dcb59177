//! The texts of each language, read once from the files that are embedded in the binary.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::{LanguageIdentifier, langid};

use super::Language;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// Each file with its English and its German text.
        const FILES: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../texts/en/", $name, ".ftl")),
            include_str!(concat!("../texts/de/", $name, ".ftl")),
        )),*];
    };
}

files![
    "account",
    "accounts",
    "api_keys",
    "audit",
    "consent",
    "email_settings",
    "files",
    "frame",
    "letters",
    "letters_page",
    "links",
    "mail",
    "mailbox",
    "outbox",
    "overview",
    "reading",
    "reset_password",
    "script_reference",
    "script_runs",
    "script_triggers",
    "scripts",
    "setup",
    "sign_in",
    "sign_up",
    "trouble",
    "workspaces"
];

pub(super) type Bundle = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Bundle> =
    LazyLock::new(|| bundle(langid!("en"), FILES.iter().map(|(name, english, _)| (*name, *english)), english_numbers));
static GERMAN: LazyLock<Bundle> =
    LazyLock::new(|| bundle(langid!("de"), FILES.iter().map(|(name, _, german)| (*name, *german)), german_numbers));

/// The files of a language: name and text.
pub(super) fn files(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().map(move |(name, english, german)| match language {
        Language::English => (*name, *english),
        Language::German => (*name, *german),
    })
}

fn bundle_of(language: Language) -> &'static Bundle {
    match language {
        Language::English => &ENGLISH,
        Language::German => &GERMAN,
    }
}

/// The message of a code, or one of its attributes; `None` where this version does not know the code.
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

/// The text, or its key where there is none: a page with a gap is better than no page, and a test finds the gap first.
pub(super) fn say(language: Language, key: &str, variables: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
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

/// All texts of a language, out of its files.
pub(super) fn bundle<'f>(
    language: LanguageIdentifier,
    files: impl Iterator<Item = (&'f str, &'f str)>,
    numbers: fn(&FluentValue<'_>, &intl_memoizer::concurrent::IntlLangMemoizer) -> Option<String>,
) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // The marks would be read aloud, copied, and land in subjects.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(numbers));
    for (name, text) in files {
        let resource = match FluentResource::try_new(text.to_owned()) {
            Ok(resource) => resource,
            Err((_, errors)) => panic!("{name}.ftl is embedded and tested: {errors:?}"),
        };
        if let Err(errors) = bundle.add_resource(resource) {
            panic!("{name}.ftl is embedded and tested: {errors:?}");
        }
    }
    bundle
}

fn english_numbers(value: &FluentValue<'_>, _: &intl_memoizer::concurrent::IntlLangMemoizer) -> Option<String> {
    number(Language::English, value)
}

/// How German writes numbers in a text.
pub(super) fn german_numbers(
    value: &FluentValue<'_>,
    _: &intl_memoizer::concurrent::IntlLangMemoizer,
) -> Option<String> {
    number(Language::German, value)
}

/// Whole numbers are grouped by thousands; all else is as it is.
fn number(language: Language, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber { value, .. }) if value.fract() == 0.0 => {
            Some(language.grouped(*value as i128))
        }
        _ => None,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::Path;

    use fluent_syntax::ast;

    use super::*;

    /// The variables of each text.
    pub(crate) fn variables(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| errors).expect("Fluent's form");
        let mut found = BTreeMap::new();
        for entry in resource.entries() {
            if let ast::Entry::Message(ast::Message { id, value: Some(pattern), .. }) = entry {
                let mut variables = BTreeSet::new();
                gather(pattern, &mut variables);
                let before = found.insert(id.name.to_owned(), variables);
                assert!(before.is_none(), "{} stands twice", id.name);
            }
        }
        found
    }

    fn gather(pattern: &ast::Pattern<&str>, into: &mut BTreeSet<String>) {
        for element in &pattern.elements {
            let ast::PatternElement::Placeable { expression } = element else { continue };
            let (subject, variants) = match expression {
                ast::Expression::Inline(inline) => (inline, &[][..]),
                ast::Expression::Select { selector, variants } => (selector, &variants[..]),
            };
            if let ast::InlineExpression::VariableReference { id } = subject {
                into.insert(id.name.to_owned());
            }
            for variant in variants {
                gather(&variant.value, into);
            }
        }
    }

    /// All sources and templates of this crate, without the texts themselves.
    fn sources() -> String {
        fn read(folder: &Path, into: &mut String) {
            for entry in fs::read_dir(folder).expect("a folder of sources") {
                let path = entry.expect("an entry").path();
                let wanted = path.extension().is_some_and(|end| end == "rs" || end == "html");
                if path.is_dir() {
                    read(&path, into);
                } else if wanted {
                    let text = fs::read_to_string(&path).expect("a source");
                    text.lines().filter(|line| !line.trim_start().starts_with("//")).for_each(|line| {
                        into.push_str(line);
                        into.push('\n');
                    });
                }
            }
        }
        let mut all = String::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../owlpost/src"), &mut all);
        all
    }

    #[test]
    fn each_text_is_there_in_each_language_with_the_same_variables() {
        for (name, english, german) in FILES {
            assert_eq!(variables(english), variables(german), "{name}.ftl in English (left) and German (right)");
        }
    }

    #[test]
    fn each_file_of_texts_is_read() {
        for language in Language::ALL {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("texts").join(language.tag());
            let standing: BTreeSet<String> = fs::read_dir(folder)
                .expect("a folder of texts")
                .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
                .filter(|name| !name.starts_with("sentences"))
                .collect();
            let read: BTreeSet<String> = FILES.iter().map(|(name, ..)| format!("{name}.ftl")).collect();
            assert_eq!(standing, read);
        }
    }

    #[test]
    fn no_key_stands_in_two_files() {
        let mut keys = BTreeSet::new();
        for (name, english, _) in FILES {
            for key in variables(english).into_keys() {
                assert!(keys.insert(key.clone()), "{key} of {name}.ftl stands in an earlier file as well");
            }
        }
    }

    #[test]
    fn each_text_is_used() {
        let sources = sources();
        let unused: Vec<String> = FILES
            .iter()
            .flat_map(|(_, english, _)| variables(english).into_keys())
            // Identifiers with underscores are codes, which `owlpost` compares with their declarations.
            .filter(|key| !key.contains('_') && !sources.contains(&format!("\"{key}\"")))
            .collect();
        assert!(unused.is_empty(), "texts that nobody says: {unused:?}");
    }

    #[test]
    fn each_text_that_is_said_is_there() {
        let known: BTreeSet<String> = FILES.iter().flat_map(|(_, english, _)| variables(english).into_keys()).collect();
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
            let call = before.strip_suffix("say(").or_else(|| before.strip_suffix("say_with("));
            let in_code = call.is_some_and(|before| !before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_'));
            let looks_like_key =
                !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            if (in_template || in_code) && looks_like_key && !known.contains(key) {
                missing.insert(key.to_owned());
            }
        }
        assert!(missing.is_empty(), "texts that are said and are not there: {missing:?}");
    }

    #[test]
    fn numbers_choose_the_plural_and_are_grouped() {
        for (language, expected) in [(Language::English, "in 1,204 minutes"), (Language::German, "in 1.204 Minuten")] {
            let text = language.say_with("in-minutes", &[("count", 1204.into())]);
            assert_eq!(text, expected);
        }
        assert_eq!(Language::English.say_with("in-minutes", &[("count", 1.into())]), "in 1 minute");
    }
}
