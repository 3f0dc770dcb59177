//! Parses a JSON body and reports all mismatches at once.
//!
//! serde stops at the first mismatch. The others are found by removing the mismatch and parsing again; missing fields
//! are found with the schema of the OpenAPI document. This is done only for small bodies, such as those written by
//! people.

use mail::Fault;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;
use utoipa::ToSchema;

use super::PARSED_IN_PLACE_BYTES;
use super::shape::{Json, Mismatch, Shape, ShapeError, Step, field};
use super::strict;
use crate::problem::{Kind, Problem};
use crate::texts;

/// Parses a value. The error contains the first fault.
pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let error = match strict::from_slice::<T>(bytes) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let body = json(bytes, &error)?;
    Err(Problem::faults(vec![first_fault::<T>(&body, &error)]))
}

/// Parses an object. The error contains all its faults, or the first one if the body is large.
pub(super) fn parse_object<T: DeserializeOwned + ToSchema>(bytes: &[u8]) -> Result<T, Problem> {
    let error = match strict::from_slice::<T>(bytes) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let body = json(bytes, &error)?;
    if bytes.len() > PARSED_IN_PLACE_BYTES {
        return Err(Problem::faults(vec![first_fault::<T>(&body, &error)]));
    }
    let mut faults = mismatches::<T>(&body);
    if faults.is_empty() {
        faults.push(first_fault::<T>(&body, &error));
    }
    Err(Problem::faults(faults))
}

/// Parses a query into the struct of a handler. The error contains all faults.
pub(super) fn parse_query<T: DeserializeOwned>(query: &str) -> Result<T, Vec<Fault>> {
    let members = url::form_urlencoded::parse(query.as_bytes());
    let members = members.map(|(name, value)| (name.into_owned(), Json::String(value.into_owned())));
    let body = Json::Object(members.collect());
    T::deserialize(Shape(&body)).map_err(|_| Mismatches::of::<T>(&body).faults)
}

/// The body as a tree. The error says why it is not JSON.
fn json(bytes: &[u8], error: &serde_json::Error) -> Result<Json, Problem> {
    if error.classify() == Category::Data
        && let Ok(json) = serde_json::from_slice(bytes)
    {
        return Ok(json);
    }
    Err(Problem::new(Kind::Malformed, texts::request_body_not_json(error.to_string())))
}

fn first_fault<T: DeserializeOwned>(body: &Json, error: &serde_json::Error) -> Fault {
    match T::deserialize(Shape(body)) {
        Err(error) => error.fault(),
        Ok(_) => Fault::new("body", texts::json_value_rejected(error.to_string())),
    }
}

/// All mismatches, and all missing fields.
fn mismatches<T: DeserializeOwned + ToSchema>(body: &Json) -> Vec<Fault> {
    let mut found = Mismatches::of::<T>(body);
    if found.some_missing {
        let schema = BodySchema::of::<T>();
        let mut missing = Vec::new();
        schema.missing(&schema.root, body, &mut Vec::new(), &mut missing);
        for field in missing {
            found.add(Fault::new(field, texts::json_field_missing()));
        }
    }
    found.faults
}

#[derive(Default)]
struct Mismatches {
    faults: Vec<Fault>,
    /// Fields that were removed, and are missing only for that reason.
    removed: Vec<String>,
    some_missing: bool,
}

impl Mismatches {
    /// Parses repeatedly, each time without the last mismatch.
    fn of<T: DeserializeOwned>(body: &Json) -> Self {
        let mut found = Self::default();
        let mut rest = body.clone();
        while found.faults.len() < mail::limits::FAULTS {
            let Err(error) = T::deserialize(Shape(&rest)) else { break };
            found.add(error.fault());
            found.some_missing |= error.mismatch == Mismatch::MissingField;
            let Some(removed) = remove(&mut rest, &removable(&error)) else { break };
            found.removed.push(removed);
        }
        found
    }

    fn add(&mut self, fault: Fault) {
        let is_known = self.removed.contains(&fault.field) || self.faults.iter().any(|one| one.field == fault.field);
        if !is_known && self.faults.len() < mail::limits::FAULTS {
            self.faults.push(fault);
        }
    }
}

/// What to remove so that the rest can be parsed: the mismatch, or the object that lacks a missing field.
fn removable(error: &ShapeError) -> Vec<Step> {
    let mut steps = error.steps();
    if error.mismatch == Mismatch::MissingField {
        steps.pop();
    }
    steps
}

/// Removes the value at `steps` and returns its field. For an item of an array, the whole array is removed, because the
/// numbers of the other items would change.
fn remove(body: &mut Json, steps: &[Step]) -> Option<String> {
    let last = steps.iter().rposition(|step| matches!(step, Step::Key(_)))?;
    let (Some(Step::Key(key)), Some(parents)) = (steps.get(last), steps.get(..last)) else { return None };
    let mut parent = body;
    for step in parents {
        parent = match (parent, step) {
            (Json::Object(members), Step::Key(key)) => &mut members.iter_mut().find(|(name, _)| name == key)?.1,
            (Json::Array(items), Step::Index(index)) => items.get_mut(*index)?,
            _ => return None,
        };
    }
    let Json::Object(members) = parent else { return None };
    let before = members.len();
    members.retain(|(name, _)| name != key);
    (members.len() < before).then(|| field(&steps[..=last]))
}

/// The schema of a body in the OpenAPI document (JSON Schema).
struct BodySchema {
    root: Value,
    parts: Vec<(String, Value)>,
}

impl BodySchema {
    fn of<T: ToSchema>() -> Self {
        let mut parts = Vec::new();
        T::schemas(&mut parts);
        // Cannot fail: schemas consist of maps and strings.
        let json = |schema| serde_json::to_value(schema).unwrap_or_default();
        let root = json(T::schema());
        Self { root, parts: parts.into_iter().map(|(name, schema)| (name, json(schema))).collect() }
    }

    /// The required fields that `value` lacks.
    fn missing(&self, schema: &Value, value: &Json, path: &mut Vec<Step>, missing: &mut Vec<String>) {
        if let Some(name) = schema["$ref"].as_str().and_then(|at| at.rsplit('/').next()) {
            if let Some((_, part)) = self.parts.iter().find(|(part, _)| part == name) {
                self.missing(part, value, path, missing);
            }
            return;
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.missing(part, value, path, missing);
        }
        // A nullable schema is a choice of `null` and another schema.
        if let Some([one, other]) = schema["oneOf"].as_array().map(Vec::as_slice)
            && one["type"] == "null"
        {
            self.missing(other, value, path, missing);
        }
        match value {
            Json::Object(members) => {
                let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
                for key in required.filter(|key| members.iter().all(|(name, _)| name != key)) {
                    path.push(Step::Key(key.to_owned()));
                    missing.push(field(path));
                    path.pop();
                }
                for (key, value) in members {
                    path.push(Step::Key(key.clone()));
                    self.missing(&schema["properties"][key], value, path, missing);
                    path.pop();
                }
            }
            Json::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    path.push(Step::Index(index));
                    self.missing(&schema["items"], item, path, missing);
                    path.pop();
                }
            }
            _ => {}
        }
    }
}
