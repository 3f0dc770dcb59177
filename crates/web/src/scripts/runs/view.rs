//! The view of the page of a run.

use std::borrow::Cow;
use std::collections::HashMap;

use askama::Template;
use jiff::Timestamp;
use queue::{Id, Tally};
use serde::Deserialize;
use uuid::Uuid;

use super::super::access::WorkspaceAccess;
use super::super::dry::{Line, recipient_words};
use super::super::head::{Head, Tab};
use super::super::labels::{self, FaultMessage};
use super::tally::Count;
use crate::labels::{TimeElement, grouped};
use crate::layout::{Frame, NavEntry};
use crate::outbox::{Badge, subject_words};
use crate::session::Visitor;
use crate::translation::{filters, tr_args};
use scripting::{Console, Run, RunMail, Script};

/// Calls per page.
pub const PER_PAGE: usize = 50;
/// Maximum number of console lines, the newest, unless all are requested.
const LINES: usize = 300;

/// The query of a run's page.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct RunQuery {
    /// Calls after this one.
    pub after: u64,
    /// `refused`: only refused calls.
    pub show: String,
    /// `all`: all lines.
    pub console: String,
    pub done: Option<String>,
}

impl RunQuery {
    pub fn only_refused(&self) -> bool {
        self.show == "refused"
    }
}

#[derive(Template)]
#[template(path = "scripts/runs/page.html")]
pub struct Page {
    frame: Frame,
    head: Head,
    access: WorkspaceAccess,
    id: Uuid,
    note: Option<Cow<'static, str>>,
    /// The reason why the action was refused.
    refused_because: Option<String>,
    badge: Badge,
    meaning: Cow<'static, str>,
    late: bool,
    open: bool,
    trigger: String,
    version: u32,
    is_newest: bool,
    asked_at: TimeElement,
    waited: Option<String>,
    lasted: Option<String>,
    ended_at: Option<TimeElement>,
    rows: Option<Rows>,
    mails: u64,
    refused: u64,
    states: Vec<Badge>,
    /// Milliseconds after which the states are counted again, if the shown counts may be outdated.
    counted_again: Option<i64>,
    fault: Option<Fault>,
    only_refused: bool,
    calls: Vec<Call>,
    older: Option<String>,
    first: Option<String>,
    console: Vec<Line>,
    /// Number of earlier lines that are not shown.
    left_out: usize,
    console_cut: bool,
}

/// Progress through the rows of the input.
struct Rows {
    count: u64,
    words: Cow<'static, str>,
    done: u64,
}

struct Fault {
    message: FaultMessage,
    line: Option<u32>,
    column: Option<u32>,
    source_line: Option<String>,
}

struct Call {
    number: u64,
    subject: String,
    recipients: String,
    line: Option<u32>,
    href: Option<String>,
    badges: Vec<Badge>,
    repeated: bool,
    error: Option<String>,
}

impl Call {
    fn of(mail: RunMail, workspace: Uuid, tallies: &HashMap<Id, Tally>) -> Self {
        Self {
            number: mail.number,
            subject: subject_words(mail.subject),
            recipients: recipient_words(&mail.recipients),
            line: mail.line,
            href: mail.id.map(|Id(id)| format!("/workspaces/{workspace}/mails/{id}")),
            badges: mail.id.and_then(|id| tallies.get(&id)).map(Badge::all).unwrap_or_default(),
            repeated: mail.repeated,
            error: mail.refusal.as_ref().map(labels::refusal),
        }
    }
}

/// The data of the page of a run.
pub struct Parts {
    pub run: Run,
    pub count: Count,
    /// One more than is shown, to tell whether there are more.
    pub mails: Vec<RunMail>,
    pub tallies: HashMap<Id, Tally>,
    pub console: Vec<Console>,
    pub now: Timestamp,
}

