//! The deliveries of a message, and its bytes if they are still stored.
//!
//! For the pages of the outbox and of a script's mails, which both include `outbox/deliveries.html`. The pages check
//! permissions.

use std::borrow::Cow;
use std::sync::Arc;

use i18n::language;
use queue::{Delivery, Id, Kind, QueueError};
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
    /// What it waits for, and until when if that is known.
    pub waiting: Option<(String, Option<When>)>,
    pub may_have_arrived_twice: bool,
    pub changed_at: When,
}

impl Delivered {
    /// A delivery of message `id`, which is of `kind`.
    pub fn new(app: &App, id: Id, kind: Kind, delivery: Delivery) -> Self {
        let waiting = app.delivery_loop.waiting(id, kind.lane(), &delivery);
        Self {
            waiting: waiting.map(|waiting| (language().render(&waiting.reason.text()), waiting.until.map(When))),
            recipient: delivery.recipient.expose().to_owned(),
            badge: Badge::of(delivery.state),
            meaning: state_meaning(delivery.state),
            reply: delivery.reply.map(|reply| reply.to_string()),
            problem: delivery.problem.as_ref().map(Explanation::of),
            attempts: tr_args("outbox-tried-times", &[("count", delivery.attempts.into())]),
            may_have_arrived_twice: delivery.may_have_arrived_twice,
            changed_at: When(delivery.changed_at),
        }
    }
}

/// The bytes of a message, for handlers that record the reading.
pub async fn bytes(app: &App, id: Uuid) -> Result<Arc<[u8]>, PageError> {
    match app.db.read(move |rx| queue::raw(rx, Id(id))).await {
        Ok(bytes) => Ok(bytes),
        Err(QueueError::BodyGone | QueueError::HoldsTicket) => Err(PageError::NotFound),
        Err(other) => Err(other.into()),
    }
}
