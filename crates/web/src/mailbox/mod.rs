//! The mailbox: mail that the built-in service stored instead of sending it, for administrators.

mod release;

use std::borrow::Cow;
use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use serde::Deserialize;
use uuid::Uuid;

use super::error_pages::{PageError, PageResult};
use super::labels::{TimeElement, size};
use super::layout::{self, Frame, NavEntry};
use super::message_view::{self, MessageView};
use super::outbox::Badge;
use super::session::{Administrator, percent_encoded};
use crate::extract::{Path, Query};
use crate::translation::{filters, tr, tr_args};
use accounts::audit::MailLocation;
use app::App;
use queue::{Id, Tally};
use sending::mailbox::Entry;
use transfer::RequestMemory;

const PER_PAGE: usize = 50;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(list))
        .route("/release", get(release::ask).post(release::release))
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
    /// Number of messages that were just released.
    released: Option<u64>,
}

#[derive(Template)]
#[template(path = "mailbox/list.html")]
struct List {
    frame: Frame,
    q: String,
    rows: Vec<Row>,
    kept: u64,
    /// A note about what was just deleted or released.
    done: Option<Cow<'static, str>>,
    is_first: bool,
    /// The URL of the next page.
    older: Option<String>,
    /// Whether the active settings store mail here, so that nothing can be released.
    in_use: bool,
}

struct Row {
    id: Uuid,
    subject: String,
    recipients: String,
    from: String,
    received_at: TimeElement,
    size: String,
    /// The states of its deliveries; empty if the outbox no longer has it.
    badges: Vec<Badge>,
    /// Whether it can be released, because the outbox still has it as stored in the mailbox.
    is_kept: bool,
}

impl From<Entry> for Row {
    fn from(entry: Entry) -> Self {
        Self {
            id: entry.id,
            subject: subject_words(&entry.subject),
            recipients: recipients_words(&entry),
            from: entry.from.expose().to_owned(),
            received_at: TimeElement(entry.received_at),
            size: size(entry.size),
            badges: Vec::new(),
            is_kept: false,
        }
    }
}

impl Row {
    /// Adds the states of its deliveries.
    fn with_states(self, tally: Option<&Tally>) -> Self {
        let is_kept = tally.is_some_and(|tally| tally.of(queue::State::Kept) > 0);
        Self { badges: tally.map(Badge::all).unwrap_or_default(), is_kept, ..self }
    }
}

