//! Turns an uploaded CSV or JSON file into the input of a script. Pure functions: pages and API pass the bytes.
//!
//! [`read`] recognises encoding, delimiter and line endings, takes the first row as the names of the columns, and makes
//! an object of every other row, with all cells as strings. Rows are read one by one and written as JSON at once, so
//! that only the text and the input are in memory. [`Table::remarks`] says what was recognised, so that a person
//! notices a wrong guess before any mail is sent. It never guesses if that could send mail to the wrong person: two
//! columns with the same name, a row longer than the header and an unclosed quote are faults.

mod delimiter;
mod json;
mod separated;
mod text;

use mail::Text;
use serde::Serialize;

use crate::{Input, texts};

/// Maximum bytes of a file. Its input repeats the names of the columns in each row, and must not exceed the limit of a
/// run.
pub const FILE_BYTES: usize = 8_000_000;
/// Maximum number of rows: ten times the mails that a script may send in a day by default.
pub const ROWS: usize = 100_000;
/// Maximum number of columns: more would be a spreadsheet for calculations, not a list of people.
pub const COLUMNS: usize = 200;
/// Maximum number of cells, including empty ones: each takes far more memory in the script than its bytes.
pub const CELLS: usize = 1_000_000;
/// Maximum characters of a column's name, which scripts have to contain.
pub const COLUMN_NAME_CHARS: usize = 200;
/// Maximum size of the table as JSON, the limit of a run's input (`sandbox::Limits::input_bytes`).
pub const INPUT_BYTES: usize = 8_000_000;

/// A file as it was uploaded.
#[derive(Clone, Copy, Debug)]
pub struct Upload<'a> {
    /// Its name, of which only the extension is used.
    pub name: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
}

/// The table that was read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What the script sees as `input`: `rows` has one object for each row, keyed by the names of the columns; other
    /// keys of a JSON object are kept.
    pub input: Input,
    /// The names of the columns, in the order of the file; for JSON in alphabetical order.
    pub columns: Vec<String>,
    /// What was recognised: separator, encoding, rows.
    pub remarks: Vec<Text>,
}

/// Why a file cannot be the input, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFault {
    /// The line of the file, counted from 1, if the fault is in a line; the text names it too.
    pub line: Option<u64>,
    /// What is wrong and what to do.
    pub text: Text,
}

impl TableFault {
    fn of_file(text: Text) -> Self {
        Self { line: None, text }
    }

    fn at(line: u64, text: Text) -> Self {
        Self { line: Some(line), text }
    }

    /// The fault of the field with the file.
    pub fn of_field(self, field: &str) -> mail::Fault {
        mail::Fault::new(field, self.text)
    }
}

/// Reads a file.
///
/// # Errors
/// If it is too large, is not text or not a table, or could be read only by guessing.
pub fn read(upload: Upload<'_>) -> Result<Table, TableFault> {
    let Upload { name, bytes } = upload;
    if bytes.len() > FILE_BYTES {
        let (size, limit) = (mail::megabytes(bytes.len()), mail::megabytes(FILE_BYTES));
        return Err(TableFault::of_file(texts::table_file_too_large(size, limit)));
    }
    let (text, encoding) = text::decode(bytes)?;
    if text.trim().is_empty() {
        return Err(TableFault::of_file(texts::table_file_empty()));
    }
    if is_json(name, &text) { json::read(&text) } else { separated::read(&text, encoding) }
}

/// Decides by the file name's extension; without a known one, by the first character.
fn is_json(name: &str, text: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("json") => true,
        Some("csv" | "tsv" | "tab" | "txt") => false,
        _ => text.trim_start().starts_with(['{', '[']),
    }
}

/// Tracks the size of the input, so that a small file with a wide header cannot exhaust memory.
#[derive(Default)]
struct InputSize {
    bytes: usize,
}

impl InputSize {
    /// Adds a key and its value: both quoted, with colon and comma.
    fn add(&mut self, key: &str, value: &str) -> Result<(), TableFault> {
        self.bytes += key.len() + value.len() + 6;
        if self.bytes <= INPUT_BYTES {
            return Ok(());
        }
        Err(TableFault::of_file(texts::table_input_too_large(mail::megabytes(INPUT_BYTES))))
    }
}

fn input_of(value: &(impl Serialize + ?Sized)) -> Result<Input, TableFault> {
    Input::of(value).map_err(|fault| TableFault::of_file(fault.text))
}

fn too_many_cells() -> TableFault {
    TableFault::of_file(texts::table_too_many_cells(CELLS))
}

fn too_many_rows() -> TableFault {
    TableFault::of_file(texts::table_too_many_rows(ROWS))
}

#[cfg(test)]
mod tests;
