//! Sends a stored message again, counted like a new one.

use jiff::Timestamp;
use mail::{EmailAddress, Text};
use queue::{Id, RecipientField, Resend};

use super::{Intake, IntakeError, Receipt};
use crate::quotas::{Quota, ReserveError};

impl Intake {
    /// Sends a stored message again as a new message, to its recipients (`to` is empty) or to others. Its recipients count for
    /// `quotas`, Automatic BCC apart, as they did before. On disk when this returns.
    ///
    /// # Errors
    /// [`IntakeError::Quota`]; that it cannot be sent again ([`queue::resend`]).
    pub async fn resend(
        &self,
        id: Id,
        actor: Text,
        to: Vec<EmailAddress>,
        quotas: &[Quota],
    ) -> Result<Receipt, IntakeError> {
        let now: Timestamp = self.shared.deps.clock.now();
        let new = Id(self.shared.deps.random.id(now));
        let counted = if to.is_empty() { self.named_recipients(id).await? } else { to.clone() };
        let reservation = self.shared.quotas.reserve(quotas, &counted, now).await.map_err(|error| match error {
            ReserveError::Exceeded(exceeded) => IntakeError::Quota(exceeded),
            ReserveError::Waiting { limit, used } => IntakeError::Waiting { limit, used },
            ReserveError::Db(error) => error.into(),
        })?;
        let usage = (!quotas.is_empty()).then(|| reservation.usage());
        let resend = Resend { new, actor, to, usage };
        let deliveries = self.shared.deps.db.write(move |tx| queue::resend(tx, id, &resend, now)).await?;
        reservation.stored();
        self.shared.delivery_loop.wake();
        Ok(Receipt { id: new, deliveries, repeated: false })
    }

    /// The recipients of a message without Automatic BCC.
    async fn named_recipients(&self, id: Id) -> Result<Vec<EmailAddress>, IntakeError> {
        let deliveries = self.shared.deps.db.read(move |rx| queue::deliveries(rx, id)).await?;
        let named = deliveries.into_iter().filter(|one| one.field != Some(RecipientField::AutomaticBcc));
        Ok(named.map(|delivery| delivery.recipient).collect())
    }
}
