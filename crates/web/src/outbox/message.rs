//! One message: its deliveries, its attempts, and the possible actions.

use std::borrow::Cow;

use askama::Template;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use mail::Verdict;
use queue::{Attempt, Client, Detail, Id, Kind, QueueError, Retry, State};
use serde::Deserialize;
use uuid::Uuid;

use super::delivered::{RecipientQuery, Recipients, bytes, source_of};
use super::list::{Row, subject_words};
use crate::docs::Explanation;
use crate::email_settings::StageView;
use crate::error_pages::{PageError, PageResult};
use crate::extract::{Path, Query};
use crate::labels::{TimeElement, size};
use crate::layout::{self, Frame, NavEntry};
use crate::message_view::{self, MessageView};
use crate::session::{Administrator, Visitor};
use crate::translation::{filters, language, tr, tr_args};
use accounts::audit::MailLocation;
use app::App;
use scripting::RunOrigin;
use sending::ended_deliveries;
use transfer::RequestMemory;

#[derive(Template)]
#[template(path = "outbox/message.html")]
struct Page {
    frame: Frame,
    row: Row,
    note: Option<Cow<'static, str>>,
    /// Why the action was refused.
    refused: Option<String>,
    from: String,
    /// The envelope sender, where it is not the From address.
    envelope_sender: Option<String>,
    message_id: String,
    size: String,
    expires_at: Option<TimeElement>,
    remarks: Vec<String>,
    resent_from: Option<Uuid>,
    /// The run that sent it, if a script did.
    script: Option<RunOrigin>,
    /// The program that submitted it.
    client: Option<Client>,
    text: Text,
    can_cancel: bool,
    can_retry: bool,
    can_resend: bool,
    /// Whether it is in the built-in mailbox while a mail server is configured.
    can_release: bool,
    /// Number of recipients who may already have it and to whom it can be sent again.
    uncertain: u64,
    recipients: Recipients,
    attempts: Vec<AttemptView>,
}

/// Whether the text can be read.
enum Text {
    Kept,
    Gone,
    ContainsTicket,
}

struct AttemptView {
    number: u32,
    ended_at: TimeElement,
    connection: String,
    summary: String,
    stages: Vec<StageView>,
    transcript: String,
    throttled: bool,
    problem: Option<Explanation>,
}

/// What was just done, shown once.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct MessageQuery {
    done: Option<String>,
    recipient: String,
    recipient_page: String,
}

impl MessageQuery {
    fn recipients(&self) -> RecipientQuery {
        RecipientQuery { recipient: self.recipient.clone(), recipient_page: self.recipient_page.clone() }
    }
}

/// `GET /outbox/{id}`.
pub async fn show(
    Shared(app): Shared<App>,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
    Query(query): Query<MessageQuery>,
) -> PageResult {
    let note = match query.done.as_deref() {
        Some("cancel") => Some(tr("outbox-cancelled")),
        Some("retry") => Some(tr("outbox-retried")),
        Some("resend") => Some(tr("outbox-repeated")),
        _ => None,
    };
    let page = page(&app, &visitor, Id(id), &query).await?;
    Ok(layout::render(&Page { note, ..page }))
}

/// `POST /outbox/{id}/cancel`.
pub async fn cancel(
    Shared(app): Shared<App>,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
) -> PageResult {
    let now = app.clock.now();
    let done = app.db.write(move |tx| queue::cancel(tx, Id(id), now)).await;
    after(&app, &visitor, id, done.map(|_| (id, "cancel"))).await
}

/// `POST /outbox/{id}/retry`.
pub async fn retry(
    Shared(app): Shared<App>,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
) -> PageResult {
    let now = app.clock.now();
    let done = app.db.write(move |tx| queue::retry_now(tx, Id(id), Retry::NotArrived, now)).await;
    after(&app, &visitor, id, done.map(|_| (id, "retry"))).await
}

