//! Mail passwords: with each, one program of a person submits mail by SMTP. `owlmail_` and 43 letters and digits.
//!
//! A person with an account makes and deletes their own; an instance administrator sees and deletes those of everybody,
//! and decides as whom an account may send ([`AssignedSenders`]) and how much (`quota`). A mail password has no power at
//! the API. It ends with its account. It is looked up in the database each time, so that it stops working at once.

use jiff::Timestamp;
use mail::{EmailAddress, Fault};
use secrecy::{ExposeSecret, SecretString};
use storage::{DbError, Read, Row, Tx, params};
use uuid::Uuid;

use super::account::{self, Account, stored_time};
use super::allowed_recipients::{AllowedRecipients, Recipient};
use super::quota::{self, CountedQuota, WorkspaceQuota};
use super::{Accounts, AccountsError, ActorContext, KeyLimits, TypedKeyLimits, fault, names, secret, texts};
use crate::audit::Action;

/// Maximum number of mail passwords of an account.
pub const MAIL_PASSWORDS_MAX: usize = 20;
const PREFIX: &str = "owlmail_";
/// Minimum interval in milliseconds between writes of the last use.
const USED_EVERY_MS: i64 = 60_000;

/// A mail password without its secret. Only [`Accounts::make_mail_password`] returns the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailPassword {
    /// Unique.
    pub id: Uuid,
    /// Unique within the account: the program that uses it.
    pub name: String,
    /// The account.
    pub account: Uuid,
    /// The address of the account.
    pub email: EmailAddress,
    /// When it was created.
    pub created_at: Timestamp,
    /// The last use, at most a minute out of date.
    pub last_used_at: Option<Timestamp>,
    /// Limits that its owner chose.
    pub limits: KeyLimits,
}

/// A mail password with what its account may send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailPasswordLogin {
    /// The mail password.
    pub password: MailPassword,
    /// The senders of the account besides the configured From.
    pub senders: AssignedSenders,
    /// The quota of the account.
    pub quota: CountedQuota,
}

/// The addresses and domains as which an account may send, besides the configured From; none by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssignedSenders(Vec<Recipient>);

impl AssignedSenders {
    /// Whether the address is one of them.
    pub fn covers(&self, address: &EmailAddress) -> bool {
        AllowedRecipients::Only(self.0.clone()).covers(address)
    }

    /// Parses addresses and domains separated by commas, semicolons or white space; an empty text is none.
    ///
    /// # Errors
    /// A fault of `senders` for each entry that is neither.
    pub fn parse(typed: &str) -> Result<Self, Vec<Fault>> {
        Ok(match AllowedRecipients::parse("senders", typed)? {
            AllowedRecipients::Anybody => Self::default(),
            AllowedRecipients::Only(list) => Self(list),
        })
    }

    /// The addresses and domains.
    pub fn list(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(Recipient::text)
    }

    /// The list in the form that [`Self::parse`] reads, one entry per line.
    pub fn text(&self) -> String {
        self.list().collect::<Vec<_>>().join("\n")
    }
}

/// What an administrator lets the mail passwords of an account send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountSending {
    /// The account.
    pub account: Account,
    /// As whom, besides the configured From.
    pub senders: AssignedSenders,
    /// How much.
    pub quota: CountedQuota,
}

impl Accounts {
    /// Creates a mail password of an account and returns its secret, which cannot be shown again.
    ///
    /// # Errors
    /// The faults of `name` and `limits`, all at once; [`AccountsError::NotValidated`]; [`AccountsError::NotFound`].
    pub async fn make_mail_password(
        &self,
        account: Uuid,
        name: &str,
        limits: &TypedKeyLimits,
        by: &ActorContext,
    ) -> Result<(MailPassword, SecretString), AccountsError> {
        let mut faults = Vec::new();
        let name = names::mail_password(name, &mut faults);
        let now = self.inner.clock.now();
        let limits = KeyLimits::parse(limits, now).unwrap_or_else(|more| {
            faults.extend(more);
            KeyLimits::default()
        });
        if !faults.is_empty() {
            return Err(AccountsError::Faults(faults));
        }
        let secret = secret::key(&self.inner.random, PREFIX);
        let hash = secret::hash(secret.expose_secret());
        let id = self.inner.random.id(now);
        let (audit, by) = (self.inner.audit.clone(), by.clone());
        let made = self.inner.db.write(move |tx| {
            let owner = account::by_id(tx, account)?.ok_or(AccountsError::NotFound)?;
            if !owner.validated {
                return Err(AccountsError::NotValidated);
            }
            let email = owner.email;
            let (name, limits) = (name.clone(), limits.clone());
            let made = MailPassword { id, name, account, email, created_at: now, last_used_at: None, limits };
            insert(tx, &made, &hash)?;
            audit.entry_by(Action::MailPasswordMade, &by, audit_subject(&made)).insert(tx)?;
            Ok(made)
        });
        Ok((made.await?, secret))
    }

