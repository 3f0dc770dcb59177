//! The files of a workspace: the list, uploading, downloading, deleting.
//!
//! Every member reads; editors and administrators of the workspace upload and delete. A file is always downloaded and
//! never shown, because somebody else stored it.

mod upload;

use std::borrow::Cow;

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use serde::Deserialize;
use uuid::Uuid;

use super::error_pages::{PageError, PageResult};
use super::labels::{TimeElement, actor, size};
use super::layout::{self, Faults, Frame, NavEntry};
use super::session::{Client, Visitor};
use super::translation::{filters, tr, tr_args};
use super::workspaces::{enter, write};
use crate::extract::{Path, Query};
use app::App;
use scripting::files::{self, FileFacts, WORKSPACE_BYTES, WORKSPACE_FILES};
use transfer::RequestMemory;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(show).post(upload::upload).layer(DefaultBodyLimit::max(upload::FORM_BYTES)))
        .route("/{name}", get(download))
        .route("/{name}/delete", get(confirm_delete).post(delete))
}

#[derive(Template)]
#[template(path = "files/page.html")]
struct Page {
    frame: Frame,
    id: Uuid,
    workspace: String,
    /// Whether the visitor may upload and delete.
    writes: bool,
    rows: Vec<Row>,
    used: String,
    faults: Faults,
    note: Option<Cow<'static, str>>,
}

struct Row {
    name: String,
    /// The name as a segment of a URL.
    part: String,
    content_type: String,
    size: String,
    changed_at: TimeElement,
    changed_by: String,
}

impl From<FileFacts> for Row {
    fn from(file: FileFacts) -> Self {
        Self {
            part: files::in_address(&file.name),
            name: file.name,
            content_type: file.content_type,
            size: size(file.size),
            changed_at: TimeElement(file.changed_at),
            changed_by: actor(&file.changed_by),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NoticeQuery {
    stored: Option<u32>,
    deleted: Option<String>,
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Query(done): Query<NoticeQuery>,
) -> PageResult {
    let note = match done {
        NoticeQuery { stored: Some(count), .. } => Some(stored_note(count)),
        NoticeQuery { deleted: Some(_), .. } => Some(tr("files-deleted")),
        _ => None,
    };
    Ok(layout::render(&Page { note, ..page(&app, &visitor, id).await? }))
}

/// The note with the number of uploaded files.
fn stored_note(count: u32) -> Cow<'static, str> {
    tr_args("files-stored", &[("count", count.into())])
}

/// The page with the stored values.
async fn page(app: &App, visitor: &Visitor, id: Uuid) -> Result<Page, PageError> {
    let entered = enter(app, visitor, id).await?;
    let rows = app.files.list(id).await?;
    let bytes = rows.iter().map(|file| file.size).sum();
    let used = [
        ("count", rows.len().into()),
        ("most", WORKSPACE_FILES.into()),
        ("size", size(bytes).into()),
        ("room", mail::megabytes(WORKSPACE_BYTES).into()),
    ];
    Ok(Page {
        frame: Frame::new(tr("files-title"), NavEntry::Workspaces, visitor),
        id,
        workspace: entered.workspace.name,
        writes: entered.writes,
        used: tr_args("files-used", &used).into_owned(),
        rows: rows.into_iter().map(Row::from).collect(),
        faults: Faults::default(),
        note: None,
    })
}

async fn download(
    State(app): State<App>,
    visitor: Visitor,
    memory: RequestMemory,
    Path((id, name)): Path<(Uuid, String)>,
) -> PageResult {
    enter(&app, &visitor, id).await?;
    let facts = app.files.facts(id, &name).await?.ok_or(PageError::NotFound)?;
    let content = transfer::pieces(&memory, facts.size, app.files.reader(id, facts.clone())).await?;
    // The type was claimed by a person; a browser that shows the file could run a script in our origin.
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, files::disposition(&facts.name)),
    ];
    Ok((headers, content).into_response())
}

#[derive(Template)]
#[template(path = "files/delete.html")]
struct ConfirmDelete {
    frame: Frame,
    id: Uuid,
    row: Row,
}

/// The confirmation before deleting, a page of its own.
async fn confirm_delete(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, name)): Path<(Uuid, String)>,
) -> PageResult {
    write(&app, &visitor, id).await?;
    let file = app.files.facts(id, &name).await?.ok_or(PageError::NotFound)?;
    let frame = Frame::new(tr("files-delete-title"), NavEntry::Workspaces, &visitor);
    Ok(layout::render(&ConfirmDelete { frame, id, row: file.into() }))
}

async fn delete(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path((id, name)): Path<(Uuid, String)>,
) -> PageResult {
    write(&app, &visitor, id).await?;
    app.files.delete(id, &name, &visitor.by(client)).await?;
    Ok(Redirect::to(&format!("/workspaces/{id}/files?deleted=1")).into_response())
}
