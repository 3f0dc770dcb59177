//! Asks before a message is sent again: to how many recipients, and to which.

use std::borrow::Cow;

use askama::Template;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use mail::{EmailAddress, Fault, limits, parse_each};
use queue::{Id, QueueError};
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
use sending::intake::IntakeError;
use sending::quotas::Holder;

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
    /// For whose quotas the recipients count.
    quota: Option<Cow<'static, str>>,
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
            Err(faults) => return refused(&app, &visitor, id, form, faults).await,
        },
        _ => return Err(PageError::BadForm),
    };
    let source = app.db.read(move |rx| queue::source_of(rx, Id(id))).await?;
    let limits = app.scripts.limits_of(source).await?;
    let field = if form.to == "others" { "others" } else { "to" };
    let done = match app.intake.resend(Id(id), visitor.actor().text(), to, &limits).await {
        Ok(receipt) => Ok((receipt.id.0, "resend")),
        Err(IntakeError::Quota(exceeded)) => {
            return refused(&app, &visitor, id, form, vec![Fault::new(field, exceeded.text())]).await;
        }
        Err(IntakeError::Waiting(exceeded)) => {
            return refused(&app, &visitor, id, form, vec![Fault::new(field, exceeded.text())]).await;
        }
        Err(IntakeError::LowSpace) => {
            return refused(&app, &visitor, id, form, vec![Fault::new(field, texts::resend_disk_low())]).await;
        }
        Err(IntakeError::Queue(error)) => Err(error),
        Err(IntakeError::Full) => return Err(PageError::Full),
        Err(other) => return Err(PageError::broken("sending a message again", &other)),
    };
    message::after(&app, &visitor, id, done).await
}

async fn refused(app: &App, visitor: &Visitor, id: Uuid, form: ResendForm, faults: Vec<Fault>) -> PageResult {
    let page = page(app, visitor, id).await?;
    let (frame, faults) = (page.frame.with_faults(), Faults::new(faults));
    let page = Page { frame, faults, to: form.to, others: form.others, ..page };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, layout::render(&page)).into_response())
}

/// The entered addresses, without duplicates.
///
/// # Errors
/// A fault for each invalid address, or one for the list.
fn others(typed: &str) -> Result<Vec<EmailAddress>, Vec<Fault>> {
    let fault = |text| Fault::new("others", text);
    let mut addresses: Vec<EmailAddress> = Vec::new();
    let mut faults: Vec<Fault> = Vec::new();
    for parsed in typed.lines().flat_map(parse_each) {
        match parsed {
            Ok(mailbox) if addresses.contains(&mailbox.address) => {}
            Ok(mailbox) => addresses.push(mailbox.address),
            Err(error) => faults.push(fault(error.into())),
        }
    }
    if addresses.is_empty() && faults.is_empty() {
        faults.push(fault(texts::resend_without_address()));
    }
    if addresses.len() > limits::RECIPIENTS {
        faults.push(fault(mail::texts::draft_too_many_recipients(addresses.len(), limits::RECIPIENTS)));
    }
    if faults.is_empty() { Ok(addresses) } else { Err(faults) }
}

async fn page(app: &App, visitor: &Visitor, id: Uuid) -> Result<Page, PageError> {
    let (detail, source) =
        app.db.read(move |rx| Ok::<_, QueueError>((queue::detail(rx, Id(id))?, queue::source_of(rx, Id(id))?))).await?;
    let quotas = app.scripts.limits_of(source).await?.quotas;
    let holder = |holder| quotas.iter().any(|quota| quota.holder == holder);
    let texts = [
        (Holder::Script, "resend-quota-script"),
        (Holder::Workspace, "resend-quota-workspace"),
        (Holder::Account, "resend-quota-account"),
        (Holder::ApiKey, "resend-quota-key"),
    ];
    let quota = texts.into_iter().find(|(of, _)| holder(*of)).map(|(_, text)| text);
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
        quota: quota.map(tr),
        faults: Faults::default(),
    })
}
