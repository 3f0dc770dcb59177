//! `GET /scripts/{id}/runs`: the runs of a script, newest first.

use axum::Json as Answer;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::view::RunSummary;
use crate::caller::{Caller, ScriptsScope};
use crate::input::{ListQuery, PathId, number_of, shown};
use crate::problem::Problem;
use crate::scripts::find;
use crate::texts;
use app::App;

/// Default and maximum runs per page.
const LIMIT: usize = 50;
const LIMIT_MAX: usize = 500;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// The requested page of runs.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Runs per page: 1 to 500, 50 by default.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 500)]
    limit: Option<String>,
    /// `next` of the previous page.
    #[param(value_type = Option<Uuid>)]
    cursor: Option<String>,
}

/// A page of runs.
#[derive(Serialize, ToSchema)]
struct RunList {
    /// Newest first.
    items: Vec<RunSummary>,
    /// The `cursor` of the next page; `null` on the last.
    next: Option<Uuid>,
}

/// List the runs of a script
#[utoipa::path(get, path = "/scripts/{id}/runs", tag = "Scripts", operation_id = "listRuns",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The script's id"), Query),
    responses((status = OK, description = "A page of runs", body = RunList)))]
async fn list(
    _caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathId(id): PathId,
    ListQuery(query): ListQuery<Query>,
) -> Result<Answer<RunList>, Problem> {
    let mut faults = Vec::new();
    let limit = number_of("limit", query.limit.as_deref(), 1..=LIMIT_MAX, LIMIT, &mut faults);
    let cursor = query.cursor.and_then(|text| {
        let cursor = Uuid::try_parse(&text).ok();
        if cursor.is_none() {
            faults.push(mail::Fault::new("cursor", texts::value_not_a_cursor(shown(&text))));
        }
        cursor
    });
    if !faults.is_empty() {
        return Err(Problem::faults(faults));
    }
    find(&app, id).await?;
    let mut runs = app.scripts.runs(id, cursor, limit + 1).await?;
    let more = runs.len() > limit;
    runs.truncate(limit);
    let next = runs.last().filter(|_| more).map(|run| run.id);
    Ok(Answer(RunList { items: runs.into_iter().map(RunSummary::from).collect(), next }))
}
