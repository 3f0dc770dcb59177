//! Errors of the API as problem details: RFC 9457, `application/problem+json`.
//!
//! `detail` says what happened and what to do; `errors` lists the faults by field. Texts are in the language of the
//! request. The module `errors` converts the errors of other crates to [`Problem`]s. Internal errors are logged here,
//! once.

mod errors;

use std::error::Error;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use i18n::Language;
use mail::{Args, Fault, Text};
use serde::Serialize;
use utoipa::ToSchema;

use super::texts;
use accounts::Scope;
use sending::quotas::Exceeded;

/// The media type (RFC 9457 §3).
pub(super) const MEDIA_TYPE: &str = "application/problem+json";

/// The kind of a problem: determines status, title and the name for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Malformed,
    Unauthorized,
    MissingScope,
    OtherNetwork,
    NotFound,
    MethodNotAllowed,
    Timeout,
    WrongState,
    KeyReused,
    TextGone,
    Damaged,
    LastAdministrator,
    InvitationEnded,
    NewerVersion,
    PreconditionFailed,
    RunEnded,
    TooLarge,
    UnsupportedMediaType,
    Faults,
    TooMany,
    QuotaExceeded,
    Internal,
    Unavailable,
    Full,
}

impl Kind {
    /// Status, name for programs, and title.
    fn facts(self) -> (StatusCode, &'static str, Text) {
        match self {
            Self::Malformed => (StatusCode::BAD_REQUEST, "malformed", texts::problem_malformed()),
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "unauthorized", texts::problem_unauthorized()),
            Self::MissingScope => (StatusCode::FORBIDDEN, "missing-scope", texts::problem_missing_scope()),
            Self::OtherNetwork => (StatusCode::FORBIDDEN, "network-not-allowed", texts::problem_network_not_allowed()),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", texts::problem_not_found()),
            Self::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", texts::problem_method_not_allowed())
            }
            Self::Timeout => (StatusCode::REQUEST_TIMEOUT, "timeout", texts::problem_timeout()),
            Self::WrongState => (StatusCode::CONFLICT, "wrong-state", texts::problem_wrong_state()),
            Self::KeyReused => {
                (StatusCode::CONFLICT, "idempotency-key-reused", texts::problem_idempotency_key_reused())
            }
            Self::TextGone => (StatusCode::GONE, "text-gone", texts::problem_text_gone()),
            Self::Damaged => (StatusCode::INTERNAL_SERVER_ERROR, "damaged", texts::problem_damaged()),
            Self::LastAdministrator => {
                (StatusCode::CONFLICT, "last-administrator", texts::problem_last_administrator())
            }
            Self::InvitationEnded => (StatusCode::CONFLICT, "invitation-ended", texts::problem_invitation_ended()),
            Self::NewerVersion => (StatusCode::CONFLICT, "overtaken", texts::problem_overtaken()),
            Self::PreconditionFailed => {
                (StatusCode::PRECONDITION_FAILED, "precondition-failed", texts::problem_precondition_failed())
            }
            Self::RunEnded => (StatusCode::CONFLICT, "run-ended", texts::problem_run_ended()),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", texts::problem_too_large()),
            Self::UnsupportedMediaType => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", texts::problem_unsupported_media_type())
            }
            Self::Faults => (StatusCode::UNPROCESSABLE_ENTITY, "faults", texts::problem_faults()),
            Self::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too-many", texts::problem_too_many()),
            Self::QuotaExceeded => (StatusCode::TOO_MANY_REQUESTS, "quota-exceeded", texts::problem_quota_exceeded()),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", texts::problem_internal()),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", texts::problem_unavailable()),
            Self::Full => (StatusCode::INSUFFICIENT_STORAGE, "full", texts::problem_full()),
        }
    }

    /// The HTTP status.
    pub(super) fn status(self) -> StatusCode {
        self.facts().0
    }
}

/// An error (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "type": "urn:owlpost:problem:faults",
    "title": "Invalid request",
    "status": 422,
    "detail": "One field is invalid (see errors). Nothing was sent or stored. Correct it and send the request again.",
    "code": "request_faults",
    "args": {"count": 1},
    "errors": [{
        "field": "to",
        "message": "`ann` has no @: write an address such as ann@example.com",
        "code": "address_without_at",
        "args": {"value": "`ann`"}
    }]
}))]
pub(super) struct ProblemDocument {
    /// Identifies the kind of problem for programs; stable.
    #[serde(rename = "type")]
    #[schema(format = "uri")]
    kind: String,
    /// The kind of problem in the language of `Accept-Language`; the same for all problems of the kind.
    title: String,
    /// The HTTP status code.
    status: u16,
    /// What happened, and what to do, in the language of `Accept-Language`.
    detail: String,
    /// The stable code of `detail`, for programs with their own texts.
    code: String,
    /// The arguments of `detail`, by name: strings, numbers, lists, or messages of the form `{"code", "args"}`.
    #[serde(skip_serializing_if = "Args::is_empty")]
    #[schema(value_type = Object)]
    args: Args,
    /// The faults with their fields; absent if the problem concerns no field.
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
    /// The stable code of the fault, for programs with their own texts.
    code: String,
    /// The arguments of the message, by name: strings, numbers, lists, or messages of the form `{"code", "args"}`.
    #[serde(skip_serializing_if = "Args::is_empty")]
    #[schema(value_type = Object)]
    args: Args,
}

