//! Microsoft Graph, as far as sending goes: `sendMail` with a MIME message in Base64.
//!
//! The envelope consists of To, Cc and Bcc, and the delivered message has no Bcc. 202 does not mean *delivered*.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::misbehaviour::{Misbehaviour, Place};
use super::posting::{Channel, NewSubmission, SendError, recipients};
use super::scopes::{self, Resource};
use super::state::{Provider, State, TokenAccess, TokenOwner};
use super::web::{HangUp, MOST_READ, bearer};
use super::{Shared, random};

/// Maximum size of a request.
const MOST: usize = 4 * 1024 * 1024;

/// An error in Graph's format.
struct Refusal {
    status: u16,
    code: &'static str,
    message: String,
    retry_after: Option<u64>,
}

/// Handles `sendMail`; `user` is the one in the path, `None` for `/me`.
pub(super) async fn send_mail(
    shared: &Shared,
    hang_up: &HangUp,
    user: Option<&str>,
    headers: &HeaderMap,
    body: Body,
) -> Response {
    let order = {
        let mut state = shared.state();
        state.counts.api_requests += 1;
        state.orders.next(Place::Api)
    };
    let sent = send(shared, user, headers, body, order.as_ref()).await;
    if order == Some(Misbehaviour::ApiLosesAnswer) {
        return hang_up.now().await;
    }
    match sent {
        Ok(()) => (StatusCode::ACCEPTED, [("request-id", random::guid()), ("client-request-id", random::guid())])
            .into_response(),
        Err(refusal) => {
            let mut state = shared.state();
            state.counts.api_refusals += 1;
            refusal.answer(&state)
        }
    }
}

async fn send(
    shared: &Shared,
    user: Option<&str>,
    headers: &HeaderMap,
    body: Body,
    order: Option<&Misbehaviour>,
) -> Result<(), Refusal> {
    if let Some(refusal) = order.and_then(ordered) {
        return Err(refusal);
    }
    let (pass, account) = {
        let mut state = shared.state();
        let pass = bearer(headers).and_then(|token| state.pass(token).ok());
        let pass = pass.ok_or_else(|| unauthorized("Access token has expired or is not yet valid."))?;
        let account = account(&state, &pass, user)?;
        (pass, account)
    };
    let _place = RequestSlot::take(shared, &pass.client)?;
    if let Some(Misbehaviour::ApiSlow(how_long)) = order {
        tokio::time::sleep(*how_long).await;
    }
    let body = to_bytes(body, MOST_READ).await.unwrap_or_default();
    if body.len() > MOST {
        let message = "The maximum request length supported is 4MB.".to_owned();
        return Err(Refusal { status: 413, code: "RequestEntityTooLarge", message, retry_after: None });
    }
    let message = mime(headers, &body)?;
    let recipients = recipients(&message).unwrap_or_default();
    if recipients.is_empty() {
        let message =
            "At least one recipient is not valid., A message can't be sent because it contains no recipients.";
        return Err(bad("ErrorInvalidRecipients", message));
    }
    let posting = NewSubmission {
        account: account.clone(),
        channel: Channel::Api,
        envelope_sender: account,
        recipients,
        message,
    };
    shared.post(posting).map_err(|unposted| match unposted {
        SendError::SendAsDenied { .. } => forbidden(
            "ErrorSendAsDenied",
            "The user account which was used to submit this request does not have the right to send mail on behalf \
             of the specified sending account., Cannot submit message.",
        ),
        SendError::FromInvalid => bad("ErrorInvalidRequest", "The message must have exactly one From address."),
        SendError::TooFast => too_many(60, "ApplicationThrottled", "Application is over its message rate limit."),
    })
}

fn ordered(order: &Misbehaviour) -> Option<Refusal> {
    match order {
        Misbehaviour::ApiUnauthorized => Some(unauthorized("Access token has expired or is not yet valid.")),
        Misbehaviour::ApiForbidden | Misbehaviour::ApiDailyLimit => Some(access_denied()),
        Misbehaviour::ApiTooMany(seconds) => {
            Some(too_many(*seconds, "ApplicationThrottled", "Application is over its MailboxConcurrency limit."))
        }
        Misbehaviour::ApiStatus(status) => Some(Refusal {
            status: *status,
            code: if *status == 503 { "serviceNotAvailable" } else { "generalException" },
            message: "The service is unavailable. Try the request again after some time.".to_owned(),
            retry_after: None,
        }),
        _ => None,
    }
}

