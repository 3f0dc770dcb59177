//! Accounts, what their mail passwords may send, and the mail passwords themselves.

use accounts::{ActorContext, Scope, TypedKeyLimits};
use axum::http::StatusCode;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::TestApi;

#[tokio::test]
async fn mail_passwords_are_listed_without_their_secret_and_deleted() {
    let api = TestApi::new().await;
    let key = api.key(&[Scope::Members]).await;
    let bob = api.person("bob@example.com", true, None).await;
    let by_bob = ActorContext::account("bob@example.com", [192, 0, 2, 7].into());
    let limits =
        TypedKeyLimits { recipients_per_day: Some(20), networks: "192.0.2.0/24".into(), ..TypedKeyLimits::default() };
    let made = api.app.accounts.make_mail_password(bob.id, "scanner", &limits, &by_bob).await;
    let (password, secret) = made.expect("made");
    let listed = api.get(&key, "/mail-passwords").await;
    assert_eq!(listed.status, StatusCode::OK);
    assert!(!listed.body.contains(secret.expose_secret()), "{}", listed.body);
    let item = &listed.json["items"][0];
    assert_eq!(
        (&item["name"], &item["email"], &item["account"], &item["last_used_at"]),
        (&json!("scanner"), &json!("bob@example.com"), &json!(bob.id), &Value::Null)
    );
    assert_eq!(
        (&item["limits"]["recipients_per_day"], &item["limits"]["networks"][0]),
        (&json!(20), &json!("192.0.2.0/24"))
    );
    let path = format!("/mail-passwords/{}", password.id);
    assert_eq!(api.send_json("DELETE", &key, &path, "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(api.send_json("DELETE", &key, &path, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(api.get(&key, "/mail-passwords").await.json["items"], json!([]));
}

#[tokio::test]
async fn what_an_account_may_send_is_read_and_changed() {
    let api = TestApi::new().await;
    let key = api.key(&[Scope::Members]).await;
    let bob = api.person("bob@example.com", true, None).await;
    let accounts = api.get(&key, "/accounts").await;
    let listed =
        accounts.json["items"].as_array().expect("a list").iter().find(|one| one["email"] == "bob@example.com");
    assert_eq!(listed.map(|one| (&one["id"], &one["validated"])), Some((&json!(bob.id), &json!(true))));
    let path = format!("/accounts/{}/sending", bob.id);
    let first = api.get(&key, &path).await;
    assert_eq!(
        first.json,
        json!({
            "senders": [],
            "limits": {"recipients_per_hour": 2_000, "recipients_per_day": 10_000, "mails_per_recipient": 20, "waiting_mb": 500},
            "used": {"recipients_per_hour": 0, "recipients_per_day": 0, "waiting_mb": 0},
        })
    );
    let new = json!({"senders": ["Scan@example.com", "example.net"], "limits": {"recipients_per_hour": 7}});
    let changed = api.send_json("PUT", &key, &path, &new.to_string()).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.body);
    assert_eq!(changed.json["senders"], json!(["Scan@example.com", "example.net"]));
    assert_eq!(changed.json["limits"]["recipients_per_hour"], 7);
    let sent_back = api.send_json("PUT", &key, &path, &changed.json.to_string()).await;
    assert_eq!((sent_back.status, &sent_back.json), (StatusCode::OK, &changed.json), "the response may be sent back");
    let wrong = json!({"senders": ["nobody"], "limits": {}});
    let wrong = api.send_json("PUT", &key, &path, &wrong.to_string()).await;
    assert_eq!(
        (wrong.status, &wrong.json["errors"][0]["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("senders"))
    );
    let wrong = api.send_json("PUT", &key, &path, r#"{"limits": {"recipients_per_hour": 2000000}}"#).await;
    assert_eq!(wrong.json["errors"][0]["field"], "limits.recipients_per_hour");
    let nobody = api.get(&key, "/accounts/019ab000-0000-7000-8000-000000000000/sending").await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}
