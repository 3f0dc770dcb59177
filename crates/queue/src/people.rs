//! What a person may ask of a message: cancel, retry now, resend.

use jiff::Timestamp;
use storage::{Read as _, Tx, params};

use crate::{Id, Kind, OutboxError, bodies, transitions};

/// What a cancel came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled {
    /// Deliveries that will not be sent.
    pub cancelled: usize,
    /// Deliveries that are being sent at this moment and were left to it.
    pub sending: usize,
}

/// What these verbs need to know of a message.
struct Known {
    kind: Kind,
    expires_at: Option<Timestamp>,
    body: Option<i64>,
}

/// Takes back what waits. What is being sent is left to it and said so; it is not tried again where it does not get through.
pub fn cancel(tx: &mut Tx<'_>, id: Id, now: Timestamp) -> Result<Cancelled, OutboxError> {
    known(tx, id)?;
    let cancelled = transitions::cancel(tx, id, now)?;
    let sending =
        tx.query_first("SELECT count(*) FROM delivery WHERE message = $1 AND state = 'sending'", params![id], |row| {
            row.get(0)
        })?;
    let sending = sending.unwrap_or(0);
    if cancelled + sending == 0 {
        return Err(OutboxError::WrongState(
            "nothing of this message waits any more: it was sent, or has ended otherwise".into(),
        ));
    }
    Ok(Cancelled { cancelled, sending })
}

/// Makes what waits due at once, and queues what failed, expired or was cancelled again, with a fresh time limit.
/// Answers how many deliveries.
pub fn retry_now(tx: &mut Tx<'_>, id: Id, now: Timestamp) -> Result<usize, OutboxError> {
    let message = known(tx, id)?;
    if message.kind.is_tried_once() {
        return Err(OutboxError::WrongState("a test is tried once: send a new one from the settings page".into()));
    }
    message.must_not_be_over(now)?;
    // What waits has its text; so where the text is gone, only what has ended could be meant.
    message.text()?;
    let hurried = transitions::hurry(tx, id, now)?;
    let again = transitions::begin_again(tx, id, message.expires_at, now)?;
    if hurried + again == 0 {
        return Err(OutboxError::WrongState(
            "nothing of this message can be tried again: it was sent, or is being sent".into(),
        ));
    }
    Ok(hurried + again)
}

/// Sends the same bytes once more to all recipients, as a new message of the id `new`.
/// Answers how many deliveries.
pub fn resend(tx: &mut Tx<'_>, id: Id, new: Id, origin: &str, now: Timestamp) -> Result<usize, OutboxError> {
    let message = known(tx, id)?;
    if message.kind.is_tried_once() {
        return Err(OutboxError::WrongState("a test is sent anew from the settings page".into()));
    }
    if message.kind.holds_ticket() {
        return Err(OutboxError::HoldsTicket);
    }
    message.must_not_be_over(now)?;
    let body = bodies::copy(tx, message.text()?, new)?;
    tx.execute(
        "INSERT INTO message (id, kind, origin, remark, message_id, sender, subject, smtputf8, eight_bit, size, \
         accepted_at, expires_at, body, resent_from) \
         SELECT $2, kind, $3, remark, message_id, sender, subject, smtputf8, eight_bit, size, $4, expires_at, $5, id \
         FROM message WHERE id = $1",
        params![id, new, origin, now.as_millisecond(), body],
    )?;
    let recipients =
        tx.query("SELECT recipient FROM delivery WHERE message = $1 ORDER BY position", params![id], |row| {
            row.get::<String>(0)
        })?;
    for recipient in recipients.iter().map(String::as_str).enumerate() {
        transitions::begin(tx, new, recipient, message.kind.lane(), message.expires_at, None, now)?;
    }
    Ok(recipients.len())
}

fn known(tx: &mut Tx<'_>, id: Id) -> Result<Known, OutboxError> {
    let found = tx.query_first("SELECT kind, expires_at, body FROM message WHERE id = $1", params![id], |row| {
        let expires_at: Option<i64> = row.get(1)?;
        Ok(Known {
            kind: row.get(0)?,
            expires_at: expires_at.and_then(|at| Timestamp::from_millisecond(at).ok()),
            body: row.get(2)?,
        })
    })?;
    found.ok_or(OutboxError::NotFound)
}

impl Known {
    fn text(&self) -> Result<i64, OutboxError> {
        match self.body {
            Some(number) => Ok(number),
            None if self.kind.holds_ticket() => Err(OutboxError::HoldsTicket),
            None => Err(OutboxError::BodyGone),
        }
    }

    fn must_not_be_over(&self, now: Timestamp) -> Result<(), OutboxError> {
        match self.expires_at {
            Some(end) if end <= now => Err(OutboxError::WrongState(
                "what this message says is no longer valid: its time was over; ask for a new one where it was made"
                    .into(),
            )),
            _ => Ok(()),
        }
    }
}
