//! `POST /hooks/{token}`: a shop, a form or any other program starts a script. Outside `/api/v1` and without an API
//! key: the token in the URL authorizes the call.
//!
//! Responds once the run is on disk, even while sending is paused. Neither responses nor logs contain the token.

use std::borrow::Cow;
use std::collections::HashMap;

use axum::Json as Answer;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::{CONTENT_TYPE, HeaderMap};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::routing::post;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use uuid::Uuid;

use super::input::{ScriptInput, is_json, media_type, one_header, parse_any, read_small, shown};
use super::problem::{Kind, Problem};
use super::texts;
use app::App;
use scripting::{Input, ScriptsError, WebhookCall, WebhookResult};
use transfer::{Holder, RequestMemory};

/// Headers for the idempotency key: the usual one, and that of Standard Webhooks. The first one present counts.
const KEYS: [&str; 2] = ["Idempotency-Key", "webhook-id"];
/// Maximum fields of a form: no real form has more, and each takes far more space in memory than in the request.
const FIELDS_MAX: usize = 10_000;
const FORM: &str = "application/x-www-form-urlencoded";

pub(super) fn routes() -> Router<App> {
    Router::new().route("/hooks/{token}", post(call)).method_not_allowed_fallback(only_post)
}

/// The response to an accepted call: its run is on disk.
#[derive(Serialize)]
struct Accepted {
    /// `GET /api/v1/runs/{id}` returns its state and result.
    run_id: Uuid,
    /// Whether the same call was made before: this is its run, and no other was started.
    repeated: bool,
}

async fn call(
    State(app): State<App>,
    token: Result<Path<String>, axum::extract::rejection::PathRejection>,
    request: Request,
) -> Result<(StatusCode, Answer<Accepted>), Problem> {
    // The token is checked first, so that bodies of strangers are not read. All invalid tokens get the same response.
    let Ok(Path(token)) = token else { return Err(no_such_hook()) };
    let workspace = app.scripts.workspace_of_hook(&token).await?.ok_or_else(no_such_hook)?;
    let (parts, body) = request.into_parts();
    if let Some(memory) = RequestMemory::of(&parts.extensions) {
        memory.add_holder(Holder::Workspace(workspace));
    }
    let (field, key) = key_of(&parts.headers)?;
    let input = input_of(&parts, body).await?;
    let called = app.scripts.call_hook(&token, WebhookCall { input, key }).await;
    let WebhookResult { run, repeated } = called.map_err(|error| match error {
        ScriptsError::NotFound => no_such_hook(),
        ScriptsError::Faults(mut faults) => {
            // `scripting` reports all faults of the key with the first field name.
            faults
                .iter_mut()
                .filter(|fault| fault.field == KEYS[0])
                .for_each(|fault| field.clone_into(&mut fault.field));
            Problem::faults(faults)
        }
        other => other.into(),
    })?;
    Ok((StatusCode::ACCEPTED, Answer(Accepted { run_id: run, repeated })))
}

async fn only_post() -> Problem {
    Problem::new(Kind::MethodNotAllowed, texts::webhook_method_unsupported())
}

fn no_such_hook() -> Problem {
    Problem::new(Kind::NotFound, texts::webhook_unknown())
}

/// The name of the header with the idempotency key, and the key.
fn key_of(headers: &HeaderMap) -> Result<(&'static str, Option<String>), Problem> {
    for name in KEYS {
        if let Some(key) = one_header(headers, name)? {
            return Ok((name, Some(key)));
        }
    }
    Ok((KEYS[0], None))
}

/// The script's `input`: the JSON, the fields of a form, or `null`.
async fn input_of(parts: &Parts, body: Body) -> Result<Input, Problem> {
    let announced = parts.headers.get(CONTENT_TYPE);
    let kind = announced.map(media_type);
    match kind.as_deref() {
        Some(FORM) => {
            let bytes = read_small(parts, body).await?;
            let charset = announced.and_then(charset_of);
            if is_json_after_all(&bytes) { Err(json_as_form()) } else { form(&bytes, charset.as_deref()) }
        }
        Some(kind) if is_json(kind) => {
            let bytes = read_small(parts, body).await?;
            let input = if bytes.is_empty() { ScriptInput::default() } else { parse_any(bytes).await? };
            input.0.map_err(|fault| Problem::faults(vec![fault]))
        }
        other => {
            // An empty body needs no content type.
            let bytes = read_small(parts, body).await?;
            if bytes.is_empty() { Ok(Input::default()) } else { Err(wrong_type(other)) }
        }
    }
}

