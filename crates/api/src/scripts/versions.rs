//! `/scripts/{id}/versions`: the versions of a script, and who saved each and when.

use axum::Json as Answer;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::find;
use crate::actors::actor;
use crate::caller::{Caller, ScriptsScope};
use crate::input::{PathId, PathIdAndNumber};
use crate::problem::{Kind, Problem};
use crate::texts;
use app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read))
}

/// A version in a list.
#[derive(Serialize, ToSchema)]
struct ScriptVersionSummary {
    /// The number of the version, starting at 1.
    #[schema(example = 3)]
    number: u32,
    #[schema(value_type = String, format = DateTime)]
    saved_at: Timestamp,
    /// Who saved it: an email address or an API key.
    #[schema(example = "ann@example.com")]
    saved_by: String,
}

/// The versions of a script.
#[derive(Serialize, ToSchema)]
struct ScriptVersionList {
    /// Newest first, without their sources.
    items: Vec<ScriptVersionSummary>,
    /// Always `null`: there are no further pages.
    next: Option<String>,
}

/// A version with its source.
#[derive(Serialize, ToSchema)]
struct ScriptVersionView {
    /// The number of the version, starting at 1.
    #[schema(example = 3)]
    number: u32,
    #[schema(value_type = String, format = DateTime)]
    saved_at: Timestamp,
    /// Who saved it: an email address or an API key.
    #[schema(example = "ann@example.com")]
    saved_by: String,
    source: String,
}

/// List versions of a script
#[utoipa::path(get, path = "/scripts/{id}/versions", tag = "Scripts", operation_id = "listScriptVersions",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The script's id")),
    responses((status = OK, description = "All versions, newest first", body = ScriptVersionList)))]
async fn list(
    _caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<ScriptVersionList>, Problem> {
    find(&app, id).await?;
    let versions = app.scripts.versions(id).await?.into_iter();
    let items = versions.map(|version| ScriptVersionSummary {
        number: version.number,
        saved_at: version.saved_at,
        saved_by: actor(&version.saved_by),
    });
    Ok(Answer(ScriptVersionList { items: items.collect(), next: None }))
}

/// Read a version of a script
#[utoipa::path(get, path = "/scripts/{id}/versions/{number}", tag = "Scripts", operation_id = "readScriptVersion",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The script's id"),
        ("number" = u32, Path, description = "The version's number")),
    responses((status = OK, description = "The version with its source", body = ScriptVersionView)))]
async fn read(
    _caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathIdAndNumber(id, number): PathIdAndNumber,
) -> Result<Answer<ScriptVersionView>, Problem> {
    find(&app, id).await?;
    let version = app
        .scripts
        .version(id, number)
        .await?
        .ok_or_else(|| Problem::new(Kind::NotFound, texts::request_script_version_unknown()))?;
    Ok(Answer(ScriptVersionView {
        number: version.number,
        saved_at: version.saved_at,
        saved_by: actor(&version.saved_by),
        source: version.source,
    }))
}
