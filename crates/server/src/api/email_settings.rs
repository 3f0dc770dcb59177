//! `/email-settings`: read, save, versions, status. The tests of a connection are in `connection_tests`.

use axum::Json as Answer;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Caller, SettingsScope};
use super::connection_tests::FailureView;
use super::input::{Json, PathNumber};
use super::problem::Problem;
use crate::app::App;
use crate::settings::{SettingsInput, SettingsView, StatusState, VersionView};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read, save))
        .routes(routes!(versions))
        .routes(routes!(restore))
        .routes(routes!(status))
}

/// Read the email settings
///
/// The active version. Secrets never come back: `password_set` says whether one is stored.
#[utoipa::path(get, path = "/email-settings", tag = "Email settings", operation_id = "readEmailSettings",
    security(("bearer" = ["settings"])),
    responses((status = OK, description = "The active settings", body = SettingsView)))]
async fn read(_caller: Caller<SettingsScope>, State(app): State<App>) -> Answer<SettingsView> {
    Answer(app.settings.active().settings.view())
}

/// Save the email settings
///
/// Stores a new version and makes it active. A section that is absent is kept. A secret that is absent or empty is kept
/// while its destination (host, port, security, username) is unchanged, else it is a fault; `null` removes it.
#[utoipa::path(put, path = "/email-settings", tag = "Email settings", operation_id = "saveEmailSettings",
    security(("bearer" = ["settings"])),
    request_body(content = SettingsInput, example = json!({
        "method": "password",
        "from": {"email": "noreply@example.com", "name": "Example"},
        "password": {"host": "smtp.example.com", "port": 465, "username": "noreply@example.com",
                     "password": "write-only", "security": "implicit_tls"}
    })),
    responses((status = OK, description = "The settings as stored", body = SettingsView)))]
async fn save(
    caller: Caller<SettingsScope>,
    State(app): State<App>,
    Json(input): Json<SettingsInput>,
) -> Result<Answer<SettingsView>, Problem> {
    let version = app.settings.save(input, &caller.actor()).await?;
    Ok(Answer(version.settings.view()))
}

/// All versions of the email settings.
#[derive(Serialize, ToSchema)]
struct VersionList {
    /// Newest first; the first is active.
    items: Vec<VersionView>,
    /// Always `null`: there is no further page.
    next: Option<String>,
}

/// List the versions
#[utoipa::path(get, path = "/email-settings/versions", tag = "Email settings", operation_id = "listEmailSettingsVersions",
    security(("bearer" = ["settings"])),
    responses((status = OK, description = "Newest first", body = VersionList)))]
async fn versions(_caller: Caller<SettingsScope>, State(app): State<App>) -> Result<Answer<VersionList>, Problem> {
    let versions = app.settings.versions().await?;
    Ok(Answer(VersionList { items: versions.iter().map(|version| version.view()).collect(), next: None }))
}

/// Restore a version
///
/// Makes a copy of it the newest and active version, with its secrets.
#[utoipa::path(post, path = "/email-settings/versions/{number}/restore", tag = "Email settings",
    operation_id = "restoreEmailSettings",
    security(("bearer" = ["settings"])),
    params(("number" = u32, Path, description = "The version's number")),
    responses((status = OK, description = "The settings as stored", body = SettingsView)))]
async fn restore(
    caller: Caller<SettingsScope>,
    State(app): State<App>,
    PathNumber(number): PathNumber,
) -> Result<Answer<SettingsView>, Problem> {
    let version = app.settings.restore(number, &caller.actor()).await?;
    Ok(Answer(version.settings.view()))
}

/// How the active connection fares.
#[derive(Serialize, ToSchema)]
struct StatusView {
    /// `builtin` or `password`.
    #[schema(example = "password")]
    method: &'static str,
    /// The From address in force.
    #[schema(example = "noreply@example.com")]
    sender: String,
    /// `not_verified`, `verified` or `failing`.
    #[schema(example = "verified")]
    state: &'static str,
    /// When the connection was first seen to work; `null` unless `verified`.
    #[schema(value_type = Option<String>, format = DateTime)]
    verified_at: Option<Timestamp>,
    /// `null` unless `failing`.
    #[schema(value_type = Option<String>, format = DateTime)]
    failing_since: Option<Timestamp>,
    /// When mail last left, or a test last succeeded.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_success_at: Option<Timestamp>,
    /// The last failure of the connection, until it works again.
    problem: Option<FailureView>,
    /// Deliveries that wait to be sent.
    waiting: u64,
    /// What ends soon, such as a secret of OAuth; empty where nothing does.
    expiries: Vec<Expiry>,
}

/// Something that ends at a known time.
#[derive(Serialize, ToSchema)]
struct Expiry {
    /// What ends: `client_secret`, `refresh_token`.
    what: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// Read the status
#[utoipa::path(get, path = "/email-settings/status", tag = "Email settings", operation_id = "readEmailSettingsStatus",
    security(("bearer" = ["settings"])),
    responses((status = OK, description = "How the active connection fares", body = StatusView)))]
async fn status(_caller: Caller<SettingsScope>, State(app): State<App>) -> Result<Answer<StatusView>, Problem> {
    let status = app.settings.status();
    let waiting = app.db.read(|rx| outbox::waiting(rx)).await?;
    let (verified_at, failing_since) = match status.state {
        StatusState::NotVerified => (None, None),
        StatusState::Verified(at) => (Some(at), None),
        StatusState::FailingSince(at) => (None, Some(at)),
    };
    Ok(Answer(StatusView {
        method: status.method.name(),
        sender: status.sender.expose().to_owned(),
        state: status.state.name(),
        verified_at,
        failing_since,
        last_success_at: status.last_success_at,
        problem: status.problem.map(FailureView::from),
        waiting: waiting.total(),
        expiries: Vec::new(),
    }))
}
