//! Tests that the OpenAPI document is complete and consistent.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

pub(super) fn document() -> Value {
    serde_json::from_str(&api::openapi()).expect("the document is JSON")
}

/// Method, path and description of each call.
pub(super) fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().expect("paths");
    let each = paths.iter().flat_map(|(path, item)| {
        let operations = item.as_object().expect("a path item");
        operations.iter().map(move |(method, operation)| (method.to_uppercase(), path.clone(), operation.clone()))
    });
    each.collect()
}

/// The documented scope of a call.
pub(super) fn scope(operation: &Value) -> String {
    operation["security"][0]["bearer"][0].as_str().unwrap_or("none").to_owned()
}

#[test]
fn the_shape_of_the_document_is_known() {
    let document = document();
    let mut shape = format!("{} {}\n\n", document["info"]["title"].as_str().expect("a title"), document["openapi"]);
    for (method, path, operation) in operations(&document) {
        let statuses: Vec<&String> = operation["responses"].as_object().expect("responses").keys().collect();
        let id = operation["operationId"].as_str().expect("an operation id");
        writeln!(shape, "{method} {path} {id}\n  scope {}, answers {statuses:?}", scope(&operation)).expect("writes");
    }
    shape.push_str("\nschemas\n");
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        let fields = schema["properties"].as_object().map(|fields| fields.keys().collect::<Vec<_>>());
        writeln!(shape, "  {name} {:?}", fields.unwrap_or_default()).expect("writes");
    }
    insta::assert_snapshot!(shape);
}

#[test]
fn every_reference_is_valid_and_every_operation_id_unique() {
    let document = document();
    let mut references = BTreeSet::new();
    collect_references(&document, &mut references);
    for reference in &references {
        let pointer = reference.strip_prefix('#').expect("references stay in the document");
        assert!(document.pointer(pointer).is_some(), "{reference} has no target");
    }
    let ids: Vec<String> =
        operations(&document).iter().map(|(.., operation)| operation["operationId"].to_string()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
}

fn collect_references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|value| collect_references(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| collect_references(value, found)),
        _ => {}
    }
}

#[test]
fn a_body_is_required_unless_the_call_makes_sense_without_one() {
    let optional: Vec<String> = operations(&document())
        .into_iter()
        .filter(|(.., operation)| operation["requestBody"]["required"] == false)
        .map(|(.., operation)| operation["operationId"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(optional, ["runScript", "storeFile", "resendInvitation"]);
}

#[test]
fn every_call_and_every_field_is_described() {
    let document = document();
    let mut undescribed = Vec::new();
    for (method, path, operation) in operations(&document) {
        for (status, response) in operation["responses"].as_object().expect("responses") {
            if response["description"].as_str().is_none_or(str::is_empty) {
                undescribed.push(format!("{method} {path} {status}"));
            }
        }
        if operation["summary"].as_str().is_none() || scope(&operation) == "none" {
            undescribed.push(format!("{method} {path}"));
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        if schema["description"].as_str().is_none() {
            undescribed.push(name.clone());
        }
    }
    assert!(undescribed.is_empty(), "{undescribed:?}");
}

/// Collects every field of a schema, including those of the parts of `allOf`.
fn fields<'a>(name: &'a str, schema: &'a Value, found: &mut Vec<(String, &'a Value)>) {
    for part in schema["allOf"].as_array().into_iter().flatten() {
        fields(name, part, found);
    }
    for (field, property) in schema["properties"].as_object().into_iter().flatten() {
        found.push((format!("{name}.{field}"), property));
    }
}

#[test]
fn every_field_and_every_parameter_has_a_description_and_an_example() {
    let document = document();
    let mut all = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        fields(name, schema, &mut all);
    }
    let operations = operations(&document);
    for (method, path, operation) in &operations {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            all.push((format!("{method} {path} {}", parameter["name"]), parameter));
        }
    }
    assert!(all.len() > 300, "only {} fields were found", all.len());
    let lacking: Vec<String> = all
        .iter()
        .flat_map(|(place, field)| {
            let described = field["description"].as_str().is_some_and(|words| !words.is_empty());
            let shown = field.get("example").is_some() || field["schema"].get("example").is_some();
            [(described, "description"), (shown, "example")]
                .into_iter()
                .filter(|(is_there, _)| !is_there)
                .map(move |(_, what)| format!("{place} has no {what}"))
        })
        .collect();
    assert!(lacking.is_empty(), "{} are missing: {lacking:#?}", lacking.len());
}

/// Collects what its schema does not allow in an example.
fn mismatches(document: &Value, schema: &Value, example: &Value, place: &str, found: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = document.pointer(&reference[1..]).expect("the reference leads somewhere");
        return mismatches(document, target, example, place, found);
    }
    if let Some(choices) = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array) {
        let fits = choices.iter().any(|choice| {
            let mut faults = Vec::new();
            mismatches(document, choice, example, place, &mut faults);
            faults.is_empty()
        });
        if !fits {
            found.push(format!("{place}: {example} fits none of its alternatives"));
        }
        return;
    }
    if schema["enum"].as_array().is_some_and(|values| !values.contains(example)) {
        found.push(format!("{place}: {example} is not in its enumeration"));
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        Value::String(one) => vec![one],
        _ => return,
    };
    let own = match example {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !types.contains(&own) {
        found.push(format!("{place}: {example} is not {types:?}"));
    }
    for item in example.as_array().into_iter().flatten() {
        mismatches(document, &schema["items"], item, place, found);
    }
}

#[test]
fn every_example_fits_its_schema() {
    let document = document();
    let mut all = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        fields(name, schema, &mut all);
    }
    let mut found = Vec::new();
    for (place, field) in all {
        mismatches(&document, field, &field["example"], &place, &mut found);
    }
    assert!(found.is_empty(), "{found:#?}");
}
