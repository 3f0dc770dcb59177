//! One workspace: members, invitations with the state of their letters, renaming, deletion.

use i18n::language;
use std::borrow::Cow;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use queue::Delivery;
use serde::Deserialize;
use uuid::Uuid;

use super::invitations::{InvitationForm, InvitationRow, ShownLink};
use super::quota::{QuotaForm, QuotaSection};
use super::{NameForm, enter, manage, role_label};
use crate::error_pages::{PageError, PageResult};
use crate::extract::{Form, Path, Query, SMALL_FORM};
use crate::labels::TimeElement;
use crate::layout::{self, Faults, Frame, NavEntry};
use crate::mail_state::MailState;
use crate::paging::{Paged, Search, contains};
use crate::session::{Client, Visitor};
use crate::translation::{filters, tr};
use accounts::{AccountsError, Member, Role};
use app::App;

#[derive(Template)]
#[template(path = "workspaces/page.html")]
pub struct Page {
    frame: Frame,
    id: Uuid,
    name: String,
    /// Whether the visitor may invite, change roles, rename and delete.
    manages: bool,
    instance_admin: bool,
    is_approved: bool,
    members: Paged<MemberRow>,
    invitations: Paged<InvitationRow>,
    quota: QuotaSection,
    form: InvitationForm,
    new_name: String,
    faults: Faults,
    link: Option<ShownLink>,
    note: Option<Cow<'static, str>>,
}

struct MemberRow {
    id: Uuid,
    email: String,
    name: String,
    role: Cow<'static, str>,
    roles: Vec<RoleChoice>,
    joined_at: TimeElement,
    is_visitor: bool,
}

/// A role that can be chosen.
pub struct RoleChoice {
    pub name: &'static str,
    pub label: Cow<'static, str>,
    pub chosen: bool,
}

impl RoleChoice {
    /// All roles, one of them chosen.
    pub fn all(chosen: Role) -> Vec<Self> {
        Role::ALL
            .map(|role| Self { name: role.name(), label: role_label(role), chosen: role == chosen })
            .into_iter()
            .collect()
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NoticeQuery {
    made: Option<String>,
    joined: Option<String>,
    invited: Option<String>,
    resent: Option<String>,
    revoked: Option<String>,
    role: Option<String>,
    removed: Option<String>,
    renamed: Option<String>,
    quota: Option<String>,
    withdrawn: Option<String>,
    member: String,
    member_page: String,
    invitation: String,
    invitation_page: String,
}

/// The search in a long list of the page, and which page of the list is shown.
#[derive(Default)]
struct SectionQuery {
    words: String,
    page: usize,
}

impl SectionQuery {
    fn of(words: &str, page: &str) -> Self {
        Self { words: words.trim().to_owned(), page: page.parse().unwrap_or(1) }
    }

    /// The entries of `all` whose text matches the search. `name` is that of the field, `anchor` the list's HTML id.
    fn among<T>(
        self,
        all: Vec<T>,
        id: Uuid,
        (name, anchor): (&'static str, &'static str),
        text: impl Fn(&T) -> &str,
    ) -> Paged<T> {
        let search = Search { address: format!("/workspaces/{id}?"), name, words: self.words.clone(), anchor };
        Paged::of(all, self.page, search, |one| contains(text(one), &self.words))
    }
}

impl NoticeQuery {
    fn note(&self) -> Option<Cow<'static, str>> {
        let key = match self {
            Self { made: Some(_), .. } => "workspace-made",
            Self { joined: Some(_), .. } => "workspace-joined",
            Self { invited: Some(_), .. } => "workspace-invited",
            Self { resent: Some(_), .. } => "workspace-resent",
            Self { revoked: Some(_), .. } => "workspace-revoked",
            Self { role: Some(_), .. } => "workspace-role-changed",
            Self { removed: Some(_), .. } => "workspace-removed",
            Self { renamed: Some(_), .. } => "workspace-renamed",
            Self { quota: Some(_), .. } => "workspace-quota-changed",
            Self { withdrawn: Some(_), .. } => "workspace-withdrawn",
            _ => return None,
        };
        Some(tr(key))
    }
}

/// `GET /workspaces/{id}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Query(done): Query<NoticeQuery>,
) -> PageResult {
    let members = SectionQuery::of(&done.member, &done.member_page);
    let invitations = SectionQuery::of(&done.invitation, &done.invitation_page);
    let page = searched(&app, &visitor, id, members, invitations).await?;
    Ok(layout::render(&Page { note: done.note(), ..page }))
}

