//! Actions that grant rights or change how mail is sent ask for the password again 15 minutes after it was entered.

use std::time::Duration;

use axum::http::{StatusCode, header};
use testserver::{Answer, PASSWORD, PASSWORD_SETTINGS};

use super::Pages;
use accounts::{PASSWORD_RECENT, Scope};

const SETTINGS: &str = "/configuration/email-settings";
const KEYS: &str = "/configuration/api-keys";

impl Pages {
    /// A server on which Ann entered her password 15 minutes ago.
    async fn signed_in_for_a_while() -> Self {
        let pages = Self::set_up().await;
        pages.app.clock.turn(PASSWORD_RECENT);
        pages
    }
}

#[track_caller]
fn asks(answer: &Answer, action: &str) {
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.body);
    answer.says("Enter your password");
    answer.says(&format!("action=\"{action}\""));
    answer.says("name=\"account_password\"");
}

#[tokio::test]
async fn creating_a_key_asks_for_the_password_again() {
    let pages = Pages::signed_in_for_a_while().await;
    let form = [("name", "shop <1>"), ("messages:send", "on")];
    let asked = pages.post(KEYS, &form).await;
    asks(&asked, KEYS);
    asked.says("<input type=\"hidden\" name=\"name\" value=\"shop &#60;1&#62;\">");
    let with = |password| [form[0], form[1], ("account_password", password)];
    let refused = pages.post(KEYS, &with("not this one at all")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("account-password-fault");
    refused.does_not_say("not this one at all");
    assert!(pages.app.accounts.keys().await.expect("keys").is_empty());

    pages.post(KEYS, &with(PASSWORD)).await.says("shop &#60;1&#62;");
    let keys = pages.app.accounts.keys().await.expect("keys");
    assert_eq!((keys.len(), keys[0].scopes.as_slice()), (1, &[Scope::MessagesSend][..]));
    let path = format!("{KEYS}/{}/delete", keys[0].id);
    assert_eq!(
        pages.post(&path, &[]).await.status,
        StatusCode::SEE_OTHER,
        "it is not asked for again within 15 minutes"
    );
}

#[tokio::test]
async fn rights_and_sending_are_not_changed_without_it() {
    let pages = Pages::signed_in_for_a_while().await;
    let bob = pages.member("bob@example.com", pages.workspace, accounts::Role::Editor).await;
    let instance_admin = format!("/configuration/accounts/{}/instance-admin", bob.id);
    let approve = format!("/configuration/accounts/workspaces/{}/approve", pages.workspace);
    let versions = "/configuration/email-settings/versions/1/restore";
    let consent = "/configuration/email-settings/consent";
    let quota = format!("/workspaces/{}/quota", pages.workspace);
    for path in [instance_admin.as_str(), &approve, &quota, "/configuration/accounts/sign-up", versions, consent] {
        asks(&pages.post(path, &[("policy", "open"), ("may", "1")]).await, path);
    }
    asks(
        &pages.post("/configuration/email-settings/disconnect", &[]).await,
        "/configuration/email-settings/disconnect",
    );
    assert!(!pages.account("bob@example.com").await.instance_admin);
}

#[tokio::test]
async fn email_settings_ask_for_it_on_their_own_page() {
    let pages = Pages::set_up().await;
    pages.get(SETTINGS).await.does_not_say("name=\"account_password\"");
    pages.app.clock.turn(PASSWORD_RECENT - Duration::from_secs(1));
    pages.get(SETTINGS).await.does_not_say("name=\"account_password\"");
    pages.app.clock.turn(Duration::from_secs(1));
    pages.get(SETTINGS).await.says("name=\"account_password\"");

    let refused = pages.post(SETTINGS, PASSWORD_SETTINGS).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("id=\"account-password-fault\"");
    refused.says("value=\"smtp.example.com\"");
    assert!(pages.app.settings.versions().await.expect("lists").is_empty(), "nothing was saved");

    let with_password: Vec<_> = PASSWORD_SETTINGS.iter().copied().chain([("account_password", PASSWORD)]).collect();
    let saved = pages.post(SETTINGS, &with_password).await;
    assert_eq!(saved.header(header::LOCATION), "/configuration/email-settings?saved=1", "{}", saved.body);
    pages.get(SETTINGS).await.does_not_say("name=\"account_password\"");
}

#[tokio::test]
async fn guesses_count_as_sign_ins() {
    let pages = Pages::signed_in_for_a_while().await;
    let mut last = None;
    for _ in 0..40 {
        let answer = pages.post(KEYS, &[("name", "shop"), ("account_password", "guessed wrong again")]).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            last = Some(answer);
            break;
        }
    }
    assert!(!last.expect("a limit").header(header::RETRY_AFTER).is_empty());
}
