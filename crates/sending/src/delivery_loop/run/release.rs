//! Claims that go back to the outbox without an attempt.

use jiff::Timestamp;
use queue::Claim;

use super::DeliveryLoop;
use super::completion::Completion;
use crate::delivery_loop::{Event, attempt};

/// Why claims go back to the outbox without an attempt. It decides when they are due again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// Sending pauses; what is due leaves when it goes on.
    Pausing,
    /// Mail leaves to somewhere else: it is written first what becomes of mail that waits.
    RouteChanging,
    /// The process stops.
    Stopping,
    /// They were handed over after the queues in memory were closed.
    AfterClosing,
    /// A limit held them back for so long that their lease would end during an attempt.
    HeldBackTooLong,
    /// The recipients of the day of the account in force are used up.
    DayUsedUp,
    /// Their recipient domain uses its share of the sessions.
    DomainBusy {
        /// When they are due again.
        until: Timestamp,
    },
}

impl Release {
    /// When they are due again; `None` for at once, at the place that they had.
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
    /// Gives claims back to the outbox without an attempt.
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
            // They are due at once, and a fetch that ran meanwhile has not seen them.
            shared.ready.wake();
            ids.into_iter().for_each(|id| shared.publish(Event::Message(id)));
            Completion::Released
        });
    }
}
