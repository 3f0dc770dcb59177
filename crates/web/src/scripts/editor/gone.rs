//! The editor's response if the script was deleted in the meantime: the typed source, to be copied.

use askama::Template;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use uuid::Uuid;

use super::super::access::WorkspaceAccess;
use super::super::fields::Fields;
use crate::error_pages::{PageError, PageResult};
use crate::layout::{self, Frame, NavEntry};
use crate::session::Visitor;
use crate::translation::{filters, tr};

#[derive(Template)]
#[template(path = "scripts/editor/gone.html")]
struct Page {
    frame: Frame,
    workspace: Uuid,
    source: String,
}

/// Responds with 404 and the typed source.
pub fn page(visitor: &Visitor, access: &WorkspaceAccess, fields: &Fields) -> PageResult {
    let source = fields.lines("source");
    if source.trim().is_empty() {
        return Err(PageError::NotFound);
    }
    let frame = Frame::new(tr("script-gone-title"), NavEntry::Workspaces, visitor);
    let page = Page { frame, workspace: access.workspace.id, source };
    Ok((StatusCode::NOT_FOUND, layout::render(&page)).into_response())
}
