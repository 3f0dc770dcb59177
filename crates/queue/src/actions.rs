//! Actions of people on a message: cancel, retry now, resend.

use jiff::Timestamp;
use mail::{EmailAddress, Text};
use storage::{Read, Tx, params};

use crate::usage::{self, Usage};
use crate::{Id, Kind, QueueError, Source, State, bodies, source, stored, texts, transitions};

/// The result of a cancellation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled {
    /// Number of deliveries that will not be sent.
    pub cancelled: usize,
    /// Number of deliveries that are being sent and were not cancelled.
    pub sending: usize,
}

/// The part of a message that the actions depend on.
struct ActionTarget {
    kind: Kind,
    expires_at: Option<Timestamp>,
    body: Option<i64>,
    source: Source,
}

/// Cancels waiting deliveries. Deliveries that are being sent are only counted; they are not retried if they are
/// deferred.
pub fn cancel(tx: &mut Tx<'_>, id: Id, now: Timestamp) -> Result<Cancelled, QueueError> {
    target(tx, id)?;
    let cancelled = transitions::cancel(tx, id, now)?;
    let sending =
        tx.query_first("SELECT count(*) FROM delivery WHERE message = $1 AND state = 'sending'", params![id], |row| {
            row.get(0)
        })?;
    let sending = sending.unwrap_or(0);
    if cancelled + sending == 0 {
        return Err(QueueError::WrongState(texts::message_not_waiting()));
    }
    Ok(Cancelled { cancelled, sending })
}

/// The deliveries of a message that are retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Those that wait, failed, expired or were cancelled.
    NotArrived,
    /// Those that are uncertain: they may arrive twice.
    Uncertain,
    /// Both.
    All,
}

impl Retry {
    fn includes_waiting(self) -> bool {
        self != Retry::Uncertain
    }

    fn ended(self) -> &'static [State] {
        const ENDED: [State; 4] = [State::Failed, State::Expired, State::Cancelled, State::Uncertain];
        match self {
            Retry::NotArrived => &ENDED[..3],
            Retry::Uncertain => &ENDED[3..],
            Retry::All => &ENDED,
        }
    }
}

/// Makes waiting deliveries due now, and queues ended ones again with a new time limit.
/// Returns the number of deliveries.
pub fn retry_now(tx: &mut Tx<'_>, id: Id, retry: Retry, now: Timestamp) -> Result<usize, QueueError> {
    let message = target(tx, id)?;
    if message.kind.is_tried_once() {
        return Err(QueueError::WrongState(texts::message_test_not_retryable()));
    }
    message.check_not_expired(now)?;
    // A waiting delivery always has its body: without a body, only ended deliveries could be retried.
    message.body()?;
    let hurried = if retry.includes_waiting() { transitions::make_due(tx, id, now)? } else { 0 };
    let again = transitions::restart(tx, id, retry.ended(), message.expires_at, now)?;
    if hurried + again == 0 {
        let is_on_hold = tx.query_first(
            "SELECT 1 FROM delivery WHERE message = $1 AND due IS NOT NULL AND on_hold = 1 LIMIT 1",
            params![id],
            |row| row.get::<i64>(0),
        )?;
        let refusal = if is_on_hold.is_some() { texts::message_on_hold() } else { texts::message_not_retryable() };
        return Err(QueueError::WrongState(refusal));
    }
    Ok(hurried + again)
}

/// How a message is sent again.
#[derive(Clone, Debug)]
pub struct Resend {
    /// The id of the new message.
    pub new: Id,
    /// Who resends it, for people.
    pub actor: Text,
    /// The recipients; empty for the same as before.
    pub to: Vec<EmailAddress>,
    /// What it adds to the numbers of quotas.
    pub usage: Option<Usage>,
}

/// Who a message is counted for.
///
/// # Errors
/// [`QueueError::NotFound`].
pub fn source_of(rx: &mut impl Read, id: Id) -> Result<Source, QueueError> {
    let sql = "SELECT workspace, caller FROM message WHERE id = $1";
    rx.query_first(sql, params![id], |row| source::from_columns(row, 0))?.ok_or(QueueError::NotFound)
}

/// Sends the same bytes again, as a new message, to the same recipients or to others. Returns the number of deliveries.
pub fn resend(tx: &mut Tx<'_>, id: Id, resend: &Resend, now: Timestamp) -> Result<usize, QueueError> {
    let Resend { new, actor, to, usage } = resend;
    let message = target(tx, id)?;
    if message.kind.is_tried_once() {
        return Err(QueueError::WrongState(texts::message_test_not_resendable()));
    }
    if message.kind.contains_ticket() {
        return Err(QueueError::ContainsTicket);
    }
    message.check_not_expired(now)?;
    let body = bodies::copy(tx, message.body()?, *new)?;
    let origin = stored::text(&texts::origin_resent(actor.clone()))?;
    // Other recipients are in no field of the message.
    let is_same = to.is_empty();
    tx.execute(
        "INSERT INTO message (id, kind, origin, remark, message_id, sender, subject, smtputf8, eight_bit, size, \
         accepted_at, expires_at, body, resent_from, to_count, cc_count, bcc_count, workspace, caller, author, \
         notifications) \
         SELECT $2, kind, $3, remark, message_id, sender, subject, smtputf8, eight_bit, size, $4, expires_at, $5, id, \
         CASE WHEN $6 THEN to_count END, CASE WHEN $6 THEN cc_count END, CASE WHEN $6 THEN bcc_count END, workspace, caller, \
         author, CASE WHEN $6 THEN notifications END \
         FROM message WHERE id = $1",
        params![id, *new, origin, now.as_millisecond(), body, is_same],
    )?;
    let recipients = if is_same {
        let all = "SELECT recipient FROM delivery WHERE message = $1 ORDER BY position";
        tx.query(all, params![id], |row| row.get::<String>(0))?
    } else {
        to.iter().map(|address| address.expose().to_owned()).collect()
    };
    for recipient in recipients.iter().map(String::as_str).enumerate() {
        let place = (message.kind.lane(), message.source.key());
        transitions::begin(tx, *new, recipient, place, message.expires_at, None, now)?;
    }
    if let Some(usage) = usage {
        usage::add(tx, usage)?;
    }
    Ok(recipients.len())
}

fn target(tx: &mut Tx<'_>, id: Id) -> Result<ActionTarget, QueueError> {
    let found = tx.query_first(
        "SELECT kind, expires_at, body, workspace, caller FROM message WHERE id = $1",
        params![id],
        |row| {
            let expires_at: Option<i64> = row.get(1)?;
            Ok(ActionTarget {
                kind: row.get(0)?,
                expires_at: expires_at.and_then(|at| Timestamp::from_millisecond(at).ok()),
                body: row.get(2)?,
                source: source::from_columns(row, 3)?,
            })
        },
    )?;
    found.ok_or(QueueError::NotFound)
}

impl ActionTarget {
    fn body(&self) -> Result<i64, QueueError> {
        match self.body {
            Some(number) => Ok(number),
            None if self.kind.contains_ticket() => Err(QueueError::ContainsTicket),
            None => Err(QueueError::BodyGone),
        }
    }

    fn check_not_expired(&self, now: Timestamp) -> Result<(), QueueError> {
        match self.expires_at {
            Some(end) if end <= now => Err(QueueError::WrongState(texts::message_expired())),
            _ => Ok(()),
        }
    }
}
