//! The page *API keys*: limits of a key.

use axum::http::StatusCode;

use super::Pages;

const KEYS: &str = "/configuration/api-keys";

#[tokio::test]
async fn every_fault_of_a_new_key_is_shown_at_once() {
    let pages = Pages::set_up().await;
    let form = [
        ("name", ""),
        ("messages:send", "on"),
        ("limits.recipients_per_hour", "many"),
        ("limits.networks", "home"),
        ("limits.expires_at", "2020-01-01"),
    ];
    let refused = pages.post(KEYS, &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for id in ["name", "limits-recipients-per-hour", "limits-networks", "limits-expires-at"] {
        refused.says(&format!("href=\"#{id}\""));
        refused.says(&format!("id=\"{id}-fault\""));
    }
    refused.says("value=\"many\"");
    assert!(pages.app.accounts.keys().await.expect("keys").is_empty());
}

#[tokio::test]
async fn a_key_with_limits_is_listed_with_them() {
    let pages = Pages::set_up().await;
    let form = [
        ("name", "shop"),
        ("messages:send", "on"),
        ("limits.recipients_per_hour", "1500"),
        ("limits.senders", "shop@example.com"),
        ("limits.networks", "192.0.2.0/24"),
        ("limits.expires_at", "2099-03-31"),
    ];
    pages.post(KEYS, &form).await.says("shop");
    let listed = pages.get(KEYS).await;
    for words in
        ["recipients per hour: 1,500", "senders: shop@example.com", "networks: 192.0.2.0/24", "2099-04-01T00:00:00Z"]
    {
        listed.says(words);
    }
}
