//! A JSON file as a table: a list of objects, or an object whose `rows` is one. `table` alone calls it.
//!
//! The file's own text becomes the input, so that numbers stay as they are written; rows are looked at one by one.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::value::RawValue;

use super::{COLUMNS, ROWS, Table, TableFault, input_of, rows_read, too_many_rows};
use crate::pieces::{self, Kind};

/// What a file looks like that can be read.
const LIKE: &str = "[{\"email\": \"ann@example.com\"}]";

/// A list becomes the rows of an object.
#[derive(Serialize)]
struct Rows<'a> {
    rows: &'a RawValue,
}

/// The table in a text.
pub(super) fn read(text: &str) -> Result<Table, TableFault> {
    let json: &RawValue = serde_json::from_str(text).map_err(|error| broken(&error))?;
    let list = match Kind::of(json.get()) {
        Kind::List => json,
        Kind::Object => rows_of(json.get())?,
        other => {
            let message = format!("the file holds {}: write the rows as a list of objects, as in {LIKE}", words(other));
            return Err(TableFault::of_file(message));
        }
    };
    let (rows, columns) = look_at(list.get())?;
    let input = if Kind::of(json.get()) == Kind::List { input_of(&Rows { rows: list }) } else { input_of(json) };
    Ok(Table { input: input?, columns, remarks: vec!["the file is JSON".to_owned(), rows_read(rows)] })
}

fn rows_of(object: &str) -> Result<&RawValue, TableFault> {
    let message = match pieces::value_of(object, "rows").map_err(|error| broken(&error))? {
        Some(list) if Kind::of(list.get()) == Kind::List => return Ok(list),
        Some(other) => {
            let kind = words(Kind::of(other.get()));
            format!("`rows` holds {kind}: write the rows as a list of objects, as in {LIKE}")
        }
        None => format!("the file holds an object without `rows`: write the rows as a list, as in {LIKE}"),
    };
    Err(TableFault::of_file(message))
}

/// How many rows there are, and the names of their columns.
fn look_at(list: &str) -> Result<(usize, Vec<String>), TableFault> {
    let (mut rows, mut wrong) = (0_usize, None);
    let mut columns = BTreeSet::new();
    let mut look = |item: &RawValue| {
        rows += 1;
        match Kind::of(item.get()) {
            Kind::Object => pieces::entries(item.get(), |key, _| {
                let key = String::from_utf8_lossy(key);
                // One too many is enough for the refusal.
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
    let listed = pieces::items(list, |item| looked = std::mem::replace(&mut looked, Ok(())).and_then(|()| look(item)));
    listed.and(looked).map_err(|error| broken(&error))?;
    if rows > ROWS {
        return Err(too_many_rows());
    }
    if rows == 0 {
        return Err(TableFault::of_file("the list holds no rows: each object in it is a mail"));
    }
    if let Some((nth, other)) = wrong {
        let message = format!("row {nth} is {}: each row must be an object, as in {LIKE}", words(other));
        return Err(TableFault::of_file(message));
    }
    if columns.len() > COLUMNS {
        return Err(TableFault::of_file(format!(
            "the rows have more than {COLUMNS} different keys: leave out those that the script does not use"
        )));
    }
    Ok((rows, columns.into_iter().collect()))
}

fn broken(error: &serde_json::Error) -> TableFault {
    let (line, column) = (error.line() as u64, error.column());
    let message = format!(
        "line {line} is no JSON from character {column} on: look for a comma, a quote or a bracket that is missing or too much"
    );
    TableFault::at(line, message)
}

fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Bool => "true or false",
        Kind::Number => "a number",
        Kind::Text => "a text",
        Kind::List => "a list",
        Kind::Object => "an object",
    }
}
