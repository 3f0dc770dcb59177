//! Leased messages that wait in memory for a session: two lanes, bounded by count and bytes.
//!
//! `intake` reserves memory before it stores a message, so that the message is stored with a lease and handed over
//! after the commit; the delivery loop reserves what is left and fetches from the outbox. Above the bounds mail waits
//! on disk. The bulk lane is shared by the sources of the messages (`bulk_lane`).

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use queue::{Amount, Claim, FairShare, Id, Lane, SourceKey};
use tokio::sync::Notify;

use super::bulk_lane::BulkLane;

/// Maximum urgent mail in memory: a few tenths of a second's work for the fastest server.
const URGENT: Amount = Amount { count: 128, bytes: 8 << 20 };
/// Maximum bulk mail in memory. One source alone uses two thirds of it. A third is fetched at once, so that one write
/// transaction leases many messages.
const BULK: Amount = Amount { count: 768, bytes: 32 << 20 };
/// Maximum entries in [`Lanes::first`]. More than this means that the messages do not come back, so all are forgotten.
const MAX_FIRST: usize = 1_024;

/// The messages in memory; shared by the delivery loop and intake.
#[derive(Debug, Default)]
pub struct Ready {
    lanes: Mutex<Lanes>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Lanes {
    /// Nothing is accepted while sending is paused or ends.
    is_open: bool,
    /// Incremented when the lanes close: reservations made before are void, even after the lanes opened again.
    generation: u64,
    /// The outbox may contain due mail.
    woken: bool,
    urgent: UrgentLane,
    bulk: BulkLane,
    /// Messages that lost their session and keep their place.
    first: HashSet<Id>,
}

#[derive(Debug, Default)]
struct UrgentLane {
    waiting: VecDeque<Waiting>,
    /// Memory of waiting messages and of reservations.
    used: Amount,
    /// More may be due on disk than the last fetch leased.
    is_behind: bool,
}

/// A claim in memory.
#[derive(Debug)]
pub struct Waiting {
    /// The message to deliver.
    pub claim: Claim,
    /// When its lease began.
    pub leased_at: Timestamp,
}

/// Memory reserved for messages, freed when dropped.
#[derive(Debug)]
pub struct Reservation {
    ready: Arc<Ready>,
    reserved_for: ReservedFor,
    amount: Amount,
    generation: u64,
}

/// What memory is reserved for.
#[derive(Clone, Copy, Debug)]
enum ReservedFor {
    Urgent,
    /// One message of a source.
    Bulk(SourceKey),
    /// All bulk memory that was left when a fetch began.
    RestOfBulk,
}

/// The memory reserved for a fetch.
#[derive(Debug)]
pub struct FetchMemory {
    /// In the urgent lane.
    pub urgent: Reservation,
    /// In the bulk lane.
    pub bulk: Reservation,
    /// How the memory of the bulk lane is shared; `None` while the lanes are closed.
    pub share: Option<FairShare>,
}

impl Ready {
    /// Wakes the loop: mail in the outbox is new, or due sooner.
    pub fn wake(&self) {
        self.lanes().woken = true;
        self.changed.notify_one();
    }

    /// Wakes the loop for a message that was stored without a reservation, unless its source is already known to have
    /// more mail on disk than fits in memory.
    pub fn wake_for(&self, lane: Lane, source: SourceKey) {
        if lane == Lane::Urgent || self.lanes().bulk.stored(source) {
            self.wake();
        }
    }

    /// Ends a fetch that leased `leased` bulk messages. More bulk mail of the sources in `backlog` is due; more urgent
    /// mail may be due if `is_urgent_behind` (`None` if the fetch had no memory for urgent mail).
    pub fn end_fetch(&self, is_urgent_behind: Option<bool>, backlog: HashSet<SourceKey>, leased: usize) {
        let mut lanes = self.lanes();
        lanes.urgent.is_behind = is_urgent_behind.unwrap_or(lanes.urgent.is_behind);
        lanes.woken |= lanes.bulk.end_fetch(backlog, leased);
    }

