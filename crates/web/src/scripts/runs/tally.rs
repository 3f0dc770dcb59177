//! Counts the states of all mails of a run.
//!
//! A run may have a hundred thousand mails, and its page is requested twice a second while it is active. A count is
//! therefore cached for a multiple of the time that it took, so that counting occupies only a small share of one
//! database reader.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use queue::{QueueError, Tally};
use uuid::Uuid;

use crate::error_pages::PageError;
use app::App;
use scripting::Run;

/// A count is cached for this multiple of the time that it took.
const REST: i32 = 20;
/// Maximum cached counts.
const MOST: usize = 500;

/// A cache of counts; clones share it.
#[derive(Clone, Default)]
pub struct Tallies {
    kept: Arc<Mutex<HashMap<Uuid, CachedTally>>>,
}

/// A count, and until when it is cached, if it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Count {
    pub tally: Tally,
    pub until: Option<Timestamp>,
}

struct CachedTally {
    tally: Tally,
    until: Timestamp,
    /// The state of the run when it was counted: a run that has ended since is counted again.
    ended: bool,
}

impl Tallies {
    /// The states of all deliveries of a run.
    pub async fn of(&self, app: &App, run: &Run) -> Result<Count, PageError> {
        let (asked, ended) = (app.clock.now(), run.state.is_final());
        if let Some(count) = self.kept(run.id, ended, asked) {
            return Ok(count);
        }
        let messages = app.scripts.messages(run.id).await?;
        let tally = app.db.read(move |rx| queue::tally_of(rx, &messages)).await;
        let tally = tally.map_err(|error: QueueError| PageError::from(error))?;
        let now = app.clock.now();
        let until = now.checked_add(now.duration_since(asked) * REST).unwrap_or(now);
        let is_kept = self.keep(run.id, CachedTally { tally, until, ended }, now);
        Ok(Count { tally, until: is_kept.then_some(until) })
    }

    fn kept(&self, run: Uuid, ended: bool, now: Timestamp) -> Option<Count> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.get(&run).filter(|kept| kept.until > now && kept.ended == ended)?;
        Some(Count { tally: kept.tally, until: Some(kept.until) })
    }

    /// Caches a count; returns whether it did.
    fn keep(&self, run: Uuid, new: CachedTally, now: Timestamp) -> bool {
        // A fast count is not cached.
        if new.until.duration_since(now) < SignedDuration::from_millis(200) {
            return false;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.retain(|_, one| one.until > now);
        }
        let has_room = kept.len() < MOST;
        if has_room {
            kept.insert(run, new);
        }
        has_room
    }
}

#[cfg(test)]
mod tests {
    use queue::State;

    use super::*;

    #[test]
    fn a_slow_count_is_cached_until_the_run_ends() {
        let (tallies, run) = (Tallies::default(), Uuid::from_u128(1));
        let second = |at| Timestamp::from_second(at).expect("a time");
        let tally: Tally = [(State::Sent, 3)].into_iter().collect();
        tallies.keep(run, CachedTally { tally, until: second(10), ended: false }, second(0));
        assert_eq!(tallies.kept(run, false, second(9)), Some(Count { tally, until: Some(second(10)) }));
        assert_eq!(tallies.kept(run, false, second(10)), None);
        assert_eq!(tallies.kept(run, true, second(9)), None, "the end is counted");
        let quick = Uuid::from_u128(2);
        tallies.keep(quick, CachedTally { tally, until: second(0), ended: false }, second(0));
        assert_eq!(tallies.kept(quick, false, second(0)), None);
    }
}
