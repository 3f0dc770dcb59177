//! A JSON file as a table: a list of objects, or an object whose `rows` is such a list. Only `table` uses it.
//!
//! The text of the file becomes the input, so that numbers stay as written; rows are examined one by one.

use std::collections::BTreeSet;

use mail::Arg;
use serde::Serialize;
use serde_json::value::RawValue;

use super::{CELLS, COLUMNS, ROWS, Table, TableFault, input_of, too_many_cells, too_many_rows};
use crate::raw_json::{self, Kind};
use crate::texts;

/// An example of a valid file.
const EXAMPLE: &str = "[{\"email\": \"ann@example.com\"}]";

/// Wraps a list as the `rows` of an object.
#[derive(Serialize)]
struct Rows<'a> {
    rows: &'a RawValue,
}

/// Reads the table from a text.
pub(super) fn read(text: &str) -> Result<Table, TableFault> {
    let json: &RawValue = serde_json::from_str(text).map_err(|error| broken(&error))?;
    let list = match Kind::of(json.get()) {
        Kind::List => json,
        Kind::Object => rows_of(json.get())?,
        other => {
            return Err(TableFault::of_file(texts::table_json_not_list(kind_text(other), EXAMPLE)));
        }
    };
    let (rows, columns) = look_at(list.get())?;
    let input = if Kind::of(json.get()) == Kind::List { input_of(&Rows { rows: list }) } else { input_of(json) };
    Ok(Table { input: input?, columns, remarks: vec![texts::table_is_json(), texts::table_rows_read(rows)] })
}

fn rows_of(object: &str) -> Result<&RawValue, TableFault> {
    let text = match raw_json::value_of(object, "rows").map_err(|error| broken(&error))? {
        Some(list) if Kind::of(list.get()) == Kind::List => return Ok(list),
        Some(other) => texts::table_json_rows_not_list(kind_text(Kind::of(other.get())), EXAMPLE),
        None => texts::table_json_without_rows(EXAMPLE),
    };
    Err(TableFault::of_file(text))
}

/// The number of rows, and the names of their columns.
fn look_at(list: &str) -> Result<(usize, Vec<String>), TableFault> {
    let (mut rows, mut cells, mut wrong) = (0_usize, 0_usize, None);
    let mut columns = BTreeSet::new();
    let mut look = |item: &RawValue| {
        rows += 1;
        match Kind::of(item.get()) {
            Kind::Object => raw_json::entries(item.get(), |key, _| {
                cells += 1;
                let key = String::from_utf8_lossy(key);
                // One name above the maximum is enough for the refusal.
                if columns.len() <= COLUMNS && !columns.contains(&*key) {
                    columns.insert(key.into_owned());
                }
            }),
            other => {
                wrong.get_or_insert((rows, other));
                Ok(())
            }
        }
    };
    let mut looked = Ok(());
    let listed =
        raw_json::items(list, |item| looked = std::mem::replace(&mut looked, Ok(())).and_then(|()| look(item)));
    listed.and(looked).map_err(|error| broken(&error))?;
    if rows > ROWS {
        return Err(too_many_rows());
    }
    if cells > CELLS {
        return Err(too_many_cells());
    }
    if rows == 0 {
        return Err(TableFault::of_file(texts::table_json_rows_empty()));
    }
    if let Some((nth, other)) = wrong {
        let text = texts::table_json_row_not_object(nth.to_string(), kind_text(other), EXAMPLE);
        return Err(TableFault::of_file(text));
    }
    if columns.len() > COLUMNS {
        return Err(TableFault::of_file(texts::table_too_many_keys(COLUMNS)));
    }
    Ok((rows, columns.into_iter().collect()))
}

fn broken(error: &serde_json::Error) -> TableFault {
    let (line, column) = (error.line() as u64, error.column());
    TableFault::at(line, texts::table_json_invalid(line.to_string(), column.to_string()))
}

fn kind_text(kind: Kind) -> Arg {
    match kind {
        Kind::Null => "null".into(),
        Kind::Bool => texts::table_json_boolean().into(),
        Kind::Number => texts::table_json_number().into(),
        Kind::Text => texts::table_json_string().into(),
        Kind::List => texts::table_json_list().into(),
        Kind::Object => texts::table_json_object().into(),
    }
}
