//! `/scripts/workspaces`: the workspaces in which a key with `scripts` can create scripts.

use axum::Json as Answer;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::caller::{Caller, ScriptsScope};
use crate::problem::Problem;
use app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// A workspace that may have scripts.
#[derive(Serialize, ToSchema)]
struct ScriptWorkspace {
    /// The id, for `workspace_id` of scripts.
    #[schema(example = "019a5c1e-7b0a-7c3e-9f00-2f6f0a1b2c3d")]
    id: Uuid,
    /// The name, which need not be unique.
    #[schema(example = "Example Ltd")]
    name: String,
}

/// All workspaces that may have scripts.
#[derive(Serialize, ToSchema)]
struct ScriptWorkspaceList {
    /// Ordered by name.
    items: Vec<ScriptWorkspace>,
    /// Always `null`: there are no further pages.
    next: Option<String>,
}

/// List the workspaces of scripts
///
/// Returns all workspaces with their ids, for `workspace_id` of `POST /scripts`.
#[utoipa::path(get, path = "/scripts/workspaces", tag = "Scripts", operation_id = "listScriptWorkspaces",
    security(("bearer" = ["scripts"])),
    responses((status = OK, description = "The workspaces, by name", body = ScriptWorkspaceList)))]
async fn list(_caller: Caller<ScriptsScope>, State(app): State<App>) -> Result<Answer<ScriptWorkspaceList>, Problem> {
    let workspaces = app.accounts.workspaces().await?.into_iter();
    let items = workspaces.map(|workspace| ScriptWorkspace { id: workspace.id, name: workspace.name }).collect();
    Ok(Answer(ScriptWorkspaceList { items, next: None }))
}
