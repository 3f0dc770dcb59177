//! `/scripts` and `/scripts/{id}`: list, create, read, change and delete scripts, and create their webhooks.

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

use super::typed::{NewScriptInput, ScriptChange, WebhookChange, with_api_fields};
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
    OpenApiRouter::new()
        .routes(routes!(list, make))
        .routes(routes!(read, change, delete))
        .routes(routes!(create_webhook))
}

/// Which scripts to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// Only scripts of this workspace; those of all workspaces if absent.
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
/// Creates the script with its schedule, webhook and limits, or nothing. If it has a webhook, only this response
/// contains the webhook's URL.
#[utoipa::path(post, path = "/scripts", tag = "Scripts", operation_id = "makeScript",
    security(("bearer" = ["scripts"])),
    request_body = NewScriptInput,
    responses((status = CREATED, description = "The script", body = ScriptView,
        headers(("Location" = String, description = "The URL of the script")))))]
async fn make(
    caller: Caller<ScriptsScope>,
    State(app): State<App>,
    Json(typed): Json<NewScriptInput>,
) -> Result<impl IntoResponse, Problem> {
    let workspace = typed.workspace_id;
    let (new, webhook, mut faults) = typed.read();
    if app.accounts.workspace(workspace).await?.is_none() {
        faults.push(no_such_workspace());
    }
    if !faults.is_empty() {
        faults.extend(with_api_fields(new.faults(app.clock.now())));
        return Err(Problem::faults(faults));
    }
    let token = (webhook == WebhookChange::Create).then(|| app.scripts.hook_token());
    let url = token.as_ref().map(|token| hook_url(&app, token.expose_secret()));
    let made = app.scripts.make(workspace, NewScript { hook: token, ..new }, &caller.by()).await;
    let made = made.map_err(|error| match error {
        ScriptsError::NotFound => Problem::faults(vec![no_such_workspace()]),
        other => with_api_field_names(other),
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
/// Absent fields are not changed. A different source becomes a new version; with `based_on` it is refused if another
/// version was saved in the meantime.
#[utoipa::path(put, path = "/scripts/{id}", tag = "Scripts", operation_id = "changeScript",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The script's id"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change is based on")),
    request_body = ScriptChange,
    responses((status = OK, description = "The script as it is now", body = ScriptView,
            headers(("ETag" = String, description = "The version's number, for `If-Match`"))),
        (status = PRECONDITION_FAILED, description = "A newer version than that of `If-Match` was saved",
            body = ProblemDocument, content_type = "application/problem+json"),
        (status = CONFLICT, description = "A newer version than `based_on` was saved", body = ProblemDocument,
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
    // Also if only a limit is changed: the client has not seen the newest version.
    if if_match.is_some_and(|version| version != before.version) {
        return Err(overtaken(before.version));
    }
    let (change, webhook, mut faults) = typed.read(&before);
    if !faults.is_empty() {
        faults.extend(with_api_fields(before.faults(&change, app.clock.now())));
        return Err(Problem::faults(faults));
    }
    let by = caller.by();
    let change = Change { based_on: if_match.or(change.based_on), ..change };
    let changed = app.scripts.change(id, change, &by).await;
    let mut script = changed.map_err(|error| match error {
        ScriptsError::NotFound => no_such_script(),
        ScriptsError::NewerVersion { newest, .. } if if_match.is_some() => overtaken(newest),
        other => with_api_field_names(other),
    })?;
    // A second transaction: if it fails, repeating the same call completes the change.
    let token = match webhook {
        WebhookChange::Keep => None,
        WebhookChange::Create => app.scripts.make_first_hook(id, &by).await.map_err(or_no_such_script)?,
        WebhookChange::Remove => {
            app.scripts.remove_webhook(id, &by).await.map_err(or_no_such_script)?;
            None
        }
    };
    if webhook != WebhookChange::Keep {
        script = find(&app, id).await?;
    }
    let url = token.map(|token| hook_url(&app, token.expose_secret()));
    Ok((etag(script.version), Answer(ScriptView::new(script, url))))
}

/// Delete a script
///
/// Deletes the script with its versions and runs; an active run is stopped. Mail of the script stays in the outbox.
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

/// Create a webhook or replace its URL
///
/// The previous URL stops working. Only this response contains the new URL.
#[utoipa::path(post, path = "/scripts/{id}/webhook", tag = "Scripts", operation_id = "makeScriptWebhook",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The script's id")),
    responses((status = OK, description = "The webhook with its URL", body = WebhookView)))]
async fn create_webhook(
    caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<WebhookView>, Problem> {
    let token = app.scripts.create_webhook(id, &caller.by()).await.map_err(or_no_such_script)?;
    Ok(Answer(WebhookView::made(app.clock.now(), hook_url(&app, token.expose_secret()))))
}

/// The problem of an error from `scripting`, with the field names of the API.
fn with_api_field_names(error: ScriptsError) -> Problem {
    match error {
        ScriptsError::Faults(faults) => Problem::faults(with_api_fields(faults)),
        other => other.into(),
    }
}

fn no_such_workspace() -> mail::Fault {
    mail::Fault::new("workspace_id", texts::script_workspace_unknown())
}
