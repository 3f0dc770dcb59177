//! Sentences that rooms and crates say in English, in other languages: faults of input, diagnoses of the way out, hints.
//!
//! Each English text of `en/sentences-*.ftl` is a pattern, its variables are gaps. [`translated`] finds the pattern that a
//! finished sentence was made by, and fills the text of the other language with what stands in the gaps. Variables whose
//! name begins with `cause` hold words of ours, which are translated as well; all others are given back as they are.
//! Never fails: what no pattern knows stays English.

mod index;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentValue};

use super::Language;
use super::texts::{self, Bundle};
use index::{Gaps, Index};

/// Each file with its English and its German text.
static FILES: LazyLock<Vec<(&str, &str, &str)>> = LazyLock::new(|| {
    let german = texts::sentence_files(Language::German);
    let pairs = texts::sentence_files(Language::English).zip(german);
    pairs.map(|((name, english), (_, german))| (name, english, german)).collect()
});

/// Our own sentences are shorter; a longer text is somebody's page.
const LONGEST_BYTES: usize = 4_000;
/// As many sentences of one text are looked at: the work grows with their square.
const MOST_SENTENCES: usize = 16;
/// A cause in a sentence may name its own cause.
const DEEPEST: usize = 2;
/// What the names of variables begin with that hold words of ours.
const SAID_BY_US: &str = "cause";

static INDEX: LazyLock<Index> = LazyLock::new(|| Index::of(FILES.iter().map(|(_, english, _)| *english)));
static GERMAN: LazyLock<Bundle> =
    LazyLock::new(|| texts::bundle_from(Language::German, FILES.iter().map(|(name, _, german)| (*name, *german))));

/// The translation, where there is one.
pub(super) fn translated(language: Language, english: &str) -> Option<String> {
    let bundle = match language {
        Language::English | Language::Pseudo => return None,
        Language::German => &*GERMAN,
    };
    let english = english.trim();
    if english.len() > LONGEST_BYTES {
        return None;
    }
    said(bundle, english, DEEPEST)
}

/// The whole by one pattern, else sentence by sentence, else by a pattern whose gap holds sentences of others.
fn said(bundle: &Bundle, english: &str, depth: usize) -> Option<String> {
    whole(bundle, english, Gaps::WithinSentences, depth)
        .or_else(|| in_parts(bundle, english, depth))
        .or_else(|| whole(bundle, english, Gaps::AcrossSentences, depth))
}

fn whole(bundle: &Bundle, english: &str, gaps: Gaps, depth: usize) -> Option<String> {
    let found = INDEX.find(english, gaps)?;
    let text = bundle.get_message(found.key)?.value()?;
    let mut variables = FluentArgs::with_capacity(found.filled.len());
    for (name, words) in found.filled {
        let is_ours = depth > 0 && name.starts_with(SAID_BY_US);
        let words = match is_ours.then(|| said(bundle, words, depth - 1)).flatten() {
            // The sentence around it has its own stop.
            Some(text) if !words.ends_with('.') => text.strip_suffix('.').unwrap_or(&text).to_owned(),
            Some(text) => text,
            None => words.to_owned(),
        };
        variables.set(name, FluentValue::from(words));
    }
    let mut errors = Vec::new();
    let text = bundle.format_pattern(text, Some(&variables), &mut errors).into_owned();
    debug_assert!(errors.is_empty(), "{}: {errors:?}", found.key);
    Some(text)
}

/// Rooms join what they say by blanks: the longest runs of sentences that are known are translated, the rest is left.
fn in_parts(bundle: &Bundle, english: &str, depth: usize) -> Option<String> {
    let parts = index::sentences(english);
    if parts.len() < 2 || parts.len() > MOST_SENTENCES {
        return None;
    }
    let mut said = Vec::new();
    let mut any = false;
    let mut first = 0;
    while first < parts.len() {
        let run = (first..parts.len()).rev().find_map(|last| {
            let run = &english[parts[first].start..parts[last].end];
            whole(bundle, run, Gaps::WithinSentences, depth).map(|text| (last, sentence_like(run, text)))
        });
        let (last, text) = match run {
            Some(found) => {
                any = true;
                found
            }
            None => (first, english[parts[first].clone()].to_owned()),
        };
        said.push(text);
        first = last + 1;
    }
    any.then(|| said.join(" "))
}

/// Among other sentences it begins and ends as one.
fn sentence_like(english: &str, mut text: String) -> String {
    if english.starts_with(char::is_uppercase)
        && let Some(first) = text.chars().next().filter(|c| c.is_lowercase())
    {
        text.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    if english.ends_with('.') && !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}
