//! Bulk mail in memory, by source: sources take turns, and none can fill the memory ([`queue::FairShare`]).
//!
//! Part of `ready`, which locks it. A source is behind if it has mail on disk that did not fit in memory. Its next mail then
//! waits on disk too, so that its mail leaves in order. Other sources still use the memory.

use std::collections::{HashMap, HashSet, VecDeque};

use jiff::Timestamp;
use queue::{Amount, Claim, FairShare, SourceKey};

use super::ready::Waiting;

/// The bulk lane.
#[derive(Debug, Default)]
pub struct BulkLane {
    share: FairShare,
    /// No queue is empty.
    waiting: HashMap<SourceKey, VecDeque<Waiting>>,
    /// Sources that are behind.
    behind: HashSet<SourceKey>,
    /// Sources that stored a message since the last fetch began: the fetch may have missed it.
    unseen: HashSet<SourceKey>,
    /// The last fetch leased nothing, and no memory was freed since it began: another fetch would lease nothing either.
    is_stuck: bool,
}

impl BulkLane {
    /// Sets the limit of messages and bytes in memory ([`FairShare::set_most`]).
    pub fn set_most(&mut self, most: Amount) {
        self.share.set_most(most);
    }

    /// Whether nothing waits in memory.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Reserves memory for a message, unless its source is behind or has used up its share.
    pub fn reserve(&mut self, source: SourceKey, bytes: usize) -> bool {
        let fits = !self.behind.contains(&source) && self.share.fits(source, bytes);
        if fits {
            self.share.reserve(source, bytes);
        }
        fits
    }

    /// Ends a reservation of [`BulkLane::reserve`].
    pub fn free(&mut self, source: SourceKey, bytes: usize) {
        self.share.free(source, bytes);
        self.is_stuck = false;
    }

    /// A message was stored without a reservation. Returns whether its source was not behind before.
    pub fn stored(&mut self, source: SourceKey) -> bool {
        self.unseen.insert(source);
        self.behind.insert(source)
    }

    /// Begins a fetch and reserves all memory that is left for it. Returns the share by which to lease, without this
    /// reservation, and the reservation.
    pub fn begin_fetch(&mut self) -> (FairShare, Amount) {
        self.unseen.clear();
        // Until memory is freed.
        self.is_stuck = true;
        (self.share.clone(), self.share.reserve_rest())
    }

    /// Frees the memory that was reserved for a fetch.
    pub fn free_rest(&mut self, rest: Amount) {
        self.share.free_rest(rest);
    }

    /// Ends a fetch. `backlog` has the sources with more due mail than was leased. Returns whether to fetch again, because
    /// other sources stored mail in the meantime.
    pub fn end_fetch(&mut self, backlog: HashSet<SourceKey>, leased: usize) -> bool {
        self.behind = backlog;
        self.is_stuck &= leased == 0;
        let is_news = self.unseen.iter().any(|source| !self.behind.contains(source));
        self.behind.extend(&self.unseen);
        is_news
    }

    /// Whether a fetch is worth a transaction: much memory is free, or a source that is behind has nothing in memory.
    pub fn has_memory_for_backlog(&self) -> bool {
        let is_absent = |source: &SourceKey| !self.share.is_in_memory(*source) && self.share.fits(*source, 0);
        !self.is_stuck && !self.behind.is_empty() && (self.share.is_low() || self.behind.iter().any(is_absent))
    }

    /// Adds a claim; `is_first` if its turn had come and it found no session.
    pub fn push(&mut self, waiting: Waiting, is_first: bool) {
        let (source, bytes) = (waiting.claim.source_key, waiting.claim.bytes.len());
        self.share.reserve(source, bytes);
        let queue = self.waiting.entry(source).or_default();
        match queue.front() {
            Some(next) if is_first => {
                // The queue is in the order of leases, so it counts as leased no later than the next one.
                let leased_at = waiting.leased_at.min(next.leased_at);
                queue.push_front(Waiting { leased_at, ..waiting });
            }
            _ => queue.push_back(waiting),
        }
        if is_first { self.share.arrive_again(source, bytes) } else { self.share.arrive(source, bytes) }
    }

    /// Removes and returns the next message in turn that may start.
    pub fn pop(&mut self, may_start: impl Fn(&Claim) -> bool) -> Option<Waiting> {
        let next = self.waiting.keys().copied().min_by_key(|source| self.share.rank(*source))?;
        let found = self.position(next, &may_start).or_else(|| {
            let mut others: Vec<_> = self.waiting.keys().copied().filter(|source| *source != next).collect();
            others.sort_unstable_by_key(|source| self.share.rank(*source));
            others.into_iter().find_map(|source| self.position(source, &may_start))
        });
        let (source, at) = found?;
        let bytes = self.waiting.get(&source)?.get(at)?.claim.bytes.len();
        self.share.serve(source, bytes);
        self.remove(source, at)
    }

    /// If any source is behind: removes the messages of each source beyond its equal part of `count`.
    pub fn take_beyond(&mut self, count: usize) -> Vec<Claim> {
        let of_each = (count / self.waiting.len().max(1)).max(1);
        if self.behind.is_empty() {
            return Vec::new();
        }
        self.take(|_, queue| queue.len().checked_sub(of_each).map(|beyond| queue.len() - beyond..queue.len()))
    }

    /// Removes messages that were leased before `before`. The messages of a source are in the order of their leases.
    pub fn take_leased_before(&mut self, before: Timestamp) -> Vec<Claim> {
        self.take(|_, queue| Some(0..queue.partition_point(|waiting| waiting.leased_at < before)))
    }

    /// Removes all messages.
    pub fn take_all(&mut self) -> Vec<Claim> {
        self.take(|_, queue| Some(0..queue.len()))
    }

    /// Removes a part of each queue; these messages are not sent.
    fn take(&mut self, part: impl Fn(SourceKey, &VecDeque<Waiting>) -> Option<std::ops::Range<usize>>) -> Vec<Claim> {
        let mut claims = Vec::new();
        for (source, queue) in &mut self.waiting {
            let Some(range) = part(*source, queue) else { continue };
            for waiting in queue.drain(range) {
                self.share.leave(*source, waiting.claim.bytes.len());
                self.share.free(*source, waiting.claim.bytes.len());
                claims.push(waiting.claim);
            }
        }
        self.waiting.retain(|_, queue| !queue.is_empty());
        self.is_stuck &= claims.is_empty();
        claims
    }

    fn position(&self, source: SourceKey, may_start: impl Fn(&Claim) -> bool) -> Option<(SourceKey, usize)> {
        let at = self.waiting.get(&source)?.iter().position(|waiting| may_start(&waiting.claim))?;
        Some((source, at))
    }

    fn remove(&mut self, source: SourceKey, at: usize) -> Option<Waiting> {
        let queue = self.waiting.get_mut(&source)?;
        let waiting = queue.remove(at)?;
        if queue.is_empty() {
            self.waiting.remove(&source);
        }
        self.free(source, waiting.claim.bytes.len());
        Some(waiting)
    }
}
