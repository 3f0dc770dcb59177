//! Rows of the table `invitation`.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use mail::EmailAddress;
use storage::{DbError, Read, Row, Tx, params};
use uuid::Uuid;

use super::{Invitation, InvitationEnd};
use accounts::account::email_key;
use accounts::workspace::stored_role;
use i18n::Language;

/// How long an invitation is kept after it ended or its link expired.
const RETENTION: Duration = Duration::from_hours(90 * 24);
/// Maximum number of invitations listed for a workspace.
const LISTED_MAX: i64 = 500;

const COLUMNS: &str =
    "id, workspace_id, email, role, language, invited_by, created_at, expires_at, ended, ended_at, message";

/// The invitations of a workspace, open ones first, then newest first.
pub(super) fn of_workspace(rx: &mut impl Read, workspace: Uuid) -> Result<Vec<Invitation>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM invitation WHERE workspace_id = $1 \
         ORDER BY CASE WHEN ended IS NULL THEN 0 ELSE 1 END, id DESC LIMIT $2"
    );
    rx.query(&sql, params![workspace.as_bytes(), LISTED_MAX], from_row)
}

/// The invitation with this id.
pub(super) fn by_id(rx: &mut impl Read, id: Uuid) -> Result<Option<Invitation>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM invitation WHERE id = $1");
    rx.query_first(&sql, params![id.as_bytes()], from_row)
}

/// The open invitation of an address.
pub(super) fn open(rx: &mut impl Read, workspace: Uuid, email: &EmailAddress) -> Result<Option<Invitation>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM invitation WHERE workspace_id = $1 AND email_key = $2 AND ended IS NULL");
    rx.query_first(&sql, params![workspace.as_bytes(), email_key(email)], from_row)
}

/// Ids of the open invitations of a workspace.
pub(crate) fn open_ids(rx: &mut impl Read, workspace: Uuid) -> Result<Vec<Uuid>, DbError> {
    rx.query(
        "SELECT id FROM invitation WHERE workspace_id = $1 AND ended IS NULL",
        params![workspace.as_bytes()],
        |row| row.get(0).map(Uuid::from_bytes),
    )
}

/// Inserts an invitation.
pub(super) fn insert(tx: &mut Tx<'_>, new: &Invitation) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO invitation (id, workspace_id, email, email_key, role, language, invited_by, created_at, expires_at, \
         message) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            new.id.as_bytes(),
            new.workspace.as_bytes(),
            new.email.expose(),
            email_key(&new.email),
            new.role.name(),
            new.language.tag(),
            new.invited_by.to_stored(),
            new.created_at.as_millisecond(),
            new.expires_at.as_millisecond(),
            bytes(new.message)
        ],
    )?;
    Ok(())
}

/// Records a new link: its expiration, and the letter that contains it.
pub(super) fn renew(
    tx: &mut Tx<'_>,
    id: Uuid,
    expires_at: Timestamp,
    message: Option<queue::Id>,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE invitation SET expires_at = $2, message = $3 WHERE id = $1",
        params![id.as_bytes(), expires_at.as_millisecond(), bytes(message)],
    )?;
    Ok(())
}

/// Ends an invitation. Returns whether it was open.
pub(super) fn end(tx: &mut Tx<'_>, id: Uuid, how: InvitationEnd, now: Timestamp) -> Result<bool, DbError> {
    let name = match how {
        InvitationEnd::Accepted => "accepted",
        InvitationEnd::Revoked => "revoked",
    };
    let ended = tx.execute(
        "UPDATE invitation SET ended = $2, ended_at = $3 WHERE id = $1 AND ended IS NULL",
        params![id.as_bytes(), name, now.as_millisecond()],
    )?;
    Ok(ended == 1)
}

/// Deletes a batch of invitations that ended or expired long ago.
pub(crate) fn forget(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    let before = now.saturating_sub(RETENTION).unwrap_or(Timestamp::MIN).as_millisecond();
    tx.execute(
        "DELETE FROM invitation WHERE id IN (SELECT id FROM invitation WHERE (ended_at IS NULL AND expires_at < $1) \
         OR ended_at < $2 LIMIT 1000)",
        params![before, before],
    )?;
    Ok(())
}

fn bytes(message: Option<queue::Id>) -> Option<Vec<u8>> {
    message.map(|id| id.0.into_bytes().to_vec())
}

fn from_row(row: &Row<'_>) -> Result<Invitation, DbError> {
    let ended = match row.get::<Option<String>>(8)?.as_deref() {
        None => None,
        Some("accepted") => Some(InvitationEnd::Accepted),
        Some(_) => Some(InvitationEnd::Revoked),
    };
    let ended_at = row.get::<Option<i64>>(9)?.map(time).transpose()?;
    Ok(Invitation {
        id: Uuid::from_bytes(row.get(0)?),
        workspace: Uuid::from_bytes(row.get(1)?),
        email: EmailAddress::parse(&row.get::<String>(2)?).map_err(unreadable)?,
        role: stored_role(&row.get::<String>(3)?)?,
        language: Language::from_tag(&row.get::<String>(4)?).unwrap_or_default(),
        invited_by: accounts::Actor::from_stored(&row.get::<String>(5)?),
        created_at: time(row.get(6)?)?,
        expires_at: time(row.get(7)?)?,
        ended: ended.zip(ended_at),
        message: row.get::<Option<[u8; 16]>>(10)?.map(|id| queue::Id(Uuid::from_bytes(id))),
    })
}

fn time(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(unreadable)
}

fn unreadable(source: impl std::error::Error + Send + Sync + 'static) -> DbError {
    DbError::Engine { operation: "reading an invitation".to_owned(), source: Arc::new(source) }
}
