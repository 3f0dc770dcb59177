//! `POST /messages/raw`: a message that the client made itself, taken as it is.

use std::time::Instant;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::Response;
use mail::submitted::{Envelope, Protocol, Received, Recipient, Submitted};
use mail::{EmailAddress, Fault, ReversePath};
use queue::Kind;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::send::{Accepted, HeaderKey, answered, one_key};
use crate::caller::{Caller, MessagesSend};
use crate::input::RawMessage;
use crate::problem::{Problem, ProblemDocument};
use crate::texts;
use app::App;
use permissions::Sender;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(send_raw))
}

/// Send a finished message
///
/// Takes a message as RFC 5322 describes it, with CRLF line ends, and sends it as it is: only Bcc, Resent-Bcc, Return-Path
/// and Idempotency-Key are removed, Received is added, and Date and Message-ID if they are missing. Signatures of the
/// client (DKIM) stay valid. What is wrong in it is refused with the number of the line, never repaired.
///
/// Returns 202 when the message is on disk, as `POST /messages` does. The addresses of From must be allowed senders of the
/// email settings, or the message is refused; API keys with the From policy `rewrite` send it from the configured From.
#[utoipa::path(post, path = "/messages/raw", tag = "Messages", operation_id = "sendRawMessage",
    security(("bearer" = ["messages:send"])),
    params(("sender" = Option<String>, Query, example = "bounces@example.com",
            description = "The envelope sender, to which bounces go; the first address of From if it is left out. Empty or \
                `<>` for the null reverse-path"),
        ("recipient" = Option<Vec<String>>, Query, example = json!(["ann@example.com"]),
            description = "An envelope recipient; repeat it for several. To, Cc and Bcc of the header if it is left out"),
        ("Idempotency-Key" = Option<String>, Header, max_length = 256,
            description = "As of `POST /messages`. The message may have it as a header field instead")),
    request_body(content = String, content_type = "message/rfc822", description = "The message"),
    responses((status = ACCEPTED, description = "Accepted and on disk", body = Accepted,
        headers(("Location" = String, description = "Where the message is read"),
                ("Idempotent-Replayed" = String, description = "`true` where the same key was accepted before"),
                ("RateLimit-Policy" = String, description = "The limits of an API key that has some"),
                ("RateLimit" = String, description = "What is left of them"))),
        (status = TOO_MANY_REQUESTS, description = "A limit of the API key has no room; `Retry-After` says when it has",
            body = ProblemDocument, content_type = "application/problem+json"),
        (status = CONFLICT, description = "The idempotency key belongs to other content", body = ProblemDocument,
            content_type = "application/problem+json"),
        (status = UNSUPPORTED_MEDIA_TYPE, description = "The body is not announced as `message/rfc822`",
            body = ProblemDocument, content_type = "application/problem+json")))]
async fn send_raw(
    caller: Caller<MessagesSend>,
    State(app): State<App>,
    HeaderKey(header_key): HeaderKey,
    query: EnvelopeQuery,
    RawMessage(bytes): RawMessage,
) -> Result<Response, Problem> {
    let began = Instant::now();
    let key = one_key(header_key, None)?;
    let received = Received { by: app.config.own_name(), with: Protocol::Http, from: None };
    let sender = Sender::Key(caller.key.clone());
    let provider_headers = sender.may_control_provider();
    let submitted = Submitted { envelope: query.envelope()?, bytes, received, provider_headers };
    let quotas = sender.quotas();
    let receipt = app.intake.accept_submitted(sender.request(submitted, Kind::Api, key), &quotas).await;
    Ok(answered(&app, &caller.key, receipt, began).await)
}

/// The fields of the query, unchecked.
#[derive(Debug, Default)]
struct EnvelopeQuery {
    sender: Option<String>,
    recipients: Vec<String>,
    faults: Vec<Fault>,
}

impl<S: Send + Sync> FromRequestParts<S> for EnvelopeQuery {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        Ok(Self::parse(parts.uri.query().unwrap_or_default()))
    }
}

impl EnvelopeQuery {
    fn parse(query: &str) -> Self {
        let mut found = Self::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "sender" if found.sender.is_some() => {
                    found.faults.push(Fault::new("sender", texts::json_field_duplicate()));
                }
                "sender" => found.sender = Some(value.into_owned()),
                "recipient" => found.recipients.push(value.into_owned()),
                _ => found.faults.push(Fault::new(
                    crate::input::shown(&name),
                    texts::json_field_unknown(vec!["`sender`".to_owned(), "`recipient`".to_owned()]),
                )),
            }
        }
        found
    }

    /// The envelope, as far as it is given.
    fn envelope(self) -> Result<Envelope, Problem> {
        let Self { sender, recipients, mut faults } = self;
        let sender = sender.and_then(|text| {
            let text = text.trim();
            let path = ReversePath::parse(if text == "<>" { "" } else { text });
            path.map_err(|error| faults.push(Fault::new("sender", error.text))).ok()
        });
        let named = !recipients.is_empty();
        let recipients: Vec<Recipient> = recipients
            .iter()
            .filter_map(|text| {
                let address = EmailAddress::parse(text);
                address.map_err(|error| faults.push(Fault::new("recipient", error.text))).ok()
            })
            .map(Recipient::from)
            .collect();
        if faults.is_empty() {
            Ok(Envelope { sender, recipients: named.then_some(recipients), ..Envelope::default() })
        } else {
            Err(Problem::faults(faults))
        }
    }
}
