//! Descriptions and examples of fields of the OpenAPI document that their types do not state.
//!
//! A field that has the same name and meaning in several views (`id`, `created_at`) is described here once. Examples of
//! objects and lists are made from those of their fields; enumerations, ids, times, numbers and booleans need none. A
//! test reports every field that still lacks a description or an example.

use serde_json::{Map, Value, json};

/// Maximum depth of references to follow; no view contains itself.
const MAX_DEPTH: usize = 32;

const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
const TIME: &str = "2026-11-22T10:00:00Z";

/// Adds missing descriptions and examples.
pub(super) fn complete(document: &mut Value) {
    let schemas = document.pointer("/components/schemas").cloned().unwrap_or_default();
    if let Some(all) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        for (name, schema) in all.iter_mut() {
            complete_schema(&schemas, name, schema);
        }
    }
    let operations = document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    for (_, item) in operations {
        for (_, operation) in item.as_object_mut().into_iter().flatten() {
            for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
                complete_parameter(&schemas, parameter);
            }
        }
    }
}

fn complete_schema(schemas: &Value, name: &str, schema: &mut Value) {
    for part in schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
        complete_schema(schemas, name, part);
    }
    for (field, property) in schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
        let description = description_of(schemas, field, property);
        let example = example_of(schemas, name, field, property, MAX_DEPTH);
        let Some(property) = property.as_object_mut() else { continue };
        set_missing(property, "description", description.map(Value::from));
        set_missing(property, "example", example);
    }
}

fn complete_parameter(schemas: &Value, parameter: &mut Value) {
    let Some(parameter) = parameter.as_object_mut() else { return };
    let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let schema = parameter.get("schema").cloned().unwrap_or_default();
    set_missing(parameter, "example", example_of(schemas, "parameter", &name, &schema, MAX_DEPTH));
}

fn set_missing(object: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value.filter(|_| !object.contains_key(key)) {
        object.insert(key.to_owned(), value);
    }
}

/// The alternative of a value that may also be `null`.
fn alternative(property: &Value) -> Option<&Value> {
    let choices = property.get("oneOf").or_else(|| property.get("anyOf"))?.as_array()?;
    choices.iter().find(|choice| choice.get("type") != Some(&json!("null")))
}

fn referenced<'a>(schemas: &'a Value, property: &Value) -> Option<(String, &'a Value)> {
    let name = property.get("$ref")?.as_str()?.rsplit('/').next()?;
    Some((name.to_owned(), schemas.get(name)?))
}

fn description_of(schemas: &Value, field: &str, property: &Value) -> Option<String> {
    let stated = |value: &Value| value.get("description").and_then(Value::as_str).map(str::to_owned);
    stated(property)
        .or_else(|| alternative(property).and_then(stated))
        .or_else(|| common_description(field).map(str::to_owned))
        .or_else(|| {
            referenced(schemas, alternative(property).unwrap_or(property)).and_then(|(_, schema)| stated(schema))
        })
}

/// The description of a field that has the same meaning in all schemas.
fn common_description(field: &str) -> Option<&'static str> {
    Some(match field {
        "id" => "The identifier, for other calls.",
        "script_id" => "Identifies the script.",
        "workspace_id" => "Identifies the workspace.",
        "name" => "The name.",
        "at" => "When it happens.",
        "accepted_at" => "When the message was accepted and stored on disk.",
        "asked_at" => "When it was requested.",
        "changed_at" => "When it was last changed.",
        "created_at" => "When it was created.",
        "finished_at" => "When it ended; `null` until then.",
        "joined_at" => "When the account became a member.",
        "last_renewed_at" => "When its access was last renewed.",
        "next_attempt_at" => "When the next attempt is due; `null` if there is none.",
        "saved_at" => "When it was saved.",
        "since" => "Since when.",
        "started_at" => "When it started; `null` until then.",
        "queued" => "Deliveries that wait for their first attempt.",
        "sending" => "Deliveries that are being sent.",
        "deferred" => "Deliveries that wait for another attempt.",
        "sent" => "Deliveries that the mail server accepted.",
        "kept" => "Deliveries that are stored in the built-in mailbox.",
        "failed" => "Deliveries that were refused permanently.",
        "uncertain" => "Deliveries that may have arrived.",
        "expired" => "Deliveries that could not be sent in time.",
        "cancelled" => "Deliveries that were cancelled.",
        "code" => "The reply code (RFC 5321 section 4.2).",
        "enhanced" => "The enhanced status code (RFC 3463); `null` if the reply has none.",
        "text" => "The text of the reply.",
        "message" => "What happened, as text for people.",
        "ok" => "Whether it succeeded.",
        "port" => "The port.",
        "recipient" => "The address of the recipient.",
        "source" => "The source of the script.",
        "stages" => "The completed stages, in order.",
        "state" => "The state.",
        "subject" => "The subject; empty if there is none.",
        "trigger" => "What started it.",
        _ => return None,
    })
}

fn example_of(schemas: &Value, schema: &str, field: &str, property: &Value, depth: usize) -> Option<Value> {
    let stated = |value: &Value| value.get("example").cloned();
    stated(property).or_else(|| super::examples::named(schema, field)).or_else(|| typed(schemas, property, depth))
}

/// An example that follows from the type.
fn typed(schemas: &Value, property: &Value, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    if let Some((name, schema)) = referenced(schemas, property) {
        return of_schema(schemas, &name, schema, depth);
    }
    if let Some(choice) = alternative(property) {
        return typed(schemas, choice, depth);
    }
    if let Some(first) = property.get("enum").and_then(Value::as_array).and_then(|names| names.first()) {
        return Some(first.clone());
    }
    let text = |key: &str| property.get(key).and_then(Value::as_str);
    let kind = match property.get("type")? {
        Value::Array(types) => types.iter().find_map(|one| one.as_str().filter(|one| *one != "null"))?,
        other => other.as_str()?,
    };
    match (kind, text("format")) {
        ("string", Some("uuid")) => Some(json!(ID)),
        ("string", Some("date-time")) => Some(json!(TIME)),
        ("boolean", _) => Some(json!(false)),
        ("integer" | "number", _) => Some(json!(1)),
        ("array", _) => Some(json!([typed(schemas, property.get("items")?, depth)?])),
        ("object", _) => Some(json!({})),
        _ => None,
    }
}

fn of_schema(schemas: &Value, name: &str, schema: &Value, depth: usize) -> Option<Value> {
    if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
        let mut whole = Map::new();
        for part in parts {
            let part = match referenced(schemas, part) {
                Some((name, schema)) => of_schema(schemas, &name, schema, depth)?,
                None => of_schema(schemas, name, part, depth)?,
            };
            whole.extend(part.as_object().cloned().unwrap_or_default());
        }
        return Some(Value::Object(whole));
    }
    let Some(fields) = schema.get("properties").and_then(Value::as_object) else {
        return schema
            .get("example")
            .cloned()
            .or_else(|| super::examples::named(name, ""))
            .or_else(|| typed(schemas, schema, depth));
    };
    let depth = depth.checked_sub(1)?;
    let fields = fields
        .iter()
        .map(|(field, property)| Some((field.clone(), example_of(schemas, name, field, property, depth)?)));
    Some(Value::Object(fields.collect::<Option<_>>()?))
}
