//! How fast mail is sent: sessions, messages a minute, recipients per message and per day.

use mail::Attachment;
use queue::{Kind, State};

use testserver::PendingAttempt;

use crate::support::{ManualServer, request, seconds, smtp_settings};

/// A server for which this number of sessions is known to work.
async fn with_working_sessions(count: usize) -> ManualServer {
    let sessions = format!("\"connections\": {count}");
    let settings = smtp_settings("smtp.example.com", "").replace("\"connections\": 1", &sessions);
    let mut server = ManualServer::with_settings(&settings).await;
    for number in 0..count {
        let id = server.accept(&format!("first-{number}@example.org")).await;
        server.transport.attempt().await.delivered();
        server.reaches(id, State::Sent).await;
    }
    server
}

#[tokio::test]
async fn few_large_messages_are_sent_concurrently_and_urgent_mail_overtakes_them() {
    let mut server = with_working_sessions(10).await;
    // The number of sessions grows when all are in use.
    for wave in [3, 7] {
        let (mut ids, mut attempts) = (Vec::new(), Vec::new());
        for number in 0..wave {
            ids.push(server.accept(&format!("small-{number}@example.org")).await);
            attempts.push(server.transport.attempt().await);
        }
        attempts.into_iter().for_each(PendingAttempt::delivered);
        for id in ids {
            server.reaches(id, State::Sent).await;
        }
    }
    for number in 0..7 {
        let mut large = request(&format!("large-{number}@example.org"));
        let content = vec![0; 18_000_000];
        large.draft.attachments =
            vec![Attachment { name: "large.bin".into(), content_type: None, content, content_id: None }];
        server.try_accept(large).await.expect("accepted");
    }
    let mut attempts = Vec::new();
    for _ in 0..6 {
        attempts.push(server.transport.attempt().await);
    }
    server.accept_kind(Kind::PasswordReset, "reset@example.org").await;
    let reset = server.transport.attempt().await;
    assert_eq!(reset.subject(), "reset", "the seventh waits for memory");
    reset.delivered();
    assert!(server.transport.is_idle());
    attempts.pop().expect("six").delivered();
    assert_eq!(server.transport.attempt().await.subject(), "large-6");
}

#[tokio::test]
async fn no_more_sessions_are_used_than_allowed() {
    let mut server = with_working_sessions(3).await;
    for name in ["one", "two", "three"] {
        server.accept(&format!("{name}@example.org")).await;
    }
    let (one, two) = (server.transport.attempt().await, server.transport.attempt().await);
    assert!(server.transport.is_idle(), "one of three is kept for urgent mail");
    server.accept_kind(Kind::PasswordReset, "reset@example.org").await;
    let reset = server.transport.attempt().await;
    assert_eq!(reset.subject(), "reset");
    server.accept_kind(Kind::PasswordReset, "another@example.org").await;
    assert!(server.transport.is_idle());
    reset.delivered();
    assert_eq!(server.transport.attempt().await.subject(), "another");
    two.delivered();
    assert_eq!(server.transport.attempt().await.subject(), "three");
    one.delivered();
}

