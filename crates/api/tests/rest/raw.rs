//! Tests of `POST /messages/raw`: messages that clients made themselves.

use axum::body::Body;
use axum::http::{HeaderName, StatusCode, header};
use serde_json::{Value, json};

use super::{Answer, TestApi, request};
use accounts::Scope;

const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

impl TestApi {
    /// With CRLF line ends; `OWN` is the configured From.
    async fn send_raw(&self, key: &str, query: &str, message: &str) -> Answer {
        let message = message.replace('\n', "\r\n").replace("OWN", self.own().as_str());
        let query = query.replace("OWN", self.own().as_str());
        let request = request("POST", &format!("/messages/raw{query}"), Some(key));
        let request = request.header(header::CONTENT_TYPE, "message/rfc822");
        self.call(request.body(Body::from(message)).expect("a request")).await
    }

    fn own(&self) -> String {
        self.app.settings.active_sender().expose().to_owned()
    }

    /// The message as sent, with LF line ends, without Received.
    async fn sent_raw(&self, key: &str, accepted: &Answer) -> String {
        assert_eq!(accepted.status, StatusCode::ACCEPTED, "{}", accepted.json);
        let id = accepted.json["id"].as_str().expect("an id");
        let raw = self.get(key, &format!("/messages/{id}/raw")).await;
        let text = raw.json.as_str().expect("a message").replace("\r\n", "\n").replace(self.own().as_str(), "OWN");
        let end = text.find("+0000\n").expect("the end of Received") + "+0000\n".len();
        let received = &text[..end];
        assert!(received.starts_with("Received: by ") && received.contains(id), "{received}");
        text[end..].to_owned()
    }
}

/// `field: code` of each fault.
#[track_caller]
fn faults(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.json);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let errors = answer.json["errors"].as_array().expect("errors");
    errors.iter().map(|error| format!("{}: {}", text(&error["field"]), text(&error["code"]))).collect()
}

const MESSAGE: &str = "Date: some day\nMessage-ID: <1@host>\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\nFrom: Ann <OWN>\n\
                       To: bob@example.org\nCc: carol@example.org\nX:  y \n\nHello\n.\n";

#[tokio::test]
async fn a_finished_message_is_sent_as_it_is_to_those_whom_it_names() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let message = MESSAGE.replace("X:", "Bcc: dave@example.org\nReturn-Path: <x@example.org>\nX:");
    let accepted = api.send_raw(&key, "", &message).await;
    assert_eq!(api.sent_raw(&key, &accepted).await, MESSAGE);
    let id = accepted.json["id"].as_str().expect("an id");
    assert_eq!(accepted.header(header::LOCATION), format!("/api/v1/messages/{id}"));

    let read = api.get(&key, &format!("/messages/{id}")).await.json;
    assert_eq!((&read["subject"], &read["kind"], &read["from"]), (&json!("Grüße"), &json!("api"), &json!(api.own())));
    assert_eq!((&read["message_id"], &read["sender"]), (&json!("1@host"), &json!(api.own())));
    let deliveries = read["deliveries"].as_array().expect("deliveries").iter();
    let named: Vec<_> = deliveries.map(|one| (one["recipient"].clone(), one["field"].clone())).collect();
    let expected = [("bob@example.org", "to"), ("carol@example.org", "cc"), ("dave@example.org", "bcc")];
    assert_eq!(named, expected.map(|(recipient, field)| (json!(recipient), json!(field))));
}

#[tokio::test]
async fn the_query_is_the_envelope_and_the_sender_may_be_null() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let query = "?sender=%3C%3E&recipient=eve@example.org&recipient=carol@example.org&recipient=eve@example.org";
    let accepted = api.send_raw(&key, query, MESSAGE).await;
    assert_eq!(api.sent_raw(&key, &accepted).await, MESSAGE, "the header stays as it is");
    assert_eq!(accepted.json["deliveries"], 2);
    let read = api.get(&key, &format!("/messages/{}", accepted.json["id"].as_str().expect("an id"))).await.json;
    assert_eq!((&read["from"], &read["sender"]), (&json!(api.own()), &Value::Null));
    assert_eq!(read["client"]["protocol"], "http", "{read}");

    let wrong = api.send_raw(&key, "?sender=a&sender=b&recipient=root&to=x@example.org", MESSAGE).await;
    let expected = [
        "sender: json_field_duplicate",
        "to: json_field_unknown",
        "sender: address_without_at",
        "recipient: address_without_at",
    ];
    assert_eq!(faults(&wrong), expected);

    let accepted = api.send_raw(&key, "?notify=success,delay&ret=HDRS&envelope_id=order%2042", MESSAGE).await;
    assert_eq!(accepted.status, StatusCode::ACCEPTED, "{}", accepted.json);
    let wrong = api.send_raw(&key, "?notify=never,delay&ret=all&envelope_id=%C3%A4", MESSAGE).await;
    let expected = ["notify: envelope_notify_invalid", "ret: envelope_ret_invalid", "envelope_id: envelope_id_invalid"];
    assert_eq!(faults(&wrong), expected);
}

#[tokio::test]
async fn all_faults_are_reported_at_once_and_nothing_is_stored() {
    let api = TestApi::new().await;
    let key = api.key(&[Scope::MessagesSend]).await;
    let message = format!("From: Ann Lee\nTo: a, root\nX-SMTPAPI: {{}}\nno field\n\n{}\n", "x".repeat(999));
    let refused = api.send_raw(&key, "", &message).await;
    let expected = [
        "message: submitted_field_malformed",
        "message: submitted_line_too_long",
        "headers.From: address_without_at",
        "headers.X-SMTPAPI: header_controls_provider",
        "headers.To: address_without_at",
        "headers.To: address_without_at",
    ];
    assert_eq!(faults(&refused), expected);
    let reader = api.key_with_all_scopes().await;
    assert_eq!(api.get(&reader, "/messages").await.json["items"], json!([]));

    let request = request("POST", "/messages/raw", Some(&key)).header(header::CONTENT_TYPE, "text/plain");
    let answer = api.call(request.body(Body::from("From: a@example.com")).expect("a request")).await;
    assert_eq!(
        (answer.status, &answer.json["code"]),
        (StatusCode::UNSUPPORTED_MEDIA_TYPE, &json!("request_content_type_not_message"))
    );
}

