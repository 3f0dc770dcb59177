//! The English patterns, and the one that a sentence was made by. `sentences` alone calls it; knows no other language.
//!
//! A gap ends at the first place where the words that follow it stand, so that a look-up reads the sentence once for
//! each pattern that begins as it does. Of several that fit, one that begins with words of its own goes before one that
//! begins with a gap, then the one with the most words of its own.

use std::collections::HashMap;
use std::ops::Range;

use fluent_bundle::FluentResource;
use fluent_syntax::ast;

/// All patterns of a language.
pub(super) struct Index {
    /// Texts without gaps, as [`bare`] has them, and their keys.
    exact: HashMap<String, String>,
    /// Texts with gaps, those with the most characters of their own first.
    patterns: Vec<Pattern>,
}

/// A text with gaps: words, then gaps and the words after each.
pub(super) struct Pattern {
    pub(super) key: String,
    pub(super) begins: String,
    pub(super) gaps: Vec<(String, String)>,
}

/// What stands in gaps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gaps {
    /// No gap reaches into another sentence.
    WithinSentences,
    /// A gap may hold the sentences of others.
    AcrossSentences,
}

/// The pattern of a sentence, and what stands in its gaps.
pub(super) struct Found<'f> {
    pub(super) key: &'f str,
    pub(super) filled: Vec<(&'f str, &'f str)>,
}

impl Index {
    pub(super) fn of<'t>(files: impl Iterator<Item = &'t str>) -> Self {
        let mut index = Self { exact: HashMap::new(), patterns: Vec::new() };
        for file in files {
            for (key, text) in texts(file) {
                let (begins, gaps) = split(&text);
                if gaps.is_empty() {
                    index.exact.insert(bare(&begins), key);
                } else {
                    index.patterns.push(Pattern { key, begins, gaps });
                }
            }
        }
        index.patterns.sort_by(|a, b| b.own_words().cmp(&a.own_words()).then_with(|| a.key.cmp(&b.key)));
        index
    }

    /// The pattern that says it.
    pub(super) fn find<'f>(&'f self, sentence: &'f str, gaps: Gaps) -> Option<Found<'f>> {
        if let Some(key) = self.exact.get(&bare(sentence)) {
            return Some(Found { key, filled: Vec::new() });
        }
        let ends = match gaps {
            Gaps::WithinSentences => breaks(sentence),
            Gaps::AcrossSentences => Vec::new(),
        };
        let fitting = self.patterns.iter().filter_map(|pattern| {
            let gaps = pattern.fits(without_stop(sentence))?;
            let crosses = |gap: &Range<usize>| ends.iter().any(|end| gap.start < *end && *end < gap.end);
            if gaps.iter().any(crosses) {
                return None;
            }
            let filled: Vec<_> =
                pattern.gaps.iter().zip(gaps).map(|((name, _), gap)| (name.as_str(), &sentence[gap])).collect();
            // What is named twice was said twice.
            let agree =
                filled.iter().all(|(name, words)| filled.iter().all(|(other, said)| other != name || said == words));
            agree.then_some((pattern, filled))
        });
        // Where sentences are nested, the outer one has the shorter name before its first words.
        let name_before = |(pattern, filled): &(&Pattern, Vec<(&str, &str)>)| {
            if pattern.begins.is_empty() { filled.first().map_or(0, |(_, words)| words.len()) } else { 0 }
        };
        fitting.min_by_key(name_before).map(|(pattern, filled)| Found { key: &pattern.key, filled })
    }
}

impl Pattern {
    /// How much of it is no gap.
    fn own_words(&self) -> usize {
        self.begins.len() + self.gaps.iter().map(|(_, words)| words.len()).sum::<usize>()
    }

