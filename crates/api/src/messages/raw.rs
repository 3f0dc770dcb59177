//! `POST /messages/raw`: a message that the client made itself, taken as it is.

use std::time::Instant;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::Response;
use mail::submitted::{Envelope, EnvelopeId, Notify, Protocol, Received, Recipient, Ret, Submitted};
use mail::{DefaultDomain, EmailAddress, Fault, ReversePath, Text};
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
use sending::intake::FromPolicy;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(send_raw))
}

/// Send a finished message
///
/// Takes a message as RFC 5322 describes it, with CRLF line ends, and sends it as it is: only Bcc, Resent-Bcc, Return-Path
/// and Idempotency-Key are removed, Received is added, and Date, Message-ID and From if they are missing. Signatures of the
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
        ("header_recipients" = Option<bool>, Query, example = false,
            description = "Whether the message goes to To, Cc and Bcc of the header besides `recipient`"),
        ("notify" = Option<String>, Query, example = "success,failure",
            description = "When a delivery status notification (RFC 3461) is sent to the envelope sender, for every \
                recipient: `never`, or some of `success`, `failure` and `delay` with commas"),
        ("ret" = Option<String>, Query, example = "hdrs",
            description = "What a notification of a failure contains of the message: `full` or `hdrs`, its header"),
        ("envelope_id" = Option<String>, Query, example = "order-42",
            description = "What a notification names: printable ASCII, at most 100 characters as xtext (ENVID)"),
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
    let domain = app.config.submission.default_domain.clone();
    let submitted = Submitted {
        envelope: query.envelope(domain.as_ref(), sender.from_policy())?,
        bytes,
        received,
        provider_headers: sender.may_control_provider(),
        default_domain: domain,
    };
    let quotas = sender.quotas();
    let receipt =
        app.intake.accept_submitted(sender.request(submitted, Kind::Api, key, caller.client()), &quotas).await;
    Ok(answered(&app, &caller.key, receipt, began).await)
}

/// The fields of the query.
const FIELDS: [&str; 6] = ["sender", "recipient", "header_recipients", "notify", "ret", "envelope_id"];

/// The fields of the query, unchecked.
#[derive(Debug, Default)]
struct EnvelopeQuery {
    sender: Option<String>,
    recipients: Vec<String>,
    header_recipients: Option<String>,
    notify: Option<String>,
    ret: Option<String>,
    envelope_id: Option<String>,
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
            let field = match &*name {
                "recipient" => {
                    found.recipients.push(value.into_owned());
                    continue;
                }
                "sender" => &mut found.sender,
                "header_recipients" => &mut found.header_recipients,
                "notify" => &mut found.notify,
                "ret" => &mut found.ret,
                "envelope_id" => &mut found.envelope_id,
                _ => {
                    let known = FIELDS.map(|field| format!("`{field}`")).to_vec();
                    found.faults.push(Fault::new(crate::input::shown(&name), texts::json_field_unknown(known)));
                    continue;
                }
            };
            if field.replace(value.into_owned()).is_some() {
                found.faults.push(Fault::new(&*name, texts::json_field_duplicate()));
            }
        }
        found
    }

    /// The envelope, as far as it is given.
    fn envelope(self, domain: Option<&DefaultDomain>, from_policy: FromPolicy) -> Result<Envelope, Problem> {
        let Self { sender, recipients, header_recipients, notify, ret, envelope_id, mut faults } = self;
        let notify = read("notify", notify, Notify::parse, texts::envelope_notify_invalid, &mut faults);
        let ret = read("ret", ret, Ret::parse, texts::envelope_ret_invalid, &mut faults);
        let envelope_id =
            read("envelope_id", envelope_id, EnvelopeId::of_text, texts::envelope_id_invalid, &mut faults);
        let header_recipients = read(
            "header_recipients",
            header_recipients,
            |text| text.parse::<bool>().ok(),
            |value| texts::value_not_one_of(value, vec!["`true`".to_owned(), "`false`".to_owned()]),
            &mut faults,
        );
        // Without a domain it can only be replaced, by the sender of the message.
        let is_replaced =
            |text: &String| domain.is_none() && from_policy == FromPolicy::Rewrite && EmailAddress::lacks_domain(text);
        let sender = sender.filter(|text| !is_replaced(text));
        let sender = sender.and_then(|text| {
            let text = text.trim();
            let path = ReversePath::parse_with(if text == "<>" { "" } else { text }, domain);
            path.map_err(|error| faults.push(Fault::new("sender", error.text))).ok()
        });
        let named = !recipients.is_empty();
        let recipients: Vec<Recipient> = recipients
            .iter()
            .filter_map(|text| {
                let address = EmailAddress::parse_with(text, domain);
                address.map_err(|error| faults.push(Fault::new("recipient", error.text))).ok()
            })
            .map(Recipient::from)
            .collect();
        if faults.is_empty() {
            let adds_header_recipients = header_recipients == Some(true);
            let recipients = named.then_some(recipients);
            Ok(Envelope { sender, recipients, adds_header_recipients, envelope_id, ret, notify })
        } else {
            Err(Problem::faults(faults))
        }
    }
}

/// The value of a field, or a fault.
fn read<T>(
    field: &str,
    value: Option<String>,
    parse: fn(&str) -> Option<T>,
    invalid: fn(String) -> Text,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let value = value?;
    let parsed = parse(value.trim());
    if parsed.is_none() {
        faults.push(Fault::new(field, invalid(crate::input::shown(&value))));
    }
    parsed
}
