//! Replies taken apart into words, so that a row holds for phrasings that nobody has seen yet.
//!
//! Servers say the same thing in many words and in several languages. A [`Concept`] is the list of these words, see
//! `vocabulary`; [`Words`] is a reply as words and sentences. Words of one meaning stand close together: [`Words::say`]
//! looks for concepts in the same sentence and at most [`REACH`] words apart, in any order.
//!
//! Addresses, IP addresses and links are one word each, so that what they contain is not taken for a word of the server.

/// How far apart the words of one statement are.
const REACH: usize = 12;

/// Words with one meaning, with commas between, in lower case and without hyphens and apostrophes. A word with `*` at its beginning or end
/// stands for every word that ends or begins so; several words must follow each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Concept(pub(super) &'static str);

/// A word of a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    text: String,
    /// Number of its sentence.
    sentence: usize,
}

/// A reply as words.
#[derive(Clone, Debug, Default)]
pub(super) struct Words(Vec<Word>);

/// Instead of an email address.
const ADDRESS: &str = "@address";
/// Instead of an IP address.
const IP_ADDRESS: &str = "@ip";

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let mut words = Vec::new();
        let mut sentence = 0;
        for part in text.split_whitespace() {
            let ends = part.trim_end_matches(['"', '\'', ')', ']']).ends_with(['.', ';', '!', '?']);
            for text in split(part) {
                words.push(Word { text, sentence });
            }
            sentence += usize::from(ends);
        }
        Self(words)
    }

    /// Whether all concepts occur together.
    pub(super) fn say(&self, concepts: &[Concept]) -> bool {
        let Some((first, others)) = concepts.split_first() else { return false };
        self.places(*first).into_iter().any(|place| others.iter().all(|other| self.is_near(place, *other)))
    }

    fn is_near(&self, place: usize, concept: Concept) -> bool {
        self.places(concept)
            .into_iter()
            .any(|other| other.abs_diff(place) <= REACH && self.0[other].sentence == self.0[place].sentence)
    }

    /// Where a concept occurs: the first word of each occurrence.
    fn places(&self, concept: Concept) -> Vec<usize> {
        let is_at = |place: usize, phrase: &str| {
            phrase
                .split(' ')
                .enumerate()
                .all(|(offset, pattern)| self.0.get(place + offset).is_some_and(|word| is_word(pattern, &word.text)))
        };
        (0..self.0.len()).filter(|place| concept.0.split(", ").any(|phrase| is_at(*place, phrase))).collect()
    }
}

fn is_word(pattern: &str, word: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(rest), Some(_)) => word.contains(rest.trim_end_matches('*')),
        (Some(rest), None) => word.ends_with(rest),
        (None, Some(rest)) => word.starts_with(rest),
        (None, None) => word == pattern,
    }
}

/// The words of what stands between two spaces.
fn split(part: &str) -> Vec<String> {
    let part = part.trim_matches(|c: char| !c.is_alphanumeric());
    if let Some((_, rest)) = part.split_once("://") {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        return vec![host.to_lowercase()];
    }
    if part.contains('@') {
        return vec![ADDRESS.to_owned()];
    }
    part.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ':' | '\'' | '’')).flat_map(split_word).collect()
}

fn split_word(word: &str) -> Vec<String> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    if word.is_empty() {
        return Vec::new();
    }
    if word.parse::<std::net::IpAddr>().is_ok() || is_ip_with_port(word) {
        return vec![IP_ADDRESS.to_owned()];
    }
    // A host name stays whole; `rejected:blocked` are two words.
    if word.contains('.') && !word.contains(':') {
        return vec![word.to_lowercase()];
    }
    word.split(':').flat_map(split_case).collect()
}

fn is_ip_with_port(word: &str) -> bool {
    word.parse::<std::net::SocketAddr>().is_ok()
}

/// `RecipientNotFound` is `recipient not found`.
fn split_case(word: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in word.chars().filter(|c| !matches!(c, '\'' | '’')) {
        if was_lower && c.is_uppercase() {
            words.push(String::new());
        }
        was_lower = c.is_lowercase();
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::{RECIPIENT, UNKNOWN};
    use super::*;

    fn words(text: &str) -> Vec<String> {
        Words::of(text).0.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn a_reply_is_taken_apart_into_words() {
        assert_eq!(words("Client host [192.0.2.1] blocked"), ["client", "host", "@ip", "blocked"]);
        assert_eq!(words("<ann@full.example>: User doesn't exist!"), ["@address", "user", "doesnt", "exist"]);
        assert_eq!(words("See https://www.example.com/no/such/user?x=1"), ["see", "www.example.com"]);
        assert_eq!(words("zen.spamhaus.org; RecipientNotFound"), ["zen.spamhaus.org", "recipient", "not", "found"]);
        assert_eq!(
            words("rejected:blocked over-quota _is_blocked."),
            ["rejected", "blocked", "over", "quota", "is", "blocked"]
        );
        assert_eq!(words("STARTTLS 2001:db8::1 IP:"), ["starttls", "@ip", "ip"]);
    }

    #[test]
    fn concepts_belong_together_within_a_sentence_and_near_each_other() {
        let say = |text: &str| Words::of(text).say(&[RECIPIENT, UNKNOWN]);
        assert!(say("that user is not known here"));
        assert!(say("no such recipient"));
        assert!(!say("mailbox busy. Unknown error"), "another sentence");
        assert!(
            !say("the user of this very long explanation that goes on and on and on and on is perhaps unknown"),
            "too far apart"
        );
        assert!(!say("try again later"));
    }
}
