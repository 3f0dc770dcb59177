//! What a delivery waits for, and until when, for the API and the pages. The loop publishes which limit holds a lane
//! back.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use mail::Text;
use queue::{Delivery, Id, Lane, State};

use super::{DeliveryHandle, Shared};
use crate::texts;

/// What a delivery waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingFor {
    /// The server deferred it; it will be tried again.
    Retry,
    /// It was accepted for a mail server, but the built-in mailbox is active.
    Hold,
    /// Sending is paused.
    Pause,
    /// The limit of recipients per day is used up.
    DailyQuota,
    /// The limit of messages per minute is used up.
    MessageRate,
    /// The server asked to slow down.
    SlowDown,
    /// Other mail is sent first.
    Turn,
    /// Its recipient domain is slow and has used up its share of the sessions.
    DomainShare,
}

/// What a delivery waits for, and until when if that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What it waits for.
    pub reason: WaitingFor,
    /// When it may be sent, if that is known.
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

    /// The text for people.
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

/// The limit that holds each lane back, and until when; a time in the past counts as no limit.
#[derive(Debug, Default)]
pub struct LaneHolds(Mutex<[Option<(WaitingFor, Timestamp)>; 2]>);

impl LaneHolds {
    /// Sets which limit holds each lane back, and until when.
    pub fn set(&self, of_lane: impl Fn(Lane) -> Option<(WaitingFor, Timestamp)>) {
        *self.lanes() = [of_lane(Lane::Urgent), of_lane(Lane::Bulk)];
    }

    /// What holds a lane back at `now`.
    fn at(&self, lane: Lane, now: Timestamp) -> Option<Waiting> {
        let (reason, until) = self.lanes()[index(lane)].filter(|(_, until)| *until > now)?;
        Some(Waiting { reason, until: Some(until) })
    }

    /// Removes all limits, because other settings are active.
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
