//! The port through which a way out gets its access token.
//!
//! Implemented by the server's settings, which renew a token once however many sessions ask, and have a rotated refresh
//! token on disk before the access token that came with it is handed out.

use std::fmt;

use mail::Problem;
use secrecy::SecretString;

use crate::transport::Boxed;

/// An access token (RFC 6749 §1.4). Debug prints its number alone.
#[derive(Clone)]
pub struct AccessToken {
    /// The token itself.
    pub secret: SecretString,
    /// Counts up with each renewal, so that a refused token can be named without showing it.
    pub number: u64,
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").field("number", &self.number).finish_non_exhaustive()
    }
}

/// Which token will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Any that has not expired.
    Good,
    /// One with another number: the server has just refused this one.
    OtherThan(u64),
    /// One that is asked for now: a test shows whether renewing works.
    Renewed,
}

/// Where a way out gets its access token.
pub trait Tokens: Send + Sync + fmt::Debug {
    /// A token that will do, renewed first where need be.
    ///
    /// # Errors
    /// The problem of the connection: consent that is needed, a client that was refused, a provider that does not answer.
    fn token(&self, wish: Wish) -> Boxed<'_, Result<AccessToken, Problem>>;
}
