//! Tests of cancelling, retrying and resending.

use std::time::Duration;

use mail::Verdict;
use queue::{Kind, QueueError, Retry, State};

use crate::test_queue::{TestQueue, api_key};

/// A message with one delivery in each state, in the order of `State::ALL`.
fn one_of_each(queue: &mut TestQueue) -> queue::Id {
    let addresses: Vec<_> = State::ALL.iter().map(|state| format!("{state}@example.com")).collect();
    let id = queue.accept(Kind::Api, &addresses.iter().map(String::as_str).collect::<Vec<_>>());
    for (position, state) in (0_u32..).zip(State::ALL) {
        let (state, due) = (*state, (!state.is_final()).then(|| queue.now.as_millisecond() + 60_000));
        queue
            .write(move |tx| {
                let sql = "UPDATE delivery SET state = $3, due = $4, attempts = 3 WHERE message = $1 AND position = $2";
                Ok(tx.execute(sql, storage::params![id, position, state, due])?)
            })
            .expect("set up");
    }
    assert_eq!(queue.states(id), State::ALL);
    id
}

#[test]
fn cancelling_ends_waiting_deliveries_and_leaves_sending_ones() {
    use State::*;
    let mut queue = TestQueue::new();
    let id = one_of_each(&mut queue);
    assert_eq!(queue.cancel(id).unwrap(), queue::Cancelled { cancelled: 2, sending: 1 });
    assert_eq!(queue.states(id), [Cancelled, Sending, Sent, Kept, Cancelled, Failed, Uncertain, Expired, Cancelled]);
}

#[test]
fn retrying_makes_waiting_deliveries_due_and_restarts_ended_ones() {
    use State::*;
    let mut queue = TestQueue::new();
    let id = one_of_each(&mut queue);
    assert_eq!(queue.retry_now(id).unwrap(), 5);
    assert_eq!(queue.states(id), [Queued, Sending, Sent, Kept, Deferred, Queued, Uncertain, Queued, Queued]);
    let deliveries = queue.deliveries(id);
    assert_eq!(deliveries.iter().map(|delivery| delivery.attempts).collect::<Vec<_>>(), [3, 3, 3, 3, 3, 0, 3, 0, 0]);

    let recipients: Vec<_> = queue.lease_one().recipients.iter().map(|to| to.local_part().to_owned()).collect();
    assert_eq!(recipients, ["queued", "deferred", "failed", "expired", "cancelled"]);
}

#[test]
fn uncertain_deliveries_are_sent_again_only_on_request() {
    use State::*;
    let mut queue = TestQueue::new();
    let id = one_of_each(&mut queue);
    assert_eq!(queue.retry(id, Retry::Uncertain).unwrap(), 1);
    assert_eq!(queue.states(id), [Queued, Sending, Sent, Kept, Deferred, Failed, Queued, Expired, Cancelled]);
    let recipients: Vec<_> = queue.lease_one().recipients.iter().map(|to| to.local_part().to_owned()).collect();
    assert_eq!(recipients, ["uncertain"], "what waits has its own time");

    let id = one_of_each(&mut queue);
    assert_eq!(queue.retry(id, Retry::All).unwrap(), 6);
    assert_eq!(queue.states(id), [Queued, Sending, Sent, Kept, Deferred, Queued, Queued, Queued, Queued]);
}

#[test]
fn resending_makes_a_new_message_with_the_same_bytes_to_all() {
    let mut queue = TestQueue::new();
    let id = one_of_each(&mut queue);
    let new = queue.resend(id).unwrap();
    assert_ne!(new, id);
    assert_eq!(queue.raw(new).unwrap(), queue.raw(id).unwrap());
    assert_eq!(queue.states(new), [State::Queued; 9]);
    let detail = queue.detail(new);
    assert_eq!(detail.resent_from, Some(id));
    assert_eq!(queue.detail(id).summary.origin, api_key("shop"));
    assert_eq!(detail.summary.origin.code(), "origin_resent");
    assert_eq!(detail.summary.origin.args().get("actor"), Some(&api_key("by hand").into()));
    assert_eq!(queue.states(id), State::ALL, "the old one is left as it was");
}

