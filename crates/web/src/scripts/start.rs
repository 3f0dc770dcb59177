//! Asks before a script runs and sends real mail: which version, how many rows, how many mails.
//!
//! The input stays in memory until the answer, because it may be a file of several megabytes.

use std::borrow::Cow;

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use jiff::Timestamp;
use uuid::Uuid;

use super::access;
use super::dry::TriedScripts;
use super::editor;
use super::recent::{Entry, Recent};
use crate::confirmation::Question;
use crate::error_pages::{PageError, PageResult};
use crate::extract::Path;
use crate::labels::grouped;
use crate::layout::NavEntry;
use crate::session::Visitor;
use crate::translation::{tr, tr_args};
use app::App;
use scripting::{Input, Script, ScriptsError, Start, Trigger};

/// Runs that wait for confirmation; clones share them.
pub type WaitingStarts = Recent<WaitingStart>;

/// A run that waits for confirmation.
pub struct WaitingStart {
    pub id: Uuid,
    /// The account that requested it.
    pub visitor: Uuid,
    pub script: Uuid,
    /// The version saved with the request.
    pub version: u32,
    pub at: Timestamp,
    pub trigger: Trigger,
    pub input: Input,
}

impl Entry for WaitingStart {
    fn id(&self) -> Uuid {
        self.id
    }

    fn account(&self) -> Uuid {
        self.visitor
    }

    fn script(&self) -> Uuid {
        self.script
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn bytes(&self) -> usize {
        self.input.json().len()
    }
}

/// What will happen: the version, the number of rows of the input, and the number of mails if known.
pub fn meaning(script: &Script, input: &Input, tried: &TriedScripts) -> Vec<Cow<'static, str>> {
    let mails = tried.mails(script.id, &script.source, input);
    let rows = match input.rows() {
        Some(rows) => tr_args("run-ask-rows", &[("count", rows.into())]),
        None => tr("run-ask-no-rows"),
    };
    let count = match mails {
        Some(mails) => tr_args("run-ask-tried", &[("count", mails.into())]),
        None if tried.has(script.id, &script.source) => {
            tr_args("run-ask-tried-otherwise", &[("limit", grouped(script.limits.per_run().into()).into())])
        }
        None => tr_args("run-ask-not-tried", &[("limit", grouped(script.limits.per_run().into()).into())]),
    };
    let what = tr_args("run-ask-meaning", &[("name", script.name.clone().into()), ("version", script.version.into())]);
    vec![what, rows, count]
}

/// Workspace, script and id of the waiting start.
type StartPath = Path<(Uuid, Uuid, Uuid)>;

/// `GET …/starts/{start}`: asks.
pub async fn ask(
    State(app): State<App>,
    Extension(starts): Extension<WaitingStarts>,
    Extension(tried): Extension<TriedScripts>,
    visitor: Visitor,
    Path((id, script, start)): StartPath,
) -> PageResult {
    let (_, script) = access::own_script(&app, &visitor, id, script).await?;
    let waiting = starts.find(start, &visitor, script.id, app.clock.now()).ok_or(PageError::StartGone)?;
    let at = format!("/workspaces/{id}/scripts/{}", script.id);
    if waiting.version != script.version {
        return Ok(Redirect::to(&at).into_response());
    }
    let question = Question {
        meaning: meaning(&script, &waiting.input, &tried),
        action: format!("{at}/starts/{start}"),
        fields: Vec::new(),
        button: tr("run-ask-button"),
        is_dangerous: false,
        back: at,
    };
    Ok(question.page("run-ask-title", NavEntry::Workspaces, &visitor))
}

/// `POST …/starts/{start}`: starts the run, once.
pub async fn start(
    State(app): State<App>,
    Extension(starts): Extension<WaitingStarts>,
    visitor: Visitor,
    Path((id, script, start)): StartPath,
) -> PageResult {
    let (access, script) = access::own_script(&app, &visitor, id, script).await?;
    let waiting = starts.take(start, &visitor, script.id, app.clock.now()).ok_or(PageError::StartGone)?;
    if waiting.version != script.version {
        // Somebody saved another version since: what would run is not what was confirmed.
        return Ok(Redirect::to(&format!("/workspaces/{id}/scripts/{}", script.id)).into_response());
    }
    let start = Start {
        trigger: waiting.trigger,
        started_by: Some(visitor.actor()),
        input: waiting.input.clone(),
        late: false,
    };
    match app.scripts.start(script.id, start).await {
        Ok(run) => Ok(Redirect::to(&format!("/workspaces/{id}/runs/{run}")).into_response()),
        Err(ScriptsError::TooMany { waiting }) => {
            editor::too_many_waiting(&app, &visitor, &access, &script, waiting).await
        }
        Err(other) => Err(other.into()),
    }
}
