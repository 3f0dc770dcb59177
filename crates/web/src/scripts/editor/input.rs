//! The input of a run that a person starts: nothing, JSON, or a table from a file, possibly that of an earlier dry run.

use std::sync::Arc;

use mail::{Fault, Text, quoted};
use serde_json::value::RawValue;

use super::super::fields::{Fields, Upload};
use scripting::{Input, Trigger, table, texts};

/// The input of a script.
#[derive(Debug)]
pub struct RunInput {
    pub input: Input,
    pub trigger: Trigger,
    /// The file that it was read from.
    pub file: Option<Arc<Upload>>,
    /// Remarks about the file.
    pub remarks: Vec<Text>,
}

impl RunInput {
    /// An uploaded file takes precedence over typed JSON, which takes precedence over the file of a dry run.
    ///
    /// # Errors
    /// The fault of `file` or `input`.
    pub async fn of(fields: &mut Fields, tried: Option<Arc<Upload>>) -> Result<Self, Vec<Fault>> {
        let input = fields.get("input").to_owned();
        let file = fields.file.take().map(Arc::new).or(tried.filter(|_| input.trim().is_empty()));
        // Parsing eight megabytes takes a while and must not block other tasks.
        let read = tokio::task::spawn_blocking(move || Self::read(file, &input));
        read.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
    }

    fn read(file: Option<Arc<Upload>>, input: &str) -> Result<Self, Vec<Fault>> {
        if let Some(file) = file {
            let upload = table::Upload { name: &file.name, bytes: &file.bytes };
            let table = table::read(upload).map_err(|fault| vec![fault.of_field("file")])?;
            return Ok(Self { input: table.input, trigger: Trigger::File, file: Some(file), remarks: table.remarks });
        }
        let input = typed(input).map_err(|fault| vec![fault])?;
        Ok(Self { input, trigger: Trigger::Hand, file: None, remarks: Vec::new() })
    }
}

/// JSON as it was typed; an empty text is `null`.
fn typed(text: &str) -> Result<Input, Fault> {
    if text.trim().is_empty() {
        return Ok(Input::default());
    }
    let json: Box<RawValue> =
        serde_json::from_str(text).map_err(|error| Fault::new("input", not_json(text, &error)))?;
    Input::checked(json)
}

fn not_json(text: &str, error: &serde_json::Error) -> Text {
    if error.is_eof() {
        return texts::script_input_incomplete();
    }
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default().trim();
    texts::script_input_not_json(error.line().to_string(), error.column().to_string(), quoted(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_input_is_json_or_empty() {
        assert_eq!(typed(" \n"), Ok(Input::default()));
        assert_eq!(typed("{\"a\": 1.10}").expect("an input").json(), "{\"a\":1.10}");
        let text = |typed_text: &str| typed(typed_text).expect_err("a fault").text;
        assert_eq!(text("{\n  \"a\": 1,\n  b: 2\n}"), texts::script_input_not_json("3", "3", "`b: 2`"));
        assert_eq!(text("{\"a\": 1"), texts::script_input_incomplete());
    }

    #[test]
    fn deeply_nested_input_is_refused() {
        let text = |typed_text: &str| typed(typed_text).expect_err("a fault").text;
        assert_eq!(text(&"[".repeat(1 << 20)), texts::script_input_incomplete());
        let deep = format!("{}{}", "[".repeat(1 << 20), "]".repeat(1 << 20));
        assert_eq!(text(&deep), texts::script_input_too_deep(120));
    }
}