#[tokio::test]
async fn messages_are_spread_evenly_over_the_minute() {
    let mut server =
        ManualServer::with_settings(&smtp_settings("smtp.example.com", r#", "messages_per_minute": 30"#)).await;
    for name in ["one", "two", "three"] {
        server.accept(&format!("{name}@example.org")).await;
    }
    for name in ["one", "two", "three"] {
        let attempt = server.transport.attempt().await;
        assert_eq!(attempt.subject(), name);
        assert!(server.transport.is_idle());
        attempt.delivered();
        server.turn(seconds(2));
    }
}

#[tokio::test]
async fn setting_the_clock_back_does_not_stop_sending() {
    let mut server =
        ManualServer::with_settings(&smtp_settings("smtp.example.com", r#", "messages_per_minute": 30"#)).await;
    let one = server.accept("one@example.org").await;
    for name in ["two", "three"] {
        server.accept(&format!("{name}@example.org")).await;
    }
    assert_eq!(server.transport.deliver(1).await, ["one"]);
    server.reaches(one, State::Sent).await;
    let before = server.now();
    server.turn_back(seconds(3600));
    for name in ["two", "three"] {
        while server.transport.is_idle() && server.now() < before {
            server.turn(seconds(1));
            server.states(one).await;
        }
        assert!(server.now() < before, "it does not wait until the clock is where it was");
        assert_eq!(server.transport.deliver(1).await, [name]);
    }
}

#[tokio::test]
async fn a_leap_of_the_clock_does_not_repeat_attempts_in_progress() {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "").replace(": 1", ": 3")).await;
    let one = server.accept("one@example.org").await;
    let in_flight = server.transport.attempt().await;
    // As on a suspended machine: the lease has expired, and the reply to it is on its way.
    server.turn(seconds(24 * 3600));
    let two = server.accept_on_disk(queue::Kind::Api, "two@example.net").await;
    assert_eq!(server.transport.deliver(1).await, ["two"]);
    server.reaches(two, State::Sent).await;
    in_flight.delivered();
    server.reaches(one, State::Sent).await;
    assert!(server.transport.is_idle() && !server.detail(one).await.deliveries[0].may_have_arrived_twice);
}

#[tokio::test]
async fn mail_held_back_by_a_rate_limit_is_not_marked_as_sent_twice() {
    let mut server =
        ManualServer::with_settings(&smtp_settings("smtp.example.com", r#", "recipients_per_day": 20"#)).await;
    for number in 0..19 {
        server.accept(&format!("n{number}@example.org")).await;
    }
    server.transport.deliver(19).await;
    let held_back = server.accept("held@example.org").await;
    for _ in 0..45 {
        server.turn(seconds(60));
        assert!(server.transport.is_idle());
        for _ in 0..3 {
            assert_eq!(server.detail(held_back).await.deliveries[0].attempts, 0);
        }
    }
    assert!(!server.detail(held_back).await.deliveries[0].may_have_arrived_twice);
}

#[tokio::test]
async fn a_message_with_many_recipients_is_sent_in_parts_without_using_attempts() {
    let settings = smtp_settings("smtp.example.com", r#", "recipients_per_message": 2"#);
    let mut server = ManualServer::with_settings(&settings).await;
    let mut many = request("a@example.org");
    many.draft.to = vec!["a@example.org, b@example.org, c@example.org, d@example.org, e@example.org".into()];
    let id = server.try_accept(many).await.expect("accepted").id;
    let mut seen = Vec::new();
    for _ in 0..3 {
        let attempt = server.transport.attempt().await;
        assert!(attempt.recipients().len() <= 2);
        seen.extend(attempt.recipients());
        attempt.delivered();
    }
    seen.sort();
    assert_eq!(seen, ["a@example.org", "b@example.org", "c@example.org", "d@example.org", "e@example.org"]);
    server.reaches(id, State::Sent).await;
    assert!(server.detail(id).await.deliveries.iter().all(|delivery| delivery.attempts == 1));
}

#[tokio::test]
async fn the_daily_count_of_recipients_survives_a_restart() {
    let settings = smtp_settings("smtp.example.com", r#", "recipients_per_day": 20"#);
    let mut server = ManualServer::with_settings(&settings).await;
    let mut last = None;
    for number in 0..19 {
        last = Some(server.accept(&format!("n{number}@example.org")).await);
    }
    server.transport.deliver(19).await;
    server.reaches(last.expect("an id"), State::Sent).await;
    let mut server = server.stop_within(seconds(1)).await.start().await;
    let bulk = server.accept("bulk@example.org").await;
    let urgent = server.accept_kind(Kind::PasswordReset, "reset@example.org").await;
    assert_eq!(server.transport.deliver(1).await, ["reset"], "the last of the day is kept for the urgent lane");
    server.reaches(urgent, State::Sent).await;
    assert!(server.transport.is_idle());
    server.turn(seconds(25 * 3600));
    assert_eq!(server.transport.deliver(1).await, ["bulk"]);
    server.reaches(bulk, State::Sent).await;
}

#[tokio::test]
async fn throttling_by_the_server_causes_a_pause_and_fewer_sessions() {
    let mut server = with_working_sessions(4).await;
    let mut ids = Vec::new();
    for number in 0..8 {
        ids.push(server.accept(&format!("n{number}@example.org")).await);
    }
    let mut first = Vec::new();
    for _ in 0..3 {
        first.push(server.transport.attempt().await);
    }
    for attempt in first {
        attempt.deferred(true);
    }
    for id in &ids[..3] {
        server.reaches(*id, State::Deferred).await;
    }
    assert!(server.transport.is_idle(), "a short pause");
    server.turn(seconds(2));
    let _four = server.transport.attempt().await;
    server.turn(seconds(1));
    server.accept_kind(Kind::PasswordReset, "reset@example.org").await;
    let _reset = server.transport.attempt().await;
    server.turn(seconds(1));
    server.accept_kind(Kind::PasswordReset, "another@example.org").await;
    assert!(server.transport.is_idle(), "half of four sessions");
}
