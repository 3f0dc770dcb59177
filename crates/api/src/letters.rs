//! `POST /letters/{invitation|password-reset|validation}`: for platforms with their own accounts. They create the
//! link and handle it; owlpost composes the letter in English or German and sends it like its own.
//!
//! The link is secret: it is in no response, and the message's text is shown to nobody.

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
use sending::intake::{CallerKey, KEYS_KEPT, Request};

/// Maximum characters of a link: some programs truncate longer ones.
const LINK_MAX: usize = 2_048;
/// Maximum characters of a name; letters show fewer.
const NAME_MAX: usize = 200;
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// Maximum validity of a link: a longer one would no longer be a single-use link.
const LIFE_MAX: Duration = Duration::from_secs(30 * 24 * 3600);

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(send_invitation))
        .routes(routes!(send_password_reset))
        .routes(routes!(send_validation))
}

/// A letter with a link that another platform made.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "to": "ann@example.com", "name": "Ann", "link": "https://shop.example.com/reset/5kq0…", "language": "de",
    "expires_at": "2026-12-02T10:00:00Z"
}))]
struct LinkLetter {
    /// One address: the link is for one person.
    #[schema(example = "ann@example.com")]
    to: String,
    /// The name in the greeting.
    #[serde(default)]
    #[schema(max_length = 200, example = "Ann")]
    name: Option<String>,
    /// An absolute URL with https (or http to this machine), without username and password.
    #[schema(format = "uri", max_length = 2048, example = "https://shop.example.com/reset/5kq0…")]
    link: String,
    /// `en` or `de`; English if absent.
    #[serde(default)]
    #[schema(example = "de")]
    language: Option<String>,
    /// When the link expires: in the future, at most in 30 days. The letter says so, and is not delivered later.
    /// Defaults: in 1 hour for a password reset, in 24 hours for a validation, in 7 days for an invitation.
    #[serde(default)]
    #[schema(format = DateTime, example = "2026-12-02T10:00:00Z")]
    expires_at: Option<String>,
    /// Idempotency key: the same key with the same content is sent once within 7 days. The same as the header
    /// `Idempotency-Key`.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 256)]
    key: Option<String>,
}

/// An invitation with a link that another platform made.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "to": "ann@example.com", "link": "https://shop.example.com/join/5kq0…", "language": "en",
    "workspace": "Sales", "invited_by": "Bob Builder"
}))]
struct InvitationLetter {
    /// One address: the link is for one person.
    #[schema(example = "ann@example.com")]
    to: String,
    /// The name in the greeting.
    #[serde(default)]
    #[schema(max_length = 200, example = "Ann")]
    name: Option<String>,
    /// An absolute URL with https (or http to this machine), without username and password.
    #[schema(format = "uri", max_length = 2048, example = "https://shop.example.com/join/5kq0…")]
    link: String,
    /// `en` or `de`; English if absent.
    #[serde(default)]
    #[schema(example = "en")]
    language: Option<String>,
    /// When the link expires: in the future, at most in 30 days; in 7 days by default. The letter says so, and is not
    /// delivered later.
    #[serde(default)]
    #[schema(format = DateTime, example = "2026-12-02T10:00:00Z")]
    expires_at: Option<String>,
    /// Idempotency key: the same key with the same content is sent once within 7 days. The same as the header
    /// `Idempotency-Key`.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 256)]
    key: Option<String>,
    /// What the person is invited to; optional in the letter.
    #[serde(default)]
    #[schema(max_length = 200, example = "Sales")]
    workspace: Option<String>,
    /// The inviter's name; optional in the letter.
    #[serde(default)]
    #[schema(max_length = 200, example = "Bob Builder")]
    invited_by: Option<String>,
}

