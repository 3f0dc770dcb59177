//! What is kept about accounts across restarts (`account_store`): the recipients of the day, and how the server
//! behaves.

use jiff::Timestamp;

use super::DeliveryLoop;
use super::completion::Completion;
use crate::delivery_loop::account_store::{self, CONFIRMED_EVERY};
use crate::delivery_loop::day_count::DayCount;
use crate::delivery_loop::learned::{Account, ServerKnowledge};

impl DeliveryLoop {
    /// The recipients of an account within the last day.
    pub(super) fn day_of(&mut self, account: &Account) -> &mut DayCount {
        if *account == self.account {
            self.rate_limit.day()
        } else {
            self.known.days.entry(account.clone()).or_default()
        }
    }

    /// What is known about the active server and not stored yet; `None` if there is nothing to store. Counts as stored
    /// from now on.
    pub(super) fn unstored_knowledge(&mut self, now: Timestamp) -> Option<(Account, ServerKnowledge)> {
        let sessions = self.learned.sessions.known().filter(|known| known.succeeded_at.is_some())?;
        let stored = self.known.servers.get(&self.account);
        let traits = self.active_transport.transport.traits();
        let known = ServerKnowledge::new(sessions, traits, stored.map(|(known, _)| known), now);
        let is_stored = stored.is_some_and(|(before, at)| {
            *before == known && at.checked_add(CONFIRMED_EVERY).is_ok_and(|again| again > now)
        });
        if is_stored {
            return None;
        }
        self.known.servers.insert(self.account.clone(), (known.clone(), now));
        Some((self.account.clone(), known))
    }

    /// Stores what is known about the active server, in a task.
    pub(super) fn store_knowledge(&mut self, now: Timestamp) {
        self.known.days.retain(|_, day| !day.is_over(now));
        let unstored = self.unstored_knowledge(now);
        let db = self.shared.deps.db.clone();
        self.tasks.spawn(async move {
            let stored = db.write(move |tx| {
                account_store::forget_old(tx, now)?;
                if let Some((account, known)) = &unstored {
                    account_store::remember(tx, account, known, now)?;
                }
                Ok::<_, queue::QueueError>(())
            });
            if let Err(error) = stored.await {
                tracing::warn!(error = &error as &dyn std::error::Error, "storing what is known about the mail server");
            }
            Completion::Done
        });
    }
}
