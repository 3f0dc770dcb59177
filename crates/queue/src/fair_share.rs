//! Shares the bulk lane between sources: which source sends next, and how much memory each source may use.
//!
//! Pure: used by [`crate::lease_bulk`] for what is on disk and by the delivery loop for what is in memory.
//!
//! **The order** is start-time fair queuing (Goyal, Vin, Cheng: IEEE/ACM Transactions on Networking 5(5), 1997) in two
//! levels: between groups (workspaces, API keys), and inside a group between its callers (scripts). Each member has a tag
//! that grows with the octets that it has sent; the member with the lowest tag is next. A member that begins to send starts
//! at the tag that was served last. Its first message therefore waits for at most one message of each other group, and a
//! time without mail earns no credit. This is as fair as deficit round robin, and a large first message is not delayed.
//!
//! **The memory** of a group is limited by what is left of the lane's memory (a dynamic threshold; Choudhury, Hahne:
//! IEEE/ACM Transactions on Networking 6(2), 1998). A group that is alone uses about two thirds of the lane's memory, and
//! less when other groups use some. Additional memory is reserved for groups that have nothing in memory.

use std::collections::HashMap;

use crate::SourceKey;

/// Smaller messages count this many octets, so that two sources of ordinary mail alternate message by message.
const SMALLEST: u64 = 16 * 1024;
/// Messages beyond the limit of the lane that are reserved for groups with nothing in memory.
const FIRST_OF_OTHERS: usize = 256;
/// A group uses at most this multiple of the memory that is left.
const TIMES_LEFT: usize = 2;
/// Up to this number of sources, none is removed.
const FEW: usize = 64;

/// A number of messages and of their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Number of messages.
    pub count: usize,
    /// Bytes of these messages.
    pub bytes: usize,
}

impl Amount {
    /// One message.
    pub fn one(bytes: usize) -> Self {
        Self { count: 1, bytes }
    }

    fn add(&mut self, other: Self) {
        self.count += other.count;
        self.bytes += other.bytes;
    }

    fn subtract(&mut self, other: Self) {
        self.count = self.count.saturating_sub(other.count);
        self.bytes = self.bytes.saturating_sub(other.bytes);
    }
}

/// The position of a source in the order: the lowest is next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// Tag and last service, of the group and of the caller. Of two with the same tag, the one that was served longer ago
    /// is first. Otherwise a source whose messages are given back before they are sent would lose every tie.
    group: (u64, u64),
    group_id: i64,
    caller: (u64, u64),
    source: SourceKey,
}

impl Rank {
    /// The source.
    pub fn source(&self) -> SourceKey {
        self.source
    }
}

/// The sources of the bulk lane, with what each has in memory.
#[derive(Clone, Debug, Default)]
pub struct FairShare {
    most: Amount,
    used: Amount,
    /// The tag of the group that was served last.
    time: u64,
    /// Number of messages that were served.
    services: u64,
    groups: HashMap<i64, Group>,
    callers: HashMap<SourceKey, Member>,
    /// Above this number of sources, those without mail and without a lead over the others are removed.
    forget_at: usize,
}

/// A workspace or an API key.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    as_member: Member,
    /// The tag of its caller that was served last.
    time: u64,
}

/// A group of the lane, or a caller of a group.
#[derive(Clone, Copy, Debug, Default)]
struct Member {
    tag: u64,
    /// The number of its last service; 0 for none.
    served: u64,
    /// Octets of its messages that wait in memory.
    waiting: u64,
    /// What it has in memory or reserved.
    used: Amount,
}

impl Member {
    fn arrive(&mut self, octets: u64, time: u64) {
        if self.waiting == 0 {
            self.tag = self.tag.max(time);
        }
        self.waiting += octets;
    }

    fn leave(&mut self, octets: u64) {
        self.waiting = self.waiting.saturating_sub(octets);
    }

    /// Counts a message that is sent. Returns the tag before it.
    fn serve(&mut self, octets: u64, service: u64) -> u64 {
        let started = self.tag;
        self.leave(octets);
        self.served = service;
        self.tag += octets;
        started
    }
}

/// The octets that a message of this size counts.
fn octets(bytes: usize) -> u64 {
    (bytes as u64).max(SMALLEST)
}

impl FairShare {
    /// An empty lane with a limit of `most`, which only first messages of further groups may exceed.
    pub fn new(most: Amount) -> Self {
        Self { most, ..Self::default() }
    }

    /// Changes the limit of the lane.
    pub fn set_most(&mut self, most: Amount) {
        self.most = most;
    }

    /// What is in memory or reserved.
    pub fn used(&self) -> Amount {
        self.used
    }

    /// Whether less than half of what a single source may use is in use.
    pub fn is_low(&self) -> bool {
        self.used.count * 3 <= self.most.count && self.used.bytes * 3 <= self.most.bytes
    }

    /// Whether this source has anything in memory.
    pub fn is_in_memory(&self, source: SourceKey) -> bool {
        self.callers.get(&source).is_some_and(|caller| caller.used.count > 0)
    }

