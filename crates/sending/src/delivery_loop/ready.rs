//! What is leased and waits in memory for a session: two lanes, bounded by count and bytes.
//!
//! `intake` reserves memory before a message is stored, so that it can be stored already leased and handed over after the
//! commit; the delivery loop reserves what is left and fetches from the outbox. Above the bounds mail waits on disk.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use queue::{Claim, Id, Lane};
use tokio::sync::Notify;

/// How much of a lane waits in memory: some tenths of a second of the fastest server, and little enough that idle
/// memory stays small.
const URGENT: Amount = Amount { count: 128, bytes: 8 << 20 };
/// Half of it is fetched at once, so that one write transaction leases many.
const BULK: Amount = Amount { count: 512, bytes: 32 << 20 };
/// More messages than this that go first are a sign that they do not come back; they are forgotten then.
const MAX_FIRST: usize = 1_024;

/// Messages and their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Messages.
    pub count: usize,
    /// Bytes of text.
    pub bytes: usize,
}

/// The ready messages; shared by the delivery loop and by those who hand over.
#[derive(Debug, Default)]
pub struct Ready {
    lanes: Mutex<Lanes>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Lanes {
    /// Nothing is accepted while sending is paused or ends.
    is_open: bool,
    /// Counts up when the lanes close: what was reserved before comes too late, also after they opened again.
    generation: u64,
    /// The outbox holds something that may be due.
    woken: bool,
    /// More bulk mail is due on disk than fitted: what comes now waits behind it.
    has_backlog: bool,
    /// Bulk mail was stored behind the backlog since the last fetch began, so that fetch may not have seen it.
    has_unseen: bool,
    urgent: LaneQueue,
    bulk: LaneQueue,
    /// Messages that lost their session and keep their place.
    first: HashSet<Id>,
    /// Most that the bulk lane holds; fewer where the pace is slow, so that leases do not end in memory.
    bulk_count: usize,
}

#[derive(Debug, Default)]
struct LaneQueue {
    waiting: VecDeque<Waiting>,
    /// Of those that wait and those that are reserved.
    used: Amount,
}

/// A claim in memory.
#[derive(Debug)]
pub struct Waiting {
    /// What is to be delivered.
    pub claim: Claim,
    /// When its lease began.
    pub leased_at: Timestamp,
}

/// Memory reserved for messages, given back when dropped.
#[derive(Debug)]
pub struct Reservation {
    ready: Arc<Ready>,
    lane: Lane,
    amount: Amount,
    generation: u64,
}

impl Ready {
    /// Something new is in the outbox, or is due sooner.
    pub fn wake(&self) {
        self.lanes().woken = true;
        self.changed.notify_one();
    }

    /// Something was stored without a reservation. Where the lane is known to have a backlog, that is no news.
    pub fn wake_for(&self, lane: Lane) {
        let mut lanes = self.lanes();
        let is_known = lane == Lane::Bulk && lanes.has_backlog;
        lanes.has_unseen |= is_known;
        drop(lanes);
        if !is_known {
            self.wake();
        }
    }

    /// Whether more is due on disk than fitted. Where nothing is any more, what was stored meanwhile is looked for.
    pub fn set_backlog(&self, has_backlog: bool) {
        let mut lanes = self.lanes();
        lanes.has_backlog = has_backlog;
        if !has_backlog {
            lanes.woken |= std::mem::take(&mut lanes.has_unseen);
        }
    }

    /// Waits until something was handed over or somebody woke.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Whether somebody woke since it was asked last.
    pub fn take_woken(&self) -> bool {
        std::mem::take(&mut self.lanes().woken)
    }

    /// Reserves memory for one message of `bytes`, where some is left.
    pub fn reserve(self: &Arc<Self>, lane: Lane, bytes: usize) -> Option<Reservation> {
        let mut lanes = self.lanes();
        let most = lanes.most(lane);
        let is_open = lanes.is_open;
        let generation = lanes.generation;
        let is_behind_others = lane == Lane::Bulk && lanes.has_backlog;
        let queue = lanes.queue(lane);
        let fits = queue.used.count < most.count && (queue.used.bytes + bytes <= most.bytes || queue.used.count == 0);
        if !is_open || is_behind_others || !fits {
            return None;
        }
        let amount = Amount { count: 1, bytes };
        queue.used.count += 1;
        queue.used.bytes += bytes;
        Some(Reservation { ready: self.clone(), lane, amount, generation })
    }

