//! The token endpoint: authentication, grant types, and responses, including ordered misbehaviour.

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::Shared;
use super::client::{Client, SecretIn};
use super::grants::Tokens;
use super::misbehaviour::{Misbehaviour, Place};
use super::refused::Refused;
use super::scopes;
use super::state::{Provider, State, TokenOwner};
use super::web::HangUp;

const ASSERTION_GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// A form, its fields in order.
pub(super) struct Form(pub Vec<(String, String)>);

impl Form {
    pub fn parse(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    fn need(&self, name: &'static str) -> Result<&str, Refused> {
        self.get(name).ok_or(Refused::ParameterMissing(name))
    }
}

/// Handles a request at the token endpoint; `tenant` is that of Microsoft's path.
pub(super) async fn token(
    shared: &Shared,
    hang_up: &HangUp,
    tenant: Option<&str>,
    method: &Method,
    headers: &HeaderMap,
    body: Bytes,
) -> Response {
    let order = {
        let mut state = shared.state();
        state.counts.token_requests += 1;
        state.orders.next(Place::Token)
    };
    match order {
        Some(Misbehaviour::TokenSlow(how_long)) => tokio::time::sleep(how_long).await,
        Some(Misbehaviour::TokenHangsUp) => return hang_up.now().await,
        _ => {}
    }
    let answer = {
        let mut state = shared.state();
        if let Some(instead) = order.as_ref().and_then(|order| instead(&state, order)) {
            instead
        } else if method != Method::POST {
            refusal(&state, &Refused::ParameterMissing("grant_type"))
        } else {
            let form = Form::parse(&body);
            match granted(&mut state, tenant, headers, &form, &shared.addresses.token_url()) {
                Ok(tokens) => good(&state, &tokens, order.as_ref()),
                Err(refused) => {
                    state.counts.token_refusals += 1;
                    refusal(&state, &refused)
                }
            }
        }
    };
    if order == Some(Misbehaviour::TokenLosesAnswer) {
        return hang_up.now().await;
    }
    answer
}

/// The response of a misbehaviour that does not depend on the request.
fn instead(state: &State, order: &Misbehaviour) -> Option<Response> {
    let page = "<!DOCTYPE html><title>Error</title><h1>The page you asked for is not here</h1>";
    let html = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    Some(match order {
        Misbehaviour::TokenStatus(status) => {
            let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, html, page).into_response()
        }
        Misbehaviour::TokenTooMany(seconds) => (
            StatusCode::TOO_MANY_REQUESTS,
            [(header::RETRY_AFTER, seconds.to_string())],
            axum::Json(json!({ "error": "rate_limit_exceeded", "error_description": "Rate Limit Exceeded" })),
        )
            .into_response(),
        Misbehaviour::TokenHtml => (html, page).into_response(),
        Misbehaviour::TokenCutShort => {
            ([(header::CONTENT_TYPE, "application/json")], "{\"access_token\":\"ya29.cut").into_response()
        }
        Misbehaviour::TokenTemporarilyUnavailable => refusal(state, &Refused::Unavailable),
        Misbehaviour::TokenInvalidGrant => refusal(state, &Refused::RefreshDead(super::state::GrantEnd::Revoked)),
        Misbehaviour::TokenInvalidClient => refusal(state, &Refused::SecretWrong("(ordered)".into())),
        Misbehaviour::TokenInteractionRequired => refusal(state, &Refused::SecondFactor),
        Misbehaviour::TokenConsentRequired => refusal(state, &Refused::ConsentMissing("(ordered)".into())),
        _ => return None,
    })
}

fn refusal(state: &State, refused: &Refused) -> Response {
    let status = StatusCode::from_u16(refused.status(state)).unwrap_or(StatusCode::BAD_REQUEST);
    (status, [(header::CACHE_CONTROL, "no-store")], axum::Json(refused.body(state))).into_response()
}

