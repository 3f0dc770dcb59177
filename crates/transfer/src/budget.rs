//! The budget of memory for data in flight, shared fairly between those who cause the data.
//!
//! There are two lanes: large data (bodies of messages, files, pieces of downloads) and small data (forms, API calls),
//! so that uploads never keep anybody from signing in. In each lane one holder gets only part of the memory. Waiting
//! claims are served in the order of what their holders already have, so that a newcomer does not queue behind somebody
//! who sends much.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use uuid::Uuid;

/// Maximum bytes of data in the lane of small data.
pub const SMALL_BYTES: usize = 64 * 1024;
/// How long a reservation waits for memory.
const WAIT_MAX: Duration = Duration::from_secs(10);
/// Number of the largest bodies that may be in memory at once.
const LARGEST_AT_ONCE: usize = 3;
/// Minimum size of the lane of large data: pieces of downloads need memory even if the largest body is small.
const LEAST_LARGE_LANE_BYTES: usize = 64_000_000;
/// Size of the lane of small data.
const SMALL_LANE_BYTES: usize = 32_000_000;
/// Small data of one holder: the maximum that its 64 connections may send.
const SMALL_BYTES_OF_ONE: usize = 64 * SMALL_BYTES;

/// Who causes data in flight. A request is counted for all its holders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    /// The network of a client.
    Client(IpAddr),
    /// A signed-in account.
    Account(Uuid),
    /// An API key.
    ApiKey(Uuid),
    /// A workspace, for calls with neither an account nor a key.
    Workspace(Uuid),
}

/// Limits of one lane, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct LaneLimits {
    /// For all holders together.
    pub bytes: usize,
    /// For one holder.
    pub of_one_bytes: usize,
}

/// The limits of a budget.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Data above [`SMALL_BYTES`].
    pub large: LaneLimits,
    /// Other data.
    pub small: LaneLimits,
    /// Maximum time that a reservation waits.
    pub wait_max: Duration,
}

impl Limits {
    /// Limits for bodies of at most `largest_bytes`: three of them at once, and half of the memory for one holder.
    pub fn for_bodies(largest_bytes: usize) -> Self {
        let bytes = largest_bytes.saturating_mul(LARGEST_AT_ONCE).max(LEAST_LARGE_LANE_BYTES);
        Self {
            large: LaneLimits { bytes, of_one_bytes: bytes / 2 },
            small: LaneLimits { bytes: SMALL_LANE_BYTES, of_one_bytes: SMALL_BYTES_OF_ONE },
            wait_max: WAIT_MAX,
        }
    }
}

/// No memory became free in time. The caller may try again after a few seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no memory became free within {wait_seconds} s")]
pub struct BudgetFull {
    /// How long the reservation waited.
    pub wait_seconds: u64,
}

/// The budget; clones share it.
#[derive(Clone)]
pub struct Budget {
    shared: Arc<Shared>,
}

struct Shared {
    limits: Limits,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    large: Lane,
    small: Lane,
}

#[derive(Default)]
struct Lane {
    used_bytes: usize,
    by_holder: HashMap<Holder, usize>,
    /// In order of arrival.
    waiting: VecDeque<Waiting>,
    arrivals: u64,
}

struct Waiting {
    number: u64,
    claim: Claim,
    granted: oneshot::Sender<Reservation>,
}

#[derive(Clone, Debug)]
struct Claim {
    holders: Vec<Holder>,
    bytes: usize,
}

/// Reserved memory, released when this is dropped.
#[derive(Debug)]
pub struct Reservation {
    shared: Arc<Shared>,
    claim: Claim,
}

impl Budget {
    /// An unused budget.
    pub fn new(limits: Limits) -> Self {
        Self { shared: Arc::new(Shared { limits, state: Mutex::default() }) }
    }

    /// Reserves memory, and waits until it is free.
    ///
    /// # Errors
    /// [`BudgetFull`] if that takes too long.
    pub async fn reserve(&self, holders: Vec<Holder>, bytes: usize) -> Result<Reservation, BudgetFull> {
        let (granted, grant) = oneshot::channel();
        let claim = Claim { holders, bytes };
        let queued = {
            let limits = self.shared.limits_of(bytes);
            let mut state = self.shared.lock();
            let lane = state.lane(bytes);
            // The usual case: nobody waits, and the claim fits.
            if lane.waiting.is_empty() && lane.is_within_share(&claim, limits) && lane.fits(&claim, limits) {
                lane.count(&claim);
                return Ok(Reservation { shared: self.shared.clone(), claim });
            }
            lane.arrivals += 1;
            let number = lane.arrivals;
            lane.waiting.push_back(Waiting { number, claim, granted });
            QueuedClaim { shared: &self.shared, number, bytes }
        };
        self.shared.serve(bytes);
        let granted = tokio::time::timeout(self.shared.limits.wait_max, grant).await;
        drop(queued);
        match granted {
            Ok(Ok(reservation)) => Ok(reservation),
            _ => Err(BudgetFull { wait_seconds: self.shared.limits.wait_max.as_secs() }),
        }
    }

