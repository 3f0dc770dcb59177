//! Figures and their output: percentiles, medians with ranges, tables, one JSON line per run.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use crate::void::{IoContext, Void};

/// The value below which `percent` of the sorted times are, in ms.
pub fn percentile(sorted: &[Duration], percent: f64) -> f64 {
    let rank = (percent / 100.0 * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.clamp(1, sorted.len().max(1)) - 1).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
}

/// The values of one figure in several rounds.
pub struct Spread {
    median: f64,
    least: f64,
    most: f64,
}

impl Spread {
    /// Made from at least one round.
    pub fn of(rounds: impl Iterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = rounds.collect();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        let median = if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 };
        Self { median, least: sorted[0], most: sorted[sorted.len() - 1] }
    }

    /// `2,815 (2,640–2,902)`; one round has no range.
    pub fn show(&self) -> String {
        if self.least == self.most {
            return short(self.median);
        }
        format!("{} ({}–{})", short(self.median), short(self.least), short(self.most))
    }

    /// Only the median.
    pub fn median(&self) -> f64 {
        self.median
    }
}

/// Three significant digits, with thousands separators: `0.42`, `12.3`, `2,815`.
pub fn short(figure: f64) -> String {
    if figure < 10.0 {
        return format!("{figure:.2}");
    }
    if figure < 100.0 {
        return format!("{figure:.1}");
    }
    let digits = format!("{figure:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A Markdown table, with padded columns so that it is readable in a terminal too.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let width_of = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .chain([head[column].chars().count()])
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..head.len()).map(width_of).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}", width = *width));
        format!("| {} |\n", padded.collect::<Vec<_>>().join(" | "))
    };
    let mut text = line(head.to_vec());
    text.push_str(&format!("|{}|\n", widths.iter().map(|width| "-".repeat(width + 2)).collect::<Vec<_>>().join("|")));
    for row in rows {
        text.push_str(&line(row.iter().map(String::as_str).collect()));
    }
    text
}

/// Prints a line to standard output.
pub fn print_line(text: &str) {
    // A closed standard output is ignored: the JSON lines are still written.
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Prints an error and its causes.
pub fn print_void(void: &Void) {
    let mut text = void.to_string();
    let mut cause = std::error::Error::source(void);
    while let Some(deeper) = cause {
        text.push_str(&format!(": {deeper}"));
        cause = deeper.source();
    }
    let _ = writeln!(std::io::stderr().lock(), "bench: {text}");
}

/// Appends one line of JSON to a file.
pub fn keep(path: &Path, run: &impl Serialize) -> Result<(), Void> {
    let doing = format!("appending to {}", path.display());
    let line = serde_json::to_string(run).map_err(std::io::Error::other).doing(doing.clone())?;
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path).doing(doing.clone())?;
    writeln!(file, "{line}").doing(doing)
}

/// Runs `count` rounds; each is written as a line of JSON if a file is given.
pub fn rounds<R: Serialize>(
    count: usize,
    json: Option<&Path>,
    mut measure: impl FnMut() -> Result<R, Void>,
) -> Result<Vec<R>, Void> {
    let mut rounds = Vec::with_capacity(count);
    for _ in 0..count {
        let round = measure()?;
        if let Some(path) = json {
            keep(path, &round)?;
        }
        rounds.push(round);
    }
    Ok(rounds)
}

/// One figure of a round, with its name.
pub type Figure<R> = (&'static str, fn(&R) -> f64);

/// Prints a table with the spread of each figure over all rounds.
pub fn say_spreads<R>(rounds: &[R], of: &[Figure<R>]) {
    let row = |(name, figure): &Figure<R>| vec![(*name).to_owned(), Spread::of(rounds.iter().map(figure)).show()];
    print_line(&table(&["figure", "value"], &of.iter().map(row).collect::<Vec<_>>()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_time_that_was_measured() {
        let times: Vec<Duration> = (1..=200).map(Duration::from_millis).collect();
        assert_eq!((percentile(&times, 50.0), percentile(&times, 99.0)), (100.0, 198.0));
        assert_eq!(percentile(&times[..1], 99.0), 1.0);
        assert!(percentile(&[], 50.0).is_nan());
    }

    #[test]
    fn a_spread_shows_its_median_and_its_range() {
        assert_eq!(Spread::of([2640.4, 2902.0, 2815.0].into_iter()).show(), "2,815 (2,640–2,902)");
        assert_eq!(Spread::of([12.34, 0.5].into_iter()).show(), "6.42 (0.50–12.3)");
        assert_eq!(Spread::of([1_234_567.0].into_iter()).show(), "1,234,567");
    }

    #[test]
    fn a_table_is_markdown() {
        let rows = [vec!["4 KB".to_owned(), "1".to_owned()]];
        assert_eq!(table(&["size", "n"], &rows), "| size | n |\n|------|---|\n| 4 KB | 1 |\n");
    }
}