#[test]
fn resending_to_others_does_not_change_the_first_message() {
    let mut queue = TestQueue::new();
    let id = one_of_each(&mut queue);
    let new = queue.resend_to(id, &["me@example.com", "jörg@example.org"]).unwrap();
    assert_eq!(queue.raw(new).unwrap(), queue.raw(id).unwrap());
    let recipients: Vec<_> =
        queue.deliveries(new).iter().map(|delivery| delivery.recipient.expose().to_owned()).collect();
    assert_eq!(recipients, ["me@example.com", "jörg@example.org"]);
    assert_eq!(queue.detail(new).resent_from, Some(id));
    assert_eq!(queue.states(id), State::ALL, "the old one is left as it was");
}

#[test]
fn a_retried_delivery_has_three_days_again() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    queue.settle_as(&claim, &[Verdict::Refused]);
    queue.minutes_pass(10 * 24 * 60);
    queue.retry_now(claim.id).unwrap();
    assert_eq!(queue.settle_as(&queue.lease_one(), &[Verdict::Deferred]), [State::Deferred]);
    assert_eq!(queue.next_due(), Some(queue.now + Duration::from_secs(60)), "the ladder begins anew");
}

#[test]
fn actions_on_an_unknown_message_return_not_found() {
    let mut queue = TestQueue::new();
    let id = queue.new_id();
    assert!(matches!(queue.cancel(id), Err(QueueError::NotFound)));
    assert!(matches!(queue.retry_now(id), Err(QueueError::NotFound)));
    assert!(matches!(queue.resend(id), Err(QueueError::NotFound)));
    assert!(matches!(queue.raw(id), Err(QueueError::NotFound)));
    assert!(matches!(queue.read(move |rx| queue::detail(rx, id)), Err(QueueError::NotFound)));
}

#[test]
fn a_sent_message_can_be_resent_but_not_cancelled_or_retried() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    queue.settle_as(&claim, &[Verdict::Delivered]);
    assert!(matches!(queue.cancel(claim.id), Err(QueueError::WrongState(_))));
    assert!(matches!(queue.retry_now(claim.id), Err(QueueError::WrongState(_))));
    assert!(queue.resend(claim.id).is_ok());
}

#[test]
fn cancelling_counts_deliveries_that_are_being_sent() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    assert_eq!(queue.cancel(claim.id).unwrap(), queue::Cancelled { cancelled: 0, sending: 1 });
    assert!(matches!(queue.retry_now(claim.id), Err(QueueError::WrongState(_))));
}

#[test]
fn a_delivery_cancelled_while_it_is_being_sent_is_not_retried() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    queue.cancel(claim.id).unwrap();
    assert_eq!(queue.settle_as(&claim, &[Verdict::Deferred]), [State::Expired]);

    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    queue.cancel(claim.id).unwrap();
    assert_eq!(queue.settle_as(&claim, &[Verdict::Delivered]), [State::Sent]);
}

#[test]
fn a_test_is_neither_retried_nor_resent() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Test, &["ann@example.com"]);
    queue.settle_as(&claim, &[Verdict::Refused]);
    assert!(matches!(queue.retry_now(claim.id), Err(QueueError::WrongState(_))));
    assert!(matches!(queue.resend(claim.id), Err(QueueError::WrongState(_))));
}

#[test]
fn a_ticket_is_never_shown_or_resent() {
    let mut queue = TestQueue::new();
    for kind in [Kind::Invitation, Kind::PasswordReset, Kind::Validation] {
        let id = queue.accept(kind, &["ann@example.com"]);
        assert!(matches!(queue.raw(id), Err(QueueError::ContainsTicket)));
        assert!(matches!(queue.resend(id), Err(QueueError::ContainsTicket)));
        assert!(!queue.detail(id).has_text);
        assert_eq!(queue.retry_now(id).unwrap(), 1, "but what waits may be hurried");
    }
}

#[test]
fn nothing_is_sent_after_its_expiry_even_on_request() {
    let mut queue = TestQueue::new();
    let mut new = queue.message(Kind::Notice, &["ann@example.com"]);
    new.expires_at = Some(queue.now + Duration::from_secs(60));
    let id = new.id;
    queue.accept_new(new, None).unwrap();
    queue.minutes_pass(1);
    queue.expire();
    assert!(matches!(queue.retry_now(id), Err(QueueError::WrongState(_))));
    assert!(matches!(queue.resend(id), Err(QueueError::WrongState(_))));
}

#[test]
fn a_refused_action_changes_nothing() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Invitation, &["ann@example.com"]);
    queue.settle_as(&claim, &[Verdict::Refused]);
    assert!(matches!(queue.retry_now(claim.id), Err(QueueError::ContainsTicket)));
    assert_eq!(queue.states(claim.id), [State::Failed]);
    assert_eq!(queue.next_due(), None);
}
