//! A server that runs scripts in the product's sandbox.

use serde_json::{Value, json};
pub use testserver::{ANN, EndedRun, TestServer};

/// Ann is the administrator; scripts run.
pub async fn start() -> TestServer {
    TestServer::builder().at("2026-11-22T12:00:00Z").sandbox(env!("CARGO_BIN_EXE_owlpost")).start().await
}

/// Rows of a table with this number of people, as a file would give them.
pub fn people(count: usize) -> Value {
    let rows = (0..count).map(|nth| json!({"name": format!("Person {nth}"), "email": format!("p{nth}@example.org")}));
    json!({ "rows": rows.collect::<Vec<_>>() })
}
