//! OAuth 2.0 (RFC 6749) for a mail client: providers as data, consent, tokens.
//!
//! Builds URLs of consent pages and sends requests to token endpoints. Stores nothing: the settings keep tokens and
//! renew them, and implement [`TokenSource`]. Errors are data ([`TokenError`]); `delivery::diagnosis` explains them.

mod access_token;
mod client_authentication;
mod consent;
mod discovery;
mod error;
mod http;
mod providers;
mod redact;
mod refusal;
mod registration;
mod scopes;
mod service_account;
pub mod texts;
mod token_client;
mod token_response;

pub use access_token::{AccessToken, TokenRequest, TokenSource};
pub use client_authentication::ClientAuthentication;
pub use consent::{AuthorizationRequest, authorize_url, secret_text};
pub use discovery::{DiscoveryError, ProviderMetadata, discover};
pub use error::{TokenError, TokenErrorCause, TokenOperation, UnusableToken};
pub use http::{
    HttpClient, HttpError, HttpFailure, HttpResponse, HttpTimeouts, RequestBuilder, has_login, is_safe_url,
};
pub use providers::{
    Endpoints, Grant, Pace, PlainHttp, Provider, ProviderData, RedirectRules, SendThrough, SmtpServer,
};
pub use refusal::Refusal;
pub use registration::{Credential, Registration};
pub use scopes::missing_scopes;
pub use service_account::{KeyError, ServiceAccountKey};
pub use token_client::{Revocation, app_token, exchange_code, read_revocation, read_token, renew, revoke};
pub use token_response::TokenResponse;
