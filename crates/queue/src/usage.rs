//! Counts of what was recently accepted: recipients in each minute, and mails to each recipient.
//!
//! Written with the message, in its transaction. This module knows no limit: `sending::quotas` compares the numbers
//! with them. Nothing here contains an address.

use std::time::Duration;

use jiff::Timestamp;
use storage::{DbError, Read, Tx, params};
use uuid::Uuid;

/// Minutes of a day: how long recipients are counted.
pub const DAY_MINUTES: i64 = 24 * 60;
/// Minutes of an hour: how long mails to a recipient are counted.
pub const HOUR_MINUTES: i64 = 60;
/// Maximum rows deleted in one transaction.
const DELETED_AT_ONCE: usize = 5_000;

/// What an accepted message adds to the counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Minutes since 1970 UTC.
    pub minute: i64,
    /// The number of its recipients.
    pub recipients: u32,
    /// The ids under which they are counted: a script, an API key, a mail password, the quota of a workspace or an account.
    pub subjects: Vec<Uuid>,
    /// The recipients, for a mail of a script or a mail password.
    pub mailed: Option<ProgramMails>,
}

/// The recipients of a mail of a script, or of a mail password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramMails {
    /// The quota of its workspace or account.
    pub owner: Uuid,
    /// The script or mail password.
    pub program: Uuid,
    /// Hashes of the recipients.
    pub recipients: Vec<i64>,
}

/// The minute of a time.
pub fn minute_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(60)
}

/// Adds a message to the counts.
pub(crate) fn add(tx: &mut Tx<'_>, usage: &Usage) -> Result<(), DbError> {
    for subject in &usage.subjects {
        tx.execute(
            "INSERT INTO quota_usage (subject, minute, recipients) VALUES ($1, $2, $3) \
             ON CONFLICT (subject, minute) DO UPDATE SET recipients = recipients + excluded.recipients",
            params![subject.as_bytes(), usage.minute, usage.recipients],
        )?;
    }
    let Some(ProgramMails { owner, program, recipients }) = &usage.mailed else { return Ok(()) };
    for recipient in recipients {
        tx.execute(
            "INSERT INTO quota_recipient (minute, workspace, script, recipient, mails) VALUES ($1, $2, $3, $4, 1) \
             ON CONFLICT (minute, workspace, script, recipient) DO UPDATE SET mails = mails + 1",
            params![usage.minute, owner.as_bytes(), program.as_bytes(), *recipient],
        )?;
    }
    Ok(())
}

/// The recipients of a subject from a minute on: minute and number, oldest first.
///
/// # Errors
/// The database.
pub fn recipients_since(rx: &mut impl Read, subject: Uuid, minute: i64) -> Result<Vec<(i64, u32)>, DbError> {
    rx.query(RECIPIENTS_SINCE, params![subject.as_bytes(), minute], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(crate) const RECIPIENTS_SINCE: &str =
    "SELECT minute, recipients FROM quota_usage WHERE subject = $1 AND minute >= $2 ORDER BY minute";

/// Mails to a recipient in a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailsInMinute {
    /// Minutes since 1970 UTC.
    pub minute: i64,
    /// The hash of the recipient.
    pub recipient: i64,
    /// Number of mails.
    pub mails: u32,
}

/// Mails of a script or mail password, or of those of a workspace or an account, from a minute on: at most `most` rows, newest first.
///
/// # Errors
/// The database.
pub fn mailed_since(
    rx: &mut impl Read,
    subject: Uuid,
    minute: i64,
    most: usize,
) -> Result<Vec<MailsInMinute>, DbError> {
    rx.query(MAILED_SINCE, params![subject.as_bytes(), minute, most], |row| {
        Ok(MailsInMinute { minute: row.get(0)?, recipient: row.get(1)?, mails: row.get(2)? })
    })
}

pub(crate) const MAILED_SINCE: &str = "SELECT minute, recipient, mails FROM quota_recipient \
     WHERE minute >= $2 AND (workspace = $1 OR script = $1) ORDER BY minute DESC LIMIT $3";

/// Deletes counts that are too old to matter. Returns whether there may be more of them.
///
/// # Errors
/// The database.
pub fn delete_usage(tx: &mut Tx<'_>, now: Timestamp) -> Result<bool, DbError> {
    let minute = minute_of(now);
    let recipients = tx.execute(DELETE_USAGE, params![minute - DAY_MINUTES, DELETED_AT_ONCE])?;
    let mailed = tx.execute(DELETE_MAILED, params![minute - HOUR_MINUTES, DELETED_AT_ONCE])?;
    Ok(recipients.max(mailed) >= DELETED_AT_ONCE)
}

pub(crate) const DELETE_USAGE: &str = "DELETE FROM quota_usage WHERE (subject, minute) IN \
     (SELECT subject, minute FROM quota_usage WHERE minute < $1 ORDER BY minute LIMIT $2)";
pub(crate) const DELETE_MAILED: &str = "DELETE FROM quota_recipient WHERE (minute, workspace, script, recipient) IN \
     (SELECT minute, workspace, script, recipient FROM quota_recipient WHERE minute < $1 ORDER BY minute LIMIT $2)";

/// Moves counts that are in the future after the clock was set back, so that they expire in time.
pub(crate) fn set_back(tx: &mut Tx<'_>, back: Duration, now: Timestamp) -> Result<(), DbError> {
    let minutes = i64::try_from(back.as_secs() / 60).unwrap_or(i64::MAX);
    let minute = minute_of(now);
    tx.execute(
        "INSERT INTO quota_usage (subject, minute, recipients) \
         SELECT subject, minute - $2, recipients FROM quota_usage WHERE minute > $1 ORDER BY minute \
         ON CONFLICT (subject, minute) DO UPDATE SET recipients = recipients + excluded.recipients",
        params![minute, minutes],
    )?;
    tx.execute("DELETE FROM quota_usage WHERE minute > $1", params![minute])?;
    tx.execute(
        "INSERT INTO quota_recipient (minute, workspace, script, recipient, mails) \
         SELECT minute - $2, workspace, script, recipient, mails FROM quota_recipient WHERE minute > $1 ORDER BY minute \
         ON CONFLICT (minute, workspace, script, recipient) DO UPDATE SET mails = mails + excluded.mails",
        params![minute, minutes],
    )?;
    tx.execute("DELETE FROM quota_recipient WHERE minute > $1", params![minute])?;
    Ok(())
}

/// The octets of waiting mail of each workspace that has any. Reads all waiting messages.
///
/// # Errors
/// The database.
pub fn waiting_bytes(rx: &mut impl Read) -> Result<Vec<(Uuid, u64)>, DbError> {
    rx.query(WAITING_BYTES, params![], |row| Ok((Uuid::from_bytes(row.get(0)?), row.get(1)?)))
}

pub(crate) const WAITING_BYTES: &str = "SELECT m.workspace, SUM(m.size) FROM message m \
     WHERE m.id IN (SELECT message FROM delivery WHERE due IS NOT NULL) AND m.workspace IS NOT NULL GROUP BY m.workspace";
