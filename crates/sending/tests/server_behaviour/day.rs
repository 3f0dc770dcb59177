//! The limit of recipients per day: the part reserved for urgent mail, messages with more recipients than are left, and
//! what the deliveries of those messages report.

use queue::{Id, Kind, State};
use sending::delivery_loop::WaitingFor;

use crate::server::Rules;
use crate::support::{TestLoop, seconds};

const HOUR: u64 = 3600;

/// `count` recipients: `n0@name.example` and so on.
fn recipients(count: usize, name: &str) -> Vec<String> {
    (0..count).map(|number| format!("n{number}@{name}.example")).collect()
}

async fn accept_large(test: &TestLoop, kind: Kind, recipients: &[String]) -> Id {
    let recipients: Vec<&str> = recipients.iter().map(String::as_str).collect();
    test.accept_kind(kind, &recipients, None).await
}

/// How many deliveries of a message are in `state`.
async fn count(test: &TestLoop, id: Id, state: State) -> usize {
    test.states(id).await.into_iter().filter(|found| *found == state).count()
}

#[tokio::test]
async fn a_large_message_does_not_use_what_is_reserved_for_urgent_mail() {
    let test = TestLoop::start(r#"{"connections": 3, "recipients_per_day": 100}"#, Rules::default()).await;
    accept_large(&test, Kind::Api, &recipients(94, "first")).await;
    let large = accept_large(&test, Kind::Api, &recipients(50, "large")).await;
    test.run_for(10, 1).await;
    assert_eq!(test.accepted(), 95, "the last twentieth is reserved for urgent mail");
    assert_eq!(count(&test, large, State::Sent).await, 1, "as many recipients as there is room for");
    let reset = test.accept_kind(Kind::PasswordReset, &["ann@example.org"], None).await;
    test.run_for(10, 1).await;
    assert_eq!(test.states(reset).await, [State::Sent]);

    let waiting: Vec<_> = test.deliveries(&[large]).await.into_iter().filter(|one| one.state != State::Sent).collect();
    assert!(waiting.iter().all(|one| one.attempts == 0), "waiting for a quota counts no attempt");
    test.clock.turn(seconds(25 * HOUR));
    test.run_for(60, 10).await;
    assert_eq!(count(&test, large, State::Sent).await, 50);
    test.server.log(|log| assert!(log.times_accepted.values().all(|times| *times == 1), "nobody got it twice"));
}

#[tokio::test]
async fn a_message_larger_than_the_daily_limit_is_sent_over_several_days() {
    let test = TestLoop::start(r#"{"connections": 1, "recipients_per_day": 20}"#, Rules::default()).await;
    let large = accept_large(&test, Kind::Api, &recipients(50, "large")).await;
    for (day, sent) in [(1, 19), (2, 38), (3, 50)] {
        test.run_for(60, 10).await;
        assert_eq!(count(&test, large, State::Sent).await, sent, "day {day}");
        test.clock.turn(seconds(25 * HOUR));
    }
    test.server.log(|log| assert!(log.times_accepted.values().all(|times| *times == 1), "nobody got it twice"));
}

#[tokio::test]
async fn urgent_mail_has_the_same_limit_and_is_sent_in_parts_too() {
    let test = TestLoop::start(r#"{"connections": 1, "recipients_per_day": 20}"#, Rules::default()).await;
    let notice = accept_large(&test, Kind::Notice, &recipients(30, "all")).await;
    test.run_for(60, 10).await;
    assert_eq!(count(&test, notice, State::Sent).await, 20);
    test.clock.turn(seconds(25 * HOUR));
    test.run_for(60, 10).await;
    assert_eq!(count(&test, notice, State::Sent).await, 30);
}

#[tokio::test]
async fn mail_of_either_lane_reports_a_used_up_daily_limit_and_until_when() {
    let test = TestLoop::start(r#"{"connections": 1, "recipients_per_day": 20}"#, Rules::default()).await;
    let bulk = accept_large(&test, Kind::Api, &recipients(30, "bulk")).await;
    test.run_for(10, 1).await;
    let first = test.accept_kind(Kind::PasswordReset, &["ann@example.org"], None).await;
    test.run_for(10, 1).await;
    assert_eq!(test.states(first).await, [State::Sent], "from the reserved part");
    let urgent = test.accept_kind(Kind::PasswordReset, &["bob@example.org"], None).await;
    // Longer than a message waits in memory.
    for _ in 0..3 {
        test.run_for(360, 60).await;
        for id in [urgent, bulk] {
            let waiting = test.deliveries(&[id]).await.into_iter().position(|one| one.state != State::Sent);
            let (reason, seconds) = test.delivery_waits_for(id, waiting.expect("one waits")).await.expect("it waits");
            assert_eq!(reason, WaitingFor::DailyQuota);
            assert!(seconds.is_some_and(|left| (23 * 3600..=25 * 3600).contains(&left)), "{seconds:?}");
        }
    }
}
