//! Sign-in and sessions.
//!
//! The cookie contains 256 random bits, the database their SHA-256. Each sign-in makes a new session id and never takes
//! one from the request, which prevents session fixation. A session ends after seven days without use, after thirty
//! days in any case, and at sign-out; ended sessions are deleted at the next sign-in.

use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use mail::EmailAddress;
use secrecy::{ExposeSecret, SecretString};
use storage::{DbError, Read, Tx, params};
use tokio::sync::watch;
use uuid::Uuid;

use super::account::{self, Account};
use super::{Accounts, AccountsError, Actor, ActorContext, password, secret};
use crate::audit::Action;

/// A session ends after this time without use.
pub const SESSION_IDLE: Duration = Duration::from_hours(7 * 24);
/// A session ends this long after the sign-in; also the cookie's `Max-Age`.
pub const SESSION_LIFE: Duration = Duration::from_hours(30 * 24);
/// Pages that grant rights or change how mail is sent ask for the password again this long after it was entered.
pub const PASSWORD_RECENT: Duration = Duration::from_mins(15);
/// Minimum interval between writes of the last use, so that not every page view writes.
const SEEN_EVERY: Duration = Duration::from_hours(1);

/// A session that has not ended.
#[derive(Clone, Debug)]
pub struct Session {
    /// The account that is signed in.
    pub account: Account,
    password_at_ms: i64,
}

impl Session {
    /// Whether the password was entered within [`PASSWORD_RECENT`].
    pub fn is_password_recent(&self, now: Timestamp) -> bool {
        now.as_millisecond() - self.password_at_ms < millis(PASSWORD_RECENT)
    }
}

impl Accounts {
    /// Signs in; returns the session's secret for the cookie. `client` is the network address, for the limit on
    /// attempts.
    ///
    /// # Errors
    /// [`AccountsError::WrongPassword`] for an unknown or invalid address and for a wrong password, all after the same
    /// work; [`AccountsError::TooMany`] before any work.
    pub async fn sign_in(
        &self,
        email: &str,
        password: SecretString,
        client: IpAddr,
    ) -> Result<SecretString, AccountsError> {
        let (account, checked) = self.check_password(email, password, client).await?;
        self.begin_session_where(account.id, Some(checked)).await?.ok_or(AccountsError::WrongPassword)
    }

    /// The account with this address and password, within the limit on attempts; also the hash that the password was
    /// checked against, so that later steps can check that it is still current.
    ///
    /// # Errors
    /// Those of [`Accounts::sign_in`].
    pub(super) async fn check_password(
        &self,
        email: &str,
        password: SecretString,
        client: IpAddr,
    ) -> Result<(Account, String), AccountsError> {
        // All invalid addresses share one bucket.
        let address = EmailAddress::parse(email.trim()).ok();
        let key = address.as_ref().map(account::email_key).unwrap_or_default();
        let limit = &self.inner.sign_ins;
        limit.take(&key, client, self.now_ms()).map_err(|seconds| AccountsError::TooMany { seconds })?;
        if password.expose_secret().len() > password::MAX_BYTES {
            self.note_failure(address, client).await;
            return Err(AccountsError::WrongPassword);
        }
        let lookup = key.clone();
        let found = self.inner.db.read(move |rx| account::by_email(rx, &lookup)).await?;
        let right = self.inner.passwords.verify(password, found.as_ref().map(|(_, hash)| hash.clone())).await?;
        let Some(found) = found.filter(|_| right) else {
            self.note_failure(address, client).await;
            return Err(AccountsError::WrongPassword);
        };
        limit.succeeded(&key, client);
        Ok(found)
    }

