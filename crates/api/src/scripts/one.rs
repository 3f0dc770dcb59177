//! `/scripts` and `/scripts/{id}`: list, create, read, change, delete, and the webhook's token.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::typed::{NewScriptInput, ScriptChange, WebhookChange, as_written};
use super::view::{ScriptSummary, ScriptView, WebhookView, hook_url};
use super::{find, no_such_script, or_no_such_script};
use crate::caller::{Caller, ScriptsScope};
use crate::input::{Json, ListQuery, PathId, shown};
use crate::problem::{Kind, Problem, ProblemDocument};
use crate::texts;
use crate::version_tag::{IfMatch, etag};
use app::App;
use scripting::{Change, NewScript, ScriptsError};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(read, change, delete)).routes(routes!(make_hook))
}

/// Which scripts to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Scripts of this workspace; of all if absent.
    #[param(value_type = Option<Uuid>)]
    workspace_id: Option<String>,
}

/// Scripts.
#[derive(Serialize, ToSchema)]
struct ScriptList {
    /// Ordered by name, without their sources.
    items: Vec<ScriptSummary>,
    /// Always `null`: there are no further pages. A workspace has at most 500 scripts.
    next: Option<String>,
}

/// List scripts
#[utoipa::path(get, path = "/scripts", tag = "Scripts", operation_id = "listScripts",
    security(("bearer" = ["scripts"])),
    params(Query),
    responses((status = OK, description = "The scripts, by name", body = ScriptList)))]
async fn list(
    _caller: Caller<ScriptsScope>,
    State(app): State<App>,
    ListQuery(query): ListQuery<Query>,
) -> Result<Answer<ScriptList>, Problem> {
    let workspace = match query.workspace_id {
        Some(text) => Some(
            Uuid::try_parse(&text).map_err(|_| Problem::fault("workspace_id", texts::value_not_an_id(shown(&text))))?,
        ),
        None => None,
    };
    if let Some(workspace) = workspace
        && app.accounts.workspace(workspace).await?.is_none()
    {
        return Err(Problem::faults(vec![no_such_workspace()]));
    }
    let items = app.scripts.list(workspace).await?.into_iter().map(ScriptSummary::from).collect();
    Ok(Answer(ScriptList { items, next: None }))
}

/// Create a script
///
/// Creates it with its schedule, webhook and limits, or not at all. If it has a webhook, only this response has its
/// URL.
#[utoipa::path(post, path = "/scripts", tag = "Scripts", operation_id = "makeScript",
    security(("bearer" = ["scripts"])),
    request_body = NewScriptInput,
    responses((status = CREATED, description = "The script", body = ScriptView,
        headers(("Location" = String, description = "Where it is read")))))]
async fn make(
    caller: Caller<ScriptsScope>,
    State(app): State<App>,
    Json(typed): Json<NewScriptInput>,
) -> Result<impl IntoResponse, Problem> {
    let workspace = typed.workspace_id;
    let (new, wish, mut faults) = typed.read();
    if app.accounts.workspace(workspace).await?.is_none() {
        faults.push(no_such_workspace());
    }
    if !faults.is_empty() {
        faults.extend(as_written(new.faults(app.clock.now())));
        return Err(Problem::faults(faults));
    }
    let token = (wish == WebhookChange::Have).then(|| app.scripts.hook_token());
    let url = token.as_ref().map(|token| hook_url(&app, token.expose_secret()));
    let made = app.scripts.make(workspace, NewScript { hook: token, ..new }, &caller.by()).await;
    let made = made.map_err(|error| match error {
        ScriptsError::NotFound => Problem::faults(vec![no_such_workspace()]),
        other => with_written_fields(other),
    })?;
    let location = [(header::LOCATION, format!("/api/v1/scripts/{}", made.id))];
    Ok((StatusCode::CREATED, location, Answer(ScriptView::new(made, url))))
}

/// Read a script
#[utoipa::path(get, path = "/scripts/{id}", tag = "Scripts", operation_id = "readScript",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The script's id")),
    responses((status = OK, description = "The script", body = ScriptView,
        headers(("ETag" = String, description = "The version's number, for `If-Match`")))))]
