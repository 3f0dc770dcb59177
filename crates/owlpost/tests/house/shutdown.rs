//! The end of the process: what is in flight may end, what is ready goes back, nothing is lost or marked for nothing.

use queue::State;

use crate::support::{TestApp, seconds, server};

#[tokio::test]
async fn what_is_in_flight_ends_and_what_is_ready_goes_back() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", "")).await;
    let flying = app.accept("flying@example.org").await;
    let waiting = app.accept("waiting@example.org").await;
    let attempt = app.way_out.attempt().await;
    let stopping = tokio::spawn(app.stop_within(seconds(30)));
    attempt.delivered();
    let mut app = stopping.await.expect("it stops").start().await;
    assert_eq!(app.states(flying).await, [State::Sent]);
    assert_eq!(app.way_out.deliver(1).await, ["waiting"]);
    app.reaches(waiting, State::Sent).await;
    let delivery = app.detail(waiting).await.deliveries.remove(0);
    assert_eq!((delivery.attempts, delivery.may_have_arrived_twice), (1, false));
}

#[tokio::test]
async fn what_takes_too_long_is_tried_again_and_marked() {
    let mut app = TestApp::with_settings(&server("smtp.example.com", "")).await;
    let id = app.accept("slow@example.org").await;
    let _attempt = app.way_out.attempt().await;
    let clock = app.app.clock.clone();
    let stopping = tokio::spawn(app.stop_within(seconds(30)));
    while !stopping.is_finished() {
        clock.turn(seconds(1));
        tokio::task::yield_now().await;
    }
    let mut app = stopping.await.expect("it stops").start().await;
    assert_eq!(app.way_out.deliver(1).await, ["slow"]);
    app.reaches(id, State::Sent).await;
    assert!(app.detail(id).await.deliveries[0].may_have_arrived_twice);
}
