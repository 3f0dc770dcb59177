//! Accounts: who signs in, and by which address they are found.

use db::{DbError, Read, Row, Tx, params};
use mail::{EmailAddress, Fault};
use uuid::Uuid;

use super::{AccountsError, fault};
use crate::language::Language;

/// Somebody who can sign in.
#[derive(Clone, Debug)]
pub struct Account {
    /// Unique.
    pub id: Uuid,
    /// Signs in with it; `Debug` masks it.
    pub email: EmailAddress,
    /// The person's name; may be empty.
    pub name: String,
    /// Administers the instance: email settings, mailbox, outbox, API keys.
    pub instance_admin: bool,
    /// The language it chose for pages and letters; without one the browser's.
    pub language: Option<Language>,
    /// It was shown that mail to the address reaches its owner; until then the account can do nothing.
    pub validated: bool,
}

/// Columns in the order that [`from_row`] reads.
pub(super) const COLUMNS: &str =
    "account.id, account.email, account.name, account.instance_admin, account.language, account.validated_at";

/// How many those are: what a query asks besides begins here.
pub(super) const COLUMN_COUNT: usize = 6;

pub(super) fn from_row(row: &Row<'_>) -> Result<Account, DbError> {
    Ok(Account {
        id: Uuid::from_bytes(row.get(0)?),
        email: stored_address(&row.get::<String>(1)?)?,
        name: row.get(2)?,
        instance_admin: row.get(3)?,
        // A language that this version does not know is left to the browser.
        language: row.get::<Option<String>>(4)?.and_then(|tag| Language::from_tag(&tag)),
        validated: row.get::<Option<i64>>(5)?.is_some(),
    })
}

fn stored_address(text: &str) -> Result<EmailAddress, DbError> {
    EmailAddress::parse(text).map_err(|source| DbError::Engine {
        operation: "reading an account's address".to_owned(),
        source: std::sync::Arc::new(source),
    })
}

/// The form in which an address is compared: `Ann@Example.com` and `ann@example.com` are one account.
pub(super) fn email_key(email: &EmailAddress) -> String {
    email.expose().to_lowercase()
}

/// Those who administer the instance.
pub(super) fn administrators(rx: &mut impl Read) -> Result<Vec<Account>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE instance_admin = 1 ORDER BY created_at, id");
    rx.query(&sql, &[], from_row)
}

/// A row of `account`, not yet stored.
pub(super) struct NewAccount {
    pub account: Account,
    pub password_hash: String,
}

pub(super) fn insert(tx: &mut Tx<'_>, new: &NewAccount, now_ms: i64) -> Result<(), DbError> {
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

/// Account and password hash of an address.
pub(super) fn by_email(rx: &mut impl Read, key: &str) -> Result<Option<(Account, String)>, AccountsError> {
    let sql = format!("SELECT {COLUMNS}, account.password_hash FROM account WHERE email_key = $1");
    Ok(rx.query_first(&sql, params![key], |row| Ok((from_row(row)?, row.get(COLUMN_COUNT)?)))?)
}

/// Parses the address of an account to be.
pub(super) fn parse_email(text: &str, faults: &mut Vec<Fault>) -> Option<EmailAddress> {
    match EmailAddress::parse(text.trim()) {
        Ok(email) => Some(email),
        Err(error) => {
            faults.push(fault("email", error.what));
            None
        }
    }
}
