//! One message in full: its deliveries and attempts, and its text.

use std::sync::Arc;

use jiff::Timestamp;
use mail::{EmailAddress, Problem, Reply, StageRecord, Text, Verdict};
use storage::{Read, Rx, params};

use super::list::{Summary, summary};
use super::time;
use crate::stored::{address, read_attempt, read_client, read_outcome, read_remarks};
use crate::{Client, Id, Kind, QueueError, RecipientField, State, bodies};

/// One message in full.
#[derive(Clone, Debug)]
pub struct Detail {
    /// The summary, as in a list.
    pub summary: Summary,
    /// The client that submitted it; `None` if it is not known, or if owlpost made the message.
    pub client: Option<Client>,
    /// What intake changed in it or omitted.
    pub remarks: Vec<Text>,
    /// The Message-ID header, without angle brackets.
    pub message_id: String,
    /// The size of the MIME bytes.
    pub size: u64,
    /// Never sent at or after this time.
    pub expires_at: Option<Timestamp>,
    /// Whether [`raw`] would return the text.
    pub has_text: bool,
    /// The message of which this one is a repetition.
    pub resent_from: Option<Id>,
    /// Its deliveries, in the order of the envelope.
    pub deliveries: Vec<Delivery>,
    /// Its attempts, oldest first.
    pub attempts: Vec<Attempt>,
}

/// One message on its way to one recipient.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The recipient.
    pub recipient: EmailAddress,
    /// The field of the message that names it; `None` if that is not known.
    pub field: Option<RecipientField>,
    /// The state.
    pub state: State,
    /// Attempts that count, since it was accepted or last retried after its end.
    pub attempts: u32,
    /// The last reply.
    pub reply: Option<Reply>,
    /// The last failure.
    pub problem: Option<Problem>,
    /// When the next attempt is due; in the past while the connection fails or others go first.
    pub next_attempt_at: Option<Timestamp>,
    /// Whether it may have arrived twice: it was sent again although an earlier attempt may have delivered it.
    pub may_have_arrived_twice: bool,
    /// Whether it waits until the built-in mailbox is no longer active, or somebody decides otherwise.
    pub on_hold: bool,
    /// When its state last changed.
    pub changed_at: Timestamp,
}

/// One attempt to hand the message over for some recipients.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The number of the attempt, from 1.
    pub number: u32,
    /// When it ended.
    pub ended_at: Timestamp,
    /// The connection.
    pub connection: Text,
    /// The completed stages.
    pub stages: Vec<StageRecord>,
    /// The SMTP conversation; contains no secrets and no message text.
    pub transcript: String,
    /// Whether the server asked to slow down.
    pub throttled: bool,
    /// The verdict for each recipient of the attempt.
    pub verdicts: Vec<(EmailAddress, Verdict)>,
    /// The problem of the connection, if that failed: the attempt then does not count.
    pub problem: Option<Problem>,
}

/// One message in full.
///
/// # Errors
/// [`QueueError::Message`] if the message exists and cannot be read.
pub fn detail(rx: &mut impl Read, id: Id) -> Result<Detail, QueueError> {
    whole(rx, id).map_err(|error| match error {
        QueueError::NotFound => QueueError::NotFound,
        error if error.is_unreadable() => QueueError::Message { id, source: Box::new(error) },
        error => error,
    })
}

fn whole(rx: &mut impl Read, id: Id) -> Result<Detail, QueueError> {
    let summary = summary(rx, id)?;
    let deliveries = deliveries(rx, id)?;
    let attempts = attempts(rx, id, &deliveries)?;
    let found = rx.query_first(
        "SELECT remark, message_id, size, expires_at, body IS NOT NULL, resent_from, client FROM message WHERE id = $1",
        params![id],
        |row| {
            let remarks = row.get::<Option<String>>(0)?.map(read_remarks).unwrap_or_default();
            let whole =
                (remarks, row.get(1)?, row.get(2)?, row.get::<Option<i64>>(3)?, row.get::<bool>(4)?, row.get(5)?);
            Ok((whole, row.get::<Option<String>>(6)?))
        },
    )?;
    let (whole, client) = found.ok_or(QueueError::NotFound)?;
    let (remarks, message_id, size, expires_at, has_body, resent_from) = whole;
    Ok(Detail {
        client: client.as_deref().map(read_client).transpose()?,
        remarks,
        message_id,
        size,
        expires_at: expires_at.map(time).transpose()?,
        has_text: has_body && !summary.kind.contains_ticket(),
        resent_from,
        deliveries,
        attempts,
        summary,
    })
}

