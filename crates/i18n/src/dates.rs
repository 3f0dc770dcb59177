//! Dates and times as text: for letters, and for pages that are read without JavaScript.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::Language;

impl Language {
    /// A day in UTC: `2 December 2026`, `2. Dezember 2026`.
    pub fn whole_day(self, at: Timestamp) -> String {
        self.day(&at.to_zoned(TimeZone::UTC))
    }

    /// A time in UTC: `2 December 2026, 10:00 UTC`, `2. Dezember 2026, 10:00 Uhr UTC`.
    pub fn whole_day_and_time(self, at: Timestamp) -> String {
        let at = at.to_zoned(TimeZone::UTC);
        let args = [("day", self.day(&at).into()), ("time", time(&at).into())];
        self.tr_args("locale-day-and-time", &args).into_owned()
    }

    /// A time in UTC: `22 Nov 2026, 14:03 UTC`, `22. Nov. 2026, 14:03 UTC`.
    pub fn day_and_time(self, at: Timestamp) -> String {
        format!("{} UTC", self.local_day_and_time(&at.to_zoned(TimeZone::UTC)))
    }

    /// A local time without the name of its zone: `22 Nov 2026, 14:03`, `22. Nov. 2026, 14:03`.
    pub fn local_day_and_time(self, at: &Zoned) -> String {
        let args = [
            ("day", at.day().to_string().into()),
            ("month", self.month("locale-short-month", at).into()),
            ("year", at.year().to_string().into()),
            ("time", time(at).into()),
        ];
        self.tr_args("locale-short-day-and-time", &args).into_owned()
    }

    fn day(self, at: &Zoned) -> String {
        let args = [
            ("day", at.day().to_string().into()),
            ("month", self.month("locale-month", at).into()),
            ("year", at.year().to_string().into()),
        ];
        self.tr_args("locale-day", &args).into_owned()
    }

    fn month(self, key: &str, at: &Zoned) -> Cow<'static, str> {
        self.tr(&format!("{key}-{}", at.month()))
    }
}

fn time(at: &Zoned) -> String {
    at.strftime("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_by_the_rules_of_the_language() {
        let at: Timestamp = "2026-03-02T04:05:06Z".parse().expect("a time");
        assert_eq!(Language::English.day_and_time(at), "2 Mar 2026, 04:05 UTC");
        assert_eq!(Language::German.day_and_time(at), "2. März 2026, 04:05 UTC");
        assert_eq!(Language::English.whole_day_and_time(at), "2 March 2026, 04:05 UTC");
        assert_eq!(Language::German.whole_day_and_time(at), "2. März 2026, 04:05 Uhr UTC");
    }
}
