//! Tests of retention: texts and keys are deleted first, then messages with everything that belongs to them.

use std::time::Duration;

use jiff::Timestamp;
use mail::Verdict;
use queue::{Accepted, DeletedBodies, Kind, QueueError, State};
use storage::{Read as _, params};

use crate::test_queue::{TestQueue, key};

fn forget(queue: &TestQueue, older_than: Timestamp, after: Option<i64>, most: usize) -> DeletedBodies {
    let now = queue.now;
    queue.write(move |tx| queue::delete_bodies(tx, older_than, now, after, most)).expect("forgotten")
}

#[test]
fn old_texts_are_dropped_and_the_history_is_kept() {
    let mut queue = TestQueue::new();
    let old = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    queue.settle_as(&old, &[Verdict::Delivered]);
    queue.minutes_pass(60);
    let young = queue.accept(Kind::Api, &["bob@example.com"]);

    let done = forget(&queue, queue.now, None, 100);
    assert_eq!(done, DeletedBodies { bodies: 1, next: None, ahead: None });
    assert!(matches!(queue.raw(old.id), Err(QueueError::BodyGone)));
    assert!(matches!(queue.resend(old.id), Err(QueueError::BodyGone)));
    assert!(queue.raw(young).is_ok());
    let detail = queue.detail(old.id);
    assert!(!detail.has_text);
    assert_eq!((detail.deliveries[0].state, detail.attempts.len()), (State::Sent, 1));
}

#[test]
fn waiting_mail_keeps_its_text_regardless_of_its_age() {
    let mut queue = TestQueue::new();
    let waiting = queue.accept(Kind::Api, &["ann@example.com"]);
    let deferred = queue.accept_leased(Kind::Api, &["ann@example.com", "bob@example.com"]);
    queue.settle_as(&deferred, &[Verdict::Delivered, Verdict::Deferred]);
    queue.minutes_pass(1000);
    assert_eq!(forget(&queue, queue.now, None, 100), DeletedBodies { bodies: 0, next: None, ahead: None });
    assert!(queue.raw(waiting).is_ok() && queue.raw(deferred.id).is_ok());
}

