//! Tests of *Email Settings*, its test buttons, the mailbox and the outbox.

use axum::body::Body;
use axum::http::{StatusCode, header};
use testserver::PASSWORD_SETTINGS;

use super::{ANN, Answer, Pages};

const SETTINGS: &str = "/configuration/email-settings";

/// The form with other values in some fields.
fn with<'f>(form: &[(&'f str, &'f str)], others: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let kept = form.iter().filter(|(name, _)| !others.iter().any(|(other, _)| other == name));
    kept.chain(others).copied().collect()
}

#[track_caller]
fn leads_to(answer: &Answer, location: &str) {
    assert_eq!(answer.header(header::LOCATION), location, "{} {}", answer.status, answer.body);
}

#[tokio::test]
async fn a_saved_password_is_never_shown_again() {
    let pages = Pages::set_up().await;
    leads_to(&pages.post(SETTINGS, PASSWORD_SETTINGS).await, "/configuration/email-settings?saved=1");
    for path in [SETTINGS, "/configuration/email-settings/versions", "/"] {
        pages.get(path).await.does_not_say("s3cret-of-ann");
    }
    pages.get(SETTINGS).await.says("placeholder=\"saved\"");
    let refused = pages.post(SETTINGS, &with(PASSWORD_SETTINGS, &[("password.port", "many")])).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.does_not_say("s3cret-of-ann");
}

#[tokio::test]
async fn an_empty_password_keeps_the_saved_one_only_for_the_same_destination() {
    let pages = Pages::set_up().await;
    leads_to(&pages.post(SETTINGS, PASSWORD_SETTINGS).await, "/configuration/email-settings?saved=1");
    let same = with(PASSWORD_SETTINGS, &[("password.password", ""), ("from.name", "Example")]);
    leads_to(&pages.post(SETTINGS, &same).await, "/configuration/email-settings?saved=2");
    let elsewhere = with(&same, &[("password.host", "smtp.evil.example")]);
    for path in [SETTINGS, "/configuration/email-settings/test-connection", "/configuration/email-settings/test-email"]
    {
        let answer = pages.post(path, &with(&elsewhere, &[("test.to", ANN)])).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        answer.says("id=\"password-password-fault\"");
    }
}

#[tokio::test]
async fn values_of_the_other_method_are_kept() {
    let pages = Pages::set_up().await;
    leads_to(&pages.post(SETTINGS, PASSWORD_SETTINGS).await, "/configuration/email-settings?saved=1");
    let builtin = with(PASSWORD_SETTINGS, &[("method", "builtin"), ("password.password", "")]);
    leads_to(&pages.post(SETTINGS, &builtin).await, "/configuration/email-settings?saved=2");
    let page = pages.get(SETTINGS).await;
    page.says("value=\"smtp.example.com\"");
    page.says("id=\"method-builtin\" name=\"method\" value=\"builtin\" checked");
}

