//! A stored message that cannot be read is set aside, and the others go on.

use std::sync::Arc;

use accounts::Scope;
use queue::{Id, State};
use sending::intake::IntakeError;
use storage::params;
use testserver::Browser;

use crate::support::{ManualServer, request, seconds};

/// Accepts a message that is broken before anybody can lease it.
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

/// Breaks one of three messages that wait, and expects the others to be sent.
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
async fn a_message_whose_text_is_missing_is_set_aside_and_the_others_are_sent() {
    check("DELETE FROM body WHERE message = $1").await;
}

#[tokio::test]
async fn a_message_without_a_reference_to_its_text_is_set_aside_and_the_others_are_sent() {
    check("UPDATE message SET body = NULL WHERE id = $1").await;
}

#[tokio::test]
async fn a_message_whose_text_is_cut_short_is_set_aside_and_the_others_are_sent() {
    check("UPDATE body SET bytes = substr(bytes, 1, 10) WHERE message = $1").await;
}

#[tokio::test]
async fn a_message_whose_size_disagrees_with_its_text_is_set_aside_and_the_others_are_sent() {
    check("UPDATE message SET size = size + 1 WHERE id = $1").await;
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
async fn a_message_with_unreadable_columns_is_shown_as_damaged_and_fails_no_page() {
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
