//! Route × scope: each call needs its scope and no other. A route without a row fails the test.

use axum::body::Body;
use axum::http::{StatusCode, header};

use super::document::{document, operations, scope};
use super::{TestApi, request};
use accounts::Scope;

const ROUTES: [(&str, &str, Scope); 68] = [
    ("GET", "/api-keys", Scope::Settings),
    ("POST", "/api-keys", Scope::Settings),
    ("DELETE", "/api-keys/{id}", Scope::Settings),
    ("GET", "/email-settings", Scope::Settings),
    ("PUT", "/email-settings", Scope::Settings),
    ("POST", "/email-settings/oauth/disconnect", Scope::Settings),
    ("POST", "/email-settings/oauth/start", Scope::Settings),
    ("POST", "/email-settings/oauth/{id}/answer", Scope::Settings),
    ("POST", "/email-settings/on-hold", Scope::Settings),
    ("GET", "/email-settings/status", Scope::Settings),
    ("POST", "/email-settings/test-connection", Scope::Settings),
    ("POST", "/email-settings/test-email", Scope::Settings),
    ("GET", "/email-settings/versions", Scope::Settings),
    ("POST", "/email-settings/versions/{number}/restore", Scope::Settings),
    ("POST", "/letters/invitation", Scope::MessagesSend),
    ("POST", "/letters/password-reset", Scope::MessagesSend),
    ("POST", "/letters/validation", Scope::MessagesSend),
    ("GET", "/messages", Scope::MessagesRead),
    ("POST", "/messages", Scope::MessagesSend),
    ("POST", "/messages/raw", Scope::MessagesSend),
    ("POST", "/messages/release", Scope::MessagesSend),
    ("GET", "/messages/{id}", Scope::MessagesRead),
    ("GET", "/messages/{id}/raw", Scope::MessagesRead),
    ("POST", "/messages/{id}/cancel", Scope::MessagesSend),
    ("POST", "/messages/{id}/release", Scope::MessagesSend),
    ("POST", "/messages/{id}/resend", Scope::MessagesSend),
    ("POST", "/messages/{id}/retry", Scope::MessagesSend),
    ("GET", "/scripts", Scope::Scripts),
    ("POST", "/scripts", Scope::Scripts),
    ("GET", "/scripts/workspaces", Scope::Scripts),
    ("GET", "/scripts/{id}", Scope::Scripts),
    ("PUT", "/scripts/{id}", Scope::Scripts),
    ("DELETE", "/scripts/{id}", Scope::Scripts),
    ("GET", "/scripts/{id}/quota", Scope::Scripts),
    ("POST", "/scripts/{id}/webhook", Scope::Scripts),
    ("GET", "/scripts/{id}/versions", Scope::Scripts),
    ("GET", "/scripts/{id}/versions/{number}", Scope::Scripts),
    ("GET", "/scripts/{id}/runs", Scope::Scripts),
    ("POST", "/scripts/{id}/runs", Scope::Scripts),
    ("GET", "/runs/{id}", Scope::Scripts),
    ("POST", "/runs/{id}/cancel", Scope::Scripts),
    ("GET", "/workspaces/{id}/script-recipients", Scope::Scripts),
    ("PUT", "/workspaces/{id}/script-recipients", Scope::Scripts),
    ("GET", "/accounts", Scope::Members),
    ("GET", "/accounts/{id}/sending", Scope::Members),
    ("PUT", "/accounts/{id}/sending", Scope::Members),
    ("GET", "/mail-passwords", Scope::Members),
    ("DELETE", "/mail-passwords/{id}", Scope::Members),
    ("GET", "/workspaces", Scope::Members),
    ("POST", "/workspaces", Scope::Members),
    ("GET", "/workspaces/{id}", Scope::Members),
    ("PATCH", "/workspaces/{id}", Scope::Members),
    ("DELETE", "/workspaces/{id}", Scope::Members),
    ("PUT", "/workspaces/{id}/approval", Scope::Members),
    ("DELETE", "/workspaces/{id}/approval", Scope::Members),
    ("GET", "/workspaces/{id}/quota", Scope::Members),
    ("PUT", "/workspaces/{id}/quota", Scope::Members),
    ("GET", "/workspaces/{id}/members", Scope::Members),
    ("PATCH", "/workspaces/{id}/members/{account}", Scope::Members),
    ("DELETE", "/workspaces/{id}/members/{account}", Scope::Members),
    ("GET", "/workspaces/{id}/invitations", Scope::Members),
    ("POST", "/workspaces/{id}/invitations", Scope::Members),
    ("POST", "/workspaces/{id}/invitations/{invitation}/resend", Scope::Members),
    ("POST", "/workspaces/{id}/invitations/{invitation}/revoke", Scope::Members),
    ("GET", "/workspaces/{id}/files", Scope::Scripts),
    ("GET", "/workspaces/{id}/files/{name}", Scope::Scripts),
    ("PUT", "/workspaces/{id}/files/{name}", Scope::Scripts),
    ("DELETE", "/workspaces/{id}/files/{name}", Scope::Scripts),
];

#[test]
fn every_documented_route_has_a_row_with_its_scope() {
    let mut documented: Vec<_> = operations(&document())
        .into_iter()
        .map(|(method, path, operation)| (method, path, scope(&operation)))
        .collect();
    let mut rows: Vec<_> =
        ROUTES.map(|(method, path, scope)| (method.to_owned(), path.to_owned(), scope.name().to_owned())).into();
    documented.sort();
    rows.sort();
    assert_eq!(documented, rows);
}

#[tokio::test]
async fn a_call_without_its_scope_is_refused_with_the_name_of_the_scope() {
    let api = TestApi::new().await;
    let mut keys = Vec::new();
    for scope in Scope::ALL {
        keys.push((scope, api.key(&[scope]).await));
    }
    for (method, path, needed) in ROUTES {
        for (scope, key) in keys.iter().filter(|(scope, _)| *scope != needed) {
            let answer = api.call(empty_request(method, path, Some(key))).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path} with {}", scope.name());
            let challenge = answer.header(header::WWW_AUTHENTICATE);
            assert!(challenge.contains(&format!("scope=\"{}\"", needed.name())), "{method} {path}: {challenge}");
        }
    }
}

#[tokio::test]
async fn a_call_without_a_valid_key_is_refused() {
    let api = TestApi::new().await;
    let wrong = format!("owl_{}", "x".repeat(43));
    for (method, path, _) in ROUTES {
        for key in [None, Some(wrong.as_str())] {
            let answer = api.call(empty_request(method, path, key)).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {path} with {key:?}");
        }
    }
}

/// A request without a useful body, to see whether the key is refused.
fn empty_request(method: &str, path: &str, key: Option<&str>) -> axum::http::Request<Body> {
    let nobody = "019ab000-0000-7000-8000-000000000000";
    let path = ["{id}", "{account}", "{invitation}"].iter().fold(path.to_owned(), |path, id| path.replace(id, nobody));
    let path = path.replace("{number}", "1").replace("{name}", "a.txt");
    request(method, &path, key).body(Body::empty()).expect("a request")
}
