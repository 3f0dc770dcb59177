//! The runs of a script, newest first.

pub mod events;
pub mod one;
pub mod tally;
mod view;

use std::borrow::Cow;

use askama::Template;
use axum::extract::State;
use serde::Deserialize;
use uuid::Uuid;

use super::access;
use super::head::{Head, Tab};
use super::labels;
use crate::error_pages::PageResult;
use crate::extract::{Path, Query};
use crate::labels::TimeElement;
use crate::layout::{self, Frame, NavEntry};
use crate::outbox::Badge;
use crate::session::Visitor;
use crate::translation::{filters, tr_args};
use app::App;
use scripting::Run;

const PER_PAGE: usize = 50;

/// The position in the list.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RunListQuery {
    before: Option<Uuid>,
}

#[derive(Template)]
#[template(path = "scripts/runs/list.html")]
struct List {
    frame: Frame,
    head: Head,
    rows: Vec<Row>,
    writes: bool,
    newest: Option<String>,
    older: Option<String>,
}

struct Row {
    id: Uuid,
    badge: Badge,
    late: bool,
    asked_at: TimeElement,
    trigger: String,
    version: u32,
    took: Option<String>,
    counts: Cow<'static, str>,
    fault: Option<labels::FaultMessage>,
}

impl From<Run> for Row {
    fn from(run: Run) -> Self {
        Self {
            id: run.id,
            badge: labels::badge(run.state),
            late: run.late,
            asked_at: TimeElement(run.asked_at),
            trigger: labels::trigger(&run),
            version: run.version,
            took: view::lasted(&run, None),
            counts: match run.refused {
                0 => tr_args("scripts-mails", &[("count", run.mails.into())]),
                refused => tr_args("runs-mails-refused", &[("count", run.mails.into()), ("refused", refused.into())]),
            },
            fault: run.fault.as_ref().map(labels::fault),
        }
    }
}

/// `GET …/runs`.
pub async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, script)): Path<(Uuid, Uuid)>,
    Query(query): Query<RunListQuery>,
) -> PageResult {
    let (access, script) = access::script(&app, &visitor, id, script).await?;
    // One more than is shown is read, to see whether there are older ones.
    let mut runs = app.scripts.runs(script.id, query.before, PER_PAGE + 1).await?;
    let has_older = runs.len() > PER_PAGE;
    runs.truncate(PER_PAGE);
    let head = Head::new(&access, &script, Tab::Runs);
    let address = format!("{}/runs", head.at());
    let page = List {
        frame: Frame::new(tr_args("runs-title", &[("name", script.name.into())]), NavEntry::Workspaces, &visitor),
        older: runs.last().filter(|_| has_older).map(|last| format!("{address}?before={}", last.id)),
        newest: query.before.map(|_| address),
        rows: runs.into_iter().map(Row::from).collect(),
        writes: access.writes,
        head,
    };
    Ok(layout::render(&page))
}
