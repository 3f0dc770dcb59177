//! Tests of accepting messages.

use std::sync::Arc;

use mail::submitted::{EnvelopeId, NotificationRequest, Notify, Recipient, Ret};
use mail::{EmailAddress, ReversePath, Text, Verdict};
use queue::{Accepted, Id, Kind, Lane, QueueError, Resend, State};

use crate::test_queue::{TestQueue, key};

#[test]
fn an_accepted_message_is_leased_with_the_same_bytes() {
    let mut queue = TestQueue::new();
    let new = queue.message(Kind::Api, &["ann@example.com", "bob@example.com"]);
    let (id, message) = (new.id, new.message.clone());
    let accepted = queue.accept_new(new, None).unwrap();
    assert!(matches!(accepted, Accepted::New { deliveries: 2, claim: None, .. }));

    let claim = queue.lease_one();
    assert_eq!(claim.id, id);
    assert_eq!((claim.kind, claim.lane), (Kind::Api, Lane::Bulk));
    assert_eq!(claim.sender, message.sender);
    assert_eq!(claim.recipients, message.recipients);
    assert_eq!(claim.bytes, message.bytes);
}

#[test]
fn the_null_sender_the_author_and_requests_for_notifications_are_kept() {
    let mut queue = TestQueue::new();
    let mut new = queue.message(Kind::Submission, &["ann@example.com", "bob@example.com"]);
    let asked = new
        .message
        .recipients
        .iter()
        .map(|address| Recipient { notify: Notify::parse("FAILURE,DELAY"), ..Recipient::from(address.clone()) });
    let asked = NotificationRequest::of(EnvelopeId::parse("QQ314159"), Ret::parse("HDRS"), &asked.collect::<Vec<_>>());
    new.message.sender = ReversePath::NULL;
    new.message.notifications = asked.map(Arc::new);
    let (id, message) = (new.id, new.message.clone());
    queue.accept_new(new, None).unwrap();

    let claim = queue.lease_one();
    assert_eq!((claim.sender.clone(), claim.notifications.clone()), (ReversePath::NULL, message.notifications));
    let summary = queue.read(move |rx| queue::detail(rx, id)).unwrap().summary;
    assert_eq!((summary.sender, summary.from), (ReversePath::NULL, message.from));

    // Sent again to others, nobody is told about the first ones.
    let resend = |to: Vec<EmailAddress>, new: Id| Resend { new, actor: Text::verbatim("ann"), to, usage: None };
    queue.settle_as(&claim, &[Verdict::Delivered, Verdict::Delivered]);
    let (now, same, other) = (queue.now, queue.new_id(), queue.new_id());
    let carol = EmailAddress::parse("carol@example.com").unwrap();
    let again = [resend(Vec::new(), same), resend(vec![carol], other)];
    queue.write(move |tx| again.iter().try_for_each(|one| queue::resend(tx, id, one, now).map(|_| ()))).unwrap();
    let claims = queue.lease_all();
    let found: Vec<_> = claims.iter().map(|claim| (claim.sender.is_null(), claim.notifications.is_some())).collect();
    assert_eq!(found, [(true, true), (true, false)]);
}

#[test]
fn a_message_accepted_leased_comes_from_memory_and_is_not_leased_again() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::PasswordReset, &["ann@example.com"]);
    assert_eq!(queue.states(claim.id), [State::Sending]);
    assert!(queue.lease_all().is_empty());
    assert_eq!(queue.settle_as(&claim, &[Verdict::Delivered]), [State::Sent]);
}

#[test]
fn a_message_without_a_recipient_is_refused() {
    let mut queue = TestQueue::new();
    let mut new = queue.message(Kind::Api, &["ann@example.com"]);
    new.message.recipients.clear();
    assert!(matches!(queue.accept_new(new, None), Err(QueueError::WrongState(_))));
    assert!(queue.lease_all().is_empty());
}

#[test]
fn the_same_key_and_content_are_accepted_once() {
    let mut queue = TestQueue::new();
    let mut first = queue.message(Kind::Api, &["ann@example.com", "bob@example.com"]);
    first.key = key("shop", "invoice-42", 1);
    let id = first.id;
    queue.accept_new(first, None).unwrap();

    let mut second = queue.message(Kind::Api, &["ann@example.com", "bob@example.com"]);
    second.key = key("shop", "invoice-42", 1);
    let again = queue.accept_new(second, None).unwrap();
    assert!(matches!(again, Accepted::Before { id: before, deliveries: 2 } if before == id));
    assert_eq!(queue.lease_all().len(), 1);
}

#[test]
fn the_same_key_with_other_content_is_refused_and_names_the_first() {
    let mut queue = TestQueue::new();
    let mut first = queue.message(Kind::Api, &["ann@example.com"]);
    first.key = key("shop", "invoice-42", 1);
    let id = first.id;
    queue.accept_new(first, None).unwrap();

    let mut second = queue.message(Kind::Api, &["bob@example.com"]);
    second.key = key("shop", "invoice-42", 2);
    let refused = queue.accept_new(second, None);
    assert!(matches!(refused, Err(QueueError::KeyReused { id: before }) if before == id));
    assert_eq!(queue.lease_all().len(), 1);
}

#[test]
fn the_same_key_of_another_caller_is_another_key() {
    let mut queue = TestQueue::new();
    for scope in ["shop", "forum"] {
        let mut new = queue.message(Kind::Api, &["ann@example.com"]);
        new.key = key(scope, "invoice-42", 1);
        assert!(matches!(queue.accept_new(new, None), Ok(Accepted::New { .. })));
    }
    assert_eq!(queue.lease_all().len(), 2);
}

#[test]
fn each_lane_is_leased_separately_and_the_longest_due_first() {
    let mut queue = TestQueue::new();
    let script = queue.accept(Kind::Script, &["ann@example.com"]);
    queue.minutes_pass(1);
    let api = queue.accept(Kind::Api, &["ann@example.com"]);
    let reset = queue.accept(Kind::PasswordReset, &["ann@example.com"]);
    let ids = |claims: Vec<queue::Claim>| claims.iter().map(|claim| claim.id).collect::<Vec<_>>();
    assert_eq!(ids(queue.lease(Lane::Urgent, 10, usize::MAX)), [reset]);
    assert_eq!(ids(queue.lease(Lane::Bulk, 10, usize::MAX)), [script, api]);
}

#[test]
fn a_lease_is_bounded_by_count_and_bytes_but_takes_at_least_one() {
    let mut queue = TestQueue::new();
    for _ in 0..5 {
        queue.accept(Kind::Api, &["ann@example.com"]);
    }
    assert_eq!(queue.lease(Lane::Bulk, 2, usize::MAX).len(), 2);
    assert_eq!(queue.lease(Lane::Bulk, 2, 1).len(), 1);
    assert_eq!(queue.lease(Lane::Bulk, 10, usize::MAX).len(), 2);
    assert_eq!(queue.lease(Lane::Bulk, 0, usize::MAX).len(), 0);
}

#[test]
fn a_printed_claim_contains_no_text_and_no_address() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    let printed = format!("{claim:?}");
    assert!(!printed.contains("72, 101, 108") && !printed.contains("ann@example.com"), "{printed}");
}
