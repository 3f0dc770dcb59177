//! A message or recipient whose reply looks like a connection problem does not stop other mail.

use std::collections::BTreeSet;

use queue::{Kind, State};

use crate::server::Rules;
use crate::support::TestLoop;

#[tokio::test]
async fn a_problem_at_one_recipient_while_others_are_accepted_concerns_that_recipient() {
    let rules = Rules { trouble_at: BTreeSet::from(["bob@far.example"]), ..Rules::default() };
    let test = TestLoop::start(r#"{"connections": 3}"#, rules).await;
    test.accept("ann@example.org").await;
    test.settle().await;
    let odd = test.accept("bob@far.example").await;
    for number in 0..20 {
        test.accept(&format!("n{number}@example.org")).await;
    }
    test.run_for(10, 1).await;
    assert_eq!((test.accepted(), test.settings.is_paused()), (21, false));
    let delivery = &test.detail(odd).await.deliveries[0];
    assert_eq!(
        (delivery.state, delivery.attempts),
        (State::Deferred, 1),
        "its attempts count, so that it ends at some point"
    );
}

#[tokio::test]
async fn problems_at_recipients_of_two_domains_pause_sending() {
    let everybody = BTreeSet::from(["ann@a.example", "bob@b.example", "cy@c.example"]);
    let test = TestLoop::start(r#"{"connections": 1}"#, Rules { trouble_at: everybody, ..Rules::default() }).await;
    test.accept("works@example.org").await;
    test.settle().await;
    for recipient in ["ann@a.example", "bob@b.example", "cy@c.example"] {
        test.accept(recipient).await;
    }
    test.settle().await;
    assert!(test.settings.is_paused());
    assert_eq!(test.settings.pause().map(|pause| pause.problem.code.into_owned()).as_deref(), Some("ip_blocked"));
}

#[tokio::test]
async fn a_sender_that_the_server_does_not_know_fails_alone() {
    let rules = Rules { trouble_from: BTreeSet::from(["odd@example.com"]), ..Rules::default() };
    let test = TestLoop::start(r#"{"connections": 1}"#, rules).await;
    test.save(r#"{"from": {"email": "noreply@example.com", "allowed": ["@example.com"]}}"#).await;
    let odd = test.accept_kind(Kind::Api, &["ann@example.org"], Some("odd@example.com")).await;
    for number in 0..40 {
        test.accept(&format!("n{number}@example.org")).await;
    }
    test.run_for(60, 5).await;
    assert_eq!((test.accepted(), test.settings.is_paused()), (40, false));
    let delivery = &test.detail(odd).await.deliveries[0];
    assert_eq!(delivery.state, State::Deferred);
    assert!(delivery.attempts >= 1, "its attempts count, so that it ends at some point");
}

#[tokio::test]
async fn a_recipient_at_which_the_server_closes_the_connection_is_isolated_after_the_second_time() {
    let rules = Rules { hangs_up_at: BTreeSet::from(["bad@example.org"]), ..Rules::default() };
    let test = TestLoop::start(r#"{"connections": 3}"#, rules).await;
    let recipients = ["ann@example.org", "bad@example.org", "cy@example.org"];
    let id = test.accept_kind(Kind::Api, &recipients, None).await;
    test.accept("other@example.org").await;
    test.run_for(400, 20).await;
    assert_eq!(test.states(id).await, [State::Sent, State::Deferred, State::Sent]);
    let tried = test.server.log(|log| (log.tried["ann@example.org"], log.accepted.len()));
    assert_eq!(tried, (3, 3), "twice with the isolated recipient, once without; and the other message");
}
