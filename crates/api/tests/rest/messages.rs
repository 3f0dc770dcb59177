//! Tests of `/messages`: accept once, list, read, cancel, resend.

use axum::body::Body;
use axum::http::{HeaderName, StatusCode, header};
use serde_json::{Value, json};

use super::{Answer, TestApi, request};
use accounts::Scope;

const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

impl TestApi {
    async fn send(&self, key: &str, message: &Value) -> Answer {
        self.send_json("POST", key, "/messages", &message.to_string()).await
    }

    async fn send_with_header(&self, key: &str, idempotency_key: &str, message: &Value) -> Answer {
        let request = request("POST", "/messages", Some(key))
            .header(header::CONTENT_TYPE, "application/json")
            .header("Idempotency-Key", idempotency_key);
        self.call(request.body(Body::from(message.to_string())).expect("a request")).await
    }
}

fn hello() -> Value {
    json!({"to": "ann@example.com", "subject": "Hello", "text": "Hello, Ann."})
}

fn id(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.json);
    answer.json["id"].as_str().expect("an id")
}

#[tokio::test]
async fn a_message_is_accepted_and_can_be_read() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let message = json!({
        "from": "Shop <shop@example.com>",
        "to": ["Ann <ann@example.com>", "bob@example.com; carol@example.com"],
        "cc": "dave@example.com",
        "bcc": ["eve@example.com"],
        "subject": "Grüße",
        "html": "<p>Hi <img src=\"cid:logo\"></p>",
        "attachments": [
            {"name": "logo.png", "content_type": "image/png", "base64": "iVBO\nRw0KGgo", "content_id": "logo"},
            {"name": "a.csv", "base64": "YSxi"}
        ],
        "headers": {"X-Order": "42", "X-Tag": ["a", "b"]}
    });
    let accepted = api.send(&key, &message).await;
    let id = id(&accepted);
    assert_eq!(accepted.json["deliveries"], 5);
    assert_eq!(accepted.header(header::LOCATION), format!("/api/v1/messages/{id}"));

    let read = api.get(&key, &format!("/messages/{id}")).await.json;
    assert_eq!(
        (&read["subject"], &read["kind"], &read["origin"]),
        (&json!("Grüße"), &json!("api"), &json!("API key “key 1”"))
    );
    assert!(read["remark"].as_str().is_some_and(|remark| remark.contains("Reply-To")), "{}", read["remark"]);
    let recipients: Vec<&str> =
        read["deliveries"].as_array().expect("deliveries").iter().filter_map(|one| one["recipient"].as_str()).collect();
    assert_eq!(recipients.len(), 5);
    assert!(recipients.contains(&"eve@example.com"));

    let raw = api.get(&key, &format!("/messages/{id}/raw")).await;
    assert_eq!(raw.header(header::CONTENT_TYPE), "message/rfc822");
    let text = raw.json.as_str().expect("a message");
    assert!(
        text.contains("X-Order: 42\r\n") && text.contains("X-Tag: a\r\n") && text.contains("X-Tag: b\r\n"),
        "{text}"
    );
    assert!(!text.contains("eve@example.com"), "Bcc is in no header");
}

#[tokio::test]
async fn every_fault_is_reported_at_once_and_nothing_is_stored() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let message = json!({
        "to": ["ann@", "bob@example.com"], "subject": "a\r\nBcc: eve@example.com",
        "attachments": [{"name": "", "base64": "%%%"}], "headers": {"Bcc": "eve@example.com"}
    });
    let refused = api.send(&key, &message).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let errors = refused.json["errors"].as_array().expect("errors");
    let fields: Vec<&str> = errors.iter().filter_map(|error| error["field"].as_str()).collect();
    for field in ["to", "subject", "attachments[0].base64", "attachments[0].name", "headers.Bcc"] {
        assert!(fields.contains(&field), "{field} is not among {fields:?}");
    }
    assert_eq!(api.get(&key, "/messages").await.json["items"], json!([]));
}

#[tokio::test]
async fn the_same_key_and_content_is_sent_once() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let mut message = hello();
    let by_header = api.send_with_header(&key, "order-42", &message).await;
    assert_eq!(by_header.header(REPLAYED), "");

    message["key"] = json!("order-42");
    let by_body = api.send(&key, &message).await;
    assert_eq!((id(&by_body), by_body.header(REPLAYED)), (id(&by_header), "true"));
    let by_both = api.send_with_header(&key, "order-42", &message).await;
    assert_eq!(id(&by_both), id(&by_header));
    assert_eq!(api.get(&key, "/messages").await.json["items"].as_array().map(Vec::len), Some(1));

    let other = api.key(&[Scope::MessagesSend]).await;
    let of_another = api.send(&other, &message).await;
    assert_ne!(id(&of_another), id(&by_header), "different callers may use the same key");
}

#[tokio::test]
async fn the_same_key_with_other_content_is_a_conflict() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let first = api.send_with_header(&key, "order-42", &hello()).await;
    let other = json!({"to": "bob@example.com", "subject": "Hello", "text": "Hello, Bob."});
    let refused = api.send_with_header(&key, "order-42", &other).await;
    assert_eq!(
        (refused.status, &refused.json["type"]),
        (StatusCode::CONFLICT, &json!("urn:owlpost:problem:idempotency-key-reused"))
    );
    assert!(refused.json["detail"].as_str().is_some_and(|detail| detail.contains(id(&first))), "{}", refused.json);
}

