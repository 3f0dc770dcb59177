//! Asks before a message is sent again: to how many recipients, and to which.

use askama::Template;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use mail::{EmailAddress, Fault, limits, parse_list};
use queue::{Id, Resend};
use serde::Deserialize;
use uuid::Uuid;

use super::list::subject_words;
use super::message;
use crate::error_pages::{PageError, PageResult};
use crate::extract::{Form, Path};
use crate::layout::{self, Faults, Frame, NavEntry};
use crate::scripts::recipient_words;
use crate::session::{Administrator, Visitor};
use crate::texts;
use crate::translation::{filters, tr};
use app::App;

#[derive(Template)]
#[template(path = "outbox/resend.html")]
struct Page {
    frame: Frame,
    id: Uuid,
    subject: String,
    /// Number of recipients of the message.
    count: usize,
    /// The first recipients.
    recipients: String,
    to: String,
    others: String,
    faults: Faults,
}

/// The chosen recipients.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ResendForm {
    /// `same`, `me` or `others`.
    to: String,
    /// Addresses, one or more per line.
    others: String,
}

/// `GET /outbox/{id}/resend`: the question.
pub async fn ask(Shared(app): Shared<App>, Administrator(visitor): Administrator, Path(id): Path<Uuid>) -> PageResult {
    Ok(layout::render(&page(&app, &visitor, id).await?))
}

/// `POST /outbox/{id}/resend`.
pub async fn resend(
    Shared(app): Shared<App>,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
    Form(form): Form<ResendForm>,
) -> PageResult {
    let to = match form.to.as_str() {
        "same" => Vec::new(),
        "me" => vec![visitor.account.email.clone()],
        "others" => match others(&form.others) {
            Ok(to) => to,
            Err(fault) => {
                let page = page(&app, &visitor, id).await?;
                let (frame, faults) = (page.frame.with_faults(), Faults::new(vec![fault]));
                let page = Page { frame, faults, to: form.to, others: form.others, ..page };
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, layout::render(&page)).into_response());
            }
        },
        _ => return Err(PageError::BadForm),
    };
    let now = app.clock.now();
    let new = app.random.id(now);
    let resend = Resend { new: Id(new), actor: visitor.actor().text(), to };
    let done = app.db.write(move |tx| queue::resend(tx, Id(id), &resend, now)).await;
    message::after(&app, &visitor, id, done.map(|_| (new, "resend"))).await
}

/// The entered addresses, without duplicates.
fn others(typed: &str) -> Result<Vec<EmailAddress>, Fault> {
    let fault = |text| Fault::new("others", text);
    let lines = typed.replace(['\r', '\n'], ",");
    let mut addresses: Vec<EmailAddress> = Vec::new();
    for mailbox in parse_list(&lines).map_err(|error| fault(error.into()))? {
        if !addresses.contains(&mailbox.address) {
            addresses.push(mailbox.address);
        }
    }
    match addresses.len() {
        0 => Err(fault(texts::resend_without_address())),
        count if count > limits::RECIPIENTS => {
            Err(fault(mail::texts::draft_too_many_recipients(count, limits::RECIPIENTS)))
        }
        _ => Ok(addresses),
    }
}

async fn page(app: &App, visitor: &Visitor, id: Uuid) -> Result<Page, PageError> {
    let detail = app.db.read(move |rx| queue::detail(rx, Id(id))).await?;
    let recipients: Vec<String> =
        detail.deliveries.iter().map(|delivery| delivery.recipient.expose().to_owned()).collect();
    Ok(Page {
        frame: Frame::new(tr("resend-title"), NavEntry::Outbox, visitor),
        id,
        subject: subject_words(detail.summary.subject),
        count: recipients.len(),
        recipients: recipient_words(&recipients),
        to: "same".to_owned(),
        others: String::new(),
        faults: Faults::default(),
    })
}
