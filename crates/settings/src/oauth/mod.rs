//! OAuth 2.0 of the active settings: consents under way, what was granted, tokens that renew themselves.
//!
//! `flow` is what an administrator does: consent, answer a question, disconnect. `tokens` keeps access tokens and renews
//! them one at a time; `grants` and `consents` own the tables; `destination` makes of settings where secrets may go.

mod consents;
mod destination;
mod flow;
mod grants;
mod tokens;

pub use consents::{Outcome as ConsentOutcome, Question};
pub use destination::REDIRECT_PATH;
pub(super) use destination::{Target, scopes};
pub use flow::{Answer, Callback, ConsentError, ConsentStart, ConsentView, Disconnected, Returned};
pub(super) use flow::{active_grant, serves};
pub use grants::Connected;
pub(super) use grants::{Grant, find as find_grant};
pub(super) use tokens::{Holder, NoTokens, TokenSources, secret_needed};
