//! Logins of programs that cannot send a header: SMTP submission. The password is an API key; the user name is anything.

use std::net::IpAddr;
use std::sync::Arc;

use super::{Accounts, AccountsError, ApiKey, Scope, secret};

/// Why a program may not send.
#[derive(Debug, thiserror::Error)]
pub enum ProgramLoginError {
    /// The password is no API key, or one that was deleted.
    #[error("the password is not an API key")]
    Wrong,
    /// The key has ended.
    #[error("the API key {name} has expired")]
    Expired {
        /// The key's name.
        name: String,
    },
    /// The key does not work from this address.
    #[error("the API key {name} does not work from this address")]
    OtherNetwork {
        /// The key's name.
        name: String,
    },
    /// The key has no scope for sending.
    #[error("the API key {name} has no scope for sending")]
    MissingScope {
        /// The key's name.
        name: String,
    },
    /// The database.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
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
    /// Checks the login of a program; records the use of its key.
    ///
    /// # Errors
    /// [`RefusedLogin`]. Refused logins are counted per network, and per user name there.
    pub async fn program_login(
        &self,
        username: &str,
        password: &str,
        client: IpAddr,
    ) -> Result<Arc<ApiKey>, RefusedLogin> {
        self.sending_key(password, client).await.map_err(|error| {
            // A fault of the database says nothing about the client.
            let is_wrong = !matches!(error, ProgramLoginError::Accounts(_));
            let limit = &self.inner.program_logins;
            let is_one_too_many = is_wrong && limit.is_exceeded_by(&secret::hash(username), client, self.now_ms());
            RefusedLogin { error, is_one_too_many }
        })
    }

    /// The key of a program that has logged in, if it may still send: it may have been deleted, or have expired.
    ///
    /// # Errors
    /// [`ProgramLoginError`].
    pub async fn sending_key(&self, password: &str, client: IpAddr) -> Result<Arc<ApiKey>, ProgramLoginError> {
        let key = self.key(password).await?.ok_or(ProgramLoginError::Wrong)?;
        let name = || key.name.clone();
        if !key.may(Scope::MessagesSend) {
            Err(ProgramLoginError::MissingScope { name: name() })
        } else if key.limits.is_expired(self.inner.clock.now()) {
            Err(ProgramLoginError::Expired { name: name() })
        } else if !key.limits.admits(Some(client)) {
            Err(ProgramLoginError::OtherNetwork { name: name() })
        } else {
            Ok(key)
        }
    }
}
