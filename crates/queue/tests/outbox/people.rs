//! Somebody cancels, retries or resends.

use std::time::Duration;

use mail::Verdict;
use queue::{Kind, OutboxError, State};

use crate::desk::Desk;

/// A message with one delivery in each state that a person may find, in the order of `State::ALL`.
fn one_of_each(desk: &mut Desk) -> queue::Id {
    let to = ["queued", "sending", "sent", "deferred", "failed", "expired", "cancelled"];
    let addresses: Vec<_> = to.iter().map(|name| format!("{name}@example.com")).collect();
    let id = desk.accept(Kind::Api, &addresses.iter().map(String::as_str).collect::<Vec<_>>());
    for (position, state) in (0_u32..).zip(State::ALL) {
        let (state, due) = (*state, (!state.is_final()).then(|| desk.now.as_millisecond() + 60_000));
        desk.write(move |tx| {
            let sql = "UPDATE delivery SET state = $3, due = $4, attempts = 3 WHERE message = $1 AND position = $2";
            Ok(tx.execute(sql, storage::params![id, position, state, due])?)
        })
        .expect("set up");
    }
    assert_eq!(desk.states(id), State::ALL);
    id
}

#[test]
fn cancelling_takes_back_what_waits_and_leaves_what_is_sending() {
    use State::*;
    let mut desk = Desk::new();
    let id = one_of_each(&mut desk);
    assert_eq!(desk.cancel(id).unwrap(), queue::Cancelled { cancelled: 2, sending: 1 });
    assert_eq!(desk.states(id), [Cancelled, Sending, Sent, Cancelled, Failed, Expired, Cancelled]);
}

#[test]
fn retrying_makes_due_what_waits_and_begins_again_what_had_ended() {
    use State::*;
    let mut desk = Desk::new();
    let id = one_of_each(&mut desk);
    assert_eq!(desk.retry_now(id).unwrap(), 5);
    assert_eq!(desk.states(id), [Queued, Sending, Sent, Deferred, Queued, Queued, Queued]);
    let deliveries = desk.deliveries(id);
    assert_eq!(deliveries.iter().map(|delivery| delivery.attempts).collect::<Vec<_>>(), [3, 3, 3, 3, 0, 0, 0]);

    let recipients: Vec<_> = desk.lease_one().recipients.iter().map(|to| to.local_part().to_owned()).collect();
    assert_eq!(recipients, ["queued", "deferred", "failed", "expired", "cancelled"]);
}

#[test]
fn resending_makes_a_new_message_with_the_same_bytes_to_all() {
    let mut desk = Desk::new();
    let id = one_of_each(&mut desk);
    let new = desk.resend(id).unwrap();
    assert_ne!(new, id);
    assert_eq!(desk.raw(new).unwrap(), desk.raw(id).unwrap());
    assert_eq!(desk.states(new), [State::Queued; 7]);
    let detail = desk.detail(new);
    assert_eq!(detail.resent_from, Some(id));
    assert_eq!(detail.summary.origin, "account ann");
    assert_eq!(desk.states(id), State::ALL, "the old one is left as it was");
}

#[test]
fn what_was_retried_has_three_days_again() {
    let mut desk = Desk::new();
    let claim = desk.accept_leased(Kind::Api, &["ann@example.com"]);
    desk.settle_as(&claim, &[Verdict::Refused]);
    desk.minutes_pass(10 * 24 * 60);
    desk.retry_now(claim.id).unwrap();
    assert_eq!(desk.settle_as(&desk.lease_one(), &[Verdict::Deferred]), [State::Deferred]);
    assert_eq!(desk.next_due(), Some(desk.now + Duration::from_secs(60)), "the ladder begins anew");
}

