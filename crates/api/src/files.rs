//! `/workspaces/{id}/files`: files that the scripts of a workspace attach to mail. Bodies are the files themselves,
//! not JSON.
//!
//! Needs `scripts`, which covers every workspace. Storing a file with an existing name replaces that file.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actors::actor;
use super::caller::{Caller, ScriptsScope};
use super::input::{FileBody, PathId, PathIdName};
use super::problem::Problem;
use super::workspaces;
use app::App;
use scripting::files::{self, FileFacts, FilesError};
use transfer::RequestMemory;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read, store, delete))
}

/// A file of a workspace, without its content.
#[derive(Serialize, ToSchema)]
struct FileView {
    /// Unique in the workspace; case-sensitive.
    #[schema(example = "terms.pdf")]
    name: String,
    /// The media type of an attachment.
    #[schema(example = "application/pdf")]
    content_type: String,
    /// Size in bytes.
    #[schema(example = 48_213)]
    size: usize,
    /// When it was last stored.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
    /// Who stored it: an email address or an API key.
    #[schema(example = "ann@example.com")]
    changed_by: String,
}

impl From<FileFacts> for FileView {
    fn from(FileFacts { name, content_type, size, changed_at, changed_by }: FileFacts) -> Self {
        Self { name, content_type, size, changed_at, changed_by: actor(&changed_by) }
    }
}

/// All files of a workspace.
#[derive(Serialize, ToSchema)]
struct FileList {
    /// Ordered by name.
    items: Vec<FileView>,
    /// Always `null`: there are no further pages.
    next: Option<String>,
}

/// List files
#[utoipa::path(get, path = "/workspaces/{id}/files", tag = "Files", operation_id = "listFiles",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The workspace's id")),
    responses((status = OK, description = "All files, by name", body = FileList)))]
async fn list(
    _caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<FileList>, Problem> {
    workspaces::find(&app, id).await?;
    let items = app.files.list(id).await?.into_iter().map(FileView::from).collect();
    Ok(Answer(FileList { items, next: None }))
}

/// Read a file
///
/// Returns the stored bytes. Browsers save the file instead of showing it.
#[utoipa::path(get, path = "/workspaces/{id}/files/{name}", tag = "Files", operation_id = "readFile",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The workspace's id"),
        ("name" = String, Path, description = "The file's name")),
    responses((status = OK, description = "The file, with its stored content type",
        content_type = "*/*", body = Vec<u8>,
        headers(("Content-Disposition" = String, description = "`attachment` with the file's name")))))]
async fn read(
    _caller: Caller<ScriptsScope>,
    State(app): State<App>,
    memory: RequestMemory,
    PathIdName(id, name): PathIdName,
) -> Result<impl IntoResponse, Problem> {
    workspaces::find(&app, id).await?;
    let facts = app.files.facts(id, &name).await?.ok_or(FilesError::NotFound)?;
    let content = transfer::pieces(&memory, facts.size, app.files.reader(id, facts.clone())).await?;
    let headers = [
        (header::CONTENT_TYPE, facts.content_type),
        (header::CONTENT_DISPOSITION, files::disposition(&facts.name)),
        // The file may come from somebody else, so a browser must not guess its type.
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, content))
}

/// Store a file
///
/// Replaces an existing file of that name. The header `Content-Type` is stored; if it is `application/octet-stream` or
/// missing, the type is derived from name and content. A file has at most 10 MB; a workspace holds 100 MB and 1,000
/// files.
#[utoipa::path(put, path = "/workspaces/{id}/files/{name}", tag = "Files", operation_id = "storeFile",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The workspace's id"),
        ("name" = String, Path, description = "The name of the attachment with its extension: `terms.pdf`")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file"),
    responses((status = OK, description = "The file is on disk", body = FileView)))]
async fn store(
    caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathIdName(id, name): PathIdName,
    FileBody { content_type, content }: FileBody,
) -> Result<Answer<FileView>, Problem> {
    workspaces::find(&app, id).await?;
    let stored = app.files.put(id, &name, content_type.as_deref(), content, &caller.by()).await?;
    Ok(Answer(stored.into()))
}

/// Delete a file
///
/// Scripts that attach the file get an error when they run.
#[utoipa::path(delete, path = "/workspaces/{id}/files/{name}", tag = "Files", operation_id = "deleteFile",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The workspace's id"),
        ("name" = String, Path, description = "The file's name")),
    responses((status = NO_CONTENT, description = "Deleted")))]
async fn delete(
    caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathIdName(id, name): PathIdName,
) -> Result<StatusCode, Problem> {
    workspaces::find(&app, id).await?;
    app.files.delete(id, &name, &caller.by()).await?;
    Ok(StatusCode::NO_CONTENT)
}
