//! A mail of a script, for the members of its workspace: its state and its text.
//!
//! The pages of the outbox are for instance administrators. This page shows only mail that a script of this workspace
//! sent. Its text is for members who may write scripts, and reading it is recorded.

use askama::Template;
use axum::extract::State;
use queue::Id;
use uuid::Uuid;

use super::access::{self, WorkspaceAccess};
use super::labels;
use crate::error_pages::{PageError, PageResult};
use crate::extract::{Path, Query};
use crate::labels::TimeElement;
use crate::layout::{self, Frame, NavEntry};
use crate::message_view::{self, MessageView};
use crate::outbox::{RecipientQuery, Recipients, bytes, source_of, subject_words};
use crate::session::Visitor;
use crate::translation::{filters, language};
use accounts::audit::MailLocation;
use app::App;
use scripting::RunOrigin;
use transfer::RequestMemory;

#[derive(Template)]
#[template(path = "scripts/mail/page.html")]
struct Page {
    frame: Frame,
    access: WorkspaceAccess,
    mail: Uuid,
    subject: String,
    sender: String,
    accepted_at: TimeElement,
    remarks: Vec<String>,
    has_text: bool,
    sent_by: SentBy,
    recipients: Recipients,
}

/// The script that sent it.
struct SentBy {
    script: Uuid,
    name: String,
    version: u32,
    run: Uuid,
    trigger: String,
    line: Option<u32>,
}

impl SentBy {
    fn of(of: RunOrigin) -> Self {
        Self {
            script: of.script,
            name: of.name,
            version: of.run.version,
            run: of.run.id,
            trigger: labels::trigger(&of.run),
            line: of.line,
        }
    }
}

/// Admits to a mail that a script of the workspace sent.
async fn enter(app: &App, visitor: &Visitor, id: Uuid, mail: Uuid) -> Result<(WorkspaceAccess, RunOrigin), PageError> {
    let access = access::workspace(app, visitor, id).await?;
    let of = app.scripts.run_of(Id(mail)).await?.filter(|of| of.workspace == id);
    Ok((access, of.ok_or(PageError::NotFound)?))
}

/// Like [`enter`], only for those who may read mail of others.
async fn enter_reading(app: &App, visitor: &Visitor, id: Uuid, mail: Uuid) -> Result<RunOrigin, PageError> {
    access::workspace(app, visitor, id).await?.written()?;
    Ok(enter(app, visitor, id, mail).await?.1)
}

/// `GET /workspaces/{id}/mails/{mail}`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, mail)): Path<(Uuid, Uuid)>,
    Query(query): Query<RecipientQuery>,
) -> PageResult {
    let (access, of) = enter(&app, &visitor, id, mail).await?;
    let detail = app.db.read(move |rx| queue::detail(rx, Id(mail))).await?;
    let detail = sending::ended_deliveries::explained(detail);
    let subject = subject_words(detail.summary.subject);
    let page = Page {
        frame: Frame::new(subject.clone(), NavEntry::Workspaces, &visitor),
        access,
        mail,
        subject,
        sender: detail.summary.from.expose().to_owned(),
        accepted_at: TimeElement(detail.summary.accepted_at),
        remarks: detail.remarks.iter().map(|remark| layout::sentence(&language().render(remark))).collect(),
        has_text: detail.has_text,
        sent_by: SentBy::of(of),
        recipients: Recipients::of(
            &app,
            (Id(mail), detail.summary.kind),
            detail.deliveries,
            format!("/workspaces/{id}/mails/{mail}"),
            &query,
        ),
    };
    Ok(layout::render(&page))
}

#[derive(Template)]
#[template(path = "scripts/mail/text.html")]
struct TextPage {
    frame: Frame,
    workspace: Uuid,
    mail: Uuid,
    run: Uuid,
    script: String,
    subject: String,
    reading: MessageView,
}

/// `GET /workspaces/{id}/mails/{mail}/text`.
pub async fn text(
    State(app): State<App>,
    visitor: Visitor,
    memory: RequestMemory,
    Path((id, mail)): Path<(Uuid, Uuid)>,
    Query(asked): Query<message_view::TabQuery>,
) -> PageResult {
    let of = enter_reading(&app, &visitor, id, mail).await?;
    let detail = app.db.read(move |rx| queue::detail(rx, Id(mail))).await?;
    let reading = MessageView::new(
        format!("/workspaces/{id}/mails/{mail}/text"),
        &bytes(&app, &memory, mail).await?,
        asked.show,
    )?;
    let shows_text = reading.shows_text();
    let subject = subject_words(detail.summary.subject);
    let page = TextPage {
        frame: Frame::new(subject.clone(), NavEntry::Workspaces, &visitor),
        workspace: id,
        mail,
        run: of.run.id,
        script: of.name,
        subject,
        reading,
    };
    let page = Ok(layout::render(&page));
    if shows_text { message_view::noted(&app, &visitor, MailLocation::Outbox(mail), page).await } else { page }
}

/// `GET /workspaces/{id}/mails/{mail}/text/html`: the document of the frame.
pub async fn html(
    State(app): State<App>,
    visitor: Visitor,
    memory: RequestMemory,
    Path((id, mail)): Path<(Uuid, Uuid)>,
) -> PageResult {
    enter_reading(&app, &visitor, id, mail).await?;
    let frame = message_view::frame(&bytes(&app, &memory, mail).await?);
    message_view::noted(&app, &visitor, MailLocation::Outbox(mail), frame).await
}

/// `GET /workspaces/{id}/mails/{mail}/text/source`.
pub async fn source(
    State(app): State<App>,
    visitor: Visitor,
    memory: RequestMemory,
    Path((id, mail)): Path<(Uuid, Uuid)>,
) -> PageResult {
    enter_reading(&app, &visitor, id, mail).await?;
    let source = source_of(&app, &memory, mail).await;
    message_view::noted(&app, &visitor, MailLocation::Outbox(mail), source).await
}

/// `GET /workspaces/{id}/mails/{mail}/text/attachments/{number}`.
pub async fn attachment(
    State(app): State<App>,
    visitor: Visitor,
    memory: RequestMemory,
    Path((id, mail, number)): Path<(Uuid, Uuid, usize)>,
) -> PageResult {
    enter_reading(&app, &visitor, id, mail).await?;
    let attachment = message_view::attachment(&bytes(&app, &memory, mail).await?, number);
    message_view::noted(&app, &visitor, MailLocation::Outbox(mail), attachment).await
}
