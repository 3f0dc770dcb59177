//! A delivery reports what it waits for, and until when; a pause is shown although a message in progress just
//! succeeded.

use std::collections::BTreeSet;
use std::time::Duration;

use sending::delivery_loop::WaitingFor;

use crate::server::Rules;
use crate::support::TestLoop;

#[tokio::test]
async fn while_sending_is_paused_a_delivery_waits_for_the_next_probe() {
    let test = TestLoop::start(r#"{"connections": 1}"#, Rules { refuses_connections: true, ..Rules::default() }).await;
    let id = test.accept("ann@example.org").await;
    test.settle().await;
    let (reason, seconds) = test.waits_for(id).await.expect("it waits");
    assert_eq!(reason, WaitingFor::Pause);
    assert!((4..=7).contains(&seconds.expect("a probe is due")), "{seconds:?}");
    test.server.change(|rules| rules.refuses_connections = false);
    test.run_for(8, 1).await;
    assert_eq!(test.waits_for(id).await, None, "it is sent");
}

#[tokio::test]
async fn a_deferred_delivery_waits_for_its_next_attempt() {
    let rules = Rules { greylists: Some(Duration::from_secs(300)), ..Rules::default() };
    let test = TestLoop::start(r#"{"connections": 1}"#, rules).await;
    let id = test.accept("ann@example.org").await;
    test.settle().await;
    let (reason, seconds) = test.waits_for(id).await.expect("it waits");
    assert_eq!(reason, WaitingFor::Retry);
    assert!((50..=70).contains(&seconds.expect("a time")), "{seconds:?}");
}

#[tokio::test]
async fn a_delivery_held_back_by_a_quota_reports_which_and_until_when() {
    let test = TestLoop::start(r#"{"connections": 1, "recipients_per_day": 20}"#, Rules::default()).await;
    for number in 0..19 {
        test.accept(&format!("n{number}@example.org")).await;
    }
    test.run_for(5, 1).await;
    let id = test.accept("late@example.org").await;
    test.settle().await;
    let (reason, seconds) = test.waits_for(id).await.expect("it waits");
    assert_eq!(reason, WaitingFor::DailyQuota);
    assert!(seconds.is_some_and(|seconds| (23 * 3600..=25 * 3600).contains(&seconds)), "{seconds:?}");

    let test = TestLoop::start(r#"{"connections": 1, "messages_per_minute": 2}"#, Rules::default()).await;
    test.accept("ann@example.org").await;
    let id = test.accept("bob@example.org").await;
    test.settle().await;
    assert_eq!(test.waits_for(id).await, Some((WaitingFor::MessageRate, Some(30))));
}

#[tokio::test]
async fn a_delivery_held_back_because_the_server_asked_to_slow_down_reports_it() {
    let rules = Rules { daily_quota: Some(0), ..Rules::default() };
    let test = TestLoop::start(r#"{"connections": 1}"#, rules).await;
    test.accept("ann@example.org").await;
    test.settle().await;
    let id = test.accept("bob@example.org").await;
    test.settle().await;
    assert_eq!(test.waits_for(id).await, Some((WaitingFor::SlowDown, Some(2))));
}

#[tokio::test]
async fn a_delivery_behind_other_mail_waits_for_its_turn() {
    let rules = Rules { message_takes: Duration::from_secs(60), ..Rules::default() };
    let test = TestLoop::start(r#"{"connections": 1}"#, rules).await;
    let first = test.accept("ann@example.org").await;
    let second = test.accept("bob@example.org").await;
    test.settle().await;
    assert_eq!(test.waits_for(first).await, None, "it is being sent");
    assert_eq!(test.waits_for(second).await, Some((WaitingFor::Turn, None)));
}

#[tokio::test]
async fn a_pause_is_shown_although_a_message_in_progress_just_succeeded() {
    let everybody = BTreeSet::from(["ann@a.example", "bob@b.example", "cy@c.example"]);
    let rules = Rules { trouble_at: everybody, message_takes: Duration::from_secs(20), ..Rules::default() };
    let test = TestLoop::start(r#"{"connections": 6}"#, rules).await;
    for number in 0..3 {
        test.accept(&format!("works{number}@d{number}.example")).await;
    }
    test.run_for(45, 1).await;
    test.accept("slow@example.org").await;
    test.run_for(1, 1).await;
    for recipient in ["ann@a.example", "bob@b.example", "cy@c.example"] {
        test.accept(recipient).await;
    }
    test.run_for(2, 1).await;
    assert!(test.settings.is_paused());
    let before = test.accepted();
    test.server.change(|rules| rules.refuses_connections = true);
    test.run_for(20, 1).await;
    assert_eq!(test.accepted(), before + 1, "the message in progress succeeded");
    assert!(test.settings.is_paused(), "that does not end the pause");
    // The newest probe's problem.
    assert_eq!(test.settings.pause().map(|pause| pause.problem.code.into_owned()).as_deref(), Some("server_busy"));
}
