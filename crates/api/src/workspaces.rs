//! `/workspaces`: list, create, read, rename, delete. Their members are in `members` and `invitations`.
//!
//! Needs `members`, which covers every workspace. A workspace that is created here has no member: the program then
//! invites the first administrator.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::caller::{Caller, MembersScope};
use super::input::{Json, PathId};
use super::problem::{Kind, Problem};
use super::texts;
use accounts::{AccountsError, Workspace};
use app::App;
use tickets::TicketsError;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, make))
        .routes(routes!(read, rename, delete))
        .routes(routes!(approve, withdraw_approval))
}

/// A workspace of a team.
#[derive(Serialize, ToSchema)]
struct WorkspaceView {
    id: Uuid,
    /// The name, which need not be unique.
    #[schema(example = "Example Ltd")]
    name: String,
    #[schema(value_type = String, format = DateTime, example = "2026-11-22T10:00:00Z")]
    created_at: Timestamp,
    /// When it was approved for sending; `null` if it is not approved. Until then its scripts can send only to accounts
    /// of this server.
    #[schema(value_type = Option<String>, format = DateTime, example = "2026-11-22T10:00:00Z")]
    approved_at: Option<Timestamp>,
}

impl From<Workspace> for WorkspaceView {
    fn from(Workspace { id, name, created_at, approved_at }: Workspace) -> Self {
        Self { id, name, created_at, approved_at }
    }
}

/// All workspaces.
#[derive(Serialize, ToSchema)]
struct WorkspaceList {
    /// Ordered by name.
    items: Vec<WorkspaceView>,
    /// Always `null`: there are no further pages.
    next: Option<String>,
}

/// The name of a workspace.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WorkspaceName {
    /// The name, in one line. It is shown in letters and need not be unique.
    #[schema(example = "Example Ltd", min_length = 1, max_length = 100)]
    name: String,
}

/// List workspaces
#[utoipa::path(get, path = "/workspaces", tag = "Workspaces", operation_id = "listWorkspaces",
    security(("bearer" = ["members"])),
    responses((status = OK, description = "All workspaces, by name", body = WorkspaceList)))]
async fn list(_caller: Caller<MembersScope>, State(app): State<App>) -> Result<Answer<WorkspaceList>, Problem> {
    let items = app.accounts.workspaces().await?.into_iter().map(WorkspaceView::from).collect();
    Ok(Answer(WorkspaceList { items, next: None }))
}

/// Create a workspace
///
/// The workspace has no member yet: invite the first one with the role `admin`.
#[utoipa::path(post, path = "/workspaces", tag = "Workspaces", operation_id = "makeWorkspace",
    security(("bearer" = ["members"])),
    request_body = WorkspaceName,
    responses((status = CREATED, description = "The workspace", body = WorkspaceView,
        headers(("Location" = String, description = "The URL of the workspace")))))]
async fn make(
    caller: Caller<MembersScope>,
    State(app): State<App>,
    Json(new): Json<WorkspaceName>,
) -> Result<impl IntoResponse, Problem> {
    let made = app.accounts.make_workspace(&new.name, None, &caller.by()).await?;
    let location = [(header::LOCATION, format!("/api/v1/workspaces/{}", made.id))];
    Ok((StatusCode::CREATED, location, Answer(WorkspaceView::from(made))))
}

/// Read a workspace
#[utoipa::path(get, path = "/workspaces/{id}", tag = "Workspaces", operation_id = "readWorkspace",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The workspace's id")),
    responses((status = OK, description = "The workspace", body = WorkspaceView)))]
async fn read(
    _caller: Caller<MembersScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<WorkspaceView>, Problem> {
    Ok(Answer(find(&app, id).await?.into()))
}

/// Rename a workspace
#[utoipa::path(patch, path = "/workspaces/{id}", tag = "Workspaces", operation_id = "renameWorkspace",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The workspace's id")),
    request_body = WorkspaceName,
    responses((status = OK, description = "The workspace with its new name", body = WorkspaceView)))]
async fn rename(
    caller: Caller<MembersScope>,
    State(app): State<App>,
    PathId(id): PathId,
    Json(new): Json<WorkspaceName>,
) -> Result<Answer<WorkspaceView>, Problem> {
    match app.accounts.rename_workspace(id, &new.name, &caller.by()).await {
        Err(AccountsError::NotFound) => Err(no_such_workspace()),
        done => {
            done?;
            Ok(Answer(find(&app, id).await?.into()))
        }
    }
}

/// Delete a workspace
///
/// Deletes the workspace with its memberships and invitations; accounts remain. The links of its invitations stop
/// working, and letters that still wait are cancelled.
#[utoipa::path(delete, path = "/workspaces/{id}", tag = "Workspaces", operation_id = "deleteWorkspace",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The workspace's id")),
    responses((status = NO_CONTENT, description = "Deleted")))]
async fn delete(
    caller: Caller<MembersScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<StatusCode, Problem> {
    match app.tickets.delete_workspace(id, &caller.by()).await {
        Err(TicketsError::NotFound) => Err(no_such_workspace()),
        done => {
            done?;
            Ok(StatusCode::NO_CONTENT)
        }
    }
}

/// Approve a workspace
///
/// The scripts of the workspace may send to anybody from now on. Workspaces that instance administrators or API keys
/// create are approved from the start.
#[utoipa::path(put, path = "/workspaces/{id}/approval", tag = "Workspaces", operation_id = "approveWorkspace",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The workspace's id")),
    responses((status = OK, description = "The approved workspace", body = WorkspaceView)))]
async fn approve(
    caller: Caller<MembersScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<WorkspaceView>, Problem> {
    approval(app.accounts.approve_workspace(id, &caller.by()).await)
}

/// Withdraw the approval of a workspace
///
/// Mail that was already accepted is sent. From now on the scripts of the workspace may send only to accounts of this
/// server.
#[utoipa::path(delete, path = "/workspaces/{id}/approval", tag = "Workspaces", operation_id = "withdrawApproval",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The workspace's id")),
    responses((status = OK, description = "The workspace, no longer approved", body = WorkspaceView)))]
async fn withdraw_approval(
    caller: Caller<MembersScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<WorkspaceView>, Problem> {
    approval(app.accounts.withdraw_approval(id, &caller.by()).await)
}

fn approval(result: Result<Workspace, AccountsError>) -> Result<Answer<WorkspaceView>, Problem> {
    match result {
        Ok(workspace) => Ok(Answer(workspace.into())),
        Err(AccountsError::NotFound) => Err(no_such_workspace()),
        Err(other) => Err(other.into()),
    }
}

/// The workspace of a path, or 404.
pub(super) async fn find(app: &App, id: Uuid) -> Result<Workspace, Problem> {
    app.accounts.workspace(id).await?.ok_or_else(no_such_workspace)
}

/// 404 for an unknown workspace.
pub(super) fn no_such_workspace() -> Problem {
    Problem::new(Kind::NotFound, texts::request_workspace_unknown())
}
