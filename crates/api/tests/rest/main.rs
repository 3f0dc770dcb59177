//! Tests of the REST API from the perspective of its clients.

mod account_sending;
mod document;
mod files;
mod hooks;
mod invitations;
mod key_limits;
mod keys;
mod letters;
mod messages;
mod privileges;
mod problems;
mod raw;
mod scripts;
mod settings;
mod workspaces;

use std::ops::Deref;

use accounts::Scope;
use axum::body::Body;
use axum::http::{Request, header};
use secrecy::ExposeSecret;
use testserver::{Answer, TestServer};

/// A server and its API.
struct TestApi(TestServer);

impl Deref for TestApi {
    type Target = TestServer;

    fn deref(&self) -> &TestServer {
        &self.0
    }
}

impl TestApi {
    /// A server that has not been set up.
    async fn new() -> Self {
        Self(TestServer::builder().start_empty().await)
    }

    /// The secret of a new key with these scopes.
    async fn key(&self, scopes: &[Scope]) -> String {
        let name = format!("key {}", self.app.accounts.keys().await.expect("lists").len() + 1);
        let made = self.app.accounts.make_key(&name, scopes, &accounts::Actor::account("ann@example.com")).await;
        made.expect("makes a key").1.expose_secret().to_owned()
    }

    async fn key_with_all_scopes(&self) -> String {
        self.key(&Scope::ALL).await
    }

    async fn get(&self, key: &str, path: &str) -> Answer {
        self.call(request("GET", path, Some(key)).body(Body::empty()).expect("a request")).await
    }

    /// As [`TestApi::send_json`] with PUT, and with `If-Match`.
    async fn put_if_match(&self, key: &str, path: &str, tag: &str, body: &str) -> Answer {
        let request = request("PUT", path, Some(key)).header(header::CONTENT_TYPE, "application/json");
        self.call(request.header(header::IF_MATCH, tag).body(Body::from(body.to_owned())).expect("a request")).await
    }

    async fn send_json(&self, method: &str, key: &str, path: &str, body: &str) -> Answer {
        let request = request(method, path, Some(key)).header(header::CONTENT_TYPE, "application/json");
        self.call(request.body(Body::from(body.to_owned())).expect("a request")).await
    }
}

fn request(method: &str, path: &str, key: Option<&str>) -> axum::http::request::Builder {
    let builder = Request::builder().method(method).uri(format!("/api/v1{path}"));
    match key {
        Some(key) => builder.header(header::AUTHORIZATION, format!("Bearer {key}")),
        None => builder,
    }
}
