//! The claims that this process has under way: being delivered, or with a verdict or a release yet to be written.
//!
//! Read by `fetch` and `maintenance` before they free leases that ended: after a leap of the clock (the machine was suspended,
//! or its time set) a lease can end during an attempt, and what is under way must not be sent a second time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use queue::{Claim, Id, MayHaveArrived, OwnLeases, Token};
use smtp::Progress;

use super::sent_record::SentRecord;

/// All that is under way; clones share it.
#[derive(Clone, Debug)]
pub struct UnderWay {
    claims: Arc<Mutex<HashMap<(Id, Token), Phase>>>,
    sent: SentRecord,
}

/// What happens to a claim that is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// It is delivered, or its verdict is written.
    Sending,
    /// It goes back to the outbox.
    Returning,
}

/// A claim is under way, until this is dropped.
#[derive(Debug)]
pub struct UnderWayGuard {
    under_way: UnderWay,
    claim: (Id, Token),
}

impl UnderWay {
    /// Nothing is under way; what may arrive is noted in `sent`.
    pub fn new(sent: SentRecord) -> Self {
        Self { claims: Arc::default(), sent }
    }

    /// The claim is delivered until the guard is dropped.
    pub fn add(&self, claim: &Claim) -> UnderWayGuard {
        self.insert(claim, Phase::Sending)
    }

    /// The claim goes back to the outbox until the guard is dropped.
    pub fn add_returning(&self, claim: &Claim) -> UnderWayGuard {
        self.insert(claim, Phase::Returning)
    }

    fn insert(&self, claim: &Claim, phase: Phase) -> UnderWayGuard {
        let claim = (claim.id, claim.token);
        self.claims().insert(claim, phase);
        UnderWayGuard { under_way: self.clone(), claim }
    }

    /// Whether a message is being sent.
    pub fn is_sending(&self, id: Id) -> bool {
        self.claims().iter().any(|((claimed, _), phase)| *claimed == id && *phase == Phase::Sending)
    }

    /// What is under way at this moment.
    pub fn in_hand(&self) -> OwnLeases {
        let under_way = self.claims().keys().copied().collect();
        OwnLeases { under_way, may_have_arrived: MayHaveArrived::Only(self.sent.noted()) }
    }

    fn claims(&self) -> MutexGuard<'_, HashMap<(Id, Token), Phase>> {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl UnderWayGuard {
    /// The progress of its attempt: the claim is noted before the last octets of the message are sent.
    pub fn progress(&self) -> Progress {
        let (sent, claim) = (self.under_way.sent.clone(), self.claim);
        Progress::with_note(Arc::new(move || sent.note(claim)))
    }

    /// The verdict is stored: whether the message may have arrived is no longer of interest. Where this is not called, the
    /// claim stays noted, and is marked when its lease ends.
    pub fn end_settled(self) {
        self.under_way.sent.remove(self.claim);
    }
}

impl Drop for UnderWayGuard {
    fn drop(&mut self) {
        self.under_way.claims().remove(&self.claim);
    }
}
