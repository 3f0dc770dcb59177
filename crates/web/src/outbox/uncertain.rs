//! *Send again* for recipients who may already have the message: asks first, because they may get it twice.

use askama::Template;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use queue::{Id, Retry, State};
use uuid::Uuid;

use super::message::after;
use crate::error_pages::PageResult;
use crate::extract::Path;
use crate::layout::{self, Frame, NavEntry};
use crate::session::Administrator;
use crate::translation::{filters, tr};
use app::App;

/// Maximum number of recipients named in the question.
const SHOWN: usize = 10;

#[derive(Template)]
#[template(path = "outbox/uncertain.html")]
struct Question {
    frame: Frame,
    id: Uuid,
    recipients: Vec<String>,
}

/// `GET /outbox/{id}/retry-uncertain`.
pub async fn ask(Shared(app): Shared<App>, Administrator(visitor): Administrator, Path(id): Path<Uuid>) -> PageResult {
    let deliveries = app.db.read(move |rx| queue::deliveries(rx, Id(id))).await?;
    let uncertain = deliveries.iter().filter(|delivery| delivery.state == State::Uncertain);
    let recipients: Vec<String> = uncertain.map(|delivery| delivery.recipient.expose().to_owned()).collect();
    if recipients.is_empty() {
        return Ok(Redirect::to(&format!("/outbox/{id}")).into_response());
    }
    let frame = Frame::new(tr("outbox-uncertain-again"), NavEntry::Outbox, &visitor);
    Ok(layout::render(&Question { frame, id, recipients }))
}

/// `POST /outbox/{id}/retry-uncertain`.
pub async fn retry(
    Shared(app): Shared<App>,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
) -> PageResult {
    let now = app.clock.now();
    let done = app.db.write(move |tx| queue::retry_now(tx, Id(id), Retry::Uncertain, now)).await;
    after(&app, &visitor, id, done.map(|_| (id, "retry"))).await
}
