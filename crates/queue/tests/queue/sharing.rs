//! Tests that sources share the bulk lane: they take turns on disk and in memory, regardless of how much one of them
//! has waiting.

use std::collections::{BTreeMap, VecDeque};

use proptest::prelude::*;
use queue::{Amount, FairShare, Id, Kind, Source, SourceKey};
use uuid::Uuid;

use crate::test_queue::{NODE, TestQueue};

/// What the smallest message counts.
const SMALLEST: usize = 16 * 1024;

fn script(workspace: u128, script: u128) -> Source {
    Source::script(Uuid::from_u128(workspace), Uuid::from_u128(script))
}

fn accept(queue: &mut TestQueue, source: Source) -> Id {
    let mut new = queue.message(Kind::Script, &["ann@example.com"]);
    new.source = source;
    let id = new.id;
    queue.accept_new(new, None).expect("accepted");
    id
}

/// Leases with memory for `count` messages. Returns the sources of the leased messages in order, and the sources that
/// have more.
fn lease(queue: &TestQueue, count: usize) -> (Vec<Source>, Vec<SourceKey>) {
    let (lease, now) = (queue.new_lease(NODE), queue.now);
    let leased = queue.write(move |tx| {
        let mut share = FairShare::new(Amount { count, bytes: 1 << 30 });
        queue::lease_bulk(tx, &mut share, usize::MAX, &lease, now)
    });
    let leased = leased.expect("leased");
    let mut backlog: Vec<_> = leased.backlog.into_iter().collect();
    backlog.sort_unstable();
    (leased.claims.into_iter().map(|claim| claim.source).collect(), backlog)
}

#[test]
fn a_workspace_with_much_mail_delays_another_by_one_message() {
    let mut queue = TestQueue::new();
    let (busy, other) = (script(1, 11), script(2, 12));
    for _ in 0..120 {
        accept(&mut queue, busy);
    }
    queue.minutes_pass(1);
    accept(&mut queue, other);
    let (leased, backlog) = lease(&queue, 60);
    assert!(leased.iter().position(|source| *source == other).is_some_and(|place| place <= 1), "{leased:?}");
    assert_eq!(leased.len(), 41, "a source uses two thirds of the memory at most");
    assert_eq!(backlog, [busy.key()]);
}

#[test]
fn scripts_of_a_workspace_take_turns_within_the_turns_of_the_workspace() {
    let mut queue = TestQueue::new();
    for (workspace, scripts) in [(1, [11, 12, 13]), (2, [21, 21, 21])] {
        for nth in scripts {
            for _ in 0..3 {
                accept(&mut queue, script(workspace, nth));
            }
        }
    }
    accept(&mut queue, Source::program(Uuid::from_u128(31)));
    let (leased, backlog) = lease(&queue, 1_000);
    assert_eq!((leased.len(), backlog.len()), (19, 0));
    let of = |workspace: u128| leased.iter().filter(move |one| one.owner == Some(Uuid::from_u128(workspace)));
    let first: Vec<_> = of(1).take(3).filter_map(|source| source.caller).collect();
    assert_eq!(first, [11, 12, 13].map(Uuid::from_u128));
    // One message of each in turn, as long as both have some; the key's one message is among the first three.
    let turns: Vec<_> = leased.iter().filter_map(|source| source.owner).collect();
    assert!(turns.chunks(2).take(8).all(|pair| pair[0] != pair[1]), "{turns:?}");
    assert!(leased[..3].iter().any(|source| source.owner.is_none()), "{leased:?}");
}

#[test]
fn mail_of_an_earlier_version_is_one_source() {
    let mut queue = TestQueue::new();
    let old = accept(&mut queue, script(1, 11));
    queue
        .write(move |tx| {
            tx.execute("UPDATE delivery SET source = 0 WHERE message = $1", storage::params![old])?;
            Ok(tx.execute("UPDATE message SET workspace = NULL, caller = NULL WHERE id = $1", storage::params![old])?)
        })
        .expect("as before");
    accept(&mut queue, script(1, 11));
    assert_eq!(lease(&queue, 10).0, [Source::default(), script(1, 11)]);
}

#[test]
fn a_delivery_whose_source_is_damaged_is_found_and_does_not_break_searches() {
    let mut queue = TestQueue::new();
    let broken = accept(&mut queue, script(1, 11));
    let whole = accept(&mut queue, script(2, 12));
    let sql = "UPDATE delivery SET source = 'garbage' WHERE message = $1";
    queue.write(move |tx| Ok(tx.execute(sql, storage::params![broken])?)).expect("broken");
    assert_eq!(queue.next_due(), Some(queue.now));
    assert_eq!(queue.read(|rx| queue::never_leased(rx, 10)).expect("read"), [broken]);
    assert_eq!(queue.lease_one().id, whole);
}

#[test]
fn mail_that_is_sent_again_keeps_its_source() {
    let mut queue = TestQueue::new();
    let first = accept(&mut queue, script(1, 11));
    queue.resend(first).expect("sent again");
    let (leased, _) = lease(&queue, 10);
    assert_eq!(leased, [script(1, 11), script(1, 11)]);
}

/// Sources with the sizes of their messages; each as (group, caller).
#[derive(Clone, Debug)]
struct Senders(BTreeMap<(u8, u8), Vec<usize>>);

fn senders() -> impl Strategy<Value = Senders> {
    let sizes = prop::collection::vec(prop_oneof![4 => 500..20_000_usize, 1 => 20_000..2_000_000_usize], 1..40);
    prop::collection::btree_map((1..8_u8, 1..4_u8), sizes, 1..12).prop_map(Senders)
}

