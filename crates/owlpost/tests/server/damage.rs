//! A damaged stored message is set aside, and the others are sent.

use std::sync::Arc;

use accounts::Scope;
use queue::{Id, State};
use sending::intake::IntakeError;
use storage::params;
use testserver::Browser;

use crate::support::{ManualServer, request, seconds};

/// Accepts a message that is damaged before it is leased.
async fn accept_broken(server: &ManualServer, break_it: &'static str) -> Id {
    let (intake, ready) = (server.app.intake.clone(), server.app.intake.prepare(request("broken@example.org")));
    let ready = Arc::new(ready.expect("sound"));
    let accepted = server.app.db.write(move |tx| {
        let receipt = intake.accept_in(tx, &ready)?;
        assert!(tx.execute(break_it, params![receipt.id])? > 0, "{break_it}");
        Ok::<_, IntakeError>(receipt.id)
    });
    accepted.await.expect("accepted")
}

/// Damages one of three waiting messages and checks that the others are sent.
async fn check(break_it: &'static str) {
    let mut server = ManualServer::start().await;
    let broken = accept_broken(&server, break_it).await;
    let others =
        [server.accept_unnoticed("first@example.org").await, server.accept_unnoticed("second@example.org").await];
    server.app.delivery_loop.wake();
    let mut sent = server.transport.deliver(2).await;
    sent.sort();
    assert_eq!(sent, ["first", "second"], "{break_it}");
    for id in others {
        server.reaches(id, State::Sent).await;
    }
    server.reaches(broken, State::Failed).await;
    let problem = server.detail(broken).await.deliveries[0].problem.clone().expect("a problem");
    assert_eq!(problem.code, "message_unreadable");
    let shown = server.app.storage_status.problems();
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].code, "stored_messages_unreadable");
    assert!(shown[0].to_string().contains(&broken.0.to_string()), "{}", shown[0]);
    let server = server.stop_within(seconds(1)).await.start().await;
    assert_eq!(server.app.storage_status.problems(), shown, "also after a restart");
}

#[tokio::test]
async fn a_message_without_text_is_set_aside() {
    check("DELETE FROM body WHERE message = $1").await;
}

#[tokio::test]
async fn a_message_without_a_reference_to_its_text_is_set_aside() {
    check("UPDATE message SET body = NULL WHERE id = $1").await;
}

#[tokio::test]
async fn a_message_with_truncated_text_is_set_aside() {
    check("UPDATE body SET bytes = substr(bytes, 1, 10) WHERE message = $1").await;
}

#[tokio::test]
async fn a_message_whose_size_differs_from_its_text_is_set_aside() {
    check("UPDATE message SET size = size + 1 WHERE id = $1").await;
}

#[tokio::test]
async fn a_message_without_a_due_time_is_set_aside() {
    let mut server = ManualServer::start().await;
    let broken = accept_broken(&server, "UPDATE delivery SET due = 'soon' WHERE message = $1").await;
    server.accept("other@example.org").await;
    assert_eq!(server.transport.deliver(1).await, ["other"]);
    server.turn(seconds(120));
    server.has_storage_problem().await;
    server.reaches(broken, State::Failed).await;
    let shown = server.app.storage_status.problems();
    assert!(shown[0].to_string().contains(&broken.0.to_string()), "{}", shown[0]);
}

#[tokio::test]
async fn administrators_get_one_letter_a_day_about_damaged_messages() {
    const LETTER: [&str; 1] = ["The mail server has a problem with its storage"];
    let mut server = ManualServer::start().await;
    server.administrator(i18n::Language::English).await;
    for _ in 0..2 {
        let broken = accept_broken(&server, "DELETE FROM body WHERE message = $1").await;
        server.app.delivery_loop.wake();
        server.reaches(broken, State::Failed).await;
    }
    server.turn(seconds(11));
    assert_eq!(server.transport.deliver(1).await, LETTER, "one letter for both");
    let broken = accept_broken(&server, "DELETE FROM body WHERE message = $1").await;
    server.turn(seconds(24 * 3600));
    server.reaches(broken, State::Failed).await;
    server.turn(seconds(11));
    assert_eq!(server.transport.deliver(1).await, LETTER, "the next day");
    assert!(server.transport.is_idle());
}

