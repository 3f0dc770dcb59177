//! Turns rows of cells into objects: the first row names the columns. Only `table` uses it.
//!
//! The crate `csv` parses quotes and cells; the rules for rows are here.

use std::collections::HashMap;
use std::io::Read;

use csv::{Reader, ReaderBuilder, StringRecord};
use mail::{EmailAddress, Text, quoted};
use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};

use super::delimiter::{self, Delimiter};
use super::{
    CELLS, COLUMN_NAME_CHARS, COLUMNS, InputSize, ROWS, Table, TableFault, input_of, too_many_cells, too_many_rows,
};
use crate::texts;

/// Appended to the text, which never contains its first character, to detect an unclosed quote.
const END: &str = "\u{1}end";

/// Reads the table from a text whose line ends are `\n`.
pub(super) fn read(text: &str, encoding: &str) -> Result<Table, TableFault> {
    // Checked before any row is read: a row of millions of cells takes ten times the memory of its text.
    if delimiter::most_frequent(text) > CELLS {
        return Err(too_many_cells());
    }
    let (delimiter, text, lines_before) = match delimiter::named(text) {
        Some((delimiter, rest)) => (delimiter, rest, 1),
        None => (delimiter::recognise(text), text, 0),
    };
    let source = Source { text, delimiter, lines_before };
    let mut lines = source.lines();
    let Some(line) = lines.next()? else { return Err(no_rows()) };
    let header = Header::of(&lines.record, line)?;
    let mut rows = 0_usize;
    let mut growth = InputSize::default();
    let mut used = vec![false; header.names.len()];
    let mut ragged = 0_usize;
    while let Some(line) = lines.next()? {
        if rows == ROWS {
            return Err(too_many_rows());
        }
        rows += 1;
        let cells = cells_of(&lines.record);
        if cells > header.names.len() {
            return Err(too_long(line, cells, header.names.len(), delimiter));
        }
        ragged += usize::from(lines.record.len() < header.names.len());
        for (nth, name) in header.names.iter().enumerate() {
            let cell = lines.record.get(nth).unwrap_or_default();
            used[nth] |= !cell.trim().is_empty();
            growth.add(name, cell)?;
        }
    }
    if rows == 0 {
        return Err(no_rows());
    }
    let mut remarks = vec![delimiter.remark(), texts::table_encoding(encoding), texts::table_rows_read(rows)];
    if ragged > 0 {
        remarks.push(texts::table_short_rows(ragged));
    }
    let columns = header.finish(&used, &mut remarks);
    let input = input_of(&Rows { rows: RowList { source, columns: &columns } })?;
    Ok(Table { input, columns: columns.into_iter().map(|(_, name)| name).collect(), remarks })
}

/// The records of a text, without interpreting them.
pub(super) fn records(text: &str, delimiter: Delimiter) -> Reader<&[u8]> {
    reading(text.as_bytes(), delimiter)
}

fn marked(text: &str, delimiter: Delimiter) -> Reader<impl Read + use<'_>> {
    reading(text.as_bytes().chain(&b"\n"[..]).chain(END.as_bytes()).chain(&b"\n"[..]), delimiter)
}

fn reading<R: Read>(bytes: R, delimiter: Delimiter) -> Reader<R> {
    ReaderBuilder::new().delimiter(delimiter.octet()).has_headers(false).flexible(true).from_reader(bytes)
}

/// The text of a table.
#[derive(Clone, Copy)]
struct Source<'a> {
    text: &'a str,
    delimiter: Delimiter,
    /// Number of lines of the file before the text.
    lines_before: u64,
}

impl<'a> Source<'a> {
    fn lines(self) -> Lines<impl Read + use<'a>> {
        let Self { text, delimiter, lines_before } = self;
        Lines { reader: marked(text, delimiter), record: StringRecord::new(), lines_before }
    }
}

/// The rows that are not blank, each with its line.
struct Lines<R> {
    reader: Reader<R>,
    record: StringRecord,
    lines_before: u64,
}

impl<R: Read> Lines<R> {
    /// Advances to the next row that is not blank and returns its first line; `None` at the end.
    fn next(&mut self) -> Result<Option<u64>, TableFault> {
        loop {
            let before = self.reader.position().line();
            let more = self.reader.read_record(&mut self.record).map_err(|_| unreadable(before))?;
            if !more {
                return Ok(None);
            }
            let broken = self.record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
            let after = self.reader.position().line() + self.lines_before;
            // The end marker is a row of its own, or is inside a quote that was never closed.
            if self.record.iter().next_back().is_some_and(|cell| cell.trim_end().ends_with(END)) {
                return if self.record == [END][..] {
                    Ok(None)
                } else {
                    Err(never_closed(after.saturating_sub(broken)))
                };
            }
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some(after.saturating_sub(1 + broken)));
            }
        }
    }
}

