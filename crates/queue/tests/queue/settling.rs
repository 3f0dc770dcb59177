//! Tests of settling after an attempt, and of rescuing leases after the end of a process.

use std::time::Duration;

use mail::{Outcome, RecipientVerdict, Report, Verdict};
use queue::{Claim, Id, Kind, RetryContext, SettleResult, State};

use crate::test_queue::{LEASE, NODE, OTHER_NODE, TestQueue, context, report, says, trouble};

#[test]
fn each_recipient_has_its_own_state() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com", "bob@example.com", "cy@example.com"]);
    let states = queue.settle_as(&claim, &[Verdict::Delivered, Verdict::Deferred, Verdict::Refused]);
    assert_eq!(states, [State::Sent, State::Deferred, State::Failed]);

    let deliveries = queue.deliveries(claim.id);
    let codes: Vec<_> = deliveries.iter().map(|delivery| delivery.reply.as_ref().map(|reply| reply.code)).collect();
    assert_eq!(codes, [Some(250), Some(451), Some(550)]);
    let next: Vec<_> = deliveries.iter().map(|delivery| delivery.next_attempt_at).collect();
    assert_eq!(next, [None, Some(queue.now + Duration::from_secs(60)), None]);
    assert!(deliveries.iter().all(|delivery| delivery.attempts == 1 && !delivery.may_have_arrived_twice));
}

#[test]
fn only_a_deferred_recipient_is_retried() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com", "bob@example.com"]);
    queue.settle_as(&claim, &[Verdict::Delivered, Verdict::Deferred]);
    assert!(queue.lease_all().is_empty(), "not yet");

    queue.minutes_pass(1);
    let again = queue.lease_one();
    assert_eq!(again.recipients, claim.recipients[1..]);
    assert_eq!(again.bytes, claim.bytes);
    assert_eq!(queue.settle_as(&again, &[Verdict::Delivered]), [State::Sent]);
    assert_eq!(queue.states(claim.id), [State::Sent, State::Sent]);
}

#[test]
fn recipients_who_were_deferred_together_are_tried_together() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com", "bob@example.com", "cy@example.com"]);
    queue.settle_as(&claim, &[Verdict::Deferred, Verdict::Delivered, Verdict::Deferred]);
    queue.minutes_pass(1);
    assert_eq!(queue.lease_one().recipients.len(), 2);
}

#[test]
fn a_delivery_that_is_always_deferred_expires_after_three_days() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    let start = queue.now;
    let mut states = queue.settle_as(&claim, &[Verdict::Deferred]);
    let mut tries = 1;
    while states == [State::Deferred] {
        queue.now = queue.next_due().expect("it waits");
        states = queue.settle_as(&queue.lease_one(), &[Verdict::Deferred]);
        tries += 1;
    }
    assert_eq!(states, [State::Expired]);
    assert_eq!(tries, 77);
    assert!(queue.now < start + queue::MAX_RETRY_TIME);
    assert_eq!(queue.next_due(), None);
}

#[test]
fn a_delivery_that_could_not_be_tried_before_its_expiry_expires() {
    let mut queue = TestQueue::new();
    let mut new = queue.message(Kind::PasswordReset, &["ann@example.com"]);
    new.expires_at = Some(queue.now + Duration::from_secs(3600));
    let id = new.id;
    queue.accept_new(new, None).unwrap();

    queue.minutes_pass(59);
    assert_eq!(queue.expire(), 0);
    queue.minutes_pass(1);
    assert!(queue.lease_all().is_empty(), "never sent at its end or after");
    assert_eq!(queue.expire(), 1);
    assert_eq!(queue.states(id), [State::Expired]);
    assert_eq!(queue.next_due(), None);
}

#[test]
fn a_delivery_that_was_never_tried_waits_longer_than_three_days_for_the_connection() {
    let mut queue = TestQueue::new();
    let id = queue.accept(Kind::Api, &["ann@example.com"]);
    queue.minutes_pass(5 * 24 * 60);
    assert_eq!(queue.expire(), 0);
    assert_eq!(queue.settle_as(&queue.lease_one(), &[Verdict::Deferred]), [State::Deferred]);
    assert_eq!(queue.states(id), [State::Deferred]);
}

#[test]
fn a_delay_that_the_server_requests_is_respected() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    let mut verdict = says(&claim.recipients[0], Verdict::Deferred);
    verdict.retry_after = Some(Duration::from_secs(7200));
    queue.settle(&claim, report(Outcome::Tried(vec![verdict])));
    assert_eq!(queue.next_due(), Some(queue.now + Duration::from_secs(7200)));
}

#[test]
fn a_connection_problem_does_not_count_as_an_attempt() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    assert_eq!(queue.settled_states(&claim, trouble()), [State::Queued]);
    let again = queue.lease_one();
    assert_eq!(queue.settle_as(&again, &[Verdict::Deferred]), [State::Deferred]);
    queue.minutes_pass(1);
    assert_eq!(queue.settled_states(&queue.lease_one(), trouble()), [State::Deferred]);
    assert_eq!(queue.deliveries(claim.id)[0].attempts, 1);
}