    /// The mail passwords of an account, or of all accounts, by address and name.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn mail_passwords(&self, account: Option<Uuid>) -> Result<Vec<MailPassword>, AccountsError> {
        let sql = format!("{SELECT} ORDER BY account.email_key, mail_password.name");
        let all = self.inner.db.read(move |rx| Ok::<_, AccountsError>(rx.query(&sql, params![], from_row)?)).await?;
        Ok(all.into_iter().filter(|password| account.is_none_or(|account| password.account == account)).collect())
    }

    /// Deletes a mail password, which stops working at once. With `owner` only one of that account is deleted. Returns
    /// `false` if there is none.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn delete_mail_password(
        &self,
        id: Uuid,
        owner: Option<Uuid>,
        by: &ActorContext,
    ) -> Result<bool, AccountsError> {
        let (audit, by) = (self.inner.audit.clone(), by.clone());
        self.inner
            .db
            .write(move |tx| {
                let found = with_id(tx, id)?.filter(|found| owner.is_none_or(|owner| found.account == owner));
                let Some(found) = found else { return Ok(false) };
                tx.execute("DELETE FROM mail_password WHERE id = $1", params![id.as_bytes()])?;
                audit.entry_by(Action::MailPasswordDeleted, &by, audit_subject(&found)).insert(tx)?;
                Ok(true)
            })
            .await
    }

    /// What the mail passwords of an account may send.
    ///
    /// # Errors
    /// [`AccountsError::NotFound`].
    pub async fn account_sending(&self, account: Uuid) -> Result<AccountSending, AccountsError> {
        self.inner.db.read(move |rx| sending_of(rx, account)).await
    }

    /// Changes what the mail passwords of an account may send. Applies to the next message.
    ///
    /// # Errors
    /// The faults of the limits; [`AccountsError::NotFound`].
    pub async fn set_account_sending(
        &self,
        account: Uuid,
        senders: AssignedSenders,
        limits: WorkspaceQuota,
        by: &ActorContext,
    ) -> Result<AccountSending, AccountsError> {
        limits.check()?;
        let (audit, by) = (self.inner.audit.clone(), by.clone());
        self.inner
            .db
            .write(move |tx| {
                let before = sending_of(tx, account)?;
                if before.senders == senders && before.quota.limits == limits {
                    return Ok(before);
                }
                tx.execute("DELETE FROM account_senders WHERE account_id = $1", params![account.as_bytes()])?;
                tx.execute(
                    "INSERT INTO account_senders (account_id, senders) VALUES ($1, $2)",
                    params![account.as_bytes(), senders.text()],
                )?;
                quota::store(tx, before.quota.id, &limits)?;
                let listed = senders.list().map(str::to_owned).collect::<Vec<_>>();
                let subject = texts::audit_account_sending(
                    quota::audit_subject(before.account.email.expose(), &limits),
                    listed.len(),
                    listed.join(", "),
                );
                audit.entry_by(Action::AccountSendingChanged, &by, subject).insert(tx)?;
                sending_of(tx, account)
            })
            .await
    }

    /// Returns the mail password with this secret and records its use; `None` if there is none.
    pub(super) async fn mail_password(&self, secret: &str) -> Result<Option<MailPasswordLogin>, AccountsError> {
        if !secret::looks_like_key(secret, PREFIX) {
            return Ok(None);
        }
        let hash = secret::hash(secret);
        let found = self.inner.db.read(move |rx| find(rx, &hash)).await?;
        let now_ms = self.now_ms();
        if let Some(MailPasswordLogin { password, .. }) = &found
            && password.last_used_at.is_none_or(|used| (now_ms - used.as_millisecond()).abs() >= USED_EVERY_MS)
        {
            self.note_mail_password_use(password.id, now_ms).await;
        }
        Ok(found)
    }

    /// A failure (a full disk) is only logged, so that the message is still accepted.
    async fn note_mail_password_use(&self, id: Uuid, now_ms: i64) {
        let noted = self.inner.db.write(move |tx| -> Result<(), DbError> {
            tx.execute("UPDATE mail_password SET last_used_at = $1 WHERE id = $2", params![now_ms, id.as_bytes()])?;
            Ok(())
        });
        if let Err(error) = noted.await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "recording the last use of a mail password failed"
            );
        }
    }
}

