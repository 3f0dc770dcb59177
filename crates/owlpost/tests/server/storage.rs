//! A full disk: new mail is refused, nothing is lost, and everything continues when there is space again.

use queue::State;
use sending::intake::IntakeError;
use storage::{DbError, Read, params};

use crate::support::{ManualServer, request, seconds, smtp_settings};

/// Limits the database to `pages`; beyond that the engine reports the same error as on a full disk.
async fn limit_database(server: &ManualServer, pages: u32) {
    let limited = server
        .app
        .db
        .write(move |tx| tx.query(&format!("PRAGMA max_page_count = {pages}"), &[], |row| row.get::<i64>(0)));
    limited.await.map(|_: Vec<i64>| ()).expect("a limit");
}

/// Fills the disk to the last page.
async fn fill_disk(server: &ManualServer) {
    server
        .app
        .db
        .write(|tx| tx.execute("CREATE TABLE filler (bytes BLOB)", &[]))
        .await
        .map(|_: usize| ())
        .expect("a table");
    limit_database(server, 1).await;
    for bytes in [100_000_usize, 10_000, 1_000, 100, 1] {
        let fill = move |tx: &mut storage::Tx<'_>| {
            tx.execute("INSERT INTO filler (bytes) VALUES ($1)", params![vec![7; bytes]])
        };
        loop {
            match server.app.db.write(fill).await {
                Ok(_) => {}
                Err(DbError::Full) => break,
                Err(error) => panic!("{error:?}"),
            }
        }
    }
}

async fn free_disk(server: &ManualServer) {
    limit_database(server, 1 << 30).await;
}

#[tokio::test]
async fn a_full_disk_refuses_new_mail_and_keeps_accepted_mail() {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    let first = server.accept("first@example.org").await;
    let second = server.accept("second@example.org").await;
    let attempt = server.transport.attempt().await;
    fill_disk(&server).await;
    let mut third = request("third@example.org");
    third.draft.text = Some("word ".repeat(40_000));
    let refused = server.try_accept(third.clone()).await;
    assert!(matches!(refused, Err(IntakeError::Full)), "{refused:?}");
    free_disk(&server).await;
    attempt.delivered();
    assert_eq!(server.transport.deliver(1).await, ["second"]);
    for id in [first, second] {
        server.reaches(id, State::Sent).await;
    }
    server.try_accept(third).await.expect("accepted again");
    assert_eq!(server.transport.deliver(1).await, ["third"]);
}

#[tokio::test]
async fn a_verdict_written_later_than_its_lease_does_not_cause_a_second_delivery() {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    let id = server.accept("first@example.org").await;
    let attempt = server.transport.attempt().await;
    fill_disk(&server).await;
    let transcript = "S: 250 so it is\n".repeat(1_500);
    let report = mail::Report { transcript, ..crate::support::delivered(&attempt.outgoing) };
    attempt.finish(report);
    for _ in 0..45 {
        server.turn(seconds(60));
        for _ in 0..3 {
            limit_database(&server, 1).await;
            assert_eq!(server.states(id).await, [State::Sending], "not written, and not freed either");
        }
    }
    free_disk(&server).await;
    while server.states(id).await == [State::Sending] {
        server.turn(seconds(1));
    }
    assert_eq!(server.states(id).await, [State::Sent]);
    assert!(server.transport.is_idle() && !server.detail(id).await.deliveries[0].may_have_arrived_twice);
}

#[tokio::test]
async fn a_verdict_that_cannot_be_written_pauses_sending() {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    let mut ids = Vec::new();
    for name in ["first", "second", "third"] {
        ids.push(server.accept(&format!("{name}@example.org")).await);
    }
    let attempt = server.transport.attempt().await;
    fill_disk(&server).await;
    // Too long for the free space of any page.
    let transcript = "S: 250 so it is\n".repeat(1_500);
    let report = mail::Report { transcript, ..crate::support::delivered(&attempt.outgoing) };
    attempt.finish(report);
    // Nobody waits until a verdict is written: this attempt started before it was known that verdicts cannot be
    // written.
    let second = server.transport.attempt().await;
    for _ in 0..20 {
        server.turn(seconds(1));
        // Written after everything that was queued before, so the verdict has been tried.
        limit_database(&server, 1).await;
        assert_eq!(server.states(ids[0]).await, [State::Sending], "not written");
    }
    second.delivered();
    for round in 0..20 {
        server.turn(seconds(1));
        limit_database(&server, 1).await;
        assert!(server.transport.is_idle(), "a lost verdict would be a second delivery; round {round}");
    }
    free_disk(&server).await;
    while server.transport.is_idle() {
        server.turn(seconds(1));
        server.states(ids[0]).await;
    }
    assert_eq!(server.transport.deliver(1).await, ["third"]);
    for id in ids {
        server.reaches(id, State::Sent).await;
        assert!(!server.detail(id).await.deliveries[0].may_have_arrived_twice);
    }
}
