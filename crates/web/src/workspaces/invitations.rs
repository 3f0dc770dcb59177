//! Inviting from the page of a workspace, and the state of each invitation.

use std::borrow::Cow;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use jiff::Timestamp;
use mail::Fault;
use queue::Delivery;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use uuid::Uuid;

use super::one::{self, RoleChoice};
use super::{manage, role_label};
use crate::confirmation::Question;
use crate::error_pages::{PageError, PageResult};
use crate::events;
use crate::extract::{Form, Path, SMALL_FORM};
use crate::labels::TimeElement;
use crate::layout::{self, NavEntry};
use crate::mail_state::MailState;
use crate::session::{Client, SessionCookie, Visitor};
use crate::sign_up::{too_many_letters, with_wait};
use crate::translation::{language, tr, tr_args};
use accounts::Role;
use app::App;
use i18n::Language;
use tickets::{Invitation, InvitationEnd, ListedInvitation, NewInvitation, TicketsError};

/// An invitation in the list.
pub struct InvitationRow {
    pub id: Uuid,
    pub email: String,
    pub role: Cow<'static, str>,
    pub language: Cow<'static, str>,
    pub invited_by: String,
    pub created_at: TimeElement,
    pub expires_at: TimeElement,
    pub class: &'static str,
    pub state: Cow<'static, str>,
    /// The state of its letter, while it is open.
    pub letter: Option<MailState>,
    /// The page of the letter in the outbox.
    pub message: Option<Uuid>,
    pub is_open: bool,
}

impl InvitationRow {
    pub fn of(invited: ListedInvitation, now: Timestamp, shown: impl Fn(&Delivery) -> MailState) -> Self {
        let ListedInvitation { invitation, letter } = invited;
        let (class, key) = match invitation.ended {
            Some((InvitationEnd::Accepted, _)) => ("good", "invitation-accepted"),
            Some((InvitationEnd::Revoked, _)) => ("", "invitation-revoked"),
            None if invitation.expires_at <= now => ("warning", "invitation-expired"),
            None => ("info", "invitation-open"),
        };
        let is_open = invitation.ended.is_none();
        Self {
            id: invitation.id,
            email: invitation.email.expose().to_owned(),
            role: role_label(invitation.role),
            language: invitation.language.own_name(),
            invited_by: language().render(&invitation.invited_by.text()),
            created_at: TimeElement(invitation.created_at),
            expires_at: TimeElement(invitation.expires_at),
            class,
            state: tr(key),
            letter: letter.filter(|_| is_open).map(|letter| shown(&letter)),
            message: invitation.message.map(|id| id.0),
            is_open,
        }
    }
}

/// The form of a new invitation.
#[derive(Deserialize)]
#[serde(default)]
pub struct InvitationForm {
    pub email: String,
    pub role: String,
    pub language: String,
}

impl Default for InvitationForm {
    fn default() -> Self {
        Self { email: String::new(), role: Role::Editor.name().into(), language: language().tag().into() }
    }
}

impl InvitationForm {
    pub fn roles(&self) -> Vec<RoleChoice> {
        RoleChoice::all(Role::from_name(&self.role).unwrap_or(Role::Editor))
    }

    pub fn languages(&self) -> Vec<(&'static str, Cow<'static, str>, bool)> {
        Language::ALL.map(|language| (language.tag(), language.own_name(), language.tag() == self.language)).into()
    }
}

/// A link that is shown only once.
pub struct ShownLink {
    pub email: String,
    link: SecretString,
}

impl ShownLink {
    pub fn link(&self) -> &str {
        self.link.expose_secret()
    }
}

/// `GET /workspaces/{id}/events`: a letter of its invitations changed, or sending paused or resumed.
pub async fn events(
    State(app): State<App>,
    visitor: Visitor,
    session: SessionCookie,
    Path(id): Path<Uuid>,
) -> PageResult {
    manage(&app, &visitor, id).await?;
    Ok(events::of_invitations(&app, &visitor, session, id))
}

/// `POST /workspaces/{id}/invitations`.
pub async fn invite(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(form): Form<InvitationForm, SMALL_FORM>,
) -> PageResult {
    manage(&app, &visitor, id).await?;
    let new = NewInvitation {
        email: form.email.clone(),
        role: Role::from_name(&form.role).ok_or(PageError::BadForm)?,
        language: Language::from_tag(&form.language).ok_or(PageError::BadForm)?,
        invited_by: inviter(&visitor),
    };
    let (faults, wait) = match app.tickets.invite(id, new, &visitor.by(client)).await {
        Ok(_) => return Ok(Redirect::to(&format!("/workspaces/{id}?invited=1")).into_response()),
        Err(TicketsError::Faults(faults)) => (faults, None),
        Err(TicketsError::TooMany { seconds }) => (vec![too_many_letters(seconds)], Some(seconds)),
        Err(other) => return Err(other.into()),
    };
    let page = one::page(&app, &visitor, id).await?;
    Ok(with_wait(one::refused(page.with_form(form), faults), wait))
}

