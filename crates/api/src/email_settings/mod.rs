//! `/email-settings`: read, save, versions, mail on hold. Connection tests are in `connection_tests`.

mod consent;
mod status;

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actors::actor;
use super::caller::{Caller, SettingsScope};
use super::input::{Json, ListQuery, PathNumber, shown};
use super::problem::{Problem, ProblemDocument};
use super::texts;
use super::version_tag::{IfMatch, etag};
use accounts::audit::Action;
use app::App;
use sending::delivery_loop::Note;
use settings::{SettingsInput, SettingsView, Version, VersionView, WaitingMail};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read, save))
        .routes(routes!(versions))
        .routes(routes!(restore))
        .routes(routes!(decide_on_hold))
        .merge(status::routes())
        .merge(consent::routes())
}

/// Email settings with their state.
#[derive(Serialize, ToSchema)]
struct SavedView {
    /// The version's number; 0 before the first save.
    version: u32,
    /// `active`, or `consent_needed` if mail is still sent with the previous version.
    #[schema(example = "active")]
    state: &'static str,
    #[serde(flatten)]
    settings: SettingsView,
}

impl SavedView {
    fn of(version: &Version) -> Self {
        let state = if version.complete { "active" } else { "consent_needed" };
        Self { version: version.number, state, settings: version.settings.view() }
    }
}

/// Read the email settings
///
/// Returns the active version. Secrets are never returned: `password_set` says whether a password is stored.
#[utoipa::path(get, path = "/email-settings", tag = "Email settings", operation_id = "readEmailSettings",
    security(("bearer" = ["settings"])),
    responses((status = OK, description = "The active settings", body = SavedView,
        headers(("ETag" = String, description = "The version's number, for `If-Match`")))))]
async fn read(_caller: Caller<SettingsScope>, State(app): State<App>) -> impl IntoResponse {
    let active = app.settings.active();
    (etag(active.number), Answer(SavedView::of(&active)))
}

/// Save the email settings
///
/// Stores a new version and makes it active. A section that is absent is kept. A secret that is absent or empty is kept
/// while its destination is unchanged (host, port, security, username and CA certificate; provider, tenant and client
/// ID, with a custom provider also its endpoints and mail server), otherwise it is a fault; `null` removes it. The
/// response of `GET` can be sent back: `version`, `state` and the keys that end in `_set` are ignored. With `If-Match`
/// and the `ETag` of a version, a version saved since is not overwritten (412). Settings that need a consent (`state`
/// is `consent_needed`) become active when it is given: start one with `POST /email-settings/oauth/start`.
#[utoipa::path(put, path = "/email-settings", tag = "Email settings", operation_id = "saveEmailSettings",
    security(("bearer" = ["settings"])),
    request_body(content = SettingsInput, example = json!({
        "method": "password",
        "from": {"email": "noreply@example.com", "name": "Example"},
        "password": {"host": "smtp.example.com", "port": 465, "username": "noreply@example.com",
                     "password": "write-only", "security": "implicit_tls"}
    })),
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change is based on")),
    responses((status = OK, description = "The settings as stored", body = SavedView,
            headers(("ETag" = String, description = "The version's number, for `If-Match`"))),
        (status = PRECONDITION_FAILED, description = "A newer version than that of `If-Match` was saved",
            body = ProblemDocument, content_type = "application/problem+json")))]
async fn save(
    caller: Caller<SettingsScope>,
    State(app): State<App>,
    IfMatch(based_on): IfMatch,
    Json(input): Json<SettingsInput>,
) -> Result<impl IntoResponse, Problem> {
    let version = app.settings.save_based_on(input, based_on, &caller.actor()).await?;
    Ok((etag(version.number), Answer(SavedView::of(&version))))
}

/// All versions of the email settings.
#[derive(Serialize, ToSchema)]
struct VersionList {
    /// Newest first; the first that is `complete` is active.
    items: Vec<VersionView>,
    /// Always `null`: there are no further pages.
    next: Option<String>,
}

/// List the versions
#[utoipa::path(get, path = "/email-settings/versions", tag = "Email settings", operation_id = "listEmailSettingsVersions",
    security(("bearer" = ["settings"])),
    responses((status = OK, description = "Newest first", body = VersionList)))]
