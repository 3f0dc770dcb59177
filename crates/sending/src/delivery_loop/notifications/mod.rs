//! Sends delivery status notifications: takes those that the queue noted as due, decides who gets one, and stores it as mail
//! of the outbox in the transaction that removes the note.
//!
//! Nobody gets a notification about a notification: it has the null reverse-path and the kind `notice`. An address gets at
//! most [`MOST_AN_HOUR`] in an hour; further ones wait, at most [`OLDEST`].

mod compose;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use mail::Stamp;
use queue::{DueNotification, Id, Kind, Lane, NewMessage, NotifiableMessage, NotificationEvent, QueueError};

use super::{Event, Shared};
use crate::texts;
use compose::{OCTETS, compose};

/// Recipients of notifications that one pass takes.
const MOST: usize = 200;
/// Notifications that an address gets in an hour.
const MOST_AN_HOUR: u32 = 100;
/// Older ones are dropped: the outbox shows what became of the message.
const OLDEST: Duration = Duration::from_secs(3 * 24 * 3600);
const HOUR: Duration = Duration::from_secs(3600);

/// What the configuration says.
#[derive(Clone, Debug)]
pub struct NotificationRules {
    /// The sender of a submitted message without NOTIFY learns that it failed.
    pub bounces: bool,
    /// The name of this server.
    pub own_name: String,
}

/// How many notifications each address got in its current hour.
#[derive(Debug, Default)]
pub struct SentNotifications(Mutex<HashMap<String, (Timestamp, u32)>>);

impl SentNotifications {
    /// Counts one more; otherwise the time from which another may be sent.
    fn count(&self, address: &str, now: Timestamp) -> Result<(), Timestamp> {
        let mut hours = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back does not make anybody wait.
        hours.retain(|_, (begun, _)| *begun <= now && now < *begun + HOUR);
        let (begun, sent) = hours.entry(address.to_owned()).or_insert((now, 0));
        if *sent >= MOST_AN_HOUR {
            return Err(*begun + HOUR);
        }
        *sent += 1;
        Ok(())
    }
}

/// What becomes of a notification that is due.
enum Decision {
    Send(Box<NewMessage>),
    Postpone(Timestamp),
    Drop,
}

/// Sends what is due. Returns whether any was sent.
///
/// # Errors
/// If the outbox cannot be read or written; what is due stays due.
pub(super) async fn send_due(shared: &Shared) -> Result<bool, QueueError> {
    let mut is_any_sent = false;
    loop {
        let now = shared.deps.clock.now();
        let due = shared.deps.db.read(move |rx| queue::due_notifications(rx, now, MOST)).await?;
        if due.is_empty() {
            return Ok(is_any_sent);
        }
        for due in due {
            is_any_sent |= send_one(shared, due, now).await?;
        }
    }
}

async fn send_one(shared: &Shared, due: DueNotification, now: Timestamp) -> Result<bool, QueueError> {
    let id = due.message;
    let about = match shared.deps.db.read(move |rx| queue::notifiable_message(rx, id, OCTETS)).await {
        Ok(about) => Some(about),
        Err(QueueError::Db(error)) if !error.is_unreadable() => return Err(QueueError::Db(error)),
        Err(error) => {
            tracing::warn!(id = %id.0, error = &error as &dyn std::error::Error, "no notification about a message that cannot be read");
            None
        }
    };
    let decision = about.map_or(Decision::Drop, |about| decide(shared, &due, &about, now));
    let stored = shared.deps.db.write(move |tx| match &decision {
        Decision::Send(new) => {
            let is_stored = queue::store_notification(tx, &due, Some(new), now)?;
            Ok(is_stored.then(|| (new.id, new.message.sender.clone(), new.message.bytes.len())))
        }
        Decision::Drop => queue::store_notification(tx, &due, None, now).map(|_| None),
        Decision::Postpone(until) => queue::postpone_notification(tx, &due, *until).map(|()| None),
    });
    let Some((id, sender, octets)) = stored.await? else { return Ok(false) };
    shared.deps.maillog.accepted(id, Kind::Notice, &sender, 1, octets);
    shared.publish(Event::Message(id));
    Ok(true)
}

fn decide(shared: &Shared, due: &DueNotification, about: &NotifiableMessage, now: Timestamp) -> Decision {
    let settings = &shared.deps.settings;
    let (random, rules) = (&shared.deps.random, &shared.notification_rules);
    let id = Id(random.id(now));
    let stamp = Stamp { date: now, unique: id.0.as_u128(), auto_submitted: true };
    let Some(message) = compose(due, about, rules, settings.active_sender(), &stamp) else { return Decision::Drop };
    // Mail about a delay is worth nothing later, and a storm of failures ends.
    let changed = about.detail.deliveries.iter().map(|delivery| delivery.changed_at).max();
    let age = changed.and_then(|at| Duration::try_from(now.duration_since(at)).ok()).unwrap_or_default();
    if age > OLDEST && due.event != NotificationEvent::Delayed {
        tracing::warn!(id = %due.message.0, "a delivery status notification was dropped: its address got too many");
        return Decision::Drop;
    }
    let to = message.recipients.first().map_or("", |address| address.expose());
    if let Err(until) = shared.sent_notifications.count(to, now) {
        return Decision::Postpone(until);
    }
    Decision::Send(Box::new(NewMessage {
        id,
        kind: Kind::Notice,
        lane: Lane::Bulk,
        message,
        expires_at: None,
        origin: texts::origin_status_notification(due.message.0.to_string()),
        source: about.source,
        key: None,
        remarks: Vec::new(),
        usage: None,
        client: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gets_a_limited_number_of_notifications_in_an_hour() {
        let (sent, now) = (SentNotifications::default(), Timestamp::UNIX_EPOCH);
        for _ in 0..MOST_AN_HOUR {
            assert_eq!(sent.count("ann@example.com", now), Ok(()));
        }
        assert_eq!(sent.count("ann@example.com", now + HOUR / 2), Err(now + HOUR));
        assert_eq!(sent.count("bob@example.com", now), Ok(()), "another address");
        assert_eq!(sent.count("ann@example.com", now + HOUR), Ok(()), "the next hour");
    }
}