    /// Where its gaps are in the sentence.
    fn fits(&self, sentence: &str) -> Option<Vec<Range<usize>>> {
        let (last, inner) = self.gaps.split_last()?;
        let closing = without_stop(&last.1);
        let end = sentence.len().checked_sub(closing.len()).filter(|_| sentence.ends_with(closing))?;
        let mut at = begins_with(sentence, &self.begins)?;
        let mut found = Vec::with_capacity(self.gaps.len());
        for (_, words) in inner {
            let gap_end = at + end_of_gap(sentence.get(at..end)?, words)?;
            found.push(at..gap_end);
            at = gap_end + words.len();
        }
        found.push(at..end);
        (at <= end).then_some(found)
    }
}

/// Where a gap ends that `words` follow; empty only where it cannot be otherwise.
fn end_of_gap(rest: &str, words: &str) -> Option<usize> {
    let first = rest.chars().next().map_or(0, char::len_utf8);
    match rest[first..].find(words) {
        Some(at) => Some(first + at),
        None => rest.starts_with(words).then_some(0),
    }
}

/// The length of `words` where the sentence begins with them, the first letter in either case.
fn begins_with(sentence: &str, words: &str) -> Option<usize> {
    let (mut said, mut known) = (sentence.chars(), words.chars());
    let Some(first) = known.next() else { return Some(0) };
    let other = said.next()?;
    let same = first == other || first.to_lowercase().eq(other.to_lowercase());
    (same && said.as_str().starts_with(known.as_str()))
        .then(|| sentence.len() - said.as_str().len() + known.as_str().len())
}

/// As it is looked for: the first letter small, without a stop.
fn bare(sentence: &str) -> String {
    let mut chars = without_stop(sentence).chars();
    let Some(first) = chars.next() else { return String::new() };
    first.to_lowercase().chain(chars).collect()
}

fn without_stop(sentence: &str) -> &str {
    sentence.strip_suffix('.').unwrap_or(sentence)
}

/// The sentences of a text.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut found = Vec::new();
    for end in breaks(text) {
        found.push(start..end);
        start = end + 1;
    }
    found.push(start..text.len());
    found
}

/// Where sentences end that another one follows: a stop, a blank, a capital. What is quoted is not looked into.
fn breaks(text: &str) -> Vec<usize> {
    let mut quotes = 0_usize;
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '“' => quotes += 1,
            '”' => quotes = quotes.saturating_sub(1),
            '.' | '!' | '?' if quotes == 0 => {
                let next = text[at + 1..].strip_prefix(' ').and_then(|rest| rest.chars().next());
                if next.is_some_and(char::is_uppercase) {
                    found.push(at + 1);
                }
            }
            _ => {}
        }
    }
    found
}

/// Keys and texts of a file, gaps between `\0` and `\0`.
pub(super) fn texts(file: &str) -> Vec<(String, String)> {
    let resource = match FluentResource::try_new(file.to_owned()) {
        Ok(resource) => resource,
        Err((_, errors)) => panic!("the sentences are embedded and tested: {errors:?}"),
    };
    let mut found = Vec::new();
    for entry in resource.entries() {
        let ast::Entry::Message(ast::Message { id, value: Some(pattern), .. }) = entry else { continue };
        let mut text = String::new();
        for element in &pattern.elements {
            match element {
                ast::PatternElement::TextElement { value } => text.push_str(value),
                ast::PatternElement::Placeable {
                    expression: ast::Expression::Inline(ast::InlineExpression::VariableReference { id }),
                } => {
                    text.push('\0');
                    text.push_str(id.name);
                    text.push('\0');
                }
                // A pattern has nothing to choose from; a test finds it.
                ast::PatternElement::Placeable { .. } => text.push_str("\0\0"),
            }
        }
        found.push((id.name.to_owned(), text));
    }
    found
}

/// The words before the first gap, then each gap's name and the words after it.
pub(super) fn split(text: &str) -> (String, Vec<(String, String)>) {
    let mut pieces = text.split('\0').map(str::to_owned);
    let begins = pieces.next().unwrap_or_default();
    let mut gaps = Vec::new();
    while let Some(name) = pieces.next() {
        gaps.push((name, pieces.next().unwrap_or_default()));
    }
    (begins, gaps)
}