async fn versions(_caller: Caller<SettingsScope>, State(app): State<App>) -> Result<Answer<VersionList>, Problem> {
    let versions = app.settings.versions().await?;
    let items = versions.iter().map(|version| version.view(version.saved_by.as_ref().map(actor).unwrap_or_default()));
    Ok(Answer(VersionList { items: items.collect(), next: None }))
}

/// Restore a version
///
/// Saves a copy of the version, with its secrets, as the newest and active version. If that switches from a mail server
/// to the built-in mailbox, `waiting_mail` determines what happens to waiting mail.
#[utoipa::path(post, path = "/email-settings/versions/{number}/restore", tag = "Email settings",
    operation_id = "restoreEmailSettings",
    security(("bearer" = ["settings"])),
    params(("number" = u32, Path, description = "The version's number"), RestoreQuery),
    responses((status = OK, description = "The settings as stored", body = SavedView)))]
async fn restore(
    caller: Caller<SettingsScope>,
    State(app): State<App>,
    PathNumber(number): PathNumber,
    ListQuery(query): ListQuery<RestoreQuery>,
) -> Result<Answer<SavedView>, Problem> {
    let waiting_mail = match &query.waiting_mail {
        None => WaitingMail::default(),
        Some(name) => waiting_mail("waiting_mail", name, &WaitingMail::ALL)?,
    };
    let version = app.settings.restore(number, waiting_mail, &caller.actor()).await?;
    Ok(Answer(SavedView::of(&version)))
}

/// How to restore a version.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RestoreQuery {
    /// `hold` (the default), `deliver` or `cancel`, as in `PUT /email-settings`.
    #[param(example = "hold")]
    waiting_mail: Option<String>,
}

/// The one of `choices` with this name.
///
/// # Errors
/// A fault of `field` if there is none.
fn waiting_mail(field: &str, name: &str, choices: &[WaitingMail]) -> Result<WaitingMail, Problem> {
    WaitingMail::from_name(name).filter(|choice| choices.contains(choice)).ok_or_else(|| {
        let known: Vec<String> = choices.iter().map(|choice| format!("`{}`", choice.name())).collect();
        Problem::fault(field, texts::value_not_one_of(shown(name), known))
    })
}

/// A decision about mail on hold.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OnHoldDecision {
    /// `deliver` (it goes to the built-in mailbox and is not sent) or `cancel`.
    #[schema(example = "deliver")]
    action: String,
}

/// The result of a decision about mail on hold.
#[derive(Serialize, ToSchema)]
struct OnHoldResult {
    /// Deliveries that go to the mailbox, or were cancelled.
    #[schema(example = 12)]
    deliveries: u64,
}

/// Decide about mail on hold
///
/// Mail that was accepted for a mail server is on hold while the built-in mailbox is active; `on_hold` in the status is
/// the number of its deliveries. It is sent when a mail server is connected again, unless it is delivered to the
/// mailbox or cancelled.
#[utoipa::path(post, path = "/email-settings/on-hold", tag = "Email settings", operation_id = "decideOnHold",
    security(("bearer" = ["settings"])),
    request_body = OnHoldDecision,
    responses((status = OK, description = "The number of deliveries", body = OnHoldResult)))]
async fn decide_on_hold(
    caller: Caller<SettingsScope>,
    State(app): State<App>,
    Json(decision): Json<OnHoldDecision>,
) -> Result<Answer<OnHoldResult>, Problem> {
    let action = waiting_mail("action", &decision.action, &[WaitingMail::Deliver, WaitingMail::Cancel])?;
    let entry = app.audit.entry(Action::MailOnHoldDecided, caller.actor(), None);
    let is_delivered = action == WaitingMail::Deliver;
    let subject = move |deliveries: u64| match action {
        WaitingMail::Deliver => accounts::texts::audit_on_hold_delivered(deliveries),
        WaitingMail::Hold | WaitingMail::Cancel => accounts::texts::audit_on_hold_cancelled(deliveries),
    };
    let note: Note = Arc::new(move |tx, deliveries| entry.about(subject(deliveries)).insert(tx));
    let deliveries = if is_delivered {
        app.delivery_loop.deliver_on_hold(note).await?
    } else {
        app.delivery_loop.cancel_on_hold(note).await?
    };
    Ok(Answer(OnHoldResult { deliveries }))
}
