//! The machine's clock is set while the server runs or is down: waiting mail is neither early nor stuck, and mail that
//! expired during a long downtime gets one last attempt.

use std::time::Duration;

use queue::{Id, State};
use sending::intake::{CallerKey, KEYS_KEPT, Request};
use storage::Read as _;
use testserver::TestServer;

use crate::support::{ManualServer, request, seconds, smtp_settings};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// A server with one message that was deferred once and is retried in about a minute.
async fn with_deferred() -> (ManualServer, Id) {
    let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
    let id = server.accept("ann@example.org").await;
    server.transport.attempt().await.deferred(false);
    server.reaches(id, State::Deferred).await;
    (server, id)
}

/// Advances the clock until the next attempt, by at most `most`; returns by how much.
async fn until_attempt(server: &mut ManualServer, id: Id, most: Duration) -> Duration {
    let started = server.now();
    loop {
        let passed = Duration::try_from(server.now().duration_since(started)).expect("forward");
        if !server.transport.is_idle() {
            return passed;
        }
        assert!(passed <= most, "it waits for the clock to be where it was: {:?}", server.detail(id).await);
        server.turn(seconds(1));
        // Lets tasks that were woken by the clock run, so that their writes come before this.
        for _ in 0..3 {
            server.app.db.check_writable().await.expect("written");
            server.states(id).await;
        }
    }
}

#[tokio::test]
async fn waiting_mail_is_sent_when_the_clock_is_set_back_while_the_server_runs() {
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
async fn waiting_mail_is_sent_when_the_clock_is_set_back_while_the_server_is_down() {
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

/// Waits until the delivery loop has done its periodic work for the current time, or up to two minutes later.
async fn work_is_done(server: &ManualServer) {
    // The second observation comes after all work that the first one started.
    for _ in 0..2 {
        server.turn(seconds(61));
        let now = server.now().as_millisecond();
        server
            .until("the time is observed", async || {
                let seen = server.app.db.read(|rx| {
                    rx.query_first("SELECT at FROM clock_seen", storage::params![], |row| row.get::<i64>(0))
                });
                seen.await.expect("read").is_some_and(|at| at >= now)
            })
            .await;
    }
}

/// Mail with an idempotency key.
fn keyed() -> Request {
    let key = CallerKey { scope: "key-1".into(), key: "invoice-42".into(), stands_for: None, kept_for: KEYS_KEPT };
    Request { key: Some(key), ..request("ann@example.org") }
}

#[tokio::test]
async fn a_leap_forward_deletes_nothing_until_the_clock_is_set_right() {
    for is_down in [false, true] {
        let mut server = ManualServer::with_settings(&smtp_settings("smtp.example.com", "")).await;
        server.administrator(i18n::Language::English).await;
        let id = server.try_accept(keyed()).await.expect("accepted").id;
        server.transport.attempt().await.delivered();
        server.reaches(id, State::Sent).await;
        let noted = server.audit_entries().await.len();
        assert!(noted > 0);

        let leap = 1000 * DAY;
        let mut server = if is_down {
            let stopped = server.stop_within(seconds(1)).await;
            stopped.turn(leap);
            stopped.start().await
        } else {
            server.turn(leap);
            server
        };
        let test: &TestServer = &server;
        test.server.wait_for_maintenance().await;
        work_is_done(&server).await;
        assert!(server.detail(id).await.has_text, "its text is kept");
        assert_eq!(server.audit_entries().await.len(), noted);
        let again = server.try_accept(keyed()).await.expect("accepted");
        assert!(again.repeated && again.id == id, "the clock causes no second delivery");

        server.turn_back(leap);
        let id = server.accept("ben@example.org").await;
        server.transport.attempt().await.delivered();
        server.reaches(id, State::Sent).await;
    }
}

#[tokio::test]
async fn mail_that_expired_during_a_downtime_is_tried_once_more() {
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
