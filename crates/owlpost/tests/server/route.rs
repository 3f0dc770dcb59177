//! Waiting mail when the built-in mailbox becomes active, and when a mail server is configured again.

use std::time::Duration;

use queue::{Id, Kind, State};

use crate::support::{ManualServer, seconds, smtp_settings};

/// The built-in mailbox; `waiting_mail` as in `PUT /email-settings`.
fn mailbox(waiting_mail: &str) -> String {
    format!(r#"{{"method": "builtin", "waiting_mail": "{waiting_mail}"}}"#)
}

/// A server whose only session is in use by the message `first`, while others wait in memory and on disk.
async fn with_waiting_mail() -> (ManualServer, testserver::PendingAttempt, [Id; 3]) {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    let first = server.accept("first@example.org").await;
    let attempt = server.transport.attempt().await;
    let in_memory = server.accept("in-memory@example.org").await;
    let on_disk = server.accept_on_disk(Kind::Api, "on-disk@example.org").await;
    server.turn(Duration::from_millis(1));
    (server, attempt, [first, in_memory, on_disk])
}

async fn on_hold(server: &ManualServer) -> u64 {
    server.app.db.read(|rx| queue::on_hold(rx)).await.expect("counted")
}

/// The first attempt through the mailbox, for mail accepted after the switch.
async fn kept_after_the_switch(server: &mut ManualServer) {
    server.accept("later@example.org").await;
    let attempt = server.transport.attempt().await;
    assert_eq!((attempt.subject().as_str(), attempt.connection.as_str()), ("later", "mailbox"));
    attempt.delivered();
}

#[tokio::test]
async fn waiting_mail_is_on_hold_by_default_and_sent_by_the_next_server() {
    let (mut server, attempt, ids) = with_waiting_mail().await;
    server.save_settings(r#"{"method": "builtin"}"#).await;
    server.until("it is on hold", async || on_hold(&server).await == 3).await;
    kept_after_the_switch(&mut server).await;
    attempt.deferred(false);
    server.reaches(ids[0], State::Deferred).await;
    server.turn(seconds(3600));
    kept_after_the_switch(&mut server).await;
    assert!(server.transport.is_idle(), "what was being sent is on hold as well");

    server.save_settings(&smtp_settings("other.example.com", "")).await;
    for _ in ids {
        let attempt = server.transport.attempt().await;
        assert!(attempt.connection.starts_with("other.example.com"), "{}", attempt.connection);
        attempt.delivered();
    }
    for id in ids {
        server.reaches(id, State::Sent).await;
    }
    assert_eq!(on_hold(&server).await, 0);
}

#[tokio::test]
async fn waiting_mail_is_delivered_to_the_mailbox_on_request() {
    let (mut server, attempt, ids) = with_waiting_mail().await;
    server.save_settings(&mailbox("deliver")).await;
    for _ in 0..2 {
        let attempt = server.transport.attempt().await;
        assert_eq!(attempt.connection, "mailbox");
        attempt.delivered();
    }
    attempt.delivered();
    for id in ids {
        server.reaches(id, State::Sent).await;
    }
}

#[tokio::test]
async fn waiting_mail_is_cancelled_on_request() {
    let (mut server, attempt, ids) = with_waiting_mail().await;
    server.save_settings(&mailbox("cancel")).await;
    server.reaches(ids[1], State::Cancelled).await;
    server.reaches(ids[2], State::Cancelled).await;
    kept_after_the_switch(&mut server).await;
    attempt.delivered();
    server.reaches(ids[0], State::Sent).await;
}

#[tokio::test]
async fn an_administrator_decides_later_about_mail_on_hold() {
    let (mut server, attempt, ids) = with_waiting_mail().await;
    attempt.delivered();
    let second = server.transport.attempt().await;
    server.save_settings(&mailbox("hold")).await;
    server.until("it is on hold", async || on_hold(&server).await == 2).await;
    second.deferred(false);
    server.reaches(ids[1], State::Deferred).await;
    let note: sending::delivery_loop::Note = std::sync::Arc::new(|_, deliveries| {
        assert_eq!(deliveries, 2);
        Ok(())
    });
    server.turn(seconds(3600));
    assert_eq!(server.app.delivery_loop.deliver_on_hold(note.clone()).await.expect("decided"), 2);
    for _ in 0..2 {
        let attempt = server.transport.attempt().await;
        assert_eq!(attempt.connection, "mailbox");
        attempt.delivered();
    }
    assert_eq!(server.app.delivery_loop.cancel_on_hold(note).await.expect("nothing is left"), 0);
}

#[tokio::test]
async fn switching_to_the_mailbox_by_configuration_puts_mail_on_hold() {
    // As after a change of the configuration file: the start finds mail that was accepted for a server.
    let (mut server, attempt, ids) = with_waiting_mail().await;
    attempt.deferred(false);
    server.reaches(ids[0], State::Deferred).await;
    let _second = server.transport.attempt().await;
    let changed = server.app.db.write(|tx| {
        let sql = "UPDATE settings_version SET settings = replace(settings, '\"method\":\"password\"', '\"method\":\"builtin\"')";
        tx.execute(sql, &[])
    });
    assert_eq!(changed.await.expect("changed"), 1);
    let mut server = server.stop_within(Duration::ZERO).await.start().await;
    assert_eq!(on_hold(&server).await, 3);
    kept_after_the_switch(&mut server).await;
}
