//! Accounts, and their lookup by address.

use jiff::Timestamp;
use mail::{EmailAddress, Fault};
use storage::{DbError, Read, Row, Tx, params};
use uuid::Uuid;

use super::fault;
use i18n::Language;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Unique id.
    pub id: Uuid,
    /// The address for signing in; `Debug` masks it.
    pub email: EmailAddress,
    /// The person's name; may be empty.
    pub name: String,
    /// Whether it administers the instance: email settings, mailbox, outbox, API keys.
    pub instance_admin: bool,
    /// The language chosen for pages and letters; if `None`, the browser's.
    pub language: Option<Language>,
    /// Whether a link mailed to the address was used. Until then the account has no rights.
    pub validated: bool,
}

/// Columns in the order in which [`from_row`] reads them.
pub const COLUMNS: &str =
    "account.id, account.email, account.name, account.instance_admin, account.language, account.validated_at";

/// The number of these columns, which is the index of a query's further columns.
pub const COLUMN_COUNT: usize = 6;

/// Reads [`COLUMNS`].
pub fn from_row(row: &Row<'_>) -> Result<Account, DbError> {
    Ok(Account {
        id: Uuid::from_bytes(row.get(0)?),
        email: stored_address(&row.get::<String>(1)?)?,
        name: row.get(2)?,
        instance_admin: row.get(3)?,
        // A language that this version does not know is ignored, and the browser's is used.
        language: row.get::<Option<String>>(4)?.and_then(|tag| Language::from_tag(&tag)),
        validated: row.get::<Option<i64>>(5)?.is_some(),
    })
}

pub(super) fn stored_address(text: &str) -> Result<EmailAddress, DbError> {
    EmailAddress::parse(text).map_err(|source| DbError::Engine {
        operation: "reading an account's address".to_owned(),
        source: std::sync::Arc::new(source),
    })
}

/// The form in which addresses are compared: `Ann@Example.com` and `ann@example.com` are one account.
pub fn email_key(email: &EmailAddress) -> String {
    email.expose().to_lowercase()
}

/// The instance administrators.
pub(super) fn administrators(rx: &mut impl Read) -> Result<Vec<Account>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE instance_admin = 1 ORDER BY created_at, id");
    let found = rx.query(&sql, &[], |row| Ok(from_row(row)))?;
    // An unreadable account must not keep letters from the others.
    let readable = found.into_iter().filter_map(|account| match account {
        Err(error) if error.is_unreadable() => {
            tracing::error!(error = &error as &dyn std::error::Error, "skipping an unreadable administrator account");
            None
        }
        account => Some(account),
    });
    readable.collect()
}

/// An account to insert, with its password hash.
pub struct NewAccount {
    /// The account.
    pub account: Account,
    /// Argon2id hash in PHC string format.
    pub password_hash: String,
}

/// Inserts the account.
///
/// # Errors
/// [`DbError::Conflict`] if the address already has an account.
pub fn insert(tx: &mut Tx<'_>, new: &NewAccount, now_ms: i64) -> Result<(), DbError> {
    let Account { id, email, name, instance_admin, language, validated } = &new.account;
    tx.execute(
        "INSERT INTO account (id, email, email_key, name, password_hash, instance_admin, created_at, language, validated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            id.as_bytes(),
            email.expose(),
            email_key(email),
            name.as_str(),
            new.password_hash.as_str(),
            *instance_admin,
            now_ms,
            language.map(Language::tag),
            validated.then_some(now_ms)
        ],
    )?;
    Ok(())
}

/// The account with the address key `key` (see [`email_key`]) and its password hash.
pub fn by_email(rx: &mut impl Read, key: &str) -> Result<Option<(Account, String)>, DbError> {
    let sql = format!("SELECT {COLUMNS}, account.password_hash FROM account WHERE email_key = $1");
    rx.query_first(&sql, params![key], |row| Ok((from_row(row)?, row.get(COLUMN_COUNT)?)))
}

