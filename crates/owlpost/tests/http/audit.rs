//! What people do through pages and API is in the audit log: who, what, to what, from where; without secrets.

use std::net::IpAddr;

use accounts::audit::{Action, Entry};
use accounts::{Actor, Scope};

use testserver::PASSWORD_SETTINGS;

use crate::support::{ANN, PASSWORD, TestServer, start};

/// The client address of [`TestServer::call`].
const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));
const SETTINGS: &str = "/configuration/email-settings";

/// Actor, subject and client of the entries with this action. Not ordered by time, because the clock does not run.
async fn noted(server: &TestServer, action: Action) -> Vec<(String, String, Option<IpAddr>)> {
    let entries = server.audit_entries().await.into_iter().filter(|entry| entry.action == action);
    let mut noted: Vec<_> = entries.map(|entry| (entry.actor.to_string(), subject(&entry), entry.client)).collect();
    noted.sort();
    noted
}

/// Accepts a mail that reaches the mailbox; returns its id.
async fn mail_in_the_mailbox(server: &TestServer) -> String {
    let draft = mail::Draft {
        to: vec!["bob@example.com".to_owned()],
        subject: "Confidential".to_owned(),
        text: Some("lorem ipsum".to_owned()),
        html: Some("<p>the html".to_owned()),
        attachments: vec![mail::Attachment {
            name: "a.txt".to_owned(),
            content_type: Some("text/plain".to_owned()),
            content: b"the attachment".to_vec(),
            content_id: None,
        }],
        ..mail::Draft::default()
    };
    let id = server.accept_draft(draft).await;
    server.mailbox_has(1).await;
    id.0.to_string()
}

/// The subject in English.
fn subject(entry: &Entry) -> String {
    entry.subject.as_ref().map(|text| i18n::Language::English.render(text)).unwrap_or_default()
}

fn entry(actor: &str, subject: &str, client: Option<IpAddr>) -> (String, String, Option<IpAddr>) {
    (actor.to_owned(), subject.to_owned(), client)
}

#[tokio::test]
async fn the_setup_is_recorded() {
    let server = start().await;
    assert_eq!(noted(&server, Action::SetUp).await, [entry(ANN, "Example", None)], "by a command: from nowhere");
    let again = server.app.accounts.set_up(None, "eve@example.com", PASSWORD.to_owned().into(), "Other").await;
    assert!(again.is_err());
    assert_eq!(server.audit_entries().await.len(), 1);
}

