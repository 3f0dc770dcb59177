//! Octets of waiting mail, by workspace or account.
//!
//! The outbox is summed up only when the limit may be reached: until then, mail accepted since the last sum is added to
//! it, so that the number is never too low. A sum is used for a multiple of the time that reading it took, so that a
//! large outbox is not read all the time. None of this is stored, so a crash cannot make it wrong.

use std::collections::HashMap;

use clock::Clock;
use jiff::{SignedDuration, Timestamp};
use mail::Text;
use storage::{Db, DbError};
use uuid::Uuid;

use super::Holder;
use crate::texts;

/// A sum is used for this multiple of the time that it took, at most five minutes.
const REST: i32 = 20;
const LONGEST_REST: SignedDuration = SignedDuration::from_mins(5);

/// The limit on mail of a workspace or an account that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingLimit {
    /// [`Holder::Workspace`] or [`Holder::Account`].
    pub holder: Holder,
    /// The workspace or account that messages come from.
    pub owner: Uuid,
    /// Those whose mail counts, this one among them.
    pub counted: Vec<Uuid>,
    /// Octets.
    pub bytes: u64,
}

/// A message that has no room in a [`WaitingLimit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitingExceeded {
    /// Whose limit it is.
    pub holder: Holder,
    /// The limit, in octets.
    pub limit: u64,
    /// How much waits already, in octets.
    pub used: u64,
}

impl WaitingExceeded {
    /// What happened and what to do.
    pub fn text(&self) -> Text {
        let (limit, used) = (self.limit / 1_000_000, self.used.div_ceil(1_000_000));
        match self.holder {
            Holder::Account => texts::quota_waiting_of_account(limit, used),
            _ => texts::quota_waiting(limit, used),
        }
    }
}

/// What waits, by workspace or account.
#[derive(Debug, Default)]
pub(super) struct WaitingBytes {
    sum: Option<Sum>,
    /// Reserved and not stored yet.
    open: HashMap<Uuid, u64>,
    /// Stored since the last sum was begun; some of it may be part of the sum as well.
    stored: HashMap<Uuid, u64>,
}

/// What waited when the outbox was read.
#[derive(Debug)]
pub(super) struct Sum {
    bytes: HashMap<Uuid, u64>,
    read_at: Timestamp,
    until: Timestamp,
}

/// Whether there is room for a message.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// There is, and it was added.
    Taken,
    /// There is not: this many octets wait.
    Full(u64),
    /// What waits must be summed up first.
    Unknown,
}

impl WaitingBytes {
    /// Adds a message if it has room.
    pub(super) fn take(&mut self, limit: &WaitingLimit, bytes: u64, now: Timestamp) -> Room {
        if self.sum.is_none() {
            return Room::Unknown;
        }
        let waiting = self.of(&limit.counted);
        if waiting + bytes <= limit.bytes {
            *self.open.entry(limit.owner).or_default() += bytes;
            Room::Taken
        } else if self.is_fresh(now) {
            Room::Full(waiting)
        } else {
            Room::Unknown
        }
    }

    /// Whether the sum is not too old to refuse mail by it.
    pub(super) fn is_fresh(&self, now: Timestamp) -> bool {
        self.sum.as_ref().is_some_and(|sum| (sum.read_at..sum.until).contains(&now))
    }

    /// Octets of these workspaces that wait, or a little more than that.
    pub(super) fn of(&self, workspaces: &[Uuid]) -> u64 {
        let of = |map: &HashMap<Uuid, u64>| -> u64 {
            workspaces.iter().map(|workspace| map.get(workspace).copied().unwrap_or(0)).sum()
        };
        self.sum.as_ref().map_or(0, |sum| of(&sum.bytes)) + of(&self.open) + of(&self.stored)
    }

    /// Records that a message that was added is stored.
    pub(super) fn stored(&mut self, workspace: Uuid, bytes: u64) {
        self.release(workspace, bytes);
        *self.stored.entry(workspace).or_default() += bytes;
    }

    /// Removes a message that was added but will not be stored.
    pub(super) fn release(&mut self, workspace: Uuid, bytes: u64) {
        subtract(&mut self.open, workspace, bytes);
    }

