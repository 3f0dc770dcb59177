//! Days in whole words, for letters: no script can turn them into the reader's own time zone and form.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Language;

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const GERMAN: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

impl Language {
    /// A day in UTC: `2 December 2026`, `2. Dezember 2026`.
    pub fn whole_day(self, at: Timestamp) -> String {
        let day = at.to_zoned(TimeZone::UTC);
        let (months, dot) = match self {
            Self::English => (ENGLISH, ""),
            Self::German => (GERMAN, "."),
        };
        let month = usize::try_from(day.month() - 1).ok().and_then(|at| months.get(at)).unwrap_or(&"");
        format!("{}{dot} {month} {}", day.day(), day.year())
    }

    /// A time in UTC: `2 December 2026, 10:00 UTC`, `2. Dezember 2026, 10:00 Uhr UTC`.
    pub fn whole_day_and_time(self, at: Timestamp) -> String {
        let time = match self {
            Self::English => at.strftime("%H:%M UTC"),
            Self::German => at.strftime("%H:%M Uhr UTC"),
        };
        format!("{}, {time}", self.whole_day(at))
    }
}
