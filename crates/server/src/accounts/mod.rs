//! Who may do what: accounts, sessions, API keys.

use mail::{EmailAddress, Fault};
use secrecy::SecretString;
use uuid::Uuid;

/// The room's handle.
#[derive(Clone)]
pub struct Accounts {}

/// An account.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: Uuid,
    pub email: EmailAddress,
    pub name: String,
    pub instance_admin: bool,
}

/// What an API key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    Settings,
    MessagesSend,
    MessagesRead,
    Members,
    Scripts,
}

/// A key as listed; the secret is shown once, by `make_key`.
#[derive(Clone, Debug)]
pub struct ApiKey {
    pub id: Uuid,
    pub name: String,
    pub scopes: Vec<Scope>,
    pub created_at: jiff::Timestamp,
    pub created_by: String,
    pub last_used_at: Option<jiff::Timestamp>,
}

#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    #[error("the input has faults")]
    Faults(Vec<Fault>),
    #[error("an administrator exists already")]
    AdministratorExists,
    #[error("the setup link is not valid")]
    WrongSetupToken,
    #[error("email or password is wrong")]
    WrongPassword,
    #[error("too many tries; again in {seconds} s")]
    TooMany { seconds: u64 },
    #[error("storing accounts")]
    Db(#[from] db::DbError),
}

impl Accounts {
    /// Whether the first administrator is still to be made.
    pub async fn needs_setup(&self) -> Result<bool, AccountsError> {
        todo!()
    }
    /// The one-time token of the setup link, made at the first start without an administrator (its hash is stored).
    pub async fn setup_token(&self) -> Result<Option<SecretString>, AccountsError> {
        todo!()
    }
    /// First administrator and workspace; refuses when one exists. `token` is `None` for `owlpost setup`.
    pub async fn set_up(
        &self,
        _token: Option<&str>,
        _email: &str,
        _password: SecretString,
        _workspace: &str,
    ) -> Result<(Account, Uuid), AccountsError> {
        todo!()
    }
    /// Signs in; answers the session's secret for the cookie. `client` is the network address, for the rate limit.
    pub async fn sign_in(
        &self,
        _email: &str,
        _password: SecretString,
        _client: std::net::IpAddr,
    ) -> Result<SecretString, AccountsError> {
        todo!()
    }
    pub async fn sign_out(&self, _session: &str) -> Result<(), AccountsError> {
        todo!()
    }
    /// Whose session this is.
    pub async fn session(&self, _session: &str) -> Result<Option<Account>, AccountsError> {
        todo!()
    }
    pub async fn make_key(
        &self,
        _name: &str,
        _scopes: &[Scope],
        _by: &str,
    ) -> Result<(ApiKey, SecretString), AccountsError> {
        todo!()
    }
    pub async fn keys(&self) -> Result<Vec<ApiKey>, AccountsError> {
        todo!()
    }
    pub async fn delete_key(&self, _id: Uuid) -> Result<bool, AccountsError> {
        todo!()
    }
    /// Whose key this is; notes the use.
    pub async fn key(&self, _secret: &str) -> Result<Option<ApiKey>, AccountsError> {
        todo!()
    }
}
