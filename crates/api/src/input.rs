//! The input of requests: JSON bodies, ids in paths, queries. Each rejection is a problem document that names field,
//! value and remedy; axum's plain-text rejections never reach a client.

mod fit;
mod id;
mod path;
mod shape;
mod strict;

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, EXPECT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use futures_util::StreamExt;
use mail::{Fault, Text};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Visitor};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::problem::{Kind, Problem};
use super::texts;
use app::App;

pub(crate) use id::{id, optional_id};
pub(super) use path::{PathId, PathIdAndNumber, PathIdName, PathIds, PathNumber};
use scripting::Input;
use scripting::files::FILE_BYTES;
pub(crate) use shape::{ANY_JSON, STRING_OR_ARRAY};
use transfer::{RequestMemory, STALL_MAX, announced, has_stalled};

/// Maximum bytes of an ordinary body: settings with a certificate have a few kB. Messages, runs and files have their
/// own limits.
const BODY_BYTES: usize = 1_000_000;
/// Maximum time to receive a body.
const BODY_TIME: Duration = Duration::from_secs(120);
/// Maximum bytes drained from an oversized body before responding.
const DRAINED_BYTES: usize = 256_000_000;
/// Maximum time spent draining.
const DRAINED_TIME: Duration = Duration::from_secs(20);
/// Maximum bytes of a body that is parsed on the async thread; a larger one is parsed on a thread for blocking work.
const PARSED_IN_PLACE_BYTES: usize = 256_000;

/// A JSON body of at most 1 MB. A request without body and content type counts as `{}`, for calls whose fields are all
/// optional.
pub(super) struct Json<T>(pub T);

impl<T: DeserializeOwned + ToSchema + Send + 'static, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        json(request, BodyLimit { bytes: BODY_BYTES, remedy: texts::request_body_remedy_check }).await.map(Self)
    }
}

/// A JSON body of a message, as large as the configuration allows.
pub(super) struct MessageJson<T>(pub T);

impl<T: DeserializeOwned + ToSchema + Send + 'static> FromRequest<App> for MessageJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let remedy = texts::request_body_remedy_attachments;
        json(request, BodyLimit { bytes: app.config.limits.request_bytes, remedy }).await.map(Self)
    }
}

/// A finished message as the body (RFC 5322, or RFC 6532 with UTF-8 in its header), as large as the configuration allows.
pub(super) struct RawMessage(pub Vec<u8>);

impl FromRequest<App> for RawMessage {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let announced = parts.headers.get(CONTENT_TYPE);
        if !announced.is_some_and(|value| ["message/rfc822", "message/global"].contains(&media_type(value).as_str())) {
            let value = announced.map(|value| shown(value.to_str().unwrap_or("?"))).unwrap_or_default();
            return Err(Problem::new(Kind::UnsupportedMediaType, texts::request_content_type_not_message(value)));
        }
        let limit =
            BodyLimit { bytes: app.config.limits.request_bytes, remedy: texts::request_body_remedy_attachments };
        read(&parts, body, limit).await.map(Self)
    }
}

/// An uninterpreted body, with its content type.
pub(super) struct FileBody {
    /// `None` if the client sends none, or only a default one: `curl` declares every body as a form.
    pub content_type: Option<String>,
    pub content: Vec<u8>,
}

impl<S: Send + Sync> FromRequest<S> for FileBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let content_type = parts.headers.get(CONTENT_TYPE).map(|value| value.to_str().unwrap_or("?").to_owned());
        let is_meaningful =
            |text: &String| !["application/octet-stream", "application/x-www-form-urlencoded"].contains(&text.as_str());
        let limit = BodyLimit { bytes: FILE_BYTES, remedy: texts::request_body_remedy_file };
        let content = read(&parts, body, limit).await?;
        Ok(Self { content_type: content_type.filter(is_meaningful), content })
    }
}

/// Maximum bytes of the body of a run: its input has at most 8 MB as stored, and may have more white space in the body.
pub(super) const RUN_BYTES: usize = 16_000_000;

/// A JSON body of a run.
pub(super) struct RunJson<T>(pub T);

impl<T: DeserializeOwned + ToSchema + Send + 'static, S: Send + Sync> FromRequest<S> for RunJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        json(request, BodyLimit { bytes: RUN_BYTES, remedy: texts::request_body_remedy_run }).await.map(Self)
    }
}

