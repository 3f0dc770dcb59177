//! Which responses are compressed.

use crate::support::start;
use accounts::Scope;

#[tokio::test]
async fn assets_and_api_responses_are_compressed_and_pages_are_not() {
    let server = start().await;
    let cookie = server.session().await;
    let key = server.key("shop", &Scope::ALL).await;
    let authorization = format!("Bearer {key}");
    let page = server.call_with("GET", "/sign-in", &[], "").await;
    let css = page.body.split('"').find(|part| part.ends_with("/owlpost.css")).expect("a style").to_owned();
    let accepts = [("accept-encoding", "br, gzip"), ("authorization", authorization.as_str())];
    let signed_in = [("accept-encoding", "gzip"), ("cookie", cookie.as_str())];
    for (method, path, headers, encoding) in [
        ("GET", css.as_str(), &accepts, "gzip"),
        ("GET", "/api/v1/openapi.json", &accepts, "gzip"),
        ("GET", "/metrics", &accepts, "gzip"),
        ("GET", "/api/v1/workspaces", &accepts, ""),
        ("POST", "/api/v1/api-keys", &accepts, ""),
        ("GET", "/", &signed_in, ""),
        ("GET", "/configuration/email-settings", &signed_in, ""),
        ("GET", "/events", &signed_in, ""),
    ] {
        let answer = server.call_with(method, path, headers, "").await;
        assert_eq!(answer.header("content-encoding"), encoding, "{method} {path}");
        let varies = answer.headers.get_all("vary").iter().any(|names| names.as_bytes().ends_with(b"accept-encoding"));
        assert!(varies || encoding.is_empty(), "{method} {path}");
    }
    let plain = server.call_with("GET", &css, &[], "").await;
    assert_eq!(plain.header("content-encoding"), "");
}
