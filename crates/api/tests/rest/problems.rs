//! Tests of errors: every refusal is a problem document that names field, value and remedy.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::{TestApi, request};
use accounts::Scope;

#[tokio::test]
async fn each_error_is_a_complete_problem_document() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let weak = api.key(&[Scope::Members]).await;
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
    let mut documents = String::new();
    for (what, request) in cases {
        let answer = api.call(request).await;
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json", "{what}");
        assert_eq!(answer.json["status"], answer.status.as_u16(), "{what}");
        documents.push_str(&format!("== {what}\n{}\n\n", answer.in_words()));
    }
    insta::assert_snapshot!(documents);
}

#[tokio::test]
async fn a_body_with_a_too_large_content_length_is_refused_before_it_arrives() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let request = request("POST", "/messages", Some(&key))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_LENGTH, "1000000000000")
        .body(Body::from_stream(tokio_stream::pending::<Result<Vec<u8>, std::io::Error>>()))
        .expect("a request");
    assert_eq!(api.call(request).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_too_large_body_is_drained_so_that_the_response_arrives() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    for announced in [true, false] {
        let (left, chunks) = (std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(40)), vec![b' '; 1024 * 1024]);
        let counter = left.clone();
        let stream = tokio_stream::StreamExt::map(tokio_stream::iter(0..40), move |_| {
            counter.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
            Ok::<_, std::io::Error>(chunks.clone())
        });
        let request = request("POST", "/messages", Some(&key)).header(header::CONTENT_TYPE, "application/json");
        let request = if announced { request.header(header::CONTENT_LENGTH, 40 * 1024 * 1024) } else { request };
        let answer = api.call(request.body(Body::from_stream(stream)).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(left.load(std::sync::atomic::Ordering::Relaxed), 0, "announced: {announced}");
    }
}

#[tokio::test]
async fn unknown_paths_of_the_api_return_problem_documents() {
    let api = TestApi::new().await;
    for path in ["/api", "/api/v2/messages", "/api/v1/nothing", "/hooks", "/hooks/", "/hooks/a/b"] {
        let request = Request::builder().uri(path).body(Body::empty()).expect("a request");
        let answer = api.call(request).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{path}");
    }
}

#[tokio::test]
async fn a_byte_order_mark_is_skipped_and_a_compressed_body_is_refused() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let post = |coding: Option<&str>, body: &'static [u8]| {
        let request = request("POST", "/messages", Some(&key)).header(header::CONTENT_TYPE, "application/json");
        let request = coding.into_iter().fold(request, |one, coding| one.header(header::CONTENT_ENCODING, coding));
        api.call(request.body(Body::from(body)).expect("a request"))
    };
    const MESSAGE: &[u8] = b"\xEF\xBB\xBF{\"to\": [\"ann@example.com\", null], \"attachments\": [null], \"subject\": \"s\", \"text\": \"x\"}";
    assert_eq!(post(None, MESSAGE).await.status, StatusCode::ACCEPTED);
    assert_eq!(post(Some("identity"), MESSAGE).await.status, StatusCode::ACCEPTED);
    assert_eq!(post(Some("gzip"), b"\x1F\x8B\x08").await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let attached = br#"{"to": "ann@example.com", "text": "x", "attachments": [{"name": "a", "base64": "data:text/plain;base64,YQ=="}]}"#;
    let answer = post(None, attached).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.to_string().contains("is a data: URL"), "{}", answer.body);
}

#[tokio::test]
async fn monitoring_endpoints_need_no_key() {
    let api = TestApi::new().await;
    for (path, expected) in [("/healthz", "alive"), ("/readyz", "ready"), ("/metrics", "owlpost_waiting")] {
        let request = Request::builder().uri(path).body(Body::empty()).expect("a request");
        let answer = api.call(request).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.json.as_str().is_some_and(|text| text.contains(expected)), "{path}: {}", answer.json);
    }
}

#[tokio::test]
async fn the_document_is_served() {
    let api = TestApi::new().await;
    let answer = api.call(request("GET", "/openapi.json", None).body(Body::empty()).expect("a request")).await;
    assert_eq!((answer.status, &answer.json["info"]["title"]), (StatusCode::OK, &"owlpost".into()));
}

/// `field: message` of each fault.
fn faults(answer: &super::Answer) -> Vec<String> {
    let one = |fault: &serde_json::Value| {
        format!("{}: {}", fault["field"].as_str().expect("a field"), fault["message"].as_str().expect("a message"))
    };
    answer.json["errors"].as_array().into_iter().flatten().map(one).collect()
}

