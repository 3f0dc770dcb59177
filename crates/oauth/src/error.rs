//! Errors of token requests, as data.

use std::time::Duration;

use mail::EmailAddress;

use crate::http::HttpError;
use crate::refusal::Refusal;
use crate::service_account::KeyError;

/// A failed request, with its cause. Contains no secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{operation:?}: {cause}")]
pub struct TokenError {
    /// What was requested.
    pub operation: TokenOperation,
    /// The requested scopes; empty if the request has none.
    pub scopes: Vec<String>,
    /// The mailbox for which the application requested access.
    pub mailbox: Option<EmailAddress>,
    /// The cause.
    #[source]
    pub cause: TokenErrorCause,
}

/// A request to the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenOperation {
    /// The consent of a person on the provider's page (RFC 6749 section 4.1.1).
    Authorization,
    /// Tokens for an authorization code (RFC 6749 section 4.1.3).
    CodeExchange,
    /// An access token for a refresh token (RFC 6749 section 6).
    Refresh,
    /// An access token for the application itself (RFC 6749 section 4.4, RFC 7523).
    AppToken,
    /// The revocation of a token (RFC 7009).
    Revocation,
}

/// Why a request failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenErrorCause {
    /// There was no complete response.
    #[error("{0}")]
    Http(HttpError),
    /// The response grants nothing.
    #[error("HTTP {status} {}", refusal.error)]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The pause that the server requested with `Retry-After`.
        retry_after: Option<Duration>,
        /// The error response; empty if the body is not one.
        refusal: Box<Refusal>,
    },
    /// The response grants something that cannot be used.
    #[error("{0}")]
    Unusable(UnusableToken),
    /// The application must authenticate, and has neither client secret nor key.
    #[error("neither a client secret nor a key is set")]
    ClientSecretMissing,
    /// The request could not be signed.
    #[error("{0}")]
    Key(KeyError),
}

/// Why a token response cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnusableToken {
    /// It contains no access token.
    #[error("the response contains no access token")]
    NoAccessToken,
    /// The token is not a bearer token (RFC 6750).
    #[error("the token is not a bearer token")]
    NotBearer,
}