    /// Reserves all memory that is left in a lane, for a fetch; nothing while closed.
    pub fn reserve_rest(self: &Arc<Self>, lane: Lane) -> Reservation {
        let mut lanes = self.lanes();
        let most = lanes.most(lane);
        let is_open = lanes.is_open;
        let generation = lanes.generation;
        if lane == Lane::Bulk {
            lanes.has_unseen = false;
        }
        let queue = lanes.queue(lane);
        let left = Amount {
            count: most.count.saturating_sub(queue.used.count),
            bytes: most.bytes.saturating_sub(queue.used.bytes),
        };
        let amount = if is_open { left } else { Amount::default() };
        queue.used.count += amount.count;
        queue.used.bytes += amount.bytes;
        Reservation { ready: self.clone(), lane, amount, generation }
    }

    /// Whether more is due on disk, and the bulk lane has run so low that a fetch is worth a transaction.
    pub fn has_memory_for_backlog(&self) -> bool {
        let lanes = self.lanes();
        let is_low = lanes.bulk.used.count * 2 <= lanes.bulk_count && lanes.bulk.used.bytes * 2 <= BULK.bytes;
        lanes.has_backlog && is_low
    }

    /// The lane whose turn it is: urgent goes first.
    pub fn next_lane(&self) -> Option<Lane> {
        let lanes = self.lanes();
        if !lanes.urgent.waiting.is_empty() {
            Some(Lane::Urgent)
        } else if !lanes.bulk.waiting.is_empty() {
            Some(Lane::Bulk)
        } else {
            None
        }
    }

    /// The message that has waited for longest in a lane.
    pub fn pop(&self, lane: Lane) -> Option<Waiting> {
        let mut lanes = self.lanes();
        let queue = lanes.queue(lane);
        let waiting = queue.waiting.pop_front()?;
        queue.used.count -= 1;
        queue.used.bytes -= waiting.claim.bytes.len();
        Some(waiting)
    }

    /// The bulk message that has waited for longest among those that may start.
    pub fn pop_bulk(&self, may_start: impl Fn(&Claim) -> bool) -> Option<Waiting> {
        let mut lanes = self.lanes();
        let at = lanes.bulk.waiting.iter().position(|waiting| may_start(&waiting.claim))?;
        let waiting = lanes.bulk.waiting.remove(at)?;
        lanes.bulk.used.count -= 1;
        lanes.bulk.used.bytes -= waiting.claim.bytes.len();
        Some(waiting)
    }

    /// This message goes back to the outbox, and is the first of its lane when it comes again: it lost its session
    /// although it was its turn.
    pub fn keep_place(&self, id: Id) {
        let mut lanes = self.lanes();
        if lanes.first.len() >= MAX_FIRST {
            lanes.first.clear();
        }
        lanes.first.insert(id);
    }

    /// The bulk messages beyond the first `count`, if more is due on disk than fits in memory.
    pub fn take_bulk_beyond(&self, count: usize) -> Vec<Claim> {
        let mut lanes = self.lanes();
        if !lanes.has_backlog || lanes.bulk.waiting.len() <= count {
            return Vec::new();
        }
        let beyond = lanes.bulk.waiting.split_off(count);
        lanes.bulk.used.count -= beyond.len();
        lanes.bulk.used.bytes -= beyond.iter().map(|waiting| waiting.claim.bytes.len()).sum::<usize>();
        beyond.into_iter().map(|waiting| waiting.claim).collect()
    }

    /// Those that were leased before `before`; they are in the order of their leases.
    pub fn take_leased_before(&self, before: Timestamp) -> Vec<Claim> {
        let mut lanes = self.lanes();
        let mut claims = Vec::new();
        for lane in [Lane::Urgent, Lane::Bulk] {
            let queue = lanes.queue(lane);
            while let Some(waiting) = queue.waiting.pop_front_if(|waiting| waiting.leased_at < before) {
                queue.used.count -= 1;
                queue.used.bytes -= waiting.claim.bytes.len();
                claims.push(waiting.claim);
            }
        }
        claims
    }

    /// Accepts messages; at most `bulk_count` of the bulk lane.
    pub fn open(&self, bulk_count: usize) {
        let mut lanes = self.lanes();
        lanes.is_open = true;
        lanes.woken = true;
        lanes.bulk_count = bulk_count.clamp(1, BULK.count);
        drop(lanes);
        self.changed.notify_one();
    }

    /// Accepts nothing any more, and returns what waits.
    pub fn close(&self) -> Vec<Claim> {
        let mut lanes = self.lanes();
        lanes.is_open = false;
        lanes.generation += 1;
        lanes.first.clear();
        let mut claims = Vec::new();
        for lane in [Lane::Urgent, Lane::Bulk] {
            let queue = lanes.queue(lane);
            for waiting in queue.waiting.drain(..) {
                queue.used.count -= 1;
                queue.used.bytes -= waiting.claim.bytes.len();
                claims.push(waiting.claim);
            }
        }
        claims
    }