/// The lane in memory, without a practical limit.
struct Memory {
    share: FairShare,
    waiting: BTreeMap<SourceKey, VecDeque<usize>>,
}

impl Memory {
    fn new() -> Self {
        let most = Amount { count: 1 << 30, bytes: 1 << 50 };
        Self { share: FairShare::new(most), waiting: BTreeMap::new() }
    }

    fn arrive(&mut self, source: SourceKey, bytes: usize) {
        self.share.reserve(source, bytes);
        self.share.arrive(source, bytes);
        self.waiting.entry(source).or_default().push_back(bytes);
    }

    /// Sends the next message, and returns its source and size.
    fn serve(&mut self) -> Option<(SourceKey, usize)> {
        let next = self.waiting.keys().copied().min_by_key(|source| self.share.rank(*source))?;
        let queue = self.waiting.get_mut(&next)?;
        let bytes = queue.pop_front()?;
        if queue.is_empty() {
            self.waiting.remove(&next);
        }
        self.share.serve(next, bytes);
        self.share.free(next, bytes);
        Some((next, bytes))
    }

    /// The groups with something that waits.
    fn groups(&self) -> usize {
        let groups: std::collections::BTreeSet<_> = self.waiting.keys().map(|source| source.group()).collect();
        groups.len()
    }
}

fn key(group: u8, caller: u8) -> SourceKey {
    script(u128::from(group), u128::from(caller)).key()
}

proptest! {
    #[test]
    fn the_first_message_of_a_new_source_waits_for_one_message_of_each_other(
        senders in senders(), served in 0..200_usize, size in 1..25_000_000_usize
    ) {
        let mut memory = Memory::new();
        for ((group, caller), sizes) in &senders.0 {
            sizes.iter().for_each(|size| memory.arrive(key(*group, *caller), *size));
        }
        for _ in 0..served {
            memory.serve();
        }
        let others = memory.groups();
        let new = key(100, 1);
        memory.arrive(new, size);
        let place = std::iter::from_fn(|| memory.serve()).position(|(source, _)| source == new);
        prop_assert!(place.is_some_and(|place| place <= others), "{place:?} of {others} others");
    }

    #[test]
    fn a_source_that_sends_one_message_after_the_other_does_not_delay_others(
        senders in senders(), size in 500..2_000_000_usize
    ) {
        // Its next message comes as soon as the last one was sent, so it never has two that wait.
        let (mut memory, eager) = (Memory::new(), key(100, 1));
        for ((group, caller), sizes) in &senders.0 {
            sizes.iter().for_each(|size| memory.arrive(key(*group, *caller), *size));
        }
        let total: usize = senders.0.values().flatten().map(|size| (*size).max(SMALLEST)).sum();
        memory.arrive(eager, size);
        let mut of_eager = 0;
        while memory.groups() > 1 {
            let (source, _) = memory.serve().expect("something waits");
            if source == eager {
                of_eager += 1;
                memory.arrive(eager, size);
            }
        }
        // It gets no more than the one group that sends the most, and one message beyond.
        let cost = size.max(SMALLEST);
        prop_assert!(of_eager * cost <= total + 2 * cost + 2_000_000, "{of_eager} of {cost} beside {total}");
    }

    #[test]
    fn busy_groups_get_the_same_octets_up_to_one_message(senders in senders(), served in 1..200_usize) {
        let mut memory = Memory::new();
        for ((group, caller), sizes) in &senders.0 {
            sizes.iter().for_each(|size| memory.arrive(key(*group, *caller), *size));
        }
        let busy = memory.groups();
        let mut octets: BTreeMap<i64, usize> = memory.waiting.keys().map(|source| (source.group(), 0)).collect();
        let mut largest = SMALLEST;
        for _ in 0..served {
            let Some((source, bytes)) = memory.serve() else { break };
            if memory.groups() < busy {
                break;
            }
            *octets.entry(source.group()).or_default() += bytes.max(SMALLEST);
            largest = largest.max(bytes);
        }
        let (least, most) = (octets.values().min().copied(), octets.values().max().copied());
        prop_assert!(most.unwrap_or(0) - least.unwrap_or(0) <= largest, "{octets:?}");
    }

    #[test]
    fn a_large_message_of_another_script_fits_beside_what_its_workspace_has_in_memory(size in 1_000..40_000_000_usize) {
        let mut share = FairShare::new(Amount { count: 100, bytes: 30_000_000 });
        let (mailing, single) = (key(1, 1), key(1, 2));
        while share.fits(mailing, 1_400_000) {
            share.reserve(mailing, 1_400_000);
        }
        prop_assert!(share.fits(single, size));
    }

    #[test]
    fn no_group_is_without_memory_while_another_has_two_messages(
        arrivals in prop::collection::vec((1..40_u8, 1..4_u8), 1..400), most in 1..200_usize
    ) {
        let mut share = FairShare::new(Amount { count: most, bytes: 1 << 40 });
        let mut refused: Vec<SourceKey> = Vec::new();
        for (group, caller) in arrivals {
            let source = key(group, caller);
            if share.fits(source, 1_000) { share.reserve(source, 1_000) } else { refused.push(source) }
        }
        for source in refused {
            let has_memory = (0..4).any(|caller| share.is_in_memory(key((source.group()) as u8, caller)));
            prop_assert!(has_memory, "{source:?} has nothing in memory");
        }
        prop_assert!(share.used().count <= most + 40);
    }
}
