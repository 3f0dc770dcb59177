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
    /// Too many logins were refused.
    #[error("too many logins were refused; again in {seconds} s")]
    TooMany {
        /// Seconds until the next attempt is allowed.
        seconds: u64,
    },
    /// The database.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
}

impl Accounts {
    /// Checks the login of a program; records the use of its key.
    ///
    /// # Errors
    /// [`ProgramLoginError`]. Refused logins are limited per network and user name.
    pub async fn program_login(
        &self,
        username: &str,
        password: &str,
        client: IpAddr,
    ) -> Result<Arc<ApiKey>, ProgramLoginError> {
        let (name, hash, limit) = (secret::hash(username), secret::hash(password), &self.inner.program_logins);
        let too_many = |seconds| ProgramLoginError::TooMany { seconds };
        limit.check(&hash, client, self.now_ms()).map_err(too_many)?;
        match self.sending_key(password, client).await {
            Err(ProgramLoginError::Accounts(error)) => Err(error.into()),
            Err(refused) => {
                limit.refused(&name, client, self.now_ms()).map_err(too_many)?;
                Err(refused)
            }
            Ok(key) => {
                limit.succeeded(&hash, client);
                Ok(key)
            }
        }
    }

    /// The key of a program that has logged in, if it may still send: it may have been deleted, or have expired.
    ///
    /// # Errors
    /// [`ProgramLoginError`], but not `TooMany`.
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
