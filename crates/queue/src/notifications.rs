//! Delivery status notifications that are due (RFC 3461): what happened to a delivery whose sender may want to know.
//!
//! Settling, expiry and acceptance note it in their transaction, so nothing is lost if the process ends. The delivery loop
//! takes what is due and stores the notification, which is mail of the kind `notice`, in the transaction that removes the
//! note: each is sent once. Whether the sender wants it by the settings, and what it says, is decided there.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use mail::submitted::NotificationRequest;
use mail::{EmailAddress, Report};
use storage::{Read, Rx, Tx, params};

use crate::history::Detail;
use crate::lease::Claim;
use crate::names::NotificationEvent as Event;
use crate::stored::{self, read_notifications};
use crate::{Accepted, Id, Kind, NewMessage, QueueError, Source, State, accept, bodies, history, source};

/// A sender that wants it learns after this time that its message waits.
pub const DELAYED_AFTER: Duration = Duration::from_secs(4 * 60 * 60);

/// A notification that is due: one event of a message, for all its recipients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueNotification {
    /// The message.
    pub message: Id,
    /// What happened.
    pub event: Event,
    /// The positions of the recipients, in order.
    pub positions: Vec<u32>,
}

/// The message that a notification is about.
#[derive(Debug)]
pub struct NotifiableMessage {
    /// The message in full.
    pub detail: Detail,
    /// What its sender asked for.
    pub request: Option<NotificationRequest>,
    /// Who it is counted for.
    pub source: Source,
    /// The first octets of the message; `None` if its text is no longer stored.
    pub octets: Option<Vec<u8>>,
}

/// Whether the sender of such a message may get notifications: nobody bounces a bounce (RFC 5321 section 4.5.5), and mail
/// that owlpost makes is watched in the outbox.
fn may_be_notified(kind: Kind, has_sender: bool) -> bool {
    has_sender && matches!(kind, Kind::Submission | Kind::Api)
}

/// What a new state means for the sender; `None` if it is not to be told.
fn event(kind: Kind, request: Option<&NotificationRequest>, recipient: &EmailAddress, state: State) -> Option<Event> {
    let notify = request.and_then(|request| request.recipient(recipient).0);
    match (state, notify) {
        (State::Failed | State::Expired | State::Uncertain, Some(notify)) => notify.failure.then_some(Event::Failed),
        // The configuration decides.
        (State::Failed | State::Expired | State::Uncertain, None) => {
            (kind == Kind::Submission).then_some(Event::Failed)
        }
        (State::Sent, Some(notify)) => notify.success.then_some(Event::Relayed),
        _ => None,
    }
}

/// Notes the result of an attempt for a recipient. Returns whether there is something to send.
pub(crate) fn note_settled(
    tx: &mut Tx<'_>,
    claim: &Claim,
    (position, recipient): (u32, &EmailAddress),
    (state, report): (State, &Report),
    now: Timestamp,
) -> Result<bool, QueueError> {
    if !may_be_notified(claim.kind, !claim.sender.is_null()) {
        return Ok(false);
    }
    match event(claim.kind, claim.notifications.as_deref(), recipient, state) {
        // The next server has taken over the duty (RFC 3461 section 5.2.2).
        None => Ok(false),
        Some(Event::Relayed) if report.passes_on_notifications => Ok(false),
        Some(event) => note(tx, claim.id, position, event, now).map(|()| true),
    }
}

/// Notes that a delivery ended without an attempt.
pub(crate) fn note_ended(
    tx: &mut Tx<'_>,
    message: Id,
    position: u32,
    state: State,
    now: Timestamp,
) -> Result<(), QueueError> {
    let found = tx.query_first(
        "SELECT m.kind, m.sender <> '', m.notifications, d.recipient FROM message m JOIN delivery d ON d.message = m.id \
         WHERE m.id = $1 AND d.position = $2",
        params![message, position],
        |row| Ok((row.get::<Kind>(0)?, row.get::<bool>(1)?, row.get::<Option<String>>(2)?, row.get::<String>(3)?)),
    )?;
    let Some((kind, has_sender, request, recipient)) = found else { return Ok(()) };
    if !may_be_notified(kind, has_sender) {
        return Ok(());
    }
    let request = request.as_deref().map(read_notifications).transpose()?;
    match event(kind, request.as_ref(), &stored::address(&recipient)?, state) {
        Some(event) => note(tx, message, position, event, now),
        None => Ok(()),
    }
}

