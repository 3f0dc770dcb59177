//! The delimiter of the cells of a file: comma, semicolon, tab or bar. Only `separated` uses it.
//!
//! Candidates are the delimiters in the header, which rarely contains decimals or sentences; the rows decide between
//! them. Excel's first line `sep=;` takes precedence.

use mail::Text;

use crate::texts;

/// A delimiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delimiter {
    Semicolon,
    Tab,
    Bar,
    Comma,
    /// There is a single column without delimiters.
    None,
}

/// Number of rows that are examined; the rest is assumed to be similar.
const SAMPLE: usize = 1_000;

impl Delimiter {
    /// The delimiters, those least likely to occur in text first: of two that fit equally well the first is chosen.
    const ALL: [Self; 4] = [Self::Tab, Self::Semicolon, Self::Bar, Self::Comma];

    /// The byte; for a single column one that no text contains.
    pub(super) fn octet(self) -> u8 {
        match self {
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
            Self::Comma => b',',
            Self::None => 0x1F,
        }
    }

    /// The remark that names the delimiter.
    pub(super) fn remark(self) -> Text {
        match self {
            Self::Semicolon => texts::table_separated_by_semicolons(),
            Self::Tab => texts::table_separated_by_tabs(),
            Self::Bar => texts::table_separated_by_bars(),
            Self::Comma => texts::table_separated_by_commas(),
            Self::None => texts::table_one_column(),
        }
    }

    fn of(octet: char) -> Option<Self> {
        Self::ALL.into_iter().find(|delimiter| char::from(delimiter.octet()) == octet)
    }
}

/// Excel's first line, if there is one: the delimiter that it names, and the text after it.
pub(super) fn named(text: &str) -> Option<(Delimiter, &str)> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim_matches('"');
    let key = first.get(..4)?;
    let mut octets = first.get(4..)?.chars();
    let delimiter = Delimiter::of(octets.next()?)?;
    (key.eq_ignore_ascii_case("sep=") && octets.next().is_none()).then_some((delimiter, rest))
}

/// How often the most frequent candidate occurs, including inside quotes: no row can have more cells.
pub(super) fn most_frequent(text: &str) -> usize {
    let mut counts = [0_usize; 256];
    for octet in text.bytes() {
        counts[usize::from(octet)] += 1;
    }
    let candidates = Delimiter::ALL.into_iter().chain([Delimiter::None]);
    candidates.map(|delimiter| counts[usize::from(delimiter.octet())]).max().unwrap_or(0)
}

/// Recognises the delimiter from the text.
pub(super) fn recognise(text: &str) -> Delimiter {
    let fitting = Delimiter::ALL.into_iter().filter_map(|delimiter| Some((fit(text, delimiter)?, delimiter)));
    // `max_by` would return the last of equal ones.
    let best = fitting.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map_or(Delimiter::None, |(_, delimiter)| delimiter)
}

/// How well the delimiter fits; `None` if it is not in the header. First the share of rows (in thousandths) with as
/// many cells as the header, then whether it is not followed by spaces in the header, as in `Last, First`.
fn fit(text: &str, delimiter: Delimiter) -> Option<(usize, bool)> {
    let mut records = super::separated::records(text, delimiter).into_records().map_while(Result::ok);
    let header = records.by_ref().find(|record| record.iter().any(|cell| !cell.trim().is_empty()))?;
    let (cells, close) = (header.len(), header.iter().skip(1).all(|cell| !cell.starts_with(' ')));
    if cells < 2 {
        return None;
    }
    let counts: Vec<usize> = records
        .take(SAMPLE)
        .filter(|record| record.iter().any(|cell| !cell.trim().is_empty()))
        .map(|record| record.len())
        .collect();
    let alike = counts.iter().filter(|count| **count == cells).count();
    Some(((alike * 1_000).checked_div(counts.len()).unwrap_or(1_000), close))
}