#[tokio::test]
async fn a_message_with_unreadable_columns_is_shown_as_damaged_on_every_page() {
    let server = ManualServer::start().await;
    server.administrator(i18n::Language::English).await;
    let browser = Browser::with(server.session().await);
    let key = server.key("reader", &[Scope::MessagesRead]).await;
    let whole = server.accept_unnoticed("whole@example.org").await;
    for damage in [
        "UPDATE message SET sender = 'nobody' WHERE id = $1",
        "UPDATE message SET accepted_at = 9000000000000000000 WHERE id = $1",
        "UPDATE delivery SET recipient = x'ff' WHERE message = $1",
    ] {
        let broken = accept_broken(&server, damage).await;
        let list = server.read(&browser, "/outbox").await;
        assert_eq!(list.status, 200, "{damage}");
        for shown in ["whole@example.org", "The stored data cannot be read", &broken.to_string()] {
            list.says(shown);
        }
        assert_eq!(server.read(&browser, "/").await.status, 200, "{damage}");
        for path in ["", "/mail"] {
            let page = server.read(&browser, &format!("/outbox/{broken}{path}")).await;
            assert_eq!(page.status, 500, "{damage}");
            page.says("This message is damaged");
            page.says(&broken.to_string());
        }
        let listed = server.send_json("GET", "/api/v1/messages", &key, "").await;
        assert_eq!(listed.json["damaged"][0], broken.to_string(), "{damage}");
        let items = listed.json["items"].as_array().expect("items");
        assert_eq!(items.iter().filter(|item| item["id"] == whole.to_string()).count(), 1);
        let read = server.send_json("GET", &format!("/api/v1/messages/{broken}"), &key, "").await;
        assert_eq!((read.status.as_u16(), &read.json["code"]), (500, &"request_message_damaged".into()), "{damage}");
        assert_eq!(read.json["args"]["id"], broken.to_string());
    }
}

#[tokio::test]
async fn a_message_whose_verdict_cannot_be_stored_is_set_aside() {
    let mut server = ManualServer::start().await;
    let broken = server.accept("broken@example.org").await;
    let attempt = server.transport.attempt().await;
    server.execute("UPDATE delivery SET attempts = 'x'").await;
    attempt.delivered();
    server
        .until("it is set aside", async || {
            server.app.storage_status.problems().iter().any(|problem| problem.to_string().contains(&broken.to_string()))
        })
        .await;
    let id = server.accept("ann@example.org").await;
    assert_eq!(server.transport.deliver(1).await, ["ann"]);
    server.reaches(id, State::Sent).await;
    server.turn(seconds(2 * 3600));
    server.app.db.check_writable().await.expect("written");
    assert!(server.transport.is_idle(), "it is not sent again");
}

#[tokio::test]
async fn damaged_rows_do_not_prevent_a_start() {
    const WHOLE: [&str; 3] = [
        "INSERT INTO account_recipients (account, hour, recipients) VALUES ('a', 1, 1)",
        "INSERT INTO account_server (account, learned, confirmed_at) VALUES ('a', '{}', 9999999999999)",
        "INSERT INTO damaged_row (kind, id, found_at) VALUES ('message', 'a', 1)",
    ];
    const DAMAGED: [&str; 14] = [
        "UPDATE account_recipients SET account = x'ff00', hour = 9999999999999",
        "UPDATE account_recipients SET recipients = 'x', hour = 9999999999999",
        "UPDATE account_recipients SET hour = 'x'",
        "UPDATE account_server SET account = x'ff00'",
        "UPDATE account_server SET learned = x'ff00'",
        "UPDATE account_server SET confirmed_at = 'x'",
        "UPDATE damaged_row SET kind = x'ff00'",
        "UPDATE damaged_row SET id = x'ff00'",
        "UPDATE damaged_row SET found_at = 'x'",
        "UPDATE settings_status SET number = 'x'",
        "UPDATE settings_status SET problem = x'ff00'",
        "UPDATE settings_status SET since = 'x', last_success_at = 'x', paused_since = 'x'",
        "UPDATE clock_seen SET at = 'x'",
        "UPDATE clock_seen SET held_ms = 'x', held_until = 'x'",
    ];
    for damage in DAMAGED {
        let server = ManualServer::start().await;
        for row in WHOLE {
            server.execute(row).await;
        }
        server.execute(damage).await;
        let mut server = server.stop_within(seconds(1)).await.start().await;
        let id = server.accept("ann@example.org").await;
        server.transport.attempt().await.delivered();
        server.reaches(id, State::Sent).await;
        assert_eq!(server.states(id).await, [State::Sent], "{damage}");
    }
}