/// `POST /workspaces/{id}/invitations/{invitation}/resend`.
pub async fn resend(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path((id, invitation)): Path<(Uuid, Uuid)>,
) -> PageResult {
    manage(&app, &visitor, id).await?;
    match app.tickets.resend_invitation(id, invitation, &inviter(&visitor), &visitor.by(client)).await {
        Ok(_) => Ok(Redirect::to(&format!("/workspaces/{id}?resent=1")).into_response()),
        Err(error) => no_longer(&app, &visitor, id, error).await,
    }
}

/// Asks before an invitation is revoked.
pub async fn ask_revoke(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, invitation)): Path<(Uuid, Uuid)>,
) -> PageResult {
    let workspace = manage(&app, &visitor, id).await?;
    let Some(open) = open_invitation(&app, id, invitation).await? else {
        return no_longer(&app, &visitor, id, TicketsError::NotFound).await;
    };
    let email = open.email.expose().to_owned();
    let question = Question {
        meaning: vec![tr_args(
            "invitation-revoke-meaning",
            &[("email", email.into()), ("workspace", workspace.name.into())],
        )],
        action: format!("/workspaces/{id}/invitations/{invitation}/revoke"),
        fields: Vec::new(),
        button: tr("invitation-revoke"),
        is_dangerous: true,
        back: format!("/workspaces/{id}"),
    };
    Ok(question.page("invitation-revoke-title", NavEntry::Workspaces, &visitor))
}

/// `POST /workspaces/{id}/invitations/{invitation}/revoke`.
pub async fn revoke(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path((id, invitation)): Path<(Uuid, Uuid)>,
) -> PageResult {
    manage(&app, &visitor, id).await?;
    match app.tickets.revoke_invitation(id, invitation, &visitor.by(client)).await {
        Ok(_) => Ok(Redirect::to(&format!("/workspaces/{id}?revoked=1")).into_response()),
        Err(error) => no_longer(&app, &visitor, id, error).await,
    }
}

/// Asks before the link of an invitation is shown.
pub async fn ask_link(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, invitation)): Path<(Uuid, Uuid)>,
) -> PageResult {
    if !visitor.account.instance_admin {
        return Err(PageError::Forbidden);
    }
    let workspace = manage(&app, &visitor, id).await?;
    let Some(open) = open_invitation(&app, id, invitation).await? else {
        return no_longer(&app, &visitor, id, TicketsError::NotFound).await;
    };
    let (email, role) = (open.email.expose().to_owned(), role_label(open.role));
    let question = Question {
        meaning: vec![
            tr_args(
                "invitation-copy-meaning",
                &[("email", email.into()), ("workspace", workspace.name.into()), ("role", role.into())],
            ),
            tr("invitation-copy-hint"),
        ],
        action: format!("/workspaces/{id}/invitations/{invitation}/link"),
        fields: Vec::new(),
        button: tr("invitation-copy"),
        is_dangerous: false,
        back: format!("/workspaces/{id}"),
    };
    Ok(question.page("invitation-copy-title", NavEntry::Workspaces, &visitor))
}

/// The invitation, if it is still open.
async fn open_invitation(app: &App, workspace: Uuid, id: Uuid) -> Result<Option<Invitation>, PageError> {
    let listed = app.tickets.invitations(workspace).await?;
    let found = listed.into_iter().map(|listed| listed.invitation).find(|invitation| invitation.id == id);
    Ok(found.filter(|invitation| invitation.ended.is_none()))
}

/// `POST /workspaces/{id}/invitations/{invitation}/link`: for instance administrators, when mail does not work.
pub async fn copy_link(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path((id, invitation)): Path<(Uuid, Uuid)>,
) -> PageResult {
    if !visitor.account.instance_admin {
        return Err(PageError::Forbidden);
    }
    match app.tickets.copy_invitation_link(id, invitation, &visitor.by(client)).await {
        Ok((invitation, link)) => {
            let shown = ShownLink { email: invitation.email.expose().to_owned(), link };
            let page = one::page(&app, &visitor, id).await?.with_link(shown);
            Ok(layout::render(&page))
        }
        Err(error) => no_longer(&app, &visitor, id, error).await,
    }
}

/// The name of the inviter in the letter.
fn inviter(visitor: &Visitor) -> String {
    match visitor.account.name.as_str() {
        "" => visitor.account.email.expose().to_owned(),
        name => name.to_owned(),
    }
}

/// The page when the invitation was accepted or revoked in the meantime, or too many letters were requested.
async fn no_longer(app: &App, visitor: &Visitor, id: Uuid, error: TicketsError) -> PageResult {
    let (message, wait) = match error {
        TicketsError::NotFound => (tickets::texts::invitation_not_open(), None),
        TicketsError::TooMany { seconds } => (too_many_letters(seconds).text, Some(seconds)),
        other => return Err(other.into()),
    };
    let fault = Fault::new("invitations", message);
    Ok(with_wait(one::refused(one::page(app, visitor, id).await?, vec![fault]), wait))
}
