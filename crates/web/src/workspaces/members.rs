//! Changing a member's role, removing one, leaving.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use mail::Fault;
use serde::Deserialize;
use uuid::Uuid;

use super::{enter, manage, one};
use crate::error_pages::{PageError, PageResult};
use crate::extract::{Form, Path, SMALL_FORM};
use crate::layout::{self, Frame, NavEntry};
use crate::session::{Client, Visitor};
use crate::texts;
use crate::translation::{filters, tr};
use accounts::{AccountsError, Role};
use app::App;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RoleForm {
    role: String,
}

/// `POST /workspaces/{id}/members/{account}/role`.
pub async fn change_role(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path((id, account)): Path<(Uuid, Uuid)>,
    Form(form): Form<RoleForm, SMALL_FORM>,
) -> PageResult {
    manage(&app, &visitor, id).await?;
    let role = Role::from_name(&form.role).ok_or(PageError::BadForm)?;
    match app.accounts.change_role(id, account, role, &visitor.by(client)).await {
        Ok(()) => Ok(Redirect::to(&format!("/workspaces/{id}?role=1")).into_response()),
        Err(AccountsError::LastAdministrator) => last_administrator(&app, &visitor, id).await,
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "workspaces/remove.html")]
struct AskRemove {
    frame: Frame,
    id: Uuid,
    account: Uuid,
    workspace: String,
    email: String,
    /// Whether the member is the visitor.
    leaves: bool,
}

/// The confirmation before removing a member, or leaving.
pub async fn ask_remove(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, account)): Path<(Uuid, Uuid)>,
) -> PageResult {
    let leaves = account == visitor.account.id;
    let workspace =
        if leaves { enter(&app, &visitor, id).await?.workspace } else { manage(&app, &visitor, id).await? };
    let members = app.accounts.members(id).await?;
    let member = members.into_iter().find(|member| member.account.id == account).ok_or(PageError::NotFound)?;
    let title = tr(if leaves { "workspace-leave-title" } else { "workspace-remove-title" });
    let page = AskRemove {
        frame: Frame::new(title, NavEntry::Workspaces, &visitor),
        id,
        account,
        workspace: workspace.name,
        email: member.account.email.expose().to_owned(),
        leaves,
    };
    Ok(layout::render(&page))
}

/// `POST /workspaces/{id}/members/{account}/remove`.
pub async fn remove(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path((id, account)): Path<(Uuid, Uuid)>,
) -> PageResult {
    let leaves = account == visitor.account.id;
    if leaves {
        enter(&app, &visitor, id).await?;
    } else {
        manage(&app, &visitor, id).await?;
    }
    match app.accounts.remove_member(id, account, &visitor.by(client)).await {
        Ok(()) if leaves => Ok(Redirect::to("/workspaces?left=1").into_response()),
        Ok(()) => Ok(Redirect::to(&format!("/workspaces/{id}?removed=1")).into_response()),
        Err(AccountsError::LastAdministrator) => last_administrator(&app, &visitor, id).await,
        Err(other) => Err(other.into()),
    }
}

async fn last_administrator(app: &App, visitor: &Visitor, id: Uuid) -> PageResult {
    let page = one::page(app, visitor, id).await?;
    Ok(one::refused(page, vec![Fault::new("members", texts::workspace_last_administrator())]))
}
