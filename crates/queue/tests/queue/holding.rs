//! Tests of mail on hold while the built-in mailbox is active, and of mail that is released from it.

use std::time::Duration;

use mail::{Outcome, Verdict};
use queue::{Filter, Id, Kind, QueueError, Releasable, Route, State, StateGroup};

use crate::test_queue::{TestQueue, report, says, trouble};

/// Puts everything on hold that was accepted before now.
fn hold(queue: &TestQueue) -> usize {
    let now = queue.now;
    queue.write(move |tx| queue::hold(tx, now)).expect("on hold")
}

fn end_hold(queue: &TestQueue) -> usize {
    queue.write(queue::end_hold).expect("no longer on hold")
}

fn on_hold(queue: &TestQueue) -> u64 {
    queue.read(|rx| queue::on_hold(rx)).expect("counted")
}

fn waiting(queue: &TestQueue) -> u64 {
    queue.read(|rx| queue::waiting(rx)).expect("counted").of_group(StateGroup::Waiting)
}

#[test]
fn mail_on_hold_waits_and_later_mail_does_not() {
    let mut queue = TestQueue::new();
    let held = queue.accept(Kind::Api, &["ann@example.com", "bob@example.com"]);
    queue.minutes_pass(1);
    assert_eq!((hold(&queue), on_hold(&queue)), (2, 2));
    let later = queue.accept(Kind::Api, &["cy@example.com"]);
    assert_eq!(queue.lease_one().id, later);
    let delivery = queue.deliveries(held).remove(0);
    assert_eq!((delivery.state, delivery.on_hold, delivery.next_attempt_at), (State::Queued, true, None));
    assert!(!queue.deliveries(later)[0].on_hold);

    assert_eq!(waiting(&queue), 3, "counts and lists show both");
    let filter = Filter { states: StateGroup::Waiting.states().to_vec(), ..Filter::default() };
    assert_eq!(queue.list(filter), [later, held]);

    assert_eq!((end_hold(&queue), on_hold(&queue)), (2, 0));
    assert_eq!(queue.lease_one().recipients.len(), 2, "both of its recipients");
}

#[test]
fn mail_being_sent_when_a_hold_begins_is_on_hold_unless_it_ends() {
    let mut queue = TestQueue::new();
    let sent = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    let deferred = queue.accept_leased(Kind::Api, &["bob@example.com"]);
    let given_back = queue.accept_leased(Kind::Api, &["cy@example.com"]);
    let test = queue.accept_leased(Kind::Test, &["ann@example.com"]);
    queue.minutes_pass(1);
    assert_eq!(hold(&queue), 3, "a test has its own connection");
    assert_eq!(queue.settle_as(&sent, &[Verdict::Delivered]), [State::Sent]);
    assert_eq!(queue.settle_as(&deferred, &[Verdict::Deferred]), [State::Deferred]);
    queue.settle(&given_back, trouble());
    assert_eq!(queue.settle_as(&test, &[Verdict::Delivered]), [State::Sent]);
    queue.minutes_pass(60);
    assert!(queue.lease_all().is_empty(), "nothing goes to the mailbox");
    assert_eq!(on_hold(&queue), 2);
    end_hold(&queue);
    assert_eq!(queue.lease_all().len(), 2);
}

#[test]
fn mail_on_hold_can_be_cancelled_and_expires_but_cannot_be_retried() {
    let mut queue = TestQueue::new();
    let (first, second) =
        (queue.accept(Kind::Api, &["ann@example.com"]), queue.accept(Kind::Api, &["bob@example.com"]));
    let mut new = queue.message(Kind::Invitation, &["cy@example.com"]);
    new.expires_at = Some(queue.now + Duration::from_secs(3600));
    let letter = new.id;
    queue.accept_new(new, None).expect("accepted");
    queue.minutes_pass(1);
    hold(&queue);
    match queue.retry_now(first) {
        Err(QueueError::WrongState(text)) => assert_eq!(text.code(), "message_on_hold"),
        other => panic!("{other:?}"),
    }
    assert_eq!(queue.cancel(first).expect("cancelled").cancelled, 1);
    queue.minutes_pass(60);
    assert_eq!(queue.expire(), 1);
    assert_eq!((queue.states(letter), on_hold(&queue)), (vec![State::Expired], 1));
    let now = queue.now;
    let cancelled = queue.write(move |tx| queue::cancel_on_hold(tx, now)).expect("cancelled");
    assert_eq!((cancelled, queue.states(second)), (1, vec![State::Cancelled]));
    assert_eq!(queue.retry_now(second).expect("a person wants it"), 1);
    assert_eq!(queue.lease_one().id, second, "it is no longer on hold");
}

