//! The languages that pages and letters speak, and all their texts.
//!
//! Texts stand in `en/` and `de/`, a file for each page, in Fluent's form (projectfluent.org, syntax 1.0). Pages say them
//! through `web::speech`, which knows the reader's language; letters are given theirs. The API, the log and the commands
//! speak English: what a fault or a diagnosis says in English becomes German by [`Language::sentence`].

mod catalogue;
mod dates;
mod render;
mod sentences;
mod texts;

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentValue};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use mail::Text;

pub use catalogue::{Declared, declared};
pub use fluent_bundle::FluentValue as Value;

/// A language that owlpost speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// All, in the order of the pages.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// The language's tag (RFC 5646), as stored and as in the API: `en`, `de`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// The language of that tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// Its own name for itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// What a browser would rather read (RFC 9110 §12.5.4); English where it asks for none of ours.
    pub fn accepted(accept_language: &str) -> Self {
        let mut best = (Self::English, 0.0);
        for range in accept_language.split(',') {
            let (tag, rest) = range.split_once(';').unwrap_or((range, ""));
            let weight = rest.trim().strip_prefix("q=").map_or(1.0, |q| q.parse().unwrap_or(0.0));
            let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
            // Of two that weigh the same the first is meant.
            if let Some(language) = Self::from_tag(&primary).filter(|_| weight > best.1) {
                best = (language, weight);
            }
        }
        best.0
    }

    /// A text by its key.
    pub fn say(self, key: &str) -> Cow<'static, str> {
        texts::say(self, key, None)
    }

    /// A text with its variables filled in; numbers choose the plural.
    pub fn say_with(self, key: &str, variables: &[(&str, FluentValue<'_>)]) -> Cow<'static, str> {
        let mut filled = FluentArgs::with_capacity(variables.len());
        for (name, value) in variables {
            filled.set(*name, value.clone());
        }
        texts::say(self, key, Some(&filled))
    }

    /// A message in this language. A text that version 1 stored as a sentence is shown as it was stored.
    pub fn render(self, text: &Text) -> String {
        match text.as_verbatim() {
            Some(sentence) => self.sentence(sentence).into_owned(),
            None => render::text(self, text),
        }
    }

    /// What a room says in English (a fault, a diagnosis), in this language; English where it has no translation.
    pub fn sentence(self, english: &str) -> Cow<'_, str> {
        match self {
            Self::English => Cow::Borrowed(english),
            _ => sentences::translated(self, english).map_or(Cow::Borrowed(english), Cow::Owned),
        }
    }

    /// What stands before the tenths.
    pub fn decimal_point(self) -> &'static str {
        match self {
            Self::English => ".",
            Self::German => ",",
        }
    }

    /// A time in UTC: `22 Nov 2026, 14:03 UTC`, `22. Nov. 2026, 14:03 UTC`.
    pub fn day_and_time(self, at: Timestamp) -> String {
        format!("{} UTC", self.on_the_wall(&at.to_zoned(TimeZone::UTC)))
    }

    /// A time as the clocks of its zone show it, without the zone's name: `22 Nov 2026, 14:03`, `22. Nov. 2026, 14:03`.
    pub fn on_the_wall(self, day: &Zoned) -> String {
        match self {
            Self::English => day.strftime("%-d %b %Y, %H:%M").to_string(),
            Self::German => {
                /// As Duden shortens them.
                const MONTHS: [&str; 12] =
                    ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."];
                let month = usize::try_from(day.month() - 1).ok().and_then(|at| MONTHS.get(at)).unwrap_or(&"");
                format!("{}. {month} {}", day.day(), day.strftime("%Y, %H:%M"))
            }
        }
    }

    /// `1204` as `1,204` or `1.204`.
    pub fn grouped(self, number: i128) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut out = String::from(if number < 0 { "-" } else { "" });
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(match self {
                    Self::English => ',',
                    Self::German => '.',
                });
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
    fn a_browser_gets_the_language_it_would_rather_read() {
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
    fn numbers_are_grouped_as_the_language_does() {
        assert_eq!(Language::English.grouped(1_234_567), "1,234,567");
        assert_eq!(Language::German.grouped(-1_204), "-1.204");
        assert_eq!(Language::German.grouped(999), "999");
    }

    #[test]
    fn a_time_reads_as_in_the_language() {
        let at: Timestamp = "2026-03-02T04:05:06Z".parse().expect("a time");
        assert_eq!(Language::English.day_and_time(at), "2 Mar 2026, 04:05 UTC");
        assert_eq!(Language::German.day_and_time(at), "2. März 2026, 04:05 UTC");
    }
}
