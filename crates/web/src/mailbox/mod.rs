//! The mailbox: mail that the built-in service kept instead of sending it, for administrators.

use std::borrow::Cow;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use serde::Deserialize;
use uuid::Uuid;

use super::error_pages::{PageError, PageResult};
use super::labels::{When, size};
use super::layout::{self, Frame, Here};
use super::message_view::{self, MessageView};
use super::session::{Administrator, percent_encoded};
use crate::extract::{Path, Query};
use crate::translation::{filters, tr, tr_args};
use accounts::audit::MailLocation;
use app::App;
use sending::mailbox::Entry;
use settings::Method;

const PER_PAGE: usize = 50;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(list))
        .route("/delete-all", get(confirm_delete_all).post(delete_all))
        .route("/{id}", get(show))
        .route("/{id}/html", get(html))
        .route("/{id}/source", get(source))
        .route("/{id}/attachments/{number}", get(attachment))
}

#[derive(Deserialize)]
struct MailboxQuery {
    #[serde(default)]
    q: String,
    before: Option<Uuid>,
    /// Number of messages that were just deleted.
    deleted: Option<u64>,
}

#[derive(Template)]
#[template(path = "mailbox/list.html")]
struct List {
    frame: Frame,
    q: String,
    rows: Vec<Row>,
    kept: u64,
    /// The note after a deletion.
    deleted: Option<Cow<'static, str>>,
    is_first: bool,
    /// The URL of the next page.
    older: Option<String>,
    /// Whether the active settings keep mail here.
    in_use: bool,
}

struct Row {
    id: Uuid,
    subject: String,
    recipients: String,
    from: String,
    received_at: When,
    size: String,
}

impl From<Entry> for Row {
    fn from(entry: Entry) -> Self {
        Self {
            id: entry.id,
            subject: subject_words(&entry.subject),
            recipients: recipients_words(&entry),
            from: entry.from.expose().to_owned(),
            received_at: When(entry.received_at),
            size: size(entry.size),
        }
    }
}

/// The first recipients, and how many more.
fn recipients_words(entry: &Entry) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<&str> = entry.recipients.iter().take(SHOWN).map(|recipient| recipient.expose()).collect();
    let more = entry.recipients.len().saturating_sub(SHOWN);
    let shown = shown.join(", ");
    if more == 0 {
        return shown;
    }
    tr_args("mailbox-and-more", &[("shown", shown.into()), ("count", more.into())]).into_owned()
}

fn subject_words(subject: &str) -> String {
    if subject.trim().is_empty() { tr("mailbox-no-subject").into_owned() } else { subject.to_owned() }
}

async fn list(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Query(query): Query<MailboxQuery>,
) -> PageResult {
    let q = query.q.trim().to_owned();
    // One more than is shown tells whether there are older ones.
    let mut entries = app.mailbox.list(&q, query.before, PER_PAGE + 1).await?;
    let has_older = entries.len() > PER_PAGE;
    entries.truncate(PER_PAGE);
    let older = entries
        .last()
        .filter(|_| has_older)
        .map(|last| format!("/mailbox?q={}&before={}", percent_encoded(&q), last.id));
    let kept = app.mailbox.count().await?;
    let active = app.settings.active();
    let in_use = active.settings.method == Method::Builtin && matches!(app.config.builtin, config::Builtin::Mailbox);
    let page = List {
        frame: Frame::new(tr("mailbox-title"), Here::Mailbox, &visitor),
        rows: entries.into_iter().map(Row::from).collect(),
        kept,
        deleted: query.deleted.map(|count| tr_args("mailbox-deleted", &[("count", count.into())])),
        is_first: query.before.is_none(),
        older,
        in_use,
        q,
    };
    Ok(layout::render(&page))
}

#[derive(Template)]
#[template(path = "mailbox/show.html")]
struct Show {
    frame: Frame,
    row: Row,
    recipients: Vec<String>,
    reading: MessageView,
}

async fn show(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
    Query(query): Query<message_view::TabQuery>,
) -> PageResult {
    let (entry, bytes) = read(&app, id).await?;
    let recipients = entry.recipients.iter().map(|recipient| recipient.expose().to_owned()).collect();
    let row = Row::from(entry);
    let reading = MessageView::new(format!("/mailbox/{id}"), &bytes, query.show)?;
    let shows_text = reading.shows_text();
    let frame = Frame::new(row.subject.clone(), Here::Mailbox, &visitor);
    let page = Ok(layout::render(&Show { frame, row, recipients, reading }));
    if shows_text { message_view::noted(&app, &visitor, MailLocation::Mailbox(id), page).await } else { page }
}

async fn html(State(app): State<App>, Administrator(visitor): Administrator, Path(id): Path<Uuid>) -> PageResult {
    let frame = message_view::frame(&bytes(&app, id).await?);
    message_view::noted(&app, &visitor, MailLocation::Mailbox(id), frame).await
}

async fn source(State(app): State<App>, Administrator(visitor): Administrator, Path(id): Path<Uuid>) -> PageResult {
    let source = message_view::source(bytes(&app, id).await?);
    message_view::noted(&app, &visitor, MailLocation::Mailbox(id), Ok(source)).await
}

async fn attachment(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Path((id, number)): Path<(Uuid, usize)>,
) -> PageResult {
    let attachment = message_view::attachment(&bytes(&app, id).await?, number);
    message_view::noted(&app, &visitor, MailLocation::Mailbox(id), attachment).await
}

async fn bytes(app: &App, id: Uuid) -> Result<Vec<u8>, PageError> {
    Ok(read(app, id).await?.1)
}

/// Reads an entry, for handlers that record the reading.
async fn read(app: &App, id: Uuid) -> Result<(Entry, Vec<u8>), PageError> {
    app.mailbox.get(id).await?.ok_or(PageError::NotFound)
}

#[derive(Template)]
#[template(path = "mailbox/delete_all.html")]
struct AskDeleteAll {
    frame: Frame,
    kept: u64,
}

/// The confirmation before deleting, a page of its own.
async fn confirm_delete_all(State(app): State<App>, Administrator(visitor): Administrator) -> PageResult {
    let kept = app.mailbox.count().await?;
    if kept == 0 {
        return Ok(Redirect::to("/mailbox").into_response());
    }
    let frame = Frame::new(tr("mailbox-delete-title"), Here::Mailbox, &visitor);
    Ok(layout::render(&AskDeleteAll { frame, kept }))
}

async fn delete_all(State(app): State<App>, _: Administrator) -> PageResult {
    let deleted = app.mailbox.delete_all().await?;
    Ok(Redirect::to(&format!("/mailbox?deleted={deleted}")).into_response())
}