    fn lanes(&self) -> MutexGuard<'_, Lanes> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lanes {
    fn queue(&mut self, lane: Lane) -> &mut LaneQueue {
        match lane {
            Lane::Urgent => &mut self.urgent,
            Lane::Bulk => &mut self.bulk,
        }
    }

    fn most(&self, lane: Lane) -> Amount {
        match lane {
            Lane::Urgent => URGENT,
            Lane::Bulk => Amount { count: self.bulk_count, ..BULK },
        }
    }
}

impl Reservation {
    /// How much fits.
    pub fn amount(&self) -> Amount {
        self.amount
    }

    /// Uses the reservation for claims. Returns those that came too late, because the lanes were closed meanwhile.
    #[must_use = "what came too late must be given back to the outbox"]
    pub fn fill(self, claims: Vec<Claim>, leased_at: Timestamp) -> Vec<Claim> {
        let mut lanes = self.ready.lanes();
        if !lanes.is_open || self.generation != lanes.generation {
            return claims;
        }
        for claim in claims {
            let is_first = lanes.first.remove(&claim.id);
            let queue = lanes.queue(self.lane);
            queue.used.count += 1;
            queue.used.bytes += claim.bytes.len();
            match queue.waiting.front() {
                // In the order of their leases: it counts as leased with the one behind it.
                Some(next) if is_first => {
                    let leased_at = leased_at.min(next.leased_at);
                    queue.waiting.push_front(Waiting { claim, leased_at });
                }
                _ => queue.waiting.push_back(Waiting { claim, leased_at }),
            }
        }
        drop(lanes);
        self.ready.changed.notify_one();
        Vec::new()
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        let mut lanes = self.ready.lanes();
        let queue = lanes.queue(self.lane);
        queue.used.count -= self.amount.count;
        queue.used.bytes -= self.amount.bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A claim of no particular message.
    fn claim() -> Claim {
        let folder = tempfile::tempdir().expect("a folder");
        let db = storage::Db::open(&storage::Location::Sqlite(folder.path().into())).expect("a database");
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let lease = queue::Lease { owner: uuid::Uuid::nil(), until: Timestamp::UNIX_EPOCH };
            let draft = mail::Draft {
                to: vec!["ann@example.com".into()],
                text: Some("Hello".into()),
                ..mail::Draft::default()
            };
            let sender = mail::Mailbox {
                name: None,
                address: mail::EmailAddress::parse("noreply@example.com").expect("an address"),
            };
            let stamp = mail::Stamp { date: Timestamp::UNIX_EPOCH, unique: 1, auto_submitted: false };
            let message = draft.check().expect("no faults").render(sender, &[], stamp).expect("small");
            let new = queue::NewMessage {
                id: queue::Id(uuid::Uuid::nil()),
                kind: queue::Kind::Api,
                message,
                expires_at: None,
                origin: mail::Text::verbatim("test"),
                source: queue::Source::default(),
                key: None,
                remarks: Vec::new(),
            };
            let accepted = db.write(move |tx| queue::accept(tx, &new, Some(&lease), Timestamp::UNIX_EPOCH)).await;
            match accepted.expect("accepted") {
                queue::Accepted::New { claim: Some(claim), .. } => claim,
                other => panic!("no claim: {other:?}"),
            }
        })
    }

    #[test]
    fn what_was_reserved_before_the_lanes_closed_comes_too_late() {
        let ready = Arc::new(Ready::default());
        ready.open(100);
        let before = ready.reserve(Lane::Bulk, 10).expect("memory");
        assert!(ready.close().is_empty());
        ready.open(100);
        let after = ready.reserve(Lane::Bulk, 10).expect("memory");
        let late = before.fill(vec![claim()], Timestamp::UNIX_EPOCH);
        assert_eq!((late.len(), ready.next_lane()), (1, None), "it belongs to what was before");
        assert!(after.fill(vec![claim()], Timestamp::UNIX_EPOCH).is_empty());
        assert_eq!(ready.next_lane(), Some(Lane::Bulk));
    }

    #[test]
    fn what_is_stored_behind_a_backlog_that_ends_meanwhile_is_looked_for() {
        let ready = Arc::new(Ready::default());
        ready.open(100);
        ready.set_backlog(true);
        assert!(ready.take_woken(), "opening wakes");
        ready.wake_for(Lane::Bulk);
        assert!(!ready.take_woken(), "behind a backlog that is no news");
        let reservation = ready.reserve_rest(Lane::Bulk);
        ready.set_backlog(false);
        assert!(!ready.take_woken(), "the fetch that began after it has seen it");
        drop(reservation);
        ready.set_backlog(true);
        drop(ready.reserve_rest(Lane::Bulk));
        ready.wake_for(Lane::Bulk);
        ready.set_backlog(false);
        assert!(ready.take_woken(), "the fetch may not have seen it, and nothing else reports it");
    }
}
