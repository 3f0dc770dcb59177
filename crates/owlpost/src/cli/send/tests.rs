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
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::settings::SpoolChoice;
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

/// Without a spool, so that nothing is left of a test.
fn submitter(send: &Send) -> Result<Submitter, Failure> {
    Submitter::new(&send.connection.settings()?)
}

fn submitted(send: &Send, input: &[u8]) -> Result<Uuid, Failure> {
    let submitter = submitter(send)?;
    let request = request(send, &submitter, &mut Cursor::new(input))?;
    match block_on(submitter.submit(request))?? {
        Submitted::Accepted(id) => Ok(id),
        Submitted::Spooled(path, _) => panic!("it is in {}", path.display()),
    }
}

fn sent_to(address: SocketAddr) -> Result<Uuid, Failure> {
    let url = format!("http://{address}");
    let key = ["--api-key", "owl_secret", "--key", "order-42"];
    let send = ["--url", &url, "--spool", "off", "--to", "ann@example.com", "--text", "Hello"];
    submitted(&options(&[&send[..], &key].concat()), b"")
}

#[track_caller]
fn check_failure(answer: fn() -> Response, exit: Exit, expected: &[&str]) {
    let (address, _asked) = server(answer);
    let failure = sent_to(address).expect_err("refused");
    let text = failure.to_string();
    for part in expected {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    assert_eq!(failure.exit(), exit, "{text}");
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
    assert_eq!(body, json!({"to": ["ann@example.com"], "subject": "", "text": "Hello", "key": "order-42"}));
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
    check_failure(
        answer,
        Exit::Recipient,
        &["refused the message", "to: \"ann@\" is no email address", "1 field has a fault."],
    );
}

#[test]
fn a_full_or_busy_server_is_a_temporary_failure() {
    let full = || {
        let problem = json!({"title": "There is no room to store mail", "detail": "The disk is full."});
        (StatusCode::INSUFFICIENT_STORAGE, axum::Json(problem)).into_response()
    };
    check_failure(full, Exit::TryAgain, &["There is no room", "The disk is full.", "Try again later."]);
    check_failure(|| StatusCode::BAD_GATEWAY.into_response(), Exit::TryAgain, &["the response is not from owlpost"]);
}

#[test]
fn redirects_are_not_followed_so_that_the_key_is_not_leaked() {
    let answer = || (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "http://127.0.0.1:9/")]).into_response();
    check_failure(answer, Exit::Unavailable, &["307", "Check the URL"]);
}

#[test]
fn an_unreachable_server_is_a_temporary_failure() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let failure = sent_to(address).expect_err("refused");
    let text = failure.to_string();
    assert!(text.contains("cannot be reached") && text.contains("OWLPOST_URL"), "{text}");
    assert_eq!((failure.exit(), failure.may_have_arrived()), (Exit::TryAgain, false));
}

#[test]
fn errors_on_the_command_line_are_reported() {
    let check = |words: &[&str], exit: Exit, expected: &str| {
        let failure = submitted(&options(words), b"Hello").expect_err("refused");
        let text = failure.to_string();
        assert!(text.contains(expected) && failure.exit() == exit, "{words:?}: {text}");
    };
    let configured = |more: &[&'static str]| [&["--spool", "off", "--api-key", "owl_x"], more].concat();
    check(&["--to", "a@example.com"], Exit::Config, "no API key was given");
    check(&configured(&["--url", "mail.example.com"]), Exit::Config, "is not the URL of a server");
    check(&configured(&["--attach", "/nowhere/a.pdf"]), Exit::Io, "/nowhere/a.pdf cannot be read");
    check(&["--api-key-file", "/nowhere/key"], Exit::Config, "the API key cannot be read");
    check(
        &configured(&["--config", "/nowhere/send.toml"]),
        Exit::Config,
        "the configuration cannot be read from /nowhere",
    );
}

#[test]
fn the_file_is_read_below_flags() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("writes");
        path.to_str().expect("a plain path").to_owned()
    };
    let key = write("key", "owl_of_file\n");
    let config =
        write("send.toml", &format!("url = \"http://mail.example.com\"\napi_key_file = \"{key}\"\nspool = \"off\"\n"));
    let settings = options(&["--config", &config]).connection.settings().expect("settings");
    assert_eq!((settings.url.as_str(), settings.api_key.expose_secret()), ("http://mail.example.com", "owl_of_file"));
    assert_eq!(settings.spool, SpoolChoice::Off);
    let flags = ["--config", &config, "--url", "http://localhost", "--api-key", "owl_flag", "--spool", "/x"];
    let settings = options(&flags).connection.settings().expect("settings");
    assert_eq!((settings.url.as_str(), settings.api_key.expose_secret()), ("http://localhost", "owl_flag"));
    assert_eq!(settings.spool, SpoolChoice::Folder("/x".into()));
    let wrong = write("wrong.toml", "api_key = \"owl_x\"\n");
    let failure = options(&["--config", &wrong]).connection.settings().expect_err("a secret does not belong there");
    assert!(failure.exit() == Exit::Config && failure.to_string().contains("api_key"), "{failure}");
}

#[test]
fn faults_have_the_exit_status_of_what_they_name() {
    fn faults(errors: Value) -> Response {
        let problem = json!({"title": "The request has faults", "detail": "It has.", "errors": errors});
        (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(problem)).into_response()
    }
    let recipient =
        || faults(json!([{"field": "recipient", "message": "`root` has no @", "code": "address_without_at"}]));
    check_failure(recipient, Exit::Recipient, &["recipient: `root` has no @"]);
    let nobody = || faults(json!([{"field": "recipient", "message": "x", "code": "submitted_without_recipient"}]));
    check_failure(nobody, Exit::Data, &[]);
    let header = || faults(json!([{"field": "headers.To", "message": "x"}, {"field": "recipient", "message": "y"}]));
    check_failure(header, Exit::Data, &["headers.To: x", "recipient: y"]);
    let sender = || faults(json!([{"field": "headers.From", "message": "x", "code": "submission_sender_not_allowed"}]));
    check_failure(sender, Exit::NotPermitted, &[]);
    let unauthorized = || {
        let problem = json!({"title": "Unauthorized", "detail": "The key is unknown."});
        (StatusCode::UNAUTHORIZED, axum::Json(problem)).into_response()
    };
    check_failure(unauthorized, Exit::NotPermitted, &["The key is unknown."]);
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
    assert_eq!(message.attachments, [message::Attachment::new("mail.html".into(), b"<p>Hi</p>")]);
}

#[test]
fn a_finished_message_is_sent_as_it_is() {
    let send = options(&["-t", "-i", "-oi", "-f", "shop@example.com", "--to", "bob@example.com", "--api-key", "owl_x"]);
    let submitter = submitter(&send).expect("a submitter");
    let text = "From: Shop <shop@example.com>\nTo: ann@example.com\nDate: x\n\n.\nHello\n";
    let request = request(&send, &submitter, &mut Cursor::new(text)).expect("a request");
    assert_eq!(String::from_utf8(request.body).expect("text"), text.replace('\n', "\r\n"));
    let pairs = [("sender", "shop@example.com"), ("recipient", "bob@example.com"), ("header_recipients", "true")];
    assert_eq!(request.query, pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!((request.path.as_str(), request.content_type.as_str()), ("/api/v1/messages/raw", "message/rfc822"));
    assert!(request.idempotency_key.is_some());
}
