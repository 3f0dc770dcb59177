//! `/workspaces/{id}/members`: the members of a workspace and their roles. Members are invited, not added here.
//!
//! Needs `members`. The last administrator can neither be removed nor get another role (409), so that every workspace
//! with members has an administrator.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use mail::Fault;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::caller::{Caller, MembersScope};
use super::input::{Json, PathId, PathIds, shown};
use super::names::RoleName;
use super::problem::{Kind, Problem, ProblemDocument};
use super::texts;
use super::workspaces;
use accounts::{AccountsError, Member, Role};
use app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(change_role, remove))
}

/// A member of a workspace.
#[derive(Serialize, ToSchema)]
struct MemberView {
    /// The id of the account, which may be a member of other workspaces too.
    account_id: Uuid,
    /// The address to sign in with.
    #[schema(example = "ann@example.com")]
    email: String,
    /// May be empty.
    #[schema(example = "Ann O'Neil")]
    name: String,
    #[schema(value_type = RoleName, example = "editor")]
    role: &'static str,
    #[schema(value_type = String, format = DateTime)]
    joined_at: Timestamp,
}

impl From<Member> for MemberView {
    fn from(Member { account, role, joined_at }: Member) -> Self {
        Self {
            account_id: account.id,
            email: account.email.expose().to_owned(),
            name: account.name,
            role: role.name(),
            joined_at,
        }
    }
}

/// All members of a workspace.
#[derive(Serialize, ToSchema)]
struct MemberList {
    /// Administrators first, then by address.
    items: Vec<MemberView>,
    /// Always `null`: there are no further pages.
    next: Option<String>,
}

/// The new role of a member.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RoleChange {
    /// The new role.
    #[schema(value_type = RoleName, example = "editor")]
    role: String,
}

/// List members
#[utoipa::path(get, path = "/workspaces/{id}/members", tag = "Workspaces", operation_id = "listMembers",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The workspace's id")),
    responses((status = OK, description = "All members, administrators first", body = MemberList)))]
async fn list(
    _caller: Caller<MembersScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<MemberList>, Problem> {
    workspaces::find(&app, id).await?;
    let items = app.accounts.members(id).await?.into_iter().map(MemberView::from).collect();
    Ok(Answer(MemberList { items, next: None }))
}

/// Change a member's role
#[utoipa::path(patch, path = "/workspaces/{id}/members/{account}", tag = "Workspaces", operation_id = "changeRole",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The workspace's id"),
        ("account" = Uuid, Path, description = "The member's account id")),
    request_body = RoleChange,
    responses((status = OK, description = "The member with the new role", body = MemberView),
        (status = CONFLICT, description = "It is the last administrator", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn change_role(
    caller: Caller<MembersScope>,
    State(app): State<App>,
    PathIds(id, account): PathIds,
    Json(change): Json<RoleChange>,
) -> Result<Answer<MemberView>, Problem> {
    let mut faults = Vec::new();
    let Some(role) = parse_role(&change.role, &mut faults) else { return Err(Problem::faults(faults)) };
    workspaces::find(&app, id).await?;
    app.accounts.change_role(id, account, role, &caller.by()).await.map_err(or_no_such_member)?;
    let member = app.accounts.members(id).await?.into_iter().find(|member| member.account.id == account);
    member.map(|member| Answer(member.into())).ok_or_else(no_such_member)
}

/// Remove a member
///
/// The account and its other memberships remain.
#[utoipa::path(delete, path = "/workspaces/{id}/members/{account}", tag = "Workspaces", operation_id = "removeMember",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The workspace's id"),
        ("account" = Uuid, Path, description = "The member's account id")),
    responses((status = NO_CONTENT, description = "Removed"),
        (status = CONFLICT, description = "It is the last administrator", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn remove(
    caller: Caller<MembersScope>,
    State(app): State<App>,
    PathIds(id, account): PathIds,
) -> Result<StatusCode, Problem> {
    workspaces::find(&app, id).await?;
    app.accounts.remove_member(id, account, &caller.by()).await.map_err(or_no_such_member)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The role of the field `role`.
pub(super) fn parse_role(name: &str, faults: &mut Vec<Fault>) -> Option<Role> {
    let role = Role::from_name(name);
    if role.is_none() {
        let known = Role::ALL.map(|role| format!("`{}`", role.name())).to_vec();
        faults.push(Fault::new("role", texts::value_not_one_of(shown(name), known)));
    }
    role
}

fn or_no_such_member(error: AccountsError) -> Problem {
    match error {
        AccountsError::NotFound => no_such_member(),
        other => other.into(),
    }
}

fn no_such_member() -> Problem {
    Problem::new(Kind::NotFound, texts::request_member_unknown())
}
