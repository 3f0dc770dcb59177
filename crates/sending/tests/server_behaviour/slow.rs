//! Mail that hangs delays neither urgent mail nor mail to other domains.

use std::collections::BTreeSet;

use queue::{Kind, State};

use crate::server::Rules;
use crate::support::{TestLoop, seconds};

fn tarpit() -> Rules {
    Rules { silent_domains: BTreeSet::from(["tarpit.example"]), ..Rules::default() }
}

#[tokio::test]
async fn urgent_mail_and_other_domains_do_not_wait_behind_a_domain_that_hangs() {
    let test = TestLoop::start(r#"{"connections": 10}"#, tarpit()).await;
    for number in 0..40 {
        test.accept(&format!("n{number}@tarpit.example")).await;
    }
    for number in 0..20 {
        test.accept(&format!("n{number}@other{number}.example")).await;
    }
    test.run_for(20, 1).await;
    assert_eq!(test.accepted(), 20, "the other domains");
    let accepted_at = test.now();
    test.accept_kind(Kind::PasswordReset, &["reset@example.org"], None).await;
    test.run_for(3, 1).await;
    let reset_at = test.server.log(|log| log.accepted.get("reset@example.org").copied()).expect("the reset left");
    assert!(reset_at.duration_since(accepted_at) <= jiff::SignedDuration::from_secs(1), "{reset_at}");
}

#[tokio::test]
async fn more_mail_to_a_hanging_domain_than_fits_in_memory_does_not_delay_others() {
    let test = TestLoop::start(r#"{"connections": 4}"#, tarpit()).await;
    for number in 0..700 {
        test.accept(&format!("n{number}@tarpit.example")).await;
    }
    test.accept("ann@other.example").await;
    test.run_for(120, 5).await;
    assert_eq!(test.accepted(), 1);
}

#[tokio::test]
async fn with_one_session_a_hanging_bulk_attempt_is_ended_for_urgent_mail() {
    let test = TestLoop::start(r#"{"connections": 1}"#, tarpit()).await;
    let bulk = test.accept("ann@tarpit.example").await;
    test.run_for(5, 1).await;
    test.accept_kind(Kind::PasswordReset, &["reset@example.org"], None).await;
    test.run_for(30, 1).await;
    assert_eq!(test.accepted(), 1, "the password reset");
    let detail = test.detail(bulk).await;
    let delivery = &detail.deliveries[0];
    assert_eq!((delivery.state, delivery.attempts, delivery.may_have_arrived_twice), (State::Deferred, 1, false));
    let code = delivery.problem.as_ref().map(|problem| problem.code.as_ref());
    assert_eq!(code, Some("attempt_gave_way"));
}

#[tokio::test]
async fn a_stop_does_not_mark_a_message_that_hangs_before_its_data() {
    let test = TestLoop::start(r#"{"connections": 2}"#, tarpit()).await;
    let hanging = test.accept("ann@tarpit.example").await;
    test.run_for(2, 1).await;
    let test = test.restart(seconds(3)).await;
    test.settle().await;
    let detail = test.detail(hanging).await;
    let delivery = &detail.deliveries[0];
    assert_eq!((delivery.attempts, delivery.may_have_arrived_twice), (0, false));
}

#[tokio::test]
async fn a_stop_marks_a_message_that_may_have_arrived() {
    let rules = Rules { message_takes: seconds(3600), ..Rules::default() };
    let test = TestLoop::start(r#"{"connections": 2}"#, rules).await;
    let sending = test.accept("ann@example.org").await;
    test.run_for(2, 1).await;
    let test = test.restart(seconds(3)).await;
    assert!(test.detail(sending).await.deliveries[0].may_have_arrived_twice);
}
