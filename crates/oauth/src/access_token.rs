//! Access tokens, and the interface through which transports get them.
//!
//! The settings implement it: they renew a token once for all sessions that request one, and store a rotated refresh
//! token before they return the access token that came with it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use mail::Problem;
use secrecy::SecretString;

/// An access token (RFC 6749 section 1.4). Debug prints only its number.
#[derive(Clone)]
pub struct AccessToken {
    /// The token itself.
    pub secret: SecretString,
    /// Increases with each renewal; identifies a refused token without showing it.
    pub number: u64,
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").field("number", &self.number).finish_non_exhaustive()
    }
}

/// Which token is acceptable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenRequest {
    /// Any token that has not expired.
    Valid,
    /// A token with another number: the server refused this one.
    Replace(u64),
    /// A token that is requested now: a test checks whether renewal works.
    Renew,
}

/// The source from which a transport gets its access tokens.
pub trait TokenSource: Send + Sync + fmt::Debug {
    /// An acceptable token, renewed first if necessary.
    ///
    /// # Errors
    /// The problem of the connection: a missing consent, a refused client, or a provider that does not respond.
    fn token(&self, request: TokenRequest) -> Pin<Box<dyn Future<Output = Result<AccessToken, Problem>> + Send + '_>>;
}
