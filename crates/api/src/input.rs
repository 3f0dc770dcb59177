//! What a request brings: JSON bodies, ids in paths, queries. Each refusal is a problem document that names field, value
//! and remedy; nothing here is axum's own plain text.

mod fit;
mod path;
mod words;

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, EXPECT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use futures_util::StreamExt;
use mail::Fault;
use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::problem::{Kind, Problem};
use app::App;

pub(super) use path::{PathId, PathIdAndNumber, PathIdName, PathIds, PathNumber};
use scripting::Input;
use scripting::files::FILE_BYTES;
pub(super) use words::LIKE_AN_ID;

/// The largest body, save for messages: settings with a certificate are a few KiB.
const BODY_BYTES: usize = 1024 * 1024;
/// A body must be complete within this time.
const BODY_TIME: Duration = Duration::from_secs(120);
/// Of a body that is too large, so much is read and forgotten before the answer.
const PASSED_OVER_BYTES: usize = 256 * 1024 * 1024;
/// And for so long.
const PASSED_OVER_TIME: Duration = Duration::from_secs(20);
/// A larger body is parsed away from the threads that serve everybody.
const PARSED_IN_PLACE_BYTES: usize = 256 * 1024;

/// A JSON body of at most 1 MiB. Without a body and a content type it is `{}`: for calls whose fields are all optional.
pub(super) struct Json<T>(pub T);

impl<T: DeserializeOwned + ToSchema + Send + 'static, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        json(request, Most { bytes: BODY_BYTES, remedy: "Check what is sent: this call needs far less." })
            .await
            .map(Self)
    }
}

/// A JSON body of a message, as large as the configuration allows.
pub(super) struct MessageJson<T>(pub T);

impl<T: DeserializeOwned + ToSchema + Send + 'static> FromRequest<App> for MessageJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let remedy = "Send smaller attachments, or links to them: a message may have 25 MiB.";
        json(request, Most { bytes: app.config.limits.request_bytes, remedy }).await.map(Self)
    }
}

/// A body that is kept as it came, with its content type.
pub(super) struct FileBody {
    /// None where the client names none of its own: `curl` says by itself that everything is a form.
    pub content_type: Option<String>,
    pub content: Vec<u8>,
}

impl<S: Send + Sync> FromRequest<S> for FileBody {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let content_type = parts.headers.get(CONTENT_TYPE).map(|value| value.to_str().unwrap_or("?").to_owned());
        let says_something =
            |text: &String| !["application/octet-stream", "application/x-www-form-urlencoded"].contains(&text.as_str());
        let most = Most { bytes: FILE_BYTES, remedy: "Store a smaller file, or send a link to it." };
        let content = read(&parts.headers, body, most).await?;
        Ok(Self { content_type: content_type.filter(says_something), content })
    }
}

/// The body of a run: its input has at most 8 MiB as the room counts, and may be written more widely.
pub(super) const RUN_BYTES: usize = 16 * 1024 * 1024;

/// A JSON body of a run.
pub(super) struct RunJson<T>(pub T);

impl<T: DeserializeOwned + ToSchema + Send + 'static, S: Send + Sync> FromRequest<S> for RunJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let remedy = "Give the script less at a time: an input may have 8 MiB.";
        json(request, Most { bytes: RUN_BYTES, remedy }).await.map(Self)
    }
}

/// JSON for a script, of a body or in it: checked where the body is read, and judged by the handler, which may have more
/// to say. `null` where it is missing.
#[derive(Debug)]
pub(super) struct ScriptInput(pub Result<Input, Fault>);

impl Default for ScriptInput {
    fn default() -> Self {
        Self(Ok(Input::default()))
    }
}

impl<'de> Deserialize<'de> for ScriptInput {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(from).map(|json| Self(Input::checked(json)))
    }
}

/// The most that [`read_small`] takes.
pub(super) const SMALL_BYTES: usize = BODY_BYTES;

/// A body of at most 1 MiB, whatever it is.
pub(super) async fn read_small(headers: &HeaderMap, body: Body, remedy: &'static str) -> Result<Vec<u8>, Problem> {
    read(headers, body, Most { bytes: BODY_BYTES, remedy }).await
}

/// Any JSON.
pub(super) async fn parse_any<T: DeserializeOwned + Send + 'static>(bytes: Vec<u8>) -> Result<T, Problem> {
    apart(bytes, fit::parse).await
}

/// A large body is parsed where it holds up nobody.
async fn apart<T: Send + 'static>(bytes: Vec<u8>, parse: fn(&[u8]) -> Result<T, Problem>) -> Result<T, Problem> {
    if bytes.len() <= PARSED_IN_PLACE_BYTES {
        return parse(&bytes);
    }
    let parsed = tokio::task::spawn_blocking(move || parse(&bytes)).await;
    parsed.map_err(|error| Problem::internal(&error))?
}

/// How large a body may be, and what to do about a larger one.
#[derive(Clone, Copy)]
struct Most {
    bytes: usize,
    remedy: &'static str,
}