/// `POST /workspaces/{id}/rename`.
pub async fn rename(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(form): Form<NameForm, SMALL_FORM>,
) -> PageResult {
    manage(&app, &visitor, id).await?;
    match app.accounts.rename_workspace(id, &form.name, &visitor.by(client)).await {
        Ok(()) => Ok(Redirect::to(&format!("/workspaces/{id}?renamed=1")).into_response()),
        Err(AccountsError::Faults(faults)) => {
            let page = page(&app, &visitor, id).await?;
            Ok(refused(Page { new_name: form.name, ..page }, faults))
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "workspaces/delete.html")]
struct ConfirmDelete {
    frame: Frame,
    id: Uuid,
    name: String,
}

/// Asks before the workspace is deleted.
pub async fn confirm_delete(State(app): State<App>, visitor: Visitor, Path(id): Path<Uuid>) -> PageResult {
    let workspace = manage(&app, &visitor, id).await?;
    let frame = Frame::new(tr("workspace-delete-title"), NavEntry::Workspaces, &visitor);
    Ok(layout::render(&ConfirmDelete { frame, id, name: workspace.name }))
}

/// `POST /workspaces/{id}/delete`.
pub async fn delete(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> PageResult {
    manage(&app, &visitor, id).await?;
    app.tickets.delete_workspace(id, &visitor.by(client)).await?;
    Ok(Redirect::to("/workspaces?deleted=1").into_response())
}

/// The page with the stored values.
pub async fn page(app: &App, visitor: &Visitor, id: Uuid) -> Result<Page, PageError> {
    searched(app, visitor, id, SectionQuery::default(), SectionQuery::default()).await
}

async fn searched(
    app: &App,
    visitor: &Visitor,
    id: Uuid,
    wanted_members: SectionQuery,
    wanted_invitations: SectionQuery,
) -> Result<Page, PageError> {
    let entered = enter(app, visitor, id).await?;
    let now = app.clock.now();
    let paused = app.settings.pause().map(|pause| language().problem(&pause.problem).what);
    let letter_state = |letter: &Delivery| match visitor.account.instance_admin {
        true => MailState::in_full(letter, paused.as_deref()),
        false => MailState::of(letter, paused.is_some()),
    };
    let members = app.accounts.members(id).await?;
    let invitations = if entered.manages { app.tickets.invitations(id).await? } else { Vec::new() };
    Ok(Page {
        frame: Frame::new(entered.workspace.name.clone(), NavEntry::Workspaces, visitor),
        id,
        new_name: entered.workspace.name.clone(),
        name: entered.workspace.name,
        manages: entered.manages,
        instance_admin: visitor.account.instance_admin,
        is_approved: entered.workspace.approved_at.is_some(),
        members: wanted_members
            .among(members, id, ("member", "members"), |member| member.account.email.expose())
            .map(|member| member_row(member, visitor)),
        invitations: wanted_invitations
            .among(invitations, id, ("invitation", "invitations"), |listed| listed.invitation.email.expose())
            .map(|invited| InvitationRow::of(invited, now, letter_state)),
        quota: QuotaSection::of(app, id).await?,
        form: InvitationForm::default(),
        faults: Faults::default(),
        link: None,
        note: None,
    })
}

impl Page {
    /// Shows the entered values of the invitation form.
    pub fn with_form(self, form: InvitationForm) -> Self {
        Self { form, ..self }
    }

    /// Shows the entered limits.
    pub fn with_quota_form(self, form: QuotaForm) -> Self {
        Self { quota: QuotaSection { form, ..self.quota }, ..self }
    }

    /// Adds a link that is shown only once.
    pub fn with_link(self, link: ShownLink) -> Self {
        Self { link: Some(link), ..self }
    }
}

/// The page with the faults of one of its forms.
pub fn refused(page: Page, faults: Vec<mail::Fault>) -> Response {
    let page = Page { frame: page.frame.with_faults(), faults: Faults::new(faults), ..page };
    (StatusCode::UNPROCESSABLE_ENTITY, layout::render(&page)).into_response()
}

fn member_row(member: Member, visitor: &Visitor) -> MemberRow {
    MemberRow {
        id: member.account.id,
        is_visitor: member.account.id == visitor.account.id,
        email: member.account.email.expose().to_owned(),
        name: member.account.name,
        role: role_label(member.role),
        roles: RoleChoice::all(member.role),
        joined_at: TimeElement(member.joined_at),
    }
}
