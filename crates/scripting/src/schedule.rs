//! When a script starts automatically: a cron expression in a time zone. Pages and API parse what was entered, the
//! runner asks for the next time; the current time is always an argument.
//!
//! The crate `cronexpr` reads the five fields. Changes to and from daylight saving time are handled here: a schedule
//! with given hours fires once per local time, a schedule that fires in every hour follows elapsed time.
//! docs/decisions/schedules.md has the reasons.

use std::fmt;

use cronexpr::{Crontab, FallbackTimezoneOption, MakeTimestamp, ParseOptions, parse_crontab_with};
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan, Zoned};
use mail::{Fault, Text, quoted};

use crate::texts;

/// Maximum characters of an expression: more than all minutes of an hour written out.
const LONGEST: usize = 400;
/// Shorthands for common expressions.
const SHORT: [(&str, &str); 6] = [
    ("@hourly", "0 * * * *"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@weekly", "0 0 * * 0"),
    ("@monthly", "0 0 1 * *"),
    ("@yearly", "0 0 1 1 *"),
];
/// Maximum number of searches for the next time; the crate searches four years ahead. 29 February on a given day of the
/// week recurs within 40 years, even around 2100, which has none.
const LOOKS: usize = 11;
/// Minimum similarity of a time zone that is suggested.
const ALIKE: f64 = 0.8;

/// The fault of each field of an expression, in order.
const FIELD_FAULTS: [fn(String) -> Text; 5] = [
    texts::schedule_minute_invalid,
    texts::schedule_hour_invalid,
    texts::schedule_day_invalid,
    texts::schedule_month_invalid,
    texts::schedule_weekday_invalid,
];

/// A cron expression in a time zone that will fire again.
#[derive(Clone)]
pub struct Schedule {
    cron: String,
    time_zone: String,
    /// The expression for days of 24 hours, without a time zone.
    times: Crontab,
    zone: TimeZone,
    every_hour: bool,
    words: ScheduleDescription,
}

/// The description of a schedule on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScheduleDescription {
    /// Every day at this hour and minute.
    Daily(i8, i8),
    /// From Monday to Friday at this hour and minute.
    Weekdays(i8, i8),
    /// Every hour at this minute.
    Hourly(i8),
    /// The expression itself, if there is no simple description.
    Expression(String),
}

impl Schedule {
    /// Parses a schedule; fields of faults: `cron`, `time_zone`.
    ///
    /// # Errors
    /// All faults at once: an invalid expression, one that never fires, an unknown time zone.
    pub fn parse(cron: &str, time_zone: &str) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut fault = |field: &str, text: Text| faults.push(Fault::new(field, text));
        let cron = cron.split_whitespace().collect::<Vec<_>>().join(" ");
        let times = times_of(&cron).map_err(|text| fault("cron", text)).ok();
        let zone = zone_of(time_zone.trim()).map_err(|text| fault("time_zone", text)).ok();
        match (times, zone) {
            (Some((times, fields)), Some((time_zone, zone))) => {
                let every_hour = in_every_hour(&fields);
                let words = words(&cron, &fields);
                Ok(Self { cron, time_zone, times, zone, every_hour, words })
            }
            _ => Err(faults),
        }
    }

    /// The expression as entered, with single spaces.
    pub fn cron(&self) -> &str {
        &self.cron
    }

    /// The IANA name of the time zone.
    pub fn time_zone(&self) -> &str {
        &self.time_zone
    }

    /// A time in the schedule's zone.
    pub fn to_local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.zone.clone())
    }

    /// The description for pages.
    pub fn in_words(&self) -> &ScheduleDescription {
        &self.words
    }

    /// The first time after `at`; `None` only at the end of the calendar.
    pub fn next_after(&self, at: Timestamp) -> Option<Timestamp> {
        if self.every_hour { self.next_by_elapsed_time(at) } else { self.next_local_time(at) }
    }

    /// The next local time. A local time that occurs twice fires the first time; one that is skipped fires at the end
    /// of the gap.
    fn next_local_time(&self, at: Timestamp) -> Option<Timestamp> {
        let mut wall = at.to_zoned(self.zone.clone()).datetime();
        loop {
            wall = next(&self.times, wall)?;
            let fires = match self.zone.to_ambiguous_timestamp(wall).offset() {
                AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(wall).ok()?,
                AmbiguousOffset::Fold { before, .. } => before.to_timestamp(wall).ok()?,
                AmbiguousOffset::Gap { before, .. } => {
                    // The resolved time is as long after the change as the local time is after the start of the gap.
                    let within = before.to_timestamp(wall).ok()?;
                    self.zone.preceding(within + 1.second()).next()?.timestamp()
                }
            };
            // Repeated local times have already fired before the clock was set back.
            if fires > at {
                return Some(fires);
            }
        }
    }

    /// The next time by elapsed minutes; a skipped local time is left out.
    fn next_by_elapsed_time(&self, at: Timestamp) -> Option<Timestamp> {
        let mut now = at.to_zoned(self.zone.clone());
        loop {
            // Until the next change, local time advances evenly.
            let change = self.zone.following(now.timestamp()).next().map(|change| change.timestamp());
            let offset = now.offset();
            let fires = offset.to_timestamp(next(&self.times, now.datetime())?).ok()?;
            match change.filter(|change| fires >= *change) {
                None => return Some(fires),
                Some(change) => {
                    now = change.to_zoned(self.zone.clone());
                    if self.fires_at(&now) {
                        return Some(change);
                    }
                }
            }
        }
    }

    fn fires_at(&self, now: &Zoned) -> bool {
        let wall = now.datetime().to_zoned(TimeZone::UTC).map(|wall| MakeTimestamp(wall.timestamp()));
        wall.is_ok_and(|wall| self.times.matches(wall).unwrap_or(false))
    }
}

