//! Authentication and authorization: accounts, the first setup, sessions, API keys, mail passwords, workspaces and
//! their members, and the audit log.
//!
//! Used by pages, API and `owlpost setup`. A secret (session, key, setup token) is 256 random bits, of which the
//! database contains only the SHA-256; a password is stored as an argon2id hash. No response to a stranger reveals
//! whether an address has an account.

pub mod account;
mod actor;
pub mod allowed_recipients;
pub mod api_key;
pub mod approval;
pub mod audit;
mod key_limits;
pub mod mail_password;
pub mod names;
mod password;
pub mod profile;
mod program_login;
pub mod quota;
pub mod rate;
pub mod secret;
pub mod session;
mod setup;
pub mod sign_up_policy;
pub mod texts;
pub mod workspace;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

use mail::Fault;
use tokio::sync::watch;

use crate::audit::Audit;
use clock::{Clock, Random};

pub use account::{Account, ListedAccount};
pub use actor::{Actor, ActorContext};
pub use api_key::{ApiKey, KEYS_MAX, Scope};
pub use approval::ReachableRecipients;
pub use key_limits::{KeyLimits, TypedKeyLimits};
pub use mail_password::{AccountSending, AssignedSenders, MAIL_PASSWORDS_MAX, MailPassword, MailPasswordLogin};
pub use password::check as check_new_password;
pub use program_login::{Credential, ProgramLogin, ProgramLoginError, RefusedLogin};
pub use quota::{CountedQuota, WorkspaceQuota};
pub use rate::network_of;
pub use session::{PASSWORD_RECENT, SESSION_IDLE, SESSION_LIFE, Session};
pub use sign_up_policy::SignUpPolicy;
pub use workspace::{Member, Role, Workspace};

/// The handle of this crate; clones share the rate limits and the cache of keys.
#[derive(Clone)]
pub struct Accounts {
    inner: Arc<Inner>,
    needs_approval: bool,
}

struct Inner {
    db: storage::Db,
    clock: Clock,
    random: Random,
    audit: Audit,
    passwords: password::Passwords,
    sign_ins: rate::SignInLimit,
    keys: api_key::KeyCache,
    key_calls: rate::KeyCalls,
    program_logins: rate::ProgramLoginLimit,
    /// Notified when sessions or rights have ended.
    ended_sessions: watch::Sender<()>,
    /// See [`Accounts::approval_changes`].
    approval_changes: AtomicU64,
    /// Set once there is an administrator and never reset, because the last administrator cannot be removed.
    is_set_up: AtomicBool,
}

/// Why a call was refused.
#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    /// All faults of the input.
    #[error("the input has faults")]
    Faults(Vec<Fault>),
    /// The first administrator already exists.
    #[error("an administrator exists already")]
    AdministratorExists,
    /// The token is not that of the last start, or was used.
    #[error("the setup link is not valid")]
    WrongSetupToken,
    /// Unknown address or wrong password; the error does not say which.
    #[error("email or password is wrong")]
    WrongPassword,
    /// A limit on attempts is reached.
    #[error("too many attempts; the next is allowed in {seconds} s")]
    TooMany {
        /// Seconds until the next attempt is allowed.
        seconds: u64,
    },
    /// There is no account, member or workspace with this id; it may have been deleted in the meantime.
    #[error("not found")]
    NotFound,
    /// The change would leave no administrator.
    #[error("this is the last administrator")]
    LastAdministrator,
    /// The account is the only administrator of some workspaces.
    #[error("these workspaces have no other administrator: {}", workspaces.join(", "))]
    OnlyAdministrator {
        /// Their names.
        workspaces: Vec<String>,
    },
    /// The account's address is not validated.
    #[error("the account is not validated")]
    NotValidated,
    /// The hash function failed, or a stored hash is damaged.
    #[error("hashing a password")]
    Hash(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database failed.
    #[error("accessing stored accounts")]
    Db(#[from] storage::DbError),
}

impl Accounts {
    /// Accounts in `db`. Workspaces created by anyone but an instance administrator need approval.
    pub fn new(db: storage::Db, clock: Clock, random: Random) -> Self {
        let passwords = password::Passwords::new(random.clone());
        let audit = Audit::new(db.clone(), clock.clone(), random.clone());
        Self {
            inner: Arc::new(Inner {
                db,
                clock,
                random,
                audit,
                passwords,
                sign_ins: rate::SignInLimit::default(),
                keys: api_key::KeyCache::default(),
                key_calls: rate::KeyCalls::default(),
                program_logins: rate::ProgramLoginLimit::default(),
                ended_sessions: watch::Sender::new(()),
                approval_changes: AtomicU64::new(0),
                is_set_up: AtomicBool::new(false),
            }),
            needs_approval: true,
        }
    }

    /// Approves every new workspace for sending, whoever creates it.
    #[must_use]
    pub fn without_approval(self) -> Self {
        Self { needs_approval: false, ..self }
    }

    /// Whether workspaces of others than instance administrators need approval.
    pub fn needs_approval(&self) -> bool {
        self.needs_approval
    }

    /// The instance administrators, oldest account first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn administrators(&self) -> Result<Vec<Account>, AccountsError> {
        Ok(self.inner.db.read(|rx| account::administrators(rx)).await?)
    }

    fn now_ms(&self) -> i64 {
        self.inner.clock.now().as_millisecond()
    }
}

fn fault(field: &str, text: impl Into<mail::Text>) -> Fault {
    Fault::new(field, text)
}

#[cfg(test)]
mod tests;
