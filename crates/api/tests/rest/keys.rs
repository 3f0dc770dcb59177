//! Tests of `/api-keys`.

use axum::http::StatusCode;
use serde_json::json;

use super::TestApi;
use accounts::Scope;

#[tokio::test]
async fn a_key_is_created_shown_once_used_and_deleted() {
    let api = TestApi::new().await;
    let root = api.key_with_all_scopes().await;
    let made = api.send_json("POST", &root, "/api-keys", r#"{"name": "shop", "scopes": ["messages:read"]}"#).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.json);
    let (id, secret) = (made.json["id"].as_str().expect("an id"), made.json["secret"].as_str().expect("a secret"));
    assert_eq!(api.get(secret, "/messages").await.status, StatusCode::OK);

    let listed = api.get(&root, "/api-keys").await.json;
    let shop = listed["items"].as_array().expect("items").iter().find(|key| key["name"] == "shop").expect("the key");
    assert_eq!(shop["scopes"], json!(["messages:read"]));
    assert_eq!(shop["created_by"], "API key “key 1”");
    assert_eq!(shop["last_used_at"], "2026-11-22T10:00:00Z");
    assert!(!listed.to_string().contains(secret), "a key is shown once");

    let path = format!("/api-keys/{id}");
    assert_eq!(api.send_json("DELETE", &root, &path, "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(api.get(secret, "/messages").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(api.send_json("DELETE", &root, &path, "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_key_grants_only_scopes_that_it_has() {
    let api = TestApi::new().await;
    let key = api.key(&[Scope::Settings]).await;
    let made = api.send_json("POST", &key, "/api-keys", r#"{"name": "x", "scopes": ["settings", "scripts"]}"#).await;
    assert_eq!(made.status, StatusCode::FORBIDDEN);
    assert!(made.json["detail"].as_str().is_some_and(|detail| detail.contains("scripts")), "{}", made.json);
}

#[tokio::test]
async fn a_key_with_faults_is_refused() {
    let api = TestApi::new().await;
    let root = api.key_with_all_scopes().await;
    for (body, field) in [
        (r#"{"name": "x", "scopes": ["everything"]}"#, "scopes[0]"),
        (r#"{"name": "x", "scopes": []}"#, "scopes"),
        (r#"{"name": " ", "scopes": ["settings"]}"#, "name"),
        (r#"{"name": "key 1", "scopes": ["settings"]}"#, "name"),
    ] {
        let answer = api.send_json("POST", &root, "/api-keys", body).await;
        assert_eq!(
            (answer.status, &answer.json["errors"][0]["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &field.into())
        );
    }
}
