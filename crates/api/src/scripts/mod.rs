//! `/scripts` and `/workspaces/{id}/script-recipients`: scripts, their versions and webhooks, and their allowed
//! recipients. Runs are in `runs`.
//!
//! Needs `scripts`, a scope for administrators: it covers every workspace and allows changing limits.

mod one;
mod quota;
mod recipients;
mod typed;
mod versions;
mod view;
mod workspaces;

use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;

use super::problem::{Kind, Problem};
use super::texts;
use app::App;
use scripting::{Script, ScriptsError};

pub(super) fn routes() -> OpenApiRouter<App> {
    one::routes()
        .merge(quota::routes())
        .merge(versions::routes())
        .merge(recipients::routes())
        .merge(workspaces::routes())
}

/// The script of a path, or 404.
pub(super) async fn find(app: &App, id: Uuid) -> Result<Script, Problem> {
    app.scripts.script(id).await?.ok_or_else(no_such_script)
}

/// 404 for an unknown script.
pub(super) fn no_such_script() -> Problem {
    Problem::new(Kind::NotFound, texts::request_script_unknown())
}

/// Maps *not found* to the 404 of a script, for calls in which nothing else can be missing.
pub(super) fn or_no_such_script(error: ScriptsError) -> Problem {
    match error {
        ScriptsError::NotFound => no_such_script(),
        other => other.into(),
    }
}
