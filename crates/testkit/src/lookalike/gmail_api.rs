//! The Gmail API, as far as sending goes: `users.messages.send` as JSON and as an upload.
//!
//! The envelope consists of To, Cc and Bcc, and the delivered message has no Bcc.

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Value, json};

use super::misbehaviour::{Misbehaviour, Place};
use super::posting::{Channel, NewSubmission, recipients};
use super::scopes::{GMAIL_SEND, GOOGLE_MAIL};
use super::state::{Provider, State, TokenOwner};
use super::web::{HangUp, bearer};
use super::{Shared, random};

/// Base64url, padded or not.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
/// Maximum size of a request that is not an upload.
const MOST_JSON: usize = 10 * 1024 * 1024;
/// Maximum size of an upload.
const MOST_UPLOADED: usize = 35 * 1024 * 1024;

/// The form of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `{"raw": "…"}`, Base64url.
    Json,
    /// The message itself, `message/rfc822`.
    Upload,
}

/// An error in Google's format.
struct Refusal {
    status: u16,
    domain: &'static str,
    reason: &'static str,
    message: String,
    retry_after: Option<u64>,
}

/// Handles `messages.send` for the user in the path.
pub(super) async fn send(
    shared: &Shared,
    hang_up: &HangUp,
    user: &str,
    form: Form,
    headers: &HeaderMap,
    body: Bytes,
) -> Response {
    let order = {
        let mut state = shared.state();
        state.counts.api_requests += 1;
        state.orders.next(Place::Api)
    };
    if let Some(Misbehaviour::ApiSlow(how_long)) = order {
        tokio::time::sleep(how_long).await;
    }
    let taken = match order.as_ref().and_then(ordered) {
        Some(refusal) => Err(refusal),
        None => take(shared, user, form, headers, &body),
    };
    if order == Some(Misbehaviour::ApiLosesAnswer) {
        return hang_up.now().await;
    }
    match taken {
        Ok(answer) => axum::Json(answer).into_response(),
        Err(refusal) => {
            shared.state().counts.api_refusals += 1;
            refusal.into_response()
        }
    }
}

fn ordered(order: &Misbehaviour) -> Option<Refusal> {
    let usage = |status, reason, message: &str, retry_after| {
        Some(Refusal { status, domain: "usageLimits", reason, message: message.to_owned(), retry_after })
    };
    match order {
        Misbehaviour::ApiUnauthorized => Some(unauthorized()),
        Misbehaviour::ApiForbidden => usage(403, "userRateLimitExceeded", "User Rate Limit Exceeded", None),
        Misbehaviour::ApiDailyLimit => usage(403, "dailyLimitExceeded", "Daily Limit Exceeded", None),
        Misbehaviour::ApiTooMany(seconds) => {
            usage(429, "rateLimitExceeded", "Too many concurrent requests for user", Some(*seconds))
        }
        Misbehaviour::ApiStatus(status) => Some(Refusal {
            status: *status,
            domain: "global",
            reason: "backendError",
            message: "Backend Error".to_owned(),
            retry_after: None,
        }),
        _ => None,
    }
}

fn take(shared: &Shared, user: &str, form: Form, headers: &HeaderMap, body: &[u8]) -> Result<Value, Refusal> {
    let account = account(&mut shared.state(), user, headers)?;
    let message = match form {
        Form::Json => raw(body)?,
        Form::Upload => uploaded(headers, body)?,
    };
    let recipients = recipients(&message).map_err(|field| invalid(&format!("Invalid {field} header")))?;
    if recipients.is_empty() {
        return Err(invalid("Recipient address required"));
    }
    let posting = NewSubmission {
        account: account.clone(),
        channel: Channel::Api,
        envelope_sender: account,
        recipients,
        message,
    };
    // Google never refuses a message because of its From: it replaces From with the account's address.
    let _ = shared.post(posting);
    let id = random::guid().replace('-', "")[..16].to_owned();
    Ok(json!({ "id": id, "threadId": id, "labelIds": ["SENT"] }))
}

