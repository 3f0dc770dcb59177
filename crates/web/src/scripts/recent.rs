//! Short-lived state between two pages of a script, such as a dry run: in memory only, for its creator, for 15 minutes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;

use crate::session::Visitor;

/// Maximum number of entries of all accounts.
const MOST: usize = 20;
/// Maximum bytes of all entries: a dry run may have 8 MB of mails, a run 8 MB of input.
const BYTES: usize = 64 << 20;
/// How long an entry is kept.
const KEPT: Duration = Duration::from_secs(15 * 60);

/// An entry.
pub trait Entry {
    /// Its unique id.
    fn id(&self) -> Uuid;
    /// The account that created it.
    fn account(&self) -> Uuid;
    /// The script that it belongs to.
    fn script(&self) -> Uuid;
    /// When it was created.
    fn at(&self) -> Timestamp;
    /// The bytes of memory that it takes.
    fn bytes(&self) -> usize;
}

/// The newest entries; clones share them.
pub struct Recent<T> {
    /// Oldest first.
    kept: Arc<Mutex<VecDeque<Arc<T>>>>,
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self { kept: Arc::default() }
    }
}

impl<T> Clone for Recent<T> {
    fn clone(&self) -> Self {
        Self { kept: self.kept.clone() }
    }
}

impl<T: Entry> Recent<T> {
    /// Stores an entry and removes old ones above the limits. Returns its id.
    pub fn keep(&self, new: T) -> Uuid {
        let (id, now) = (new.id(), new.at());
        let mut kept = self.lock();
        kept.retain(|one| !is_over(one.at(), now));
        kept.push_back(Arc::new(new));
        let mut bytes: Vec<usize> = kept.iter().map(|one| one.bytes()).collect();
        while kept.len() > MOST || (kept.len() > 1 && bytes.iter().sum::<usize>() > BYTES) {
            let at = index_to_remove(&kept, &bytes);
            kept.remove(at);
            bytes.remove(at);
        }
        id
    }

    /// An entry of the visitor for this script; `None` if there is none or it is too old.
    pub fn find(&self, id: Uuid, visitor: &Visitor, script: Uuid, now: Timestamp) -> Option<Arc<T>> {
        self.find_of(id, visitor.account.id, script, now)
    }

    /// Like [`Recent::find`], and removes the entry: of two concurrent calls one gets it.
    pub fn take(&self, id: Uuid, visitor: &Visitor, script: Uuid, now: Timestamp) -> Option<Arc<T>> {
        let found = self.find(id, visitor, script, now)?;
        let mut kept = self.lock();
        let at = kept.iter().position(|one| one.id() == id)?;
        kept.remove(at);
        Some(found)
    }

    fn find_of(&self, id: Uuid, account: Uuid, script: Uuid, now: Timestamp) -> Option<Arc<T>> {
        let mut kept = self.lock();
        kept.retain(|one| !is_over(one.at(), now));
        kept.iter().find(|one| (one.id(), one.account(), one.script()) == (id, account, script)).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<T>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The index of the oldest entry of the account that uses most memory, except the newest of all: an account that
/// creates many entries loses its own.
fn index_to_remove<T: Entry>(kept: &VecDeque<Arc<T>>, bytes: &[usize]) -> usize {
    let of = |account: Uuid| {
        let own = kept.iter().zip(bytes).filter(move |(one, _)| one.account() == account);
        own.fold((0, 0), |(count, sum), (_, bytes)| (count + 1, sum + bytes))
    };
    let older = kept.iter().take(kept.len() - 1).enumerate();
    // Compared by share of entries or of bytes, whichever is larger; if equal, the oldest is removed.
    let weight = |account| {
        let (count, sum): (usize, usize) = of(account);
        (count * 1_000 / MOST).max(sum / (BYTES / 1_000))
    };
    let heaviest = older.rev().max_by_key(|(_, one)| weight(one.account()));
    heaviest.map_or(0, |(at, _)| at)
}

fn is_over(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at) >= jiff::SignedDuration::try_from(KEPT).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: Uuid = Uuid::from_u128(1);
    const SCRIPT: Uuid = Uuid::from_u128(2);

    struct TestEntry {
        id: u128,
        account: Uuid,
        at: i64,
        bytes: usize,
    }

    impl Entry for TestEntry {
        fn id(&self) -> Uuid {
            Uuid::from_u128(self.id)
        }
        fn account(&self) -> Uuid {
            self.account
        }
        fn script(&self) -> Uuid {
            SCRIPT
        }
        fn at(&self) -> Timestamp {
            second(self.at)
        }
        fn bytes(&self) -> usize {
            self.bytes
        }
    }

    fn second(at: i64) -> Timestamp {
        Timestamp::from_second(at).expect("a time")
    }

    #[track_caller]
    fn check(recent: &Recent<TestEntry>, id: u128, account: Uuid, at: i64, found: bool) {
        assert_eq!(recent.find_of(Uuid::from_u128(id), account, SCRIPT, second(at)).is_some(), found, "{id} at {at}");
    }

    #[test]
    fn an_entry_belongs_to_its_creator_for_fifteen_minutes() {
        let recent = Recent::default();
        recent.keep(TestEntry { id: 1, account: ANN, at: 0, bytes: 1 });
        check(&recent, 1, ANN, 899, true);
        check(&recent, 1, SCRIPT, 0, false);
        check(&recent, 1, ANN, 900, false);
    }

    #[test]
    fn only_the_newest_entries_are_kept() {
        let recent = Recent::default();
        for id in 0..25 {
            recent.keep(TestEntry { id, account: ANN, at: 0, bytes: 1 });
        }
        check(&recent, 4, ANN, 0, false);
        check(&recent, 5, ANN, 0, true);
        let recent = Recent::default();
        for id in 0..3 {
            recent.keep(TestEntry { id, account: ANN, at: 0, bytes: 30 << 20 });
        }
        check(&recent, 0, ANN, 0, false);
        check(&recent, 2, ANN, 0, true);
    }

    #[test]
    fn an_account_with_many_entries_loses_its_own() {
        let (recent, bob) = (Recent::default(), Uuid::from_u128(3));
        recent.keep(TestEntry { id: 0, account: bob, at: 0, bytes: 10 << 20 });
        for id in 1..25 {
            recent.keep(TestEntry { id, account: ANN, at: 0, bytes: 9 << 20 });
        }
        check(&recent, 0, bob, 0, true);
        check(&recent, 18, ANN, 0, false);
        check(&recent, 24, ANN, 0, true);
    }
}
