//! Flows with a single-use link in a letter: invitation, password reset, account validation, change of address; and the
//! letters that notify an account of such a change.
//!
//! Used by pages and API. A flow stores its rows and letters in one transaction, so that neither exists without the
//! other, and responds without waiting for a mail server. No response reveals to a stranger whether an address has an
//! account: known and unknown addresses get the same response after the same time.

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

/// Minimum time of a response to a stranger. It is longer than the work for a known address, so that the time reveals
/// nothing.
const MINIMUM_RESPONSE_TIME: Duration = Duration::from_millis(400);

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
    /// The first part of every link.
    public_url: String,
}

/// Why a call was refused; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum TicketsError {
    /// All faults of the input, by field.
    #[error("the input has faults")]
    Faults(Vec<Fault>),
    /// The link does not work.
    #[error("the link does not work: {0:?}")]
    Link(LinkError),
    /// The link is for another account than the one that is signed in.
    #[error("the link is for another account")]
    OtherAccount,
    /// Sign-up is closed, or the server is not set up yet.
    #[error("signing up is not allowed")]
    SignUpClosed,
    /// A limit on letters is reached.
    #[error("too many letters; the next is allowed in {seconds} s")]
    TooMany {
        /// Seconds until the next letter is allowed.
        seconds: u64,
    },
    /// There is no such invitation or workspace, or it has ended.
    #[error("not found")]
    NotFound,
    /// An error of accounts or workspaces.
    #[error(transparent)]
    Accounts(AccountsError),
    /// The letter could not be rendered or stored.
    #[error("storing a letter")]
    Letter(#[source] IntakeError),
    /// The database failed.
    #[error("accessing stored tickets")]
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
    /// Flows over `db`, whose letters are sent through `intake` and link to `public_url`.
    pub fn new(db: Db, clock: Clock, random: Random, accounts: Accounts, intake: Intake, public_url: &str) -> Self {
        let audit = Audit::new(db.clone(), clock.clone(), random.clone());
        let public_url = public_url.trim_end_matches('/').to_owned();
        let limit = LetterLimit::default();
        Self { inner: Arc::new(Inner { db, clock, random, accounts, audit, intake, limit, public_url }) }
    }

    /// Deletes old tickets and invitations, and accounts that were never validated.
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

    /// The URL of the page at `path`.
    fn page(&self, path: &str) -> String {
        format!("{}{path}", self.inner.public_url)
    }

    /// Runs `work` and returns no earlier than [`MINIMUM_RESPONSE_TIME`].
    async fn with_minimum_time<T>(
        &self,
        work: impl Future<Output = Result<T, TicketsError>>,
    ) -> Result<T, TicketsError> {
        let (answer, ()) = tokio::join!(work, tokio::time::sleep(MINIMUM_RESPONSE_TIME));
        answer
    }
}

#[cfg(test)]
mod tests;