    /// Waits until a message is handed over or the loop is woken.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Whether the loop was woken since the last call.
    pub fn take_woken(&self) -> bool {
        std::mem::take(&mut self.lanes().woken)
    }

    /// Reserves memory for one message of `bytes`; `None` if none is left for its source or the lanes are closed.
    pub fn reserve(self: &Arc<Self>, lane: Lane, source: SourceKey, bytes: usize) -> Option<Reservation> {
        let mut lanes = self.lanes();
        let (reserved_for, fits) = match lane {
            Lane::Urgent => (ReservedFor::Urgent, lanes.is_open && lanes.urgent.reserve(bytes)),
            Lane::Bulk => (ReservedFor::Bulk(source), lanes.is_open && lanes.bulk.reserve(source, bytes)),
        };
        let generation = lanes.generation;
        fits.then(|| Reservation { ready: self.clone(), reserved_for, amount: Amount::one(bytes), generation })
    }

    /// Reserves all memory that is left for a fetch; nothing while the lanes are closed.
    pub fn begin_fetch(self: &Arc<Self>) -> FetchMemory {
        let mut lanes = self.lanes();
        let generation = lanes.generation;
        let (urgent, share, rest) = if lanes.is_open {
            let (share, rest) = lanes.bulk.begin_fetch();
            (lanes.urgent.reserve_rest(), Some(share), rest)
        } else {
            (Amount::default(), None, Amount::default())
        };
        let reservation = |reserved_for, amount| Reservation { ready: self.clone(), reserved_for, amount, generation };
        let (urgent, bulk) = (reservation(ReservedFor::Urgent, urgent), reservation(ReservedFor::RestOfBulk, rest));
        FetchMemory { urgent, bulk, share }
    }

    /// Whether more mail is due on disk and enough memory is free for a fetch to be worth a transaction.
    pub fn has_memory_for_backlog(&self) -> bool {
        let lanes = self.lanes();
        lanes.urgent.has_memory_for_backlog() || lanes.bulk.has_memory_for_backlog()
    }

    /// The lane of the next message: urgent mail goes first.
    pub fn next_lane(&self) -> Option<Lane> {
        let lanes = self.lanes();
        if !lanes.urgent.waiting.is_empty() {
            Some(Lane::Urgent)
        } else if !lanes.bulk.is_empty() {
            Some(Lane::Bulk)
        } else {
            None
        }
    }

    /// Removes and returns the urgent message that has waited longest.
    pub fn pop_urgent(&self) -> Option<Waiting> {
        self.lanes().urgent.pop_if(|_| true)
    }

    /// Removes and returns the next bulk message in turn that may start.
    pub fn pop_bulk(&self, may_start: impl Fn(&Claim) -> bool) -> Option<Waiting> {
        self.lanes().bulk.pop(may_start)
    }

    /// Keeps the place of a message that goes back to the outbox because its session was refused: it is the first of
    /// its lane or source when it is leased again.
    pub fn keep_place(&self, id: Id) {
        let mut lanes = self.lanes();
        if lanes.first.len() >= MAX_FIRST {
            lanes.first.clear();
        }
        lanes.first.insert(id);
    }

    /// Removes and returns the bulk messages beyond the first `count`, if more is due on disk than fits in memory.
    pub fn take_bulk_beyond(&self, count: usize) -> Vec<Claim> {
        self.lanes().bulk.take_beyond(count)
    }

    /// Removes and returns the messages that were leased before `before`.
    pub fn take_leased_before(&self, before: Timestamp) -> Vec<Claim> {
        let mut lanes = self.lanes();
        let mut claims = Vec::new();
        while let Some(waiting) = lanes.urgent.pop_if(|waiting| waiting.leased_at < before) {
            claims.push(waiting.claim);
        }
        claims.extend(lanes.bulk.take_leased_before(before));
        claims
    }

    /// Opens the lanes; the bulk lane takes at most `bulk_count` messages.
    pub fn open(&self, bulk_count: usize) {
        let mut lanes = self.lanes();
        lanes.is_open = true;
        lanes.woken = true;
        lanes.bulk.set_most(Amount { count: bulk_count.clamp(1, BULK.count), ..BULK });
        drop(lanes);
        self.changed.notify_one();
    }