    /// Whether memory is left for a message of this source.
    pub fn fits(&self, source: SourceKey, bytes: usize) -> bool {
        let of_group = self.groups.get(&source.group()).map(|group| group.as_member.used).unwrap_or_default();
        if self.most.count == 0 {
            return false;
        }
        if of_group.count == 0 {
            let is_room = self.used.count < self.most.count + FIRST_OF_OTHERS && self.used.bytes <= self.most.bytes;
            return is_room || self.used.count == 0;
        }
        if !self.is_in_memory(source) {
            // As for a group with nothing in memory: otherwise a large message would never fit beside those of the group's
            // other callers.
            return self.used.count < self.most.count && self.used.bytes < self.most.bytes;
        }
        let left = Amount {
            count: self.most.count.saturating_sub(self.used.count),
            bytes: self.most.bytes.saturating_sub(self.used.bytes),
        };
        of_group.count < TIMES_LEFT * left.count
            && of_group.bytes.saturating_add(bytes) <= left.bytes.saturating_mul(TIMES_LEFT)
    }

    /// Reserves memory for a message of this source.
    pub fn reserve(&mut self, source: SourceKey, bytes: usize) {
        let amount = Amount::one(bytes);
        self.used.add(amount);
        self.groups.entry(source.group()).or_default().as_member.used.add(amount);
        self.callers.entry(source).or_default().used.add(amount);
    }

    /// Frees the memory of a message of this source.
    pub fn free(&mut self, source: SourceKey, bytes: usize) {
        let amount = Amount::one(bytes);
        self.used.subtract(amount);
        if let Some(group) = self.groups.get_mut(&source.group()) {
            group.as_member.used.subtract(amount);
        }
        if let Some(caller) = self.callers.get_mut(&source) {
            caller.used.subtract(amount);
        }
        self.forget();
    }

    /// Reserves all memory that is left, for any source.
    pub fn reserve_rest(&mut self) -> Amount {
        let rest = Amount {
            count: self.most.count.saturating_sub(self.used.count),
            bytes: self.most.bytes.saturating_sub(self.used.bytes),
        };
        self.used.add(rest);
        rest
    }

    /// Ends [`FairShare::reserve_rest`].
    pub fn free_rest(&mut self, rest: Amount) {
        self.used.subtract(rest);
    }

    /// A message begins to wait in memory.
    pub fn arrive(&mut self, source: SourceKey, bytes: usize) {
        let group = self.groups.entry(source.group()).or_default();
        group.as_member.arrive(octets(bytes), self.time);
        self.callers.entry(source).or_default().arrive(octets(bytes), group.time);
    }

    /// A message that was served and not sent waits again.
    pub fn arrive_again(&mut self, source: SourceKey, bytes: usize) {
        self.arrive(source, bytes);
        for member in self.members(source) {
            member.tag = member.tag.saturating_sub(octets(bytes));
        }
    }

    /// A message no longer waits, and is not sent.
    pub fn leave(&mut self, source: SourceKey, bytes: usize) {
        for member in self.members(source) {
            member.leave(octets(bytes));
        }
    }

    /// A message is served: it is about to be sent.
    pub fn serve(&mut self, source: SourceKey, bytes: usize) {
        let Some(group) = self.groups.get_mut(&source.group()) else { return };
        self.services += 1;
        self.time = self.time.max(group.as_member.serve(octets(bytes), self.services));
        if let Some(caller) = self.callers.get_mut(&source) {
            group.time = group.time.max(caller.serve(octets(bytes), self.services));
        }
    }

    /// The order in which messages that wait in memory are sent.
    pub fn rank(&self, source: SourceKey) -> Rank {
        self.rank_by(source, |member| member.tag)
    }

    /// The order in which messages on disk follow those in memory.
    pub fn rank_on_disk(&self, source: SourceKey) -> Rank {
        self.rank_by(source, |member| member.tag + member.waiting)
    }

    fn rank_by(&self, source: SourceKey, tag: impl Fn(&Member) -> u64) -> Rank {
        let group = self.groups.get(&source.group());
        let caller = self.callers.get(&source);
        let time = group.map_or(0, |group| group.time);
        Rank {
            group: group.map_or((self.time, 0), |group| level(&group.as_member, self.time, &tag)),
            group_id: source.group(),
            caller: caller.map_or((time, 0), |caller| level(caller, time, &tag)),
            source,
        }
    }

    fn members(&mut self, source: SourceKey) -> impl Iterator<Item = &mut Member> {
        let group = self.groups.get_mut(&source.group()).map(|group| &mut group.as_member);
        group.into_iter().chain(self.callers.get_mut(&source))
    }

    /// Removes members that have nothing in memory and would start at the same tag again. Runs only occasionally.
    fn forget(&mut self) {
        if self.callers.len() <= self.forget_at.max(FEW) {
            return;
        }
        let time = self.time;
        self.groups.retain(|_, group| group.as_member.used.count > 0 || group.as_member.tag > time);
        let groups = &self.groups;
        self.callers.retain(|source, caller| match groups.get(&source.group()) {
            Some(group) => caller.used.count > 0 || caller.tag > group.time,
            None => false,
        });
        self.forget_at = 2 * self.callers.len();
    }
}

/// The tag and the last service of a member; one with nothing in memory starts at the current tag.
fn level(member: &Member, time: u64, tag: impl Fn(&Member) -> u64) -> (u64, u64) {
    (if member.waiting == 0 { member.tag.max(time) } else { tag(member) }, member.served)
}
