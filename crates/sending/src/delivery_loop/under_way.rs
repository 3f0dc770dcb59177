//! The claims that this process is working on: being delivered, or with a verdict or a release yet to be written.
//!
//! `fetch` and `maintenance` read them before they free leases that ended: after a jump of the clock (the machine was
//! suspended, or its time was set) a lease can end during an attempt, and its message must not be sent a second time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use queue::{Claim, Id, MayHaveArrived, OwnLeases, Token};
use smtp::Progress;

use super::sent_record::SentRecord;

/// All claims that this process is working on; clones share them.
#[derive(Clone, Debug)]
pub struct UnderWay {
    claims: Arc<Mutex<HashMap<(Id, Token), Phase>>>,
    sent: SentRecord,
}

/// What is being done with a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// It is being delivered, or its verdict is being written.
    Sending,
    /// It is being returned to the outbox.
    Returning,
}

/// Keeps a claim in [`UnderWay`] until dropped.
#[derive(Debug)]
pub struct UnderWayGuard {
    under_way: UnderWay,
    claim: (Id, Token),
}

impl UnderWay {
    /// Starts without claims; messages that may arrive are noted in `sent`.
    pub fn new(sent: SentRecord) -> Self {
        Self { claims: Arc::default(), sent }
    }

    /// Adds a claim that is being delivered until the guard is dropped.
    pub fn add(&self, claim: &Claim) -> UnderWayGuard {
        self.insert(claim, Phase::Sending)
    }

    /// Adds a claim that is being returned to the outbox until the guard is dropped.
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

    /// The claims of this moment, and which of their messages may have arrived.
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

    /// Removes the note of the claim, because its verdict is stored. Without this call the claim stays noted, and is
    /// marked when its lease ends.
    pub fn end_settled(self) {
        self.under_way.sent.remove(self.claim);
    }
}

impl Drop for UnderWayGuard {
    fn drop(&mut self) {
        self.under_way.claims().remove(&self.claim);
    }
}
