//! Tests of the OpenAPI document: complete and consistent.

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
fn every_reference_leads_somewhere_and_every_name_is_used_once() {
    let document = document();
    let mut references = BTreeSet::new();
    collect_references(&document, &mut references);
    for reference in &references {
        let pointer = reference.strip_prefix('#').expect("references stay in the document");
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
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
fn a_body_is_required_where_nothing_happens_without_one() {
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
    let mut silent = Vec::new();
    for (method, path, operation) in operations(&document) {
        for (status, response) in operation["responses"].as_object().expect("responses") {
            if response["description"].as_str().is_none_or(str::is_empty) {
                silent.push(format!("{method} {path} {status}"));
            }
        }
        if operation["summary"].as_str().is_none() || scope(&operation) == "none" {
            silent.push(format!("{method} {path}"));
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        if schema["description"].as_str().is_none() {
            silent.push(name.clone());
        }
    }
    assert!(silent.is_empty(), "{silent:?}");
}
