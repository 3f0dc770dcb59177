//! What became of a message, recipient by recipient, and its bytes where they are kept.
//!
//! For the pages of the outbox and of a script's mails, which both show `outbox/deliveries.html`. Who may see it, they ask.

use std::borrow::Cow;
use std::sync::Arc;

use i18n::{ProblemText, language};
use queue::{Delivery, Id, QueueError, RecipientField};
use serde::Deserialize;
use uuid::Uuid;

use super::labels::{Badge, state_meaning};
use crate::error_pages::PageError;
use crate::labels::When;
use crate::paging::{Paged, Search, contains};
use crate::translation::{tr, tr_args};
use app::App;

/// More recipients than this are folded: each is one line until it is opened.
const UNFOLDED: usize = 5;

/// The recipients of a message, as its page shows them: searched, paged and folded where they are many.
pub struct Recipients {
    /// Those that are shown.
    pub paged: Paged<Delivered>,
    /// The page's own address.
    pub path: String,
}

/// What is looked for among the recipients.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RecipientQuery {
    recipient: String,
    recipient_page: String,
}

impl Recipients {
    /// Those whose address contains what is looked for.
    pub fn of(deliveries: Vec<Delivery>, path: String, recipient: &str, page: &str) -> Self {
        let words = recipient.trim().to_owned();
        let search =
            Search { address: format!("{path}?"), name: "recipient", words: words.clone(), anchor: "recipients" };
        let page = page.parse().unwrap_or(1);
        let paged = Paged::of(deliveries, page, search, |one| contains(one.recipient.expose(), &words));
        Self { paged: paged.map(Delivered::from), path }
    }

    /// Of a page whose query is about nothing else.
    pub fn asked(deliveries: Vec<Delivery>, path: String, query: &RecipientQuery) -> Self {
        Self::of(deliveries, path, &query.recipient, &query.recipient_page)
    }

    /// Whether each is one line until it is opened.
    pub fn is_folded(&self) -> bool {
        self.paged.total > UNFOLDED
    }
}

/// A delivery as its page shows it.
pub struct Delivered {
    pub recipient: String,
    /// The field of the message that named it.
    pub field: Option<Cow<'static, str>>,
    pub badge: Badge,
    pub meaning: Cow<'static, str>,
    pub reply: Option<String>,
    pub problem: Option<ProblemText>,
    pub attempts: Cow<'static, str>,
    pub next_attempt_at: Option<When>,
    pub may_have_arrived_twice: bool,
    pub changed_at: When,
}

impl From<Delivery> for Delivered {
    fn from(delivery: Delivery) -> Self {
        Self {
            recipient: delivery.recipient.expose().to_owned(),
            field: delivery.field.map(field_words),
            badge: Badge::of(delivery.state),
            meaning: state_meaning(delivery.state),
            reply: delivery.reply.map(|reply| reply.to_string()),
            problem: delivery.problem.map(|problem| language().problem(&problem)),
            attempts: tr_args("outbox-tried-times", &[("count", delivery.attempts.into())]),
            next_attempt_at: delivery.next_attempt_at.map(When),
            may_have_arrived_twice: delivery.may_have_arrived_twice,
            changed_at: When(delivery.changed_at),
        }
    }
}

fn field_words(field: RecipientField) -> Cow<'static, str> {
    tr(match field {
        RecipientField::To => "recipient-to",
        RecipientField::Cc => "recipient-cc",
        RecipientField::Bcc => "recipient-bcc",
        RecipientField::AutomaticBcc => "recipient-automatic-bcc",
    })
}

/// The bytes of a message, for handlers that note the reading.
pub async fn bytes(app: &App, id: Uuid) -> Result<Arc<[u8]>, PageError> {
    match app.db.read(move |rx| queue::raw(rx, Id(id))).await {
        Ok(bytes) => Ok(bytes),
        Err(QueueError::BodyGone | QueueError::HoldsTicket) => Err(PageError::NotFound),
        Err(other) => Err(other.into()),
    }
}
