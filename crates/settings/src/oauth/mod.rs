//! OAuth 2.0 of the email settings: consents in progress, grants, and access tokens that are renewed automatically.
//!
//! `flow` has the actions of an administrator (consent, disconnect), `link` the consents that a program starts,
//! `callback` the return from the provider, `answers` the questions that a consent may leave open. `tokens` caches
//! access tokens and renews them one at a time; `grants` and `consents` own the tables; `destination` determines where
//! secrets may be sent; `discovery` fetches a provider's endpoints; `authentication` stores how a provider accepts the
//! client secret.

mod answers;
mod authentication;
mod callback;
mod consents;
mod destination;
mod discovery;
mod flow;
mod grants;
mod link;
mod tokens;

pub use answers::{Answer, AnswerResult};
pub use callback::{Callback, CallbackResult};
pub use consents::{Outcome as ConsentOutcome, Question};
pub use destination::REDIRECT_PATH;
pub(super) use destination::{Target, custom_endpoints, reseal_refresh_token, scopes};
pub(super) use discovery::{with_endpoints, with_issuer_fault};
pub use flow::{ConsentError, ConsentStart, ConsentView, DisconnectResult};
pub(super) use flow::{active_grant, serves};
pub use grants::ConnectedMailbox;
pub(super) use grants::{Grant, find as find_grant, reseal as reseal_grants};
pub use link::{ConsentLink, LINK_PATH};
pub(super) use tokens::{NoTokens, TokenOwner, TokenSources, secret_needed};
