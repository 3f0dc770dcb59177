//! What goes by a single-use link in a letter: invitation, password reset, account validation, change of address; and the
//! notices of such a change to the account's address.
//!
//! Called by pages and API. A flow stores its rows and its letters in one transaction, so that neither is there without
//! the other, and answers without waiting for a mail server. Nothing here reveals to a stranger whether an address has an
//! account: known and unknown addresses get the same answer after the same time.

mod address_change;
mod ending;
mod invitation;
mod outgoing_letter;
mod password;
mod sign_up;
pub mod texts;
mod ticket;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use mail::Fault;
use queue::QueueError;
use storage::{Db, DbError};

use accounts::audit::Audit;
use accounts::rate::LetterLimit;
use accounts::{Accounts, AccountsError};
use clock::{Clock, Random};
use sending::intake::{Intake, IntakeError};

pub use invitation::{Invitation, InvitationEnd, ListedInvitation, NewInvitation, OpenedInvitation};
pub use password::{OpenedReset, PasswordChange};
pub use sign_up::SignUp;
pub use ticket::{LinkError, Purpose, set_back};

/// Minimum time of an answer to a stranger, longer than the work for a known address takes, so that the time reveals
/// nothing.
const ANSWERED_AFTER: Duration = Duration::from_millis(400);

/// The handle of this crate; clones share the limits.
#[derive(Clone)]
pub struct Tickets {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    clock: Clock,
    random: Random,
    accounts: Accounts,
    audit: Audit,
    intake: Intake,
    limit: LetterLimit,
    /// Links begin with it.
    public_url: String,
}

/// Why a call was refused; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum TicketsError {
    /// All faults of the input.
    #[error("the input has faults")]
    Faults(Vec<Fault>),
    /// The link does not work.
    #[error("the link does not work: {0:?}")]
    Link(LinkError),
    /// The link is for another account than the one that is signed in.
    #[error("the link is for another account")]
    OtherAccount,
    /// Strangers may not sign up.
    #[error("signing up is switched off")]
    SignUpClosed,
    /// A limit on letters is reached.
    #[error("too many letters; again in {seconds} s")]
    TooMany {
        /// Seconds until the next try may succeed.
        seconds: u64,
    },
    /// No such invitation, or it has ended.
    #[error("nothing has this id")]
    NotFound,
    /// Accounts and workspaces.
    #[error(transparent)]
    Accounts(AccountsError),
    /// The letter.
    #[error("storing a letter")]
    Letter(#[source] IntakeError),
    /// The database.
    #[error("storing tickets")]
    Db(#[from] DbError),
}

impl From<AccountsError> for TicketsError {
    fn from(error: AccountsError) -> Self {
        match error {
            AccountsError::Faults(faults) => Self::Faults(faults),
            AccountsError::NotFound => Self::NotFound,
            AccountsError::Db(error) => Self::Db(error),
            other => Self::Accounts(other),
        }
    }
}

impl From<IntakeError> for TicketsError {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Full => Self::Db(DbError::Full),
            other => Self::Letter(other),
        }
    }
}

impl From<QueueError> for TicketsError {
    fn from(error: QueueError) -> Self {
        match error {
            QueueError::Db(error) => Self::Db(error),
            other => Self::Letter(other.into()),
        }
    }
}

impl Tickets {
    /// Letters are sent through `intake`.
    pub fn new(db: Db, clock: Clock, random: Random, accounts: Accounts, intake: Intake, public_url: &str) -> Self {
        let audit = Audit::new(db.clone(), clock.clone(), random.clone());
        let public_url = public_url.trim_end_matches('/').to_owned();
        let limit = LetterLimit::default();
        Self { inner: Arc::new(Inner { db, clock, random, accounts, audit, intake, limit, public_url }) }
    }

    /// Deletes old tickets and invitations, and accounts that nobody validated.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub async fn forget(&self, now: Timestamp) -> Result<(), DbError> {
        self.inner
            .db
            .write(move |tx| {
                ticket::forget(tx, now)?;
                sign_up::forget(tx, now)?;
                invitation::forget(tx, now)
            })
            .await
    }

    fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The address of one of our pages.
    fn page(&self, path: &str) -> String {
        format!("{}{path}", self.inner.public_url)
    }

    /// Does `work`, and returns no earlier than [`ANSWERED_AFTER`].
    async fn with_minimum_time<T>(
        &self,
        work: impl Future<Output = Result<T, TicketsError>>,
    ) -> Result<T, TicketsError> {
        let (answer, ()) = tokio::join!(work, tokio::time::sleep(ANSWERED_AFTER));
        answer
    }
}

#[cfg(test)]
mod tests;