/// JSON for a script, as the body or as a field. It is validated while the body is parsed, and the handler reports its
/// fault together with others. `null` if it is missing.
#[derive(Debug)]
pub(super) struct ScriptInput(pub Result<Input, Fault>);

impl Default for ScriptInput {
    fn default() -> Self {
        Self(Ok(Input::default()))
    }
}

impl<'de> Deserialize<'de> for ScriptInput {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct InputVisitor;
        impl<'de> Visitor<'de> for InputVisitor {
            type Value = ScriptInput;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any JSON")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(self, json: D) -> Result<ScriptInput, D::Error> {
                Box::<RawValue>::deserialize(json).map(|json| ScriptInput(Input::checked(json)))
            }

            // `Shape` visits a unit: it checks only the surrounding body.
            fn visit_unit<E>(self) -> Result<ScriptInput, E> {
                Ok(ScriptInput::default())
            }
        }
        from.deserialize_newtype_struct(ANY_JSON, InputVisitor)
    }
}

/// Reads any body of at most 1 MB.
pub(super) async fn read_small(parts: &Parts, body: Body) -> Result<Vec<u8>, Problem> {
    read(parts, body, BodyLimit { bytes: BODY_BYTES, remedy: texts::request_body_remedy_webhook }).await
}

/// Parses any JSON.
pub(super) async fn parse_any<T: DeserializeOwned + Send + 'static>(mut bytes: Vec<u8>) -> Result<T, Problem> {
    without_byte_order_mark(&mut bytes);
    parse_blocking(bytes, fit::parse).await
}

/// Removes a byte order mark, which a JSON parser may ignore (RFC 8259 section 8.1); Windows PowerShell writes one.
fn without_byte_order_mark(bytes: &mut Vec<u8>) {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
}

/// Parses a body, a large one on a thread for blocking work.
async fn parse_blocking<T: Send + 'static>(
    bytes: Vec<u8>,
    parse: fn(&[u8]) -> Result<T, Problem>,
) -> Result<T, Problem> {
    if bytes.len() <= PARSED_IN_PLACE_BYTES {
        return parse(&bytes);
    }
    let parsed = tokio::task::spawn_blocking(move || parse(&bytes)).await;
    parsed.map_err(|error| Problem::internal(&error))?
}

/// The maximum size of a body, and the remedy for a larger one.
#[derive(Clone, Copy)]
struct BodyLimit {
    bytes: usize,
    remedy: fn() -> Text,
}

async fn json<T: DeserializeOwned + ToSchema + Send + 'static>(
    request: Request,
    limit: BodyLimit,
) -> Result<T, Problem> {
    let (parts, body) = request.into_parts();
    let media_type = parts.headers.get(CONTENT_TYPE);
    if let Some(media_type) = media_type {
        check_media_type(media_type)?;
    }
    let mut bytes = read(&parts, body, limit).await?;
    without_byte_order_mark(&mut bytes);
    if bytes.is_empty() && media_type.is_none() {
        return fit::parse_object(b"{}");
    }
    if media_type.is_none() {
        return Err(Problem::new(Kind::UnsupportedMediaType, texts::request_without_content_type()));
    }
    parse_blocking(bytes, fit::parse_object).await
}

fn check_media_type(value: &HeaderValue) -> Result<(), Problem> {
    if is_json(&media_type(value)) {
        return Ok(());
    }
    let value = shown(value.to_str().unwrap_or_default());
    Err(Problem::new(Kind::UnsupportedMediaType, texts::request_content_type_unsupported(value)))
}

/// The media type without its parameters, in lower case.
pub(super) fn media_type(value: &HeaderValue) -> String {
    value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type is JSON, including those with the suffix `+json` (RFC 6839 §3.1).
pub(super) fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || (media_type.starts_with("application/") && media_type.ends_with("+json"))
}

