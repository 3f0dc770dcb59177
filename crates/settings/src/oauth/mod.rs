//! OAuth 2.0 of the active settings: consents under way, what was granted, tokens that renew themselves.
//!
//! `flow` is what an administrator does: consent, disconnect; `link` has the consents that a program starts; `callback` is the return from the provider, `answers` has
//! the questions between. `tokens` keeps access tokens and renews them one at a time; `grants` and `consents` own the tables; `destination` makes of settings where
//! secrets may go; `discovery` asks a provider for its endpoints, `authentication` keeps how it takes a client secret.

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
pub(super) use destination::{Target, custom_endpoints, scopes};
pub(super) use discovery::{with_endpoints, with_issuer_fault};
pub use flow::{ConsentError, ConsentStart, ConsentView, DisconnectResult};
pub(super) use flow::{active_grant, serves};
pub use grants::ConnectedMailbox;
pub(super) use grants::{Grant, find as find_grant};
pub use link::{ConsentLink, LINK_PATH};
pub(super) use tokens::{NoTokens, TokenOwner, TokenSources, secret_needed};