#[test]
fn what_does_not_exist_is_not_found() {
    let mut desk = Desk::new();
    let id = desk.new_id();
    assert!(matches!(desk.cancel(id), Err(OutboxError::NotFound)));
    assert!(matches!(desk.retry_now(id), Err(OutboxError::NotFound)));
    assert!(matches!(desk.resend(id), Err(OutboxError::NotFound)));
    assert!(matches!(desk.raw(id), Err(OutboxError::NotFound)));
    assert!(matches!(desk.read(move |rx| queue::detail(rx, id)), Err(OutboxError::NotFound)));
}

#[test]
fn what_was_sent_cannot_be_cancelled_or_retried_but_resent() {
    let mut desk = Desk::new();
    let claim = desk.accept_leased(Kind::Api, &["ann@example.com"]);
    desk.settle_as(&claim, &[Verdict::Delivered]);
    assert!(matches!(desk.cancel(claim.id), Err(OutboxError::WrongState(_))));
    assert!(matches!(desk.retry_now(claim.id), Err(OutboxError::WrongState(_))));
    assert!(desk.resend(claim.id).is_ok());
}

#[test]
fn what_is_being_sent_is_said_to_be() {
    let mut desk = Desk::new();
    let claim = desk.accept_leased(Kind::Api, &["ann@example.com"]);
    assert_eq!(desk.cancel(claim.id).unwrap(), queue::Cancelled { cancelled: 0, sending: 1 });
    assert!(matches!(desk.retry_now(claim.id), Err(OutboxError::WrongState(_))));
}

#[test]
fn what_is_cancelled_while_it_is_being_sent_is_not_tried_again() {
    let mut desk = Desk::new();
    let claim = desk.accept_leased(Kind::Api, &["ann@example.com"]);
    desk.cancel(claim.id).unwrap();
    assert_eq!(desk.settle_as(&claim, &[Verdict::Deferred]), [State::Expired]);

    let claim = desk.accept_leased(Kind::Api, &["ann@example.com"]);
    desk.cancel(claim.id).unwrap();
    assert_eq!(desk.settle_as(&claim, &[Verdict::Delivered]), [State::Sent]);
}

#[test]
fn a_test_is_neither_retried_nor_resent() {
    let mut desk = Desk::new();
    let claim = desk.accept_leased(Kind::Test, &["ann@example.com"]);
    desk.settle_as(&claim, &[Verdict::Refused]);
    assert!(matches!(desk.retry_now(claim.id), Err(OutboxError::WrongState(_))));
    assert!(matches!(desk.resend(claim.id), Err(OutboxError::WrongState(_))));
}

#[test]
fn a_ticket_is_never_shown_or_resent() {
    let mut desk = Desk::new();
    for kind in [Kind::Invitation, Kind::PasswordReset, Kind::Validation] {
        let id = desk.accept(kind, &["ann@example.com"]);
        assert!(matches!(desk.raw(id), Err(OutboxError::HoldsTicket)));
        assert!(matches!(desk.resend(id), Err(OutboxError::HoldsTicket)));
        assert!(!desk.detail(id).has_text);
        assert_eq!(desk.retry_now(id).unwrap(), 1, "but what waits may be hurried");
    }
}

#[test]
fn nothing_is_sent_after_its_end_whoever_asks() {
    let mut desk = Desk::new();
    let mut new = desk.message(Kind::Notice, &["ann@example.com"]);
    new.expires_at = Some(desk.now + Duration::from_secs(60));
    let id = new.id;
    desk.accept_new(new, None).unwrap();
    desk.minutes_pass(1);
    desk.expire();
    assert!(matches!(desk.retry_now(id), Err(OutboxError::WrongState(_))));
    assert!(matches!(desk.resend(id), Err(OutboxError::WrongState(_))));
}

#[test]
fn what_is_refused_changes_nothing() {
    let mut desk = Desk::new();
    let claim = desk.accept_leased(Kind::Invitation, &["ann@example.com"]);
    desk.settle_as(&claim, &[Verdict::Refused]);
    assert!(matches!(desk.retry_now(claim.id), Err(OutboxError::HoldsTicket)));
    assert_eq!(desk.states(claim.id), [State::Failed]);
    assert_eq!(desk.next_due(), None);
}