/// The states of the messages of these entries.
async fn tallies(app: &App, entries: &[Entry]) -> Result<HashMap<Id, Tally>, PageError> {
    let messages: Vec<Id> = entries.iter().filter_map(|entry| entry.message).collect();
    Ok(app.db.read(move |rx| queue::tallies(rx, &messages)).await?)
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
    // One more than is shown is read, to see whether there are older ones.
    let mut entries = app.mailbox.list(&q, query.before, PER_PAGE + 1).await?;
    let has_older = entries.len() > PER_PAGE;
    entries.truncate(PER_PAGE);
    let older = entries
        .last()
        .filter(|_| has_older)
        .map(|last| format!("/mailbox?q={}&before={}", percent_encoded(&q), last.id));
    let tallies = tallies(&app, &entries).await?;
    let kept = app.mailbox.count().await?;
    let in_use = app.settings.is_to_mailbox();
    let page = List {
        frame: Frame::new(tr("mailbox-title"), NavEntry::Mailbox, &visitor),
        rows: entries
            .into_iter()
            .map(|entry| {
                let tally = entry.message.and_then(|message| tallies.get(&message));
                Row::from(entry).with_states(tally)
            })
            .collect(),
        kept,
        done: match (query.deleted, query.released) {
            (Some(count), _) => Some(tr_args("mailbox-deleted", &[("count", count.into())])),
            (_, Some(count)) => Some(tr_args("mailbox-released", &[("count", count.into())])),
            _ => None,
        },
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
    message: Option<Uuid>,
    in_use: bool,
}

async fn show(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    memory: RequestMemory,
    Path(id): Path<Uuid>,
    Query(query): Query<message_view::TabQuery>,
) -> PageResult {
    let (entry, bytes) = read(&app, &memory, id).await?;
    let recipients = entry.recipients.iter().map(|recipient| recipient.expose().to_owned()).collect();
    let tallies = tallies(&app, std::slice::from_ref(&entry)).await?;
    // A message that the outbox no longer has is not linked.
    let message = entry.message.filter(|message| tallies.contains_key(message));
    let row = Row::from(entry).with_states(message.and_then(|message| tallies.get(&message)));
    let message = message.map(|Id(id)| id);
    let reading = MessageView::new(format!("/mailbox/{id}"), &bytes, query.show)?;
    let shows_text = reading.shows_text();
    let frame = Frame::new(row.subject.clone(), NavEntry::Mailbox, &visitor);
    let page =
        Ok(layout::render(&Show { frame, row, recipients, reading, message, in_use: app.settings.is_to_mailbox() }));
    if shows_text { message_view::noted(&app, &visitor, MailLocation::Mailbox(id), page).await } else { page }
}

async fn html(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    memory: RequestMemory,
    Path(id): Path<Uuid>,
) -> PageResult {
    let frame = message_view::frame(&bytes(&app, &memory, id).await?);
    message_view::noted(&app, &visitor, MailLocation::Mailbox(id), frame).await
}

async fn source(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    memory: RequestMemory,
    Path(id): Path<Uuid>,
) -> PageResult {
    let source = source_of(&app, &memory, id).await;
    message_view::noted(&app, &visitor, MailLocation::Mailbox(id), source).await
}

async fn attachment(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    memory: RequestMemory,
    Path((id, number)): Path<(Uuid, usize)>,
) -> PageResult {
    let attachment = message_view::attachment(&bytes(&app, &memory, id).await?, number);
    message_view::noted(&app, &visitor, MailLocation::Mailbox(id), attachment).await
}

/// The bytes as a file, in pieces.
async fn source_of(app: &App, memory: &RequestMemory, id: Uuid) -> PageResult {
    let size = app.mailbox.size(id).await?.ok_or(PageError::NotFound)?;
    let mailbox = app.mailbox.clone();
    let text = transfer::pieces(memory, size, move |offset, most| {
        let mailbox = mailbox.clone();
        async move { mailbox.part(id, offset, most).await.map(Option::unwrap_or_default) }
    });
    Ok(message_view::source(text.await?))
}

async fn bytes(app: &App, memory: &RequestMemory, id: Uuid) -> Result<Vec<u8>, PageError> {
    Ok(read(app, memory, id).await?.1)
}

/// Reads an entry, for handlers that record the reading.
async fn read(app: &App, memory: &RequestMemory, id: Uuid) -> Result<(Entry, Vec<u8>), PageError> {
    let size = app.mailbox.size(id).await?.ok_or(PageError::NotFound)?;
    // Memory for the bytes and the parts decoded from them.
    memory.reserve(2 * size).await?;
    app.mailbox.get(id).await?.ok_or(PageError::NotFound)
}

#[derive(Template)]
#[template(path = "mailbox/delete_all.html")]
struct AskDeleteAll {
    frame: Frame,
    kept: u64,
}

/// The page that asks before all mail is deleted.
async fn confirm_delete_all(State(app): State<App>, Administrator(visitor): Administrator) -> PageResult {
    let kept = app.mailbox.count().await?;
    if kept == 0 {
        return Ok(Redirect::to("/mailbox").into_response());
    }
    let frame = Frame::new(tr("mailbox-delete-title"), NavEntry::Mailbox, &visitor);
    Ok(layout::render(&AskDeleteAll { frame, kept }))
}

async fn delete_all(State(app): State<App>, _: Administrator) -> PageResult {
    let deleted = app.mailbox.delete_all().await?;
    Ok(Redirect::to(&format!("/mailbox?deleted={deleted}")).into_response())
}
