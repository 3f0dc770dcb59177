//! Tickets, the mechanism of single-use links: 256 random bits, of which the database contains only the SHA-256.
//!
//! A ticket is valid for one purpose and one subject, once, until it ends; a new one for the same purpose and subject
//! ends the older. Reading it changes nothing, because mail scanners follow links. When a ticket ends, its letter is
//! cancelled if it still waits.

use std::time::Duration;

use jiff::Timestamp;
use mail::EmailAddress;
use queue::{Id, QueueError};
use secrecy::{ExposeSecret, SecretString};
use storage::{DbError, Read, Tx, params};
use uuid::Uuid;

use accounts::secret;
use clock::Random;
use letters::AccountLink;

/// How long a ticket is kept after it expired, so that its link can say why it does not work.
const RETENTION: Duration = Duration::from_hours(30 * 24);

/// What a ticket is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Joining a workspace; the subject is the invitation.
    Invitation,
    /// Setting a new password; the subject is the account, as for the purposes below.
    PasswordReset,
    /// Proving that the account's address belongs to the person.
    Validation,
    /// Changing the account's address.
    AddressChange,
}

impl Purpose {
    /// The stored name.
    fn name(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
            Self::Validation => "validation",
            Self::AddressChange => "address_change",
        }
    }

    /// How long a ticket is valid.
    pub fn lasts(self) -> Duration {
        match self {
            Self::Invitation => Duration::from_hours(7 * 24),
            Self::PasswordReset => Duration::from_hours(1),
            Self::Validation | Self::AddressChange => Duration::from_hours(24),
        }
    }

    /// The path of the page that its link opens.
    pub fn path(self) -> &'static str {
        match self {
            Self::Invitation => "/invitation",
            Self::PasswordReset => "/reset-password/new",
            Self::Validation => "/validation",
            Self::AddressChange => "/account/address",
        }
    }
}

/// Why a link does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// There is no such ticket: it never existed, the link was copied incompletely, or it ended long ago.
    Unknown,
    /// It was used.
    Used,
    /// A newer one was sent.
    Replaced,
    /// It was revoked.
    Revoked,
    /// It has expired.
    Expired,
}

/// A ticket before it is stored.
#[derive(Clone, Debug)]
pub(super) struct NewTicket {
    secret: SecretString,
    hash: [u8; 32],
    purpose: Purpose,
    subject: Uuid,
    address: Option<EmailAddress>,
    created_at: Timestamp,
    pub expires_at: Timestamp,
}

impl NewTicket {
    /// Creates a random ticket that is valid from `now`.
    pub fn mint(random: &Random, purpose: Purpose, subject: Uuid, now: Timestamp) -> Self {
        let secret = secret::token(random);
        let hash = secret::hash(secret.expose_secret());
        let expires_at = now.saturating_add(purpose.lasts()).unwrap_or(Timestamp::MAX);
        Self { secret, hash, purpose, subject, address: None, created_at: now, expires_at }
    }

    /// Adds the new address, for a change of address.
    pub fn with_address(self, address: EmailAddress) -> Self {
        Self { address: Some(address), ..self }
    }

    /// The link in the letter.
    pub fn link(&self, public_url: &str) -> SecretString {
        SecretString::from(format!("{public_url}{}?ticket={}", self.purpose.path(), self.secret.expose_secret()))
    }

    /// The link for a letter to the owner of an account.
    pub fn account_link(&self, name: &str, public_url: &str) -> AccountLink {
        AccountLink {
            name: name.to_owned(),
            link: self.link(public_url).expose_secret().to_owned(),
            expires_at: self.expires_at,
            valid_for: self.purpose.lasts(),
        }
    }

    /// Stores the ticket with the letter that contains its link, and ends the previous one.
    pub fn insert(&self, tx: &mut Tx<'_>, message: Option<Id>) -> Result<(), QueueError> {
        end(tx, self.purpose, self.subject, End::Replaced, self.created_at)?;
        tx.execute(
            "INSERT INTO ticket (secret_hash, purpose, subject, address, created_at, expires_at, message) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            params![
                &self.hash,
                self.purpose.name(),
                self.subject.as_bytes(),
                self.address.as_ref().map(|address| address.expose().to_owned()),
                self.created_at.as_millisecond(),
                self.expires_at.as_millisecond(),
                message.map(|id| id.0.into_bytes().to_vec())
            ],
        )?;
        Ok(())
    }
}

/// The contents of a valid ticket.
#[derive(Clone, Debug)]
pub(super) struct Ticket {
    pub subject: Uuid,
    pub address: Option<EmailAddress>,
}

/// How a ticket ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    Used,
    Replaced,
    Revoked,
}

impl End {
    fn name(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Replaced => "replaced",
            Self::Revoked => "revoked",
        }
    }
}

