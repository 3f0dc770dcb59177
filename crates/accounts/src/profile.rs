//! Changes of an account: name, language, password; deletion.
//!
//! Also what instance administrators do to other accounts: administration rights, deletion.

use secrecy::SecretString;
use storage::{Read, Tx, params};
use uuid::Uuid;

use super::account::{self, Account, ListedAccount};
use super::{Accounts, AccountsError, ActorContext, fault, names, session, texts, workspace};
use crate::audit::{Action, Audit};
use i18n::Language;

impl Accounts {
    /// Changes name and language; `None` means the browser's language.
    ///
    /// # Errors
    /// The faults of `name`.
    pub async fn change_profile(&self, id: Uuid, name: &str, language: Option<Language>) -> Result<(), AccountsError> {
        let mut faults = Vec::new();
        let name = names::person(name, &mut faults);
        if !faults.is_empty() {
            return Err(AccountsError::Faults(faults));
        }
        self.inner
            .db
            .write(move |tx| {
                tx.execute(
                    "UPDATE account SET name = $2, language = $3 WHERE id = $1",
                    params![id.as_bytes(), name.as_str(), language.map(Language::tag)],
                )?;
                Ok(())
            })
            .await
    }

    /// Checks the account's password. Counts as a sign-in attempt, so that guessing is limited here as well.
    ///
    /// # Errors
    /// [`AccountsError::Faults`] on `field` if it is wrong; [`AccountsError::TooMany`].
    pub async fn confirm_password(
        &self,
        account: &Account,
        password: SecretString,
        field: &str,
        by: &ActorContext,
    ) -> Result<(), AccountsError> {
        self.checked_password_hash(account, password, field, by).await.map(|_| ())
    }

    /// Like [`Accounts::confirm_password`]; returns the hash that the password was checked against. The caller must
    /// check in its transaction that the account still has this hash, because the owner may have changed the password
    /// in the meantime to lock an intruder out.
    pub async fn checked_password_hash(
        &self,
        account: &Account,
        password: SecretString,
        field: &str,
        by: &ActorContext,
    ) -> Result<String, AccountsError> {
        let client = by.client.unwrap_or(std::net::IpAddr::from([0, 0, 0, 0]));
        match self.check_password(account.email.expose(), password, client).await {
            // The address may have moved to another account since this one was read.
            Ok((found, hash)) if found.id == account.id => Ok(hash),
            Ok(_) | Err(AccountsError::WrongPassword) => Err(AccountsError::Faults(vec![wrong_password_fault(field)])),
            Err(other) => Err(other),
        }
    }

    /// The hash of a checked password, in PHC form.
    ///
    /// # Errors
    /// [`AccountsError::TooMany`] if too many hashes are waiting.
    pub async fn hash_password(&self, password: SecretString) -> Result<String, AccountsError> {
        self.inner.passwords.hash(password).await
    }

    /// Ends every session of an account; returns the number of sessions.
    pub async fn sign_out_everywhere(&self, account: &Account, by: &ActorContext) -> Result<usize, AccountsError> {
        let (id, entry) = (
            account.id,
            self.inner.audit.entry_by(Action::SignedOutEverywhere, by, texts::audit_name(account.email.expose())),
        );
        self.inner
            .db
            .write(move |tx| {
                entry.insert(tx)?;
                Ok(session::end_all(tx, id)?)
            })
            .await
            .inspect(|_| self.notify_ended_sessions())
    }

    /// Grants or revokes instance administration.
    ///
    /// # Errors
    /// [`AccountsError::LastAdministrator`]; [`AccountsError::NotValidated`]; [`AccountsError::NotFound`].
    pub async fn set_instance_admin(&self, id: Uuid, may: bool, by: &ActorContext) -> Result<(), AccountsError> {
        let (audit, by) = (self.inner.audit.clone(), by.clone());
        self.inner
            .db
            .write(move |tx| {
                let account = account::by_id(tx, id)?.ok_or(AccountsError::NotFound)?;
                if account.instance_admin == may {
                    return Ok(());
                }
                match may {
                    true if !account.validated => return Err(AccountsError::NotValidated),
                    true => {}
                    false => keep_an_instance_administrator(tx)?,
                }
                tx.execute("UPDATE account SET instance_admin = $2 WHERE id = $1", params![id.as_bytes(), may])?;
                let action = if may { Action::InstanceAdminMade } else { Action::InstanceAdminEnded };
                audit.entry_by(action, &by, texts::audit_name(account.email.expose())).insert(tx)?;
                Ok(())
            })
            .await
            .inspect(|()| self.notify_ended_sessions())
    }

    /// All accounts, by address.
    pub async fn list(&self) -> Result<Vec<ListedAccount>, AccountsError> {
        self.inner.db.read(|rx| Ok(account::list(rx)?)).await
    }

    /// The account with that id.
    pub async fn account(&self, id: Uuid) -> Result<Option<Account>, AccountsError> {
        self.inner.db.read(move |rx| Ok(account::by_id(rx, id)?)).await
    }
}

/// The fault of a wrong password.
pub fn wrong_password_fault(field: &str) -> mail::Fault {
    fault(field, texts::password_wrong())
}

/// Deletes an account with its sessions and memberships, and writes the audit entry.
///
/// # Errors
/// [`AccountsError::LastAdministrator`] if the instance would have no administrator;
/// [`AccountsError::OnlyAdministrator`] with the workspaces that would have none; [`AccountsError::NotFound`].
pub fn delete(tx: &mut Tx<'_>, id: Uuid, audit: &Audit, by: &ActorContext) -> Result<(), AccountsError> {
    let account = account::by_id(tx, id)?.ok_or(AccountsError::NotFound)?;
    if account.instance_admin {
        keep_an_instance_administrator(tx)?;
    }
    let workspaces = workspace::only_administered_by(tx, id)?;
    if !workspaces.is_empty() {
        return Err(AccountsError::OnlyAdministrator { workspaces });
    }
    account::delete(tx, id)?;
    audit.entry_by(Action::AccountDeleted, by, texts::audit_name(account.email.expose())).insert(tx)?;
    Ok(())
}

fn keep_an_instance_administrator(tx: &mut Tx<'_>) -> Result<(), AccountsError> {
    let count =
        tx.query_first("SELECT COUNT(*) FROM account WHERE instance_admin = 1", params![], |row| row.get::<i64>(0))?;
    if count.unwrap_or(0) > 1 { Ok(()) } else { Err(AccountsError::LastAdministrator) }
}