    /// Closes the lanes, and removes and returns all messages.
    pub fn close(&self) -> Vec<Claim> {
        let mut lanes = self.lanes();
        lanes.is_open = false;
        lanes.generation += 1;
        lanes.first.clear();
        lanes.urgent.is_behind = false;
        let mut claims = Vec::new();
        while let Some(waiting) = lanes.urgent.pop_if(|_| true) {
            claims.push(waiting.claim);
        }
        claims.extend(lanes.bulk.take_all());
        claims
    }

    fn lanes(&self) -> MutexGuard<'_, Lanes> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl UrgentLane {
    fn reserve(&mut self, bytes: usize) -> bool {
        let fits = self.used.count < URGENT.count && (self.used.bytes + bytes <= URGENT.bytes || self.used.count == 0);
        if fits {
            self.used.count += 1;
            self.used.bytes += bytes;
        }
        fits
    }

    fn reserve_rest(&mut self) -> Amount {
        let left = Amount {
            count: URGENT.count.saturating_sub(self.used.count),
            bytes: URGENT.bytes.saturating_sub(self.used.bytes),
        };
        self.used.count += left.count;
        self.used.bytes += left.bytes;
        left
    }

    fn has_memory_for_backlog(&self) -> bool {
        self.is_behind && self.used.count * 2 <= URGENT.count && self.used.bytes * 2 <= URGENT.bytes
    }

    fn free(&mut self, amount: Amount) {
        self.used.count -= amount.count;
        self.used.bytes -= amount.bytes;
    }

    fn push(&mut self, waiting: Waiting, is_first: bool) {
        self.used.count += 1;
        self.used.bytes += waiting.claim.bytes.len();
        match self.waiting.front() {
            // The queue is in the order of leases, so it counts as leased no later than the next one.
            Some(next) if is_first => {
                let leased_at = waiting.leased_at.min(next.leased_at);
                self.waiting.push_front(Waiting { leased_at, ..waiting });
            }
            _ => self.waiting.push_back(waiting),
        }
    }

    fn pop_if(&mut self, is_wanted: impl Fn(&mut Waiting) -> bool) -> Option<Waiting> {
        let waiting = self.waiting.pop_front_if(is_wanted)?;
        self.free(Amount::one(waiting.claim.bytes.len()));
        Some(waiting)
    }
}

impl Reservation {
    /// The reserved memory.
    pub fn amount(&self) -> Amount {
        self.amount
    }

    /// Uses the reservation for `claims`. Returns them if they come too late, because the lanes were closed since.
    #[must_use = "claims that came too late must be returned to the outbox"]
    pub fn fill(self, claims: Vec<Claim>, leased_at: Timestamp) -> Vec<Claim> {
        let mut lanes = self.ready.lanes();
        if !lanes.is_open || self.generation != lanes.generation {
            return claims;
        }
        for claim in claims {
            let is_first = lanes.first.remove(&claim.id);
            let waiting = Waiting { claim, leased_at };
            match self.reserved_for {
                ReservedFor::Urgent => lanes.urgent.push(waiting, is_first),
                ReservedFor::Bulk(_) | ReservedFor::RestOfBulk => lanes.bulk.push(waiting, is_first),
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
        match self.reserved_for {
            ReservedFor::Urgent => lanes.urgent.free(self.amount),
            ReservedFor::Bulk(source) => lanes.bulk.free(source, self.amount.bytes),
            ReservedFor::RestOfBulk => lanes.bulk.free_rest(self.amount),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The source of [`claim`].
    const ANY: SourceKey = SourceKey::SERVER;

    /// A claim of an arbitrary message.
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
                lane: Lane::Bulk,
                message,
                expires_at: None,
                origin: mail::Text::verbatim("test"),
                source: queue::Source::default(),
                key: None,
                remarks: Vec::new(),
                usage: None,
                client: None,
            };
            let accepted = db.write(move |tx| queue::accept(tx, &new, Some(&lease), Timestamp::UNIX_EPOCH)).await;
            match accepted.expect("accepted") {
                queue::Accepted::New { claim: Some(claim), .. } => claim,
                other => panic!("no claim: {other:?}"),
            }
        })
    }

