//! A server that refuses connections or logins is not flooded with attempts.

use crate::server::Rules;
use crate::support::{TestLoop, seconds};

/// The number of `times` in each minute since the first.
fn per_minute(times: &[jiff::Timestamp]) -> Vec<usize> {
    let Some(first) = times.first() else { return Vec::new() };
    let minute = |at: &jiff::Timestamp| (at.duration_since(*first).as_secs() / 60) as usize;
    let mut counts = vec![0; times.iter().map(minute).max().unwrap_or(0) + 1];
    times.iter().for_each(|at| counts[minute(at)] += 1);
    counts
}

#[tokio::test]
async fn a_server_that_refuses_connections_is_tried_less_and_less_often() {
    let test = TestLoop::start(r#"{"connections": 10}"#, Rules { refuses_connections: true, ..Rules::default() }).await;
    for number in 0..20 {
        test.accept(&format!("n{number}@example.org")).await;
    }
    test.run_for(600, 5).await;
    let connections = test.server.log(|log| per_minute(&log.connections));
    assert!(connections[0] <= 5 && connections[1..].iter().all(|count| *count <= 2), "{connections:?}");
    assert!(test.settings.is_paused());
    test.server.change(|rules| rules.refuses_connections = false);
    test.run_for(90, 5).await;
    assert_eq!((test.accepted(), test.settings.is_paused()), (20, false));
}

#[tokio::test]
async fn refused_logins_are_not_repeated_often_enough_to_lock_the_account() {
    let test = TestLoop::start(r#"{"connections": 10}"#, Rules { refuses_logins: true, ..Rules::default() }).await;
    for number in 0..20 {
        test.accept(&format!("n{number}@example.org")).await;
    }
    test.run_for(3600, 20).await;
    let logins = test.server.log(|log| log.logins.len());
    assert!((5..=13).contains(&logins), "{logins} logins in an hour");
}

#[tokio::test]
async fn saving_again_tries_once_and_does_not_reset_the_delays() {
    let test = TestLoop::start(r#"{"connections": 10}"#, Rules { refuses_logins: true, ..Rules::default() }).await;
    test.accept("ann@example.org").await;
    test.run_for(300, 10).await;
    let before = test.server.log(|log| log.logins.len());
    test.save(r#"{"automatic_bcc": "archive@example.com"}"#).await;
    test.run_for(60, 5).await;
    let after = test.server.log(|log| log.logins.len());
    assert!(after - before <= 2, "{before} logins, then {after}");
    let next = test.settings.next_probe_at().expect("paused");
    assert!(next.duration_since(test.now()) > jiff::SignedDuration::from_secs(60), "{next}");
}

#[tokio::test]
async fn a_connection_that_is_refused_once_is_used_again_within_seconds() {
    let test = TestLoop::start(r#"{"connections": 1}"#, Rules { refuses_connections: true, ..Rules::default() }).await;
    test.accept("ann@example.org").await;
    test.settle().await;
    test.server.change(|rules| rules.refuses_connections = false);
    test.clock.turn(seconds(7));
    test.settle().await;
    assert_eq!(test.accepted(), 1);
}
