//! Shares places in time, as an operating system shares processors: who has had a place for a time slice makes place for
//! others when none is free, is suspended, and goes on in turn. Used for runs and dry runs.
//!
//! This is the policy alone: times are arguments, and the caller suspends and resumes processes.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// A place is kept at least this long. Whoever waits starts within the rest of a slice, far below the five seconds that
/// a run may wait, and a script that sends a few mails ends within its first slice.
pub(crate) const SLICE: Duration = Duration::from_secs(2);

/// Who has a place, and who was suspended, each since when. The earliest comes first.
#[derive(Debug)]
pub(crate) struct TimeSlices<K> {
    places: usize,
    in_progress_max: usize,
    active: VecDeque<(K, Timestamp)>,
    suspended: VecDeque<(K, Timestamp)>,
}

/// The next change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change<K> {
    /// It gives up its place.
    Suspend(K),
    /// It has a place again.
    Resume(K),
}

impl<K: Copy + Eq> TimeSlices<K> {
    /// `places` at a time; active and suspended together at most `in_progress_max`, which bounds their memory.
    pub(crate) fn new(places: usize, in_progress_max: usize) -> Self {
        Self { places, in_progress_max, active: VecDeque::new(), suspended: VecDeque::new() }
    }

    /// How many are active or suspended.
    pub(crate) fn in_progress(&self) -> usize {
        self.active.len() + self.suspended.len()
    }

    /// Gives a place to the one that was suspended first: if one is free, or after a time slice in which it had none the
    /// place of the one that has been active longest. To be called until there is no change.
    pub(crate) fn next_change(&mut self, now: Timestamp) -> Option<Change<K>> {
        self.follow_clock(now);
        let (_, since) = self.suspended.front()?;
        if self.active.len() < self.places {
            let (key, _) = self.suspended.pop_front()?;
            self.active.push_back((key, now));
            return Some(Change::Resume(key));
        }
        if now < end_of_slice(*since) {
            return None;
        }
        self.suspend_longest(now).map(Change::Suspend)
    }

    /// Makes place for one that starts. `has_claim`: it need not wait until a place is free, but takes that of the one
    /// that has been active longest, if that has had its time slice. Returns what to suspend for it.
    ///
    /// # Errors
    /// [`NoPlace`] if it has to wait.
    pub(crate) fn start(&mut self, key: K, has_claim: bool, now: Timestamp) -> Result<Option<K>, NoPlace> {
        self.follow_clock(now);
        if self.in_progress() >= self.in_progress_max {
            return Err(NoPlace);
        }
        let mut suspended = None;
        if self.active.len() >= self.places {
            suspended = has_claim.then(|| self.suspend_longest(now)).flatten();
            suspended.ok_or(NoPlace)?;
        }
        self.active.push_back((key, now));
        Ok(suspended)
    }

    /// It has ended, active or suspended.
    pub(crate) fn ended(&mut self, key: K) {
        self.active.retain(|(other, _)| *other != key);
        self.suspended.retain(|(other, _)| *other != key);
    }

    /// When a place can next be taken from somebody; `claimed`: one that has a claim to it waits.
    pub(crate) fn next_turn(&self, claimed: bool) -> Option<Timestamp> {
        let end_of_first = |these: &VecDeque<(K, Timestamp)>| these.front().map(|(_, since)| end_of_slice(*since));
        let active = end_of_first(&self.active)?;
        match (claimed && self.in_progress() < self.in_progress_max, end_of_first(&self.suspended)) {
            (true, _) => Some(active),
            (false, Some(suspended)) => Some(active.max(suspended)),
            (false, None) => None,
        }
    }

    fn suspend_longest(&mut self, now: Timestamp) -> Option<K> {
        let (_, since) = self.active.front()?;
        if now < end_of_slice(*since) {
            return None;
        }
        let (key, _) = self.active.pop_front()?;
        self.suspended.push_back((key, now));
        Some(key)
    }

    /// A clock that was set back must not make a time slice longer.
    fn follow_clock(&mut self, now: Timestamp) {
        for (_, since) in self.active.iter_mut().chain(&mut self.suspended) {
            *since = now.min(*since);
        }
    }
}

/// All places are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoPlace;

