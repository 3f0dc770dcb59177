//! A full disk: new mail is refused, nothing is lost, and everything goes on when there is room again.

use queue::State;
use sending::intake::IntakeError;
use storage::{DbError, Read, params};

use crate::support::{TestApp, request, seconds, server};

/// Lets the database grow to `pages` and no further: what the engine answers then is what it answers on a full disk.
async fn limit_database(app: &TestApp, pages: u32) {
    let limited =
        app.app.db.write(move |tx| tx.query(&format!("PRAGMA max_page_count = {pages}"), &[], |row| row.get::<i64>(0)));
    limited.await.map(|_: Vec<i64>| ()).expect("a limit");
}

/// Fills the disk to the last page.
async fn fill_disk(app: &TestApp) {
    app.app
        .db
        .write(|tx| tx.execute("CREATE TABLE filler (bytes BLOB)", &[]))
        .await
        .map(|_: usize| ())
        .expect("a table");
    limit_database(app, 1).await;
    for bytes in [100_000_usize, 10_000, 1_000, 100, 1] {
        let fill = move |tx: &mut storage::Tx<'_>| {
            tx.execute("INSERT INTO filler (bytes) VALUES ($1)", params![vec![7; bytes]])
        };
        loop {
            match app.app.db.write(fill).await {
                Ok(_) => {}
                Err(DbError::Full) => break,
                Err(error) => panic!("{error:?}"),
            }
        }
    }
}

async fn free_disk(app: &TestApp) {
    limit_database(app, 1 << 30).await;
}

#[tokio::test]
async fn a_full_disk_refuses_new_mail_and_keeps_what_it_has() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", "")).await;
    let first = app.accept("first@example.org").await;
    let second = app.accept("second@example.org").await;
    let attempt = app.way_out.attempt().await;
    fill_disk(&app).await;
    let mut third = request("third@example.org");
    third.draft.text = Some("word ".repeat(40_000));
    let refused = app.try_accept(third.clone()).await;
    assert!(matches!(refused, Err(IntakeError::Full)), "{refused:?}");
    free_disk(&app).await;
    attempt.delivered();
    assert_eq!(app.way_out.deliver(1).await, ["second"]);
    for id in [first, second] {
        app.reaches(id, State::Sent).await;
    }
    app.try_accept(third).await.expect("accepted again");
    assert_eq!(app.way_out.deliver(1).await, ["third"]);
}

#[tokio::test]
async fn a_verdict_that_waits_to_be_written_for_longer_than_a_lease_is_no_second_delivery() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", "")).await;
    let id = app.accept("first@example.org").await;
    let attempt = app.way_out.attempt().await;
    fill_disk(&app).await;
    let transcript = "S: 250 so it is\n".repeat(1_500);
    let report = mail::Report { transcript, ..crate::support::delivered(&attempt.outgoing) };
    attempt.answer(report);
    for _ in 0..45 {
        app.turn(seconds(60));
        for _ in 0..3 {
            limit_database(&app, 1).await;
            assert_eq!(app.states(id).await, [State::Sending], "not written, and not freed either");
        }
    }
    free_disk(&app).await;
    while app.states(id).await == [State::Sending] {
        app.turn(seconds(1));
    }
    assert_eq!(app.states(id).await, [State::Sent]);
    assert!(app.way_out.is_quiet() && !app.detail(id).await.deliveries[0].may_have_arrived_twice);
}

#[tokio::test]
async fn a_verdict_that_cannot_be_written_holds_sending_back_until_it_can() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", "")).await;
    let mut ids = Vec::new();
    for name in ["first", "second", "third"] {
        ids.push(app.accept(&format!("{name}@example.org")).await);
    }
    let attempt = app.way_out.attempt().await;
    fill_disk(&app).await;
    // Too long to fit into a page that has room left.
    let transcript = "S: 250 so it is\n".repeat(1_500);
    let report = mail::Report { transcript, ..crate::support::delivered(&attempt.outgoing) };
    attempt.answer(report);
    // Nobody waits for a verdict to be written: this one started before it was known that it cannot be.
    let second = app.way_out.attempt().await;
    for _ in 0..20 {
        app.turn(seconds(1));
        // Written after what was waiting to be written: the verdict has had its try.
        limit_database(&app, 1).await;
        assert_eq!(app.states(ids[0]).await, [State::Sending], "not written");
    }
    second.delivered();
    for round in 0..20 {
        app.turn(seconds(1));
        limit_database(&app, 1).await;
        assert!(app.way_out.is_quiet(), "a lost verdict would be a second delivery; round {round}");
    }
    free_disk(&app).await;
    while app.way_out.is_quiet() {
        app.turn(seconds(1));
        app.states(ids[0]).await;
    }
    assert_eq!(app.way_out.deliver(1).await, ["third"]);
    for id in ids {
        app.reaches(id, State::Sent).await;
        assert!(!app.detail(id).await.deliveries[0].may_have_arrived_twice);
    }
}