impl FieldError {
    pub(super) fn new(field: &str, text: &Text, language: Language) -> Self {
        Self {
            field: field.to_owned(),
            message: language.render(text),
            code: text.code().to_owned(),
            args: text.args().clone(),
        }
    }
}

/// An error response.
#[derive(Debug)]
pub(super) struct Problem {
    pub kind: Kind,
    pub detail: Text,
    pub faults: Vec<Fault>,
    challenge: Option<Challenge>,
    retry_after_seconds: Option<u64>,
}

/// The content of `WWW-Authenticate` (RFC 6750 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Challenge {
    NoKey,
    WrongKey,
    Scope(Scope),
}

impl Problem {
    pub(super) fn new(kind: Kind, detail: Text) -> Self {
        Self { kind, detail, faults: Vec::new(), challenge: None, retry_after_seconds: None }
    }

    /// 422 with all faults at once.
    pub(super) fn faults(faults: Vec<Fault>) -> Self {
        let detail = texts::request_faults(faults.len());
        Self { faults, ..Self::new(Kind::Faults, detail) }
    }

    /// 422 for one field.
    pub(super) fn fault(field: impl Into<String>, text: Text) -> Self {
        Self::faults(vec![Fault::new(field, text)])
    }

    /// 401: the request has no key.
    pub(super) fn no_key() -> Self {
        Self { challenge: Some(Challenge::NoKey), ..Self::new(Kind::Unauthorized, texts::request_without_api_key()) }
    }

    /// 401: the key is invalid or was deleted.
    pub(super) fn wrong_key() -> Self {
        Self { challenge: Some(Challenge::WrongKey), ..Self::new(Kind::Unauthorized, texts::request_api_key_unknown()) }
    }

    /// 401: the key has expired.
    pub(super) fn expired_key(key: &str) -> Self {
        let detail = texts::request_api_key_expired(key);
        Self { challenge: Some(Challenge::WrongKey), ..Self::new(Kind::Unauthorized, detail) }
    }

    /// 403: the key lacks `scope`.
    pub(super) fn missing_scope(scope: Scope, key: &str) -> Self {
        let detail = texts::request_scope_missing(key, scope.name());
        Self { challenge: Some(Challenge::Scope(scope)), ..Self::new(Kind::MissingScope, detail) }
    }

    /// 429: a rate limit is reached; try again after `seconds`.
    pub(super) fn too_many(seconds: u64) -> Self {
        Self::retry_after(seconds, Kind::TooMany, texts::request_too_many(seconds))
    }

    /// 429: a quota has no room for the message.
    pub(super) fn quota_exceeded(exceeded: &Exceeded) -> Self {
        let problem = Self::new(Kind::QuotaExceeded, texts::request_quota_exceeded(exceeded.text()));
        Self { retry_after_seconds: exceeded.retry_after_seconds(), ..problem }
    }

    /// A problem with `Retry-After`.
    fn retry_after(seconds: u64, kind: Kind, detail: Text) -> Self {
        Self { retry_after_seconds: Some(seconds), ..Self::new(kind, detail) }
    }

    /// 500. Logs the error with its causes, which the response does not contain.
    pub(super) fn internal(error: &(dyn Error + 'static)) -> Self {
        tracing::error!(error, "an API call failed");
        Self::new(Kind::Internal, texts::request_failed())
    }

    fn document(&self, language: Language) -> ProblemDocument {
        let (status, name, title) = self.kind.facts();
        ProblemDocument {
            kind: format!("urn:owlpost:problem:{name}"),
            title: language.render(&title),
            status: status.as_u16(),
            detail: language.render(&self.detail),
            code: self.detail.code().to_owned(),
            args: self.detail.args().clone(),
            errors: self.faults.iter().map(|fault| FieldError::new(&fault.field, &fault.text, language)).collect(),
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
        let language = i18n::language();
        // Cannot fail: the document consists of strings and one number.
        let body = serde_json::to_vec(&self.document(language)).unwrap_or_default();
        let headers = [
            (header::CONTENT_TYPE, MEDIA_TYPE),
            (header::CONTENT_LANGUAGE, language.tag()),
            (header::VARY, "accept-language"),
        ];
        let mut response = (self.kind.status(), headers, body).into_response();
        if let Some((name, value)) = self.extra_header() {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

/// 404 for an unknown message.
pub(super) fn no_such_message() -> Problem {
    Problem::new(Kind::NotFound, texts::request_message_unknown())
}
