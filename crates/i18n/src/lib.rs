//! The languages of pages, letters and the API, and all their texts.
//!
//! The texts are in `texts/en/` and `texts/de/`, a file for each page or area, in Fluent syntax 1.0
//! (projectfluent.org). Pages and API set the language of a request ([`with_language`]) and call [`tr`] and
//! [`tr_args`]; letters take it as an argument. The log and the commands are in English.

mod catalogue;
mod dates;
mod pseudo;
mod render;
mod request;
mod texts;

use std::borrow::Cow;

use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentValue};
use mail::{Problem, Text};

pub use catalogue::{MessageVariables, declared};
pub use fluent_bundle::FluentValue as Value;
pub use render::ProblemText;
pub use request::{language, tr, tr_args, with_language, with_language_sync};

macro_rules! languages {
    ($($name:ident = $tag:literal),* $(,)?) => {
        /// A language of pages and letters.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum Language {
            #[default]
            $(#[doc = concat!("The language of the folder `texts/", $tag, "`.")] $name,)*
            /// English with accents and longer words, which reveals untranslated texts. Not offered to people; debug
            /// builds use it for a browser whose first preference is `en-XA`.
            Pseudo,
        }

        impl Language {
            /// The languages that people can choose, in the order of the pages.
            pub const ALL: [Self; [$($tag),*].len()] = [$(Self::$name),*];

            /// All languages including the one for tests.
            const EVERY: [Self; [$($tag),*].len() + 1] = [$(Self::$name,)* Self::Pseudo];

            /// The language's tag (RFC 5646), as stored and as in the API: `en`, `de`.
            pub fn tag(self) -> &'static str {
                match self {
                    $(Self::$name => $tag,)*
                    Self::Pseudo => "en-XA",
                }
            }

            /// Fluent calls the formatter without a context, so each language has its own function.
            fn number_formatter(self) -> NumberFormatter {
                match self {
                    $(Self::$name => |value, _| number(Self::$name, value),)*
                    Self::Pseudo => |value, _| number(Self::English, value),
                }
            }
        }
    };
}

// A language is a folder below `texts/` and a line here; the first one is the default.
languages! {
    English = "en",
    German = "de",
}

type NumberFormatter = fn(&FluentValue<'_>, &intl_memoizer::concurrent::IntlLangMemoizer) -> Option<String>;

/// Groups whole numbers by thousands; leaves everything else to Fluent.
fn number(language: Language, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber { value, .. }) if value.fract() == 0.0 => {
            Some(language.grouped(*value as i128))
        }
        _ => None,
    }
}

impl Language {
    /// The folder of its texts.
    fn folder(self) -> &'static str {
        match self {
            Self::Pseudo => Self::English.tag(),
            language => language.tag(),
        }
    }

    /// The language with that tag, in lower case; `None` if it is not one of [`Language::ALL`].
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The language's own name.
    pub fn own_name(self) -> Cow<'static, str> {
        self.tr("locale-name")
    }

    /// The preferred language of a browser (RFC 9110 §12.5.4); English if none is supported.
    pub fn accepted(accept_language: &str) -> Self {
        if cfg!(debug_assertions) && accept_language.starts_with(Self::Pseudo.tag()) {
            return Self::Pseudo;
        }
        let mut best = (Self::default(), 0.0);
        for range in accept_language.split(',') {
            let (tag, rest) = range.split_once(';').unwrap_or((range, ""));
            let weight = rest.trim().strip_prefix("q=").map_or(1.0, |q| q.parse().unwrap_or(0.0));
            let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
            // If two have equal weight, the first wins.
            if let Some(language) = Self::from_tag(&primary).filter(|_| weight > best.1) {
                best = (language, weight);
            }
        }
        best.0
    }

    /// A text by its key; the key itself, with an error in the log, if there is no such text.
    pub fn tr(self, key: &str) -> Cow<'static, str> {
        texts::tr(self, key, None)
    }

    /// A text with its variables filled in; numbers select the plural form.
    pub fn tr_args(self, key: &str, variables: &[(&str, FluentValue<'_>)]) -> Cow<'static, str> {
        let mut filled = FluentArgs::with_capacity(variables.len());
        for (name, value) in variables {
            filled.set(*name, value.clone());
        }
        texts::tr(self, key, Some(&filled))
    }

    /// A message in this language. A text that version 1 stored as a sentence is returned unchanged.
    pub fn render(self, text: &Text) -> String {
        render::text(self, text)
    }

    /// The texts of a problem in this language. Sentences that version 1 stored are returned unchanged.
    pub fn problem(self, problem: &Problem) -> ProblemText {
        render::problem(self, problem)
    }

    /// The decimal separator.
    pub fn decimal_point(self) -> Cow<'static, str> {
        self.tr("locale-decimal-point")
    }

    /// `1204` as `1,204` or `1.204`.
    pub fn grouped(self, number: i128) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut out = String::from(if number < 0 { "-" } else { "" });
        if digits.len() <= 3 {
            return out + &digits;
        }
        let separator = self.tr("locale-group-separator");
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push_str(&separator);
            }
            out.push(digit);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_its_preferred_language() {
        for (header, expected) in [
            ("", Language::English),
            ("fr", Language::English),
            ("de", Language::German),
            ("de-AT,de;q=0.9,en;q=0.8", Language::German),
            ("en-GB,en;q=0.9,de;q=0.8", Language::English),
            ("fr, de;q=0.5, en;q=0.4", Language::German),
            ("de;q=0, en;q=0.1", Language::English),
            ("DE;q=nonsense", Language::English),
        ] {
            assert_eq!(Language::accepted(header), expected, "{header}");
        }
    }

    #[test]
    fn numbers_are_grouped_by_the_rules_of_the_language() {
        assert_eq!(Language::English.grouped(1_234_567), "1,234,567");
        assert_eq!(Language::German.grouped(-1_204), "-1.204");
        assert_eq!(Language::German.grouped(999), "999");
    }
}