    /// Counts memory that is already in use, even above the limits; later reservations wait for it.
    pub fn charge(&self, holders: Vec<Holder>, bytes: usize) -> Reservation {
        let claim = Claim { holders, bytes };
        self.shared.lock().lane(bytes).count(&claim);
        Reservation { shared: self.shared.clone(), claim }
    }

    /// Bytes in use in both lanes.
    pub fn used_bytes(&self) -> usize {
        let state = self.shared.lock();
        state.large.used_bytes + state.small.used_bytes
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn limits_of(&self, bytes: usize) -> LaneLimits {
        if bytes <= SMALL_BYTES { self.limits.small } else { self.limits.large }
    }

    /// Grants waiting claims that fit, in the lane for data of this size.
    fn serve(self: &Arc<Self>, bytes: usize) {
        let limits = self.limits_of(bytes);
        loop {
            // The lock is released before a grant is sent: a grant that nobody waits for is dropped, which takes the
            // lock again.
            let next = self.lock().lane(bytes).next(limits);
            let Some(Waiting { claim, granted, .. }) = next else { return };
            let _ = granted.send(Reservation { shared: self.clone(), claim });
        }
    }
}

impl State {
    fn lane(&mut self, bytes: usize) -> &mut Lane {
        if bytes <= SMALL_BYTES { &mut self.small } else { &mut self.large }
    }
}

impl Lane {
    /// Removes and counts the claim that is served next; `None` if none fits.
    ///
    /// Claims above the limit of a holder are skipped. Of the others, the one whose holders have the least comes first,
    /// then the one that arrived first. If that one does not fit, nothing is served; otherwise large claims would wait
    /// forever.
    fn next(&mut self, limits: LaneLimits) -> Option<Waiting> {
        let candidates = self.waiting.iter().enumerate().filter(|(_, one)| self.is_within_share(&one.claim, limits));
        let (at, first) = candidates.min_by_key(|(_, one)| self.most_held(&one.claim))?;
        if !self.fits(&first.claim, limits) {
            return None;
        }
        let waiting = self.waiting.remove(at)?;
        self.count(&waiting.claim);
        Some(waiting)
    }

    /// The bytes of the holder that has the most.
    fn most_held(&self, claim: &Claim) -> usize {
        let held = claim.holders.iter().map(|holder| self.by_holder.get(holder).copied().unwrap_or(0));
        held.max().unwrap_or(0)
    }

    /// A claim above the limit of a holder is served only while that holder has nothing else.
    fn is_within_share(&self, claim: &Claim, limits: LaneLimits) -> bool {
        let held = self.most_held(claim);
        held == 0 || held + claim.bytes <= limits.of_one_bytes
    }

    fn fits(&self, claim: &Claim, limits: LaneLimits) -> bool {
        self.used_bytes == 0 || self.used_bytes + claim.bytes <= limits.bytes
    }

    fn count(&mut self, claim: &Claim) {
        self.used_bytes += claim.bytes;
        for holder in &claim.holders {
            *self.by_holder.entry(*holder).or_default() += claim.bytes;
        }
    }

