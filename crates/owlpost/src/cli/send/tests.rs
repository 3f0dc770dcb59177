//! Tests of the command against servers with every kind of response.

use std::fs;
use std::io::Cursor;
use std::net::SocketAddr;
use std::sync::mpsc;

use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use clap::Parser;
use serde_json::{Value, json};

use super::*;

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    send: Send,
}

fn options(words: &[&str]) -> Send {
    Command::try_parse_from(["send"].iter().chain(words)).expect("options").send
}

/// A server that responds to every message with `answer`; returns its address and the received requests.
fn server(answer: fn() -> Response) -> (SocketAddr, mpsc::Receiver<(HeaderMap, Value)>) {
    let (sender, requests) = mpsc::channel();
    let (ready, address) = mpsc::channel();
    // Ends with the process of the test.
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            ready.send(listener.local_addr().expect("an address")).expect("a receiver");
            let handler = post(move |headers: HeaderMap, axum::Json(body): axum::Json<Value>| async move {
                // The test may have ended.
                let _ = sender.send((headers, body));
                answer()
            });
            axum::serve(listener, Router::new().route("/api/v1/messages", handler)).await.expect("serves");
        });
    });
    (address.recv().expect("the server starts"), requests)
}

fn sent_to(address: SocketAddr) -> Result<uuid::Uuid, Failure> {
    let url = format!("http://{address}");
    let send = options(&["--url", &url, "--api-key", "owl_secret", "--to", "ann@example.com", "--text", "Hello"]);
    let message = message::build(&send, &mut Cursor::new(b""))?;
    client::send(&send, &message)
}

#[track_caller]
fn check_failure(answer: fn() -> Response, exit: u8, expected: &[&str]) {
    let (address, _asked) = server(answer);
    let (text, status) = sent_to(address).expect_err("refused").message_and_exit_code();
    for part in expected {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    assert_eq!(status, exit, "{text}");
    assert!(!text.contains("owl_secret"), "{text}");
}

#[test]
fn a_message_is_sent_with_the_key_and_its_id_is_returned() {
    let (address, requests) = server(|| {
        let body = json!({"id": "019ab000-0000-7000-8000-000000000000", "deliveries": 1});
        (StatusCode::ACCEPTED, axum::Json(body)).into_response()
    });
    let id = sent_to(address).expect("is sent");
    assert_eq!(id.to_string(), "019ab000-0000-7000-8000-000000000000");
    let (headers, body) = requests.recv().expect("a request");
    assert_eq!(headers[header::AUTHORIZATION], "Bearer owl_secret");
    assert_eq!(body, json!({"to": ["ann@example.com"], "subject": "", "text": "Hello"}));
}

#[test]
fn faults_are_reported_with_their_fields() {
    let answer = || {
        let problem = json!({
            "title": "The request has faults", "detail": "1 field has a fault.",
            "errors": [{"field": "to", "message": "\"ann@\" is no email address"}]
        });
        (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(problem)).into_response()
    };
    check_failure(answer, 1, &["refused the message", "to: \"ann@\" is no email address", "1 field has a fault."]);
}

#[test]
fn a_full_or_busy_server_is_a_temporary_failure() {
    let full = || {
        let problem = json!({"title": "There is no room to store mail", "detail": "The disk is full."});
        (StatusCode::INSUFFICIENT_STORAGE, axum::Json(problem)).into_response()
    };
    check_failure(full, 75, &["There is no room", "The disk is full.", "Try again later."]);
    check_failure(|| StatusCode::BAD_GATEWAY.into_response(), 75, &["the response is not from owlpost"]);
}

#[test]
fn redirects_are_not_followed_so_that_the_key_is_not_leaked() {
    let answer = || (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "http://127.0.0.1:9/")]).into_response();
    check_failure(answer, 1, &["307", "Check the URL"]);
}

#[test]
fn an_unreachable_server_is_a_temporary_failure() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let (text, exit) = sent_to(address).expect_err("refused").message_and_exit_code();
    assert!(text.contains("cannot be reached") && text.contains("OWLPOST_URL"), "{text}");
    assert_eq!(exit, 75);
}

#[test]
fn errors_on_the_command_line_are_reported() {
    let check = |words: &[&str], expected: &str| {
        let send = options(words);
        let failed =
            message::build(&send, &mut Cursor::new(b"Hello")).and_then(|message| client::send(&send, &message));
        let (text, exit) = failed.expect_err("refused").message_and_exit_code();
        assert!(text.contains(expected) && exit == 1, "{words:?}: {text}");
    };
    check(&["--to", "a@example.com"], "no API key was given");
    check(&["--api-key", "owl_x", "--url", "mail.example.com"], "is not the URL of a server");
    check(&["--api-key", "owl_x", "--attach", "/nowhere/a.pdf"], "/nowhere/a.pdf cannot be read");
    check(&["--api-key-file", "/nowhere/key"], "the API key cannot be read");
}

#[test]
fn text_is_read_from_options_files_or_standard_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mail.html");
    fs::write(&path, "<p>Hi</p>").expect("writes");
    let path = path.to_str().expect("a plain path");
    let check = |words: &[&str], text: Option<&str>, html: Option<&str>| {
        let message = message::build(&options(words), &mut Cursor::new(b"from input")).expect("a message");
        assert_eq!((message.text.as_deref(), message.html.as_deref()), (text, html), "{words:?}");
    };
    check(&[], Some("from input"), None);
    check(&["--text", "Hello"], Some("Hello"), None);
    check(&["--text-file", "-"], Some("from input"), None);
    check(&["--html-file", path], None, Some("<p>Hi</p>"));
    check(&["--html-file", path, "--text-file", "-"], Some("from input"), Some("<p>Hi</p>"));
    let message = message::build(&options(&["--attach", path]), &mut Cursor::new(b"x")).expect("a message");
    assert_eq!(message.attachments, [message::Attachment::new("mail.html".into(), None, None, b"<p>Hi</p>")]);
}

#[test]
fn options_of_sendmail_are_accepted() {
    let send = options(&["-t", "-i", "-oi", "-f", "shop@example.com"]);
    let message = message::build(&send, &mut Cursor::new(b"To: ann@example.com\n\nHello\n")).expect("a message");
    assert_eq!((message.from.as_deref(), message.to), (Some("shop@example.com"), vec!["ann@example.com".to_owned()]));
}
