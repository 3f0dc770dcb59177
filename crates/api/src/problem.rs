//! What an API caller is told when something is wrong: RFC 9457 `application/problem+json`.
//!
//! `detail` says what happened and what to do; `errors` names each field with its fault. Every error of the rooms
//! becomes a [`Problem`] in `rooms`, and what is nobody's fault but ours is logged here, once.

mod rooms;

use std::error::Error;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use i18n::Language;
use mail::{Args, Fault, Text};
use serde::Serialize;
use utoipa::ToSchema;

use accounts::Scope;

/// The media type (RFC 9457 §3).
pub(super) const MEDIA_TYPE: &str = "application/problem+json";

/// Which kind of problem: decides status, title and the name for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Malformed,
    Unauthorized,
    MissingScope,
    NotFound,
    MethodNotAllowed,
    Timeout,
    WrongState,
    KeyReused,
    TextGone,
    LastAdministrator,
    InvitationEnded,
    Overtaken,
    RunEnded,
    TooLarge,
    UnsupportedMediaType,
    Faults,
    TooMany,
    Internal,
    Unavailable,
    Full,
}

impl Kind {
    /// Status, name and title.
    fn facts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Malformed => (StatusCode::BAD_REQUEST, "malformed", "The request cannot be read"),
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "unauthorized", "An API key is needed"),
            Self::MissingScope => (StatusCode::FORBIDDEN, "missing-scope", "The API key may not do this"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "There is nothing here"),
            Self::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "This address does not take that method")
            }
            Self::Timeout => (StatusCode::REQUEST_TIMEOUT, "timeout", "The request took too long to arrive"),
            Self::WrongState => (StatusCode::CONFLICT, "wrong-state", "The message is not in a state that allows this"),
            Self::KeyReused => {
                (StatusCode::CONFLICT, "idempotency-key-reused", "The idempotency key belongs to other content")
            }
            Self::TextGone => (StatusCode::GONE, "text-gone", "The text of the message is no longer kept"),
            Self::LastAdministrator => {
                (StatusCode::CONFLICT, "last-administrator", "A workspace keeps an administrator")
            }
            Self::InvitationEnded => (StatusCode::CONFLICT, "invitation-ended", "The invitation is not open any more"),
            Self::Overtaken => (StatusCode::CONFLICT, "overtaken", "Somebody saved another version meanwhile"),
            Self::RunEnded => (StatusCode::CONFLICT, "run-ended", "The run has ended already"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The request is too large"),
            Self::UnsupportedMediaType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported-media-type",
                "The request is not of a type that is taken here",
            ),
            Self::Faults => (StatusCode::UNPROCESSABLE_ENTITY, "faults", "The request has faults"),
            Self::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too-many", "That was too often in a short time"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something failed inside owlpost"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "owlpost cannot do this now"),
            Self::Full => (StatusCode::INSUFFICIENT_STORAGE, "full", "There is no room to store mail"),
        }
    }

    /// The status it is answered with.
    pub(super) fn status(self) -> StatusCode {
        self.facts().0
    }
}

/// An error, as RFC 9457 has it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "type": "urn:owlpost:problem:faults",
    "title": "The request has faults",
    "status": 422,
    "detail": "1 field has a fault, listed in errors; nothing was sent or stored.",
    "errors": [{"field": "to", "message": "\"ann@\" is no email address: the part after the @ is missing"}]
}))]
pub(super) struct ProblemDocument {
    /// Names the kind of problem for programs; it never changes.
    #[serde(rename = "type")]
    #[schema(format = "uri")]
    kind: String,
    /// The kind of problem in words; the same for each of its kind.
    title: &'static str,
    /// The HTTP status code.
    status: u16,
    /// What happened here, and what to do.
    detail: String,
    /// Each fault with its field; absent where no field is concerned.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

/// A fault of one field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct FieldError {
    /// The field, as a path: `to`, `attachments[0].name`, `password.host`.
    field: String,
    /// What is wrong, with the value and the remedy.
    message: String,
    /// The stable name of the fault, for programs that word it themselves.
    code: String,
    /// The arguments of the message, by name: strings, numbers, lists, or messages of the form `{"code", "args"}`.
    #[serde(skip_serializing_if = "Args::is_empty")]
    #[schema(value_type = Object)]
    args: Args,
}

impl FieldError {
    fn new(fault: &Fault, language: Language) -> Self {
        Self {
            field: fault.field.clone(),
            message: language.render(&fault.text),
            code: fault.text.code().to_owned(),
            args: fault.text.args().clone(),
        }
    }
}

/// An error on its way to the caller.
#[derive(Debug)]
pub(super) struct Problem {
    pub kind: Kind,
    pub detail: String,
    pub faults: Vec<Fault>,
    challenge: Option<Challenge>,
    retry_after_seconds: Option<u64>,
}

