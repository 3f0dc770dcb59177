//! `POST /letters/{invitation|password-reset|validation}`: for platforms with their own accounts. The platform creates
//! and handles the link; owlpost composes the letter in English or German and sends it like its own letters.
//!
//! The link is secret: no response contains it, and nobody can read the text of the message.

use std::net::IpAddr;
use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use mail::{Draft, Fault, Text};
use queue::{Kind, Source};
use reqwest::Url;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Caller, MessagesSend};
use super::input::{Json, shown};
use super::key_limits;
use super::messages::{Accepted, HeaderKey, accepted, one_key};
use super::names::language_tags;
use super::problem::{Problem, ProblemDocument};
use super::texts;
use app::App;
use letters::{AccountLink, Language, Letter, invitation, password_reset, validation};
use permissions::key_quota;
use sending::intake::{CallerKey, KEYS_KEPT, Request};

/// Maximum characters of a link: some programs truncate longer ones.
const LINK_MAX: usize = 2_048;
/// Maximum characters of a name; letters show fewer.
const NAME_MAX: usize = 200;
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// Maximum validity of a link.
const VALIDITY_MAX: Duration = Duration::from_secs(30 * 24 * 3600);

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(send_invitation))
        .routes(routes!(send_password_reset))
        .routes(routes!(send_validation))
}

/// A letter with a link of another platform.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "to": "ann@example.com", "name": "Ann", "link": "https://shop.example.com/reset/5kq0…", "language": "de",
    "expires_at": "2026-12-02T10:00:00Z"
}))]
struct LinkLetter {
    /// The recipient; exactly one address, because the link is for one person.
    #[schema(example = "ann@example.com")]
    to: String,
    /// The name in the greeting.
    #[serde(default)]
    #[schema(max_length = 200, example = "Ann")]
    name: Option<String>,
    /// An absolute URL with https (or http on this machine), without username and password.
    #[schema(format = "uri", max_length = 2048, example = "https://shop.example.com/reset/5kq0…")]
    link: String,
    /// `en` or `de`; English if absent.
    #[serde(default)]
    #[schema(example = "de")]
    language: Option<String>,
    /// When the link expires: in the future, at most in 30 days. The letter states it, and is not delivered after that.
    /// Defaults: in 1 hour for a password reset, in 24 hours for a validation.
    #[serde(default)]
    #[schema(format = DateTime, example = "2026-12-02T10:00:00Z")]
    expires_at: Option<String>,
    /// Idempotency key: calls with the same key and content send one letter within 7 days. Alternative to the header
    /// `Idempotency-Key`.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 256)]
    key: Option<String>,
}

/// An invitation with a link of another platform.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "to": "ann@example.com", "link": "https://shop.example.com/join/5kq0…", "language": "en",
    "workspace": "Sales", "invited_by": "Bob Builder"
}))]
struct InvitationLetter {
    /// The recipient; exactly one address, because the link is for one person.
    #[schema(example = "ann@example.com")]
    to: String,
    /// The name in the greeting.
    #[serde(default)]
    #[schema(max_length = 200, example = "Ann")]
    name: Option<String>,
    /// An absolute URL with https (or http on this machine), without username and password.
    #[schema(format = "uri", max_length = 2048, example = "https://shop.example.com/join/5kq0…")]
    link: String,
    /// `en` or `de`; English if absent.
    #[serde(default)]
    #[schema(example = "en")]
    language: Option<String>,
    /// When the link expires: in the future, at most in 30 days; in 7 days by default. The letter says so, and is not
    /// delivered after that.
    #[serde(default)]
    #[schema(format = DateTime, example = "2026-12-02T10:00:00Z")]
    expires_at: Option<String>,
    /// Idempotency key: calls with the same key and content send one letter within 7 days. Alternative to the header
    /// `Idempotency-Key`.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 256)]
    key: Option<String>,
    /// What the person is invited to; the letter does not mention it if absent.
    #[serde(default)]
    #[schema(max_length = 200, example = "Sales")]
    workspace: Option<String>,
    /// The inviter's name; the letter names no inviter if absent.
    #[serde(default)]
    #[schema(max_length = 200, example = "Bob Builder")]
    invited_by: Option<String>,
}

