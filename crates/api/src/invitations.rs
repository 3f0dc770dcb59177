//! `/workspaces/{id}/invitations`: invite, list with the state of letters, resend, revoke.
//!
//! Needs `members`. No call waits for a mail server: the list shows the state of the letter. Only the letter contains
//! the link, so that only the owner of the mailbox can join.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use jiff::Timestamp;
use mail::Fault;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::caller::{Caller, MembersScope};
use super::connection_tests::FailureView;
use super::input::{Json, PathId, PathIds, shown};
use super::key_limits;
use super::members::parse_role;
use super::names::{LanguageName, RoleName, StateName, language_tags};
use super::problem::{Kind, Problem, ProblemDocument};
use super::texts;
use super::workspaces;
use accounts::{account, names};
use app::App;
use i18n::Language;
use tickets::{Invitation, InvitationEnd, ListedInvitation, NewInvitation, TicketsError};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(resend)).routes(routes!(revoke))
}

/// The state of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum InvitationState {
    /// Its link works.
    Open,
    /// Its link has expired; resending it makes it open.
    Expired,
    /// The invited person joined.
    Accepted,
    /// It was revoked.
    Revoked,
}

/// An invitation to a workspace.
#[derive(Serialize, ToSchema)]
struct InvitationView {
    id: Uuid,
    /// The address of the invited person.
    #[schema(example = "bob@example.com")]
    email: String,
    /// The role of the new member.
    #[schema(value_type = RoleName, example = "editor")]
    role: &'static str,
    /// The language of the letter.
    #[schema(value_type = LanguageName, example = "en")]
    language: &'static str,
    state: InvitationState,
    /// Who created it: an email address or an API key.
    #[schema(example = "API key “shop”")]
    invited_by: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When the newest link expires.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// When it was accepted or revoked.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// The newest letter; `null` if an administrator copied the link instead, or if the letter is no longer in the
    /// outbox.
    letter: Option<LetterView>,
}

/// The delivery of an invitation's letter.
#[derive(Serialize, ToSchema)]
struct LetterView {
    /// The message in the outbox: `GET /messages/{id}` returns the details.
    message_id: Uuid,
    /// `queued` and `deferred`: it waits; `sent`: the mail server accepted it; `kept`: it is stored in the built-in
    /// mailbox, and nothing was sent.
    #[schema(value_type = StateName, example = "sent")]
    state: &'static str,
    /// Why it waits or failed; while all sending is paused, the reason of the pause.
    problem: Option<FailureView>,
    /// When the next attempt is due; in the past if it starts as soon as possible.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_attempt_at: Option<Timestamp>,
}

impl InvitationView {
    fn new(app: &App, ListedInvitation { invitation, letter }: ListedInvitation) -> Self {
        let state = match invitation.ended {
            Some((InvitationEnd::Accepted, _)) => InvitationState::Accepted,
            Some((InvitationEnd::Revoked, _)) => InvitationState::Revoked,
            None if invitation.expires_at <= app.clock.now() => InvitationState::Expired,
            None => InvitationState::Open,
        };
        let letter = invitation.message.zip(letter).map(|(id, delivery)| LetterView::new(app, id, delivery));
        Self {
            id: invitation.id,
            email: invitation.email.expose().to_owned(),
            role: invitation.role.name(),
            language: invitation.language.tag(),
            state,
            invited_by: super::actors::actor(&invitation.invited_by),
            created_at: invitation.created_at,
            expires_at: invitation.expires_at,
            ended_at: invitation.ended.map(|(_, at)| at),
            letter,
        }
    }
}

impl LetterView {
    fn new(app: &App, id: queue::Id, delivery: queue::Delivery) -> Self {
        // A connection problem is not stored with each letter, because it counts as no attempt.
        let waits = delivery.state.waits();
        let of_all = || app.settings.pause().filter(|_| waits).map(|pause| pause.problem);
        let problem = delivery.problem.or_else(of_all);
        Self {
            message_id: id.0,
            state: delivery.state.name(),
            problem: problem.map(FailureView::from),
            next_attempt_at: delivery.next_attempt_at,
        }
    }
}

