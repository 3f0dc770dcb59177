//! OAuth 2.0 (RFC 6749) as a mail client needs it: providers as data, consent, tokens.
//!
//! Asks token endpoints and makes addresses of consent pages; stores nothing and remembers nothing. Who keeps tokens and
//! renews them one at a time stands behind the port [`Tokens`], which the server's settings implement.
//! What a refusal means is in `trouble`.

mod consent;
mod granted;
mod providers;
mod registration;
mod requests;
mod scopes;
mod service_account;
mod token;

pub use crate::trouble::{TokenTrouble, TokenTroubleKind, testing_trap};
pub use consent::{Asked, authorize_url, refusal, secret_text};
pub use granted::Granted;
pub use providers::{Endpoints, Facts, Grant, Pace, PlainHttp, Provider, RedirectRules, SendThrough, SmtpServer};
pub use registration::{Credential, Registration};
pub use requests::{Revoked, app_token, exchange_code, renew, revoke};
pub use scopes::missing_scopes;
pub use service_account::ServiceAccountKey;
pub use token::{AccessToken, Tokens, Wish};