fn good(state: &State, tokens: &Tokens, order: Option<&Misbehaviour>) -> Response {
    let mut body = json!({
        "access_token": tokens.access,
        "expires_in": tokens.lifetime,
        "token_type": "Bearer",
    });
    if matches!(state.provider, Provider::Microsoft(_)) {
        body["ext_expires_in"] = json!(tokens.lifetime);
    }
    let optional = [
        ("refresh_token", tokens.refresh.clone().map(Value::from)),
        ("refresh_token_expires_in", tokens.refresh_lifetime.map(Value::from)),
        ("scope", tokens.scope.clone().map(Value::from)),
        ("id_token", tokens.id_token.clone().map(Value::from)),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            body[name] = value;
        }
    }
    let fields = body.as_object_mut().expect("the answer was made an object");
    match order {
        Some(Misbehaviour::TokenWithoutExpiry) => drop(fields.remove("expires_in")),
        Some(Misbehaviour::TokenExpiryAsText) => {
            fields.insert("expires_in".into(), json!(tokens.lifetime.to_string()));
        }
        Some(Misbehaviour::TokenWithoutType) => drop(fields.remove("token_type")),
        Some(Misbehaviour::TokenScopeRenamed(name)) => {
            fields.insert("scope".into(), json!(name));
        }
        Some(Misbehaviour::TokenTypeLowerCase) => {
            fields.insert("token_type".into(), json!("bearer"));
        }
        _ => {}
    }
    ([(header::CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
}

fn granted(
    state: &mut State,
    tenant: Option<&str>,
    headers: &HeaderMap,
    form: &Form,
    token_url: &str,
) -> Result<Tokens, Refused> {
    if let Some(verifier) = form.get("code_verifier") {
        state.keep_secret(verifier);
    }
    if let Some(tenant) = tenant {
        known_tenant(state, tenant)?;
    }
    let kind = form.need("grant_type")?;
    if kind == ASSERTION_GRANT && matches!(state.provider, Provider::Google(_)) {
        state.counts.app_tokens += 1;
        return state.redeem_assertion(form.need("assertion")?, token_url);
    }
    let client = authenticated(state, headers, form)?;
    match kind {
        "authorization_code" => {
            state.counts.exchanges += 1;
            let (code, redirect) = (form.need("code")?, form.need("redirect_uri")?);
            state.redeem(&client.id, code, redirect, form.get("code_verifier"))
        }
        "refresh_token" => {
            state.counts.renewals += 1;
            state.renew(&client.id, form.need("refresh_token")?, form.get("scope"))
        }
        "client_credentials" if matches!(state.provider, Provider::Microsoft(_)) => {
            state.counts.app_tokens += 1;
            if tenant.is_none_or(|tenant| ["common", "organizations", "consumers"].contains(&tenant)) {
                return Err(Refused::TenantNotConcrete);
            }
            let resource = scopes::default_of(form.need("scope")?)?;
            // The token is issued whether or not the application has permissions: using it then fails.
            let roles = scopes::roles(resource, &client.permissions);
            Ok(state.issue_access_token(&client.id, TokenOwner::Application, roles))
        }
        _ => Err(Refused::GrantUnsupported(kind.to_owned())),
    }
}

/// Whether the tenant of the path is known to this directory.
pub(super) fn known_tenant(state: &State, tenant: &str) -> Result<(), Refused> {
    let Provider::Microsoft(rules) = &state.provider else { return Ok(()) };
    let known = [rules.tenant_id.as_str(), rules.tenant_domain.as_str(), "common", "organizations"];
    if known.iter().any(|known| known.eq_ignore_ascii_case(tenant)) {
        Ok(())
    } else {
        Err(Refused::TenantUnknown(tenant.to_owned()))
    }
}

/// The requesting application, by ID and secret in the form or in `Authorization: Basic` (RFC 6749 §2.3.1).
fn authenticated(state: &State, headers: &HeaderMap, form: &Form) -> Result<Client, Refused> {
    let basic = headers.get(header::AUTHORIZATION).and_then(|value| basic(value.to_str().ok()?));
    let is_basic = basic.is_some();
    let (id, secret) = match basic {
        // A client must not use more than one method per request.
        Some(_) if form.get("client_secret").is_some() => return Err(Refused::ParameterMissing("one client_secret")),
        Some((id, secret)) => (id, Some(secret)),
        None => (form.need("client_id")?.to_owned(), form.get("client_secret").map(str::to_owned)),
    };
    let client = state.clients.get(&id).cloned().ok_or_else(|| Refused::UnknownClient(id.clone()))?;
    let secret = match secret {
        // A public client has no secret to show (RFC 6749 section 2.1).
        None if client.secret.is_empty() => String::new(),
        secret => secret.ok_or(Refused::SecretMissing)?,
    };
    match (client.authentication, is_basic) {
        (SecretIn::Basic, false) => return Err(Refused::SecretWrong(id)),
        // A server that does not read the header does not find the ID.
        (SecretIn::Body, true) => return Err(Refused::ParameterMissing("client_id")),
        _ => {}
    }
    if secret != client.secret {
        return Err(Refused::SecretWrong(id));
    }
    if client.secret_expires.is_some_and(|expires| state.clock.now() >= expires) {
        return Err(Refused::SecretExpired(id));
    }
    Ok(client)
}

fn basic(value: &str) -> Option<(String, String)> {
    let decoded = String::from_utf8(STANDARD.decode(value.strip_prefix("Basic ")?).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    let plain = |part: &str| {
        let pair = format!("x={part}");
        form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned())
    };
    Some((plain(id)?, plain(secret)?))
}

/// Google's revoke endpoint: a refresh or access token ends its whole grant, and the consent with it.
pub(super) fn revoke(shared: &Shared, form: &Form) -> Response {
    let mut state = shared.state();
    state.counts.revocations += 1;
    let presented = form.get("token").unwrap_or_default();
    let now = state.clock.now();
    let grant = match (state.refresh_tokens.get(presented), state.access_tokens.get(presented)) {
        (Some(refresh), _) => Some(refresh.grant),
        (None, Some(access)) if !access.killed && now < access.ends => Some(access.grant),
        _ => None,
    };
    match grant.filter(|grant| state.grants[*grant].death.is_none()) {
        Some(grant) => {
            state.end_grant(grant, super::state::GrantEnd::Revoked);
            state.delete_consent(grant);
            (StatusCode::OK, axum::Json(json!({}))).into_response()
        }
        None => {
            let body = json!({ "error": "invalid_token", "error_description": "Token expired or revoked" });
            (StatusCode::BAD_REQUEST, axum::Json(body)).into_response()
        }
    }
}