    /// Records a failed sign-in, in the same way for known and unknown addresses. An invalid address may be a password
    /// in the wrong field and is not stored. A failure to record is only logged: a full disk must not change the
    /// response.
    async fn note_failure(&self, address: Option<EmailAddress>, client: IpAddr) {
        let actor = Actor::Anonymous { email: address.map(|address| address.expose().to_owned()) };
        let entry = self.inner.audit.entry(Action::SignInFailed, actor, None).from_client(client);
        if let Err(error) = self.inner.audit.note(entry).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "recording a failed sign-in failed");
        }
    }

    /// Starts a session of an account whose password was entered just now.
    ///
    /// # Errors
    /// If it cannot be stored.
    pub async fn begin_session(&self, account: Uuid) -> Result<SecretString, AccountsError> {
        self.begin_session_where(account, None).await?.ok_or(AccountsError::NotFound)
    }

    /// Starts a session if the account still has the password that was checked. Hashing takes time, during which the
    /// owner may set another password; that ends every session and must prevent this one as well.
    async fn begin_session_where(
        &self,
        account: Uuid,
        checked: Option<String>,
    ) -> Result<Option<SecretString>, AccountsError> {
        let session = secret::token(&self.inner.random);
        let hash = secret::hash(session.expose_secret());
        let now_ms = self.now_ms();
        let begun = self
            .inner
            .db
            .write(move |tx| -> Result<bool, DbError> {
                delete_ended(tx, now_ms)?;
                let begun = tx.execute(
                    "INSERT INTO session (secret_hash, account_id, created_at, last_seen_at, password_at) \
                     SELECT $1, id, $3, $3, $3 FROM account WHERE id = $2 AND password_hash = COALESCE($4, password_hash)",
                    params![&hash, account.as_bytes(), now_ms, checked.as_deref()],
                )?;
                Ok(begun == 1)
            })
            .await?;
        Ok(begun.then_some(session))
    }

    /// Ends a session; an unknown one is not an error.
    pub async fn sign_out(&self, session: &str) -> Result<(), AccountsError> {
        let hash = secret::hash(session);
        self.inner
            .db
            .write(move |tx| -> Result<(), DbError> {
                tx.execute("DELETE FROM session WHERE secret_hash = $1", params![&hash])?;
                Ok(())
            })
            .await?;
        self.notify_ended_sessions();
        Ok(())
    }

    /// Notified when a session, or a right of an account, may have ended. Whatever continues between requests of a
    /// session then checks the session again.
    pub fn ended_sessions(&self) -> watch::Receiver<()> {
        self.inner.ended_sessions.subscribe()
    }

    /// Called after a transaction that ended sessions.
    pub fn notify_ended_sessions(&self) {
        self.inner.ended_sessions.send_replace(());
    }

    /// Checks the password of a session's account again, within the limit on attempts, and records the time.
    ///
    /// # Errors
    /// [`AccountsError::Faults`] on `field` if it is wrong; [`AccountsError::TooMany`].
    pub async fn confirm_session(
        &self,
        session: &str,
        account: &Account,
        password: SecretString,
        field: &str,
        by: &ActorContext,
    ) -> Result<(), AccountsError> {
        self.confirm_password(account, password, field, by).await?;
        let (hash, now_ms) = (secret::hash(session), self.now_ms());
        self.inner
            .db
            .write(move |tx| -> Result<(), DbError> {
                tx.execute("UPDATE session SET password_at = $1 WHERE secret_hash = $2", params![now_ms, &hash])?;
                Ok(())
            })
            .await?;
        Ok(())
    }

    /// The session with a secret; `None` if it is unknown or has ended.
    pub async fn session(&self, session: &str) -> Result<Option<Session>, AccountsError> {
        let hash = secret::hash(session);
        let now_ms = self.now_ms();
        let found = self.inner.db.read(move |rx| find(rx, &hash)).await?;
        let Some((session, times)) = found.filter(|(_, times)| !times.ended(now_ms)) else {
            return Ok(None);
        };
        if now_ms - times.last_seen_ms >= millis(SEEN_EVERY) {
            self.note_seen(hash, now_ms).await;
        }
        Ok(Some(session))
    }

    /// Records the use of a session. A failure is only logged: a full disk must not keep administrators from the pages
    /// that report it.
    async fn note_seen(&self, hash: [u8; 32], now_ms: i64) {
        let noted = self.inner.db.write(move |tx| -> Result<(), DbError> {
            tx.execute("UPDATE session SET last_seen_at = $1 WHERE secret_hash = $2", params![now_ms, &hash])?;
            Ok(())
        });
        if let Err(error) = noted.await {
            tracing::warn!(error = &error as &dyn std::error::Error, "recording the last use of a session failed");
        }
    }
}

struct Times {
    created_ms: i64,
    last_seen_ms: i64,
}

impl Times {
    fn ended(&self, now_ms: i64) -> bool {
        self.last_seen_ms <= now_ms - millis(SESSION_IDLE) || self.created_ms <= now_ms - millis(SESSION_LIFE)
    }
}

fn find(rx: &mut impl Read, hash: &[u8]) -> Result<Option<(Session, Times)>, DbError> {
    let sql = format!(
        "SELECT {}, session.created_at, session.last_seen_at, session.password_at \
         FROM session JOIN account ON account.id = session.account_id WHERE session.secret_hash = $1",
        account::COLUMNS
    );
    rx.query_first(&sql, params![hash], |row| {
        Ok((
            Session { account: account::from_row(row)?, password_at_ms: row.get(account::COLUMN_COUNT + 2)? },
            Times { created_ms: row.get(account::COLUMN_COUNT)?, last_seen_ms: row.get(account::COLUMN_COUNT + 1)? },
        ))
    })
}

/// Ends every session of an account, in a transaction; returns how many.
pub fn end_all(tx: &mut Tx<'_>, account: Uuid) -> Result<usize, DbError> {
    tx.execute("DELETE FROM session WHERE account_id = $1", params![account.as_bytes()])
}

/// Ends every session of an account except the one with the given hash.
pub fn end_others(tx: &mut Tx<'_>, account: Uuid, kept: &[u8; 32]) -> Result<usize, DbError> {
    tx.execute("DELETE FROM session WHERE account_id = $1 AND secret_hash <> $2", params![account.as_bytes(), kept])
}

/// Corrects sessions after the clock was set back by `back`: times that lie after `now` come from the clock that was
/// ahead and are moved, so that no session lasts longer. Earlier times are right and unchanged.
///
/// # Errors
/// If the database cannot be written.
pub fn set_back(tx: &mut Tx<'_>, back: Duration, now: Timestamp) -> Result<(), DbError> {
    let back = i64::try_from(back.as_millis()).unwrap_or(i64::MAX);
    for time in ["created_at", "last_seen_at", "password_at"] {
        let sql = format!("UPDATE session SET {time} = {time} - $2 WHERE {time} > $1");
        tx.execute(&sql, params![now.as_millisecond(), back])?;
    }
    Ok(())
}

fn delete_ended(tx: &mut Tx<'_>, now_ms: i64) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM session WHERE last_seen_at <= $1 OR created_at <= $2",
        params![now_ms - millis(SESSION_IDLE), now_ms - millis(SESSION_LIFE)],
    )?;
    Ok(())
}

/// A duration in milliseconds; a number of days fits.
fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
