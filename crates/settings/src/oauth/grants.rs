//! The table `oauth_grant`: the grants of providers, with the encrypted refresh token.

use jiff::Timestamp;
use mail::Problem;
use storage::{DbError, Read, Tx, params};
use uuid::Uuid;

use crate::{EmailSettings, SettingsError, versions};
use accounts::Actor;

/// A consent that was given.
#[derive(Clone, Debug)]
pub struct Grant {
    pub id: Uuid,
    /// The address of who consented; empty where the provider does not tell.
    pub account: String,
    pub scopes: Vec<String>,
    pub granted_at: Timestamp,
    pub granted_by: Actor,
    pub renewed_at: Timestamp,
    /// Counts up with each renewal.
    pub renewals: u64,
    /// The encrypted refresh token; `None` after disconnecting, or if it was dropped with a lost master key.
    pub refresh_sealed: Option<Vec<u8>>,
    /// When the refresh token expires regardless of its use, if the provider reported it.
    pub refresh_ends_at: Option<Timestamp>,
    /// Why the provider refuses to renew it; `None` if it does not refuse.
    pub refusal: Option<Problem>,
}

/// The connected mailbox, as shown to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectedMailbox {
    /// The address of who consented; empty where the provider does not tell.
    pub account: String,
    /// When it consented.
    pub since: Timestamp,
    /// When its token was last renewed.
    pub renewed_at: Timestamp,
    /// Whether the provider still renews it; `false` if a new consent is needed.
    pub is_alive: bool,
}

impl Grant {
    /// Whether mail can be sent with it, as far as is known.
    pub fn is_alive(&self) -> bool {
        self.refresh_sealed.is_some() && self.refusal.is_none()
    }

    /// The view for people.
    pub fn connected(&self) -> ConnectedMailbox {
        ConnectedMailbox {
            account: self.account.clone(),
            since: self.granted_at,
            renewed_at: self.renewed_at,
            is_alive: self.is_alive(),
        }
    }
}

const COLUMNS: &str = "id, account, scopes, granted_at, granted_by, renewed_at, renewals, refresh_sealed, refresh_ends_at, \
     refusal";

/// The grant with that id.
pub fn find<R: Read>(rx: &mut R, id: Uuid) -> Result<Option<Grant>, DbError> {
    rx.query_first(&format!("SELECT {COLUMNS} FROM oauth_grant WHERE id = $1"), params![&id.as_bytes()[..]], |row| {
        let time = |ms: i64| Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
        let scopes: String = row.get(2)?;
        let refusal: Option<String> = row.get(9)?;
        Ok(Grant {
            id,
            account: row.get(1)?,
            scopes: scopes.split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect(),
            granted_at: time(row.get(3)?),
            granted_by: Actor::from_stored(&row.get::<String>(4)?),
            renewed_at: time(row.get(5)?),
            renewals: row.get(6)?,
            refresh_sealed: row.get(7)?,
            refresh_ends_at: row.get::<Option<i64>>(8)?.map(time),
            // A problem that a newer owlpost wrote may be unreadable; the next renewal determines it again.
            refusal: refusal.and_then(|json| serde_json::from_str(&json).ok()),
        })
    })
}

/// Stores a new grant.
pub fn insert(tx: &mut Tx<'_>, grant: &Grant) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO oauth_grant (id, account, scopes, granted_at, granted_by, renewed_at, renewals, refresh_sealed,
             refresh_ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            &grant.id.as_bytes()[..],
            &grant.account,
            grant.scopes.join(" "),
            grant.granted_at.as_millisecond(),
            grant.granted_by.to_stored(),
            grant.renewed_at.as_millisecond(),
            grant.renewals,
            grant.refresh_sealed.as_deref(),
            grant.refresh_ends_at.map(Timestamp::as_millisecond)
        ],
    )?;
    Ok(())
}

/// What a renewal changes.
#[derive(Clone, Debug)]
pub struct Renewal {
    /// The number of renewals before this one.
    pub after: u64,
    pub renewed_at: Timestamp,
    /// The rotated refresh token, encrypted; `None` if the provider keeps the old one valid.
    pub refresh_sealed: Option<Vec<u8>>,
    pub refresh_ends_at: Option<Timestamp>,
}

/// Stores a renewal, unless another one was stored since or the grant was disconnected. Returns whether it was stored.
pub fn renew(tx: &mut Tx<'_>, id: Uuid, renewal: &Renewal) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE oauth_grant SET renewed_at = $3, renewals = renewals + 1, refusal = NULL,
             refresh_sealed = COALESCE($4, refresh_sealed), refresh_ends_at = COALESCE($5, refresh_ends_at)
         WHERE id = $1 AND renewals = $2 AND refresh_sealed IS NOT NULL",
        params![
            &id.as_bytes()[..],
            renewal.after,
            renewal.renewed_at.as_millisecond(),
            renewal.refresh_sealed.as_deref(),
            renewal.refresh_ends_at.map(Timestamp::as_millisecond)
        ],
    )?;
    Ok(changed == 1)
}

/// Stores why the provider refuses to renew the grant, unless it was renewed since.
pub fn refuse(tx: &mut Tx<'_>, id: Uuid, after: u64, problem: &Problem) -> Result<(), DbError> {
    let json = serde_json::to_string(problem).expect("a problem serializes to JSON");
    tx.execute(
        "UPDATE oauth_grant SET refusal = $3 WHERE id = $1 AND renewals = $2",
        params![&id.as_bytes()[..], after, json],
    )?;
    Ok(())
}

/// Encrypts stored refresh tokens again: `reseal` returns the replacement of the token of a version's consent, or `None`
/// to keep it.
pub fn reseal(
    tx: &mut Tx<'_>,
    reseal: impl Fn(&EmailSettings, Uuid, &[u8]) -> Option<Vec<u8>>,
) -> Result<(), SettingsError> {
    for (settings, id) in versions::with_grants(tx)? {
        let sealed = find(tx, id)?.and_then(|grant| grant.refresh_sealed);
        if let Some(resealed) = sealed.and_then(|sealed| reseal(&settings, id, &sealed)) {
            let sql = "UPDATE oauth_grant SET refresh_sealed = $2 WHERE id = $1";
            tx.execute(sql, params![&id.as_bytes()[..], &resealed[..]])?;
        }
    }
    Ok(())
}

/// Deletes the refresh token when the mailbox is disconnected. Returns whether there was one.
pub fn forget(tx: &mut Tx<'_>, id: Uuid) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE oauth_grant SET refresh_sealed = NULL WHERE id = $1 AND refresh_sealed IS NOT NULL",
        params![&id.as_bytes()[..]],
    )?;
    Ok(changed == 1)
}

/// Deletes grants to which no version and no open question refers.
pub fn delete_unreferenced(tx: &mut Tx<'_>) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM oauth_grant WHERE id NOT IN (SELECT grant_id FROM settings_version WHERE grant_id IS NOT NULL)
             AND id NOT IN (SELECT grant_id FROM oauth_consent WHERE grant_id IS NOT NULL)",
        &[],
    )?;
    Ok(())
}
