//! The table `oauth_consent`: consents in progress, each bound to a session and a version, usable once and for ten
//! minutes.

use std::time::Duration;

use jiff::Timestamp;
use mail::Problem;
use serde::{Deserialize, Serialize};
use storage::{DbError, Read, Tx, params};
use uuid::Uuid;

use accounts::Actor;

use super::grants;

/// Maximum time from the start to the redirect back.
pub const LIFE: Duration = Duration::from_secs(10 * 60);

/// Maximum time from the start by a program until an administrator opens its link.
const LINK_LIFE: Duration = Duration::from_secs(3600);

/// How long the outcome of a consent is kept and shown.
const KEPT: Duration = Duration::from_secs(24 * 3600);

/// The outcome of a consent; also its stored form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Outcome {
    /// The mailbox is connected.
    Connected {
        /// The account that consented; empty if the provider does not report it.
        account: String,
    },
    /// It failed; the previous version stays active.
    Refused {
        /// The reason.
        problem: Problem,
    },
    /// The administrator has to answer a question.
    OpenQuestion {
        /// The question.
        question: Question,
    },
}

/// What the administrator has to decide before the mailbox is connected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Question {
    /// An account that differs from the From address consented.
    OtherAccount {
        /// The account that consented.
        account: String,
    },
    /// A custom provider granted scopes whose names differ from the requested ones.
    OtherScopes {
        /// Requested scopes that the response does not name.
        missing: Vec<String>,
        /// Scopes that the response names.
        granted: Vec<String>,
    },
}

/// A consent in progress.
#[derive(Clone, Debug)]
pub struct Consent {
    pub id: Uuid,
    /// The version of the settings it is for.
    pub version: u32,
    /// SHA-256 of the session that began it; `None` as long as the link of a program has not been opened.
    pub session_hash: Option<Vec<u8>>,
    pub verifier_sealed: Vec<u8>,
    pub started_at: Timestamp,
    pub started_by: Actor,
    pub outcome: Option<Outcome>,
    /// The grant, as long as a question about it is open.
    pub grant: Option<Uuid>,
}

const COLUMNS: &str = "id, version, session_hash, verifier_sealed, started_at, started_by, outcome, grant_id";

fn read(row: &storage::Row<'_>) -> Result<Consent, DbError> {
    let id: Vec<u8> = row.get(0)?;
    let outcome: Option<String> = row.get(6)?;
    let grant: Option<Vec<u8>> = row.get(7)?;
    Ok(Consent {
        id: Uuid::from_slice(&id).unwrap_or_default(),
        version: row.get(1)?,
        session_hash: row.get(2)?,
        verifier_sealed: row.get(3)?,
        started_at: Timestamp::from_millisecond(row.get(4)?).unwrap_or(Timestamp::UNIX_EPOCH),
        started_by: Actor::from_stored(&row.get::<String>(5)?),
        outcome: outcome.and_then(|json| serde_json::from_str(&json).ok()),
        grant: grant.and_then(|bytes| Uuid::from_slice(&bytes).ok()),
    })
}

/// Stores a consent that begins, and deletes those that began more than a day earlier.
pub fn begin(tx: &mut Tx<'_>, consent: &Consent, state_hash: &[u8; 32]) -> Result<(), DbError> {
    let forgotten = consent.started_at.checked_sub(KEPT).unwrap_or(Timestamp::MIN);
    tx.execute("DELETE FROM oauth_consent WHERE started_at < $1", params![forgotten.as_millisecond()])?;
    grants::delete_unreferenced(tx)?;
    tx.execute(
        "INSERT INTO oauth_consent (id, state_hash, version, session_hash, verifier_sealed, started_at, started_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            &consent.id.as_bytes()[..],
            &state_hash[..],
            consent.version,
            consent.session_hash.as_deref(),
            &consent.verifier_sealed,
            consent.started_at.as_millisecond(),
            consent.started_by.to_stored()
        ],
    )?;
    Ok(())
}

/// The consent of a program's link that was not opened yet and is at most an hour old.
pub fn offered<R: Read>(rx: &mut R, link_hash: &[u8; 32], now: Timestamp) -> Result<Option<Consent>, DbError> {
    let since = now.checked_sub(LINK_LIFE).unwrap_or(Timestamp::MIN);
    Ok(of_state(rx, link_hash)?.filter(|consent| consent.session_hash.is_none() && consent.started_at > since))
}

/// Begins the consent of a link in a session. Returns `false` if the link was already opened.
pub fn bind(tx: &mut Tx<'_>, consent: &Consent, link_hash: &[u8; 32], state_hash: &[u8; 32]) -> Result<bool, DbError> {
    let bound = tx.execute(
        "UPDATE oauth_consent SET state_hash = $3, session_hash = $4, verifier_sealed = $5, started_at = $6, \
         started_by = $7 WHERE id = $1 AND state_hash = $2 AND session_hash IS NULL",
        params![
            &consent.id.as_bytes()[..],
            &link_hash[..],
            &state_hash[..],
            consent.session_hash.as_deref(),
            &consent.verifier_sealed,
            consent.started_at.as_millisecond(),
            consent.started_by.to_stored()
        ],
    )?;
    Ok(bound == 1)
}

/// The consent with this state.
pub fn of_state<R: Read>(rx: &mut R, state_hash: &[u8; 32]) -> Result<Option<Consent>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM oauth_consent WHERE state_hash = $1");
    rx.query_first(&sql, params![&state_hash[..]], read)
}

/// The consent with that id.
pub fn find<R: Read>(rx: &mut R, id: Uuid) -> Result<Option<Consent>, DbError> {
    rx.query_first(&format!("SELECT {COLUMNS} FROM oauth_consent WHERE id = $1"), params![&id.as_bytes()[..]], read)
}

/// The newest consent for a version that began within the last day; not one whose link was not opened yet.
pub fn newest_for<R: Read>(rx: &mut R, version: u32, now: Timestamp) -> Result<Option<Consent>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM oauth_consent WHERE version = $1 AND session_hash IS NOT NULL AND started_at >= $2 ORDER BY started_at DESC, id DESC
         LIMIT 1"
    );
    let since = now.checked_sub(KEPT).unwrap_or(Timestamp::MIN);
    rx.query_first(&sql, params![version, since.as_millisecond()], read)
}

/// Marks the state of a consent as used. Returns `false` if it was used before.
pub fn take(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<bool, DbError> {
    let taken = tx.execute(
        "UPDATE oauth_consent SET used_at = $2 WHERE id = $1 AND used_at IS NULL",
        params![&id.as_bytes()[..], now.as_millisecond()],
    )?;
    Ok(taken == 1)
}

/// Stores the outcome of a consent; `grant` is referred to as long as a question about it is open.
pub fn end(tx: &mut Tx<'_>, id: Uuid, outcome: &Outcome, grant: Option<Uuid>) -> Result<(), DbError> {
    let json = serde_json::to_string(outcome).expect("an outcome serializes to JSON");
    tx.execute(
        "UPDATE oauth_consent SET outcome = $2, grant_id = $3 WHERE id = $1",
        params![&id.as_bytes()[..], json, grant.as_ref().map(|grant| &grant.as_bytes()[..])],
    )?;
    Ok(())
}