/// The invitations of a workspace.
#[derive(Serialize, ToSchema)]
struct InvitationList {
    /// Open ones first, then newest first; at most 500. Ended ones are listed for 90 days.
    items: Vec<InvitationView>,
    /// Always `null`: there are no further pages.
    next: Option<String>,
}

/// A new invitation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct InvitationRequest {
    /// The address of the invited person.
    #[schema(example = "bob@example.com")]
    email: String,
    /// The role of the new member.
    #[schema(value_type = RoleName, example = "editor")]
    role: String,
    /// The language of the letter; English if absent.
    #[serde(default)]
    #[schema(value_type = Option<LanguageName>, example = "en", default = "en")]
    language: Option<String>,
    /// The inviter's name in the letter; if absent, the letter names no inviter.
    #[serde(default)]
    #[schema(example = "Ann O'Neil", max_length = 100)]
    invited_by: Option<String>,
}

/// The content of the new letter.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ResendRequest {
    /// The inviter's name in the letter; if absent, the letter names no inviter, even if the previous letter did.
    #[serde(default)]
    #[schema(example = "Ann O'Neil", max_length = 100)]
    invited_by: Option<String>,
}

/// List invitations
///
/// Returns the invitations with the states of their letters.
#[utoipa::path(get, path = "/workspaces/{id}/invitations", tag = "Invitations", operation_id = "listInvitations",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The workspace's id")),
    responses((status = OK, description = "The invitations, open ones first", body = InvitationList)))]
async fn list(
    _caller: Caller<MembersScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<InvitationList>, Problem> {
    workspaces::find(&app, id).await?;
    let invited = app.tickets.invitations(id).await?;
    let items = invited.into_iter().map(|one| InvitationView::new(&app, one)).collect();
    Ok(Answer(InvitationList { items, next: None }))
}

/// Create an invitation
///
/// Stores the invitation together with its letter. The link in the letter is valid for 7 days. A person with an account
/// joins with it; others first create an account with the link.
#[utoipa::path(post, path = "/workspaces/{id}/invitations", tag = "Invitations", operation_id = "invite",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The workspace's id")),
    request_body = InvitationRequest,
    responses((status = CREATED, description = "The invitation; its letter is on disk", body = InvitationView),
        (status = TOO_MANY_REQUESTS, description = "Too many invitations: call again after `Retry-After` seconds",
            body = ProblemDocument, content_type = "application/problem+json")))]
async fn make(
    caller: Caller<MembersScope>,
    State(app): State<App>,
    PathId(id): PathId,
    Json(request): Json<InvitationRequest>,
) -> Result<impl IntoResponse, Problem> {
    let new = parse(request)?;
    key_limits::check_recipient(&caller.key, "email", &new.email)?;
    workspaces::find(&app, id).await?;
    let invitation = app.tickets.invite(id, new, &caller.by()).await?;
    Ok((StatusCode::CREATED, Answer(view(&app, invitation).await?)))
}

/// Resend an invitation
///
/// Sends a new letter with a new link, which is valid for 7 days. The previous link stops working.
#[utoipa::path(post, path = "/workspaces/{id}/invitations/{invitation}/resend", tag = "Invitations",
    operation_id = "resendInvitation",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The workspace's id"),
        ("invitation" = Uuid, Path, description = "The invitation's id")),
    request_body = ResendRequest,
    responses((status = OK, description = "The invitation with its new letter", body = InvitationView),
        (status = CONFLICT, description = "It was accepted or revoked", body = ProblemDocument,
            content_type = "application/problem+json"),
        (status = TOO_MANY_REQUESTS, description = "Too many invitations: call again after `Retry-After` seconds",
            body = ProblemDocument, content_type = "application/problem+json")))]
