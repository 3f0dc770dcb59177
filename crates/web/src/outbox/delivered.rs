//! The deliveries of a message, and its bytes if they are still stored.
//!
//! For the pages of the outbox and of a script's mails, which both include `outbox/deliveries.html`. The pages check
//! permissions.

use std::borrow::Cow;
use std::sync::Arc;

use i18n::language;
use queue::{Delivery, Id, Kind, QueueError, RecipientField, State, StoredBody};
use serde::Deserialize;
use uuid::Uuid;

use super::labels::{Badge, state_meaning};
use crate::docs::Explanation;
use crate::error_pages::{PageError, PageResult};
use crate::labels::TimeElement;
use crate::message_view;
use crate::paging::{Paged, Search, contains};
use crate::translation::{tr, tr_args};
use app::App;
use transfer::RequestMemory;

/// With more recipients than this, each is folded to one line.
const UNFOLDED: usize = 5;

/// The recipients of a message as its page shows them: searched, paged, and folded if there are many.
pub struct Recipients {
    /// The recipients on this page of the list.
    pub paged: Paged<Delivered>,
    /// The path of the page.
    pub path: String,
}

/// The search for recipients.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RecipientQuery {
    pub recipient: String,
    pub recipient_page: String,
}

impl Recipients {
    /// The recipients of a message whose address matches the search. `path` is that of the page.
    pub fn of(
        app: &App,
        (id, kind): (Id, Kind),
        deliveries: Vec<Delivery>,
        path: String,
        query: &RecipientQuery,
    ) -> Self {
        let words = query.recipient.trim().to_owned();
        let search =
            Search { address: format!("{path}?"), name: "recipient", words: words.clone(), anchor: "recipients" };
        let page = query.recipient_page.parse().unwrap_or(1);
        let paged = Paged::of(deliveries, page, search, |one| contains(one.recipient.expose(), &words));
        Self { paged: paged.map(|delivery| Delivered::new(app, id, kind, delivery)), path }
    }

    /// Whether each recipient is folded to one line.
    pub fn is_folded(&self) -> bool {
        self.paged.total > UNFOLDED
    }
}

/// A delivery as its page shows it.
pub struct Delivered {
    pub recipient: String,
    /// The header field of the message that lists the recipient.
    pub field: Option<Cow<'static, str>>,
    pub badge: Badge,
    pub meaning: Cow<'static, str>,
    pub reply: Option<String>,
    pub problem: Option<Explanation>,
    pub attempts: Cow<'static, str>,
    /// What it waits for, and until when if known.
    pub waiting: Option<(String, Option<TimeElement>)>,
    pub may_have_arrived_twice: bool,
    pub on_hold: bool,
    pub changed_at: TimeElement,
}

impl Delivered {
    /// A delivery of message `id`, which is of `kind`.
    pub fn new(app: &App, id: Id, kind: Kind, delivery: Delivery) -> Self {
        let waiting = app.delivery_loop.waiting(id, kind.lane(), &delivery);
        Self {
            waiting: waiting.map(|waiting| (language().render(&waiting.reason.text()), waiting.until.map(TimeElement))),
            recipient: delivery.recipient.expose().to_owned(),
            field: delivery.field.map(recipient_field_label),
            badge: Badge::of(delivery.state),
            meaning: state_meaning(delivery.state),
            // The mailbox is no server that replies.
            reply: delivery.reply.filter(|_| delivery.state != State::Kept).map(|reply| reply.to_string()),
            problem: delivery.problem.as_ref().map(Explanation::of),
            attempts: tr_args("outbox-tried-times", &[("count", delivery.attempts.into())]),
            may_have_arrived_twice: delivery.may_have_arrived_twice,
            on_hold: delivery.on_hold,
            changed_at: TimeElement(delivery.changed_at),
        }
    }
}

fn recipient_field_label(field: RecipientField) -> Cow<'static, str> {
    tr(match field {
        RecipientField::To => "recipient-to",
        RecipientField::Cc => "recipient-cc",
        RecipientField::Bcc => "recipient-bcc",
        RecipientField::AutomaticBcc => "recipient-automatic-bcc",
    })
}

/// The bytes of a message, for handlers that record the reading.
pub async fn bytes(app: &App, memory: &RequestMemory, id: Uuid) -> Result<Arc<[u8]>, PageError> {
    let body = body(app, id).await?;
    // Memory for the bytes and the parts decoded from them.
    memory.reserve(2 * body.size).await?;
    app.db.read(move |rx| queue::raw(rx, Id(id))).await.map_err(unreadable)
}

/// The bytes of a message as a file, in pieces; for handlers that record the reading.
pub async fn source_of(app: &App, memory: &RequestMemory, id: Uuid) -> PageResult {
    let body = body(app, id).await?;
    let db = app.db.clone();
    let text = transfer::pieces(memory, body.size, move |offset, most| {
        let db = db.clone();
        async move { db.read(move |rx| queue::raw_part(rx, body, offset, most)).await }
    });
    Ok(message_view::source(text.await?))
}

async fn body(app: &App, id: Uuid) -> Result<StoredBody, PageError> {
    app.db.read(move |rx| queue::raw_body(rx, Id(id))).await.map_err(unreadable)
}

fn unreadable(error: QueueError) -> PageError {
    match error {
        QueueError::BodyGone | QueueError::ContainsTicket => PageError::NotFound,
        other => other.into(),
    }
}
