//! `/runs/{id}`: read a run, at once or when it has ended, and cancel it.

use std::time::Duration;

use axum::Json as Answer;
use axum::extract::State;
use queue::Tally;
use serde::Deserialize;
use tokio::sync::broadcast::error::RecvError;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::view::{RunEmailView, RunView};
use super::{no_such_run, or_no_such_run};
use crate::caller::{Caller, ScriptsScope};
use crate::input::{ListQuery, PathId, number_of};
use crate::problem::{Problem, ProblemDocument};
use app::App;
use scripting::{Run, RunMail};

/// Default and maximum mails per page.
const LIMIT: usize = 100;
const LIMIT_MAX: usize = 1_000;
/// Maximum time to wait for the end of a run: shorter than the timeouts of proxies.
const WAIT_MAX_SECONDS: u64 = 30;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(cancel))
}

/// The requested page of mails, and how long to wait.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Query {
    /// `emails_next` of the previous page; 0 for the first.
    #[param(value_type = Option<u64>)]
    emails_after: Option<String>,
    /// Mails per page: 1 to 1,000, 100 by default.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 1000)]
    limit: Option<String>,
    /// Wait until the run has ended, at most this many seconds: 0 to 30.
    #[param(value_type = Option<u32>, maximum = 30)]
    wait: Option<String>,
}

/// A page of mails.
#[derive(Clone, Copy, Default)]
struct Page {
    after: u64,
    limit: usize,
}

/// Read a run
///
/// Returns the state, the console, the mails with their current states, and the error with its line.
#[utoipa::path(get, path = "/runs/{id}", tag = "Scripts", operation_id = "readRun",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The run's id"), Query),
    responses((status = OK, description = "The run", body = RunView)))]
async fn read(
    _caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathId(id): PathId,
    ListQuery(query): ListQuery<Query>,
) -> Result<Answer<RunView>, Problem> {
    let mut faults = Vec::new();
    let page = Page {
        after: number_of("emails_after", query.emails_after.as_deref(), 0..=u64::from(u32::MAX), 0, &mut faults),
        limit: number_of("limit", query.limit.as_deref(), 1..=LIMIT_MAX, LIMIT, &mut faults),
    };
    let wait = number_of("wait", query.wait.as_deref(), 0..=WAIT_MAX_SECONDS, 0, &mut faults);
    if !faults.is_empty() {
        return Err(Problem::faults(faults));
    }
    if wait > 0 {
        // After the timeout, the current state is returned.
        let _ = tokio::time::timeout(Duration::from_secs(wait), ended(&app, id)).await;
    }
    let run = app.scripts.run(id).await?.ok_or_else(no_such_run)?;
    view(&app, run, page).await.map(Answer)
}

/// Cancel a run
///
/// A waiting run does not start, and an active run is stopped. Mail that was already accepted is sent.
#[utoipa::path(post, path = "/runs/{id}/cancel", tag = "Scripts", operation_id = "cancelRun",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The run's id")),
    responses((status = OK, description = "The run, which ends at once or soon", body = RunView),
        (status = CONFLICT, description = "It has ended already", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn cancel(
    caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<RunView>, Problem> {
    app.scripts.cancel(id, &caller.by()).await.map_err(or_no_such_run)?;
    let run = app.scripts.run(id).await?.ok_or_else(no_such_run)?;
    view(&app, run, Page { after: 0, limit: LIMIT }).await.map(Answer)
}

/// Waits until the run has ended or does not exist, or the process stops.
async fn ended(app: &App, id: Uuid) {
    // Subscribed before the run is read, so that no event is missed.
    let mut events = app.scripts.events();
    while let Ok(Some(run)) = app.scripts.run(id).await
        && !run.state.is_final()
    {
        loop {
            match events.recv().await {
                Ok(changed) if changed == id => break,
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => break,
                Err(RecvError::Closed) => return,
            }
        }
    }
}

async fn view(app: &App, run: Run, page: Page) -> Result<RunView, Problem> {
    let console = app.scripts.console(run.id, 0).await?;
    let mut mails = app.scripts.mails(run.id, page.after, page.limit + 1, false).await?;
    let more = mails.len() > page.limit;
    mails.truncate(page.limit);
    let next = mails.last().filter(|_| more).map(|mail| mail.number);
    Ok(RunView::new(run, console, with_states(app, mails).await?, next))
}

/// Each mail with the state of its message.
async fn with_states(app: &App, mails: Vec<RunMail>) -> Result<Vec<RunEmailView>, Problem> {
    let ids: Vec<_> = mails.iter().filter_map(|mail| mail.id).collect();
    let tallies = app.db.read(move |rx| queue::tallies(rx, &ids)).await?;
    let with_state = |mail: RunMail| {
        let tally = mail.id.and_then(|id| tallies.get(&id));
        RunEmailView::new(mail, tally.map(Tally::overall))
    };
    Ok(mails.into_iter().map(with_state).collect())
}