async fn resend(
    caller: Caller<MembersScope>,
    State(app): State<App>,
    PathIds(id, invitation): PathIds,
    Json(request): Json<ResendRequest>,
) -> Result<Answer<InvitationView>, Problem> {
    let mut faults = Vec::new();
    let invited_by = inviter(request.invited_by.as_deref(), &mut faults);
    if !faults.is_empty() {
        return Err(Problem::faults(faults));
    }
    workspaces::find(&app, id).await?;
    let invited = app.tickets.invitations(id).await?.into_iter().find(|one| one.invitation.id == invitation);
    if let Some(invited) = invited {
        key_limits::check_recipient(&caller.key, "invitation", invited.invitation.email.expose())?;
    }
    match app.tickets.resend_invitation(id, invitation, &invited_by, &caller.by()).await {
        Ok(invitation) => Ok(Answer(view(&app, invitation).await?)),
        Err(error) => Err(why_not(&app, id, invitation, error).await),
    }
}

/// Revoke an invitation
///
/// The link stops working, and the letter is cancelled if it still waits.
#[utoipa::path(post, path = "/workspaces/{id}/invitations/{invitation}/revoke", tag = "Invitations",
    operation_id = "revokeInvitation",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The workspace's id"),
        ("invitation" = Uuid, Path, description = "The invitation's id")),
    responses((status = OK, description = "The invitation, revoked", body = InvitationView),
        (status = CONFLICT, description = "It was accepted or revoked before", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn revoke(
    caller: Caller<MembersScope>,
    State(app): State<App>,
    PathIds(id, invitation): PathIds,
) -> Result<Answer<InvitationView>, Problem> {
    workspaces::find(&app, id).await?;
    match app.tickets.revoke_invitation(id, invitation, &caller.by()).await {
        Ok(invitation) => Ok(Answer(view(&app, invitation).await?)),
        Err(error) => Err(why_not(&app, id, invitation, error).await),
    }
}

/// Reports all faults at once. Whether the address already belongs to a member is checked when the invitation is
/// stored.
fn parse(request: InvitationRequest) -> Result<NewInvitation, Problem> {
    let mut faults = Vec::new();
    let email = account::parse_email(&request.email, &mut faults);
    let role = parse_role(&request.role, &mut faults);
    let language = request.language.as_deref().map_or(Some(Language::default()), |tag| language(tag, &mut faults));
    let invited_by = inviter(request.invited_by.as_deref(), &mut faults);
    match (email, role, language) {
        (Some(email), Some(role), Some(language)) if faults.is_empty() => {
            Ok(NewInvitation { email: email.expose().to_owned(), role, language, invited_by })
        }
        _ => Err(Problem::faults(faults)),
    }
}

fn language(tag: &str, faults: &mut Vec<Fault>) -> Option<Language> {
    let language = Language::from_tag(tag);
    if language.is_none() {
        faults.push(Fault::new("language", texts::value_not_one_of(shown(tag), language_tags())));
    }
    language
}

fn inviter(name: Option<&str>, faults: &mut Vec<Fault>) -> String {
    names::inviter("invited_by", name.unwrap_or_default(), faults)
}

async fn view(app: &App, invitation: Invitation) -> Result<InvitationView, Problem> {
    let letter = match invitation.message {
        Some(id) => app.db.read(move |rx| queue::deliveries(rx, id)).await?.into_iter().next(),
        None => None,
    };
    Ok(InvitationView::new(app, ListedInvitation { invitation, letter }))
}

/// Why an invitation cannot be changed: it does not exist, or it has ended.
async fn why_not(app: &App, workspace: Uuid, id: Uuid, error: TicketsError) -> Problem {
    if !matches!(error, TicketsError::NotFound) {
        return error.into();
    }
    let ended = match app.tickets.invitations(workspace).await {
        Ok(all) => all.into_iter().find(|one| one.invitation.id == id).and_then(|one| one.invitation.ended),
        Err(error) => return error.into(),
    };
    match ended {
        Some((InvitationEnd::Accepted, _)) => Problem::new(Kind::InvitationEnded, texts::request_invitation_accepted()),
        Some((InvitationEnd::Revoked, _)) => Problem::new(Kind::InvitationEnded, texts::request_invitation_revoked()),
        None => Problem::new(Kind::NotFound, texts::request_invitation_unknown()),
    }
}