/// Reads a body once there is memory for it; the memory stays reserved until the response is made.
async fn read(parts: &Parts, body: Body, limit: BodyLimit) -> Result<Vec<u8>, Problem> {
    let headers = &parts.headers;
    let coding = headers.get(CONTENT_ENCODING).map(|value| value.to_str().unwrap_or("?").trim());
    if let Some(coding) = coding.filter(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity")) {
        return Err(Problem::new(
            Kind::UnsupportedMediaType,
            texts::request_content_encoding_unsupported(shown(coding)),
        ));
    }
    let announced = announced(headers);
    let mut chunks = body.into_data_stream();
    if announced.is_some_and(|length| length > limit.bytes) {
        // A client that sends `Expect: 100-continue` (RFC 9110 section 10.1.1) has sent nothing yet.
        if !headers.contains_key(EXPECT) && announced.is_some_and(|length| length <= DRAINED_BYTES) {
            drain(&mut chunks).await;
        }
        return Err(too_large(limit));
    }
    if let Some(memory) = RequestMemory::of(&parts.extensions)
        && let Err(full) = memory.reserve_body(headers, limit.bytes).await
    {
        // Many clients read no response before they have sent everything. Draining takes no memory.
        if !headers.contains_key(EXPECT) {
            drain(&mut chunks).await;
        }
        return Err(full.into());
    }
    // The declared length may be false: memory for large bodies is allocated as they arrive.
    let bytes = Vec::with_capacity(announced.unwrap_or_default().min(PARSED_IN_PLACE_BYTES));
    tokio::time::timeout(BODY_TIME, collect(&mut chunks, bytes, limit))
        .await
        .unwrap_or_else(|_| Err(Problem::new(Kind::Timeout, texts::request_body_timeout(BODY_TIME.as_secs()))))
}

async fn collect(chunks: &mut BodyDataStream, mut bytes: Vec<u8>, limit: BodyLimit) -> Result<Vec<u8>, Problem> {
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| unread(&error))?;
        if bytes.len() + chunk.len() > limit.bytes {
            drop(bytes);
            drain(chunks).await;
            return Err(too_large(limit));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Why a body ended early.
fn unread(error: &axum::Error) -> Problem {
    if has_stalled(error) {
        Problem::new(Kind::Timeout, texts::request_body_stalled(STALL_MAX.as_secs()))
    } else {
        Problem::new(Kind::Malformed, texts::request_body_incomplete())
    }
}

/// Drains the rest of a body, within bounds: many clients read no response before they have sent everything, and would
/// report a broken connection instead of the reason.
async fn drain(chunks: &mut BodyDataStream) {
    let reading = async {
        let mut seen = 0;
        while let Some(Ok(chunk)) = chunks.next().await {
            seen += chunk.len();
            if seen > DRAINED_BYTES {
                break;
            }
        }
    };
    // After the timeout the response is sent anyway.
    let _ = tokio::time::timeout(DRAINED_TIME, reading).await;
}

fn too_large(limit: BodyLimit) -> Problem {
    let megabytes = mail::megabytes(limit.bytes);
    Problem::new(Kind::TooLarge, texts::request_body_too_large(megabytes, (limit.remedy)()))
}

/// A value as it is repeated to the caller: truncated to 80 characters, and without control characters.
pub(super) fn shown(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// The query as a struct of optional strings, which its handler checks.
pub(super) struct ListQuery<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for ListQuery<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        fit::parse_query(parts.uri.query().unwrap_or_default()).map(Self).map_err(Problem::faults)
    }
}

/// The number in a field of the query. Returns `missing` if the field is absent, and also, after adding a fault, if it
/// is invalid.
pub(super) fn number_of<N: Copy + PartialOrd + FromStr + fmt::Display>(
    field: &str,
    text: Option<&str>,
    allowed: RangeInclusive<N>,
    missing: N,
    faults: &mut Vec<Fault>,
) -> N {
    let Some(text) = text else { return missing };
    if let Some(number) = text.parse().ok().filter(|number| allowed.contains(number)) {
        return number;
    }
    let (first, last) = allowed.into_inner();
    let (first, last, missing_text) = (first.to_string(), last.to_string(), missing.to_string());
    faults.push(Fault::new(field, texts::value_not_in_range(shown(text), first, last, missing_text)));
    missing
}

/// The value of a header that must not be repeated; `None` if it is absent.
///
/// # Errors
/// A fault if the header is repeated or not ASCII.
pub(super) fn one_header(headers: &HeaderMap, name: &str) -> Result<Option<String>, Problem> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    match value.to_str() {
        Ok(text) if values.next().is_none() => Ok(Some(text.to_owned())),
        Ok(_) => Err(Problem::fault(name, texts::header_repeated())),
        Err(_) => Err(Problem::fault(name, texts::header_not_ascii())),
    }
}
