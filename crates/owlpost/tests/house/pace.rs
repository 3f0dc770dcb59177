//! How fast mail leaves: sessions, messages a minute, recipients of a message and of a day.

use queue::{Kind, State};

use crate::support::{TestApp, request, seconds, server};

/// A server of which so many sessions are known to work.
async fn with_working_sessions(count: usize) -> TestApp {
    let sessions = format!("\"connections\": {count}");
    let settings = server("smtp.example.com", "").replace("\"connections\": 1", &sessions);
    let mut app = TestApp::with_settings(&settings).await;
    for number in 0..count {
        let id = app.accept(&format!("first-{number}@example.org")).await;
        app.way_out.attempt().await.delivered();
        app.reaches(id, State::Sent).await;
    }
    app
}

#[tokio::test]
async fn no_more_sessions_are_used_than_allowed() {
    let mut app = with_working_sessions(3).await;
    for name in ["one", "two", "three"] {
        app.accept(&format!("{name}@example.org")).await;
    }
    let (one, two) = (app.way_out.attempt().await, app.way_out.attempt().await);
    assert!(app.way_out.is_quiet(), "one of three is kept for urgent mail");
    app.accept_kind(Kind::PasswordReset, "reset@example.org").await;
    let reset = app.way_out.attempt().await;
    assert_eq!(reset.subject(), "reset");
    app.accept_kind(Kind::PasswordReset, "another@example.org").await;
    assert!(app.way_out.is_quiet());
    reset.delivered();
    assert_eq!(app.way_out.attempt().await.subject(), "another");
    two.delivered();
    assert_eq!(app.way_out.attempt().await.subject(), "three");
    one.delivered();
}

#[tokio::test]
async fn messages_leave_evenly_within_the_minute() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", r#", "messages_per_minute": 30"#)).await;
    for name in ["one", "two", "three"] {
        app.accept(&format!("{name}@example.org")).await;
    }
    for name in ["one", "two", "three"] {
        let attempt = app.way_out.attempt().await;
        assert_eq!(attempt.subject(), name);
        assert!(app.way_out.is_quiet());
        attempt.delivered();
        app.turn(seconds(2));
    }
}

#[tokio::test]
async fn a_clock_that_is_set_back_stops_nothing() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", r#", "messages_per_minute": 30"#)).await;
    let one = app.accept("one@example.org").await;
    for name in ["two", "three"] {
        app.accept(&format!("{name}@example.org")).await;
    }
    assert_eq!(app.way_out.deliver(1).await, ["one"]);
    app.reaches(one, State::Sent).await;
    let before = app.now();
    app.turn_back(seconds(3600));
    for name in ["two", "three"] {
        while app.way_out.is_quiet() && app.now() < before {
            app.turn(seconds(1));
            app.states(one).await;
        }
        assert!(app.now() < before, "it does not wait until the clock is where it was");
        assert_eq!(app.way_out.deliver(1).await, [name]);
    }
}

#[tokio::test]
async fn what_is_in_flight_when_the_clock_leaps_is_not_sent_a_second_time() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", "").replace(": 1", ": 3")).await;
    let one = app.accept("one@example.org").await;
    let in_flight = app.way_out.attempt().await;
    // As a machine that was suspended: its lease is over, and the answer to it is on its way.
    app.turn(seconds(24 * 3600));
    let two = app.accept_on_disk(queue::Kind::Api, "two@example.net").await;
    assert_eq!(app.way_out.deliver(1).await, ["two"]);
    app.reaches(two, State::Sent).await;
    in_flight.delivered();
    app.reaches(one, State::Sent).await;
    assert!(app.way_out.is_quiet() && !app.detail(one).await.deliveries[0].may_have_arrived_twice);
}

#[tokio::test]
async fn what_the_pace_holds_back_for_long_is_not_taken_for_sent_twice() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", r#", "recipients_per_day": 20"#)).await;
    for number in 0..19 {
        app.accept(&format!("n{number}@example.org")).await;
    }
    app.way_out.deliver(19).await;
    let held_back = app.accept("held@example.org").await;
    for _ in 0..45 {
        app.turn(seconds(60));
        assert!(app.way_out.is_quiet());
        for _ in 0..3 {
            assert_eq!(app.detail(held_back).await.deliveries[0].attempts, 0);
        }
    }
    assert!(!app.detail(held_back).await.deliveries[0].may_have_arrived_twice);
}

#[tokio::test]
async fn a_message_for_many_leaves_in_parts_without_spending_attempts() {
    let settings = server("smtp.example.com", r#", "recipients_per_message": 2"#);
    let mut app = TestApp::with_settings(&settings).await;
    let mut many = request("a@example.org");
    many.draft.to = vec!["a@example.org, b@example.org, c@example.org, d@example.org, e@example.org".into()];
    let id = app.try_accept(many).await.expect("accepted").id;
    let mut seen = Vec::new();
    for _ in 0..3 {
        let attempt = app.way_out.attempt().await;
        assert!(attempt.recipients().len() <= 2);
        seen.extend(attempt.recipients());
        attempt.delivered();
    }
    seen.sort();
    assert_eq!(seen, ["a@example.org", "b@example.org", "c@example.org", "d@example.org", "e@example.org"]);
    app.reaches(id, State::Sent).await;
    assert!(app.detail(id).await.deliveries.iter().all(|delivery| delivery.attempts == 1));
}

#[tokio::test]
async fn a_days_recipients_are_remembered_over_a_restart() {
    let settings = server("smtp.example.com", r#", "recipients_per_day": 20"#);
    let mut app = TestApp::with_settings(&settings).await;
    let mut last = None;
    for number in 0..19 {
        last = Some(app.accept(&format!("n{number}@example.org")).await);
    }
    app.way_out.deliver(19).await;
    app.reaches(last.expect("an id"), State::Sent).await;
    let mut app = app.stop_within(seconds(1)).await.start().await;
    let bulk = app.accept("bulk@example.org").await;
    let urgent = app.accept_kind(Kind::PasswordReset, "reset@example.org").await;
    assert_eq!(app.way_out.deliver(1).await, ["reset"], "the last of the day is kept for the urgent lane");
    app.reaches(urgent, State::Sent).await;
    assert!(app.way_out.is_quiet());
    app.turn(seconds(25 * 3600));
    assert_eq!(app.way_out.deliver(1).await, ["bulk"]);
    app.reaches(bulk, State::Sent).await;
}

#[tokio::test]
async fn a_server_that_asks_for_it_gets_fewer_sessions_and_a_breath() {
    let mut app = with_working_sessions(4).await;
    let mut ids = Vec::new();
    for number in 0..8 {
        ids.push(app.accept(&format!("n{number}@example.org")).await);
    }
    let mut first = Vec::new();
    for _ in 0..3 {
        first.push(app.way_out.attempt().await);
    }
    for attempt in first {
        attempt.deferred(true);
    }
    for id in &ids[..3] {
        app.reaches(*id, State::Deferred).await;
    }
    assert!(app.way_out.is_quiet(), "a breath");
    app.turn(seconds(2));
    let _four = app.way_out.attempt().await;
    app.turn(seconds(1));
    app.accept_kind(Kind::PasswordReset, "reset@example.org").await;
    let _reset = app.way_out.attempt().await;
    app.turn(seconds(1));
    app.accept_kind(Kind::PasswordReset, "another@example.org").await;
    assert!(app.way_out.is_quiet(), "half of four sessions");
}