#[tokio::test]
async fn the_recipients_of_the_header_are_added_where_the_query_says_so() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let accepted = api.send_raw(&key, "?recipient=eve@example.org&header_recipients=true", MESSAGE).await;
    assert_eq!((accepted.status, &accepted.json["deliveries"]), (StatusCode::ACCEPTED, &json!(3)), "{}", accepted.json);
    let only = api.send_raw(&key, "?recipient=eve@example.org&header_recipients=false", MESSAGE).await;
    assert_eq!(only.json["deliveries"], 1);
    let wrong = api.send_raw(&key, "?header_recipients=yes", MESSAGE).await;
    assert_eq!(faults(&wrong), ["header_recipients: value_not_one_of"]);
}

#[tokio::test]
async fn a_missing_author_is_the_configured_one_and_one_without_a_domain_is_nobody() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let header = "Date: x\nMessage-ID: <1@host>\nTo: bob@example.org\n\nHi\n";
    let accepted = api.send_raw(&key, "", header).await;
    assert_eq!(api.sent_raw(&key, &accepted).await, format!("From: OWN\n{header}"));
    let refused = api.send_raw(&key, "", &format!("From: root (Cron Daemon)\n{header}")).await;
    assert_eq!(faults(&refused), ["headers.From: address_without_at"]);
}

#[tokio::test]
async fn another_sender_is_refused_or_replaced_as_the_key_says() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let message = MESSAGE.replace("<OWN>", "<ann@example.com>");
    let refused = api.send_raw(&key, "?sender=bounces@example.com", &message).await;
    assert_eq!(
        faults(&refused),
        ["headers.From: submission_sender_not_allowed", "sender: submission_sender_not_allowed"]
    );

    let new = json!({"name": "rewriting", "scopes": ["messages:send"], "limits": {"from_policy": "rewrite"}});
    let made = api.send_json("POST", &key, "/api-keys", &new.to_string()).await.json;
    assert_eq!(made["limits"]["from_policy"], "rewrite");
    let rewriting = made["secret"].as_str().expect("a secret");
    let accepted = api.send_raw(rewriting, "?sender=bounces@example.com", &message).await;
    let expected = MESSAGE.replace("From: Ann <OWN>", "From: OWN\nReply-To: Ann <ann@example.com>");
    assert_eq!(api.sent_raw(&key, &accepted).await, expected);
    let read = api.get(&key, &format!("/messages/{}", accepted.json["id"].as_str().expect("an id"))).await.json;
    assert_eq!(
        (&read["sender"], &read["remarks"][0]["code"]),
        (&json!(api.own()), &json!("remark_from_became_reply_to"))
    );
}

#[tokio::test]
async fn the_limits_of_a_key_count_for_finished_messages() {
    let api = TestApi::new().await;
    let maker = api.key_with_all_scopes().await;
    let limits = json!({"recipients_per_hour": 3, "recipients": ["example.org"], "senders": [api.own()]});
    let new = json!({"name": "limited", "scopes": ["messages:send"], "limits": limits});
    let made = api.send_json("POST", &maker, "/api-keys", &new.to_string()).await.json;
    let key = made["secret"].as_str().expect("a secret");
    let first = api.send_raw(key, "", MESSAGE).await;
    assert_eq!((first.status, first.header("ratelimit")), (StatusCode::ACCEPTED, r#""hour";r=1;t=3660"#));
    let second = api.send_raw(key, "", MESSAGE).await;
    assert_eq!(
        (second.status, &second.json["type"]),
        (StatusCode::TOO_MANY_REQUESTS, &json!("urn:owlpost:problem:quota-exceeded"))
    );
    let elsewhere = api.send_raw(key, "?recipient=eve@example.net", MESSAGE).await;
    assert_eq!(faults(&elsewhere), ["recipient: submission_recipient_not_allowed"]);
    let as_other = api.send_raw(key, "", &MESSAGE.replace("OWN", "ceo@example.com")).await;
    assert_eq!(faults(&as_other), ["headers.From: submission_sender_not_of_login"]);
}

#[tokio::test]
async fn a_repeated_key_is_accepted_once() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let message = MESSAGE.replace("X:", "Idempotency-Key: k-1\nX:");
    let first = api.send_raw(&key, "", &message).await;
    assert_eq!(api.sent_raw(&key, &first).await, MESSAGE);
    let again = api.send_raw(&key, "", &message).await;
    assert_eq!((&again.json["id"], again.header(REPLAYED)), (&first.json["id"], "true"));
    for (query, message) in [("", message.replace("Hello", "Hallo")), ("?recipient=eve@example.org", message.clone())] {
        assert_eq!(api.send_raw(&key, query, &message).await.status, StatusCode::CONFLICT);
    }
    let both = request("POST", "/messages/raw", Some(&key)).header("Idempotency-Key", "k-2");
    let both = both.header(header::CONTENT_TYPE, "message/rfc822");
    let bytes = message.replace('\n', "\r\n").replace("OWN", api.own().as_str());
    let differing = api.call(both.body(Body::from(bytes)).expect("a request")).await;
    assert_eq!(faults(&differing), ["headers.Idempotency-Key: idempotency_keys_differ_in_message"]);
}