/// Send an invitation
///
/// Composed by owlpost with the platform's own link. Returns 202 when the letter is on disk. It has priority over
/// bulk mail, is abandoned when the link expires, and nobody can read the link in outbox or API.
#[utoipa::path(post, path = "/letters/invitation", tag = "Letters", operation_id = "sendInvitationLetter",
    security(("bearer" = ["messages:send"])),
    params(("Idempotency-Key" = Option<String>, Header, max_length = 256,
        description = "The same as `key` in the body; give one of them")),
    request_body = InvitationLetter,
    responses((status = ACCEPTED, description = "Accepted and on disk", body = Accepted,
        headers(("Location" = String, description = "Where the message is read"),
                ("Idempotent-Replayed" = String, description = "`true` where the same key was accepted before"))),
        (status = CONFLICT, description = "The idempotency key belongs to other content", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn send_invitation(
    caller: Caller<MessagesSend>,
    State(app): State<App>,
    HeaderKey(header_key): HeaderKey,
    Json(asked): Json<InvitationLetter>,
) -> Result<Response, Problem> {
    let InvitationLetter { to, name, link, language, expires_at, key, workspace, invited_by } = asked;
    let more = [("workspace", workspace), ("invited_by", invited_by)];
    let [workspace, invited_by] = more.clone().map(|(_, text)| text.unwrap_or_default());
    let asked = LinkLetter { to, name, link, language, expires_at, key };
    let word = |checked: &Checked| {
        let AccountLink { name, link, expires_at, valid_for } = checked.link.clone();
        let role = invitation::Role::Unknown;
        let words = invitation::Values { name, workspace, invited_by, role, link, expires_at, valid_for };
        invitation::letter(&words, checked.language)
    };
    send(&app, &caller, (Kind::Invitation, 7 * DAY), header_key, asked, &more, word).await
}

/// Send a password reset letter
///
/// Composed by owlpost with the platform's own link. Returns 202 when the letter is on disk. It has priority over
/// bulk mail, is abandoned when the link expires, and nobody can read the link in outbox or API.
#[utoipa::path(post, path = "/letters/password-reset", tag = "Letters", operation_id = "sendPasswordResetLetter",
    security(("bearer" = ["messages:send"])),
    params(("Idempotency-Key" = Option<String>, Header, max_length = 256,
        description = "The same as `key` in the body; give one of them")),
    request_body = LinkLetter,
    responses((status = ACCEPTED, description = "Accepted and on disk", body = Accepted,
        headers(("Location" = String, description = "Where the message is read"),
                ("Idempotent-Replayed" = String, description = "`true` where the same key was accepted before"))),
        (status = CONFLICT, description = "The idempotency key belongs to other content", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn send_password_reset(
    caller: Caller<MessagesSend>,
    State(app): State<App>,
    HeaderKey(header_key): HeaderKey,
    Json(asked): Json<LinkLetter>,
) -> Result<Response, Problem> {
    let word = |checked: &Checked| password_reset::letter(&checked.link, checked.language);
    send(&app, &caller, (Kind::PasswordReset, HOUR), header_key, asked, &[], word).await
}

/// Send a validation letter
///
/// Asks a person who signed up to confirm the address; composed by owlpost with the platform's own link. Returns 202
/// when the letter is on disk. It has priority over bulk mail, is abandoned when the link expires, and nobody can
/// read the link in outbox or API.
#[utoipa::path(post, path = "/letters/validation", tag = "Letters", operation_id = "sendValidationLetter",
    security(("bearer" = ["messages:send"])),
    params(("Idempotency-Key" = Option<String>, Header, max_length = 256,
        description = "The same as `key` in the body; give one of them")),
    request_body = LinkLetter,
    responses((status = ACCEPTED, description = "Accepted and on disk", body = Accepted,
        headers(("Location" = String, description = "Where the message is read"),
                ("Idempotent-Replayed" = String, description = "`true` where the same key was accepted before"))),
        (status = CONFLICT, description = "The idempotency key belongs to other content", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn send_validation(
    caller: Caller<MessagesSend>,
    State(app): State<App>,
    HeaderKey(header_key): HeaderKey,
    Json(asked): Json<LinkLetter>,
) -> Result<Response, Problem> {
    let word = |checked: &Checked| validation::letter(&checked.link, checked.language);
    send(&app, &caller, (Kind::Validation, DAY), header_key, asked, &[], word).await
}

/// What all letters need, without faults.
struct Checked {
    link: AccountLink,
    language: Language,
}

async fn send(
    app: &App,
    caller: &Caller<MessagesSend>,
    (kind, life): (Kind, Duration),
    header_key: Option<String>,
    mut asked: LinkLetter,
    more: &[(&str, Option<String>)],
    word: impl FnOnce(&Checked) -> Letter,
) -> Result<Response, Problem> {
    let mut faults = Vec::new();
    let key = one_key(header_key, asked.key.take()).unwrap_or_else(|problem| {
        faults.extend(problem.faults);
        None
    });
    let checked = check(&asked, more, life, app.clock.now(), &mut faults);
    if !faults.is_empty() {
        return Err(Problem::faults(faults));
    }
    let draft = word(&checked).to(asked.to.trim());
    key_limits::check_draft(&caller.key, &draft)?;
    let request = Request {
        draft,
        kind,
        origin: caller.actor().text(),
        source: Source::api_key(caller.key.id),
        key: key.map(|key| CallerKey {
            scope: caller.key.id.to_string(),
            key,
            // The letter says how long the link is valid from now on, so a repeated call has another text.
            stands_for: Some(serde_json::json!([asked, more]).to_string()),
            kept_for: KEYS_KEPT,
        }),
        expires_at: Some(checked.link.expires_at),
    };
    Ok(accepted(&app.intake.accept_within(request, &key_limits::quotas(&caller.key)).await?))
}

/// Checks all fields; reports faults in their order.
fn check(
    asked: &LinkLetter,
    more: &[(&str, Option<String>)],
    life: Duration,
    now: Timestamp,
    faults: &mut Vec<Fault>,
) -> Checked {
    let mut note = |field: &str, fault: Option<Text>| {
        faults.extend(fault.map(|text| Fault::new(field, text)));
    };
    note("to", recipient_fault(&asked.to));
    note("name", asked.name.as_deref().and_then(name_fault));
    note("link", link_fault(&asked.link));
    let language = language(asked.language.as_deref()).unwrap_or_else(|fault| {
        note("language", Some(fault));
        Language::default()
    });
    let expires_at = expiry(asked.expires_at.as_deref(), life, now).unwrap_or_else(|fault| {
        note("expires_at", Some(fault));
        now
    });
    for (field, text) in more {
        note(field, text.as_deref().and_then(name_fault));
    }
    let link = AccountLink {
        name: asked.name.clone().unwrap_or_default(),
        link: asked.link.trim().to_owned(),
        expires_at,
        valid_for: Duration::try_from(expires_at.duration_since(now)).unwrap_or_default(),
    };
    Checked { link, language }
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

/// The link is in a letter that looks like ours, so only plain web URLs are allowed.
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

fn expiry(text: Option<&str>, life: Duration, now: Timestamp) -> Result<Timestamp, Text> {
    let Some(text) = text else { return Ok(now + life) };
    let at: Timestamp = text.trim().parse().map_err(|_| texts::value_not_a_time(shown(text)))?;
    if at <= now {
        return Err(texts::expiry_past(at.to_string()));
    }
    if at > now + LIFE_MAX {
        let days = LIFE_MAX.as_secs() / DAY.as_secs();
        return Err(texts::expiry_too_late(at.to_string(), days));
    }
    Ok(at)
}