fn end_of_slice(since: Timestamp) -> Timestamp {
    let slice = SignedDuration::try_from(SLICE).unwrap_or(SignedDuration::MAX);
    since.saturating_add(slice).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn at(millisecond: i64) -> Timestamp {
        Timestamp::from_millisecond(millisecond).expect("a time")
    }

    fn changes(slices: &mut TimeSlices<u32>, now: Timestamp) -> Vec<Change<u32>> {
        std::iter::from_fn(|| slices.next_change(now)).collect()
    }

    #[test]
    fn who_has_a_claim_starts_when_the_first_slice_is_over_and_others_wait_for_a_free_place() {
        let mut slices = TimeSlices::new(2, 4);
        assert_eq!(slices.start(1, true, at(0)), Ok(None));
        assert_eq!(slices.start(2, false, at(500)), Ok(None));
        assert_eq!(slices.start(3, true, at(1_999)), Err(NoPlace));
        assert_eq!(slices.next_turn(true), Some(at(2_000)));
        assert_eq!(slices.start(3, false, at(2_000)), Err(NoPlace));
        assert_eq!(slices.start(3, true, at(2_000)), Ok(Some(1)));
        assert_eq!(slices.start(4, true, at(2_000)), Err(NoPlace), "the other one has had 1.5 seconds");
        slices.ended(2);
        assert_eq!(changes(&mut slices, at(2_000)), [Change::Resume(1)], "a free place is for who was suspended");
    }

    #[test]
    fn what_is_suspended_goes_on_in_turn() {
        let mut slices = TimeSlices::new(2, 4);
        for (key, start) in [(1, 0), (2, 1), (3, 3_000), (4, 3_001)] {
            slices.start(key, true, at(start)).expect("a place");
        }
        assert!(changes(&mut slices, at(4_999)).is_empty());
        assert_eq!(slices.next_turn(false), Some(at(5_000)));
        assert_eq!(changes(&mut slices, at(5_000)), [Change::Suspend(3), Change::Resume(1)]);
        assert_eq!(changes(&mut slices, at(5_001)), [Change::Suspend(4), Change::Resume(2)]);
        slices.ended(3);
        assert_eq!(changes(&mut slices, at(7_001)), [Change::Suspend(1), Change::Resume(4)]);
        slices.ended(4);
        assert_eq!(changes(&mut slices, at(7_002)), [Change::Resume(1)]);
        assert!(changes(&mut slices, at(60_000)).is_empty() && slices.next_turn(false).is_none(), "nobody waits");
    }

    #[test]
    fn memory_is_bounded_and_a_clock_that_is_set_back_delays_nobody() {
        let mut slices = TimeSlices::new(1, 2);
        slices.start(1, true, at(100_000)).expect("a place");
        assert_eq!(slices.start(2, true, at(50_000)), Err(NoPlace));
        assert_eq!(slices.start(2, true, at(52_000)), Ok(Some(1)));
        assert_eq!(slices.start(3, true, at(60_000)), Err(NoPlace), "two are in progress");
        assert_eq!(slices.next_turn(true), Some(at(54_000)));
        slices.ended(1);
        assert_eq!(slices.start(3, true, at(60_000)), Ok(Some(2)));
    }

    #[test]
    fn scripts_without_end_share_the_places_evenly_and_short_ones_start_within_a_slice() {
        let mut slices = TimeSlices::new(8, 16);
        let (mut waiting, mut had) = ((0..12).collect::<VecDeque<u32>>(), HashMap::<u32, u32>::new());
        let mut active: Vec<u32> = Vec::new();
        // A newcomer every ten seconds, which ends after one.
        let mut short: Option<(u32, i64)> = None;
        for now in (0..120_000).step_by(100) {
            if now % 10_000 == 5_000 {
                short = Some((100, now));
                waiting.push_back(100);
            }
            for key in std::mem::take(&mut waiting) {
                match slices.start(key, true, at(now)) {
                    Ok(suspended) => {
                        active.retain(|other| Some(*other) != suspended);
                        active.push(key);
                    }
                    Err(NoPlace) => waiting.push_back(key),
                }
            }
            for change in changes(&mut slices, at(now)) {
                match change {
                    Change::Suspend(key) => active.retain(|other| *other != key),
                    Change::Resume(key) => active.push(key),
                }
            }
            assert!(active.len() <= 8, "{active:?}");
            for key in &active {
                *had.entry(*key).or_default() += 1;
            }
            if let Some((key, asked)) = short
                && active.contains(&key)
            {
                assert!(now - asked <= 2_000, "it waited {} ms", now - asked);
                if had[&key] % 10 == 0 {
                    slices.ended(key);
                    active.retain(|other| *other != key);
                    short = None;
                }
            }
        }
        let endless = (0..12).map(|key| had[&key]);
        let (least, most) = (endless.clone().min().expect("12"), endless.max().expect("12"));
        assert!(most - least <= 40, "one had {least} tenths of a second, another {most}");
        assert_eq!(had[&100], 120, "twelve newcomers of a second");
    }
}
