//! A full disk: new mail is refused, nothing is lost, and everything goes on when there is room again.

use db::Read;
use outbox::State;
use owlpost::intake::IntakeError;

use crate::support::{TestApp, request, seconds};

/// Lets the database grow to `pages` and no further: what the engine answers is what it answers on a full disk.
async fn limit_database(app: &TestApp, pages: u32) {
    let limited =
        app.app.db.write(move |tx| tx.query(&format!("PRAGMA max_page_count = {pages}"), &[], |row| row.get::<i64>(0)));
    limited.await.map(|_: Vec<i64>| ()).expect("a limit");
}

#[tokio::test]
async fn a_full_disk_refuses_new_mail_and_keeps_what_it_has() {
    let mut app = TestApp::start().await;
    let first = app.accept("first@example.org").await;
    let attempt = app.way_out.attempt().await;
    limit_database(&app, 1).await;
    let mut large = request("large@example.org");
    large.draft.text = Some("x".repeat(300_000));
    let refused = app.try_accept(large.clone()).await;
    assert!(matches!(refused, Err(IntakeError::Full)), "{refused:?}");
    limit_database(&app, 1 << 30).await;
    attempt.delivered();
    app.reaches(first, State::Sent).await;
    app.try_accept(large).await.expect("accepted again");
    assert_eq!(app.way_out.attempt().await.subject(), "large");
}

#[tokio::test]
async fn a_verdict_that_cannot_be_written_holds_sending_back_until_it_can() {
    let mut app = TestApp::start().await;
    let id = app.accept("first@example.org").await;
    let attempt = app.way_out.attempt().await;
    limit_database(&app, 1).await;
    let mut report = crate::support::delivered(&attempt.outgoing);
    report.transcript = "S: long\n".repeat(20_000);
    attempt.answer(report);
    // Deliveries that were accepted before are not started while a verdict waits.
    while app.states(id).await == [State::Sending] && app.app.notices.alarm().is_none() {
        app.turn(seconds(1));
        tokio::task::yield_now().await;
        limit_database(&app, 1 << 30).await;
    }
    app.reaches(id, State::Sent).await;
}
