//! A stored password is sent only to the destination that it was entered for.

use accounts::Scope;
use axum::http::StatusCode;
use testkit::{Sink, SinkOptions};

use crate::support::start;

fn settings(host: &str, port: u16, username: &str, security: &str, password: &str) -> String {
    format!(
        r#"{{"method": "password", "from": {{"email": "noreply@example.com"}}, "password": {{"host": "{host}", "port": {port},
        "username": "{username}", "security": "{security}", "password": "{password}", "allow_insecure_password": true}}}}"#
    )
}

fn sink(password: &str) -> Sink {
    let login = Some(("user".to_owned(), password.to_owned()));
    Sink::start(SinkOptions { login, ..SinkOptions::default() }).expect("a sink")
}

#[tokio::test]
async fn a_stored_password_is_never_sent_to_another_server() {
    let server = start().await;
    let (session, key) = (server.session().await, server.key("all", &Scope::ALL).await);
    let (mine, thief) = (sink("mine"), sink("thief's own"));
    let good = settings("127.0.0.1", mine.port(), "user", "none", "mine");
    assert_eq!(server.send_json("PUT", "/api/v1/email-settings", &key, &good).await.status, StatusCode::OK);

    let port = thief.port();
    for (host, port, username, security) in [
        ("127.0.0.1", port, "user", "none"),
        ("localhost", port, "user", "none"),
        ("localhost", mine.port(), "user", "none"),
        ("127.0.0.1", mine.port(), "other", "none"),
        ("127.0.0.1", mine.port(), "user", "starttls"),
        ("127.0.0.1", mine.port(), "user", "implicit_tls"),
        ("127.0.0.2", mine.port(), "USER", "none"),
    ] {
        let typed = settings(host, port, username, security, "");
        let what = format!("{username}@{host}:{port} {security}");
        for (method, path, body) in [
            ("PUT", "/api/v1/email-settings", typed.clone()),
            ("POST", "/api/v1/email-settings/test-connection", format!("{{\"settings\": {typed}}}")),
            (
                "POST",
                "/api/v1/email-settings/test-email",
                format!("{{\"to\": \"a@example.com\", \"settings\": {typed}}}"),
            ),
        ] {
            let answer = server.send_json(method, path, &key, &body).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {what}: {}", answer.body);
            assert!(answer.body.contains("password.password"), "{what}: {}", answer.body);
        }
        let port = port.to_string();
        let form = [
            ("method", "password"),
            ("from.email", "noreply@example.com"),
            ("password.host", host),
            ("password.port", port.as_str()),
            ("password.username", username),
            ("password.security", security),
            ("password.allow_insecure_password", "on"),
            ("test.to", "a@example.com"),
        ];
        for path in ["", "/test-connection", "/test-email"] {
            let path = format!("/configuration/email-settings{path}");
            let answer = server.post_form(&path, &[("cookie", &session)], &form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {what}");
        }
    }
    assert_eq!((mine.connections(), thief.connections()), (0, 0), "nobody was even called");

    // Entered again, it is sent there; the previous password is sent to its own server only if its version is restored.
    let typed = settings("127.0.0.1", port, "user", "none", "thief's own");
    let works = async |what: &str| {
        let tested = server.send_json("POST", "/api/v1/email-settings/test-connection", &key, "{}").await;
        assert!(tested.body.contains("\"ok\":true"), "{what}: {}", tested.body);
    };
    works("the stored one").await;
    assert_eq!(server.send_json("PUT", "/api/v1/email-settings", &key, &typed).await.status, StatusCode::OK);
    works("typed again").await;
    let restored = server.send_json("POST", "/api/v1/email-settings/versions/1/restore", &key, "").await;
    assert_eq!(restored.status, StatusCode::OK, "{}", restored.body);
    works("restored").await;
    assert_eq!((mine.connections(), thief.connections()), (2, 1), "each heard its own password, which it knew");
}