/// Looks up a ticket; changes nothing.
pub(super) fn look(
    rx: &mut impl Read,
    purpose: Purpose,
    secret: &str,
    now: Timestamp,
) -> Result<Result<Ticket, LinkError>, DbError> {
    let found = rx.query_first(
        "SELECT subject, address, expires_at, ended FROM ticket WHERE secret_hash = $1 AND purpose = $2",
        params![&secret::hash(secret), purpose.name()],
        |row| {
            let address: Option<String> = row.get(1)?;
            let ended: Option<String> = row.get(3)?;
            Ok((Uuid::from_bytes(row.get(0)?), address, row.get::<i64>(2)?, ended))
        },
    )?;
    let Some((subject, address, expires_ms, ended)) = found else { return Ok(Err(LinkError::Unknown)) };
    match ended.as_deref() {
        Some("used") => return Ok(Err(LinkError::Used)),
        Some("replaced") => return Ok(Err(LinkError::Replaced)),
        Some(_) => return Ok(Err(LinkError::Revoked)),
        None if expires_ms <= now.as_millisecond() => return Ok(Err(LinkError::Expired)),
        None => {}
    }
    let address = address.map(|text| EmailAddress::parse(&text)).transpose().map_err(unreadable)?;
    Ok(Ok(Ticket { subject, address }))
}

/// Uses up a ticket. Of two concurrent uses one succeeds; the other gets [`LinkError::Used`].
pub(super) fn take(
    tx: &mut Tx<'_>,
    purpose: Purpose,
    secret: &str,
    now: Timestamp,
) -> Result<Result<Ticket, LinkError>, QueueError> {
    let ticket = match look(tx, purpose, secret, now)? {
        Ok(ticket) => ticket,
        Err(dead) => return Ok(Err(dead)),
    };
    match end(tx, purpose, ticket.subject, End::Used, now)? {
        true => Ok(Ok(ticket)),
        false => Ok(Err(LinkError::Used)),
    }
}

/// Ends the valid ticket of a purpose and subject, if there is one, and cancels its letter if it still waits.
pub(super) fn end(
    tx: &mut Tx<'_>,
    purpose: Purpose,
    subject: Uuid,
    how: End,
    now: Timestamp,
) -> Result<bool, QueueError> {
    let ended = tx.query(
        "UPDATE ticket SET ended = $3, ended_at = $4 WHERE purpose = $1 AND subject = $2 AND ended IS NULL \
         RETURNING message",
        params![purpose.name(), subject.as_bytes(), how.name(), now.as_millisecond()],
        |row| row.get::<Option<Vec<u8>>>(0),
    )?;
    for message in ended.iter().flatten() {
        withdraw_letter(tx, message, now)?;
    }
    Ok(!ended.is_empty())
}

fn withdraw_letter(tx: &mut Tx<'_>, message: &[u8], now: Timestamp) -> Result<(), QueueError> {
    let Ok(id) = Uuid::from_slice(message) else { return Ok(()) };
    match queue::cancel(tx, Id(id), now) {
        // It was already sent or deleted, so there is nothing to cancel.
        Ok(_) | Err(QueueError::WrongState(_) | QueueError::NotFound) => Ok(()),
        Err(other) => Err(other),
    }
}

/// Whether a subject got a ticket at `since_ms` or later.
pub(super) fn made_since(rx: &mut impl Read, subject: Uuid, since_ms: i64) -> Result<bool, DbError> {
    let found = rx.query_first(
        "SELECT 1 FROM ticket WHERE subject = $1 AND created_at >= $2",
        params![subject.as_bytes(), since_ms],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Corrects tickets and invitations after the clock was set back by `back`: those created while the clock was ahead
/// expire earlier by as much. Others are unchanged.
///
/// # Errors
/// If the database cannot be written.
pub fn set_back(tx: &mut Tx<'_>, back: std::time::Duration, now: Timestamp) -> Result<(), DbError> {
    let back = i64::try_from(back.as_millis()).unwrap_or(i64::MAX);
    for table in ["ticket", "invitation"] {
        let sql = format!("UPDATE {table} SET expires_at = expires_at - $2 WHERE ended IS NULL AND created_at > $1");
        tx.execute(&sql, params![now.as_millisecond(), back])?;
    }
    Ok(())
}

/// Deletes a batch of tickets that expired long ago; returns how many.
pub(super) fn forget(tx: &mut Tx<'_>, now: Timestamp) -> Result<usize, DbError> {
    let before = now.saturating_sub(RETENTION).unwrap_or(Timestamp::MIN);
    tx.execute(
        "DELETE FROM ticket WHERE secret_hash IN (SELECT secret_hash FROM ticket WHERE expires_at < $1 LIMIT 1000)",
        params![before.as_millisecond()],
    )
}

fn unreadable(source: impl std::error::Error + Send + Sync + 'static) -> DbError {
    DbError::Engine { operation: "reading a ticket".to_owned(), source: std::sync::Arc::new(source) }
}
