//! Sends the letters of this crate: rendered before the transaction, stored in it, and passed to the delivery loop
//! after it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use mail::{EmailAddress, Fault, Text};
use queue::{Id, Kind, Source};
use storage::{DbError, Tx};

use super::ticket::NewTicket;
use super::{Tickets, TicketsError, texts};
use accounts::Account;
use i18n::Language;
use letters::Letter;
use sending::intake::{Intake, IntakeError, Ready, Request};
use sending::quotas::Quota;

/// A rendered letter before its transaction. Clones are the same letter, because a transaction may be retried.
#[derive(Clone)]
pub(super) struct PreparedLetter {
    ready: Arc<Ready>,
    intake: Intake,
    /// Whether the last attempt of the transaction stored it.
    stored: Arc<AtomicBool>,
}

impl Tickets {
    /// Renders a letter. `origin` says who caused it, `source` for whom it is counted. With `expires_at` it expires
    /// with its ticket.
    pub(super) fn prepare_letter(
        &self,
        letter: Letter,
        to: &EmailAddress,
        kind: Kind,
        (origin, source): (Text, Source),
        expires_at: Option<Timestamp>,
    ) -> Result<PreparedLetter, TicketsError> {
        Ok(self.prepared(self.letter_ready(letter, to, kind, (origin, source), expires_at)?))
    }

    /// Renders a letter that can be counted against a quota, see [`Tickets::within_quota`].
    pub(super) fn letter_ready(
        &self,
        letter: Letter,
        to: &EmailAddress,
        kind: Kind,
        (origin, source): (Text, Source),
        expires_at: Option<Timestamp>,
    ) -> Result<Ready, TicketsError> {
        let request =
            Request { draft: letter.to(to.expose()), kind, origin, source, key: None, expires_at, client: None };
        Ok(self.inner.intake.prepare(request)?)
    }

    /// Prepares the letter if the quota has room for it.
    ///
    /// # Errors
    /// A fault of `email` that says which limit is reached.
    pub(super) async fn within_quota(&self, ready: Ready, quota: &Quota) -> Result<PreparedLetter, TicketsError> {
        let mut ready = ready;
        match self.inner.intake.reserve(&mut ready, std::slice::from_ref(quota)).await {
            Err(IntakeError::Quota(exceeded)) => {
                let text = texts::invitation_quota(exceeded.text());
                return Err(TicketsError::Faults(vec![Fault::new("email", text)]));
            }
            reserved => reserved?,
        }
        Ok(self.prepared(ready))
    }

    fn prepared(&self, ready: Ready) -> PreparedLetter {
        PreparedLetter { ready: Arc::new(ready), intake: self.inner.intake.clone(), stored: Arc::default() }
    }

    /// Runs `work` in a transaction, which stores the letter with [`PreparedLetter::store`] together with its own rows.
    /// After the commit the letter is sent at once. It runs to its end even if the caller is cancelled: otherwise a
    /// stored letter would wait for the delivery loop's next look at the queue.
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
                // The runtime shut down before the work ended; nothing is reported as done.
                Err(_) => Err(TicketsError::Db(DbError::Closed)),
            },
        }
    }
}

impl PreparedLetter {
    /// Stores the letter in the transaction of [`Tickets::send`].
    pub fn store(&self, tx: &mut Tx<'_>) -> Result<Id, IntakeError> {
        let receipt = self.intake.accept_in(tx, &self.ready)?;
        self.stored.store(true, Ordering::Relaxed);
        Ok(receipt.id)
    }

    /// Stores the letter with the ticket whose link it contains.
    pub fn store_with(&self, tx: &mut Tx<'_>, ticket: &NewTicket) -> Result<Id, TicketsError> {
        let message = self.store(tx)?;
        ticket.insert(tx, Some(message))?;
        Ok(message)
    }
}

/// The language of letters to an account: the one it chose, otherwise `else_in`.
pub(super) fn language_of(account: &Account, else_in: Language) -> Language {
    account.language.unwrap_or(else_in)
}
