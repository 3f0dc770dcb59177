//! Tests of `/email-settings`, except for connection tests.

use axum::http::StatusCode;
use serde_json::json;

use super::TestApi;

const PASSWORD: &str = r#"{"method": "password", "automatic_bcc": "archive@example.com",
    "from": {"email": "noreply@example.com", "name": "Example"},
    "password": {"host": "smtp.example.com", "port": 465, "username": "u", "password": "hunter2-hunter2",
                 "security": "implicit_tls"}}"#;

#[tokio::test]
async fn settings_are_saved_shown_without_secrets_and_restored() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    assert_eq!(api.get(&key, "/email-settings").await.json["method"], "builtin");

    let saved = api.send_json("PUT", &key, "/email-settings", PASSWORD).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.json);
    let shown = api.get(&key, "/email-settings").await;
    assert_eq!(shown.json, saved.json);
    assert_eq!(shown.json["password"]["password_set"], true);
    assert!(!shown.json.to_string().contains("hunter2"));
    insta::assert_snapshot!(shown.in_words());

    let builtin = api.send_json("PUT", &key, "/email-settings", r#"{"method": "builtin"}"#).await;
    assert_eq!((builtin.status, &builtin.json["method"]), (StatusCode::OK, &json!("builtin")));
    let versions = api.get(&key, "/email-settings/versions").await.json;
    let numbers: Vec<_> = versions["items"].as_array().expect("items").iter().map(|item| &item["number"]).collect();
    assert_eq!(numbers[..2], [&json!(2), &json!(1)]);
    assert_eq!(versions["items"][0]["saved_by"], "API key “key 1”");

    let restored = api.send_json("POST", &key, "/email-settings/versions/1/restore", "").await;
    let mut expected = saved.json.clone();
    expected["version"] = json!(3);
    assert_eq!((restored.status, &restored.json), (StatusCode::OK, &expected));
}

#[tokio::test]
async fn a_response_can_be_saved_again() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let oauth = r#"{"oauth": {"provider": "custom", "client_id": "id", "client_secret": "cL1ent", "custom": {
        "authorize_url": "https://login.example.com/a", "token_url": "https://login.example.com/t",
        "host": "smtp.example.com"}}, "pace": {"connections": 3}}"#;
    for body in ["{}", PASSWORD, oauth] {
        api.send_json("PUT", &key, "/email-settings", body).await;
        let shown = api.get(&key, "/email-settings").await;
        let saved = api.send_json("PUT", &key, "/email-settings", &shown.json.to_string()).await;
        assert_eq!(saved.status, StatusCode::OK, "{body}: {}", saved.json);
        let mut expected = shown.json.clone();
        expected["version"] = saved.json["version"].clone();
        assert_eq!(saved.json, expected, "that changes nothing");
    }
    let unknown = api.send_json("PUT", &key, "/email-settings", r#"{"versoin": 1}"#).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY, "a misspelt key is still a fault");
}

#[tokio::test]
async fn a_change_of_an_older_version_is_refused_with_if_match() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let first = api.send_json("PUT", &key, "/email-settings", PASSWORD).await;
    let tag = first.header("etag").to_owned();
    assert_eq!((tag.as_str(), api.get(&key, "/email-settings").await.header("etag")), ("\"1\"", "\"1\""));
    let body = r#"{"automatic_bcc": "mine@example.com"}"#;
    for (tag, expected) in [
        (tag.as_str(), StatusCode::OK),
        (tag.as_str(), StatusCode::PRECONDITION_FAILED),
        ("W/\"2\"", StatusCode::OK),
        ("*", StatusCode::OK),
        ("\"abc\"", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let answer = api.put_if_match(&key, "/email-settings", tag, body).await;
        assert_eq!(answer.status, expected, "{tag}: {}", answer.json);
    }
    assert_eq!(api.get(&key, "/email-settings").await.header("etag"), "\"4\"", "refused changes make no version");
}

#[tokio::test]
async fn a_secret_is_kept_until_its_destination_changes_and_removed_by_null() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    api.send_json("PUT", &key, "/email-settings", PASSWORD).await;

    let kept = PASSWORD.replace("\"hunter2-hunter2\"", "\"\"");
    let answer = api.send_json("PUT", &key, "/email-settings", &kept).await;
    assert_eq!((answer.status, &answer.json["password"]["password_set"]), (StatusCode::OK, &json!(true)));

    let elsewhere = kept.replace("smtp.example.com", "smtp.example.net");
    let answer = api.send_json("PUT", &key, "/email-settings", &elsewhere).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.json["errors"][0]["field"], "password.password");

    let removed =
        kept.replace("\"password\": \"\"", "\"password\": null").replace("\"username\": \"u\"", "\"username\": \"\"");
    let answer = api.send_json("PUT", &key, "/email-settings", &removed).await;
    assert_eq!((answer.status, &answer.json["password"]["password_set"]), (StatusCode::OK, &json!(false)));
}

#[tokio::test]
async fn settings_with_faults_name_them_all_and_change_nothing() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let body = r#"{"method": "password", "automatic_bcc": "nobody", "password": {"host": "", "port": 70000}}"#;
    let answer = api.send_json("PUT", &key, "/email-settings", body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let errors = answer.json["errors"].as_array().expect("errors");
    let fields: Vec<&str> = errors.iter().filter_map(|error| error["field"].as_str()).collect();
    for field in ["automatic_bcc", "password.host", "password.port", "from.email"] {
        assert!(fields.contains(&field), "{field} is not among {fields:?}");
    }
    assert_eq!(api.get(&key, "/email-settings").await.json["method"], "builtin");
}

#[tokio::test]
async fn the_status_shows_the_state_of_the_connection() {
    let api = TestApi::new().await;
    let key = api.key_with_all_scopes().await;
    let status = api.get(&key, "/email-settings/status").await;
    insta::assert_snapshot!(status.in_words());
}
