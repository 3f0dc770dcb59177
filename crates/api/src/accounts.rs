//! `/accounts`: who can sign in, and what the mail passwords of an account may send.
//!
//! Needs `members`, which covers every account.

use axum::Json as Answer;
use axum::extract::State;
use jiff::Timestamp;
use mail::Fault;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::caller::{Caller, MembersScope};
use super::input::{Json, PathId};
use super::problem::{Kind, Problem};
use super::texts;
use super::workspace_quota::{QuotaLimitsInput, QuotaLimitsView, QuotaUsedView, in_limits};
use accounts::{AccountSending, AccountsError, AssignedSenders, ListedAccount};
use app::App;
use permissions::account_quota;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read_sending, change_sending))
}

/// An account of this server.
#[derive(Serialize, ToSchema)]
struct AccountView {
    id: Uuid,
    /// The address for signing in.
    #[schema(example = "ann@example.com")]
    email: String,
    /// The name of the person; may be empty.
    #[schema(example = "Ann Example")]
    name: String,
    /// Whether it administers the server.
    instance_admin: bool,
    /// Whether its address was confirmed; until then it has no rights.
    validated: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// The number of its workspaces.
    workspaces: u64,
}

impl From<ListedAccount> for AccountView {
    fn from(listed: ListedAccount) -> Self {
        let ListedAccount { account, created_at, workspaces } = listed;
        Self {
            id: account.id,
            email: account.email.expose().to_owned(),
            name: account.name,
            instance_admin: account.instance_admin,
            validated: account.validated,
            created_at,
            workspaces,
        }
    }
}

/// All accounts.
#[derive(Serialize, ToSchema)]
struct AccountList {
    /// Ordered by address.
    items: Vec<AccountView>,
    /// Always `null`: there are no further pages.
    next: Option<String>,
}

/// What the mail passwords of an account may send.
#[derive(Serialize, ToSchema)]
struct AccountSendingView {
    /// Addresses and domains that they may use as sender, besides the configured From. The email settings must allow
    /// them as well.
    #[schema(example = json!(["scanner@example.com"]))]
    senders: Vec<String>,
    limits: QuotaLimitsView,
    used: QuotaUsedView,
}

/// What the mail passwords of an account may send from now on. The response of `GET` may be sent back: `used` is ignored.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AccountSendingInput {
    /// Addresses and domains that they may use as sender, besides the configured From; none if absent.
    #[schema(example = json!(["scanner@example.com"]))]
    #[serde(default)]
    senders: Option<Vec<String>>,
    limits: QuotaLimitsInput,
    #[serde(rename = "used", default)]
    #[schema(ignore)]
    _used: IgnoredAny,
}

/// List accounts
#[utoipa::path(get, path = "/accounts", tag = "Accounts", operation_id = "listAccounts",
    security(("bearer" = ["members"])),
    responses((status = OK, description = "All accounts, by address", body = AccountList)))]
async fn list(_caller: Caller<MembersScope>, State(app): State<App>) -> Result<Answer<AccountList>, Problem> {
    let items = app.accounts.list().await?.into_iter().map(AccountView::from).collect();
    Ok(Answer(AccountList { items, next: None }))
}

/// Read what the mail passwords of an account may send
#[utoipa::path(get, path = "/accounts/{id}/sending", tag = "Accounts", operation_id = "readAccountSending",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The account's id")),
    responses((status = OK, description = "Senders, limits, and how much of them is used", body = AccountSendingView)))]
async fn read_sending(
    _caller: Caller<MembersScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<AccountSendingView>, Problem> {
    let sending = app.accounts.account_sending(id).await.map_err(problem)?;
    Ok(Answer(view(&app, &sending).await?))
}

/// Change what the mail passwords of an account may send
///
/// Applies to the next message. Whom they may write to follows from the workspaces of the person: until one is approved,
/// only accounts of this server.
#[utoipa::path(put, path = "/accounts/{id}/sending", tag = "Accounts", operation_id = "changeAccountSending",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The account's id")),
    request_body = AccountSendingInput,
    responses((status = OK, description = "Senders, limits, and how much of them is used", body = AccountSendingView)))]
async fn change_sending(
    caller: Caller<MembersScope>,
    State(app): State<App>,
    PathId(id): PathId,
    Json(input): Json<AccountSendingInput>,
) -> Result<Answer<AccountSendingView>, Problem> {
    let senders = AssignedSenders::parse(&input.senders.unwrap_or_default().join("\n")).map_err(Problem::faults)?;
    let changed = app.accounts.set_account_sending(id, senders, input.limits.into(), &caller.by()).await;
    Ok(Answer(view(&app, &changed.map_err(problem)?).await?))
}

fn problem(error: AccountsError) -> Problem {
    match error {
        AccountsError::NotFound => Problem::new(Kind::NotFound, texts::request_account_id_unknown()),
        AccountsError::Faults(faults) => Problem::faults(faults.into_iter().map(in_limits).collect::<Vec<Fault>>()),
        other => other.into(),
    }
}

async fn view(app: &App, sending: &AccountSending) -> Result<AccountSendingView, Problem> {
    let used = QuotaUsedView::read(app, &sending.quota, &account_quota(&sending.quota)).await?;
    let senders = sending.senders.list().map(str::to_owned).collect();
    Ok(AccountSendingView { senders, limits: QuotaLimitsView::of(&sending.quota.limits), used })
}