/// Redirects to the changed message, or shows it with the reason why nothing changed.
pub async fn after(
    app: &App,
    visitor: &Visitor,
    id: Uuid,
    done: Result<(Uuid, &'static str), QueueError>,
) -> PageResult {
    let error = match done {
        Ok((changed, verb)) => {
            app.delivery_loop.wake();
            return Ok(Redirect::to(&format!("/outbox/{changed}?done={verb}")).into_response());
        }
        Err(error) => error,
    };
    let refusal = match &error {
        QueueError::WrongState(_) | QueueError::BodyGone | QueueError::ContainsTicket => error.refusal(),
        _ => None,
    };
    let Some(refusal) = refusal else { return Err(error.into()) };
    let page = Page {
        refused: Some(language().render(&refusal)),
        ..page(app, visitor, Id(id), &MessageQuery::default()).await?
    };
    Ok((StatusCode::CONFLICT, layout::render(&page)).into_response())
}

async fn page(app: &App, visitor: &Visitor, id: Id, query: &MessageQuery) -> Result<Page, PageError> {
    let detail = ended_deliveries::explained(app.db.read(move |rx| queue::detail(rx, id)).await?);
    let script = if detail.summary.kind == Kind::Script { app.scripts.run_of(id).await? } else { None };
    let Detail { summary, deliveries, attempts, client, .. } = detail;
    let (kind, tally, from) = (summary.kind, summary.deliveries, summary.from.expose().to_owned());
    let envelope_sender = Some(summary.sender.shown()).filter(|sender| *sender != from).map(str::to_owned);
    let waits = tally.waiting() > 0;
    let ended = tally.of(State::Failed) + tally.of(State::Expired) + tally.of(State::Cancelled) > 0;
    let row = Row::from(summary);
    Ok(Page {
        frame: Frame::new(row.subject.clone(), NavEntry::Outbox, visitor),
        row,
        note: None,
        refused: None,
        from,
        envelope_sender,
        message_id: detail.message_id,
        size: size(usize::try_from(detail.size).unwrap_or(usize::MAX)),
        expires_at: detail.expires_at.map(TimeElement),
        remarks: detail.remarks.iter().map(|remark| layout::sentence(&language().render(remark))).collect(),
        resent_from: detail.resent_from.map(|Id(id)| id),
        script,
        client,
        can_cancel: waits,
        can_retry: detail.has_text && !kind.is_tried_once() && (waits || ended),
        // For a single recipient, *Send again* in the notice does the same.
        can_resend: tally.of(State::Uncertain) < tally.total()
            && detail.has_text
            && !kind.is_tried_once()
            && !kind.contains_ticket(),
        uncertain: if detail.has_text && !kind.is_tried_once() { tally.of(State::Uncertain) } else { 0 },
        can_release: tally.of(State::Kept) > 0 && !kind.is_tried_once() && !app.settings.is_to_mailbox(),
        text: match (kind.contains_ticket(), detail.has_text) {
            (true, _) => Text::ContainsTicket,
            (_, true) => Text::Kept,
            (_, false) => Text::Gone,
        },
        recipients: Recipients::of(app, (id, kind), deliveries, format!("/outbox/{}", id.0), &query.recipients()),
        attempts: attempts.into_iter().rev().map(AttemptView::from).collect(),
    })
}

impl From<Attempt> for AttemptView {
    fn from(attempt: Attempt) -> Self {
        Self {
            number: attempt.number,
            ended_at: TimeElement(attempt.ended_at),
            summary: attempt_words(&attempt),
            connection: language().render(&attempt.connection),
            stages: attempt.stages.iter().map(StageView::from).collect(),
            transcript: attempt.transcript,
            throttled: attempt.throttled,
            problem: attempt.problem.as_ref().map(Explanation::of),
        }
    }
}

/// The result of an attempt for all its recipients.
fn attempt_words(attempt: &Attempt) -> String {
    if attempt.problem.is_some() {
        return tr("outbox-attempt-void").into_owned();
    }
    let count = |verdict: Verdict| attempt.verdicts.iter().filter(|(_, found)| *found == verdict).count();
    let parts = [
        (Verdict::Delivered, "outbox-delivered"),
        (Verdict::Kept, "outbox-kept"),
        (Verdict::Deferred, "outbox-deferred"),
        (Verdict::Refused, "outbox-refused-recipients"),
    ];
    let parts = parts.map(|(verdict, words)| (count(verdict), words));
    let counted = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<Cow<'static, str>> =
        counted.map(|(count, words)| tr_args(words, &[("count", (*count).into())])).collect();
    parts.join(", ")
}

#[derive(Template)]
#[template(path = "outbox/mail.html")]
struct MailPage {
    frame: Frame,
    id: Uuid,
    subject: String,
    reading: MessageView,
}

/// `GET /outbox/{id}/mail`: the text, only for administrators.
pub async fn mail(
    Shared(app): Shared<App>,
    Administrator(visitor): Administrator,
    memory: RequestMemory,
    Path(id): Path<Uuid>,
    Query(query): Query<message_view::TabQuery>,
) -> PageResult {
    let detail = app.db.read(move |rx| queue::detail(rx, Id(id))).await?;
    let bytes = bytes(&app, &memory, id).await?;
    let subject = subject_words(detail.summary.subject);
    let reading = MessageView::new(format!("/outbox/{id}/mail"), &bytes, query.show)?;
    let shows_text = reading.shows_text();
    let page = MailPage { frame: Frame::new(subject.clone(), NavEntry::Outbox, &visitor), id, subject, reading };
    let page = Ok(layout::render(&page));
    if shows_text { message_view::noted(&app, &visitor, MailLocation::Outbox(id), page).await } else { page }
}

/// `GET /outbox/{id}/mail/html`: the document of the frame.
pub async fn html(
    Shared(app): Shared<App>,
    Administrator(visitor): Administrator,
    memory: RequestMemory,
    Path(id): Path<Uuid>,
) -> PageResult {
    let frame = message_view::frame(&bytes(&app, &memory, id).await?);
    message_view::noted(&app, &visitor, MailLocation::Outbox(id), frame).await
}

/// `GET /outbox/{id}/mail/source`.
pub async fn source(
    Shared(app): Shared<App>,
    Administrator(visitor): Administrator,
    memory: RequestMemory,
    Path(id): Path<Uuid>,
) -> PageResult {
    let source = source_of(&app, &memory, id).await;
    message_view::noted(&app, &visitor, MailLocation::Outbox(id), source).await
}

/// `GET /outbox/{id}/mail/attachments/{number}`.
pub async fn attachment(
    Shared(app): Shared<App>,
    Administrator(visitor): Administrator,
    memory: RequestMemory,
    Path((id, number)): Path<(Uuid, usize)>,
) -> PageResult {
    let attachment = message_view::attachment(&bytes(&app, &memory, id).await?, number);
    message_view::noted(&app, &visitor, MailLocation::Outbox(id), attachment).await
}
