//! What leaves first, and how a message gets from acceptance to its verdict.

use queue::{Kind, State};

use crate::support::{TestApp, request, seconds, server};

#[tokio::test]
async fn an_accepted_message_leaves_at_once_and_is_settled() {
    let mut app = TestApp::start().await;
    let id = app.accept("ann@example.org").await;
    let attempt = app.way_out.attempt().await;
    assert_eq!((attempt.subject().as_str(), attempt.way.as_str()), ("ann", "mailbox"));
    assert_eq!(app.states(id).await, [State::Sending], "leased when it was stored");
    attempt.delivered();
    app.reaches(id, State::Sent).await;
    let detail = app.detail(id).await;
    assert_eq!((detail.deliveries[0].attempts, detail.attempts.len()), (1, 1));
}

#[tokio::test]
async fn urgent_mail_goes_before_bulk_mail_that_came_first() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", "")).await;
    app.accept("bulk-1@example.org").await;
    let first = app.way_out.attempt().await;
    app.accept("bulk-2@example.org").await;
    let on_disk = app.accept_on_disk(Kind::Api, "bulk-3@example.org").await;
    app.reaches(on_disk, State::Sending).await;
    app.accept_kind(Kind::PasswordReset, "reset@example.org").await;
    let on_disk = app.accept_on_disk(Kind::Invitation, "invitation@example.org").await;
    app.reaches(on_disk, State::Sending).await;
    // The one session is taken: everything else waits for it.
    assert_eq!(first.subject(), "bulk-1");
    assert!(app.way_out.is_quiet());
    first.delivered();
    let subjects = app.way_out.deliver(4).await;
    assert_eq!(subjects, ["reset", "invitation", "bulk-2", "bulk-3"]);
}

#[tokio::test]
async fn what_waits_on_disk_is_fetched_after_a_restart() {
    let mut app = TestApp::start().await;
    let first = app.accept("one@example.org").await;
    app.way_out.attempt().await.deferred(false);
    app.reaches(first, State::Deferred).await;
    let mut app = app.stop_within(seconds(1)).await.start().await;
    assert!(app.way_out.is_quiet());
    app.turn(seconds(70));
    assert_eq!(app.way_out.deliver(1).await, ["one"]);
    app.reaches(first, State::Sent).await;
}

#[tokio::test]
async fn a_deferred_recipient_is_tried_again_when_its_time_comes() {
    let mut app = TestApp::start().await;
    let id = app.accept("ann@example.org").await;
    for (wait, attempts) in [(66, 1), (132, 2), (330, 3)] {
        app.way_out.attempt().await.deferred(false);
        app.reaches(id, State::Deferred).await;
        let delivery = app.detail(id).await.deliveries.remove(0);
        assert_eq!(delivery.attempts, attempts);
        assert!(delivery.next_attempt_at.is_some_and(|at| at > app.now() && at <= app.now() + seconds(wait)));
        app.turn(seconds(wait));
    }
    app.way_out.attempt().await.refused();
    app.reaches(id, State::Failed).await;
}

#[tokio::test]
async fn a_fault_of_the_way_out_defers_the_message_and_stops_no_other() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", "")).await;
    let one = app.accept("one@example.org").await;
    app.way_out.attempt().await.faults();
    app.reaches(one, State::Deferred).await;
    assert!(app.detail(one).await.deliveries[0].may_have_arrived_twice, "where it stood is not known");
    let two = app.accept("two@example.org").await;
    assert_eq!(app.way_out.deliver(1).await, ["two"], "the only session is free again");
    app.reaches(two, State::Sent).await;
}

#[tokio::test]
async fn mail_whose_time_is_over_is_not_sent() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", "")).await;
    app.accept("first@example.org").await;
    let first = app.way_out.attempt().await;
    let mut ticket = request("ticket@example.org");
    ticket.expires_at = Some(app.now() + seconds(30));
    let id = app.try_accept(ticket).await.expect("accepted").id;
    app.turn(seconds(31));
    first.deferred(false);
    let again = app.way_out.attempt().await;
    assert_eq!(again.subject(), "ticket", "it was leased in time: the lease holds");
    again.delivered();
    app.reaches(id, State::Sent).await;
}

#[tokio::test]
async fn mail_that_nobody_told_of_leaves_within_a_minute_or_so() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", "")).await;
    let first = app.accept("first@example.org").await;
    assert_eq!(app.way_out.deliver(1).await, ["first"]);
    app.reaches(first, State::Sent).await;
    // As where a request ends between the commit and the wake of the delivery loop.
    let untold = app.accept_untold("untold@example.org").await;
    assert!(app.way_out.is_quiet());
    app.turn(seconds(61));
    assert_eq!(app.way_out.deliver(1).await, ["untold"]);
    app.reaches(untold, State::Sent).await;
}

#[tokio::test]
async fn more_than_fits_into_memory_waits_on_disk_and_leaves_in_order() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", "")).await;
    let mut expected = Vec::new();
    for number in 0..700 {
        // In one millisecond no order is kept.
        app.turn(std::time::Duration::from_millis(1));
        app.accept(&format!("n{number}@example.org")).await;
        expected.push(format!("n{number}"));
    }
    let left = app.way_out.deliver(700).await;
    assert!(left == expected, "{} left, {left:?}", left.len());
}
