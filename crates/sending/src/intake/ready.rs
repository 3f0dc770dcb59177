//! A message that passed every check, before it is stored.

use jiff::Timestamp;
use mail::{EmailAddress, Message};
use queue::{Id, NewMessage};

use crate::quotas::{Reservation, WaitingReservation};

/// A request that passed every check and is rendered: [`super::Intake::accept_in`] stores it.
#[derive(Debug)]
pub struct Ready {
    pub(super) new: NewMessage,
    pub(super) accepted_at: Timestamp,
    /// The recipients that the request named.
    pub(super) asked: Vec<EmailAddress>,
    /// How many of them stand in `to`, and in `to` or `cc`.
    pub(super) asked_until: (usize, usize),
    /// Its room in the quotas that it counts for.
    pub(super) reservation: Option<Reservation>,
    /// Its room in what may wait of its workspace.
    pub(super) waiting: Option<WaitingReservation>,
}

impl Ready {
    /// The id that it is stored under, unless its key was used before.
    pub fn id(&self) -> Id {
        self.new.id
    }

    /// The rendered message.
    pub fn message(&self) -> &Message {
        &self.new.message
    }

    /// The recipients that the draft named: without Automatic BCC.
    pub fn asked(&self) -> &[EmailAddress] {
        &self.asked
    }

    /// It is on disk: its room is used.
    pub(super) fn is_stored(&self) {
        if let Some(reservation) = &self.reservation {
            reservation.stored();
        }
        if let Some(waiting) = &self.waiting {
            waiting.stored();
        }
    }

    /// Where the draft named the recipient of [`Ready::asked`] at `nth`: `to`, `cc` or `bcc`.
    pub fn asked_in(&self, nth: usize) -> &'static str {
        let (to, cc) = self.asked_until;
        if nth < to {
            "to"
        } else if nth < cc {
            "cc"
        } else {
            "bcc"
        }
    }
}
