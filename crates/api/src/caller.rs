//! The caller: the API key of the `Authorization` header, and whether it has the scope that a route needs.
//!
//! A handler names its scope in its signature, `Caller<MessagesSend>`, and cannot be called without it.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use super::problem::{Kind, Problem};
use super::texts;
use accounts::audit;
use accounts::{Actor, ActorContext};
use accounts::{ApiKey, Scope};
use app::App;
use transfer::{Holder, RequestMemory};

/// A key with the scope that `N` needs.
pub(super) struct Caller<N> {
    pub key: Arc<ApiKey>,
    needs: PhantomData<N>,
}

/// A scope as a type.
pub(super) trait Needs {
    const SCOPE: Scope;
}

/// Needs `settings`.
pub(super) struct SettingsScope;
/// Needs `messages:send`.
pub(super) struct MessagesSend;
/// Needs `messages:read`.
pub(super) struct MessagesRead;
/// Needs `members`.
pub(super) struct MembersScope;
/// Needs `scripts`.
pub(super) struct ScriptsScope;

impl Needs for SettingsScope {
    const SCOPE: Scope = Scope::Settings;
}
impl Needs for MessagesSend {
    const SCOPE: Scope = Scope::MessagesSend;
}
impl Needs for MessagesRead {
    const SCOPE: Scope = Scope::MessagesRead;
}
impl Needs for MembersScope {
    const SCOPE: Scope = Scope::Members;
}
impl Needs for ScriptsScope {
    const SCOPE: Scope = Scope::Scripts;
}

impl<N> Caller<N> {
    /// The key as an actor.
    pub(super) fn actor(&self) -> Actor {
        Actor::api_key(self.key.name.as_str())
    }

    /// The program that uses the key, for the messages that it submits.
    pub(super) fn client(&self) -> Option<queue::Client> {
        audit::client().map(queue::Client::of_api)
    }

    /// The key as an actor, with the client's address for the audit log.
    pub(super) fn by(&self) -> ActorContext {
        ActorContext::api_key(self.key.name.as_str())
    }
}

impl<N: Needs> FromRequestParts<App> for Caller<N> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let secret = bearer(parts)?;
        let key = app.accounts.key(secret).await?.ok_or_else(Problem::wrong_key)?;
        if let Some(memory) = RequestMemory::of(&parts.extensions) {
            memory.add_holder(Holder::ApiKey(key.id));
        }
        if !key.limits.is_none() {
            check_limits(app, &key)?;
        }
        if key.may(N::SCOPE) {
            Ok(Self { key, needs: PhantomData })
        } else {
            Err(Problem::missing_scope(N::SCOPE, &key.name))
        }
    }
}

/// Whether a key with limits may be used now, from where it is used.
fn check_limits(app: &App, key: &ApiKey) -> Result<(), Problem> {
    if key.limits.is_expired(app.clock.now()) {
        return Err(Problem::expired_key(&key.name));
    }
    let client = audit::client();
    if !key.limits.admits(client) {
        let shown = client.map(|client| client.to_string()).unwrap_or_default();
        return Err(Problem::new(Kind::OtherNetwork, texts::request_network_not_allowed(key.name.as_str(), shown)));
    }
    app.accounts.count_call(key).map_err(Problem::too_many)
}

/// The token of `Authorization: Bearer …`; the scheme's case does not matter (RFC 9110 §11.1).
fn bearer(parts: &Parts) -> Result<&str, Problem> {
    let mut values = parts.headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(Problem::no_key());
    };
    let text = value.to_str().map_err(|_| Problem::wrong_key())?;
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(token.trim()),
        _ => Err(Problem::no_key()),
    }
}
