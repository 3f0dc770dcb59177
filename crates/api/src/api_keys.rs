//! `/api-keys`: list, create, delete. Only the response to its creation contains the secret of a key.
//!
//! Needs `settings`. A key can grant only scopes that it has itself, and a key with limits cannot create keys, so that
//! no key creates a stronger one.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use jiff::Timestamp;
use mail::Fault;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::caller::{Caller, SettingsScope};
use super::input::{Json, PathId, shown};
use super::names::ScopeName;
use super::problem::{Kind, Problem};
use super::texts;
use accounts::{ApiKey, KeyLimits, Scope, TypedKeyLimits};
use app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(delete))
}

/// A key, without its secret.
#[derive(Serialize, ToSchema)]
struct ApiKeyView {
    id: Uuid,
    /// Unique; identifies the caller, for example as the origin of a message.
    #[schema(example = "shop")]
    name: String,
    /// The scopes of the key.
    #[schema(value_type = Vec<ScopeName>, example = json!(["messages:send"]))]
    scopes: Vec<&'static str>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Who created it: an email address or an API key.
    #[schema(example = "ann@example.com")]
    created_by: String,
    /// When it was last used, to the minute; `null` if it was never used.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
    limits: KeyLimitsView,
}

/// What happens to a finished message whose From is not allowed.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum FromPolicyName {
    /// It is refused.
    Refuse,
    /// It is sent from the configured From.
    Rewrite,
}

/// The limits of a key or a mail password; `null` or an empty list means no limit.
#[derive(Serialize, ToSchema)]
pub(super) struct KeyLimitsView {
    /// Recipients in any 60 minutes.
    #[schema(example = 500)]
    recipients_per_hour: Option<u32>,
    /// Recipients in any 24 hours.
    #[schema(example = 2_000)]
    recipients_per_day: Option<u32>,
    /// Calls per minute.
    #[schema(example = 60)]
    calls_per_minute: Option<u32>,
    /// Addresses and domains that are allowed as `from`.
    #[schema(example = json!(["shop@example.com"]))]
    senders: Vec<String>,
    /// `refuse` or `rewrite`: what happens to a finished message (`POST /messages/raw`, SMTP) whose From is not allowed.
    #[schema(example = "refuse")]
    from_policy: FromPolicyName,
    /// Addresses and domains that mail may be sent to.
    #[schema(example = json!(["example.com"]))]
    recipients: Vec<String>,
    /// Networks from which the key may be used.
    #[schema(example = json!(["192.0.2.0/24"]))]
    networks: Vec<String>,
    /// When the key stops working.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-11-22T10:00:00Z")]
    expires_at: Option<Timestamp>,
}

impl From<KeyLimits> for KeyLimitsView {
    fn from(limits: KeyLimits) -> Self {
        let lines = |text: String| text.lines().map(str::to_owned).collect();
        Self {
            recipients_per_hour: limits.recipients_per_hour,
            recipients_per_day: limits.recipients_per_day,
            calls_per_minute: limits.calls_per_minute,
            senders: lines(limits.senders.text()),
            from_policy: if limits.rewrites_from { FromPolicyName::Rewrite } else { FromPolicyName::Refuse },
            recipients: lines(limits.recipients.text()),
            networks: limits.networks_text(),
            expires_at: limits.expires_at,
        }
    }
}

impl From<ApiKey> for ApiKeyView {
    fn from(key: ApiKey) -> Self {
        let ApiKey { id, name, scopes, created_at, created_by, last_used_at, limits } = key;
        let scopes = scopes.into_iter().map(Scope::name).collect();
        let created_by = super::actors::actor(&created_by);
        Self { id, name, scopes, created_at, created_by, last_used_at, limits: limits.into() }
    }
}

/// All API keys.
#[derive(Serialize, ToSchema)]
struct ApiKeyList {
    /// Ordered by name.
    items: Vec<ApiKeyView>,
    /// Always `null`: there are no further pages.
    next: Option<String>,
}

/// A new API key.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewApiKey {
    /// The name of the program that uses it; unique.
    #[schema(example = "shop", min_length = 1, max_length = 100)]
    name: String,
    /// The scopes of the key.
    #[schema(value_type = Vec<ScopeName>, example = json!(["messages:send"]), min_items = 1)]
    scopes: Vec<String>,
    /// The limits of the key; no limits if absent.
    #[serde(default)]
    limits: Option<KeyLimitsInput>,
}

