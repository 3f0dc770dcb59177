//! How letters of this room leave: made ready before the transaction, stored in it, handed on after it.

use std::sync::Arc;

use db::Tx;
use jiff::Timestamp;
use mail::EmailAddress;
use outbox::{Id, Kind};

use super::{Tickets, TicketsError};
use crate::accounts::Account;
use crate::intake::{IntakeError, Ready, Request};
use crate::language::Language;
use crate::letters::Letter;

/// A letter that is rendered and waits for its transaction; clones are the same letter, as a transaction may run again.
#[derive(Clone)]
pub(super) struct Post {
    ready: Arc<Ready>,
    intake: crate::intake::Intake,
}

impl Tickets {
    /// Makes a letter ready. `who` caused it; with `expires_at` it dies with its ticket.
    pub(super) fn post(
        &self,
        letter: Letter,
        to: &EmailAddress,
        kind: Kind,
        who: &str,
        expires_at: Option<Timestamp>,
    ) -> Result<Post, TicketsError> {
        let request = Request { draft: letter.to(to.expose()), kind, origin: who.to_owned(), key: None, expires_at };
        let intake = self.inner.intake.clone();
        Ok(Post { ready: Arc::new(intake.prepare(request)?), intake })
    }
}

impl Post {
    /// Stores it in the caller's transaction.
    pub fn store(&self, tx: &mut Tx<'_>) -> Result<Id, IntakeError> {
        Ok(self.intake.accept_in(tx, &self.ready)?.id)
    }

    /// After the commit: it is sent without waiting for a timer.
    pub fn committed(&self) {
        self.intake.committed(&self.ready);
    }
}

/// The language that an account is written to: its own, else the one that its owner reads just now.
pub(super) fn language_of(account: &Account, else_in: Language) -> Language {
    account.language.unwrap_or(else_in)
}
