//! One run: its state, console and mails, and the possible actions.

use std::collections::HashMap;

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use queue::{Id, QueueError};
use uuid::Uuid;

use super::super::access::{self, WorkspaceAccess};
use super::super::dry::TriedScripts;
use super::super::start;
use super::tally::Tallies;
use super::view::{PER_PAGE, Page, Parts, RunQuery};
use crate::confirmation::Question;
use crate::error_pages::{PageError, PageResult};
use crate::extract::{Path, Query};
use crate::layout::{self, NavEntry};
use crate::session::{Client, Visitor};
use crate::translation::{language, tr, tr_args};
use app::App;
use scripting::{Run, Script, ScriptsError, Start, Trigger, texts};

/// `GET /workspaces/{id}/runs/{run}`.
pub async fn show(
    State(app): State<App>,
    Extension(counts): Extension<Tallies>,
    visitor: Visitor,
    Path((id, run)): Path<(Uuid, Uuid)>,
    Query(asked): Query<RunQuery>,
) -> PageResult {
    let (access, script, run) = access::run(&app, &visitor, id, run).await?;
    let note = match asked.done.as_deref() {
        Some("cancel") if run.state.is_final() => Some(tr("run-cancel-done")),
        Some("cancel") => Some(tr("run-cancel-asked")),
        _ => None,
    };
    let page = page(&app, &counts, &visitor, access, &script, run, &asked).await?;
    Ok(layout::render(&page.with_note(note)))
}

async fn page(
    app: &App,
    counts: &Tallies,
    visitor: &Visitor,
    access: WorkspaceAccess,
    script: &Script,
    run: Run,
    asked: &RunQuery,
) -> Result<Page, PageError> {
    let mails = app.scripts.mails(run.id, asked.after, PER_PAGE + 1, asked.only_refused()).await?;
    let ids: Vec<Id> = mails.iter().filter_map(|mail| mail.id).collect();
    let tallies = app.db.read(move |rx| queue::tallies(rx, &ids)).await;
    let tallies: HashMap<_, _> = tallies.map_err(|error: QueueError| PageError::from(error))?;
    let parts = Parts {
        count: counts.of(app, &run).await?,
        console: app.scripts.console(run.id, 0).await?,
        now: app.clock.now(),
        run,
        mails,
        tallies,
    };
    Ok(Page::new(visitor, access, script, parts, asked))
}

/// `POST /workspaces/{id}/runs/{run}/cancel`.
pub async fn cancel(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path((id, run)): Path<(Uuid, Uuid)>,
) -> PageResult {
    access::workspace(&app, &visitor, id).await?.written()?;
    let (_, _, run) = access::run(&app, &visitor, id, run).await?;
    match app.scripts.cancel(run.id, &visitor.by(client)).await {
        // The run has ended in the meantime; its page says how.
        Ok(()) | Err(ScriptsError::Ended) => {
            Ok(Redirect::to(&format!("/workspaces/{id}/runs/{}?done=cancel", run.id)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /workspaces/{id}/runs/{run}/again`: asks before the newest version runs with the same input.
pub async fn ask_again(
    State(app): State<App>,
    Extension(counts): Extension<Tallies>,
    Extension(tried): Extension<TriedScripts>,
    visitor: Visitor,
    Path((id, run)): Path<(Uuid, Uuid)>,
) -> PageResult {
    access::workspace(&app, &visitor, id).await?.written()?;
    let (access, script, run) = access::run(&app, &visitor, id, run).await?;
    let Some(input) = app.scripts.input(run.id).await? else {
        let page = page(&app, &counts, &visitor, access, &script, run, &RunQuery::default()).await?;
        let page = page.refused(tr("run-input-gone").into_owned());
        return Ok((StatusCode::CONFLICT, layout::render(&page)).into_response());
    };
    let mut meaning = start::meaning(&script, &input, &tried);
    meaning.push(tr_args("run-ask-before", &[("count", run.mails.into())]));
    let at = format!("/workspaces/{id}/runs/{}", run.id);
    let question = Question {
        meaning,
        action: format!("{at}/again"),
        fields: Vec::new(),
        button: tr("run-ask-button"),
        is_dangerous: false,
        back: at,
    };
    Ok(question.page("run-ask-title", NavEntry::Workspaces, &visitor))
}

/// `POST /workspaces/{id}/runs/{run}/again`: runs the newest version with the same input.
pub async fn again(
    State(app): State<App>,
    Extension(counts): Extension<Tallies>,
    visitor: Visitor,
    Path((id, run)): Path<(Uuid, Uuid)>,
) -> PageResult {
    access::workspace(&app, &visitor, id).await?.written()?;
    let (access, script, run) = access::run(&app, &visitor, id, run).await?;
    let why = match app.scripts.input(run.id).await? {
        None => tr("run-input-gone").into_owned(),
        Some(input) => {
            let trigger = if run.trigger == Trigger::File { Trigger::File } else { Trigger::Hand };
            let started_by = Some(visitor.actor());
            match app.scripts.start(script.id, Start { trigger, started_by, input, late: false }).await {
                Ok(new) => return Ok(Redirect::to(&format!("/workspaces/{id}/runs/{new}")).into_response()),
                Err(ScriptsError::TooMany { waiting }) => language().render(&texts::script_runs_waiting(waiting)),
                Err(other) => return Err(other.into()),
            }
        }
    };
    let page = page(&app, &counts, &visitor, access, &script, run, &RunQuery::default()).await?;
    Ok((StatusCode::CONFLICT, layout::render(&page.refused(why))).into_response())
}