#[tokio::test]
async fn every_mismatch_of_a_json_body_is_reported_at_once() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let id = "019ab000-0000-7000-8000-000000000000";
    let script = format!("/scripts/{id}");
    let cases: [(&str, &str, &str, &[&str]); 14] = [
        ("POST", "/scripts", "{}", &["workspace_id: is missing", "name: is missing", "source: is missing"]),
        (
            "POST",
            "/scripts",
            r#"{"workspace_id": "abc", "name": {}, "limit": 1}"#,
            &[
                "limit: is not a known field; use one of `workspace_id`, `name`, `source`, `language`, `time_zone`, `triggers`, `limits`",
                "name: is an object; expected a string",
                "workspace_id: is the string “abc”; expected an ID such as 01890a5d-ac96-774b-bcce-b302099a8057",
                "source: is missing",
            ],
        ),
        (
            "PUT",
            &script,
            r#"{"limits": 5, "name": ["a"]}"#,
            &["limits: is the number 5; expected an object", "name: is an array; expected a string"],
        ),
        (
            "PUT",
            &script,
            r#"{"limits": {"mails_per_run": "many", "mails_per_day": -1}}"#,
            &[
                "limits.mails_per_day: is the number -1; expected a whole number from 0 to 4294967295",
                "limits.mails_per_run: is the string “many”; expected a whole number from 0 to 4294967295",
            ],
        ),
        ("PUT", &script, "[]", &["body: is an array; expected an object"]),
        ("PUT", &script, r#"{"limits": [1, 2, 3, 4]}"#, &["limits: is an array; expected an object"]),
        (
            "PUT",
            &script,
            r#"{"triggers": {"schedule": ["0 8 * * *"]}}"#,
            &["triggers.schedule: is an array; expected an object"],
        ),
        (
            "PUT",
            "/email-settings",
            r#"{"method": "password", "password": ["smtp.example.com", 465], "from": ["noreply@example.com"]}"#,
            &["password: is an array; expected an object", "from: is an array; expected an object"],
        ),
        (
            "POST",
            "/messages",
            r#"{"to": "a@example.com", "calendar": ["BEGIN:VCALENDAR"], "attachments": [["a.txt", "eA=="]]}"#,
            &["calendar: is an array; expected an object", "attachments[0]: is an array; expected an object"],
        ),
        (
            "POST",
            "/api-keys",
            r#"{"name": "a", "scopes": ["members"], "limits": [1]}"#,
            &["limits: is an array; expected an object"],
        ),
        ("PUT", &script, "5", &["body: is the number 5; expected an object"]),
        ("POST", "/workspaces", r#"{"name": null}"#, &["name: is null; expected a string"]),
        (
            "POST",
            "/api-keys",
            r#"{"scopes": "members"}"#,
            &["scopes: is the string “members”; expected an array", "name: is missing"],
        ),
        (
            "POST",
            "/messages",
            r#"{"attachments": [{"name": 1}], "subject": true}"#,
            &[
                "attachments[0].name: is the number 1; expected a string",
                "subject: is true; expected a string",
                "attachments[0].base64: is missing",
            ],
        ),
    ];
    for (method, path, body, expected) in cases {
        let answer = api.send_json(method, &key, path, body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{method} {path} {body}");
        let mut found = faults(&answer);
        let mut expected: Vec<String> = expected.iter().map(|&fault| fault.to_owned()).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{method} {path} {body}");
    }
}

#[tokio::test]
async fn a_problem_is_in_the_language_that_the_client_accepts() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let list = |language: Option<&str>| {
        let mut request = request("GET", "/messages?limit=0", Some(&key));
        if let Some(language) = language {
            request = request.header(header::ACCEPT_LANGUAGE, language);
        }
        api.call(request.body(Body::empty()).expect("a request"))
    };
    for (accepted, tag, title, message) in [
        (None, "en", "Invalid request", "“0” is not a whole number from 1 to 500; leave it out for 50"),
        (
            Some("de-DE,de;q=0.9"),
            "de",
            "Ungültige Anfrage",
            "„0“ ist keine ganze Zahl von 1 bis 500; lassen Sie den Wert für 50 weg",
        ),
        (Some("fr"), "en", "Invalid request", "“0” is not a whole number from 1 to 500; leave it out for 50"),
    ] {
        let answer = list(accepted).await;
        assert_eq!(answer.header(header::CONTENT_LANGUAGE), tag);
        assert_eq!(answer.header(header::VARY), "accept-language");
        assert_eq!(answer.json["title"], title);
        assert_eq!(answer.json["code"], "request_faults");
        assert_eq!(answer.json["args"]["count"], 1);
        let fault = &answer.json["errors"][0];
        assert_eq!((&fault["message"], &fault["code"]), (&message.into(), &"value_not_in_range".into()));
        assert_eq!(fault["args"]["value"], "0");
    }
}
