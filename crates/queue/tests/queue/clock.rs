//! Tests of a clock that is set, or was not observed for a long time: waiting deliveries are neither blocked nor early,
//! and do not expire without an attempt.

use std::time::Duration;

use mail::Verdict;
use queue::{Kind, State};

use crate::test_queue::TestQueue;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

fn observe(queue: &TestQueue) -> Option<Duration> {
    let now = queue.now;
    queue
        .write(move |tx| {
            let back = queue::observe_clock(tx, now)?;
            if let Some(back) = back {
                queue::set_back(tx, back, now)?;
            }
            Ok::<_, queue::QueueError>(back)
        })
        .expect("observed")
}

fn expire(queue: &TestQueue) -> usize {
    let now = queue.now;
    queue.write(move |tx| queue::expire(tx, now)).expect("expired")
}

/// A message that was deferred once, half a minute before its next attempt.
fn deferred(queue: &mut TestQueue) -> queue::Id {
    let id = queue.accept(Kind::Api, &["ann@example.com"]);
    let claim = queue.lease_one();
    assert_eq!(queue.settle_as(&claim, &[Verdict::Deferred]), [State::Deferred]);
    queue.now += Duration::from_secs(30);
    id
}

#[test]
fn waiting_deliveries_are_moved_with_a_clock_that_is_set_back_and_are_not_early() {
    for back in [HOUR, DAY, 400 * DAY] {
        let mut queue = TestQueue::new();
        observe(&queue);
        let id = deferred(&mut queue);
        expire(&queue);
        queue.now -= back;
        let seen = observe(&queue).expect("noticed");
        assert!(back - seen < Duration::from_secs(31), "{seen:?}");
        assert_eq!(observe(&queue), None, "answered once");
        assert!(queue.lease_all().is_empty(), "its time has not come");
        queue.now += Duration::from_secs(70);
        assert_eq!(queue.lease_one().id, id, "{back:?}");
    }
}

#[test]
fn a_delivery_from_before_a_wrong_clock_is_not_expired_by_its_correction() {
    let mut queue = TestQueue::new();
    observe(&queue);
    let id = deferred(&mut queue);
    queue.now += 400 * DAY;
    expire(&queue);
    queue.now -= 400 * DAY;
    observe(&queue).expect("noticed");
    assert_eq!(expire(&queue), 0);
    queue.now += Duration::from_secs(70);
    assert_eq!(queue.lease_one().id, id);
}

#[test]
fn a_delivery_deferred_while_the_clock_was_briefly_ahead_is_moved_with_it() {
    for is_released in [false, true] {
        let mut queue = TestQueue::new();
        observe(&queue);
        let id = queue.accept(Kind::Api, &["ann@example.com"]);
        queue.now += 400 * DAY;
        let claim = queue.lease_one();
        if is_released {
            let (due, now) = (queue.now + HOUR, queue.now);
            queue.write(move |tx| queue::release(tx, &claim, due, now)).expect("released");
        } else {
            queue.settle_as(&claim, &[Verdict::Deferred]);
        }
        queue.now -= 400 * DAY;
        observe(&queue).expect("noticed, although nobody looked in between");
        queue.now += 2 * HOUR;
        assert_eq!(queue.lease_one().id, id);
    }
}

#[test]
fn an_adjustment_of_seconds_moves_nothing() {
    let mut queue = TestQueue::new();
    observe(&queue);
    queue.now -= Duration::from_secs(3);
    assert_eq!(observe(&queue), None);
}

#[test]
fn a_delivery_that_expired_during_a_downtime_gets_one_more_attempt() {
    let mut queue = TestQueue::new();
    observe(&queue);
    let id = deferred(&mut queue);
    expire(&queue);
    queue.now += 4 * DAY;
    assert_eq!(expire(&queue), 0, "it had no chance");
    let claim = queue.lease_one();
    assert_eq!(claim.id, id);
    assert_eq!(queue.settle_as(&claim, &[Verdict::Deferred]), [State::Expired], "the last try");
}

