//! Sends letters of this crate: rendered before the transaction, stored in it, handed to the delivery loop after it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use mail::{EmailAddress, Text};
use queue::{Id, Kind, Source};
use storage::{DbError, Tx};

use super::ticket::NewTicket;
use super::{Tickets, TicketsError};
use accounts::Account;
use i18n::Language;
use letters::Letter;
use sending::intake::{Intake, IntakeError, Ready, Request};

/// A rendered letter before its transaction. Clones are the same letter, because a transaction may run again.
#[derive(Clone)]
pub(super) struct PreparedLetter {
    ready: Arc<Ready>,
    intake: Intake,
    /// Whether the last run of its transaction stored it.
    stored: Arc<AtomicBool>,
}

impl Tickets {
    /// Renders a letter. `origin` says who caused it, `source` who it is counted for; with `expires_at` it expires with its ticket.
    pub(super) fn prepare_letter(
        &self,
        letter: Letter,
        to: &EmailAddress,
        kind: Kind,
        (origin, source): (Text, Source),
        expires_at: Option<Timestamp>,
    ) -> Result<PreparedLetter, TicketsError> {
        let request = Request { draft: letter.to(to.expose()), kind, origin, source, key: None, expires_at };
        let intake = self.inner.intake.clone();
        Ok(PreparedLetter { ready: Arc::new(intake.prepare(request)?), intake, stored: Arc::default() })
    }

    /// Runs `work` in a transaction, which stores the letter with [`PreparedLetter::store`] beside its own rows, or not at all; after
    /// the commit the letter is sent without waiting for a timer. Runs to its end also where the caller goes away: a letter
    /// that nobody hands on would wait for the outbox's next round.
    pub(super) async fn send<T, W>(&self, prepared: PreparedLetter, mut work: W) -> Result<T, TicketsError>
    where
        W: FnMut(&mut Tx<'_>, &PreparedLetter) -> Result<T, TicketsError> + Send + 'static,
        T: Send + 'static,
    {
        let db = self.inner.db.clone();
        let carried = tokio::spawn(async move {
            let written = prepared.clone();
            let answer = db
                .write(move |tx| {
                    written.stored.store(false, Ordering::Relaxed);
                    work(tx, &written)
                })
                .await?;
            if prepared.stored.load(Ordering::Relaxed) {
                prepared.intake.committed(&prepared.ready);
            }
            Ok(answer)
        });
        match carried.await {
            Ok(answer) => answer,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // The runtime ends before the work began or ended; nothing is reported as done.
                Err(_) => Err(TicketsError::Db(DbError::Closed)),
            },
        }
    }
}

impl PreparedLetter {
    /// Stores it in the transaction of [`Tickets::send`].
    pub fn store(&self, tx: &mut Tx<'_>) -> Result<Id, IntakeError> {
        let receipt = self.intake.accept_in(tx, &self.ready)?;
        self.stored.store(true, Ordering::Relaxed);
        Ok(receipt.id)
    }

    /// Stores it with the ticket that it carries.
    pub fn store_with(&self, tx: &mut Tx<'_>, ticket: &NewTicket) -> Result<Id, TicketsError> {
        let message = self.store(tx)?;
        ticket.insert(tx, Some(message))?;
        Ok(message)
    }
}

/// The language that an account is written to: its own, else the one that its owner reads just now.
pub(super) fn language_of(account: &Account, else_in: Language) -> Language {
    account.language.unwrap_or(else_in)
}
