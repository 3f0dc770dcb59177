//! The result of a dry run: each mail as it would be sent, with its text. Nothing was sent, and nothing is stored.

mod store;

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use uuid::Uuid;

use super::access;
use super::head::{Head, Tab};
use super::labels::{self, FaultMessage};
use crate::error_pages::{PageError, PageResult};
use crate::extract::{Path, Query};
use crate::layout::{self, Frame, NavEntry};
use crate::message_view::{self, MessageView};
use crate::outbox::subject_words;
use crate::session::Visitor;
use crate::translation::{filters, language, tr, tr_args};
use app::App;
use scripting::{DryMail, Script};

pub use store::{DryRuns, StoredDryRun, TriedScripts};

/// Maximum calls that the page lists; the others are only counted.
const LISTED: usize = 500;

#[derive(Template)]
#[template(path = "scripts/dry/page.html")]
struct Page {
    frame: Frame,
    head: Head,
    id: Uuid,
    ended: DryRunResult,
    took: String,
    accepted: u64,
    refused: u64,
    remarks: Vec<String>,
    mails: Vec<MailRow>,
    /// Number of calls that are not listed.
    more: u64,
    console: Vec<Line>,
    console_cut: bool,
}

/// How it ended.
enum DryRunResult {
    Completed,
    Failed { message: FaultMessage, line: Option<u32>, column: Option<u32>, source_line: Option<String> },
}

struct MailRow {
    number: u64,
    subject: String,
    recipients: String,
    line: Option<u32>,
    /// Whether its text can be shown.
    readable: bool,
    error: Option<String>,
}

/// A line of the console.
pub struct Line {
    pub class: &'static str,
    pub loud: Cow<'static, str>,
    pub text: String,
}

impl Line {
    pub fn of(level: sandbox::Level, text: &str) -> Self {
        let (class, loud) = labels::level(level);
        Self { class, loud, text: text.to_owned() }
    }
}

/// The first recipients, and the number of others.
pub fn recipient_words(recipients: &[String]) -> String {
    const NAMED: usize = 3;
    let named = recipients.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match recipients.len().saturating_sub(NAMED) {
        0 => named,
        more => tr_args("outbox-and-more", &[("named", named.into()), ("count", more.into())]).into_owned(),
    }
}

impl From<&DryMail> for MailRow {
    fn from(mail: &DryMail) -> Self {
        Self {
            number: mail.number,
            subject: subject_words(mail.subject.clone()),
            recipients: recipient_words(&mail.recipients),
            line: mail.line,
            readable: mail.message.is_some(),
            error: mail.refusal.as_ref().map(labels::refusal),
        }
    }
}

/// `GET …/dry-runs/{dry}`.
pub async fn show(
    State(app): State<App>,
    Extension(runs): Extension<DryRuns>,
    visitor: Visitor,
    Path((id, script, dry)): Path<(Uuid, Uuid, Uuid)>,
) -> PageResult {
    let (access, script) = access::own_script(&app, &visitor, id, script).await?;
    let kept = find(&runs, &app, &visitor, &script, dry)?;
    let ran = &kept.ran;
    let ended = match &ran.fault {
        None => DryRunResult::Completed,
        Some(fault) => DryRunResult::Failed {
            message: labels::fault(fault),
            line: fault.line,
            column: fault.column,
            source_line: fault.source_line.clone(),
        },
    };
    let page = Page {
        frame: Frame::new(tr("dry-title"), NavEntry::Workspaces, &visitor),
        head: Head::new(&access, &script, Tab::Editor).below(),
        id: dry,
        ended,
        took: labels::took(i64::try_from(ran.wall_ms).unwrap_or(i64::MAX)),
        accepted: ran.accepted,
        refused: ran.refused,
        remarks: kept.remarks.iter().map(|remark| layout::sentence(&language().render(remark))).collect(),
        mails: ran.mails.iter().take(LISTED).map(MailRow::from).collect(),
        more: (ran.accepted + ran.refused).saturating_sub(ran.mails.len().min(LISTED) as u64),
        console: ran.console.iter().map(|line| Line::of(line.level, &line.text)).collect(),
        console_cut: ran.console_cut,
    };
    Ok(layout::render(&page))
}