/// The table as JSON.
#[derive(Serialize)]
struct Rows<'a> {
    rows: RowList<'a>,
}

/// The rows, which are read a second time, one by one, after they were checked.
struct RowList<'a> {
    source: Source<'a>,
    columns: &'a [(usize, String)],
}

impl Serialize for RowList<'_> {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        let unreadable = |_| S::Error::custom("a row cannot be read a second time");
        let mut lines = self.source.lines();
        lines.next().map_err(unreadable)?;
        let mut list = into.serialize_seq(None)?;
        while lines.next().map_err(unreadable)?.is_some() {
            list.serialize_element(&Row { columns: self.columns, cells: &lines.record })?;
        }
        list.end()
    }
}

/// A row as an object.
struct Row<'a> {
    columns: &'a [(usize, String)],
    cells: &'a StringRecord,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.collect_map(self.columns.iter().map(|(nth, name)| (name, self.cells.get(*nth).unwrap_or_default())))
    }
}

/// The names of the columns.
struct Header {
    names: Vec<String>,
    /// Indexes of columns without a name in the file.
    nameless: Vec<usize>,
}

impl Header {
    fn of(record: &StringRecord, line: u64) -> Result<Self, TableFault> {
        let cells = record.iter().map(str::trim).collect::<Vec<_>>();
        if cells.len() > COLUMNS {
            return Err(TableFault::at(line, texts::table_too_many_columns(cells.len(), COLUMNS)));
        }
        let mut header = Self { names: Vec::new(), nameless: Vec::new() };
        let mut seen = HashMap::new();
        for (nth, cell) in cells.iter().enumerate() {
            let name = if cell.is_empty() {
                header.nameless.push(nth);
                format!("column {}", nth + 1)
            } else {
                checked_name(cell, line)?.to_owned()
            };
            if let Some(first) = seen.insert(name.clone(), nth + 1) {
                let text = texts::table_column_twice(first.to_string(), (nth + 1).to_string(), quoted(&name));
                return Err(TableFault::at(line, text));
            }
            header.names.push(name);
        }
        Ok(header)
    }

    /// The columns, each with its index in a row. Columns with neither name nor content, which spreadsheets write for
    /// cells that were used once, are left out; a remark gives the names of other columns without a name.
    fn finish(self, used: &[bool], remarks: &mut Vec<Text>) -> Vec<(usize, String)> {
        let Self { names, nameless } = self;
        for nth in nameless.iter().filter(|nth| used[**nth]) {
            remarks.push(texts::table_column_without_name(quoted(&names[*nth])));
        }
        names.into_iter().enumerate().filter(|(nth, _)| used[*nth] || !nameless.contains(nth)).collect()
    }
}

fn checked_name(name: &str, line: u64) -> Result<&str, TableFault> {
    // A list of addresses without a header would lose its first row.
    let fault = if EmailAddress::parse(name).is_ok() {
        texts::table_header_missing(line.to_string(), quoted(name))
    } else if name.chars().count() > COLUMN_NAME_CHARS {
        texts::table_column_name_too_long(quoted(name), COLUMN_NAME_CHARS)
    } else {
        return Ok(name);
    };
    Err(TableFault::at(line, fault))
}

/// The number of cells up to the last one that is not empty: spreadsheets append empty cells.
fn cells_of(record: &StringRecord) -> usize {
    let empty = record.iter().collect::<Vec<_>>().iter().rev().take_while(|cell| cell.trim().is_empty()).count();
    record.len() - empty
}

fn too_long(line: u64, cells: usize, columns: usize, delimiter: Delimiter) -> TableFault {
    let separator = match delimiter {
        Delimiter::Semicolon => texts::separator_semicolon(),
        Delimiter::Tab => texts::separator_tab(),
        Delimiter::Bar => texts::separator_bar(),
        Delimiter::Comma | Delimiter::None => texts::separator_comma(),
    };
    TableFault::at(line, texts::table_row_too_long(line.to_string(), cells, columns, separator))
}

fn never_closed(line: u64) -> TableFault {
    TableFault::at(line, texts::table_quote_open(line.to_string()))
}

fn unreadable(line: u64) -> TableFault {
    TableFault::at(line, texts::table_row_unreadable(line.to_string()))
}

fn no_rows() -> TableFault {
    TableFault::of_file(texts::table_without_rows())
}