#[tokio::test]
async fn all_faults_are_shown_at_their_fields_and_in_the_summary() {
    let pages = Pages::set_up().await;
    let form = with(
        PASSWORD_SETTINGS,
        &[("password.host", ""), ("password.port", "many"), ("from.email", "nobody"), ("automatic_bcc", "@")],
    );
    let answer = pages.post(SETTINGS, &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for id in ["password-host", "password-port", "from-email", "automatic-bcc"] {
        answer.says(&format!("href=\"#{id}\""));
        answer.says(&format!("id=\"{id}-fault\""));
        answer.says(&format!("aria-describedby=\"{id}-fault"));
    }
    answer.says("<title>Error: Email Settings – owlpost</title>");
    assert!(pages.app.settings.versions().await.expect("lists").is_empty(), "nothing was saved");
}

#[tokio::test]
async fn filling_in_stores_nothing() {
    let pages = Pages::set_up().await;
    let form = with(PASSWORD_SETTINGS, &[("fill", "fix:587:starttls")]);
    let answer = pages.post("/configuration/email-settings/fill", &form).await;
    answer.says("value=\"587\"");
    answer.says("Port 587 with STARTTLS is filled in");
    answer.says("data-unsaved");
    assert!(pages.app.settings.versions().await.expect("lists").is_empty(), "nothing was saved");
}

#[tokio::test]
async fn a_contradiction_is_a_warning_with_a_button_that_fixes_it() {
    let pages = Pages::set_up().await;
    let form = with(PASSWORD_SETTINGS, &[("password.port", "587")]);
    let answer = pages.post("/configuration/email-settings/warnings", &form).await;
    assert_eq!(answer.header(header::CONTENT_TYPE), "application/json");
    answer.says("value=\\\"fix:465:implicit_tls\\\"");
    leads_to(&pages.post(SETTINGS, &form).await, "/configuration/email-settings?saved=1");
    pages.get(SETTINGS).await.says("value=\"fix:465:implicit_tls\"");
}

#[tokio::test]
async fn a_restored_version_is_a_new_one() {
    let pages = Pages::set_up().await;
    leads_to(&pages.post(SETTINGS, PASSWORD_SETTINGS).await, "/configuration/email-settings?saved=1");
    let second = with(PASSWORD_SETTINGS, &[("password.password", ""), ("from.name", "Example")]);
    leads_to(&pages.post(SETTINGS, &second).await, "/configuration/email-settings?saved=2");
    let versions = pages.get("/configuration/email-settings/versions").await;
    versions.says("Changed: From name.");
    versions.says("by ann@example.com");
    leads_to(
        &pages.post("/configuration/email-settings/versions/1/restore", &[]).await,
        "/configuration/email-settings?saved=3",
    );
    assert_eq!(pages.app.settings.active().settings.view().from.name, "");
    assert_eq!(pages.post("/configuration/email-settings/versions/9/restore", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_test_email_through_the_built_in_service_is_in_the_mailbox() {
    let pages = Pages::set_up().await;
    let form = [("method", "builtin"), ("test.to", ANN)];
    let answer = pages.post("/configuration/email-settings/test-email", &form).await;
    answer.says("The test email is in the mailbox");
    let list = pages.get("/mailbox").await;
    list.says("Test email from owlpost");
    let entry = &pages.app.mailbox.list("", None, 1).await.expect("lists")[0];
    pages.get(&format!("/mailbox/{}", entry.id)).await.says("<iframe");
    pages.get(&format!("/mailbox/{}/html", entry.id)).await.says("This test email was stored here");
    pages.get("/outbox?kind=test&state=kept").await.says("Test email from owlpost");
    leads_to(&pages.post("/mailbox/delete-all", &[]).await, "/mailbox?deleted=1");
    pages.get("/mailbox").await.says("No emails yet");
}

#[tokio::test]
async fn a_test_is_streamed_stage_by_stage() {
    let pages = Pages::set_up().await;
    let request = pages
        .request("POST", "/configuration/email-settings/test-email")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "application/x-ndjson, text/html");
    let answer =
        pages.call(request.body(Body::from("method=builtin&test.to=ann@example.com")).expect("a request")).await;
    assert_eq!(answer.header(header::CONTENT_TYPE), "application/x-ndjson");
    let lines: Vec<serde_json::Value> =
        answer.body.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let last = lines.last().expect("an outcome");
    assert_eq!((&last["kind"], &last["ok"]), (&"outcome".into(), &true.into()));
    // A slow disk makes the stage wait.
    let is_stage = |line: &serde_json::Value| line["kind"] == "stage" || line["kind"] == "waiting";
    assert!(lines.iter().rev().skip(1).all(is_stage) && lines[0]["kind"] == "stage", "{}", answer.body);
}

#[tokio::test]
async fn a_password_without_encryption_is_refused_until_it_is_confirmed() {
    let pages = Pages::set_up().await;
    let form = with(PASSWORD_SETTINGS, &[("password.security", "none"), ("password.port", "25")]);
    let answer = pages.post(SETTINGS, &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says("id=\"password-allow-insecure-password-fault\"");
    answer.does_not_say("allow_insecure_password`");
    let confirmed = with(&form, &[("password.allow_insecure_password", "on")]);
    leads_to(&pages.post(SETTINGS, &confirmed).await, "/configuration/email-settings?saved=1");
}

#[tokio::test]
async fn microsoft_hosts_are_warned_of_the_end_of_password_login() {
    let pages = Pages::set_up().await;
    let form = with(
        PASSWORD_SETTINGS,
        &[("password.host", "smtp.office365.com"), ("password.port", "587"), ("password.security", "starttls")],
    );
    pages.post("/configuration/email-settings/warnings", &form).await.says("from the end of December 2026");
    leads_to(&pages.post(SETTINGS, &form).await, "/configuration/email-settings?saved=1");
    pages.get(SETTINGS).await.says("from the end of December 2026");
}

#[tokio::test]
async fn a_test_email_needs_a_recipient() {
    let pages = Pages::set_up().await;
    let nobody = pages.post("/configuration/email-settings/test-email", &[("method", "builtin")]).await;
    nobody.says("Enter the recipient of the test email.");
    let answer =
        pages.post("/configuration/email-settings/test-email", &[("method", "builtin"), ("test.to", "nobody")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says("id=\"test-to-fault\"");
}

#[tokio::test]
async fn a_message_shows_its_state_and_why_it_cannot_be_cancelled() {
    let pages = Pages::set_up().await;
    pages.post("/configuration/email-settings/test-email", &[("method", "builtin"), ("test.to", ANN)]).await;
    let filter = queue::Filter::default();
    let listed = pages.app.db.read(move |rx| queue::list(rx, &filter)).await.expect("lists");
    let id = listed.items[0].id.0;
    let page = pages.get(&format!("/outbox/{id}")).await;
    page.says("The built-in mailbox keeps it");
    page.says("Attempt 1");
    pages.get(&format!("/outbox/{id}/mail?show=text")).await.says("This test email was stored here");
    for verb in ["cancel", "retry", "resend"] {
        let refused = pages.post(&format!("/outbox/{id}/{verb}"), &[("to", "same")]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{verb}");
        refused.says("Nothing was changed");
    }
}

#[tokio::test]
async fn a_key_is_shown_once_and_deleted_after_a_question() {
    let pages = Pages::set_up().await;
    let made = pages.post("/configuration/api-keys", &[("name", "shop"), ("messages:send", "on")]).await;
    made.says("curl http://localhost:8020/api/v1/messages");
    let at = made.body.find("owl_").expect("a key");
    let key = &made.body[at..at + 20];
    let list = pages.get("/configuration/api-keys").await;
    list.says("shop");
    list.does_not_say(key);
    let id = pages.app.accounts.keys().await.expect("lists")[0].id;
    pages.get(&format!("/configuration/api-keys/{id}/delete")).await.says("Delete the key “shop”?");
    leads_to(
        &pages.post(&format!("/configuration/api-keys/{id}/delete"), &[]).await,
        "/configuration/api-keys?deleted=1",
    );
    pages.get("/configuration/api-keys").await.says("No keys yet");
}

#[tokio::test]
async fn a_key_without_name_and_scope_reports_both_faults() {
    let pages = Pages::set_up().await;
    let answer = pages.post("/configuration/api-keys", &[("name", " ")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.says("href=\"#name\"");
    answer.says("href=\"#scopes\"");
}