#[tokio::test]
async fn saved_and_restored_settings_are_recorded_with_their_destination() {
    let server = start().await;
    let session = server.session().await;
    let cookie = [("cookie", session.as_str())];
    server.post_form(SETTINGS, &cookie, PASSWORD_SETTINGS).await;
    server.post_form(SETTINGS, &cookie, &[("method", "password"), ("password.port", "many")]).await;
    let key = server.key("ops", &[Scope::Settings]).await;
    server.send_json("PUT", "/api/v1/email-settings", &key, r#"{"method": "builtin"}"#).await;
    server.post_form(&format!("{SETTINGS}/versions/1/restore"), &cookie, &[]).await;
    assert_eq!(
        noted(&server, Action::SettingsSaved).await,
        [
            entry(ANN, "Version 1 (smtp.example.com:465)", Some(HOME)),
            entry("api key \"ops\"", "Version 2 (owlpost)", Some(HOME))
        ],
        "what has faults was not saved"
    );
    let restored = [entry(ANN, "Version 1 → 3 (smtp.example.com:465)", Some(HOME))];
    assert_eq!(noted(&server, Action::SettingsRestored).await, restored);
}

#[tokio::test]
async fn creating_and_deleting_keys_is_recorded() {
    let server = start().await;
    let session = server.session().await;
    let cookie = [("cookie", session.as_str())];
    let form = [("name", "shop"), ("messages:send", "on"), ("messages:read", "on")];
    for _ in 0..2 {
        server.post_form("/configuration/api-keys", &cookie, &form).await;
    }
    let made = entry(ANN, "shop (messages:send, messages:read)", Some(HOME));
    assert_eq!(noted(&server, Action::KeyMade).await, [made], "a name that is taken makes no key");

    let id = server.app.accounts.keys().await.expect("lists")[0].id;
    for _ in 0..2 {
        server.post_form(&format!("/configuration/api-keys/{id}/delete"), &cookie, &[]).await;
    }
    let key = server.key("ops", &[Scope::Settings]).await;
    let own = server.app.accounts.keys().await.expect("lists")[0].id;
    server.send_json("DELETE", &format!("/api/v1/api-keys/{own}"), &key, "").await;
    assert_eq!(
        noted(&server, Action::KeyDeleted).await,
        [
            entry(ANN, "shop (messages:send, messages:read)", Some(HOME)),
            entry("api key \"ops\"", "ops (settings)", Some(HOME))
        ]
    );
}

#[tokio::test]
async fn a_change_and_its_entry_are_stored_together() {
    let server = start().await;
    let (_, secret) =
        server.app.accounts.make_key("kept", &[Scope::Settings], &Actor::account(ANN)).await.expect("a key");
    drop(secret);
    server.execute("ALTER TABLE audit_entry RENAME TO away").await;
    let accounts = &server.app.accounts;
    assert!(accounts.make_key("shop", &[Scope::Settings], &Actor::account(ANN)).await.is_err());
    let kept = accounts.keys().await.expect("lists");
    assert!(accounts.delete_key(kept[0].id, &Actor::account(ANN)).await.is_err());
    let input = serde_json::from_str(r#"{"method": "builtin"}"#).expect("settings");
    let saved = server.app.settings.save(input, &Actor::account(ANN)).await;
    assert!(saved.is_err());
    server.execute("ALTER TABLE away RENAME TO audit_entry").await;
    let names: Vec<String> = accounts.keys().await.expect("lists").into_iter().map(|key| key.name).collect();
    assert_eq!((names, server.app.settings.active().number), (vec!["kept".to_owned()], 0));
    assert_eq!(server.audit_entries().await.len(), 2, "the set-up and the key that was made");
}

#[tokio::test]
async fn failed_sign_ins_are_recorded_for_known_and_unknown_addresses() {
    let server = start().await;
    for (email, password) in [
        (" Ann@Example.com", "not this one, sorry"),
        ("nobody@example.com", "not this one, sorry"),
        (PASSWORD, "typed into the wrong field"),
        ("<b>@example.com", "x"),
        (ANN, &"x".repeat(5_000)),
    ] {
        server.post_form("/sign-in", &[], &[("email", email), ("password", password)]).await;
    }
    assert_eq!(
        noted(&server, Action::SignInFailed).await,
        ["", "", "Ann@example.com", ANN, "nobody@example.com"].map(|actor| entry(actor, "", Some(HOME)))
    );
}

#[tokio::test]
async fn rate_limited_and_successful_sign_ins_are_not_recorded() {
    let server = start().await;
    server.post_form("/sign-in", &[], &[("email", ANN), ("password", PASSWORD)]).await;
    assert_eq!(noted(&server, Action::SignInFailed).await, []);
    for _ in 0..15 {
        server.post_form("/sign-in", &[], &[("email", "eve@example.com"), ("password", "wrong")]).await;
    }
    assert_eq!(noted(&server, Action::SignInFailed).await.len(), 10);
}

#[tokio::test]
async fn a_failure_to_record_does_not_change_the_response() {
    let server = start().await;
    let session = server.session().await;
    let id = mail_in_the_mailbox(&server).await;
    let form = [("email", ANN), ("password", "not this one, sorry")];
    let before = server.post_form("/sign-in", &[], &form).await;
    server.execute("ALTER TABLE audit_entry RENAME TO away").await;
    let after = server.post_form("/sign-in", &[], &form).await;
    assert_eq!((after.status, after.body), (before.status, before.body));
    let read = server.call_with("GET", &format!("/outbox/{id}/mail?show=text"), &[("cookie", &session)], "").await;
    assert!(read.body.contains("lorem ipsum"), "{}", read.body);
}

#[tokio::test]
async fn reading_a_mail_is_recorded_once_and_only_if_text_is_shown() {
    let server = start().await;
    let session = server.session().await;
    let id = mail_in_the_mailbox(&server).await;
    let get = async |path: &str| server.call_with("GET", path, &[("cookie", &session)], "").await.status;
    for path in [format!("/outbox/{id}"), format!("/outbox/{id}/mail?show=attachments"), "/outbox".to_owned()] {
        assert_eq!(get(&path).await, 200, "{path}");
    }
    for path in [
        format!("/outbox/{id}/mail/attachments/9"),
        "/outbox/01a204f1-97a7-72d3-a7b9-86f2450af640/mail".to_owned(),
        "/mailbox/01a204f1-97a7-72d3-a7b9-86f2450af640".to_owned(),
    ] {
        assert_eq!(get(&path).await, 404, "{path}");
    }
    assert_eq!(get(&format!("/outbox/{id}/mail?show=html")).await, 200);
    assert_eq!(noted(&server, Action::MailRead).await, [], "nothing was read yet: HTML stands in its frame");
    for path in ["mail/html", "mail?show=text", "mail?show=source", "mail/source", "mail/attachments/1"] {
        assert_eq!(get(&format!("/outbox/{id}/{path}")).await, 200, "{path}");
    }
    let key = server.key("reader", &[Scope::MessagesRead]).await;
    for _ in 0..2 {
        assert_eq!(server.send_json("GET", &format!("/api/v1/messages/{id}/raw"), &key, "").await.status, 200);
    }
    let subject = format!("Message in the outbox {id}");
    assert_eq!(
        noted(&server, Action::MailRead).await,
        [entry(ANN, &subject, Some(HOME)), entry("api key \"reader\"", &subject, Some(HOME))]
    );

    let kept = server.app.mailbox.list("", None, 1).await.expect("lists")[0].id;
    for path in ["/html", "?show=text", "/source", "/attachments/1"] {
        assert_eq!(get(&format!("/mailbox/{kept}{path}")).await, 200, "{path}");
    }
    let noted = noted(&server, Action::MailRead).await;
    assert_eq!(noted.len(), 3);
    assert_eq!(noted[0], entry(ANN, &format!("Message in the mailbox {kept}"), Some(HOME)));
}

#[tokio::test]
async fn no_entry_contains_a_secret_or_the_text_of_a_mail() {
    let server = start().await;
    let session = server.session().await;
    let cookie = [("cookie", session.as_str())];
    let key = server.key("shop", &Scope::ALL).await;
    let id = mail_in_the_mailbox(&server).await;
    server.post_form(SETTINGS, &cookie, PASSWORD_SETTINGS).await;
    server.post_form("/sign-in", &[], &[("email", PASSWORD), ("password", "s3cret of eve")]).await;
    server.send_json("GET", &format!("/api/v1/messages/{id}/raw"), &key, "").await;
    let all = format!("{:?}", server.audit_entries().await);
    let page = server.call_with("GET", "/configuration/audit-log", &cookie, "").await.body;
    let (_, session) = session.split_once('=').expect("a cookie");
    for secret in [
        "s3cret",
        PASSWORD,
        session,
        key.trim_start_matches("Bearer "),
        "Confidential",
        "lorem ipsum",
        "the html",
        "bob@example.com",
    ] {
        assert!(!all.contains(secret), "{secret} is in {all}");
        assert!(!page.contains(secret), "{secret} is on the page");
    }
}

#[tokio::test]
async fn old_entries_are_deleted() {
    let server = start().await;
    // As if the server had observed all that time, because a leap of the clock does not make entries old.
    server.execute("UPDATE clock_seen SET at = at + 401 * 24 * 3600 * 1000").await;
    server.app.clock.turn(std::time::Duration::from_hours(401 * 24));
    for _ in 0..400 {
        if server.audit_entries().await.is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("{:?} are kept", server.audit_entries().await);
}

#[tokio::test]
async fn an_empty_log_explains_its_purpose() {
    let server = start().await;
    let session = server.session().await;
    server.execute("DELETE FROM audit_entry").await;
    let page = server.call_with("GET", "/configuration/audit-log", &[("cookie", &session)], "").await;
    assert!(page.body.contains("No entries yet"), "{}", page.body);
}

#[tokio::test]
async fn other_accounts_are_refused() {
    let server = start().await;
    let session = server.session().await;
    server.execute("UPDATE account SET instance_admin = 0").await;
    let page = server.call_with("GET", "/configuration/audit-log", &[("cookie", &session)], "").await;
    assert_eq!(page.status, 403);
    assert!(!page.body.contains("Server set up"), "{}", page.body);
}
