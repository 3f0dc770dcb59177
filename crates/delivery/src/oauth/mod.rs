//! OAuth 2.0 (RFC 6749) as a mail client needs it: providers as data, consent, tokens.
//!
//! Asks token endpoints and makes addresses of consent pages; stores nothing and remembers nothing. Who keeps tokens and
//! renews them one at a time stands behind the port [`Tokens`], which the server's settings implement.

mod providers;
mod registration;
mod token;

pub use providers::{Endpoints, Facts, Grant, Provider, SendThrough, SmtpServer};
pub use registration::{Credential, Registration, ServiceAccountKey};
pub use token::{AccessToken, Tokens, Wish};