/// The deliveries of a message, in the order of the envelope; empty if the message is no longer stored.
pub fn deliveries(rx: &mut impl Read, id: Id) -> Result<Vec<Delivery>, QueueError> {
    struct Columns {
        recipient: String,
        state: State,
        attempts: u32,
        outcome: Option<String>,
        due: Option<i64>,
        maybe_twice: bool,
        on_hold: bool,
        changed_at: i64,
    }
    let rows = rx.query(
        "SELECT recipient, state, attempts, outcome, due, maybe_twice, changed_at, on_hold = 1 AND due IS NOT NULL FROM delivery \
         WHERE message = $1 ORDER BY position",
        params![id],
        |row| {
            Ok(Columns {
                recipient: row.get(0)?,
                state: row.get(1)?,
                attempts: row.get(2)?,
                outcome: row.get(3)?,
                due: row.get(4)?,
                maybe_twice: row.get(5)?,
                changed_at: row.get(6)?,
                on_hold: row.get(7)?,
            })
        },
    )?;
    let counts = recipient_counts(rx, id)?;
    let whole = |(position, row): (usize, Columns)| -> Result<Delivery, QueueError> {
        let outcome = row.outcome.as_deref().map(read_outcome).transpose()?;
        let (reply, problem) = outcome.map_or((None, None), |outcome| (outcome.reply, outcome.problem));
        // The end of a lease is not an attempt, and a delivery on hold has no next one.
        let due = if row.state == State::Sending || row.on_hold { None } else { row.due };
        Ok(Delivery {
            recipient: address(&row.recipient)?,
            field: counts.map(|counts| field_of(position, counts)),
            state: row.state,
            attempts: row.attempts,
            reply: reply.map(std::borrow::Cow::into_owned),
            problem: problem.map(std::borrow::Cow::into_owned),
            next_attempt_at: due.map(time).transpose()?,
            may_have_arrived_twice: row.maybe_twice,
            on_hold: row.on_hold,
            changed_at: time(row.changed_at)?,
        })
    };
    rows.into_iter().enumerate().map(whole).collect()
}

/// The numbers of recipients in To, Cc and Bcc; `None` if they are not known.
fn recipient_counts(rx: &mut impl Read, id: Id) -> Result<Option<[usize; 3]>, QueueError> {
    let sql = "SELECT to_count, cc_count, bcc_count FROM message WHERE id = $1 AND to_count IS NOT NULL";
    Ok(rx.query_first(sql, params![id], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?)
}

fn field_of(position: usize, [to, cc, bcc]: [usize; 3]) -> RecipientField {
    match position {
        _ if position < to => RecipientField::To,
        _ if position < to + cc => RecipientField::Cc,
        _ if position < to + cc + bcc => RecipientField::Bcc,
        _ => RecipientField::AutomaticBcc,
    }
}

fn attempts(rx: &mut impl Read, id: Id, deliveries: &[Delivery]) -> Result<Vec<Attempt>, QueueError> {
    let rows = rx.query(
        "SELECT number, ended_at, record FROM attempt WHERE message = $1 ORDER BY number",
        params![id],
        |row| Ok((row.get::<u32>(0)?, row.get::<i64>(1)?, row.get::<String>(2)?)),
    )?;
    let whole = |(number, ended_at, record): (u32, i64, String)| -> Result<Attempt, QueueError> {
        let stored = read_attempt(&record)?;
        let to = |position: u32| deliveries.get(position as usize).map(|delivery| delivery.recipient.clone());
        Ok(Attempt {
            number,
            ended_at: time(ended_at)?,
            connection: stored.connection.into_owned(),
            stages: stored.stages.into_owned(),
            transcript: stored.transcript.into_owned(),
            throttled: stored.throttled,
            verdicts: stored
                .verdicts
                .iter()
                .filter_map(|(position, verdict)| Some((to(*position)?, *verdict)))
                .collect(),
            problem: stored.problem.map(std::borrow::Cow::into_owned),
        })
    };
    rows.into_iter().map(whole).collect()
}

/// The stored MIME bytes of a message, to be read in parts with [`raw_part`].
#[derive(Clone, Copy, Debug)]
pub struct StoredBody {
    number: i64,
    /// In bytes.
    pub size: usize,
}

/// The MIME bytes of a message; refused for letters with a single-use link.
pub fn raw(rx: &mut impl Read, id: Id) -> Result<Arc<[u8]>, QueueError> {
    let number = body_number(rx, id)?;
    bodies::get(rx, number)
}

/// The MIME bytes of a message, not yet read; refused for letters with a single-use link.
pub fn raw_body(rx: &mut impl Read, id: Id) -> Result<StoredBody, QueueError> {
    let number = body_number(rx, id)?;
    Ok(StoredBody { number, size: bodies::size(rx, number)? })
}

/// At most `most` of the bytes from `offset` on; [`QueueError::BodyGone`] if they have been deleted.
pub fn raw_part(rx: &mut Rx<'_>, body: StoredBody, offset: usize, most: usize) -> Result<Vec<u8>, QueueError> {
    bodies::part(rx, body.number, offset, most)
}

fn body_number(rx: &mut impl Read, id: Id) -> Result<i64, QueueError> {
    let found = rx.query_first("SELECT kind, body FROM message WHERE id = $1", params![id], |row| {
        Ok((row.get::<Kind>(0)?, row.get::<Option<i64>>(1)?))
    })?;
    match found {
        None => Err(QueueError::NotFound),
        Some((kind, _)) if kind.contains_ticket() => Err(QueueError::ContainsTicket),
        Some((_, None)) => Err(QueueError::BodyGone),
        Some((_, Some(number))) => Ok(number),
    }
}
