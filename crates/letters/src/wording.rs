//! Phrases that letters share: greeting, how long a link works, durations.

use std::time::Duration;

use jiff::Timestamp;

use super::{Language, foreign};
use i18n::Value;

/// Renders texts in the language of one letter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wording(pub Language);

impl Wording {
    pub fn tr(self, key: &str) -> String {
        self.0.tr(key).into_owned()
    }

    pub fn tr_args(self, key: &str, variables: &[(&str, Value<'_>)]) -> String {
        self.0.tr_args(key, variables).into_owned()
    }

    /// A greeting, with the name if there is one.
    pub fn greeting(self, name: &str) -> String {
        match foreign::unlinked(name) {
            name if name.is_empty() => self.tr("letter-greeting"),
            name => self.tr_args("letter-greeting-name", &[("name", name.into())]),
        }
    }

    /// A sentence that says how long a link works, and until when.
    pub fn works_until(self, valid_for: Duration, expires_at: Timestamp) -> String {
        self.tr_args(
            "letter-link-works",
            &[("lasting", self.lasting(valid_for).into()), ("until", self.0.whole_day_and_time(expires_at).into())],
        )
    }

    /// `7 days`, `24 hours`, `90 minutes`: the largest unit of which there are at least two, or exactly one hour.
    pub fn lasting(self, duration: Duration) -> String {
        const HALF_A_MINUTE: u64 = 30;
        let minutes = ((duration.as_secs() + HALF_A_MINUTE) / 60).max(1);
        let hours = (minutes + 30) / 60;
        let days = (hours + 12) / 24;
        if hours >= 48 {
            self.tr_args("letter-days", &[("count", days.into())])
        } else if minutes >= 120 || minutes == 60 {
            self.tr_args("letter-hours", &[("count", hours.into())])
        } else {
            self.tr_args("letter-minutes", &[("count", minutes.into())])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_rounded_to_a_natural_unit() {
        for (seconds, english, german) in [
            (20, "1 minute", "1 Minute"),
            (1_800, "30 minutes", "30 Minuten"),
            (3_598, "1 hour", "1 Stunde"),
            (5_400, "90 minutes", "90 Minuten"),
            (24 * 3_600, "24 hours", "24 Stunden"),
            (7 * 24 * 3_600 - 2, "7 days", "7 Tage"),
            (30 * 24 * 3_600, "30 days", "30 Tage"),
        ] {
            let duration = Duration::from_secs(seconds);
            assert_eq!(Wording(Language::English).lasting(duration), english);
            assert_eq!(Wording(Language::German).lasting(duration), german);
        }
    }

    #[test]
    fn a_link_says_how_long_it_works() {
        let week = Duration::from_secs(7 * 24 * 3600);
        let end: Timestamp = "2026-12-02T10:00:00Z".parse().expect("a time");
        assert_eq!(
            Wording(Language::English).works_until(week, end),
            "This link works for 7 days, until 2 December 2026, 10:00 UTC."
        );
        assert_eq!(
            Wording(Language::German).works_until(week, end),
            "Dieser Link gilt 7 Tage, bis zum 2. Dezember 2026, 10:00 Uhr UTC."
        );
    }

    #[test]
    fn nobody_is_greeted_by_an_empty_name() {
        assert_eq!(Wording(Language::English).greeting(""), "Hello,");
        assert_eq!(Wording(Language::German).greeting("  "), "Guten Tag,");
        assert_eq!(Wording(Language::German).greeting("Ann"), "Guten Tag Ann,");
    }
}