    /// The stored mail that a sum begun now will include.
    pub(super) fn begin_sum(&self) -> HashMap<Uuid, u64> {
        self.stored.clone()
    }

    /// Uses a sum; `included` is the result of [`WaitingBytes::begin_sum`].
    pub(super) fn end_sum(&mut self, included: HashMap<Uuid, u64>, sum: Sum) {
        for (workspace, bytes) in included {
            subtract(&mut self.stored, workspace, bytes);
        }
        self.sum = Some(sum);
    }
}

fn subtract(map: &mut HashMap<Uuid, u64>, workspace: Uuid, bytes: u64) {
    if let Some(left) = map.get_mut(&workspace) {
        *left = left.saturating_sub(bytes);
        if *left == 0 {
            map.remove(&workspace);
        }
    }
}

impl Sum {
    /// Reads what waits.
    pub(super) async fn read(db: &Db, clock: &Clock) -> Result<Self, DbError> {
        let read_at = clock.now();
        let bytes = db.read(|rx| queue::usage::waiting_bytes(rx)).await?;
        Ok(Self::of(bytes.into_iter().collect(), read_at, clock.now()))
    }

    fn of(bytes: HashMap<Uuid, u64>, read_at: Timestamp, now: Timestamp) -> Self {
        let rest = (now.duration_since(read_at) * REST).clamp(SignedDuration::ZERO, LONGEST_REST);
        Self { bytes, read_at, until: now.saturating_add(rest).unwrap_or(Timestamp::MAX) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).expect("a time")
    }

    #[test]
    fn accepted_mail_is_added_up_to_the_limit_and_then_the_outbox_is_read() {
        let workspace = Uuid::from_u128(1);
        let limit =
            |bytes| WaitingLimit { holder: Holder::Workspace, owner: workspace, counted: vec![workspace], bytes };
        let mut waiting = WaitingBytes::default();
        assert_eq!(waiting.take(&limit(100), 10, at(0)), Room::Unknown, "never read");
        let included = waiting.begin_sum();
        waiting.end_sum(included, Sum::of([(workspace, 50)].into(), at(0), at(1)));
        assert_eq!(waiting.take(&limit(100), 30, at(1)), Room::Taken);
        waiting.stored(workspace, 30);
        assert_eq!(waiting.take(&limit(100), 15, at(1)), Room::Taken);
        assert_eq!(waiting.take(&limit(100), 15, at(20)), Room::Full(95), "the sum rests 20 times as long as it took");
        waiting.release(workspace, 15);
        assert_eq!(waiting.take(&limit(100), 15, at(20)), Room::Taken);
        assert_eq!(waiting.take(&limit(100), 15, at(21)), Room::Unknown, "some of it may have been sent");

        let included = waiting.begin_sum();
        // Stored while the outbox is read: it may or may not be part of the sum.
        waiting.stored(workspace, 15);
        waiting.end_sum(included, Sum::of([(workspace, 30)].into(), at(21), at(22)));
        assert_eq!(waiting.of(&[workspace]), 45);
        assert_eq!(waiting.take(&limit(100), 60, at(20)), Room::Unknown, "the clock was set back");
        assert_eq!(waiting.of(&[Uuid::from_u128(2)]), 0);
        let heir = Uuid::from_u128(3);
        let limit = WaitingLimit { holder: Holder::Workspace, owner: heir, counted: vec![heir, workspace], bytes: 100 };
        assert_eq!(waiting.take(&limit, 55, at(22)), Room::Taken, "beside the 45 of the workspace before it");
        assert_eq!((waiting.of(&[heir]), waiting.of(&limit.counted)), (55, 100));
    }

    #[test]
    fn a_refusal_names_the_workspace_or_the_account() {
        let code = |holder| WaitingExceeded { holder, limit: 5_000_000, used: 4_000_001 }.text().to_string();
        assert_eq!(code(Holder::Workspace), "quota_waiting (limit: 5, used: 5)");
        assert_eq!(code(Holder::Account), "quota_waiting_of_account (limit: 5, used: 5)");
    }
}
