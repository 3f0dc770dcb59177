//! The order in which mail is sent, and the path of a message from acceptance to its verdict.

use queue::{Kind, Source, State};
use uuid::Uuid;

use crate::support::{ManualServer, request, seconds, smtp_settings};

#[tokio::test]
async fn an_accepted_message_is_sent_immediately_and_settled() {
    let mut server = ManualServer::start().await;
    let id = server.accept("ann@example.org").await;
    let attempt = server.transport.attempt().await;
    assert_eq!((attempt.subject().as_str(), attempt.connection.as_str()), ("ann", "mailbox"));
    assert_eq!(server.states(id).await, [State::Sending], "leased when it was stored");
    attempt.delivered();
    server.reaches(id, State::Sent).await;
    let detail = server.detail(id).await;
    assert_eq!((detail.deliveries[0].attempts, detail.attempts.len()), (1, 1));
}

#[tokio::test]
async fn urgent_mail_is_sent_before_earlier_bulk_mail() {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    server.accept("bulk-1@example.org").await;
    let first = server.transport.attempt().await;
    server.accept("bulk-2@example.org").await;
    let on_disk = server.accept_on_disk(Kind::Api, "bulk-3@example.org").await;
    server.reaches(on_disk, State::Sending).await;
    server.accept_kind(Kind::PasswordReset, "reset@example.org").await;
    let on_disk = server.accept_on_disk(Kind::Invitation, "invitation@example.org").await;
    server.reaches(on_disk, State::Sending).await;
    // The only session is in use, so everything else waits for it.
    assert_eq!(first.subject(), "bulk-1");
    assert!(server.transport.is_idle());
    first.delivered();
    let subjects = server.transport.deliver(4).await;
    assert_eq!(subjects, ["reset", "invitation", "bulk-2", "bulk-3"]);
}

#[tokio::test]
async fn waiting_mail_is_fetched_after_a_restart() {
    let mut server = ManualServer::start().await;
    let first = server.accept("one@example.org").await;
    server.transport.attempt().await.deferred(false);
    server.reaches(first, State::Deferred).await;
    let mut server = server.stop_within(seconds(1)).await.start().await;
    assert!(server.transport.is_idle());
    server.turn(seconds(70));
    assert_eq!(server.transport.deliver(1).await, ["one"]);
    server.reaches(first, State::Sent).await;
}

#[tokio::test]
async fn a_deferred_recipient_is_retried_when_due() {
    let mut server = ManualServer::start().await;
    let id = server.accept("ann@example.org").await;
    for (wait, attempts) in [(66, 1), (132, 2), (330, 3)] {
        server.transport.attempt().await.deferred(false);
        server.reaches(id, State::Deferred).await;
        let delivery = server.detail(id).await.deliveries.remove(0);
        assert_eq!(delivery.attempts, attempts);
        assert!(delivery.next_attempt_at.is_some_and(|at| at > server.now() && at <= server.now() + seconds(wait)));
        server.turn(seconds(wait));
    }
    server.transport.attempt().await.refused();
    server.reaches(id, State::Failed).await;
}

#[tokio::test]
async fn a_fault_of_the_transport_defers_only_its_message() {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    let one = server.accept("one@example.org").await;
    server.transport.attempt().await.panics();
    server.reaches(one, State::Deferred).await;
    assert!(server.detail(one).await.deliveries[0].may_have_arrived_twice, "its progress is unknown");
    let two = server.accept("two@example.org").await;
    assert_eq!(server.transport.deliver(1).await, ["two"], "the only session is free again");
    server.reaches(two, State::Sent).await;
}

#[tokio::test]
async fn expired_mail_is_not_sent() {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    server.accept("first@example.org").await;
    let first = server.transport.attempt().await;
    let mut ticket = request("ticket@example.org");
    ticket.expires_at = Some(server.now() + seconds(30));
    let id = server.try_accept(ticket).await.expect("accepted").id;
    server.turn(seconds(31));
    first.deferred(false);
    let again = server.transport.attempt().await;
    assert_eq!(again.subject(), "ticket", "it was leased in time: the lease holds");
    again.delivered();
    server.reaches(id, State::Sent).await;
}

#[tokio::test]
async fn mail_without_a_notification_is_sent_within_about_a_minute() {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    let first = server.accept("first@example.org").await;
    assert_eq!(server.transport.deliver(1).await, ["first"]);
    server.reaches(first, State::Sent).await;
    // As if a request ended between the commit and the notification of the delivery loop.
    let unnoticed = server.accept_unnoticed("unnoticed@example.org").await;
    assert!(server.transport.is_idle());
    server.turn(seconds(61));
    assert_eq!(server.transport.deliver(1).await, ["unnoticed"]);
    server.reaches(unnoticed, State::Sent).await;
}

#[tokio::test]
async fn mail_beyond_the_memory_limit_waits_on_disk_and_is_sent_in_order() {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    let mut expected = Vec::new();
    for number in 0..700 {
        // Messages of the same millisecond have no order.
        server.turn(std::time::Duration::from_millis(1));
        server.accept(&format!("n{number}@example.org")).await;
        expected.push(format!("n{number}"));
    }
    let left = server.transport.deliver(700).await;
    assert!(left == expected, "{} left, {left:?}", left.len());
}

#[tokio::test]
async fn mail_of_one_workspace_delays_mail_of_another_by_one_message() {
    let mut server =
        ManualServer::with_settings(&smtp_settings("smtp.example.com", r#", "messages_per_minute": 30"#)).await;
    let script = |nth| Source::script(Uuid::from_u128(nth), Uuid::from_u128(100 + nth));
    let mut last = None;
    for number in 0..120 {
        last = Some(server.accept_of_script(script(1), &format!("busy-{number}@example.org")).await);
    }
    let last = last.expect("120 mails");
    let mut left = server.transport.deliver(1).await;
    server.turn(seconds(2));
    left.extend(server.transport.deliver(1).await);
    assert!(left.iter().all(|subject| subject.starts_with("busy")), "{left:?}");
    let other = server.accept_of_script(script(2), "other@example.org").await;
    server.reaches(other, State::Sending).await;
    let mut waited = 0;
    loop {
        server.turn(seconds(2));
        let subject = server.transport.deliver(1).await.remove(0);
        if subject == "other" {
            break;
        }
        waited += 1;
        assert!(waited <= 1, "{waited} messages left before it");
    }
    server.reaches(other, State::Sent).await;
    assert!(server.states(last).await.iter().all(|state| *state != State::Sent), "the others are sent after it");
}
