//! Shutdown: attempts in progress may end, claimed mail is released, and nothing is lost or marked without reason.

use std::time::Instant;

use queue::State;

use crate::support::{ManualServer, PATIENCE, seconds, smtp_settings};

#[tokio::test]
async fn attempts_in_progress_end_and_claimed_mail_is_released() {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    let flying = server.accept("flying@example.org").await;
    let waiting = server.accept("waiting@example.org").await;
    let attempt = server.transport.attempt().await;
    let stopping = tokio::spawn(server.stop_within(seconds(30)));
    attempt.delivered();
    let mut server = stopping.await.expect("it stops").start().await;
    assert_eq!(server.states(flying).await, [State::Sent]);
    assert_eq!(server.transport.deliver(1).await, ["waiting"]);
    server.reaches(waiting, State::Sent).await;
    let delivery = server.detail(waiting).await.deliveries.remove(0);
    assert_eq!((delivery.attempts, delivery.may_have_arrived_twice), (1, false));
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_is_repeated_and_marked() {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    let id = server.accept("slow@example.org").await;
    let _attempt = server.transport.attempt().await;
    let clock = server.app.clock.clone();
    let stopping = tokio::spawn(server.stop_within(seconds(30)));
    let started = Instant::now();
    while !stopping.is_finished() {
        assert!(started.elapsed() < PATIENCE, "the server does not stop");
        clock.turn(seconds(1));
        tokio::task::yield_now().await;
    }
    let mut server = stopping.await.expect("it stops").start().await;
    assert_eq!(server.transport.deliver(1).await, ["slow"]);
    server.reaches(id, State::Sent).await;
    assert!(server.detail(id).await.deliveries[0].may_have_arrived_twice);
}