/// The parameter `charset` of a content type.
fn charset_of(content_type: &HeaderValue) -> Option<String> {
    let parameters = content_type.to_str().ok()?.split(';').skip(1);
    let charset = parameters.filter_map(|parameter| parameter.split_once('=')).find_map(|(name, value)| {
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_owned())
    });
    charset.filter(|charset| !charset.is_empty())
}

fn wrong_type(kind: Option<&str>) -> Problem {
    let detail = match kind {
        Some(kind) => texts::webhook_content_type_unsupported(shown(kind)),
        None => texts::webhook_without_content_type(),
    };
    Problem::new(Kind::UnsupportedMediaType, detail)
}

/// Whether a body declared as a form is really a JSON object or array: `curl -d` declares every body as a form.
fn is_json_after_all(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii_start();
    bytes.first().is_some_and(|first| matches!(first, b'{' | b'['))
        && serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
}

fn json_as_form() -> Problem {
    Problem::new(Kind::UnsupportedMediaType, texts::webhook_json_as_form())
}

/// The fields of a form in their order; a repeated name becomes a list at its first position.
#[derive(Default)]
struct FormFields {
    fields: Vec<(String, Vec<String>)>,
    positions: HashMap<String, usize>,
}

impl FormFields {
    fn add(&mut self, name: String, value: String) {
        match self.positions.get(&name) {
            Some(position) => self.fields[*position].1.push(value),
            None => {
                self.positions.insert(name.clone(), self.fields.len());
                self.fields.push((name, vec![value]));
            }
        }
    }
}

impl Serialize for FormFields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.fields.len()))?;
        for (name, values) in &self.fields {
            match &values[..] {
                [only] => object.serialize_entry(name, only)?,
                several => object.serialize_entry(name, several)?,
            }
        }
        object.end()
    }
}

/// The fields of a form in the charset of its content type, UTF-8 by default.
fn form(bytes: &[u8], charset: Option<&str>) -> Result<Input, Problem> {
    let encoding = match charset {
        None => encoding_rs::UTF_8,
        Some(label) => encoding_rs::Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            Problem::new(Kind::UnsupportedMediaType, texts::webhook_form_charset_unknown(shown(label)))
        })?,
    };
    let text = |part: &[u8]| {
        let decoded = percent_decoded(part);
        // Bytes that are invalid in the charset are refused: a replacement character would falsify a name or address.
        let decoded = encoding.decode_without_bom_handling_and_without_replacement(&decoded).map(Cow::into_owned);
        decoded.ok_or_else(|| {
            let part = shown(&String::from_utf8_lossy(part));
            Problem::new(Kind::Malformed, texts::webhook_form_not_in_charset(part, encoding.name()))
        })
    };
    let pairs: Vec<&[u8]> = bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).collect();
    if pairs.len() > FIELDS_MAX {
        let detail = texts::webhook_form_too_many_fields(pairs.len(), FIELDS_MAX);
        return Err(Problem::new(Kind::TooLarge, detail));
    }
    let mut fields = FormFields::default();
    for pair in pairs {
        let end = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
        fields.add(text(&pair[..end])?, text(pair.get(end + 1..).unwrap_or_default())?);
    }
    Input::of(&fields).map_err(|fault| Problem::faults(vec![fault]))
}

/// The decoded octets of a part of a form (application/x-www-form-urlencoded of the URL standard).
fn percent_decoded(part: &[u8]) -> Vec<u8> {
    let hex = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut octets = Vec::with_capacity(part.len());
    let mut at = 0;
    while let Some(byte) = part.get(at) {
        at += 1;
        octets.push(match (byte, hex(part.get(at)), hex(part.get(at + 1))) {
            (b'+', ..) => b' ',
            (b'%', Some(high), Some(low)) => {
                at += 2;
                u8::try_from(high * 16 + low).unwrap_or_default()
            }
            (other, ..) => *other,
        });
    }
    octets
}