impl Page {
    pub fn new(visitor: &Visitor, access: WorkspaceAccess, script: &Script, parts: Parts, query: &RunQuery) -> Self {
        let Parts { run, count, mut mails, tallies, console, now } = parts;
        let has_more = mails.len() > PER_PAGE;
        mails.truncate(PER_PAGE);
        let address = format!("/workspaces/{}/runs/{}", script.workspace, run.id);
        let show = if query.only_refused() { "show=refused&" } else { "" };
        let next =
            mails.last().filter(|_| has_more).map(|last| format!("{address}?{show}after={}#mails-title", last.number));
        let left_out = if query.console == "all" { 0 } else { console.len().saturating_sub(LINES) };
        let title = tr_args("run-title", &[("name", script.name.clone().into())]);
        Self {
            frame: Frame::new(title, NavEntry::Workspaces, visitor),
            head: Head::new(&access, script, Tab::Runs).below(),
            id: run.id,
            note: None,
            refused_because: None,
            badge: labels::badge(run.state),
            meaning: labels::meaning(run.state),
            late: run.late,
            open: !run.state.is_final(),
            trigger: labels::trigger(&run),
            version: run.version,
            is_newest: run.version == script.version,
            asked_at: TimeElement(run.asked_at),
            waited: waited(&run, now),
            lasted: lasted(&run, Some(now)),
            ended_at: run.ended_at.map(TimeElement),
            rows: run.input_rows.map(|count| Rows {
                count,
                words: if run.state.is_final() {
                    tr_args("run-rows-given", &[("rows", count.into())])
                } else {
                    tr_args("run-rows", &[("mails", run.mails.into()), ("rows", count.into())])
                },
                done: (run.mails + run.refused).min(count),
            }),
            mails: run.mails,
            refused: run.refused,
            states: counted(&count.tally),
            counted_again: count.until.map(|until| milliseconds(now, until).max(0)),
            fault: run.fault.as_ref().map(|fault| Fault {
                message: labels::fault(fault),
                line: fault.line,
                column: fault.column,
                source_line: fault.source_line.clone(),
            }),
            only_refused: query.only_refused(),
            calls: mails.into_iter().map(|mail| Call::of(mail, script.workspace, &tallies)).collect(),
            older: next,
            first: (query.after > 0).then(|| format!("{address}?{show}#mails-title")),
            console: console.iter().skip(left_out).map(|line| Line::of(line.level, &line.text)).collect(),
            left_out,
            console_cut: run.console_cut,
            access,
        }
    }

    /// Adds a note about what was just done.
    pub fn with_note(self, note: Option<Cow<'static, str>>) -> Self {
        Self { note, ..self }
    }

    /// Adds the reason why the action was refused.
    pub fn refused(self, why: String) -> Self {
        Self { refused_because: Some(why), ..self }
    }

    fn at(&self) -> String {
        format!("/workspaces/{}/runs/{}", self.head.workspace, self.id)
    }
}

/// A badge for each state that occurs, always with its count, because a run has many mails.
fn counted(tally: &Tally) -> Vec<Badge> {
    let each = tally.iter().filter(|(_, count)| *count > 0);
    each.map(|(state, count)| {
        let badge = Badge::of(state);
        Badge { words: format!("{} {}", badge.words, grouped(count)), ..badge }
    })
    .collect()
}

fn milliseconds(from: Timestamp, to: Timestamp) -> i64 {
    i64::try_from(to.duration_since(from).as_millis()).unwrap_or(i64::MAX)
}

fn between(from: Timestamp, to: Timestamp) -> String {
    labels::took(milliseconds(from, to))
}

/// How long the run waited, or has waited so far.
fn waited(run: &Run, now: Timestamp) -> Option<String> {
    match (run.started_at, run.ended_at) {
        (Some(started), _) => Some(between(run.asked_at, started)),
        (None, None) => Some(between(run.asked_at, now)),
        (None, Some(_)) => None,
    }
}

/// How long the run took, or has taken until `now`.
pub fn lasted(run: &Run, now: Option<Timestamp>) -> Option<String> {
    Some(between(run.started_at?, run.ended_at.or(now)?))
}