#[test]
fn consecutive_connection_problems_share_one_attempt_in_the_history() {
    let mut queue = TestQueue::new();
    let id = queue.accept(Kind::Api, &["ann@example.com"]);
    for _ in 0..3 {
        queue.settled_states(&queue.lease_one(), trouble());
        queue.minutes_pass(1);
    }
    queue.settle_as(&queue.lease_one(), &[Verdict::Delivered]);
    let attempts = queue.detail(id).attempts;
    let numbers: Vec<_> = attempts.iter().map(|attempt| (attempt.number, attempt.problem.is_some())).collect();
    assert_eq!(numbers, [(1, true), (2, false)]);
}

#[test]
fn a_test_is_tried_once_whatever_happens() {
    let mut queue = TestQueue::new();
    let deferred = queue.accept_leased(Kind::Test, &["ann@example.com"]);
    assert_eq!(queue.settle_as(&deferred, &[Verdict::Deferred]), [State::Failed]);
    let troubled = queue.accept_leased(Kind::Test, &["ann@example.com"]);
    assert_eq!(queue.settled_states(&troubled, trouble()), [State::Failed]);
    let released = queue.accept_leased(Kind::Test, &["ann@example.com"]);
    queue.release(&released);
    let abandoned = queue.accept_leased(Kind::Test, &["ann@example.com"]);
    assert_eq!(queue.rescue(Some(NODE)), 0);

    for (claim, code) in
        [(deferred, "not_taken"), (troubled, "login_refused"), (released, "interrupted"), (abandoned, "interrupted")]
    {
        let delivery = queue.deliveries(claim.id).remove(0);
        assert_eq!((delivery.state, delivery.problem.unwrap().code.as_ref()), (State::Failed, code));
    }
    assert_eq!(queue.next_due(), None);
}

#[test]
fn a_recipient_that_was_not_tried_with_the_others_is_due_at_once() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com", "bob@example.com"]);
    let first = vec![says(&claim.recipients[0], Verdict::Delivered)];
    assert_eq!(queue.settled_states(&claim, report(Outcome::Tried(first))), [State::Sent, State::Queued]);
    assert_eq!(queue.lease_one().recipients, claim.recipients[1..]);
}

#[test]
fn an_empty_report_counts_as_a_deferral_so_that_it_cannot_loop() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    assert_eq!(queue.settled_states(&claim, report(Outcome::Tried(Vec::new()))), [State::Deferred]);
    assert!(queue.lease_all().is_empty());
}

#[test]
fn a_released_delivery_does_not_count_as_an_attempt() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    queue.release(&claim);
    let delivery = queue.deliveries(claim.id).remove(0);
    assert_eq!((delivery.state, delivery.attempts), (State::Queued, 0));
    assert!(!delivery.may_have_arrived_twice);
    assert_eq!(queue.lease_one().recipients, claim.recipients);
}

#[test]
fn a_delivery_that_may_have_arrived_is_retried_and_marked() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com", "bob@example.com"]);
    let mut lost = says(&claim.recipients[0], Verdict::Deferred);
    lost.may_have_arrived = true;
    let other = says(&claim.recipients[1], Verdict::Deferred);
    queue.settle(&claim, report(Outcome::Tried(vec![lost, other])));
    queue.minutes_pass(1);
    queue.settle_as(&queue.lease_one(), &[Verdict::Delivered, Verdict::Delivered]);
    let marked: Vec<_> = queue.deliveries(claim.id).iter().map(|delivery| delivery.may_have_arrived_twice).collect();
    assert_eq!(marked, [true, false]);
}

/// The reply to the complete message is lost.
fn lost_reply(claim: &Claim) -> Report {
    let lost = says(&claim.recipients[0], Verdict::Deferred);
    report(Outcome::Tried(vec![RecipientVerdict { may_have_arrived: true, ..lost }]))
}

/// The code of the last problem, and how often the message was transmitted according to it.
fn problem_of(queue: &TestQueue, id: Id) -> (String, Option<String>) {
    let problem = queue.deliveries(id).remove(0).problem.expect("a problem");
    (problem.code.to_string(), problem.args.get("times").map(|times| format!("{times:?}")))
}

#[test]
fn a_message_whose_reply_is_lost_again_and_again_ends_as_uncertain_after_three_repetitions() {
    let mut queue = TestQueue::new();
    let mut claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    let mut states = queue.settled_states(&claim, lost_reply(&claim));
    while states.last() == Some(&State::Deferred) {
        queue.minutes_pass(60);
        claim = queue.lease_one();
        states.extend(queue.settled_states(&claim, lost_reply(&claim)));
    }
    assert_eq!(states, [State::Deferred, State::Deferred, State::Deferred, State::Uncertain]);
    assert!(queue.deliveries(claim.id)[0].may_have_arrived_twice);
    assert_eq!(problem_of(&queue, claim.id).0, "arrival_uncertain");
    queue.minutes_pass(7 * 24 * 60);
    assert!(queue.lease_all().is_empty(), "nothing more happens automatically");
}

