//! Logins of programs that cannot send a header: SMTP submission. The password is an API key or a mail password of an
//! account; the user name is anything.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use super::{Accounts, AccountsError, ApiKey, KeyLimits, MailPasswordLogin, Scope, secret};

/// What a program logged in with.
#[derive(Clone, Debug)]
pub enum ProgramLogin {
    /// An API key that may send.
    Key(Arc<ApiKey>),
    /// A mail password.
    MailPassword(Arc<MailPasswordLogin>),
}

impl ProgramLogin {
    /// Its kind and name.
    pub fn credential(&self) -> Credential {
        match self {
            Self::Key(key) => Credential::ApiKey(key.name.clone()),
            Self::MailPassword(login) => Credential::MailPassword(login.password.name.clone()),
        }
    }

    fn limits(&self) -> &KeyLimits {
        match self {
            Self::Key(key) => &key.limits,
            Self::MailPassword(login) => &login.password.limits,
        }
    }
}

/// The name of what a program logged in with. In refusals and logs: `API key shop`, `mail password scanner`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// An API key with this name.
    ApiKey(String),
    /// A mail password with this name.
    MailPassword(String),
}

impl fmt::Display for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ApiKey(name) => write!(f, "API key {name}"),
            Self::MailPassword(name) => write!(f, "mail password {name}"),
        }
    }
}

/// Why a program may not send.
#[derive(Debug, thiserror::Error)]
pub enum ProgramLoginError {
    /// The password is no API key and no mail password, or one that was deleted.
    #[error("the password is neither an API key nor a mail password")]
    Wrong,
    /// It has ended.
    #[error("the {0} has expired")]
    Expired(Credential),
    /// It does not work from this address.
    #[error("the {0} does not work from this address")]
    OtherNetwork(Credential),
    /// An API key has no scope for sending.
    #[error("the {0} has no scope for sending")]
    MissingScope(Credential),
    /// The database.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
}

impl ProgramLoginError {
    /// What was refused, if it is known.
    pub fn credential(&self) -> Option<&Credential> {
        match self {
            Self::Expired(credential) | Self::OtherNetwork(credential) | Self::MissingScope(credential) => {
                Some(credential)
            }
            Self::Wrong | Self::Accounts(_) => None,
        }
    }
}

/// A login that was refused.
#[derive(Debug)]
pub struct RefusedLogin {
    /// Why.
    pub error: ProgramLoginError,
    /// Too many were refused: the client has to wait for its next.
    pub is_one_too_many: bool,
}

impl Accounts {
    /// Checks the login of a program; records the use of its key or mail password.
    ///
    /// # Errors
    /// [`RefusedLogin`]. Refused logins are counted per network, and per user name there.
    pub async fn program_login(
        &self,
        username: &str,
        password: &str,
        client: IpAddr,
    ) -> Result<ProgramLogin, RefusedLogin> {
        self.sending_login(password, client).await.map_err(|error| {
            // A fault of the database says nothing about the client.
            let is_wrong = !matches!(error, ProgramLoginError::Accounts(_));
            let limit = &self.inner.program_logins;
            let is_one_too_many = is_wrong && limit.is_exceeded_by(&secret::hash(username), client, self.now_ms());
            RefusedLogin { error, is_one_too_many }
        })
    }

    /// What a program that has logged in may still send with: it may have been deleted, or have expired.
    ///
    /// # Errors
    /// [`ProgramLoginError`].
    pub async fn sending_login(&self, password: &str, client: IpAddr) -> Result<ProgramLogin, ProgramLoginError> {
        let login = match self.key(password).await? {
            Some(key) => ProgramLogin::Key(key),
            None => {
                let found = self.mail_password(password).await?.ok_or(ProgramLoginError::Wrong)?;
                ProgramLogin::MailPassword(Arc::new(found))
            }
        };
        if let ProgramLogin::Key(key) = &login
            && !key.may(Scope::MessagesSend)
        {
            Err(ProgramLoginError::MissingScope(login.credential()))
        } else if login.limits().is_expired(self.inner.clock.now()) {
            Err(ProgramLoginError::Expired(login.credential()))
        } else if !login.limits().admits(Some(client)) {
            Err(ProgramLoginError::OtherNetwork(login.credential()))
        } else {
            Ok(login)
        }
    }
}
