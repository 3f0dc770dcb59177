//! Workspaces: the list, and one with its members and invitations.
//!
//! Members see their workspaces; administrators of a workspace and of the instance change it. Others do not learn
//! that it exists.

mod invitations;
mod members;
mod one;
pub(crate) mod quota;

use std::borrow::Cow;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use serde::Deserialize;
use uuid::Uuid;

use super::error_pages::{PageError, PageResult};
use super::layout::{self, Faults, Frame, NavEntry};
use super::session::{Client, Visitor};
use super::translation::{filters, tr};
use crate::extract::{Form, Query, SMALL_FORM};
use accounts::{AccountsError, Role, Workspace};
use app::App;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(show).post(make))
        .route("/{id}", get(one::show))
        .route("/{id}/events", get(invitations::events))
        .route("/{id}/rename", post(one::rename))
        .route("/{id}/quota", post(quota::change))
        .route("/{id}/delete", get(one::confirm_delete).post(one::delete))
        .route("/{id}/members/{account}/role", post(members::change_role))
        .route("/{id}/members/{account}/remove", get(members::ask_remove).post(members::remove))
        .route("/{id}/invitations", post(invitations::invite))
        .route("/{id}/invitations/{invitation}/resend", post(invitations::resend))
        .route("/{id}/invitations/{invitation}/revoke", get(invitations::ask_revoke).post(invitations::revoke))
        .route("/{id}/invitations/{invitation}/link", get(invitations::ask_link).post(invitations::copy_link))
}

/// A workspace that the visitor may see, with the visitor's rights.
pub(super) struct VisibleWorkspace {
    pub workspace: Workspace,
    /// May edit scripts and files.
    pub writes: bool,
    /// May invite, change roles, rename and delete.
    pub manages: bool,
}

/// Admits members and instance administrators.
pub(super) async fn enter(app: &App, visitor: &Visitor, id: Uuid) -> Result<VisibleWorkspace, PageError> {
    let workspace = app.accounts.workspace(id).await?.ok_or(PageError::NotFound)?;
    let role = app.accounts.role_in(id, visitor.account.id).await?;
    if role.is_none() && !visitor.account.instance_admin {
        return Err(PageError::NotFound);
    }
    let manages = visitor.account.instance_admin || role == Some(Role::Admin);
    Ok(VisibleWorkspace { workspace, writes: manages || role == Some(Role::Editor), manages })
}

/// Admits only members who may edit scripts and files.
pub(super) async fn write(app: &App, visitor: &Visitor, id: Uuid) -> Result<Workspace, PageError> {
    let entered = enter(app, visitor, id).await?;
    if entered.writes { Ok(entered.workspace) } else { Err(PageError::ForbiddenHere) }
}

/// Admits only members who may administer it.
async fn manage(app: &App, visitor: &Visitor, id: Uuid) -> Result<Workspace, PageError> {
    let entered = enter(app, visitor, id).await?;
    if entered.manages { Ok(entered.workspace) } else { Err(PageError::ForbiddenHere) }
}

/// The label of a role.
pub fn role_label(role: Role) -> Cow<'static, str> {
    tr(match role {
        Role::Admin => "role-admin",
        Role::Editor => "role-editor",
        Role::Viewer => "role-viewer",
    })
}

#[derive(Template)]
#[template(path = "workspaces/list.html")]
struct Page {
    frame: Frame,
    rows: Vec<ListRow>,
    typed_name: String,
    faults: Faults,
    note: Option<Cow<'static, str>>,
}

struct ListRow {
    id: Uuid,
    name: String,
    role: Option<Cow<'static, str>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NoticeQuery {
    validated: Option<String>,
    deleted: Option<String>,
    left: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NameForm {
    name: String,
}

async fn show(State(app): State<App>, visitor: Visitor, Query(done): Query<NoticeQuery>) -> PageResult {
    let note = match done {
        NoticeQuery { validated: Some(_), .. } => Some(tr("workspaces-validated")),
        NoticeQuery { deleted: Some(_), .. } => Some(tr("workspaces-deleted")),
        NoticeQuery { left: Some(_), .. } => Some(tr("workspaces-left")),
        _ => None,
    };
    Ok(layout::render(&Page { note, ..page(&app, &visitor).await? }))
}

async fn make(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Form(form): Form<NameForm, SMALL_FORM>,
) -> PageResult {
    match app.accounts.make_workspace(&form.name, Some(visitor.account.id), &visitor.by(client)).await {
        Ok(workspace) => Ok(Redirect::to(&format!("/workspaces/{}?made=1", workspace.id)).into_response()),
        Err(AccountsError::Faults(faults)) => {
            let page = page(&app, &visitor).await?;
            let page =
                Page { frame: page.frame.with_faults(), typed_name: form.name, faults: Faults::new(faults), ..page };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, layout::render(&page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// An instance administrator sees all workspaces, others those of which they are members.
async fn page(app: &App, visitor: &Visitor) -> Result<Page, PageError> {
    let memberships = app.accounts.memberships(visitor.account.id).await?;
    let row = |workspace: Workspace, role: Option<Role>| ListRow {
        id: workspace.id,
        name: workspace.name,
        role: role.map(role_label),
    };
    let rows = if visitor.account.instance_admin {
        let role_in = |id| memberships.iter().find(|(workspace, _)| workspace.id == id).map(|(_, role)| *role);
        let all = app.accounts.workspaces().await?.into_iter();
        all.map(|workspace| (role_in(workspace.id), workspace)).map(|(role, workspace)| row(workspace, role)).collect()
    } else {
        memberships.into_iter().map(|(workspace, role)| row(workspace, Some(role))).collect()
    };
    Ok(Page {
        frame: Frame::new(tr("workspaces-title"), NavEntry::Workspaces, visitor),
        rows,
        typed_name: String::new(),
        faults: Faults::default(),
        note: None,
    })
}
