//! A JSON file as a table: a list of objects, or an object whose `rows` is one. `table` alone calls it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{COLUMNS, ROWS, Table, TableFault, rows_read, too_many_rows};

/// What a file looks like that can be read.
const LIKE: &str = "[{\"email\": \"ann@example.com\"}]";

/// The table in a text.
pub(super) fn read(text: &str) -> Result<Table, TableFault> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line() as u64, error.column());
        let message = format!(
            "line {line} is no JSON from character {column} on: look for a comma, a quote or a bracket that is missing or too much"
        );
        TableFault::at(line, message)
    })?;
    let (list, beside) = match value {
        Value::Array(list) => (list, Map::new()),
        Value::Object(mut object) => match object.remove("rows") {
            Some(Value::Array(list)) => (list, object),
            Some(other) => {
                let message =
                    format!("`rows` holds {}: write the rows as a list of objects, as in {LIKE}", kind(&other));
                return Err(TableFault::of_file(message));
            }
            None => {
                let message =
                    format!("the file holds an object without `rows`: write the rows as a list, as in {LIKE}");
                return Err(TableFault::of_file(message));
            }
        },
        other => {
            let message = format!("the file holds {}: write the rows as a list of objects, as in {LIKE}", kind(&other));
            return Err(TableFault::of_file(message));
        }
    };
    if list.len() > ROWS {
        return Err(too_many_rows());
    }
    if list.is_empty() {
        return Err(TableFault::of_file("the list holds no rows: each object in it is a mail"));
    }
    let mut rows = Vec::with_capacity(list.len());
    for (nth, item) in list.into_iter().enumerate() {
        match item {
            Value::Object(row) => rows.push(row),
            other => {
                let message = format!("row {} is {}: each row must be an object, as in {LIKE}", nth + 1, kind(&other));
                return Err(TableFault::of_file(message));
            }
        }
    }
    let columns: BTreeSet<&String> = rows.iter().flat_map(Map::keys).collect();
    if columns.len() > COLUMNS {
        let message = format!(
            "the rows have {} different keys and may have {COLUMNS}: leave out those that the script does not use",
            columns.len()
        );
        return Err(TableFault::of_file(message));
    }
    let columns = columns.into_iter().cloned().collect();
    let remarks = vec!["the file is JSON".to_owned(), rows_read(rows.len())];
    Ok(Table { rows, columns, remarks, beside })
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
