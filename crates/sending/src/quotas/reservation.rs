//! Reservations of a message in quotas. A reservation that is dropped before its message is stored is returned.

use std::sync::atomic::{AtomicBool, Ordering};

use queue::usage::{ProgramMails, Usage};
use uuid::Uuid;

use super::ledger::Ledger;
use super::{Holder, Quota, Quotas};

/// A reservation for the recipients of one message, until the message is stored or this is dropped.
pub struct Reservation {
    pub(super) quotas: Quotas,
    pub(super) reserved: Vec<Quota>,
    pub(super) minute: i64,
    pub(super) recipients: u32,
    pub(super) hashes: Vec<i64>,
    pub(super) is_stored: AtomicBool,
}

impl Reservation {
    /// The usage to store with the message.
    pub fn usage(&self) -> Usage {
        let of = |holder| self.reserved.iter().find(|quota| quota.holder == holder && quota.per_recipient.is_some());
        let owner = of(Holder::Workspace).or_else(|| of(Holder::Account));
        let program = of(Holder::Script).or_else(|| of(Holder::MailPassword));
        let mailed = owner.zip(program).map(|(owner, program)| ProgramMails {
            owner: owner.subject,
            program: program.subject,
            recipients: self.hashes.clone(),
        });
        Usage {
            minute: self.minute,
            recipients: self.recipients,
            subjects: self.reserved.iter().map(|quota| quota.subject).collect(),
            mailed,
        }
    }

    /// Ends the reservation, because the message is on disk with its usage.
    pub fn stored(&self) {
        if !self.is_stored.swap(true, Ordering::Relaxed) {
            self.each(|_, ledger| ledger.open = ledger.open.saturating_sub(1));
        }
    }

    fn each(&self, change: impl Fn(&Quota, &mut Ledger)) {
        let mut state = self.quotas.lock();
        for quota in &self.reserved {
            if let Some(ledger) = state.ledgers.get_mut(&quota.subject) {
                change(quota, ledger);
            }
        }
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        if self.is_stored.load(Ordering::Relaxed) {
            return;
        }
        self.each(|quota, ledger| {
            ledger.open = ledger.open.saturating_sub(1);
            ledger.take_back(self.minute, self.recipients);
            if quota.per_recipient.is_some() {
                self.hashes.iter().for_each(|hash| ledger.take_back_mail(*hash));
            }
        });
    }
}

/// A reservation for the octets of one message, until the message is stored or this is dropped.
pub struct WaitingReservation {
    pub(super) quotas: Quotas,
    pub(super) owner: Uuid,
    pub(super) bytes: u64,
    pub(super) is_stored: AtomicBool,
}

impl WaitingReservation {
    /// Ends the reservation, because the message is on disk.
    pub fn stored(&self) {
        if !self.is_stored.swap(true, Ordering::Relaxed) {
            self.quotas.waiting().stored(self.owner, self.bytes);
        }
    }
}

impl Drop for WaitingReservation {
    fn drop(&mut self) {
        if !self.is_stored.load(Ordering::Relaxed) {
            self.quotas.waiting().release(self.owner, self.bytes);
        }
    }
}

impl std::fmt::Debug for WaitingReservation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WaitingReservation").field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Reservation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reservation").field("recipients", &self.recipients).finish_non_exhaustive()
    }
}