/// The sending mailbox, if the token gives access to it.
fn account(state: &State, pass: &TokenAccess, user: Option<&str>) -> Result<String, Refusal> {
    let allowed = scopes::allows(&pass.scopes, Resource::Graph, "Mail.Send");
    let known = user.map(|user| {
        let is_it = |email: &&String| email.eq_ignore_ascii_case(user) || random::guid_of(email) == user;
        state.accounts.iter().map(|account| &account.person.email).find(is_it).cloned()
    });
    match (&pass.holder, known) {
        // A token of the other resource has another audience.
        _ if pass.scopes.iter().any(|scope| scope.starts_with("https://outlook.")) => {
            Err(unauthorized("Access token validation failure. Invalid audience."))
        }
        (TokenOwner::Application, None) => {
            Err(bad("BadRequest", "/me request is only valid with delegated authentication flow."))
        }
        _ if !allowed => Err(access_denied()),
        (_, Some(None)) => Err(Refusal {
            status: 404,
            code: "ErrorInvalidUser",
            message: format!("The requested user '{}' is invalid.", user.unwrap_or_default()),
            retry_after: None,
        }),
        (TokenOwner::Person(email), None) => Ok(email.clone()),
        (TokenOwner::Person(email), Some(Some(known))) if *email == known => Ok(known),
        (TokenOwner::Person(_), Some(Some(_))) => Err(access_denied()),
        (TokenOwner::Application, Some(Some(known))) => {
            let opened = state.clients.get(&pass.client).and_then(|client| client.mailboxes.as_ref());
            match opened.is_none_or(|all| all.iter().any(|mailbox| mailbox.eq_ignore_ascii_case(&known))) {
                true => Ok(known),
                false => Err(access_denied()),
            }
        }
    }
}

fn mime(headers: &HeaderMap, body: &[u8]) -> Result<Vec<u8>, Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("text/plain") {
        return Err(bad("BadRequest", "Only MIME content is taken here, with Content-Type text/plain."));
    }
    let base64: Vec<u8> = body.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let wrong = || bad("ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content.");
    STANDARD.decode(base64).ok().filter(|message| !message.is_empty()).ok_or_else(wrong)
}

/// One of the concurrent requests of an application.
struct RequestSlot<'a> {
    shared: &'a Shared,
    client: String,
}

impl<'a> RequestSlot<'a> {
    fn take(shared: &'a Shared, client: &str) -> Result<Self, Refusal> {
        let mut state = shared.state();
        let most = match &state.provider {
            Provider::Microsoft(rules) => rules.concurrent_requests,
            Provider::Google(_) => usize::MAX,
        };
        let under_way = state.api_under_way.entry(client.to_owned()).or_default();
        if *under_way >= most {
            let message = "Application is over its MailboxConcurrency limit.";
            return Err(too_many(1, "ApplicationThrottled", message));
        }
        *under_way += 1;
        Ok(Self { shared, client: client.to_owned() })
    }
}

impl Drop for RequestSlot<'_> {
    fn drop(&mut self) {
        if let Some(under_way) = self.shared.state().api_under_way.get_mut(&self.client) {
            *under_way = under_way.saturating_sub(1);
        }
    }
}

fn bad(code: &'static str, message: &str) -> Refusal {
    Refusal { status: 400, code, message: message.to_owned(), retry_after: None }
}

fn forbidden(code: &'static str, message: &str) -> Refusal {
    Refusal { status: 403, code, message: message.to_owned(), retry_after: None }
}

fn access_denied() -> Refusal {
    forbidden("ErrorAccessDenied", "Access is denied. Check credentials and try again.")
}

fn unauthorized(message: &str) -> Refusal {
    Refusal { status: 401, code: "InvalidAuthenticationToken", message: message.to_owned(), retry_after: None }
}

fn too_many(seconds: u64, code: &'static str, message: &str) -> Refusal {
    Refusal { status: 429, code, message: message.to_owned(), retry_after: Some(seconds) }
}

impl Refusal {
    fn answer(self, state: &State) -> Response {
        let id = random::guid();
        let body = json!({ "error": {
            "code": self.code,
            "message": self.message,
            "innerError": {
                "date": state.clock.written(state.clock.now()),
                "request-id": id,
                "client-request-id": id,
            },
        } });
        let code = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (code, [("request-id", id)], axum::Json(body)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
