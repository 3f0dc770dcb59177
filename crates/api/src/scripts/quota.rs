//! `/scripts/{id}/quota`: what is used of the limits of a script.

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

/// The limits of a script, and what is used of them. Those of its workspace hold as well.
#[derive(Serialize, ToSchema)]
struct ScriptQuotaView {
    limits: LimitsView,
    used: ScriptUsedView,
}

/// Recipients that a script sent to.
#[derive(Serialize, ToSchema)]
struct ScriptUsedView {
    /// In the last 60 minutes.
    #[schema(example = 12)]
    recipients_per_hour: u64,
    /// In the last 24 hours.
    #[schema(example = 240)]
    recipients_per_day: u64,
}

/// Read what a script used of its limits
#[utoipa::path(get, path = "/scripts/{id}/quota", tag = "Scripts", operation_id = "readScriptQuota",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The script's id")),
    responses((status = OK, description = "Limits, and what is used of them", body = ScriptQuotaView)))]
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