#[test]
fn a_batch_continues_where_the_last_one_stopped() {
    let mut queue = TestQueue::new();
    queue.accept(Kind::Api, &["waits@example.com"]);
    for _ in 0..5 {
        let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
        queue.settle_as(&claim, &[Verdict::Delivered]);
    }
    queue.minutes_pass(1);
    let (mut batches, mut after) = (Vec::new(), None);
    loop {
        let done = forget(&queue, queue.now, after, 2);
        batches.push(done.bodies);
        after = done.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(batches, [1, 2, 2, 0]);
}

#[test]
fn old_texts_after_one_that_is_dated_in_the_future_are_dropped() {
    const DAY: u64 = 24 * 60;
    let mut queue = TestQueue::new();
    let sent = |queue: &mut TestQueue| {
        let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
        queue.settle_as(&claim, &[Verdict::Delivered]);
        claim.id
    };
    queue.minutes_pass(400 * DAY);
    let ahead = [sent(&mut queue), sent(&mut queue)];
    queue.now -= Duration::from_secs(400 * DAY * 60);
    let old = [sent(&mut queue), sent(&mut queue)];
    queue.minutes_pass(31 * DAY);
    let young = sent(&mut queue);
    let older_than = queue.now - Duration::from_secs(30 * DAY * 60);

    let (mut deleted, mut after, mut begin) = (0, None, None);
    loop {
        let done = forget(&queue, older_than, after, 1);
        deleted += done.bodies;
        begin = begin.max(done.ahead);
        after = done.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(deleted, 2);
    assert!(old.iter().all(|id| matches!(queue.raw(*id), Err(QueueError::BodyGone))));
    assert!(ahead.iter().chain([&young]).all(|id| queue.raw(*id).is_ok()));

    queue.minutes_pass(31 * DAY);
    let older_than = queue.now - Duration::from_secs(30 * DAY * 60);
    assert_eq!(forget(&queue, older_than, begin, 10).bodies, 1, "a pass may begin after those dated ahead");
}

#[test]
fn the_text_of_a_ticket_is_deleted_with_its_last_delivery() {
    let mut queue = TestQueue::new();
    let kept = |queue: &TestQueue| {
        queue.write(|tx| {
            use storage::Read as _;
            Ok(tx.query_first("SELECT count(*) FROM body", storage::params![], |row| row.get::<u32>(0))?)
        })
    };
    let sent = queue.accept_leased(Kind::PasswordReset, &["ann@example.com", "bob@example.com"]);
    queue.settle_as(&sent, &[Verdict::Delivered, Verdict::Deferred]);
    assert_eq!(kept(&queue).unwrap(), Some(1), "one delivery still needs it");
    queue.minutes_pass(1);
    queue.settle_as(&queue.lease_one(), &[Verdict::Delivered]);
    assert_eq!(kept(&queue).unwrap(), Some(0), "sent");

    let cancelled = queue.accept(Kind::Invitation, &["ann@example.com"]);
    queue.cancel(cancelled).unwrap();
    assert_eq!(kept(&queue).unwrap(), Some(0), "cancelled");

    let mut new = queue.message(Kind::Validation, &["ann@example.com"]);
    new.expires_at = Some(queue.now + Duration::from_secs(60));
    queue.accept_new(new, None).unwrap();
    queue.minutes_pass(1);
    queue.expire();
    assert_eq!(kept(&queue).unwrap(), Some(0), "expired");
}

#[test]
fn an_old_key_may_be_used_for_something_else() {
    let mut queue = TestQueue::new();
    let mut first = queue.message(Kind::Api, &["ann@example.com"]);
    first.key = key("shop", "invoice-42", 1);
    queue.accept_new(first, None).unwrap();
    let mut longer = queue.message(Kind::Script, &["ann@example.com"]);
    longer.key = key("script 1", "invoice-42", 1);
    longer.key.as_mut().unwrap().kept_for = Duration::from_secs(90 * 24 * 3600);
    queue.accept_new(longer, None).unwrap();
    let forget = |queue: &TestQueue| {
        let now = queue.now;
        queue.write(move |tx| queue::delete_keys(tx, now, 10)).unwrap()
    };
    queue.minutes_pass(7 * 24 * 60);
    assert_eq!(forget(&queue), 0);
    queue.minutes_pass(1);
    assert_eq!(forget(&queue), 1, "the other one is kept longer");
    queue.minutes_pass(83 * 24 * 60);
    assert_eq!(forget(&queue), 1);

    let mut second = queue.message(Kind::Api, &["bob@example.com"]);
    second.key = key("shop", "invoice-42", 2);
    assert!(matches!(queue.accept_new(second, None), Ok(Accepted::New { .. })));
}

#[test]
fn messages_that_finished_long_ago_are_deleted_with_all_their_rows() {
    let mut queue = TestQueue::new();
    let mut finished = Vec::new();
    for name in ["one", "two", "three"] {
        let id = queue.accept(Kind::Api, &[&format!("{name}@example.com"), "copy@example.com"]);
        let claim = queue.lease_one();
        queue.settle_as(&claim, &[Verdict::Delivered, Verdict::Refused]);
        finished.push(id);
    }
    let waiting = queue.accept(Kind::Api, &["waiting@example.com"]);
    queue.minutes_pass(400 * 24 * 60);
    let retried = finished[1];
    let now = queue.now;
    queue
        .write(move |tx| queue::retry_now(tx, retried, queue::Retry::NotArrived, now).map(|_| ()))
        .expect("a person retries it");
    let claim = queue.lease_all().into_iter().find(|claim| claim.id == retried).expect("leased");
    queue.settle_as(&claim, &[Verdict::Delivered]);
    let older_than = queue.now - std::time::Duration::from_secs(24 * 3600);
    let (mut after, mut deleted) = (None, 0);
    loop {
        let step = queue.write(move |tx| queue::delete_messages(tx, older_than, after, 2)).expect("forgotten");
        deleted += step.messages;
        after = step.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(deleted, 2, "what waits, and what a person touched since, is kept");
    for id in [finished[0], finished[2]] {
        assert!(matches!(queue.read(move |rx| queue::detail(rx, id)), Err(QueueError::NotFound)));
    }
    for id in [retried, waiting] {
        queue.read(move |rx| queue::detail(rx, id)).expect("kept");
    }
    let rows = |table: &'static str| {
        queue.read(move |rx| {
            Ok(rx.query_first(&format!("SELECT count(*) FROM {table}"), params![], |row| row.get::<u32>(0))?)
        })
    };
    for (table, expected) in [("message", 2), ("delivery", 3), ("attempt", 2), ("body", 2)] {
        assert_eq!(rows(table).expect("counted"), Some(expected), "{table}");
    }
}
