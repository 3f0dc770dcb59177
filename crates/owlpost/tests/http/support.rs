//! A server with the product's sandbox, called by strangers and members.

use config::Config;
pub use testserver::{ANN, Answer, PASSWORD, TestServer, percent_encoded};

/// Ann is the administrator; scripts run.
pub async fn start() -> TestServer {
    start_with(|_| {}).await
}

/// Like [`start`], with another configuration.
pub async fn start_with(change: impl FnOnce(&mut Config) + Send + 'static) -> TestServer {
    TestServer::builder().config(change).sandbox(env!("CARGO_BIN_EXE_owlpost")).start().await
}
