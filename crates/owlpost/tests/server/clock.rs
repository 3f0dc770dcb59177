//! The machine's clock is set while the server runs, or while it is down: what waits is neither early nor stays put, and
//! what ended in a long downtime gets one last try.

use std::time::Duration;

use queue::{Id, State};

use crate::support::{ManualServer, seconds, smtp_settings};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// A server with one message that was deferred once, and is tried again in about a minute.
async fn with_deferred() -> (ManualServer, Id) {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    let id = server.accept("ann@example.org").await;
    server.transport.attempt().await.deferred(false);
    server.reaches(id, State::Deferred).await;
    (server, id)
}

/// Time passes until the next attempt; how much, at most `most`.
async fn until_attempt(server: &mut ManualServer, id: Id, most: Duration) -> Duration {
    let started = server.now();
    loop {
        let passed = Duration::try_from(server.now().duration_since(started)).expect("forward");
        if !server.transport.is_idle() {
            return passed;
        }
        assert!(passed <= most, "it waits for the clock to be where it was: {:?}", server.detail(id).await);
        server.turn(seconds(1));
        // Whoever was woken by the clock has its turn: what it writes is written before this.
        for _ in 0..3 {
            server.app.db.check_writable().await.expect("written");
            server.states(id).await;
        }
    }
}

#[tokio::test]
async fn what_waits_goes_on_when_the_clock_is_set_back_while_the_server_runs() {
    for back in [HOUR, DAY, 400 * DAY] {
        let (mut server, id) = with_deferred().await;
        server.turn_back(back);
        let waited = until_attempt(&mut server, id, seconds(150)).await;
        assert!(waited >= seconds(30), "early: after {waited:?}");
        server.transport.attempt().await.delivered();
        server.reaches(id, State::Sent).await;
        assert!(server.transport.is_idle() && !server.detail(id).await.deliveries[0].may_have_arrived_twice);
    }
}

#[tokio::test]
async fn what_waits_goes_on_when_the_clock_is_set_back_while_the_server_is_down() {
    for back in [HOUR, DAY, 400 * DAY] {
        let (server, id) = with_deferred().await;
        let stopped = server.stop_within(seconds(1)).await;
        stopped.turn_back(back);
        let mut server = stopped.start().await;
        let waited = until_attempt(&mut server, id, seconds(150)).await;
        assert!(waited >= seconds(30), "early: after {waited:?}");
        server.transport.attempt().await.delivered();
        server.reaches(id, State::Sent).await;
    }
}

#[tokio::test]
async fn what_ended_while_the_server_was_down_is_tried_once_more() {
    for refused_again in [false, true] {
        let (server, id) = with_deferred().await;
        let stopped = server.stop_within(seconds(1)).await;
        stopped.turn(4 * DAY);
        let mut server = stopped.start().await;
        let attempt = server.transport.attempt().await;
        if refused_again {
            attempt.deferred(false);
            server.reaches(id, State::Expired).await;
        } else {
            attempt.delivered();
            server.reaches(id, State::Sent).await;
        }
        assert!(server.transport.is_idle());
    }
}