impl fmt::Debug for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Schedule({} in {})", self.cron, self.time_zone)
    }
}

/// The next local time, as if clocks never changed.
fn next(times: &Crontab, wall: DateTime) -> Option<DateTime> {
    let mut from = wall.to_zoned(TimeZone::UTC).ok()?;
    for _ in 0..LOOKS {
        if let Ok(found) = times.find_next(MakeTimestamp(from.timestamp())) {
            return Some(found.datetime());
        }
        from = from.checked_add(4.years()).ok()?;
    }
    None
}

/// The expression, and its five fields.
fn times_of(cron: &str) -> Result<(Crontab, [String; 5]), Text> {
    if cron.is_empty() {
        return Err(texts::schedule_empty());
    }
    if cron.len() > LONGEST {
        return Err(texts::schedule_too_long(LONGEST));
    }
    let written = match cron.strip_prefix('@') {
        None => cron,
        Some(_) => SHORT
            .iter()
            .find(|(short, _)| short.eq_ignore_ascii_case(cron))
            .map(|(_, fields)| *fields)
            .ok_or_else(|| texts::schedule_name_unknown(quoted(cron)))?,
    };
    let fields: Vec<String> = written.split(' ').map(str::to_owned).collect();
    let fields: [String; 5] =
        fields.try_into().map_err(|fields: Vec<String>| texts::schedule_field_count(quoted(cron), fields.len()))?;
    for (nth, invalid) in FIELD_FAULTS.iter().enumerate() {
        let alone: Vec<&str> = (0..5).map(|other| if other == nth { fields[nth].as_str() } else { "*" }).collect();
        if is_extended(nth, &fields[nth]) || parse(&alone.join(" ")).is_none() {
            return Err(invalid(quoted(&fields[nth])));
        }
    }
    let times =
        parse(&fields.join(" ")).filter(|times| next(times, DateTime::constant(2026, 1, 1, 0, 0, 0, 0)).is_some());
    Ok((times.ok_or_else(|| texts::schedule_never_fires(quoted(cron)))?, fields))
}

/// Whether a field contains `L`, `W` or `#`, which are not part of cron and which the crate evaluates wrongly for
/// December.
fn is_extended(nth: usize, field: &str) -> bool {
    match nth {
        2 => field.contains(char::is_alphabetic),
        4 => field.contains(['L', 'l', '#']),
        _ => false,
    }
}

fn parse(fields: &str) -> Option<Crontab> {
    // `H` and a trailing time zone are extensions of the crate; the number of fields was checked before.
    let mut options = ParseOptions::default();
    options.fallback_timezone_option = FallbackTimezoneOption::UTC;
    parse_crontab_with(fields, options).ok()
}

/// The time zone of that name, spelled as in the time zone database.
pub(super) fn zone_of(name: &str) -> Result<(String, TimeZone), Text> {
    if name.is_empty() {
        return Err(texts::schedule_time_zone_missing());
    }
    let known = jiff::tz::db();
    if let Ok(zone) = known.get(name)
        && let Some(written) = zone.iana_name()
    {
        return Ok((written.to_owned(), zone));
    }
    let lower = name.to_lowercase();
    let nearest = known
        .available()
        .map(|zone| {
            let other = zone.as_str().to_lowercase();
            // People often enter only the city.
            let city = other.rsplit('/').next().unwrap_or_default();
            let alike = strsim::jaro_winkler(&other, &lower).max(strsim::jaro_winkler(city, &lower));
            (alike, zone.as_str().to_owned())
        })
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
    Err(match nearest.filter(|(alike, _)| *alike >= ALIKE) {
        Some((_, nearest)) => texts::schedule_time_zone_similar(quoted(name), nearest),
        None => texts::schedule_time_zone_unknown(quoted(name)),
    })
}

/// Whether it fires in each of the 24 hours.
fn in_every_hour(fields: &[String; 5]) -> bool {
    let Some(hours) = parse(&format!("0 {} * * *", fields[1])) else { return false };
    (0..24).all(|hour| {
        let at = DateTime::constant(2026, 1, 1, 0, 0, 0, 0) + i64::from(hour).hours();
        at.to_zoned(TimeZone::UTC).is_ok_and(|at| hours.matches(MakeTimestamp(at.timestamp())).unwrap_or(false))
    })
}

fn words(cron: &str, fields: &[String; 5]) -> ScheduleDescription {
    let [minute, hour, day, month, weekday] = fields;
    let number = |text: &str| text.parse::<i8>().ok();
    match (number(minute), number(hour), hour.as_str(), day.as_str(), month.as_str(), &*weekday.to_ascii_uppercase()) {
        (Some(minute), Some(hour), _, "*", "*", "*") => ScheduleDescription::Daily(hour, minute),
        (Some(minute), Some(hour), _, "*", "*", "MON-FRI" | "1-5") => ScheduleDescription::Weekdays(hour, minute),
        (Some(minute), None, "*", "*", "*", "*") => ScheduleDescription::Hourly(minute),
        _ => ScheduleDescription::Expression(cron.to_owned()),
    }
}

#[cfg(test)]
mod tests;