    fn release(&mut self, claim: &Claim) {
        self.used_bytes -= claim.bytes;
        for holder in &claim.holders {
            if let Some(held) = self.by_holder.get_mut(holder) {
                *held -= claim.bytes;
                if *held == 0 {
                    self.by_holder.remove(holder);
                }
            }
        }
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.shared.lock().lane(self.claim.bytes).release(&self.claim);
        self.shared.serve(self.claim.bytes);
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("Budget").field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// A claim in the queue, removed from it when the caller stops waiting.
struct QueuedClaim<'b> {
    shared: &'b Arc<Shared>,
    number: u64,
    bytes: usize,
}

impl Drop for QueuedClaim<'_> {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        let lane = state.lane(self.bytes);
        let waiting = lane.waiting.iter().position(|waiting| waiting.number == self.number);
        let removed = waiting.and_then(|at| lane.waiting.remove(at));
        drop(state);
        if removed.is_some() {
            // Others may have waited behind this claim.
            self.shared.serve(self.bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::poll;

    use super::*;

    const MB: usize = 1_000_000;

    fn budget() -> Budget {
        let large = LaneLimits { bytes: 12 * MB, of_one_bytes: 6 * MB };
        let small = LaneLimits { bytes: 10 * SMALL_BYTES, of_one_bytes: 4 * SMALL_BYTES };
        Budget::new(Limits { large, small, wait_max: WAIT_MAX })
    }

    fn account(number: u128) -> Vec<Holder> {
        vec![Holder::Account(Uuid::from_u128(number))]
    }

    #[tokio::test(start_paused = true)]
    async fn one_holder_gets_a_share_and_others_the_rest() {
        let budget = budget();
        let _first = budget.reserve(account(1), 4 * MB).await.expect("is free");
        let _second = budget.reserve(account(1), 2 * MB).await.expect("is free");
        assert_eq!(budget.reserve(account(1), MB).await.err(), Some(BudgetFull { wait_seconds: 10 }));
        let _other = budget.reserve(account(2), 6 * MB).await.expect("the rest is for others");
        assert!(budget.reserve(account(3), MB).await.is_err(), "all of it is used");
        assert_eq!(budget.used_bytes(), 12 * MB, "refused claims take nothing");
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_is_counted_for_its_client_and_its_account() {
        let budget = budget();
        let client = Holder::Client(IpAddr::from([192, 0, 2, 1]));
        let of = |account: u128| vec![client, Holder::Account(Uuid::from_u128(account))];
        let _first = budget.reserve(of(1), 5 * MB).await.expect("is free");
        assert!(budget.reserve(of(2), 5 * MB).await.is_err(), "another account of the same client");
        assert!(budget.reserve(account(1), 5 * MB).await.is_err(), "the same account from elsewhere");
        assert!(budget.reserve(account(2), 5 * MB).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn small_data_does_not_wait_for_large() {
        let budget = budget();
        let _large = [budget.reserve(account(1), 6 * MB).await, budget.reserve(account(2), 6 * MB).await];
        let small = budget.reserve(account(1), SMALL_BYTES).await;
        assert!(small.is_ok(), "also of those who send much");
    }

    #[tokio::test(start_paused = true)]
    async fn the_holder_with_the_least_is_served_first() {
        let budget = budget();
        let first = budget.reserve(account(1), 3 * MB).await.expect("is free");
        let second = budget.reserve(account(2), 6 * MB).await.expect("is free");
        let third = budget.reserve(account(3), 3 * MB).await.expect("is free");
        let mut again = pin!(budget.reserve(account(3), 2 * MB));
        let mut newcomer = pin!(budget.reserve(account(4), 2 * MB));
        assert!(poll!(&mut again).is_pending() && poll!(&mut newcomer).is_pending());
        drop(first);
        assert!(poll!(&mut again).is_pending(), "although it came first");
        let newcomer = poll!(&mut newcomer);
        assert!(newcomer.is_ready());
        drop(second);
        assert!(poll!(&mut again).is_ready());
        drop(third);
    }

    #[tokio::test(start_paused = true)]
    async fn a_large_claim_is_not_overtaken_forever() {
        let budget = budget();
        let held = budget.reserve(account(1), 6 * MB).await.expect("is free");
        let other = budget.reserve(account(2), 4 * MB).await.expect("is free");
        let waits = async {
            let reservation = budget.reserve(account(3), 6 * MB).await.expect("its turn came");
            tokio::time::sleep(Duration::from_secs(1)).await;
            drop(reservation);
        };
        let later = async {
            tokio::task::yield_now().await;
            // 2 MB are free, and are reserved for the claim that came before.
            let later = tokio::time::timeout(Duration::from_secs(1), budget.reserve(account(4), 2 * MB)).await;
            assert!(later.is_err(), "waits behind the large one");
            drop(held);
        };
        tokio::join!(waits, later);
        drop(other);
        assert_eq!(budget.used_bytes(), 0, "all is given back");
    }

    #[tokio::test(start_paused = true)]
    async fn a_claim_above_the_share_is_served_alone() {
        let budget = budget();
        assert!(budget.reserve(account(1), 20 * MB).await.is_ok());
        let charged = budget.charge(account(2), 20 * MB);
        assert!(budget.reserve(account(1), MB).await.is_err(), "what is in use counts");
        drop(charged);
        assert!(budget.reserve(account(1), MB).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_cancelled_caller_leaves_the_queue() {
        let budget = budget();
        let held = budget.reserve(account(1), 8 * MB).await.expect("alone it may exceed its share");
        let gone = tokio::time::timeout(Duration::from_secs(1), budget.reserve(account(2), 6 * MB)).await;
        assert!(gone.is_err());
        assert!(budget.reserve(account(3), 4 * MB).await.is_ok(), "nobody waits before it");
        drop(held);
        assert_eq!(budget.used_bytes(), 0);
    }
}
