//! `/scripts/{id}/runs` and `/runs/{id}`: start a script, make a dry run, read runs, cancel them.
//!
//! Starting a run returns once the run is on disk. Only the call for a dry run waits for its end.

mod dry_run;
mod start;

mod list;
mod read;
mod view;

use utoipa_axum::router::OpenApiRouter;

use super::problem::{Kind, Problem};
use super::texts;
use app::App;
use scripting::ScriptsError;

pub(super) fn routes() -> OpenApiRouter<App> {
    start::routes().merge(list::routes()).merge(read::routes())
}

fn no_such_run() -> Problem {
    Problem::new(Kind::NotFound, texts::request_run_unknown())
}

fn or_no_such_run(error: ScriptsError) -> Problem {
    match error {
        ScriptsError::NotFound => no_such_run(),
        other => other.into(),
    }
}