/// Notes the recipients of a new message whose sender wants to know about a delay.
pub(crate) fn note_accepted(tx: &mut Tx<'_>, new: &NewMessage, now: Timestamp) -> Result<(), QueueError> {
    let Some(request) = new.message.notifications.as_deref() else { return Ok(()) };
    if !may_be_notified(new.kind, !new.message.sender.is_null()) {
        return Ok(());
    }
    let due = now.checked_add(DELAYED_AFTER).unwrap_or(Timestamp::MAX);
    for (position, recipient) in (0..).zip(&new.message.recipients) {
        if request.recipient(recipient).0.is_some_and(|notify| notify.delay) {
            note(tx, new.id, position, Event::Delayed, due)?;
        }
    }
    Ok(())
}

fn note(tx: &mut Tx<'_>, message: Id, position: u32, event: Event, due: Timestamp) -> Result<(), QueueError> {
    tx.execute(
        "INSERT INTO notification_due (message, event, position, due) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (message, event, position) DO UPDATE SET due = excluded.due",
        params![message, event, position, due.as_millisecond()],
    )?;
    Ok(())
}

pub(crate) const DUE: &str = "SELECT message, event FROM notification_due WHERE due <= $1 ORDER BY due LIMIT $2";

/// The notifications of up to `most` recipients that are due, those of a message together.
///
/// # Errors
/// The database.
pub fn due_notifications(rx: &mut impl Read, now: Timestamp, most: usize) -> Result<Vec<DueNotification>, QueueError> {
    let now = now.as_millisecond();
    let found = rx.query(DUE, params![now, most], |row| Ok((row.get::<Id>(0)?, row.get::<Event>(1)?)))?;
    let mut due = Vec::new();
    let mut seen = BTreeSet::new();
    for (message, event) in found {
        if !seen.insert((message, event.name())) {
            continue;
        }
        let positions = rx.query(
            "SELECT position FROM notification_due WHERE message = $1 AND event = $2 AND due <= $3 ORDER BY position",
            params![message, event, now],
            |row| row.get(0),
        )?;
        due.push(DueNotification { message, event, positions });
    }
    Ok(due)
}

/// The message that a notification is about, with at most `most` of its octets.
///
/// # Errors
/// If it cannot be read, or is no longer stored.
pub fn notifiable_message(rx: &mut Rx<'_>, id: Id, most: usize) -> Result<NotifiableMessage, QueueError> {
    let detail = history::detail(rx, id)?;
    let found = rx.query_first(
        "SELECT workspace, caller, notifications, body FROM message WHERE id = $1",
        params![id],
        |row| Ok((source::from_columns(row, 0)?, row.get::<Option<String>>(2)?, row.get::<Option<i64>>(3)?)),
    )?;
    let (source, request, body) = found.ok_or(QueueError::NotFound)?;
    let octets = body.map(|number| bodies::part(rx, number, 0, most)).transpose()?;
    Ok(NotifiableMessage { detail, request: request.as_deref().map(read_notifications).transpose()?, source, octets })
}

/// Removes the note of a notification and stores the notification, if there is one to be sent. Returns whether it was
/// stored: not if the note is gone.
///
/// # Errors
/// The database.
pub fn store_notification(
    tx: &mut Tx<'_>,
    due: &DueNotification,
    notification: Option<&NewMessage>,
    now: Timestamp,
) -> Result<bool, QueueError> {
    let mut removed = 0;
    for position in &due.positions {
        removed += tx.execute(
            "DELETE FROM notification_due WHERE message = $1 AND event = $2 AND position = $3",
            params![due.message, due.event, *position],
        )?;
    }
    match notification {
        Some(new) if removed > 0 => Ok(matches!(accept::accept(tx, new, None, now)?, Accepted::New { .. })),
        _ => Ok(false),
    }
}

/// Makes a notification due later.
///
/// # Errors
/// The database.
pub fn postpone_notification(tx: &mut Tx<'_>, due: &DueNotification, until: Timestamp) -> Result<(), QueueError> {
    tx.execute(
        "UPDATE notification_due SET due = $3 WHERE message = $1 AND event = $2",
        params![due.message, due.event, until.as_millisecond()],
    )?;
    Ok(())
}