async fn read(
    _caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<impl IntoResponse, Problem> {
    let script = find(&app, id).await?;
    Ok((etag(script.version), Answer(ScriptView::new(script, None))))
}

/// Change a script
///
/// Absent fields are kept. Another source is a new version; with `based_on` it is refused if somebody has saved
/// another version in the meantime.
#[utoipa::path(put, path = "/scripts/{id}", tag = "Scripts", operation_id = "changeScript",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The script's id"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made of")),
    request_body = ScriptChange,
    responses((status = OK, description = "The script as it is now", body = ScriptView,
            headers(("ETag" = String, description = "The version's number, for `If-Match`"))),
        (status = PRECONDITION_FAILED, description = "Another version was saved since the one of `If-Match`",
            body = ProblemDocument, content_type = "application/problem+json"),
        (status = CONFLICT, description = "Another version was saved since `based_on`", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn change(
    caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathId(id): PathId,
    IfMatch(if_match): IfMatch,
    Json(typed): Json<ScriptChange>,
) -> Result<impl IntoResponse, Problem> {
    let before = find(&app, id).await?;
    let overtaken =
        |newest: u32| Problem::new(Kind::PreconditionFailed, texts::request_version_overtaken(newest.to_string()));
    // Also where only a limit is changed: what was seen is not what is there.
    if if_match.is_some_and(|version| version != before.version) {
        return Err(overtaken(before.version));
    }
    let (change, wish, mut faults) = typed.read(&before);
    if !faults.is_empty() {
        faults.extend(as_written(before.faults(&change, app.clock.now())));
        return Err(Problem::faults(faults));
    }
    let by = caller.by();
    let change = Change { based_on: if_match.or(change.based_on), ..change };
    let changed = app.scripts.change(id, change, &by).await;
    let mut script = changed.map_err(|error| match error {
        ScriptsError::NotFound => no_such_script(),
        ScriptsError::Overtaken { newest, .. } if if_match.is_some() => overtaken(newest),
        other => with_written_fields(other),
    })?;
    // A second transaction: if it fails, repeating the same call completes the change.
    let token = match wish {
        WebhookChange::Keep => None,
        WebhookChange::Have => app.scripts.make_first_hook(id, &by).await.map_err(or_no_such_script)?,
        WebhookChange::End => {
            app.scripts.end_hook(id, &by).await.map_err(or_no_such_script)?;
            None
        }
    };
    if wish != WebhookChange::Keep {
        script = find(&app, id).await?;
    }
    let url = token.map(|token| hook_url(&app, token.expose_secret()));
    Ok((etag(script.version), Answer(ScriptView::new(script, url))))
}

/// Delete a script
///
/// Deletes it with its versions and runs; an active run is stopped. Mail that it sent stays in the outbox.
#[utoipa::path(delete, path = "/scripts/{id}", tag = "Scripts", operation_id = "deleteScript",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The script's id")),
    responses((status = NO_CONTENT, description = "Deleted")))]
async fn delete(
    caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<StatusCode, Problem> {
    app.scripts.delete(id, &caller.by()).await.map_err(or_no_such_script)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Create a webhook, or give it a new URL
///
/// The previous URL stops working. Only this response has the new one.
#[utoipa::path(post, path = "/scripts/{id}/webhook", tag = "Scripts", operation_id = "makeScriptWebhook",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The script's id")),
    responses((status = OK, description = "The webhook with its address", body = WebhookView)))]
async fn make_hook(
    caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<WebhookView>, Problem> {
    let token = app.scripts.make_hook(id, &caller.by()).await.map_err(or_no_such_script)?;
    Ok(Answer(WebhookView::made(app.clock.now(), hook_url(&app, token.expose_secret()))))
}

/// A problem from `scripting`, with the field names of the API.
fn with_written_fields(error: ScriptsError) -> Problem {
    match error {
        ScriptsError::Faults(faults) => Problem::faults(as_written(faults)),
        other => other.into(),
    }
}

fn no_such_workspace() -> mail::Fault {
    mail::Fault::new("workspace_id", texts::script_workspace_unknown())
}