#[test]
fn the_route_is_remembered() {
    let queue = TestQueue::new();
    let record = |route| queue.write(move |tx| queue::record_route(tx, route)).expect("recorded");
    assert_eq!(record(Route::Server), None, "it was never recorded");
    assert_eq!(record(Route::Mailbox), Some(Route::Server));
    assert_eq!(record(Route::Mailbox), Some(Route::Mailbox));
}

/// A message that the mailbox keeps for its first recipient; the second was refused.
fn kept(queue: &mut TestQueue, kind: Kind) -> (Id, Vec<u8>) {
    let mut new = queue.message(kind, &["ann@example.com", "bob@example.com"]);
    if kind.contains_ticket() {
        new.expires_at = Some(queue.now + Duration::from_secs(3600));
    }
    let (id, bytes, lease) = (new.id, new.message.bytes.to_vec(), queue.new_lease(crate::test_queue::NODE));
    let Ok(queue::Accepted::New { claim: Some(claim), .. }) = queue.accept_new(new, Some(lease)) else {
        panic!("no claim")
    };
    let verdicts = [Verdict::Kept, Verdict::Refused];
    let verdicts = claim.recipients.iter().zip(verdicts).map(|(to, verdict)| says(to, verdict)).collect();
    queue.settle(&claim, report(Outcome::Tried(verdicts)));
    (id, bytes)
}

fn release(queue: &TestQueue, id: Id, bytes: &[u8]) -> Result<usize, QueueError> {
    let (bytes, now) = (bytes.to_vec(), queue.now);
    queue.write(move |tx| queue::release_kept(tx, id, &bytes, now))
}

fn releasable(queue: &TestQueue, ids: &[Id]) -> Vec<Releasable> {
    let (ids, now) = (ids.to_vec(), queue.now);
    queue.read(move |rx| queue::releasable(rx, &ids, now)).expect("found")
}

#[test]
fn mail_in_the_mailbox_is_released_once_with_its_own_bytes() {
    let mut queue = TestQueue::new();
    for kind in [Kind::Api, Kind::Invitation] {
        let (id, bytes) = kept(&mut queue, kind);
        assert_eq!(releasable(&queue, &[id]), [Releasable { id, deliveries: 1 }]);
        assert_eq!(release(&queue, id, &bytes).expect("released"), 1);
        assert_eq!(queue.states(id), [State::Queued, State::Failed], "{kind}");
        let claim = queue.lease_one();
        assert_eq!(
            (&*claim.bytes, claim.recipients.len()),
            (&*bytes, 1),
            "{kind}: also where the outbox dropped the text"
        );
        assert_eq!(releasable(&queue, &[id]), []);
        assert_eq!(release(&queue, id, &bytes).expect("nothing to do"), 0);
        queue.settle_as(&claim, &[Verdict::Delivered]);
    }
}

#[test]
fn tests_and_letters_with_an_expired_link_are_not_released() {
    let mut queue = TestQueue::new();
    let (test, test_bytes) = kept(&mut queue, Kind::Test);
    let (letter, letter_bytes) = kept(&mut queue, Kind::Invitation);
    queue.minutes_pass(60);
    assert_eq!(releasable(&queue, &[test, letter]), []);
    assert_eq!(release(&queue, test, &test_bytes).expect("nothing to do"), 0);
    assert_eq!(release(&queue, letter, &letter_bytes).expect("nothing to do"), 0);
    let (other, bytes) = kept(&mut queue, Kind::Api);
    assert!(release(&queue, other, &bytes[1..]).is_err(), "another message's bytes");
    assert_eq!(queue.states(other)[0], State::Kept);
}