fn find(
    runs: &DryRuns,
    app: &App,
    visitor: &Visitor,
    script: &Script,
    dry: Uuid,
) -> Result<Arc<StoredDryRun>, PageError> {
    runs.find(dry, visitor, script.id, app.clock.now()).ok_or(PageError::DryRunGone)
}

#[derive(Template)]
#[template(path = "scripts/dry/mail.html")]
struct MailPage {
    frame: Frame,
    head: Head,
    dry: Uuid,
    subject: String,
    recipients: String,
    line: Option<u32>,
    reading: MessageView,
}

/// Workspace, script, dry run, and number of the mail.
type MailPath = Path<(Uuid, Uuid, Uuid, u64)>;

/// `GET …/dry-runs/{dry}/mails/{number}`.
pub async fn mail(
    State(app): State<App>,
    Extension(runs): Extension<DryRuns>,
    visitor: Visitor,
    Path((id, script, dry, number)): MailPath,
    Query(asked): Query<message_view::TabQuery>,
) -> PageResult {
    let (access, script) = access::own_script(&app, &visitor, id, script).await?;
    let kept = find(&runs, &app, &visitor, &script, dry)?;
    let (mail, bytes) = rendered(&kept, number)?;
    let head = Head::new(&access, &script, Tab::Editor).below();
    let subject = subject_words(mail.subject.clone());
    let page = MailPage {
        frame: Frame::new(subject.clone(), NavEntry::Workspaces, &visitor),
        reading: MessageView::new(format!("{}/dry-runs/{dry}/mails/{number}", head.at()), bytes, asked.show)?,
        head,
        dry,
        subject,
        recipients: mail.recipients.join(", "),
        line: mail.line,
    };
    Ok(layout::render(&page))
}

fn rendered(kept: &StoredDryRun, number: u64) -> Result<(&DryMail, &[u8]), PageError> {
    let mail = kept.ran.mails.iter().find(|mail| mail.number == number).ok_or(PageError::NotFound)?;
    Ok((mail, mail.message.as_deref().ok_or(PageError::NotFound)?))
}

/// `GET …/mails/{number}/html`: the document of the frame.
pub async fn html(
    State(app): State<App>,
    Extension(runs): Extension<DryRuns>,
    visitor: Visitor,
    Path((id, script, dry, number)): MailPath,
) -> PageResult {
    let (_, script) = access::own_script(&app, &visitor, id, script).await?;
    message_view::frame(rendered(&*find(&runs, &app, &visitor, &script, dry)?, number)?.1)
}

/// `GET …/mails/{number}/source`.
pub async fn source(
    State(app): State<App>,
    Extension(runs): Extension<DryRuns>,
    visitor: Visitor,
    Path((id, script, dry, number)): MailPath,
) -> PageResult {
    let (_, script) = access::own_script(&app, &visitor, id, script).await?;
    let kept = find(&runs, &app, &visitor, &script, dry)?;
    let bytes = rendered(&kept, number)?.0.message.clone().ok_or(PageError::NotFound)?;
    Ok(message_view::source(Bytes::from_owner(bytes)))
}

/// `GET …/mails/{number}/attachments/{attachment}`.
pub async fn attachment(
    State(app): State<App>,
    Extension(runs): Extension<DryRuns>,
    visitor: Visitor,
    Path((id, script, dry, number, attachment)): Path<(Uuid, Uuid, Uuid, u64, usize)>,
) -> PageResult {
    let (_, script) = access::own_script(&app, &visitor, id, script).await?;
    message_view::attachment(rendered(&*find(&runs, &app, &visitor, &script, dry)?, number)?.1, attachment)
}
