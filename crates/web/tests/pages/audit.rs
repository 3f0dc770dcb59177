//! The page of the audit log.

use axum::body::Body;
use axum::http::{StatusCode, header};

use super::{ANN, Pages};
use accounts::audit::{Action, MailLocation};
use accounts::{Actor, texts};

const PAGE: &str = "/configuration/audit-log";

impl Pages {
    async fn note(&self, action: Action, actor: Actor, subject: &str) {
        let audit = &self.app.audit;
        let entry = audit.entry(action, actor, texts::audit_name(subject)).from_client([198, 51, 100, 9].into());
        audit.note(entry).await.expect("recorded");
    }
}

#[tokio::test]
async fn entries_show_actor_action_and_client_as_text() {
    let pages = Pages::set_up().await;
    pages.note(Action::RoleChanged, Actor::account("bob@example.com"), "carol@example.com").await;
    pages.note(Action::KeyDeleted, Actor::api_key("shop"), "old (settings)").await;
    pages.note(Action::SignInFailed, Actor::Anonymous { email: None }, "").await;
    let answer = pages.get(PAGE).await;
    assert_eq!(answer.status, StatusCode::OK);
    for words in [
        "Role changed",
        "By bob@example.com",
        "carol@example.com",
        "From 198.51.100.9",
        "By API key “shop”",
        "Sign-in failed",
        "Without a valid address",
        "Server set up",
        "aria-current=\"page\"",
    ] {
        answer.says(words);
    }
}

#[tokio::test]
async fn the_page_is_german() {
    let pages = Pages::set_up().await;
    pages.note(Action::KeyDeleted, Actor::api_key("shop"), "old (settings)").await;
    let request = pages.request("GET", PAGE).header(header::ACCEPT_LANGUAGE, "de");
    let answer = pages.call(request.body(Body::empty()).expect("a request")).await;
    for words in ["Audit-Protokoll", "API-Schlüssel gelöscht", "Durch API-Schlüssel „shop“", "Server eingerichtet"]
    {
        answer.says(words);
    }
}

#[tokio::test]
async fn names_that_look_like_our_own_texts_are_shown_unchanged_in_german() {
    let pages = Pages::set_up().await;
    pages.note(Action::WorkspaceMade, Actor::api_key("by hand"), "nothing").await;
    pages.note(Action::ScriptMade, Actor::account(ANN), "order 7 (no TLS)").await;
    let request = pages.request("GET", PAGE).header(header::ACCEPT_LANGUAGE, "de");
    let answer = pages.call(request.body(Body::empty()).expect("a request")).await;
    for words in [">nothing<", "Durch API-Schlüssel „by hand“", ">order 7 (no TLS)<"] {
        answer.says(words);
    }
}

#[tokio::test]
async fn filters_select_entries_and_an_empty_result_is_explained() {
    let pages = Pages::set_up().await;
    pages.note(Action::KeyMade, Actor::account("bob@example.com"), "of bob (settings)").await;
    pages.note(Action::KeyMade, Actor::account("eve@example.com"), "of eve (settings)").await;
    for (filter, is_found) in [
        ("action=key_made&q=BOB&since=2026-11-22&until=2026-11-22", true),
        ("action=key_deleted", false),
        ("q=nobody", false),
        ("until=2026-11-21", false),
        ("since=2026-11-23", false),
        ("action=dance&since=yesterday", true),
    ] {
        let answer = pages.get(&format!("{PAGE}?{filter}")).await;
        assert_eq!(answer.body.contains("of bob"), is_found, "{filter}");
        assert_eq!(answer.body.contains("No results"), !is_found, "{filter}");
    }
    let answer = pages.get(&format!("{PAGE}?action=key_made&q=bob")).await;
    answer.does_not_say("of eve");
    answer.says("<option value=\"key_made\" selected>");
    answer.says("value=\"bob\"");
    answer.says(">Clear</a>");
}

#[tokio::test]
async fn older_entries_are_on_further_pages() {
    let pages = Pages::set_up().await;
    for number in 0..60 {
        pages.note(Action::KeyMade, Actor::account(ANN), &format!("key-{number}.")).await;
        pages.app.clock.turn(std::time::Duration::from_millis(1));
    }
    let answer = pages.get(&format!("{PAGE}?action=key_made")).await;
    answer.says("key-59.");
    answer.does_not_say("key-9.");
    let (_, rest) = answer.body.split_once(&format!("href=\"{PAGE}?action=key_made&#38;before=")).expect("a link");
    let before = rest.split('"').next().expect("an id");
    let older = pages.get(&format!("{PAGE}?action=key_made&before={before}")).await;
    older.says("key-9.");
    older.says(">Newest</a>");
    older.does_not_say("key-10.");
    older.does_not_say(">Older</a>");
}

#[tokio::test]
async fn names_cannot_inject_html() {
    let pages = Pages::set_up().await;
    pages.note(Action::WorkspaceMade, Actor::account("\"<i>x</i>\"@example.com"), "<b>Example</b>").await;
    pages.note(Action::KeyMade, Actor::api_key("<u>shop</u>"), "<script>alert(1)</script>").await;
    let answer = pages.get(&format!("{PAGE}?q=%3C")).await;
    answer.says("&#60;b&#62;Example&#60;/b&#62;");
    answer.says("&#60;script&#62;alert(1)");
    for markup in ["<b>", "<i>", "<u>", "<script>", "value=\"<\""] {
        answer.does_not_say(markup);
    }
}

#[tokio::test]
async fn an_entry_links_to_the_mail_that_was_read() {
    let pages = Pages::set_up().await;
    let id = "01a204f1-97a7-72d3-a7b9-86f2450af640";
    let subject = MailLocation::Outbox(id.parse().expect("an id")).text();
    let audit = &pages.app.audit;
    audit.note(audit.entry(Action::MailRead, Actor::account(ANN), subject)).await.expect("recorded");
    pages.note(Action::KeyMade, Actor::account(ANN), &format!("mailbox {id}")).await;
    let answer = pages.get(PAGE).await;
    answer.says(&format!("<a href=\"/outbox/{id}\">Message in the outbox {id}</a>"));
    answer.does_not_say(&format!("href=\"/mailbox/{id}\""));
}