#[tokio::test]
async fn an_idempotency_key_is_limited_in_length_and_given_once() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let longest = "x".repeat(256);
    assert_eq!(api.send_with_header(&key, &longest, &hello()).await.status, StatusCode::ACCEPTED);
    for (header_key, body_key, field) in [
        (Some("x".repeat(257)), None, "Idempotency-Key"),
        (Some(String::new()), None, "Idempotency-Key"),
        (None, Some("x".repeat(257)), "key"),
        (None, Some(String::new()), "key"),
        (Some("a".to_owned()), Some("b".to_owned()), "key"),
    ] {
        let mut message = hello();
        if let Some(body_key) = &body_key {
            message["key"] = json!(body_key);
        }
        let answer = match &header_key {
            Some(header_key) => api.send_with_header(&key, header_key, &message).await,
            None => api.send(&key, &message).await,
        };
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{header_key:?} {body_key:?}");
        assert_eq!(answer.json["errors"][0]["field"], field, "{header_key:?} {body_key:?}");
    }
}

#[tokio::test]
async fn lists_are_filtered_and_paged() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    for nth in 1..=5 {
        let message = json!({"to": format!("r{nth}@example.com"), "subject": format!("Number {nth}"), "text": "x"});
        id(&api.send(&key, &message).await);
        // Ids sort by the millisecond.
        api.app.clock.turn(std::time::Duration::from_millis(1));
    }
    let subjects = async |query: &str| -> (Vec<String>, Value) {
        let page = api.get(&key, &format!("/messages?{query}")).await.json;
        let items = page["items"].as_array().expect("items");
        (
            items.iter().map(|item| item["subject"].as_str().expect("a subject").to_owned()).collect(),
            page["next"].clone(),
        )
    };
    let (first, next) = subjects("limit=2").await;
    let cursor = next.as_str().expect("a further page").to_owned();
    let (second, _) = subjects(&format!("limit=2&cursor={cursor}")).await;
    assert_eq!([first, second].concat(), ["Number 5", "Number 4", "Number 3", "Number 2"]);
    assert_eq!(subjects("recipient=R3%40").await.0, ["Number 3"]);
    assert_eq!(subjects("q=number+4").await.0, ["Number 4"]);
    assert_eq!(subjects("kind=script").await.0, Vec::<String>::new());
    assert_eq!(subjects("since=2026-11-22T10:00:01Z").await.0, Vec::<String>::new());
    assert_eq!(subjects("until=2026-11-22T10:00:01Z&limit=500").await, (subjects("").await.0, Value::Null));
}

#[tokio::test]
async fn a_message_is_sent_again_as_a_new_one() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let first = api.send(&key, &hello()).await;
    let again = api.send_json("POST", &key, &format!("/messages/{}/resend", id(&first)), "").await;
    assert_ne!(id(&again), id(&first));
    let read = api.get(&key, &format!("/messages/{}", id(&again))).await.json;
    assert_eq!(read["resent_from"], id(&first));
}

#[tokio::test]
async fn actions_on_unknown_messages_are_not_found() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    for act in ["cancel", "retry", "resend"] {
        let path = format!("/messages/019ab000-0000-7000-8000-000000000000/{act}");
        assert_eq!(api.send_json("POST", &key, &path, "").await.status, StatusCode::NOT_FOUND, "{act}");
    }
}

#[tokio::test]
async fn a_test_email_is_stored_in_the_mailbox_and_its_stages_are_reported() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let tested = api.send_json("POST", &key, "/email-settings/test-email", r#"{"to": "ann@example.com"}"#).await;
    assert_eq!((tested.status, &tested.json["ok"]), (StatusCode::OK, &json!(true)), "{}", tested.json);
    let kept = api.app.mailbox.list("", None, 10).await.expect("lists");
    assert_eq!(kept.len(), 1);
    let read = api.get(&key, &format!("/messages/{}", tested.json["id"].as_str().expect("an id"))).await.json;
    assert_eq!((&read["kind"], &read["state"]), (&json!("test"), &json!("kept")));

    let refused = api.send_json("POST", &key, "/email-settings/test-email", r#"{"to": "nobody"}"#).await;
    assert_eq!((refused.status, &refused.json["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("to")));
}

#[tokio::test]
async fn a_connection_is_tested_without_saving_it() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let settings = json!({"settings": {"method": "password", "from": {"email": "a@example.com"},
        "password": {"host": "127.0.0.1", "port": port, "security": "none"}}});
    let tested = api.send_json("POST", &key, "/email-settings/test-connection", &settings.to_string()).await;
    assert_eq!((tested.status, &tested.json["ok"]), (StatusCode::OK, &json!(false)), "{}", tested.json);
    let problem = &tested.json["problem"];
    assert!(["what", "meaning", "remedy"].iter().all(|part| problem[part].is_string()), "{problem}");
    assert_eq!(api.get(&key, "/email-settings").await.json["method"], "builtin");
}

#[tokio::test]
async fn accepted_messages_are_counted() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    id(&api.send(&key, &hello()).await);
    let request = axum::http::Request::builder().uri("/metrics").body(Body::empty()).expect("a request");
    let text = api.call(request).await.json;
    let text = text.as_str().expect("text");
    assert!(text.contains("owlpost_messages_accepted_total{kind=\"api\"} 1"), "{text}");
    assert!(text.contains("owlpost_accept_seconds_count 1"), "{text}");
    assert!(!text.contains("example.com"), "no label is an address");
}