/// Send an invitation
///
/// Composes a letter with the link of the platform. Returns 202 when the letter is on disk. The letter has priority
/// over bulk mail and is not delivered after the link has expired. The link cannot be read in the outbox or the API.
#[utoipa::path(post, path = "/letters/invitation", tag = "Letters", operation_id = "sendInvitationLetter",
    security(("bearer" = ["messages:send"])),
    params(("Idempotency-Key" = Option<String>, Header, max_length = 256,
        description = "Alternative to `key` in the body")),
    request_body = InvitationLetter,
    responses((status = ACCEPTED, description = "Accepted and on disk", body = Accepted,
        headers(("Location" = String, description = "The URL of the message"),
                ("Idempotent-Replayed" = String, description = "`true` if the same key was accepted before"))),
        (status = CONFLICT, description = "The idempotency key belongs to other content", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn send_invitation(
    caller: Caller<MessagesSend>,
    State(app): State<App>,
    HeaderKey(header_key): HeaderKey,
    Json(requested): Json<InvitationLetter>,
) -> Result<Response, Problem> {
    let InvitationLetter { to, name, link, language, expires_at, key, workspace, invited_by } = requested;
    let more = [("workspace", workspace), ("invited_by", invited_by)];
    let [workspace, invited_by] = more.clone().map(|(_, text)| text.unwrap_or_default());
    let requested = LinkLetter { to, name, link, language, expires_at, key };
    let compose = |checked: &CheckedLetter| {
        let AccountLink { name, link, expires_at, valid_for } = checked.link.clone();
        let role = invitation::Role::Unknown;
        let values = invitation::Values { name, workspace, invited_by, role, link, expires_at, valid_for };
        invitation::letter(&values, checked.language)
    };
    send(&app, &caller, (Kind::Invitation, 7 * DAY), header_key, requested, &more, compose).await
}

/// Send a password reset letter
///
/// Composes a letter with the link of the platform. Returns 202 when the letter is on disk. The letter has priority
/// over bulk mail and is not delivered after the link has expired. The link cannot be read in the outbox or the API.
#[utoipa::path(post, path = "/letters/password-reset", tag = "Letters", operation_id = "sendPasswordResetLetter",
    security(("bearer" = ["messages:send"])),
    params(("Idempotency-Key" = Option<String>, Header, max_length = 256,
        description = "Alternative to `key` in the body")),
    request_body = LinkLetter,
    responses((status = ACCEPTED, description = "Accepted and on disk", body = Accepted,
        headers(("Location" = String, description = "The URL of the message"),
                ("Idempotent-Replayed" = String, description = "`true` if the same key was accepted before"))),
        (status = CONFLICT, description = "The idempotency key belongs to other content", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn send_password_reset(
    caller: Caller<MessagesSend>,
    State(app): State<App>,
    HeaderKey(header_key): HeaderKey,
    Json(requested): Json<LinkLetter>,
) -> Result<Response, Problem> {
    let compose = |checked: &CheckedLetter| password_reset::letter(&checked.link, checked.language);
    send(&app, &caller, (Kind::PasswordReset, HOUR), header_key, requested, &[], compose).await
}

/// Send a validation letter
///
/// Composes a letter with the link of the platform that asks a person who signed up to confirm the address. Returns 202
/// when the letter is on disk. The letter has priority over bulk mail and is not delivered after the link has expired.
/// The link cannot be read in the outbox or the API.
#[utoipa::path(post, path = "/letters/validation", tag = "Letters", operation_id = "sendValidationLetter",
    security(("bearer" = ["messages:send"])),
    params(("Idempotency-Key" = Option<String>, Header, max_length = 256,
        description = "Alternative to `key` in the body")),
    request_body = LinkLetter,
    responses((status = ACCEPTED, description = "Accepted and on disk", body = Accepted,
        headers(("Location" = String, description = "The URL of the message"),
                ("Idempotent-Replayed" = String, description = "`true` if the same key was accepted before"))),
        (status = CONFLICT, description = "The idempotency key belongs to other content", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn send_validation(
    caller: Caller<MessagesSend>,
    State(app): State<App>,
    HeaderKey(header_key): HeaderKey,
    Json(requested): Json<LinkLetter>,
) -> Result<Response, Problem> {
    let compose = |checked: &CheckedLetter| validation::letter(&checked.link, checked.language);
    send(&app, &caller, (Kind::Validation, DAY), header_key, requested, &[], compose).await
}

/// The checked fields that all letters have.
struct CheckedLetter {
    link: AccountLink,
    language: Language,
}

async fn send(
    app: &App,
    caller: &Caller<MessagesSend>,
    (kind, validity): (Kind, Duration),
    header_key: Option<String>,
    mut requested: LinkLetter,
    more: &[(&str, Option<String>)],
    compose: impl FnOnce(&CheckedLetter) -> Letter,
) -> Result<Response, Problem> {
    let mut faults = Vec::new();
    let key = one_key(header_key, requested.key.take()).unwrap_or_else(|problem| {
        faults.extend(problem.faults);
        None
    });
    let checked = check(&requested, more, validity, app.clock.now(), &mut faults);
    if !faults.is_empty() {
        return Err(Problem::faults(faults));
    }
    let draft = compose(&checked).to(requested.to.trim());
    key_limits::check_draft(&caller.key, &draft)?;
    let request = Request {
        draft,
        kind,
        origin: caller.actor().text(),
        source: Source::program(caller.key.id),
        key: key.map(|key| CallerKey {
            scope: caller.key.id.to_string(),
            key,
            // The text says how long the link is still valid, so it differs for a repeated call.
            stands_for: Some(serde_json::json!([requested, more]).to_string()),
            kept_for: KEYS_KEPT,
        }),
        expires_at: Some(checked.link.expires_at),
        client: caller.client(),
    };
    Ok(accepted(&app.intake.accept_within(request, key_quota(&caller.key).as_slice()).await?))
}

/// Checks all fields and adds their faults in order.
fn check(
    requested: &LinkLetter,
    more: &[(&str, Option<String>)],
    validity: Duration,
    now: Timestamp,
    faults: &mut Vec<Fault>,
) -> CheckedLetter {
    let mut note = |field: &str, fault: Option<Text>| {
        faults.extend(fault.map(|text| Fault::new(field, text)));
    };
    note("to", recipient_fault(&requested.to));
    note("name", requested.name.as_deref().and_then(name_fault));
    note("link", link_fault(&requested.link));
    let language = language(requested.language.as_deref()).unwrap_or_else(|fault| {
        note("language", Some(fault));
        Language::default()
    });
    let expires_at = expiry(requested.expires_at.as_deref(), validity, now).unwrap_or_else(|fault| {
        note("expires_at", Some(fault));
        now
    });
    for (field, text) in more {
        note(field, text.as_deref().and_then(name_fault));
    }
    let link = AccountLink {
        name: requested.name.clone().unwrap_or_default(),
        link: requested.link.trim().to_owned(),
        expires_at,
        valid_for: Duration::try_from(expires_at.duration_since(now)).unwrap_or_default(),
    };
    CheckedLetter { link, language }
}

fn recipient_fault(to: &str) -> Option<Text> {
    let draft = Draft { to: vec![to.to_owned()], text: Some("x".into()), ..Draft::default() };
    if let Err(faults) = draft.check() {
        return faults.0.into_iter().find(|fault| fault.field.starts_with("to")).map(|fault| fault.text);
    }
    match mail::parse_list(to).map_or(0, |recipients| recipients.len()) {
        1 => None,
        count => Some(texts::letter_recipient_count(count)),
    }
}

fn name_fault(name: &str) -> Option<Text> {
    if name.chars().any(char::is_control) {
        Some(texts::value_control_character())
    } else if name.chars().count() > NAME_MAX {
        Some(texts::value_too_long(NAME_MAX))
    } else {
        None
    }
}

/// The fault of a link. Only plain web URLs are allowed, because the letter looks like one of owlpost's own.
fn link_fault(link: &str) -> Option<Text> {
    let link = link.trim();
    if link.is_empty() {
        return Some(texts::link_empty());
    }
    if link.chars().count() > LINK_MAX {
        return Some(texts::value_too_long(LINK_MAX));
    }
    if link.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Some(texts::link_space());
    }
    let url = match Url::parse(link) {
        Ok(url) if url.has_host() => url,
        _ => return Some(texts::link_not_absolute(shown(link))),
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Some(texts::link_credentials());
    }
    match url.scheme() {
        "https" => None,
        "http" if is_this_machine(&url) => None,
        "http" => Some(texts::link_insecure()),
        scheme => Some(texts::link_scheme(shown(scheme))),
    }
}

/// Whether the URL points to this machine, which is allowed for testing.
fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost"
        || host.ends_with(".localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

fn language(tag: Option<&str>) -> Result<Language, Text> {
    let Some(tag) = tag else { return Ok(Language::default()) };
    Language::from_tag(tag).ok_or_else(|| texts::value_not_one_of(shown(tag), language_tags()))
}

fn expiry(text: Option<&str>, validity: Duration, now: Timestamp) -> Result<Timestamp, Text> {
    let Some(text) = text else { return Ok(now + validity) };
    let at: Timestamp = text.trim().parse().map_err(|_| texts::value_not_a_time(shown(text)))?;
    if at <= now {
        return Err(texts::expiry_past(at.to_string()));
    }
    if at > now + VALIDITY_MAX {
        let days = VALIDITY_MAX.as_secs() / DAY.as_secs();
        return Err(texts::expiry_too_late(at.to_string(), days));
    }
    Ok(at)
}