/// Limits of a new key; absent or `null` means no limit.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct KeyLimitsInput {
    /// Recipients in To, Cc and Bcc in any 60 minutes.
    #[schema(example = 500, minimum = 1, maximum = 1_000_000)]
    #[serde(default)]
    recipients_per_hour: Option<u32>,
    /// Recipients in any 24 hours.
    #[schema(example = 2_000, minimum = 1, maximum = 1_000_000)]
    #[serde(default)]
    recipients_per_day: Option<u32>,
    /// Calls per minute, of any kind.
    #[schema(example = 60, minimum = 1, maximum = 1_000_000)]
    #[serde(default)]
    calls_per_minute: Option<u32>,
    /// Addresses and domains that are allowed as `from`.
    #[schema(example = json!(["shop@example.com"]))]
    #[serde(default)]
    senders: Option<Vec<String>>,
    /// What happens to a finished message (`POST /messages/raw`, SMTP) whose From is not allowed: `refuse` (default), or
    /// `rewrite` to send it from the configured From, with the asked one as Reply-To unless it has one.
    #[schema(example = "rewrite")]
    #[serde(default)]
    from_policy: Option<FromPolicyName>,
    /// Addresses and domains that mail may be sent to, for a key that is used in tests.
    #[schema(example = json!(["example.com"]))]
    #[serde(default)]
    recipients: Option<Vec<String>>,
    /// Networks in CIDR notation from which the key may be used. Behind a proxy that is one of `trusted_proxies`, the
    /// address of the client counts.
    #[schema(example = json!(["192.0.2.0/24"]))]
    #[serde(default)]
    networks: Option<Vec<String>>,
    /// When the key stops working.
    #[schema(value_type = Option<String>, format = DateTime, example = "2027-11-22T10:00:00Z")]
    #[serde(default)]
    expires_at: Option<Timestamp>,
}

impl From<KeyLimitsInput> for TypedKeyLimits {
    fn from(input: KeyLimitsInput) -> Self {
        let text = |list: Option<Vec<String>>| list.unwrap_or_default().join("\n");
        Self {
            recipients_per_hour: input.recipients_per_hour,
            recipients_per_day: input.recipients_per_day,
            calls_per_minute: input.calls_per_minute,
            senders: text(input.senders),
            rewrites_from: input.from_policy == Some(FromPolicyName::Rewrite),
            recipients: text(input.recipients),
            networks: text(input.networks),
            expires_at: input.expires_at,
            unreadable: Vec::new(),
        }
    }
}

/// The new key with its secret, which is shown only once.
#[derive(Serialize, ToSchema)]
struct MadeApiKey {
    #[serde(flatten)]
    key: ApiKeyView,
    /// For `Authorization: Bearer …`. Store it like a password: it cannot be shown again.
    #[schema(example = "owl_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg")]
    secret: String,
}

/// List API keys
#[utoipa::path(get, path = "/api-keys", tag = "API keys", operation_id = "listApiKeys",
    security(("bearer" = ["settings"])),
    responses((status = OK, description = "All keys, by name", body = ApiKeyList)))]
async fn list(_caller: Caller<SettingsScope>, State(app): State<App>) -> Result<axum::Json<ApiKeyList>, Problem> {
    let items = app.accounts.keys().await?.into_iter().map(ApiKeyView::from).collect();
    Ok(axum::Json(ApiKeyList { items, next: None }))
}

/// Create an API key
///
/// Only this response contains the secret.
#[utoipa::path(post, path = "/api-keys", tag = "API keys", operation_id = "makeApiKey",
    security(("bearer" = ["settings"])),
    request_body = NewApiKey,
    responses((status = CREATED, description = "The key with its secret", body = MadeApiKey)))]
async fn make(
    caller: Caller<SettingsScope>,
    State(app): State<App>,
    Json(new): Json<NewApiKey>,
) -> Result<impl IntoResponse, Problem> {
    let scopes = parse_scopes(&new.scopes)?;
    if let Some(lacking) = scopes.iter().find(|scope| !caller.key.may(**scope)) {
        return Err(Problem::missing_scope(*lacking, &caller.key.name));
    }
    // Otherwise a key with limits could create one without them.
    if !caller.key.limits.is_none() {
        return Err(Problem::new(Kind::MissingScope, texts::request_limited_key(caller.key.name.as_str())));
    }
    let limits = new.limits.map(Into::into).unwrap_or_default();
    let (key, secret) = app.accounts.make_limited_key(&new.name, &scopes, &limits, &caller.actor()).await?;
    let made = MadeApiKey { key: key.into(), secret: secret.expose_secret().to_owned() };
    // A secret must not be cached.
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], axum::Json(made)))
}

fn parse_scopes(names: &[String]) -> Result<Vec<Scope>, Problem> {
    let mut faults = Vec::new();
    let mut scopes = Vec::new();
    for (index, name) in names.iter().enumerate() {
        match Scope::from_name(name) {
            Some(scope) => scopes.push(scope),
            None => {
                let known = Scope::ALL.map(|scope| format!("`{}`", scope.name())).to_vec();
                faults.push(Fault::new(format!("scopes[{index}]"), texts::value_not_one_of(shown(name), known)));
            }
        }
    }
    if faults.is_empty() { Ok(scopes) } else { Err(Problem::faults(faults)) }
}

/// Delete an API key
///
/// The key stops working at once, even if it is the key of this call.
#[utoipa::path(delete, path = "/api-keys/{id}", tag = "API keys", operation_id = "deleteApiKey",
    security(("bearer" = ["settings"])),
    params(("id" = Uuid, Path, description = "The key's id")),
    responses((status = NO_CONTENT, description = "Deleted")))]
async fn delete(
    caller: Caller<SettingsScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<StatusCode, Problem> {
    if app.accounts.delete_key(id, &caller.actor()).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::new(Kind::NotFound, texts::request_api_key_id_unknown()))
    }
}
