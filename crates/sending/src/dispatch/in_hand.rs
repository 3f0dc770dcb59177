//! The claims that this process has under way: being delivered, or with a verdict or a release yet to be written.
//!
//! Read by `fetch` and `upkeep` before they free leases that ended: after a leap of the clock (the machine was suspended,
//! or its time set) a lease can end in mid-flight, and what is under way here is not to be sent a second time.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use queue::{Claim, Id, Token};

/// All that is under way; clones share it.
#[derive(Clone, Debug, Default)]
pub struct InHand {
    claims: Arc<Mutex<HashSet<(Id, Token)>>>,
}

/// One claim is under way, until this is dropped.
#[derive(Debug)]
pub struct Held {
    in_hand: InHand,
    claim: (Id, Token),
}

impl InHand {
    /// The claim is under way from now on.
    pub fn hold(&self, claim: &Claim) -> Held {
        let claim = (claim.id, claim.token);
        self.claims().insert(claim);
        Held { in_hand: self.clone(), claim }
    }

    /// What is under way at this moment.
    pub fn all(&self) -> HashSet<(Id, Token)> {
        self.claims().clone()
    }

    fn claims(&self) -> MutexGuard<'_, HashSet<(Id, Token)>> {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.in_hand.claims().remove(&self.claim);
    }
}
