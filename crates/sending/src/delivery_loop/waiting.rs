//! What a delivery waits for, and until when: for API and pages. The loop publishes which limit holds a lane back.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use mail::Text;
use queue::{Delivery, Id, Lane, State};

use super::{DeliveryHandle, Shared};
use crate::texts;

/// What a delivery waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingFor {
    /// The server deferred it, and it is tried again later.
    Retry,
    /// The built-in mailbox is active, and it was accepted for a mail server.
    Hold,
    /// Sending is paused.
    Pause,
    /// The recipients of the day are used up.
    DailyQuota,
    /// The messages of the minute are used up.
    MessageRate,
    /// The server asked to slow down.
    SlowDown,
    /// Other mail is sent first.
    Turn,
    /// Its recipient domain answers slowly and uses its share of the sessions.
    DomainShare,
}

/// What a delivery waits for, and until when if that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What it waits for.
    pub reason: WaitingFor,
    /// Until when, if that is known.
    pub until: Option<Timestamp>,
}

impl WaitingFor {
    /// The name in the API: `server`, `hold`, `pause`, `quota` or `turn`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Retry | Self::SlowDown => "server",
            Self::Hold => "hold",
            Self::Pause => "pause",
            Self::DailyQuota | Self::MessageRate => "quota",
            Self::Turn | Self::DomainShare => "turn",
        }
    }

    /// The words.
    pub fn text(self) -> Text {
        match self {
            Self::Retry => texts::waiting_for_retry(),
            Self::Hold => texts::waiting_for_hold(),
            Self::Pause => texts::waiting_for_pause(),
            Self::DailyQuota => texts::waiting_for_daily_quota(),
            Self::MessageRate => texts::waiting_for_message_rate(),
            Self::SlowDown => texts::waiting_for_slow_down(),
            Self::Turn => texts::waiting_for_turn(),
            Self::DomainShare => texts::waiting_for_domain(),
        }
    }
}

/// The limits that hold the lanes back, with their ends; those that are over count no more.
#[derive(Debug, Default)]
pub struct LaneHolds(Mutex<[Option<(WaitingFor, Timestamp)>; 2]>);

impl LaneHolds {
    /// Which limit holds each lane back, and until when.
    pub fn set(&self, of_lane: impl Fn(Lane) -> Option<(WaitingFor, Timestamp)>) {
        *self.lanes() = [of_lane(Lane::Urgent), of_lane(Lane::Bulk)];
    }

    /// What holds a lane back at `now`.
    fn at(&self, lane: Lane, now: Timestamp) -> Option<Waiting> {
        let (reason, until) = self.lanes()[index(lane)].filter(|(_, until)| *until > now)?;
        Some(Waiting { reason, until: Some(until) })
    }

    /// Nothing holds mail back: other settings are in force.
    pub fn clear(&self) {
        *self.lanes() = [None; 2];
    }

    fn lanes(&self) -> MutexGuard<'_, [Option<(WaitingFor, Timestamp)>; 2]> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn index(lane: Lane) -> usize {
    match lane {
        Lane::Urgent => 0,
        Lane::Bulk => 1,
    }
}

impl DeliveryHandle {
    /// What a delivery of message `id` waits for; `None` if it has ended or is being sent.
    pub fn waiting(&self, id: Id, lane: Lane, delivery: &Delivery) -> Option<Waiting> {
        self.shared.waiting(id, lane, delivery)
    }
}

impl Shared {
    fn waiting(&self, id: Id, lane: Lane, delivery: &Delivery) -> Option<Waiting> {
        if delivery.on_hold {
            return Some(Waiting { reason: WaitingFor::Hold, until: None });
        }
        let now = self.deps.clock.now();
        let due = match delivery.state {
            State::Queued | State::Deferred => delivery.next_attempt_at,
            // Leased and in memory.
            State::Sending if !self.under_way.is_sending(id) => None,
            _ => return None,
        };
        let later = due.filter(|due| *due > now);
        let waiting = match (delivery.state, later) {
            (State::Deferred, Some(due)) if delivery.problem.is_some() || delivery.reply.is_some() => {
                Waiting { reason: WaitingFor::Retry, until: Some(due) }
            }
            (_, Some(due)) => Waiting { reason: WaitingFor::DomainShare, until: Some(due) },
            _ if self.deps.settings.is_paused() => {
                Waiting { reason: WaitingFor::Pause, until: self.deps.settings.next_probe_at() }
            }
            _ => self.held_back.at(lane, now).unwrap_or(Waiting { reason: WaitingFor::Turn, until: None }),
        };
        Some(waiting)
    }
}