#[test]
fn the_operator_sets_the_number_of_repetitions() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    let context = RetryContext { max_repetitions: 0, ..context(queue.now) };
    let (settled, lost) = (claim.clone(), lost_reply(&claim));
    queue.write(move |tx| queue::settle(tx, &settled, &lost, &context)).expect("settled");
    assert_eq!(queue.states(claim.id), [State::Uncertain]);
    assert!(!queue.deliveries(claim.id)[0].may_have_arrived_twice, "it was sent once");
}

#[test]
fn a_delivery_that_ends_after_a_lost_reply_is_uncertain() {
    let mut queue = TestQueue::new();
    let test = queue.accept_leased(Kind::Test, &["ann@example.com"]);
    assert_eq!(queue.settled_states(&test, lost_reply(&test)), [State::Uncertain], "a test is tried once");
    assert_eq!(problem_of(&queue, test.id).0, "arrival_uncertain");

    let cancelled = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    queue.cancel(cancelled.id).expect("cancelled while it is sent");
    queue.minutes_pass(1);
    assert_eq!(queue.settled_states(&cancelled, lost_reply(&cancelled)), [State::Uncertain]);
    let refused = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    queue.cancel(refused.id).expect("cancelled while it is sent");
    queue.minutes_pass(1);
    assert_eq!(queue.settle_as(&refused, &[Verdict::Deferred]), [State::Expired], "this one did not arrive");
}

#[test]
fn mail_in_the_built_in_mailbox_does_not_count_as_sent() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com", "bob@example.com"]);
    assert_eq!(queue.settle_as(&claim, &[Verdict::Kept, Verdict::Kept]), [State::Kept, State::Kept]);
    let detail = queue.detail(claim.id);
    assert_eq!((detail.summary.deliveries.overall(), detail.attempts[0].verdicts.len()), (State::Kept, 2));
    let since = queue.now - Duration::from_secs(3600);
    assert_eq!(queue.read(move |rx| queue::sent_by_hour(rx, since)).expect("counted"), [], "no provider has seen it");
    assert!(queue.next_due().is_none());
    assert!(queue.cancel(claim.id).is_err() && queue.retry_now(claim.id).is_err());
}

#[test]
fn an_ended_lease_is_rescued_and_marked_and_its_token_refused() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    assert_eq!(queue.rescue(None), 0, "the lease still runs");
    queue.now += LEASE;
    assert_eq!(queue.rescue(None), 1);

    assert!(matches!(queue.settle(&claim, trouble()), SettleResult::Stale));
    let again = queue.lease_one();
    assert!(again.token > claim.token);
    assert!(matches!(queue.settle(&claim, trouble()), SettleResult::Stale));
    queue.release(&claim);
    assert_eq!(queue.settle_as(&again, &[Verdict::Delivered]), [State::Sent]);
    assert!(queue.deliveries(claim.id)[0].may_have_arrived_twice);
}

#[test]
fn leases_of_attempts_in_progress_are_extended_when_the_clock_leaps() {
    let mut queue = TestQueue::new();
    let in_hand = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    let deleted = queue.accept_leased(Kind::Api, &["bob@example.com"]);
    queue.now += LEASE;
    assert_eq!(queue.rescue_ended(&[&in_hand]), 1);
    assert_eq!(queue.lease_one().id, deleted.id);
    assert_eq!(queue.rescue(None), 0, "the lease runs on, also for other nodes");
    assert_eq!(queue.settle_as(&in_hand, &[Verdict::Delivered]), [State::Sent]);
    assert!(!queue.deliveries(in_hand.id)[0].may_have_arrived_twice);
}

#[test]
fn a_node_that_starts_again_frees_its_own_leases_and_no_others() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    assert_eq!(queue.rescue(Some(OTHER_NODE)), 0);
    assert_eq!(queue.rescue(Some(NODE)), 1);
    assert_eq!(queue.states(claim.id), [State::Queued]);
}

#[test]
fn nothing_is_settled_twice() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    queue.settle_as(&claim, &[Verdict::Delivered]);
    assert!(matches!(queue.settle(&claim, trouble()), SettleResult::Stale));
    assert_eq!(queue.states(claim.id), [State::Sent]);
    assert_eq!(queue.detail(claim.id).attempts.len(), 1);
}

#[test]
fn next_due_is_the_earliest_attempt_expiry_or_lease_end() {
    let mut queue = TestQueue::new();
    assert_eq!(queue.next_due(), None);
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    assert_eq!(queue.next_due(), Some(queue.now + LEASE), "the end of a lease");
    queue.settle_as(&claim, &[Verdict::Deferred]);
    assert_eq!(queue.next_due(), Some(queue.now + Duration::from_secs(60)), "an attempt");
    let mut new = queue.message(Kind::Validation, &["bob@example.com"]);
    new.expires_at = Some(queue.now + Duration::from_secs(30));
    let lease = queue.new_lease(NODE);
    queue.accept_new(new, Some(lease)).unwrap();
    assert_eq!(queue.next_due(), Some(queue.now + Duration::from_secs(30)), "an expiry");
}
