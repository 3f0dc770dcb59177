//! Returns claims to the outbox without an attempt.

use jiff::Timestamp;
use queue::Claim;

use super::DeliveryLoop;
use super::completion::Completion;
use crate::delivery_loop::{Event, attempt};

/// Why claims go back to the outbox without an attempt. It decides when they are due again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// Sending pauses.
    Pausing,
    /// The route changes, and what happens to waiting mail is written first.
    RouteChanging,
    /// The process stops.
    Stopping,
    /// They were handed over after the lanes in memory were closed.
    AfterClosing,
    /// A limit held them back for so long that their lease would end during an attempt.
    HeldBackTooLong,
    /// The daily limit of the active account is used up.
    DayUsedUp,
    /// Their recipient domain has used up its share of the sessions.
    DomainBusy {
        /// When they are due again.
        until: Timestamp,
    },
}

impl Release {
    /// When they are due again; `None` if at once, with the place that they had.
    fn due(self) -> Option<Timestamp> {
        match self {
            Release::DomainBusy { until } => Some(until),
            Release::Pausing
            | Release::RouteChanging
            | Release::Stopping
            | Release::AfterClosing
            | Release::DayUsedUp
            | Release::HeldBackTooLong => None,
        }
    }
}

impl DeliveryLoop {
    /// Returns claims to the outbox without an attempt, in a task.
    pub(super) fn release(&mut self, claims: Vec<Claim>, why: Release) {
        if claims.is_empty() {
            return;
        }
        tracing::debug!(messages = claims.len(), ?why, "giving messages back to the outbox");
        let shared = self.shared.clone();
        let guards: Vec<_> = claims.iter().map(|claim| shared.under_way.add_returning(claim)).collect();
        let ids: Vec<_> = claims.iter().map(|claim| claim.id).collect();
        self.releasing += 1;
        self.tasks.spawn(async move {
            if let Err(error) = attempt::release(&shared.deps, claims, why.due()).await {
                // Their leases end.
                tracing::error!(error = &error as &dyn std::error::Error, "giving claims back to the outbox");
            }
            drop(guards);
            // They may be due at once, and a fetch that ran in the meantime has not seen them.
            shared.ready.wake();
            ids.into_iter().for_each(|id| shared.publish(Event::Message(id)));
            Completion::Released
        });
    }
}