    #[test]
    fn a_reservation_made_before_the_lanes_closed_is_void() {
        let ready = Arc::new(Ready::default());
        ready.open(100);
        let before = ready.reserve(Lane::Bulk, ANY, 10).expect("memory");
        assert!(ready.close().is_empty());
        ready.open(100);
        let after = ready.reserve(Lane::Bulk, ANY, 10).expect("memory");
        let late = before.fill(vec![claim()], Timestamp::UNIX_EPOCH);
        assert_eq!((late.len(), ready.next_lane()), (1, None), "it was reserved before");
        assert!(after.fill(vec![claim()], Timestamp::UNIX_EPOCH).is_empty());
        assert_eq!(ready.next_lane(), Some(Lane::Bulk));
    }

    #[test]
    fn mail_stored_while_a_fetch_runs_is_fetched() {
        let ready = Arc::new(Ready::default());
        ready.open(100);
        assert!(ready.take_woken(), "opening wakes");
        drop(ready.begin_fetch());
        ready.end_fetch(None, HashSet::from([ANY]), 7);
        ready.wake_for(Lane::Bulk, ANY);
        assert!(!ready.take_woken(), "its source is known to be behind");
        drop(ready.begin_fetch());
        ready.end_fetch(None, HashSet::new(), 0);
        assert!(!ready.take_woken(), "the fetch that began after it has seen it");
        ready.end_fetch(None, HashSet::from([ANY]), 7);
        drop(ready.begin_fetch());
        ready.wake_for(Lane::Bulk, ANY);
        ready.end_fetch(None, HashSet::new(), 0);
        assert!(ready.take_woken(), "the fetch may not have seen it, and nothing else reports it");
    }

    #[test]
    fn urgent_mail_is_fetched_again_as_soon_as_half_of_its_memory_is_free() {
        let ready = Arc::new(Ready::default());
        ready.open(300);
        let (claims, claim) = (URGENT.count, claim());
        let FetchMemory { urgent, bulk, .. } = ready.begin_fetch();
        assert!(urgent.fill(vec![claim; claims], Timestamp::UNIX_EPOCH).is_empty());
        drop(bulk);
        ready.end_fetch(Some(true), HashSet::new(), 0);
        for _ in 0..claims / 2 {
            assert!(!ready.has_memory_for_backlog());
            assert!(ready.pop_urgent().is_some());
        }
        assert!(ready.has_memory_for_backlog());
        drop(ready.begin_fetch());
        ready.end_fetch(Some(false), HashSet::new(), 0);
        assert!(!ready.has_memory_for_backlog(), "nothing more was due");
    }

    #[test]
    fn a_source_that_is_behind_does_not_keep_others_from_memory() {
        let other = queue::Source::script(uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2)).key();
        let ready = Arc::new(Ready::default());
        ready.open(300);
        ready.take_woken();
        let (mut filled, claim) = (0, claim());
        while let Some(reservation) = ready.reserve(Lane::Bulk, ANY, 10) {
            assert!(reservation.fill(vec![claim.clone()], Timestamp::UNIX_EPOCH).is_empty());
            filled += 1;
        }
        assert_eq!(filled, 200, "two thirds");
        ready.wake_for(Lane::Bulk, ANY);
        assert!(ready.take_woken());
        assert!(ready.reserve(Lane::Bulk, other, 10).is_some());
        drop(ready.begin_fetch());
        ready.end_fetch(None, HashSet::from([ANY]), 1);
        assert!(!ready.has_memory_for_backlog(), "its part of the memory is in use");
        ready.wake_for(Lane::Bulk, other);
        assert!(ready.take_woken() && ready.has_memory_for_backlog(), "the other has nothing in memory");
        drop(ready.begin_fetch());
        ready.end_fetch(None, HashSet::from([ANY, other]), 0);
        assert!(!ready.has_memory_for_backlog(), "nothing was found although memory was left");
        assert!(ready.pop_bulk(|_| true).is_some());
        assert!(ready.has_memory_for_backlog());
    }
}