#[test]
fn a_delivery_that_expired_while_the_server_ran_has_ended() {
    let mut queue = TestQueue::new();
    observe(&queue);
    let id = deferred(&mut queue);
    let mut expired = 0;
    for _ in 0..4 * 24 * 60 {
        queue.now += Duration::from_secs(60);
        expired += expire(&queue);
    }
    assert_eq!((expired, queue.states(id)), (1, vec![State::Expired]));
}

#[test]
fn a_link_that_expired_during_a_downtime_is_not_sent() {
    let mut queue = TestQueue::new();
    observe(&queue);
    let mut new = queue.message(Kind::PasswordReset, &["ann@example.com"]);
    new.expires_at = Some(queue.now + HOUR);
    let id = new.id;
    queue.accept_new(new, None).expect("accepted");
    let claim = queue.lease_one();
    queue.settle_as(&claim, &[Verdict::Deferred]);
    expire(&queue);
    queue.now += DAY;
    assert_eq!(expire(&queue), 1);
    assert_eq!(queue.states(id), [State::Expired]);
}

#[test]
fn the_expiry_of_a_link_made_with_a_wrong_clock_is_moved_with_it() {
    let mut queue = TestQueue::new();
    observe(&queue);
    queue.now += 400 * DAY;
    expire(&queue);
    let mut new = queue.message(Kind::PasswordReset, &["ann@example.com"]);
    new.expires_at = Some(queue.now + HOUR);
    queue.accept_new(new, None).expect("accepted");
    queue.now -= 400 * DAY;
    observe(&queue).expect("noticed");
    queue.now += Duration::from_secs(2 * 3600);
    assert_eq!(expire(&queue), 1);
}

/// By how much the retention time lags behind the clock.
fn held(queue: &TestQueue) -> Duration {
    let now = queue.now;
    let aged = queue.read(move |rx| Ok(queue::retention_time(rx, now)?)).expect("read");
    Duration::try_from(now.duration_since(aged)).expect("not ahead")
}

/// The server runs for `time`, and observes the clock each minute.
fn runs_for(queue: &mut TestQueue, time: Duration) {
    for _ in 0..time.as_secs() / 60 {
        queue.now += Duration::from_secs(60);
        observe(queue);
        expire(queue);
    }
}

#[test]
fn age_from_a_leap_counts_only_after_a_day() {
    let mut queue = TestQueue::new();
    observe(&queue);
    runs_for(&mut queue, HOUR);
    assert_eq!(held(&queue), Duration::ZERO);
    queue.now += 400 * DAY;
    assert_eq!(held(&queue), 400 * DAY, "also before the leap is stored");
    runs_for(&mut queue, 23 * HOUR);
    assert!(held(&queue) >= 400 * DAY, "{:?}", held(&queue));
    runs_for(&mut queue, 2 * HOUR);
    assert_eq!(held(&queue), Duration::ZERO);
}

#[test]
fn a_leap_that_is_corrected_within_a_day_ages_nothing() {
    let mut queue = TestQueue::new();
    observe(&queue);
    queue.now += 400 * DAY;
    runs_for(&mut queue, HOUR);
    queue.now -= 400 * DAY;
    assert!(held(&queue) < HOUR, "what passed in truth counts: {:?}", held(&queue));
    observe(&queue).expect("noticed");
    assert!(held(&queue) < HOUR);
    queue.now += 400 * DAY;
    assert!(held(&queue) >= 400 * DAY, "and the next leap waits again");
}

#[test]
fn a_longer_leap_restarts_the_day_and_a_shorter_one_does_not_end_it() {
    let mut queue = TestQueue::new();
    observe(&queue);
    queue.now += DAY;
    runs_for(&mut queue, 23 * HOUR);
    queue.now += 400 * DAY;
    runs_for(&mut queue, 23 * HOUR);
    assert!(held(&queue) >= 401 * DAY);
    queue.now += 399 * DAY;
    assert!(held(&queue) >= 800 * DAY, "not released by the leap itself");
}

#[test]
fn a_machine_that_is_switched_off_each_night_deletes_what_is_old() {
    let mut queue = TestQueue::new();
    observe(&queue);
    let mut released = 0;
    for _ in 0..10 {
        queue.now += 14 * HOUR;
        runs_for(&mut queue, 10 * HOUR);
        released += usize::from(held(&queue) <= 14 * HOUR);
    }
    assert!(released >= 3, "{released}");
}
