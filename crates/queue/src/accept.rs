//! Accepting: stores a message with its deliveries, in the caller's transaction.

use std::time::Duration;

use jiff::Timestamp;
use mail::{EmailAddress, Text};
use storage::{Read, Tx, params};

use crate::lease::{Claim, Lease, Token};
use crate::usage::{self, Usage};
use crate::{Client, Id, Kind, Lane, QueueError, Source, bodies, notifications, source, stored, texts, transitions};

/// A message to be accepted.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// Its id.
    pub id: Id,
    /// The kind of message.
    pub kind: Kind,
    /// Its lane: that of its kind, or `bulk` for mail that nobody waits for.
    pub lane: Lane,
    /// The rendered message; needs at least one recipient.
    pub message: mail::Message,
    /// Never sent at or after this time (when a ticket expires). Without one, a delivery is abandoned three days
    /// after its first attempt; while the connection fails nothing is attempted, so it waits.
    pub expires_at: Option<Timestamp>,
    /// What caused it, for people: an account, an API key, a script.
    pub origin: Text,
    /// The workspace and program that it is counted for.
    pub source: Source,
    /// The caller's idempotency key and a digest of the request.
    pub key: Option<IdempotencyKey>,
    /// What intake changed in it or omitted.
    pub remarks: Vec<Text>,
    /// What it adds to the counts of quotas.
    pub usage: Option<Usage>,
    /// The client that submitted it.
    pub client: Option<Client>,
}

/// An idempotency key; `scope` separates callers (one API key never sees another's keys).
#[derive(Clone, Debug)]
pub struct IdempotencyKey {
    /// The caller.
    pub scope: String,
    /// The key that the caller chose.
    pub key: String,
    /// SHA-256 of the request: the same key with another digest is refused.
    pub digest: [u8; 32],
    /// How long it is kept after its first use.
    pub kept_for: Duration,
}

/// The result of [`accept`].
#[derive(Debug)]
pub enum Accepted {
    /// It was stored; with a claim if a lease was given.
    New {
        /// The message's id.
        id: Id,
        /// The number of recipients.
        deliveries: usize,
        /// All its deliveries, leased; valid once the transaction is on disk.
        claim: Option<Claim>,
    },
    /// The same key and the same content were accepted before.
    Before {
        /// The id of the message that was accepted then.
        id: Id,
        /// The number of recipients.
        deliveries: usize,
    },
}

/// Stores message and deliveries in the caller's transaction; already leased if `lease` is given. If the idempotency
/// key was used before with the same content, stores nothing.
///
/// # Errors
/// [`QueueError::KeyReused`] if the key was used with other content; [`QueueError::WrongState`] without a recipient.
pub fn accept(
    tx: &mut Tx<'_>,
    new: &NewMessage,
    lease: Option<&Lease>,
    now: Timestamp,
) -> Result<Accepted, QueueError> {
    if new.message.recipients.is_empty() {
        return Err(QueueError::WrongState(texts::message_without_recipient()));
    }
    if let Some(key) = &new.key
        && let Some(before) = find_key(tx, key)?
    {
        return Ok(before);
    }

    let body = bodies::put(tx, new.id, &new.message.bytes)?;
    insert_message(tx, new, body, now)?;
    for (position, recipient) in new.message.recipients.iter().enumerate() {
        let recipient = (position, recipient.expose());
        let place = (new.lane, new.source.key());
        transitions::begin(tx, new.id, recipient, place, new.expires_at, lease, now)?;
    }
    notifications::note_accepted(tx, new, now)?;
    if let Some(key) = &new.key {
        tx.execute(
            "INSERT INTO idempotency (scope, key, digest, message, used_at, forget_at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![
                &key.scope,
                &key.key,
                &key.digest,
                new.id,
                now.as_millisecond(),
                now.checked_add(key.kept_for).unwrap_or(Timestamp::MAX).as_millisecond()
            ],
        )?;
    }
    if let Some(usage) = &new.usage {
        usage::add(tx, usage)?;
    }
    Ok(Accepted::New {
        id: new.id,
        deliveries: new.message.recipients.len(),
        claim: lease.map(|_| claim_from_memory(new, now)),
    })
}

/// Whether the key was used before, with the same or other content: [`accept`] then stores nothing.
pub fn is_key_used<R: Read>(rx: &mut R, key: &IdempotencyKey) -> Result<bool, QueueError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM idempotency WHERE scope = $1 AND key = $2)";
    let is_used = rx.query_first(sql, params![&key.scope, &key.key], |row| row.get(0))?;
    Ok(is_used.unwrap_or(false))
}

fn find_key(tx: &mut Tx<'_>, key: &IdempotencyKey) -> Result<Option<Accepted>, QueueError> {
    let found = tx.query_first(
        "SELECT digest, message FROM idempotency WHERE scope = $1 AND key = $2",
        params![&key.scope, &key.key],
        |row| Ok((row.get::<[u8; 32]>(0)?, row.get::<Id>(1)?)),
    )?;
    let Some((digest, id)) = found else { return Ok(None) };
    if digest != key.digest {
        return Err(QueueError::KeyReused { id });
    }
    let deliveries =
        tx.query_first("SELECT count(*) FROM delivery WHERE message = $1", params![id], |row| row.get(0))?;
    Ok(Some(Accepted::Before { id, deliveries: deliveries.unwrap_or(0) }))
}

fn insert_message(tx: &mut Tx<'_>, new: &NewMessage, body: i64, now: Timestamp) -> Result<(), QueueError> {
    let message = &new.message;
    let remarks = stored::remarks(&new.remarks)?;
    let author = Some(&message.from).filter(|from| message.sender.address() != Some(from));
    let notifications = message.notifications.as_deref().map(stored::notifications).transpose()?;
    let client = new.client.as_ref().map(stored::client).transpose()?;
    tx.execute(
        "INSERT INTO message (id, kind, origin, remark, message_id, sender, subject, smtputf8, eight_bit, size, \
         accepted_at, expires_at, body, to_count, cc_count, bcc_count, workspace, caller, author, notifications, client) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
        params![
            new.id,
            new.kind,
            stored::text(&new.origin)?,
            remarks,
            message.message_id.as_str(),
            message.sender.expose(),
            &message.subject,
            message.smtputf8,
            message.eight_bit,
            message.bytes.len(),
            now.as_millisecond(),
            new.expires_at.map(|end| end.as_millisecond()),
            body,
            message.fields.to,
            message.fields.cc,
            message.fields.bcc,
            source::stored(new.source.owner),
            source::stored(new.source.caller),
            author.map(EmailAddress::expose),
            notifications,
            client,
        ],
    )?;
    Ok(())
}

fn claim_from_memory(new: &NewMessage, now: Timestamp) -> Claim {
    Claim {
        id: new.id,
        token: Token::FIRST,
        kind: new.kind,
        lane: new.lane,
        source: new.source,
        source_key: new.source.key(),
        due: now,
        sender: new.message.sender.clone(),
        recipients: new.message.recipients.clone(),
        notifications: new.message.notifications.clone(),
        smtputf8: new.message.smtputf8,
        eight_bit: new.message.eight_bit,
        bytes: new.message.bytes.clone(),
    }
}
