//! The first setup: one administrator and one workspace, once.
//!
//! Only the hash of the token in the setup link is stored, so each start without an administrator creates a new one,
//! and the old link stops working. The token is used by compare-and-set in the transaction that creates the account: of
//! two concurrent uses one succeeds, and the other fails because an administrator exists.

use std::sync::atomic::Ordering;

use secrecy::{ExposeSecret, SecretString};
use storage::{Read, Tx, params};
use uuid::Uuid;

use super::account::{self, Account, NewAccount};
use super::workspace::Workspace;
use super::{Accounts, AccountsError, Actor, names, password, secret, texts, workspace};
use crate::audit::Action;

impl Accounts {
    /// Whether there is no administrator yet. Reads the database only until there is one.
    pub async fn needs_setup(&self) -> Result<bool, AccountsError> {
        if self.inner.is_set_up.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let done = self.inner.db.read(|rx| is_done(rx)).await?;
        if done {
            self.inner.is_set_up.store(true, Ordering::Relaxed);
        }
        Ok(!done)
    }

    /// Creates the one-time token of the setup link, at the start of the server; `None` if an administrator exists. The
    /// token of an earlier call stops working.
    pub async fn setup_token(&self) -> Result<Option<SecretString>, AccountsError> {
        let token = secret::token(&self.inner.random);
        let hash = secret::hash(token.expose_secret());
        let open = self
            .inner
            .db
            .write(move |tx| tx.execute("UPDATE setup SET token_hash = $1 WHERE done_at IS NULL", params![&hash]))
            .await?;
        Ok((open == 1).then_some(token))
    }

    /// Checks the token for the setup page, without using it up.
    ///
    /// # Errors
    /// [`AccountsError::AdministratorExists`] or [`AccountsError::WrongSetupToken`], as [`Accounts::set_up`] would.
    pub async fn check_setup_token(&self, token: &str) -> Result<(), AccountsError> {
        let hash = secret::hash(token);
        self.inner.db.read(move |rx| check_open(rx, Some(&hash))).await
    }

    /// Creates the first administrator and workspace, and uses up the token. `token` is `None` for `owlpost setup`,
    /// whose caller has access to the database anyway.
    ///
    /// # Errors
    /// [`AccountsError::AdministratorExists`], [`AccountsError::WrongSetupToken`], or the faults of `email`,
    /// `password` and `workspace`, all at once; the token stays valid after a fault.
    pub async fn set_up(
        &self,
        token: Option<&str>,
        email: &str,
        password: SecretString,
        workspace: &str,
    ) -> Result<(Account, Uuid), AccountsError> {
        let token_hash = token.map(secret::hash);
        // Hashing a password is expensive, so the token is checked first.
        self.inner.db.read(move |rx| check_open(rx, token_hash.as_ref())).await?;

        let mut faults = Vec::new();
        let address = account::parse_email(email, &mut faults);
        password::check(&password, email, &mut faults);
        let name = names::workspace("workspace", workspace, &mut faults);
        let (Some(email), Some(name)) = (address, name) else {
            return Err(AccountsError::Faults(faults));
        };
        if !faults.is_empty() {
            return Err(AccountsError::Faults(faults));
        }

        let password_hash = self.inner.passwords.hash(password).await?;
        let now = self.inner.clock.now();
        let id = self.inner.random.id(now);
        let workspace_id = self.inner.random.id(now);
        // Whoever sets up the server is trusted, and mail cannot be sent yet to validate the address.
        let account = Account { id, email, name: String::new(), instance_admin: true, language: None, validated: true };
        let new = NewAccount { account: account.clone(), password_hash };
        let actor = Actor::account(account.email.expose());
        let entry = self.inner.audit.entry(Action::SetUp, actor, texts::audit_name(name.as_str()));
        let workspace = Workspace { id: workspace_id, name, created_at: now, approved_at: Some(now) };
        self.inner
            .db
            .write(move |tx| {
                let now_ms = now.as_millisecond();
                close(tx, token_hash.as_ref(), now_ms)?;
                account::insert(tx, &new, now_ms)?;
                workspace::insert(tx, &workspace, Some(id))?;
                entry.insert(tx)?;
                Ok::<_, AccountsError>(())
            })
            .await?;
        self.inner.is_set_up.store(true, Ordering::Relaxed);
        Ok((account, workspace_id))
    }
}

fn is_done(rx: &mut impl Read) -> Result<bool, AccountsError> {
    Ok(rx.query_first("SELECT 1 FROM setup WHERE done_at IS NOT NULL", params![], |row| row.get::<i64>(0))?.is_some())
}

/// Fails early, with the same errors as [`close`].
fn check_open(rx: &mut impl Read, token_hash: Option<&[u8; 32]>) -> Result<(), AccountsError> {
    if is_done(rx)? {
        return Err(AccountsError::AdministratorExists);
    }
    let Some(hash) = token_hash else { return Ok(()) };
    let found = rx.query_first("SELECT 1 FROM setup WHERE token_hash = $1", params![hash], |row| row.get::<i64>(0))?;
    found.map(|_| ()).ok_or(AccountsError::WrongSetupToken)
}

/// Marks setup as done and deletes the token, by compare-and-set.
fn close(tx: &mut Tx<'_>, token_hash: Option<&[u8; 32]>, now_ms: i64) -> Result<(), AccountsError> {
    const CLOSE: &str = "UPDATE setup SET done_at = $1, token_hash = NULL WHERE done_at IS NULL";
    let closed = match token_hash {
        None => tx.execute(CLOSE, params![now_ms])?,
        Some(hash) => tx.execute(&format!("{CLOSE} AND token_hash = $2"), params![now_ms, hash])?,
    };
    match closed {
        1 => Ok(()),
        _ if is_done(tx)? => Err(AccountsError::AdministratorExists),
        _ => Err(AccountsError::WrongSetupToken),
    }
}
