//! Sends a stored message again, counted like a new one.

use jiff::Timestamp;
use mail::{EmailAddress, Text};
use queue::{Id, Lane, QueueError, RecipientField, Resend};

use super::{Intake, IntakeError, Receipt};
use crate::quotas::{MessageLimits, ReserveError};

impl Intake {
    /// Sends a stored message again as a new message, to its recipients (`to` is empty) or to others. Its recipients count for
    /// `limits`, Automatic BCC apart, as they did before, and so do its octets while it waits. On disk when this returns.
    ///
    /// # Errors
    /// [`IntakeError::Quota`], [`IntakeError::Waiting`], [`IntakeError::LowSpace`]; that it cannot be sent again
    /// ([`queue::resend`]).
    pub async fn resend(
        &self,
        id: Id,
        actor: Text,
        to: Vec<EmailAddress>,
        limits: &MessageLimits,
    ) -> Result<Receipt, IntakeError> {
        let now: Timestamp = self.shared.deps.clock.now();
        let new = Id(self.shared.deps.random.id(now));
        let before = self.stored(id).await?;
        if before.lane == Lane::Bulk && self.shared.deps.storage_status.low_space().is_some() {
            return Err(IntakeError::LowSpace);
        }
        let counted = if to.is_empty() { before.recipients } else { to.clone() };
        let quotas = &self.shared.quotas;
        let reservation = quotas.reserve(&limits.quotas, &counted, now).await.map_err(refused)?;
        let waiting = match &limits.waiting {
            Some(limit) => Some(quotas.reserve_waiting(limit, before.bytes).await.map_err(refused)?),
            None => None,
        };
        let usage = (!limits.quotas.is_empty()).then(|| reservation.usage());
        let resend = Resend { new, actor, to, usage };
        let deliveries = self.shared.deps.db.write(move |tx| queue::resend(tx, id, &resend, now)).await?;
        reservation.stored();
        if let Some(waiting) = waiting {
            waiting.stored();
        }
        self.shared.delivery_loop.wake();
        Ok(Receipt { id: new, deliveries, repeated: false })
    }

    async fn stored(&self, id: Id) -> Result<Stored, QueueError> {
        let detail = self.shared.deps.db.read(move |rx| queue::detail(rx, id)).await?;
        let named = detail.deliveries.into_iter().filter(|one| one.field != Some(RecipientField::AutomaticBcc));
        let recipients = named.map(|delivery| delivery.recipient).collect();
        Ok(Stored { recipients, bytes: detail.size, lane: detail.summary.kind.lane() })
    }
}

/// What a stored message counts.
struct Stored {
    /// Without Automatic BCC.
    recipients: Vec<EmailAddress>,
    bytes: u64,
    lane: Lane,
}

fn refused(error: ReserveError) -> IntakeError {
    match error {
        ReserveError::Exceeded(exceeded) => IntakeError::Quota(exceeded),
        ReserveError::Waiting(exceeded) => IntakeError::Waiting(exceeded),
        ReserveError::Db(error) => error.into(),
    }
}
