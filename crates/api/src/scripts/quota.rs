//! `/scripts/{id}/quota`: the limits of a script, and how much of them is used.

use axum::Json as Answer;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::view::LimitsView;
use crate::caller::{Caller, ScriptsScope};
use crate::input::PathId;
use crate::problem::Problem;
use app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read))
}

/// The limits of a script, and how much of them is used. The limits of its workspace apply too.
#[derive(Serialize, ToSchema)]
struct ScriptQuotaView {
    limits: LimitsView,
    used: ScriptUsedView,
}

/// The recipients that the script has sent to.
#[derive(Serialize, ToSchema)]
struct ScriptUsedView {
    /// Recipients in the last 60 minutes.
    #[schema(example = 12)]
    recipients_per_hour: u64,
    /// Recipients in the last 24 hours.
    #[schema(example = 240)]
    recipients_per_day: u64,
}

/// Read the quota of a script
#[utoipa::path(get, path = "/scripts/{id}/quota", tag = "Scripts", operation_id = "readScriptQuota",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The script's id")),
    responses((status = OK, description = "The limits, and how much of them is used", body = ScriptQuotaView)))]
async fn read(
    _caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<ScriptQuotaView>, Problem> {
    let script = super::find(&app, id).await?;
    let quota = scripting::script_quota(script.id, &script.limits);
    let used = app.intake.quotas().used(&quota, app.clock.now()).await?;
    let used = ScriptUsedView { recipients_per_hour: used.hour, recipients_per_day: used.day };
    Ok(Answer(ScriptQuotaView { limits: (&script.limits).into(), used }))
}
