//! Labels of values on pages: times, sizes, states, kinds.

use std::fmt;

use accounts::Actor;
use askama::filters::HtmlSafe;
use jiff::Timestamp;
use mail::Text;

use super::texts;
use super::translation::language;

/// A time as a `<time>` element in UTC, which `page.js` converts to the reader's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeElement(pub Timestamp);

impl fmt::Display for TimeElement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (iso, words) = (self.0.strftime("%Y-%m-%dT%H:%M:%SZ"), language().day_and_time(self.0));
        write!(f, r#"<time datetime="{iso}">{words}</time>"#)
    }
}

// Safe as HTML: it consists of digits and names of months.
impl HtmlSafe for TimeElement {}

/// An actor in the language of the page: `ann@example.com`, `API key “shop”`.
pub fn actor(actor: &Actor) -> String {
    language().render(&actor.text())
}

/// `1204` as `1,204`.
pub fn grouped(number: u64) -> String {
    language().grouped(number.into())
}

/// The time to wait, in seconds up to 90 seconds, then in minutes: `in 45 seconds`.
pub fn wait(seconds: u64) -> Text {
    match seconds {
        0..=90 => texts::wait_seconds(seconds.max(1)),
        _ => texts::wait_minutes(seconds.div_ceil(60)),
    }
}

/// A number of bytes ([`mail::byte_size`]): `812 bytes`, `4.2 kB`, `25 MB`.
pub fn size(bytes: usize) -> String {
    language().render(&mail::byte_size(bytes as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, expected) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn sizes_are_decimal() {
        for (bytes, expected) in
            [(1, "1 byte"), (812, "812 bytes"), (4_210, "4.3 kB"), (64_000, "64 kB"), (25_000_000, "25 MB")]
        {
            assert_eq!(size(bytes), expected);
        }
    }

    #[test]
    fn a_time_has_an_exact_attribute_and_a_readable_text() {
        let time: Timestamp = "2026-11-22T14:03:05.123Z".parse().expect("a time");
        assert_eq!(
            TimeElement(time).to_string(),
            r#"<time datetime="2026-11-22T14:03:05Z">22 Nov 2026, 14:03 UTC</time>"#
        );
    }
}
