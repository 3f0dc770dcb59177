//! Limits of API keys: recipients, calls, senders, networks and expiry.

use std::time::Duration;

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use super::{Answer, TestApi};

const MAIL: &str = r#"{"to": "bob@example.org", "subject": "x", "text": "y"}"#;

impl TestApi {
    /// The secret of a new key that sends messages, with these limits.
    async fn limited_key(&self, limits: Value) -> String {
        let maker = self.key_with_all_scopes().await;
        let name = format!("limited {}", self.app.accounts.keys().await.expect("lists").len());
        let new = json!({"name": name, "scopes": ["messages:send", "settings"], "limits": limits});
        let made = self.send_json("POST", &maker, "/api-keys", &new.to_string()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.json);
        made.json["secret"].as_str().expect("a secret").to_owned()
    }

    async fn sends(&self, key: &str, body: &str) -> Answer {
        self.send_json("POST", key, "/messages", body).await
    }
}

#[tokio::test]
async fn the_recipients_of_a_key_are_limited_and_the_rest_is_reported() {
    let api = TestApi::new().await;
    let key = api.limited_key(json!({"recipients_per_hour": 4, "recipients_per_day": 6})).await;
    let three = r#"{"to": "a@example.org", "cc": ["b@example.org"], "bcc": ["c@example.org"], "subject": "x", "text": "y", "key": "three"}"#;
    let first = api.sends(&key, three).await;
    assert_eq!(first.status, StatusCode::ACCEPTED, "{}", first.json);
    assert_eq!(
        first.header("ratelimit-policy"),
        r#""hour";q=4;w=3600;qu="recipients", "day";q=6;w=86400;qu="recipients""#
    );
    assert_eq!(first.header("ratelimit"), r#""hour";r=1;t=3660, "day";r=3;t=86460"#);

    let refused = api.sends(&key, &three.replace("three", "again")).await;
    assert_eq!(
        (refused.status, &refused.json["type"]),
        (StatusCode::TOO_MANY_REQUESTS, &json!("urn:owlpost:problem:quota-exceeded"))
    );
    assert_eq!(
        (refused.header(header::RETRY_AFTER), refused.header("ratelimit")),
        ("3660", r#""hour";r=1;t=3660, "day";r=3;t=86460"#)
    );
    let words = "this API key may send to 4 recipients within an hour: 3 are used, 1 are left, and this email has 3";
    assert!(refused.json["detail"].as_str().expect("a text").contains(words), "{}", refused.json);

    let repeated = api.sends(&key, three).await;
    assert_eq!(
        (repeated.status, &repeated.json["id"]),
        (StatusCode::ACCEPTED, &first.json["id"]),
        "a repeated key needs no room"
    );
    assert_eq!(api.sends(&key, MAIL).await.status, StatusCode::ACCEPTED);
    assert_eq!(api.sends(&key, MAIL).await.status, StatusCode::TOO_MANY_REQUESTS);
    api.turn(Duration::from_secs(61 * 60));
    assert_eq!(api.sends(&key, MAIL).await.header("ratelimit"), r#""hour";r=3;t=3660, "day";r=1;t=82800"#);
    assert_eq!(api.sends(&key, MAIL).await.status, StatusCode::ACCEPTED);
    let day = api.sends(&key, MAIL).await;
    assert!(day.json["detail"].as_str().expect("a text").contains("within a day"), "{}", day.json);
    let other = api.key_with_all_scopes().await;
    let free = api.sends(&other, MAIL).await;
    assert_eq!(
        (free.status, free.header("ratelimit")),
        (StatusCode::ACCEPTED, ""),
        "a key without limits has no fields"
    );
}

#[tokio::test]
async fn the_calls_of_a_key_per_minute_are_limited() {
    let api = TestApi::new().await;
    let key = api.limited_key(json!({"calls_per_minute": 2})).await;
    assert_eq!(api.sends(&key, MAIL).await.header("ratelimit"), r#""calls";r=1"#);
    assert_eq!(api.get(&key, "/api-keys").await.status, StatusCode::OK);
    let refused = api.get(&key, "/api-keys").await;
    assert_eq!((refused.status, refused.header(header::RETRY_AFTER)), (StatusCode::TOO_MANY_REQUESTS, "30"));
    api.turn(Duration::from_secs(30));
    assert_eq!(api.get(&key, "/api-keys").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_key_is_restricted_to_its_senders_and_recipients() {
    let api = TestApi::new().await;
    let key = api.limited_key(json!({"senders": ["shop@example.com"], "recipients": ["example.org"]})).await;
    let both = r#"{"from": "ceo@example.com", "to": "bob@example.org", "cc": ["eve@example.net"], "bcc": ["x%y@example.org"], "subject": "x", "text": "y"}"#;
    let refused = api.sends(&key, both).await;
    let fields: Vec<_> =
        refused.json["errors"].as_array().expect("faults").iter().filter_map(|fault| fault["field"].as_str()).collect();
    assert_eq!((refused.status, fields), (StatusCode::UNPROCESSABLE_ENTITY, vec!["from", "cc", "bcc"]));
    let allowed = r#"{"from": "Shop <shop@example.com>", "to": "bob@example.org", "subject": "x", "text": "y"}"#;
    assert_eq!(api.sends(&key, allowed).await.status, StatusCode::ACCEPTED);
    let sent = api.sends(&key, MAIL).await;
    let again = api
        .send_json("POST", &key, &format!("/messages/{}/resend", sent.json["id"].as_str().expect("an id")), "")
        .await;
    assert_eq!((again.status, &again.json["code"]), (StatusCode::FORBIDDEN, &json!("request_limited_key")));
    let letter = json!({"to": "eve@example.net", "name": "Eve", "link": "https://shop.example.com/reset/1"});
    let refused = api.send_json("POST", &key, "/letters/password-reset", &letter.to_string()).await;
    assert_eq!(
        (refused.status, &refused.json["errors"][0]["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("request_recipient_not_allowed"))
    );
}

#[tokio::test]
async fn a_key_invites_only_its_recipients() {
    let api = TestApi::new().await;
    let maker = api.key_with_all_scopes().await;
    let new = json!({"name": "staff", "scopes": ["members"], "limits": {"recipients": ["example.org"]}});
    let made = api.send_json("POST", &maker, "/api-keys", &new.to_string()).await;
    let key = made.json["secret"].as_str().expect("a secret").to_owned();
    let path = format!("/workspaces/{}/invitations", api.workspace(&maker, "Example").await);
    let invite = async |key: &str, email: &str| {
        api.send_json("POST", key, &path, &json!({"email": email, "role": "viewer"}).to_string()).await
    };
    let refusal = |answer: &Answer| (answer.status, answer.json["errors"][0]["field"].as_str().map(str::to_owned));
    let refused = invite(&key, "eve@example.net").await;
    assert_eq!(refusal(&refused), (StatusCode::UNPROCESSABLE_ENTITY, Some("email".to_owned())), "{}", refused.json);
    assert_eq!(invite(&key, "bob@example.org").await.status, StatusCode::CREATED);

    let other = invite(&maker, "eve@example.net").await;
    let again = format!("{path}/{}/resend", other.json["id"].as_str().expect("an id"));
    let refused = api.send_json("POST", &key, &again, "{}").await;
    assert_eq!(
        refusal(&refused),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("invitation".to_owned())),
        "{}",
        refused.json
    );
    assert_eq!(api.send_json("POST", &maker, &again, "{}").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_key_works_from_its_networks_until_it_expires() {
    let api = TestApi::new().await;
    let key = api.limited_key(json!({"networks": ["192.0.2.0/24"], "expires_at": "2026-11-22T11:00:00Z"})).await;
    let bearer = format!("Bearer {key}");
    let headers = [("authorization", bearer.as_str())];
    let from = async |client: &str| {
        let client = client.parse().expect("an address");
        api.call_from(client, "GET", "/api/v1/api-keys", &headers, "").await
    };
    assert_eq!(from("192.0.2.7").await.status, StatusCode::OK);
    let refused = from("198.51.100.7").await;
    assert_eq!(
        (refused.status, &refused.json["type"]),
        (StatusCode::FORBIDDEN, &json!("urn:owlpost:problem:network-not-allowed"))
    );
    api.turn(Duration::from_secs(3600));
    let expired = from("192.0.2.7").await;
    assert_eq!((expired.status, &expired.json["code"]), (StatusCode::UNAUTHORIZED, &json!("request_api_key_expired")));
    assert!(expired.header(header::WWW_AUTHENTICATE).contains("invalid_token"));
}

#[tokio::test]
async fn limits_are_shown_and_checked_and_a_limited_key_creates_no_key() {
    let api = TestApi::new().await;
    let key = api.limited_key(json!({"calls_per_minute": 100, "networks": []})).await;
    let maker = api.key_with_all_scopes().await;
    let shown = api.get(&maker, "/api-keys").await.json;
    let limited =
        shown["items"].as_array().expect("items").iter().find(|item| item["limits"]["calls_per_minute"] == 100);
    let limits = json!({"recipients_per_hour": null, "recipients_per_day": null, "calls_per_minute": 100, "senders": [],
        "from_policy": "refuse", "recipients": [], "networks": [], "expires_at": null});
    assert_eq!(limited.expect("the key")["limits"], limits);
    let other = r#"{"name": "other", "scopes": ["messages:send"]}"#;
    let refused = api.send_json("POST", &key, "/api-keys", other).await;
    assert_eq!((refused.status, &refused.json["code"]), (StatusCode::FORBIDDEN, &json!("request_limited_key")));

    let wrong = json!({"name": "wrong", "scopes": ["messages:send"], "limits": {"recipients_per_hour": 0, "networks": ["home"],
        "recipients": ["nobody"], "expires_at": "2020-01-01T00:00:00Z"}});
    let refused = api.send_json("POST", &maker, "/api-keys", &wrong.to_string()).await;
    let fields: Vec<_> =
        refused.json["errors"].as_array().expect("faults").iter().filter_map(|fault| fault["field"].as_str()).collect();
    assert_eq!(fields, ["limits.recipients_per_hour", "limits.recipients", "limits.networks", "limits.expires_at"]);
}
