//! `/workspaces/{id}/quota`: the limits of a workspace, and how much of them is used.
//!
//! Needs `members`, which covers every workspace.

use axum::Json as Answer;
use axum::extract::State;
use mail::Fault;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::{Caller, MembersScope};
use super::input::{Json, PathId};
use super::problem::Problem;
use super::workspaces;
use accounts::{AccountsError, CountedQuota, WorkspaceQuota};
use app::App;
use scripting::workspace_quota;
use sending::quotas::Quota;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read, change))
}

/// The limits of a workspace, for all its scripts and invitations together, or of the mail passwords of an account. Recipients in To, Cc and Bcc count.
#[derive(Serialize, ToSchema)]
pub(super) struct QuotaLimitsView {
    /// Recipients in any 60 minutes.
    #[schema(example = 2_000)]
    recipients_per_hour: u32,
    /// Recipients in any 24 hours.
    #[schema(example = 10_000)]
    recipients_per_day: u32,
    /// Mails of its scripts or mail passwords to one recipient in any 60 minutes.
    mails_per_recipient: u32,
    /// Waiting mail of its scripts or mail passwords, in megabytes (1,000,000 bytes).
    #[schema(example = 500)]
    waiting_mb: u64,
}

/// How much of the limits is used.
#[derive(Serialize, ToSchema)]
pub(super) struct QuotaUsedView {
    /// Recipients in the last 60 minutes.
    #[schema(example = 12)]
    recipients_per_hour: u64,
    /// Recipients in the last 24 hours.
    #[schema(example = 240)]
    recipients_per_day: u64,
    /// Waiting mail, in megabytes, rounded up.
    #[schema(example = 3)]
    waiting_mb: u64,
}

/// The quota of a workspace.
#[derive(Serialize, ToSchema)]
struct QuotaView {
    limits: QuotaLimitsView,
    used: QuotaUsedView,
}

/// The new quota of a workspace. The response of `GET` may be sent back: `used` is ignored.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct QuotaInput {
    limits: QuotaLimitsInput,
    #[serde(rename = "used", default)]
    #[schema(ignore)]
    _used: IgnoredAny,
}

/// New limits of a workspace or an account; absent or `null` means the default.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct QuotaLimitsInput {
    /// Recipients in any 60 minutes; default 2,000.
    #[schema(example = 5_000, maximum = 1_000_000)]
    #[serde(default)]
    recipients_per_hour: Option<u32>,
    /// Recipients in any 24 hours; default 10,000.
    #[schema(example = 20_000, maximum = 1_000_000)]
    #[serde(default)]
    recipients_per_day: Option<u32>,
    /// Mails of its scripts or mail passwords to one recipient in any 60 minutes; default 20.
    #[schema(maximum = 1_000_000)]
    #[serde(default)]
    mails_per_recipient: Option<u32>,
    /// Waiting mail of its scripts or mail passwords, in megabytes (1,000,000 bytes); default 500.
    #[schema(example = 1_000, maximum = 1_000_000)]
    #[serde(default)]
    waiting_mb: Option<u64>,
}

/// Read the quota of a workspace
#[utoipa::path(get, path = "/workspaces/{id}/quota", tag = "Workspaces", operation_id = "readWorkspaceQuota",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The workspace's id")),
    responses((status = OK, description = "The limits, and how much of them is used", body = QuotaView)))]
async fn read(
    _caller: Caller<MembersScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<QuotaView>, Problem> {
    workspaces::find(&app, id).await?;
    let counted = app.accounts.workspace_quota(id).await?;
    Ok(Answer(view(&app, &counted).await?))
}

/// Change the quota of a workspace
///
/// The limits apply to runs that start and invitations that are created from now on. Usage stays counted, even if the
/// workspace is deleted and the same person creates another one within a day.
#[utoipa::path(put, path = "/workspaces/{id}/quota", tag = "Workspaces", operation_id = "changeWorkspaceQuota",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The workspace's id")),
    request_body = QuotaInput,
    responses((status = OK, description = "The limits, and how much of them is used", body = QuotaView)))]
async fn change(
    caller: Caller<MembersScope>,
    State(app): State<App>,
    PathId(id): PathId,
    Json(input): Json<QuotaInput>,
) -> Result<Answer<QuotaView>, Problem> {
    match app.accounts.set_workspace_quota(id, input.limits.into(), &caller.by()).await {
        Err(AccountsError::NotFound) => Err(workspaces::no_such_workspace()),
        Err(AccountsError::Faults(faults)) => Err(Problem::faults(faults.into_iter().map(in_limits).collect())),
        changed => Ok(Answer(view(&app, &changed?).await?)),
    }
}

async fn view(app: &App, counted: &CountedQuota) -> Result<QuotaView, Problem> {
    let used = QuotaUsedView::read(app, counted, &workspace_quota(counted)).await?;
    Ok(QuotaView { limits: QuotaLimitsView::of(&counted.limits), used })
}

/// A fault of a limit as a fault of the body's field.
pub(super) fn in_limits(fault: Fault) -> Fault {
    Fault { field: format!("limits.{}", fault.field), ..fault }
}

impl From<QuotaLimitsInput> for WorkspaceQuota {
    fn from(input: QuotaLimitsInput) -> Self {
        let QuotaLimitsInput { recipients_per_hour, recipients_per_day, mails_per_recipient, waiting_mb } = input;
        let waiting_bytes = waiting_mb.map(|megabytes| megabytes.saturating_mul(1_000_000));
        Self { recipients_per_hour, recipients_per_day, mails_per_recipient, waiting_bytes }
    }
}

impl QuotaLimitsView {
    pub(super) fn of(limits: &WorkspaceQuota) -> Self {
        Self {
            recipients_per_hour: limits.per_hour(),
            recipients_per_day: limits.per_day(),
            mails_per_recipient: limits.per_recipient(),
            waiting_mb: limits.waiting() / 1_000_000,
        }
    }
}

impl QuotaUsedView {
    /// `quota` is what the mail of `counted` is counted as.
    pub(super) async fn read(app: &App, counted: &CountedQuota, quota: &Quota) -> Result<Self, Problem> {
        let used = app.intake.quotas().used(quota, app.clock.now()).await?;
        let waiting = app.intake.quotas().waiting_bytes(&counted.workspaces).await?;
        Ok(Self {
            recipients_per_hour: used.hour,
            recipients_per_day: used.day,
            waiting_mb: waiting.div_ceil(1_000_000),
        })
    }
}
