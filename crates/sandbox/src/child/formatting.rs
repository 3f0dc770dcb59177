//! `formatDate` and `formatNumber` in English and German: pure functions.
//!
//! Styles of dates: `date` (31 May 2026; 31. Mai 2026), `short` (2026-05-31; 31.05.2026), `long` (with the weekday),
//! `time` (14:05), `datetime` (date and time). Languages other than `en` and `de` are errors.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::HostException;

/// Maximum number of decimals.
const DECIMALS: u32 = 20;

#[derive(Clone, Copy)]
enum Language {
    English,
    German,
}

fn language(tag: &str) -> Result<Language, HostException> {
    match tag.split(['-', '_']).next().map(str::to_ascii_lowercase).as_deref() {
        Some("en") => Ok(Language::English),
        Some("de") => Ok(Language::German),
        _ => {
            let language = tag.chars().take(40).collect();
            Err(HostException::Language { language })
        }
    }
}

/// The time of a JavaScript number of milliseconds.
pub(super) fn moment_of_millis(millis: f64) -> Option<Timestamp> {
    let whole = millis.is_finite().then_some(millis as i64)?;
    Timestamp::from_millisecond(whole).ok()
}

/// The time of an ISO 8601 text; without an offset it is in `zone`.
pub(super) fn moment_of_text(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    let civil = text.parse::<DateTime>().or_else(|_| text.parse::<Date>().map(DateTime::from)).ok()?;
    Some(zone.to_zoned(civil).ok()?.timestamp())
}

/// Formats a date.
pub(super) fn date(moment: Timestamp, zone: &TimeZone, tag: &str, style: &str) -> Result<String, HostException> {
    let language = language(tag)?;
    let at = moment.to_zoned(zone.clone());
    match style {
        "date" => Ok(day(&at, language)),
        "short" => Ok(at
            .strftime(match language {
                Language::English => "%Y-%m-%d",
                Language::German => "%d.%m.%Y",
            })
            .to_string()),
        "long" => Ok(format!("{}, {}", weekday(at.weekday(), language), day(&at, language))),
        "time" => Ok(time(&at)),
        "datetime" => Ok(format!("{}, {}", day(&at, language), time(&at))),
        other => {
            let style = other.chars().take(40).collect();
            Err(HostException::Style { style })
        }
    }
}

fn time(at: &Zoned) -> String {
    at.strftime("%H:%M").to_string()
}

fn day(at: &Zoned, language: Language) -> String {
    let month = usize::try_from(at.month() - 1).unwrap_or_default();
    match language {
        Language::English => format!("{} {} {}", at.day(), MONTHS[month].0, at.year()),
        Language::German => format!("{}. {} {}", at.day(), MONTHS[month].1, at.year()),
    }
}

const MONTHS: [(&str, &str); 12] = [
    ("January", "Januar"),
    ("February", "Februar"),
    ("March", "März"),
    ("April", "April"),
    ("May", "Mai"),
    ("June", "Juni"),
    ("July", "Juli"),
    ("August", "August"),
    ("September", "September"),
    ("October", "Oktober"),
    ("November", "November"),
    ("December", "Dezember"),
];

fn weekday(day: Weekday, language: Language) -> &'static str {
    let (english, german) = match day {
        Weekday::Monday => ("Monday", "Montag"),
        Weekday::Tuesday => ("Tuesday", "Dienstag"),
        Weekday::Wednesday => ("Wednesday", "Mittwoch"),
        Weekday::Thursday => ("Thursday", "Donnerstag"),
        Weekday::Friday => ("Friday", "Freitag"),
        Weekday::Saturday => ("Saturday", "Samstag"),
        Weekday::Sunday => ("Sunday", "Sonntag"),
    };
    match language {
        Language::English => english,
        Language::German => german,
    }
}

/// Formats a number with the language's separators. `decimals` sets the number of decimal places; without it there are
/// at most three.
pub(super) fn number(value: f64, tag: &str, decimals: Option<f64>) -> Result<String, HostException> {
    let (thousands, point) = match language(tag)? {
        Language::English => (',', '.'),
        Language::German => ('.', ','),
    };
    if let Some(decimals) = decimals.filter(|decimals| !(0.0..=f64::from(DECIMALS)).contains(decimals)) {
        return Err(HostException::Decimals { limit: DECIMALS, given: decimals.to_string() });
    }
    if !value.is_finite() {
        return Err(HostException::NotFinite { value: value.to_string() });
    }
    let plain = match decimals {
        Some(decimals) => format!("{:.*}", decimals as usize, rounded(value, decimals as i32)),
        None => format!("{:.3}", rounded(value, 3)).trim_end_matches('0').trim_end_matches('.').to_owned(),
    };
    let digits = plain.trim_start_matches('-');
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut text = String::new();
    // A number that rounds to zero has no sign.
    if plain.starts_with('-') && digits.bytes().any(|digit| matches!(digit, b'1'..=b'9')) {
        text.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(thousands);
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push(point);
        text.push_str(fraction);
    }
    Ok(text)
}

/// Rounds half away from zero, as people do with prices: 1.005 becomes 1.01 although its nearest double is smaller.
fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    let scaled = value * scale;
    if scaled.abs() >= 1e15 {
        return value;
    }
    let nudge = scaled.abs() * f64::EPSILON;
    (scaled.abs() + nudge).round().copysign(scaled) / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_formatted_with_the_separators_of_the_language() {
        let cases = [
            (1234.5, "en", Some(2.0), "1,234.50"),
            (1234.5, "de", Some(2.0), "1.234,50"),
            (1_234_567.891, "de-AT", None, "1.234.567,891"),
            (-0.001, "en", Some(2.0), "0.00"),
            (-999.0, "en", None, "-999"),
            (1.005, "en", Some(2.0), "1.01"),
            (0.0, "de", None, "0"),
            (100.0, "en", Some(0.0), "100"),
        ];
        for (value, language, decimals, expected) in cases {
            assert_eq!(number(value, language, decimals).as_deref(), Ok(expected), "{value} {language}");
        }
    }

    #[test]
    fn dates_are_formatted_in_time_zone_and_language() {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        let moment = moment_of_text("2026-03-01T23:30:00Z", &zone).expect("a moment");
        let cases = [
            ("en", "date", "2 March 2026"),
            ("de", "date", "2. März 2026"),
            ("en", "short", "2026-03-02"),
            ("de", "short", "02.03.2026"),
            ("de", "long", "Montag, 2. März 2026"),
            ("en", "time", "00:30"),
            ("de", "datetime", "2. März 2026, 00:30"),
        ];
        for (language, style, expected) in cases {
            assert_eq!(date(moment, &zone, language, style).as_deref(), Ok(expected), "{language} {style}");
        }
        assert!(date(moment, &zone, "fr", "date").is_err());
    }
}
