//! The claims that this process has under way: being delivered, or with a verdict or a release yet to be written.
//!
//! Read by `fetch` and `maintenance` before they free leases that ended: after a leap of the clock (the machine was suspended,
//! or its time set) a lease can end during an attempt, and what is under way must not be sent a second time.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use queue::{Claim, Id, Token};

/// All that is under way; clones share it.
#[derive(Clone, Debug, Default)]
pub struct UnderWay {
    claims: Arc<Mutex<HashSet<(Id, Token)>>>,
}

/// A claim is under way, until this is dropped.
#[derive(Debug)]
pub struct UnderWayGuard {
    under_way: UnderWay,
    claim: (Id, Token),
}

impl UnderWay {
    /// The claim is under way until the guard is dropped.
    pub fn add(&self, claim: &Claim) -> UnderWayGuard {
        let claim = (claim.id, claim.token);
        self.claims().insert(claim);
        UnderWayGuard { under_way: self.clone(), claim }
    }

    /// Whether a message is under way.
    pub fn contains(&self, id: Id) -> bool {
        self.claims().iter().any(|(claimed, _)| *claimed == id)
    }

    /// What is under way at this moment.
    pub fn all(&self) -> HashSet<(Id, Token)> {
        self.claims().clone()
    }

    fn claims(&self) -> MutexGuard<'_, HashSet<(Id, Token)>> {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for UnderWayGuard {
    fn drop(&mut self) {
        self.under_way.claims().remove(&self.claim);
    }
}