/// The account for which the token lets the application send.
fn account(state: &mut State, user: &str, headers: &HeaderMap) -> Result<String, Refusal> {
    let pass = bearer(headers).and_then(|token| state.pass(token).ok()).ok_or_else(unauthorized)?;
    let forbid = |domain, reason, message: &str| Refusal {
        status: 403,
        domain,
        reason,
        message: message.to_owned(),
        retry_after: None,
    };
    if matches!(&state.provider, Provider::Google(rules) if !rules.gmail_api_enabled) {
        return Err(forbid(
            "usageLimits",
            "accessNotConfigured",
            "Gmail API has not been used in project 123456789012 before or it is disabled. Enable it by visiting \
             https://console.developers.google.com/apis/api/gmail.googleapis.com/overview?project=123456789012 then \
             retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems \
             and retry.",
        ));
    }
    if !pass.scopes.iter().any(|scope| [GMAIL_SEND, GOOGLE_MAIL].contains(&scope.as_str())) {
        return Err(forbid("global", "insufficientPermissions", "Request had insufficient authentication scopes."));
    }
    let TokenOwner::Person(email) = pass.holder else {
        return Err(Refusal {
            status: 400,
            domain: "global",
            reason: "failedPrecondition",
            message: "Precondition check failed.".to_owned(),
            retry_after: None,
        });
    };
    if user != "me" && !user.eq_ignore_ascii_case(&email) {
        return Err(forbid("global", "forbidden", &format!("Delegation denied for {email}")));
    }
    Ok(email)
}

fn raw(body: &[u8]) -> Result<Vec<u8>, Refusal> {
    if body.len() > MOST_JSON {
        return Err(too_large(MOST_JSON));
    }
    let json: Value = serde_json::from_slice(body)
        .map_err(|_| Refusal { reason: "parseError", ..invalid("Invalid JSON payload received.") })?;
    let Some(raw) = json["raw"].as_str() else {
        return Err(invalid("'raw' RFC822 payload message string or uploading message via /upload/* URL required"));
    };
    BASE64URL.decode(raw).map_err(|_| invalid("Invalid value at 'raw' (TYPE_BYTES), Base64 decoding failed"))
}

fn uploaded(headers: &HeaderMap, body: &[u8]) -> Result<Vec<u8>, Refusal> {
    if body.len() > MOST_UPLOADED {
        return Err(too_large(MOST_UPLOADED));
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("message/rfc822") {
        let message = format!("Media type '{kind}' is not supported. Valid media types: [message/rfc822]");
        return Err(Refusal { reason: "badContent", ..invalid(&message) });
    }
    Ok(body.to_vec())
}

/// The response to a body that is too large to be read.
pub(super) fn body_too_large() -> Response {
    too_large(MOST_UPLOADED).into_response()
}

fn too_large(most: usize) -> Refusal {
    Refusal {
        status: 413,
        domain: "global",
        reason: "uploadTooLarge",
        message: format!("Request payload size exceeds the limit: {most} bytes."),
        retry_after: None,
    }
}

fn unauthorized() -> Refusal {
    Refusal {
        status: 401,
        domain: "global",
        reason: "authError",
        message: "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or \
                  other valid authentication credential."
            .to_owned(),
        retry_after: None,
    }
}

fn invalid(message: &str) -> Refusal {
    Refusal { status: 400, domain: "global", reason: "invalidArgument", message: message.to_owned(), retry_after: None }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match (self.status, self.reason) {
            (400, "failedPrecondition") => "FAILED_PRECONDITION",
            (400, _) => "INVALID_ARGUMENT",
            (401, _) => "UNAUTHENTICATED",
            (403, _) => "PERMISSION_DENIED",
            (429, _) => "RESOURCE_EXHAUSTED",
            (503, _) => "UNAVAILABLE",
            _ => "INTERNAL",
        };
        let body = json!({ "error": {
            "code": self.status,
            "message": self.message,
            "errors": [{ "message": self.message, "domain": self.domain, "reason": self.reason }],
            "status": status,
        } });
        let code = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (code, axum::Json(body)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
