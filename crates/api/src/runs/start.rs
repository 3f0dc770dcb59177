//! `POST /scripts/{id}/runs`: start a script, or make a dry run.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use mail::Fault;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::dry_run::DryRunView;
use super::no_such_run;
use super::view::RunView;
use crate::caller::{Caller, ScriptsScope};
use crate::input::{PathId, RunJson, ScriptInput};
use crate::problem::{Problem, ProblemDocument};
use crate::scripts::{find, or_no_such_script};
use crate::texts;
use accounts::Actor;
use app::App;
use scripting::{DryRunRequest, Script, Start, Trigger};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(start))
}

/// The parameters of a run.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRun {
    /// The script's `input`: any JSON, at most 8 MB. An array of objects in `rows` is a table.
    #[serde(default)]
    #[schema(value_type = Option<Object>, example = json!({"rows": [{"email": "ann@example.com", "name": "Ann"}]}))]
    input: ScriptInput,
    /// Makes a dry run: nothing is sent or stored, and the response contains the mails as they would be sent.
    #[serde(default)]
    dry_run: bool,
    /// The source to run instead of the newest version; only with `dry_run`.
    source: Option<String>,
}

/// Run a script
///
/// Returns 202 when the run is on disk; it starts as soon as other runs allow it. With `dry_run` the call waits up to
/// 20 seconds and returns 200 with the mails as they would be sent.
#[utoipa::path(post, path = "/scripts/{id}/runs", tag = "Scripts", operation_id = "runScript",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The script's id")),
    request_body = NewRun,
    responses((status = ACCEPTED, description = "The run, on disk", body = RunView,
            headers(("Location" = String, description = "The URL of the run"))),
        (status = OK, description = "The result of the dry run", body = DryRunView),
        (status = TOO_MANY_REQUESTS, description = "Too many runs of the script are waiting, or other dry runs are in progress",
            body = ProblemDocument, content_type = "application/problem+json")))]
async fn start(
    caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathId(id): PathId,
    RunJson(new): RunJson<NewRun>,
) -> Result<Response, Problem> {
    let script = find(&app, id).await?;
    if new.dry_run {
        return Ok(Answer(dry_run(&app, script, new, caller.actor()).await?).into_response());
    }
    if new.source.is_some() {
        return Err(Problem::fault("source", texts::script_source_without_dry_run()));
    }
    let input = new.input.0.map_err(|fault| Problem::faults(vec![fault]))?;
    let start = Start { trigger: Trigger::Api, started_by: Some(caller.actor()), input, late: false };
    let run = app.scripts.start(id, start).await.map_err(or_no_such_script)?;
    let view = RunView::first(app.scripts.run(run).await?.ok_or_else(no_such_run)?);
    let location = [(header::LOCATION, format!("/api/v1/runs/{run}"))];
    Ok((StatusCode::ACCEPTED, location, Answer(view)).into_response())
}

async fn dry_run(app: &App, script: Script, new: NewRun, started_by: Actor) -> Result<DryRunView, Problem> {
    let mut faults = Vec::new();
    let source = new.source.unwrap_or(script.source);
    let most = sandbox::Limits::default().source_bytes;
    if source.len() > most {
        faults.push(Fault::new("source", scripting::texts::script_source_too_long(source.len(), most)));
    }
    let input = match new.input.0 {
        Ok(input) if faults.is_empty() => input,
        input => {
            faults.extend(input.err());
            return Err(Problem::faults(faults));
        }
    };
    let request = DryRunRequest {
        script: Some(script.id),
        workspace: script.workspace,
        source,
        language: script.language,
        time_zone: script.time_zone,
        limits: script.limits,
        input,
        started_by,
    };
    Ok(app.scripts.dry_run(request).await?.into())
}