const SELECT: &str = "SELECT mail_password.id, mail_password.name, mail_password.account_id, account.email, \
     mail_password.created_at, mail_password.last_used_at, mail_password.limits \
     FROM mail_password JOIN account ON account.id = mail_password.account_id";

fn from_row(row: &Row<'_>) -> Result<MailPassword, DbError> {
    Ok(MailPassword {
        id: Uuid::from_bytes(row.get(0)?),
        name: row.get(1)?,
        account: Uuid::from_bytes(row.get(2)?),
        email: account::stored_address(&row.get::<String>(3)?)?,
        created_at: stored_time(row.get(4)?)?,
        last_used_at: row.get::<Option<i64>>(5)?.map(stored_time).transpose()?,
        limits: KeyLimits::from_stored(row.get::<Option<String>>(6)?.as_deref())?,
    })
}

/// The mail password with this id.
///
/// # Errors
/// Where the database cannot be read.
pub fn with_id(rx: &mut impl Read, id: Uuid) -> Result<Option<MailPassword>, DbError> {
    rx.query_first(&format!("{SELECT} WHERE mail_password.id = $1"), params![id.as_bytes()], from_row)
}

/// An account that is not validated has no rights, and so its mail passwords have none.
fn find(rx: &mut impl Read, hash: &[u8]) -> Result<Option<MailPasswordLogin>, AccountsError> {
    let sql = format!("{SELECT} WHERE mail_password.secret_hash = $1 AND account.validated_at IS NOT NULL");
    let Some(password) = rx.query_first(&sql, params![hash], from_row)? else { return Ok(None) };
    let AccountSending { senders, quota, .. } = sending_of(rx, password.account)?;
    Ok(Some(MailPasswordLogin { password, senders, quota }))
}

fn sending_of(rx: &mut impl Read, account: Uuid) -> Result<AccountSending, AccountsError> {
    let found = account::by_id(rx, account)?.ok_or(AccountsError::NotFound)?;
    let stored = rx.query_first(
        "SELECT senders FROM account_senders WHERE account_id = $1",
        params![account.as_bytes()],
        |row| row.get::<String>(0),
    )?;
    // What was stored was parsed before: a list that cannot be read allows nothing.
    let senders = AssignedSenders::parse(stored.as_deref().unwrap_or_default()).unwrap_or_default();
    Ok(AccountSending { account: found, senders, quota: quota::of_account(rx, account)? })
}

fn insert(tx: &mut Tx<'_>, password: &MailPassword, hash: &[u8]) -> Result<(), AccountsError> {
    let others = tx.query(
        "SELECT name FROM mail_password WHERE account_id = $1",
        params![password.account.as_bytes()],
        |row| row.get::<String>(0),
    )?;
    let wrong = if others.contains(&password.name) {
        Some(texts::mail_password_name_taken(password.name.as_str()))
    } else if others.len() >= MAIL_PASSWORDS_MAX {
        Some(texts::mail_password_limit(MAIL_PASSWORDS_MAX))
    } else {
        None
    };
    if let Some(text) = wrong {
        return Err(AccountsError::Faults(vec![fault("name", text)]));
    }
    tx.execute(
        "INSERT INTO mail_password (id, account_id, secret_hash, name, created_at, limits) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            &password.id.as_bytes()[..],
            &password.account.as_bytes()[..],
            hash,
            password.name.as_str(),
            password.created_at.as_millisecond(),
            password.limits.to_stored()
        ],
    )?;
    Ok(())
}

/// A mail password as the subject of an audit entry: `scanner (ann@example.com)`.
fn audit_subject(password: &MailPassword) -> mail::Text {
    texts::audit_mail_password(password.name.as_str(), password.email.expose())
}
