//! What a caller is told: every refusal is a problem document that names field, value and remedy.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::{TestApp, request};
use crate::problem::MEDIA_TYPE;
use accounts::Scope;

#[tokio::test]
async fn refusals_are_told_in_full() {
    let app = TestApp::new().await;
    let key = app.all_powerful_key().await;
    let weak = app.key(&[Scope::Members]).await;
    let json = |method: &str, path: &str, body: &str| {
        let request = request(method, path, Some(&key)).header(header::CONTENT_TYPE, "application/json");
        request.body(Body::from(body.to_owned())).expect("a request")
    };
    let bare = |method: &str, path: &str, key: Option<&str>| {
        request(method, path, key).body(Body::empty()).expect("a request")
    };
    let form =
        request("POST", "/messages", Some(&key)).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let huge = request("PUT", "/email-settings", Some(&key)).header(header::CONTENT_TYPE, "application/json");
    let cases: [(&str, Request<Body>); 17] = [
        ("no key", bare("GET", "/messages", None)),
        ("a wrong key", bare("GET", "/messages", Some("owl_wrong"))),
        ("a key without the scope", bare("GET", "/messages", Some(&weak))),
        ("no such call", bare("GET", "/mesages", Some(&key))),
        ("no such method", bare("PATCH", "/messages", Some(&key))),
        ("no such message", bare("GET", "/messages/019ab000-0000-7000-8000-000000000000", Some(&key))),
        ("no id at all", bare("GET", "/messages/42", Some(&key))),
        ("no such version", bare("POST", "/email-settings/versions/99/restore", Some(&key))),
        ("broken JSON", json("POST", "/messages", "{\n  \"to\": \"ann@example.com\",\n}")),
        ("a wrong type", json("POST", "/messages", r#"{"to": ["a@example.com"], "attachments": [{"name": 1}]}"#)),
        ("an unknown field", json("POST", "/messages", r#"{"to": "a@example.com", "subjct": "Hi"}"#)),
        ("a missing field", json("POST", "/messages", r#"{"attachments": [{"name": "a.txt"}]}"#)),
        ("a form", form.body(Body::from("to=a")).expect("a request")),
        ("no content type", request("POST", "/messages", Some(&key)).body(Body::from("{}")).expect("a request")),
        ("a huge body", huge.body(Body::from(vec![b' '; 1024 * 1024 + 1])).expect("a request")),
        ("bad filters", bare("GET", "/messages?state=gone&since=yesterday&limit=0&cursor=x", Some(&key))),
        ("an unknown filter", bare("GET", "/messages?stat=sent", Some(&key))),
    ];
    let mut told = String::new();
    for (what, request) in cases {
        let answer = app.call(request).await;
        assert_eq!(answer.header(header::CONTENT_TYPE), MEDIA_TYPE, "{what}");
        assert_eq!(answer.body["status"], answer.status.as_u16(), "{what}");
        told.push_str(&format!("== {what}\n{}\n\n", answer.in_words()));
    }
    insta::assert_snapshot!(told);
}

#[tokio::test]
async fn a_body_that_announces_too_much_is_refused_before_it_arrives() {
    let app = TestApp::new().await;
    let key = app.all_powerful_key().await;
    let request = request("POST", "/messages", Some(&key))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_LENGTH, "1000000000000")
        .body(Body::from_stream(tokio_stream::pending::<Result<Vec<u8>, std::io::Error>>()))
        .expect("a request");
    assert_eq!(app.call(request).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_read_to_its_end_so_that_the_answer_is_heard() {
    let app = TestApp::new().await;
    let key = app.all_powerful_key().await;
    for announced in [true, false] {
        let (left, chunks) = (std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(40)), vec![b' '; 1024 * 1024]);
        let counter = left.clone();
        let stream = tokio_stream::StreamExt::map(tokio_stream::iter(0..40), move |_| {
            counter.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
            Ok::<_, std::io::Error>(chunks.clone())
        });
        let request = request("POST", "/messages", Some(&key)).header(header::CONTENT_TYPE, "application/json");
        let request = if announced { request.header(header::CONTENT_LENGTH, 40 * 1024 * 1024) } else { request };
        let answer = app.call(request.body(Body::from_stream(stream)).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(left.load(std::sync::atomic::Ordering::Relaxed), 0, "announced: {announced}");
    }
}

#[tokio::test]
async fn machines_are_answered_without_a_key() {
    let app = TestApp::new().await;
    for (path, expected) in [("/healthz", "alive"), ("/readyz", "ready"), ("/metrics", "owlpost_waiting")] {
        let request = Request::builder().uri(path).body(Body::empty()).expect("a request");
        let answer = app.call(request).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.body.as_str().is_some_and(|text| text.contains(expected)), "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn the_document_is_served() {
    let app = TestApp::new().await;
    let answer = app.call(request("GET", "/openapi.json", None).body(Body::empty()).expect("a request")).await;
    assert_eq!((answer.status, &answer.body["info"]["title"]), (StatusCode::OK, &"owlpost".into()));
}

/// `field: message` of each fault.
fn faults(answer: &super::Answer) -> Vec<String> {
    let one = |fault: &serde_json::Value| {
        format!("{}: {}", fault["field"].as_str().expect("a field"), fault["message"].as_str().expect("a message"))
    };
    answer.body["errors"].as_array().into_iter().flatten().map(one).collect()
}

#[tokio::test]
async fn what_does_not_fit_is_told_in_the_words_of_json_and_all_at_once() {
    let app = TestApp::new().await;
    let key = app.all_powerful_key().await;
    let id = "019ab000-0000-7000-8000-000000000000";
    let script = format!("/scripts/{id}");
    let like = crate::input::LIKE_AN_ID;
    let cases: [(&str, &str, &str, &[&str]); 9] = [
        (
            "POST",
            "/scripts",
            "{}",
            &["workspace_id: is missing; add it", "name: is missing; add it", "source: is missing; add it"],
        ),
        (
            "POST",
            "/scripts",
            r#"{"workspace_id": "abc", "name": {}, "limit": 1}"#,
            &[
                "limit: there is no field of this name; use one of `workspace_id`, `name`, `source`, `language`, `time_zone`, `triggers`, `limits`",
                "name: is an object; write a text",
                &format!("workspace_id: \"abc\" is no id; {like}"),
                "source: is missing; add it",
            ],
        ),
        (
            "PUT",
            &script,
            r#"{"limits": 5, "name": ["a"]}"#,
            &["limits: is the number 5; write an object", "name: is a list; write a text"],
        ),
        (
            "PUT",
            &script,
            r#"{"limits": {"mails_per_run": "many", "mails_per_day": -1}}"#,
            &[
                "limits.mails_per_day: is the number -1; write a whole number from 0 to 4294967295",
                "limits.mails_per_run: is the text \"many\"; write a whole number from 0 to 4294967295",
            ],
        ),
        ("PUT", &script, "[]", &["body: is a list; write an object"]),
        ("PUT", &script, "5", &["body: is the number 5; write an object"]),
        ("POST", "/workspaces", r#"{"name": null}"#, &["name: is null; write a text"]),
        (
            "POST",
            "/api-keys",
            r#"{"scopes": "members"}"#,
            &["scopes: is the text \"members\"; write a list", "name: is missing; add it"],
        ),
        (
            "POST",
            "/messages",
            r#"{"attachments": [{"name": 1}], "subject": true}"#,
            &[
                "attachments[0].name: is the number 1; write a text",
                "subject: is true; write a text",
                "attachments[0].base64: is missing; add it",
            ],
        ),
    ];
    for (method, path, body, expected) in cases {
        let answer = app.send_json(method, &key, path, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{method} {path} {body}");
        let mut told = faults(&answer);
        let mut expected: Vec<String> = expected.iter().map(|&fault| fault.to_owned()).collect();
        told.sort();
        expected.sort();
        assert_eq!(told, expected, "{method} {path} {body}");
    }
}
