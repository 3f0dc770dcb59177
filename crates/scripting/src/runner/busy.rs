//! Workspaces whose recent runs took long. The last places for runs are withheld from them, so that endless scripts
//! leave places for the runs of other workspaces, once a run of each has ended.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// A workspace is busy for this many times the duration of its run.
const TIMES: i32 = 6;
/// Maximum time that a workspace is busy.
const LONGEST: SignedDuration = SignedDuration::from_mins(10);

/// Until when each workspace is busy.
#[derive(Debug, Default)]
pub(super) struct BusyWorkspaces {
    until: HashMap<Uuid, Timestamp>,
}

impl BusyWorkspaces {
    /// Records that a run of a workspace started at `began` and ended now.
    pub(super) fn ran(&mut self, workspace: Uuid, began: Timestamp, now: Timestamp) {
        self.until.retain(|_, until| *until > now);
        // If the clock was set back, the duration counts as zero.
        let took = now.duration_since(began).max(SignedDuration::ZERO);
        let rest = took.checked_mul(TIMES).unwrap_or(LONGEST).min(LONGEST);
        let until = now.saturating_add(rest).unwrap_or(Timestamp::MAX);
        let of_workspace = self.until.entry(workspace).or_insert(until);
        *of_workspace = until.max(*of_workspace);
    }

    /// Whether the workspace is busy.
    pub(super) fn contains(&self, workspace: Uuid, now: Timestamp) -> bool {
        self.until.get(&workspace).is_some_and(|until| *until > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn a_workspace_is_busy_for_six_times_as_long_as_its_run_took() {
        let (mut busy, workspace, other) = (BusyWorkspaces::default(), Uuid::from_u128(1), Uuid::from_u128(2));
        busy.ran(workspace, at(100), at(110));
        busy.ran(workspace, at(110), at(111));
        assert!(busy.contains(workspace, at(169)) && !busy.contains(workspace, at(170)));
        assert!(!busy.contains(other, at(111)));
        busy.ran(other, at(0), at(3_600));
        assert!(busy.contains(other, at(4_199)) && !busy.contains(other, at(4_200)), "ten minutes at most");
        busy.ran(other, at(9_000), at(8_000));
        assert!(!busy.contains(other, at(8_000)), "the clock was set back");
    }
}
