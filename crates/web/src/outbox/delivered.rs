//! What became of a message, recipient by recipient, and its bytes where they are kept.
//!
//! For the pages of the outbox and of a script's mails, which both show `outbox/deliveries.html`. Who may see it, they ask.

use std::borrow::Cow;
use std::sync::Arc;

use queue::{Delivery, Id, QueueError};
use uuid::Uuid;

use super::labels::{Badge, state_meaning};
use crate::docs::Explanation;
use crate::error_pages::PageError;
use crate::labels::When;
use crate::translation::tr_args;
use app::App;

/// A delivery as its page shows it.
pub struct Delivered {
    pub recipient: String,
    pub badge: Badge,
    pub meaning: Cow<'static, str>,
    pub reply: Option<String>,
    pub problem: Option<Explanation>,
    pub attempts: Cow<'static, str>,
    pub next_attempt_at: Option<When>,
    pub may_have_arrived_twice: bool,
    pub changed_at: When,
}

impl From<Delivery> for Delivered {
    fn from(delivery: Delivery) -> Self {
        Self {
            recipient: delivery.recipient.expose().to_owned(),
            badge: Badge::of(delivery.state),
            meaning: state_meaning(delivery.state),
            reply: delivery.reply.map(|reply| reply.to_string()),
            problem: delivery.problem.as_ref().map(Explanation::of),
            attempts: tr_args("outbox-tried-times", &[("count", delivery.attempts.into())]),
            next_attempt_at: delivery.next_attempt_at.map(When),
            may_have_arrived_twice: delivery.may_have_arrived_twice,
            changed_at: When(delivery.changed_at),
        }
    }
}

/// The bytes of a message, for handlers that note the reading.
pub async fn bytes(app: &App, id: Uuid) -> Result<Arc<[u8]>, PageError> {
    match app.db.read(move |rx| queue::raw(rx, Id(id))).await {
        Ok(bytes) => Ok(bytes),
        Err(QueueError::BodyGone | QueueError::HoldsTicket) => Err(PageError::NotFound),
        Err(other) => Err(other.into()),
    }
}
