//! Tests of an unreadable message: it is reported by the lease and by a check, set aside, and does not block others.

use queue::{Kind, MayHaveArrived, QueueError, RescuedLeases, State};
use storage::params;

use crate::test_queue::{NODE, TestQueue, lease_in};

#[test]
fn an_unreadable_message_is_reported_and_the_others_are_leased_after_it_is_set_aside() {
    let mut queue = TestQueue::new();
    let broken = queue.accept(Kind::Api, &["ann@example.com", "bob@example.com"]);
    let whole = queue.accept(Kind::Api, &["eve@example.com"]);
    queue.write(move |tx| Ok(tx.execute("DELETE FROM body WHERE message = $1", params![broken])?)).expect("broken");
    let (lease, now) = (queue.new_lease(NODE), queue.now);
    let leased = queue.write(move |tx| lease_in(tx, queue::Lane::Bulk, (10, usize::MAX), &lease, now));
    assert!(matches!(leased, Err(QueueError::Message { id, .. }) if id == broken), "{leased:?}");
    assert_eq!(queue.states(whole), [State::Queued], "nothing is leased then");
    let ended = queue.write(move |tx| queue::set_aside(tx, broken, now)).expect("set aside");
    assert_eq!((ended, queue.states(broken)), (2, vec![State::Failed, State::Failed]));
    assert_eq!(queue.lease_one().id, whole);
}

#[test]
fn a_delivery_that_could_not_be_settled_is_not_leased() {
    for column in ["attempts", "first_try_at", "expires_at", "lost_answers"] {
        let mut queue = TestQueue::new();
        let broken = queue.accept(Kind::Api, &["ann@example.com"]);
        let whole = queue.accept(Kind::Api, &["eve@example.com"]);
        let sql = format!("UPDATE delivery SET {column} = 'garbage' WHERE message = $1");
        queue.write(move |tx| Ok(tx.execute(&sql, params![broken])?)).expect("broken");
        let (lease, now) = (queue.new_lease(NODE), queue.now);
        let leased = queue.write(move |tx| lease_in(tx, queue::Lane::Bulk, (10, usize::MAX), &lease, now));
        assert!(matches!(leased, Err(QueueError::Message { id, .. }) if id == broken), "{column}: {leased:?}");
        queue.write(move |tx| queue::set_aside(tx, broken, now)).expect("set aside");
        assert_eq!(queue.lease_one().id, whole, "{column}");
        queue.read(|rx| queue::next_due(rx)).expect("what cannot be read ends no search");
    }
}

#[test]
fn a_delivery_whose_id_is_damaged_is_skipped() {
    let mut queue = TestQueue::new();
    let broken = queue.accept(Kind::Api, &["ann@example.com"]);
    let whole = queue.accept(Kind::Api, &["eve@example.com"]);
    let sql = "UPDATE delivery SET message = 'garbage' WHERE message = $1";
    queue.write(move |tx| Ok(tx.execute(sql, params![broken])?)).expect("broken");
    assert_eq!(queue.lease_one().id, whole);
}

#[test]
fn an_unreadable_observation_of_the_clock_is_overwritten() {
    let queue = TestQueue::new();
    let now = queue.now;
    queue.write(move |tx| queue::observe_clock(tx, now)).expect("observed");
    queue.write(|tx| Ok(tx.execute("UPDATE clock_seen SET at = 'x', held_ms = 'y'", &[])?)).expect("broken");
    assert_eq!(queue.write(move |tx| queue::observe_clock(tx, now)).expect("observed"), None);
    assert_eq!(queue.read(move |rx| Ok(queue::retention_time(rx, now)?)).expect("read"), now);
}

#[test]
fn a_check_reads_every_message_and_names_those_that_cannot_be_read() {
    let mut queue = TestQueue::new();
    let ids: Vec<_> = (0..7).map(|_| queue.accept(Kind::Api, &["ann@example.com"])).collect();
    let breaks = [
        ("DELETE FROM body WHERE message = $1", ids[1]),
        ("UPDATE body SET bytes = x'00' WHERE message = $1", ids[3]),
        ("UPDATE delivery SET outcome = 'no JSON' WHERE message = $1", ids[5]),
    ];
    for (sql, id) in breaks {
        queue.write(move |tx| Ok(tx.execute(sql, params![id])?)).expect("broken");
    }
    let (mut found, mut read, mut after) = (Vec::new(), 0, None);
    loop {
        let part = queue.read(move |rx| queue::verify(rx, after, 3)).expect("verified");
        read += part.messages;
        found.extend(part.unreadable.into_iter().map(|(id, _)| id));
        after = part.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!((read, found), (7, vec![ids[1], ids[3], ids[5]]));
}

#[test]
fn a_lease_of_an_ended_process_is_freed_regardless_of_its_owner() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    let now = queue.now;
    let freed = queue.write(move |tx| queue::rescue_all(tx, &MayHaveArrived::All, now)).expect("freed");
    assert_eq!(freed, RescuedLeases { deliveries: 1, marked: 1 });
    assert_eq!(queue.lease_one().id, claim.id);
}

#[test]
fn after_a_kill_only_recorded_messages_are_marked() {
    let mut queue = TestQueue::new();
    let noted = queue.accept_leased(Kind::Api, &["ann@example.com", "bob@example.com"]);
    let waited = queue.accept_leased(Kind::Api, &["cyd@example.com"]);
    let (now, only) = (queue.now, MayHaveArrived::Only([(noted.id, noted.token)].into()));
    let freed = queue.write(move |tx| queue::rescue_all(tx, &only, now)).expect("freed");
    assert_eq!(freed, RescuedLeases { deliveries: 3, marked: 2 });
    assert!(queue.deliveries(noted.id).iter().all(|delivery| delivery.may_have_arrived_twice));
    assert!(!queue.deliveries(waited.id)[0].may_have_arrived_twice);
}