/// The account with that id.
pub fn by_id(rx: &mut impl Read, id: Uuid) -> Result<Option<Account>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE id = $1");
    rx.query_first(&sql, params![id.as_bytes()], from_row)
}

/// Changes the password of an account.
pub fn set_password(tx: &mut Tx<'_>, id: Uuid, hash: &str) -> Result<(), DbError> {
    tx.execute("UPDATE account SET password_hash = $2 WHERE id = $1", params![id.as_bytes(), hash]).map(|_| ())
}

/// Whether the stored password hash of an account is still `hash`.
pub fn has_password(rx: &mut impl Read, id: Uuid, hash: &str) -> Result<bool, DbError> {
    let found = rx.query_first(
        "SELECT 1 FROM account WHERE id = $1 AND password_hash = $2",
        params![id.as_bytes(), hash],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Marks the address as validated. Returns `false` if it already was.
pub fn mark_validated(tx: &mut Tx<'_>, id: Uuid, now_ms: i64) -> Result<bool, DbError> {
    let marked = tx.execute(
        "UPDATE account SET validated_at = $2 WHERE id = $1 AND validated_at IS NULL",
        params![id.as_bytes(), now_ms],
    )?;
    Ok(marked == 1)
}

/// Up to 1,000 accounts that were created before `before_ms` and never validated.
pub fn unvalidated_before(rx: &mut impl Read, before_ms: i64) -> Result<Vec<Uuid>, DbError> {
    rx.query(
        "SELECT id FROM account WHERE validated_at IS NULL AND created_at < $1 LIMIT 1000",
        params![before_ms],
        |row| row.get(0).map(Uuid::from_bytes),
    )
}

/// Deletes an account with its sessions and memberships.
pub fn delete(tx: &mut Tx<'_>, id: Uuid) -> Result<(), DbError> {
    tx.execute("DELETE FROM account WHERE id = $1", params![id.as_bytes()]).map(|_| ())
}

/// Changes the name of an account.
pub fn set_name(tx: &mut Tx<'_>, id: Uuid, name: &str) -> Result<(), DbError> {
    tx.execute("UPDATE account SET name = $2 WHERE id = $1", params![id.as_bytes(), name]).map(|_| ())
}

/// Changes the address of an account.
///
/// # Errors
/// [`DbError::Conflict`] if another account has it.
pub fn set_email(tx: &mut Tx<'_>, id: Uuid, email: &EmailAddress) -> Result<(), DbError> {
    tx.execute(
        "UPDATE account SET email = $2, email_key = $3 WHERE id = $1",
        params![id.as_bytes(), email.expose(), email_key(email)],
    )
    .map(|_| ())
}

/// An account as an instance administrator sees it.
#[derive(Clone, Debug)]
pub struct ListedAccount {
    /// The account.
    pub account: Account,
    /// When it was created.
    pub created_at: Timestamp,
    /// The number of its workspaces.
    pub workspaces: u64,
}

/// All accounts, by address.
pub(super) fn list(rx: &mut impl Read) -> Result<Vec<ListedAccount>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS}, account.created_at, \
         (SELECT COUNT(*) FROM membership WHERE membership.account_id = account.id) FROM account ORDER BY email_key"
    );
    rx.query(&sql, params![], |row| {
        Ok(ListedAccount {
            account: from_row(row)?,
            created_at: stored_time(row.get(COLUMN_COUNT)?)?,
            workspaces: row.get(COLUMN_COUNT + 1)?,
        })
    })
}

/// A stored time.
pub(super) fn stored_time(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|source| DbError::Engine {
        operation: "reading the time of an account or workspace".to_owned(),
        source: std::sync::Arc::new(source),
    })
}

/// Parses the address of a new account.
pub fn parse_email(text: &str, faults: &mut Vec<Fault>) -> Option<EmailAddress> {
    match EmailAddress::parse(text.trim()) {
        Ok(email) => Some(email),
        Err(error) => {
            faults.push(fault("email", error.text));
            None
        }
    }
}