async fn json<T: DeserializeOwned + ToSchema + Send + 'static>(request: Request, most: Most) -> Result<T, Problem> {
    let (parts, body) = request.into_parts();
    let media_type = parts.headers.get(CONTENT_TYPE);
    if let Some(media_type) = media_type {
        check_media_type(media_type)?;
    }
    let bytes = read(&parts.headers, body, most).await?;
    if bytes.is_empty() && media_type.is_none() {
        return fit::parse_object(b"{}");
    }
    if media_type.is_none() {
        return Err(not_json("The request has no content type"));
    }
    apart(bytes, fit::parse_object).await
}

fn check_media_type(value: &HeaderValue) -> Result<(), Problem> {
    if is_json(&media_type(value)) {
        return Ok(());
    }
    Err(not_json(&format!("The content type is \"{}\"", shown(value.to_str().unwrap_or_default()))))
}

/// The media type without its parameters, in lower case.
pub(super) fn media_type(value: &HeaderValue) -> String {
    value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether it is JSON, also under a name of its own (RFC 6839 §3.1).
pub(super) fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || (media_type.starts_with("application/") && media_type.ends_with("+json"))
}

fn not_json(what: &str) -> Problem {
    let detail = format!("{what}; this call takes JSON. Send the header \"Content-Type: application/json\".");
    Problem::new(Kind::UnsupportedMediaType, detail)
}

async fn read(headers: &HeaderMap, body: Body, most: Most) -> Result<Vec<u8>, Problem> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let mut chunks = body.into_data_stream();
    if announced.is_some_and(|length| length > most.bytes) {
        // Who asks first (RFC 9110 §10.1.1) is told without sending anything.
        if !headers.contains_key(EXPECT) && announced.is_some_and(|length| length <= PASSED_OVER_BYTES) {
            pass_over(&mut chunks).await;
        }
        return Err(too_large(most));
    }
    // What is announced is not yet there: memory is taken as it arrives, a small body's at once.
    let bytes = Vec::with_capacity(announced.unwrap_or_default().min(PARSED_IN_PLACE_BYTES));
    tokio::time::timeout(BODY_TIME, collect(&mut chunks, bytes, most)).await.unwrap_or_else(|_| {
        let seconds = BODY_TIME.as_secs();
        let detail = format!("The body was not complete after {seconds} seconds; nothing was done. Call again.");
        Err(Problem::new(Kind::Timeout, detail))
    })
}

async fn collect(chunks: &mut BodyDataStream, mut bytes: Vec<u8>, most: Most) -> Result<Vec<u8>, Problem> {
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| {
            Problem::new(Kind::Malformed, "The body ended before it was complete; nothing was done. Call again.")
        })?;
        if bytes.len() + chunk.len() > most.bytes {
            drop(bytes);
            pass_over(chunks).await;
            return Err(too_large(most));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Reads on and forgets, within bounds: many clients hear no answer before they have sent everything, and would be told
/// of a broken connection in place of the reason.
async fn pass_over(chunks: &mut BodyDataStream) {
    let reading = async {
        let mut seen = 0;
        while let Some(Ok(chunk)) = chunks.next().await {
            seen += chunk.len();
            if seen > PASSED_OVER_BYTES {
                break;
            }
        }
    };
    // Where time is over the client is told all the same.
    let _ = tokio::time::timeout(PASSED_OVER_TIME, reading).await;
}

fn too_large(most: Most) -> Problem {
    let Most { bytes, remedy } = most;
    let mib = bytes / 1024 / 1024;
    Problem::new(Kind::TooLarge, format!("The body is larger than {mib} MiB, which is the most. {remedy}"))
}

/// A value as it may be repeated to the caller: short, and without control characters.
pub(super) fn shown(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// The query, into a struct of optional texts that its handler looks at.
pub(super) struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        query.map(|Query(asked)| Self(asked)).map_err(|error| {
            let text = error.body_text();
            let message = text.strip_prefix("Failed to deserialize query string: ").unwrap_or(&text);
            let message = message.split_once(": ").map_or(message, |(_, message)| message);
            let said = words::in_our_words(message, None);
            Problem::fault(shown(said.key.as_deref().unwrap_or("query")), said.message)
        })
    }
}

/// The number of a query's field, `missing` where there is none, or a fault.
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
    let message = format!("\"{}\" is no number from {first} to {last}; leave it out for {missing}", shown(text));
    faults.push(Fault::new(field, message));
    missing
}

/// A header that comes once, as text.
pub(super) fn one_header(headers: &HeaderMap, name: &str) -> Result<Option<String>, Problem> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    match value.to_str() {
        Ok(text) if values.next().is_none() => Ok(Some(text.to_owned())),
        Ok(_) => Err(Problem::fault(name, "the header came more than once; send it once")),
        Err(_) => Err(Problem::fault(name, "holds octets that are not ASCII; use letters and digits")),
    }
}
