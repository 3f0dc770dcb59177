//! Texts and keys are dropped; ids, states and attempts are kept.

use std::time::Duration;

use jiff::Timestamp;
use mail::Verdict;
use queue::{Accepted, Forgotten, Kind, OutboxError, State};

use crate::desk::{Desk, key};

fn forget(desk: &Desk, older_than: Timestamp, after: Option<i64>, most: usize) -> Forgotten {
    desk.write(move |tx| queue::forget_bodies(tx, older_than, after, most)).expect("forgotten")
}

#[test]
fn old_texts_are_dropped_and_the_history_is_kept() {
    let mut desk = Desk::new();
    let old = desk.accept_leased(Kind::Api, &["ann@example.com"]);
    desk.settle_as(&old, &[Verdict::Delivered]);
    desk.minutes_pass(60);
    let young = desk.accept(Kind::Api, &["bob@example.com"]);

    let done = forget(&desk, desk.now, None, 100);
    assert_eq!(done, Forgotten { bodies: 1, next: None });
    assert!(matches!(desk.raw(old.id), Err(OutboxError::BodyGone)));
    assert!(matches!(desk.resend(old.id), Err(OutboxError::BodyGone)));
    assert!(desk.raw(young).is_ok());
    let detail = desk.detail(old.id);
    assert!(!detail.has_text);
    assert_eq!((detail.deliveries[0].state, detail.attempts.len()), (State::Sent, 1));
}

#[test]
fn what_waits_keeps_its_text_however_old() {
    let mut desk = Desk::new();
    let waiting = desk.accept(Kind::Api, &["ann@example.com"]);
    let deferred = desk.accept_leased(Kind::Api, &["ann@example.com", "bob@example.com"]);
    desk.settle_as(&deferred, &[Verdict::Delivered, Verdict::Deferred]);
    desk.minutes_pass(1000);
    assert_eq!(forget(&desk, desk.now, None, 100), Forgotten { bodies: 0, next: None });
    assert!(desk.raw(waiting).is_ok() && desk.raw(deferred.id).is_ok());
}

#[test]
fn batches_go_on_where_the_last_one_stopped() {
    let mut desk = Desk::new();
    desk.accept(Kind::Api, &["waits@example.com"]);
    for _ in 0..5 {
        let claim = desk.accept_leased(Kind::Api, &["ann@example.com"]);
        desk.settle_as(&claim, &[Verdict::Delivered]);
    }
    desk.minutes_pass(1);
    let (mut batches, mut after) = (Vec::new(), None);
    loop {
        let done = forget(&desk, desk.now, after, 2);
        batches.push(done.bodies);
        after = done.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(batches, [1, 2, 2, 0]);
}

#[test]
fn the_text_of_a_ticket_goes_with_its_last_delivery() {
    let mut desk = Desk::new();
    let kept = |desk: &Desk| {
        desk.write(|tx| {
            use storage::Read as _;
            Ok(tx.query_first("SELECT count(*) FROM body", storage::params![], |row| row.get::<u32>(0))?)
        })
    };
    let sent = desk.accept_leased(Kind::PasswordReset, &["ann@example.com", "bob@example.com"]);
    desk.settle_as(&sent, &[Verdict::Delivered, Verdict::Deferred]);
    assert_eq!(kept(&desk).unwrap(), Some(1), "one delivery still needs it");
    desk.minutes_pass(1);
    desk.settle_as(&desk.lease_one(), &[Verdict::Delivered]);
    assert_eq!(kept(&desk).unwrap(), Some(0), "sent");

    let cancelled = desk.accept(Kind::Invitation, &["ann@example.com"]);
    desk.cancel(cancelled).unwrap();
    assert_eq!(kept(&desk).unwrap(), Some(0), "cancelled");

    let mut new = desk.message(Kind::Validation, &["ann@example.com"]);
    new.expires_at = Some(desk.now + Duration::from_secs(60));
    desk.accept_new(new, None).unwrap();
    desk.minutes_pass(1);
    desk.expire();
    assert_eq!(kept(&desk).unwrap(), Some(0), "expired");
}

#[test]
fn an_old_key_may_be_used_for_something_else() {
    let mut desk = Desk::new();
    let mut first = desk.message(Kind::Api, &["ann@example.com"]);
    first.key = key("shop", "invoice-42", 1);
    desk.accept_new(first, None).unwrap();
    let forget = |desk: &Desk, at: Timestamp| desk.write(move |tx| queue::forget_keys(tx, at, 10)).unwrap();
    assert_eq!(forget(&desk, desk.now), 0);
    desk.minutes_pass(1);
    assert_eq!(forget(&desk, desk.now), 1);

    let mut second = desk.message(Kind::Api, &["bob@example.com"]);
    second.key = key("shop", "invoice-42", 2);
    assert!(matches!(desk.accept_new(second, None), Ok(Accepted::New { .. })));
}
