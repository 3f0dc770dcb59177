//! `POST /messages`: the fast path. Nothing is read from the database before the message is written to it.

use std::time::Instant;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use queue::{Kind, Source};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::draft::NewMessage;
use crate::caller::{Caller, MessagesSend};
use crate::input::{MessageJson, one_header, shown};
use crate::key_limits;
use crate::problem::{Problem, ProblemDocument};
use crate::texts;
use accounts::{ApiKey, Scope};
use app::App;
use permissions::key_quota;
use sending::intake::{CallerKey, IntakeError, KEYS_KEPT, Receipt, Request};

const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// Maximum characters of an idempotency key: a UUID, or a meaningful name.
const KEY_MAX: usize = 256;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(send))
}

/// The message is accepted and on disk.
#[derive(Serialize, ToSchema)]
pub(crate) struct Accepted {
    /// Identifies the message in other calls.
    id: Uuid,
    /// The number of recipients.
    #[schema(example = 1)]
    deliveries: usize,
}

/// Send a message
///
/// Returns 202 when the message is on disk, without waiting for a mail server. `GET /messages/{id}` returns its
/// state. A call with an idempotency key may be repeated within 7 days: the message is sent once, a repeated call gets the first
/// response with the header `Idempotent-Replayed: true`, and the same key with other content is a conflict (409).
#[utoipa::path(post, path = "/messages", tag = "Messages", operation_id = "sendMessage",
    security(("bearer" = ["messages:send"])),
    params(("Idempotency-Key" = Option<String>, Header, max_length = 256,
        description = "The same as `key` in the body; give one of them")),
    request_body = NewMessage,
    responses((status = ACCEPTED, description = "Accepted and on disk", body = Accepted,
        headers(("Location" = String, description = "Where the message is read"),
                ("Idempotent-Replayed" = String, description = "`true` where the same key was accepted before"),
                ("RateLimit-Policy" = String, description = "The limits of an API key that has some"),
                ("RateLimit" = String, description = "What is left of them"))),
        (status = TOO_MANY_REQUESTS, description = "A limit of the API key has no room; `Retry-After` says when it has",
            body = ProblemDocument, content_type = "application/problem+json"),
        (status = CONFLICT, description = "The idempotency key belongs to other content", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn send(
    caller: Caller<MessagesSend>,
    State(app): State<App>,
    HeaderKey(header_key): HeaderKey,
    MessageJson(mut message): MessageJson<NewMessage>,
) -> Result<Response, Problem> {
    let began = Instant::now();
    let key = one_key(header_key, message.key.take())?;
    let draft = message.into_draft(caller.key.may(Scope::ProviderHeaders)).map_err(Problem::faults)?;
    key_limits::check_draft(&caller.key, &draft)?;
    let request = Request {
        draft,
        kind: Kind::Api,
        origin: caller.actor().text(),
        source: Source::program(caller.key.id),
        key: key.map(|key| CallerKey { scope: caller.key.id.to_string(), key, stands_for: None, kept_for: KEYS_KEPT }),
        expires_at: None,
        client: caller.client(),
    };
    let receipt = app.intake.accept_within(request, key_quota(&caller.key).as_slice()).await;
    Ok(answered(&app, &caller.key, receipt, began).await)
}

/// The response to a message that was submitted with a key at `began`: accepted or refused, with the key's limits.
pub(super) async fn answered(
    app: &App,
    key: &ApiKey,
    receipt: Result<Receipt, IntakeError>,
    began: Instant,
) -> Response {
    let mut response = match receipt {
        Ok(receipt) => {
            app.maillog.metrics().accepted_within(began.elapsed());
            accepted(&receipt)
        }
        Err(error) => Problem::from(error).into_response(),
    };
    key_limits::add_headers(app, key, response.headers_mut()).await;
    response
}

/// 202 with the message's id and URL.
pub(crate) fn accepted(receipt: &Receipt) -> Response {
    let Receipt { id, deliveries, repeated } = *receipt;
    let mut response = (StatusCode::ACCEPTED, axum::Json(Accepted { id: id.0, deliveries })).into_response();
    let headers = response.headers_mut();
    if let Ok(location) = HeaderValue::try_from(format!("/api/v1/messages/{}", id.0)) {
        headers.insert(header::LOCATION, location);
    }
    if repeated {
        headers.insert(IDEMPOTENT_REPLAYED, HeaderValue::from_static("true"));
    }
    response
}

/// The header `Idempotency-Key`, unchecked.
pub(crate) struct HeaderKey(pub Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for HeaderKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        one_header(&parts.headers, IDEMPOTENCY_KEY).map(Self)
    }
}

/// The key of header or body; both may be given if they are equal.
pub(crate) fn one_key(header: Option<String>, body: Option<String>) -> Result<Option<String>, Problem> {
    for (field, key) in [("Idempotency-Key", &header), ("key", &body)] {
        if let Some(key) = key {
            check_key(field, key)?;
        }
    }
    match (header, body) {
        (Some(header), Some(body)) if header != body => {
            let (header, body) = (shown(&header), shown(&body));
            Err(Problem::fault("key", texts::idempotency_keys_differ(body, header)))
        }
        (header, body) => Ok(header.or(body)),
    }
}

fn check_key(field: &str, key: &str) -> Result<(), Problem> {
    let text = if key.is_empty() {
        texts::idempotency_key_empty()
    } else if key.chars().count() > KEY_MAX {
        texts::value_too_long(KEY_MAX)
    } else if key.chars().any(char::is_control) {
        texts::value_control_character()
    } else {
        return Ok(());
    };
    Err(Problem::fault(field, text))
}