/// What `WWW-Authenticate` says (RFC 6750 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Challenge {
    NoKey,
    WrongKey,
    Scope(Scope),
}

impl Problem {
    pub(super) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), faults: Vec::new(), challenge: None, retry_after_seconds: None }
    }

    /// 422 with all faults at once.
    pub(super) fn faults(faults: Vec<Fault>) -> Self {
        let count = match faults.len() {
            1 => "1 field has a fault, listed in errors".to_owned(),
            more => format!("{more} faults are listed in errors"),
        };
        let detail = format!("{count}; nothing was sent or stored. Correct them and call again.");
        Self { faults, ..Self::new(Kind::Faults, detail) }
    }

    /// 422 for one field.
    pub(super) fn fault(field: impl Into<String>, text: impl Into<Text>) -> Self {
        Self::faults(vec![Fault::new(field, text)])
    }

    /// 401: no key came with the request.
    pub(super) fn no_key() -> Self {
        let detail = "The request carries no API key. Send it as the header \"Authorization: Bearer owl_…\"; \
                      an administrator makes one under Configuration, API keys.";
        Self { challenge: Some(Challenge::NoKey), ..Self::new(Kind::Unauthorized, detail) }
    }

    /// 401: what came is no key, or one that was deleted.
    pub(super) fn wrong_key() -> Self {
        let detail = "The API key is not known: it was mistyped, or deleted. \
                      Check that it is complete (owl_ and 43 letters and digits) or make a new one.";
        Self { challenge: Some(Challenge::WrongKey), ..Self::new(Kind::Unauthorized, detail) }
    }

    /// 403: the key lacks `scope`.
    pub(super) fn missing_scope(scope: Scope, key: &str) -> Self {
        let name = scope.name();
        let detail = format!(
            "The API key \"{key}\" lacks the scope {name}. Use a key that has it, or make one: scopes of a key cannot be changed."
        );
        Self { challenge: Some(Challenge::Scope(scope)), ..Self::new(Kind::MissingScope, detail) }
    }

    /// 429: a limit is reached for `seconds`.
    pub(super) fn too_many(seconds: u64) -> Self {
        let detail = format!(
            "This was called too often in a short time; nothing was done. Call again in {seconds} seconds, as the header \
             Retry-After says."
        );
        Self { retry_after_seconds: Some(seconds), ..Self::new(Kind::TooMany, detail) }
    }

    /// 500, logged here with its causes; the caller learns no more than that.
    pub(super) fn internal(error: &(dyn Error + 'static)) -> Self {
        tracing::error!(error, "an API call failed");
        let detail = "The call failed for a reason that is not yours; the server's log says which. \
                      Nothing was half done: call again, with an idempotency key where it sends mail.";
        Self::new(Kind::Internal, detail)
    }

    fn document(&self) -> ProblemDocument {
        let (status, name, title) = self.kind.facts();
        let errors = self.faults.iter().map(|fault| FieldError::new(fault, Language::English));
        ProblemDocument {
            kind: format!("urn:owlpost:problem:{name}"),
            title,
            status: status.as_u16(),
            detail: self.detail.clone(),
            errors: errors.collect(),
        }
    }

    fn extra_header(&self) -> Option<(HeaderName, HeaderValue)> {
        if self.kind == Kind::Unavailable {
            return Some((header::RETRY_AFTER, HeaderValue::from_static("5")));
        }
        if let Some(seconds) = self.retry_after_seconds {
            return Some((header::RETRY_AFTER, HeaderValue::from(seconds)));
        }
        let challenge = match self.challenge? {
            Challenge::NoKey => HeaderValue::from_static("Bearer realm=\"owlpost\""),
            Challenge::WrongKey => HeaderValue::from_static("Bearer realm=\"owlpost\", error=\"invalid_token\""),
            Challenge::Scope(scope) => {
                let text =
                    format!("Bearer realm=\"owlpost\", error=\"insufficient_scope\", scope=\"{}\"", scope.name());
                HeaderValue::from_str(&text).ok()?
            }
        };
        Some((header::WWW_AUTHENTICATE, challenge))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        // The document is made of strings and one number: it always serialises.
        let body = serde_json::to_vec(&self.document()).unwrap_or_default();
        let mut response = (self.kind.status(), [(header::CONTENT_TYPE, MEDIA_TYPE)], body).into_response();
        if let Some((name, value)) = self.extra_header() {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

/// 404 for an id that names no message.
pub(super) fn no_such_message() -> Problem {
    Problem::new(
        Kind::NotFound,
        "No message has this id. Check that it is complete; GET /api/v1/messages lists those there are.",
    )
}
