//! What people change of their own account: name, language, password; leaving altogether.
//!
//! Also what an instance administrator does to other accounts: rights on the instance, deletion, whether strangers may
//! sign up.

use secrecy::SecretString;
use storage::{DbError, Read, Tx, params};
use uuid::Uuid;

use super::account::{self, Account, Listed};
use super::{Accounts, AccountsError, ActorContext, fault, names, session, texts, workspace};
use crate::audit::{Action, Audit};
use i18n::Language;

impl Accounts {
    /// Changes name and language; `None` leaves the language to the browser.
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

    /// Whether `password` is the account's; counts as a try to sign in, so that nobody guesses here instead.
    ///
    /// # Errors
    /// [`AccountsError::Faults`] on `field` where it is another; [`AccountsError::TooMany`].
    pub async fn confirm_password(
        &self,
        account: &Account,
        password: SecretString,
        field: &str,
        by: &ActorContext,
    ) -> Result<(), AccountsError> {
        self.confirmed_password(account, password, field, by).await.map(|_| ())
    }

    /// As [`Accounts::confirm_password`]; answers the hash that the password was checked against. What it allows makes
    /// sure in its transaction that the account still has it: another may have been set meanwhile, to shut somebody out.
    pub async fn confirmed_password(
        &self,
        account: &Account,
        password: SecretString,
        field: &str,
        by: &ActorContext,
    ) -> Result<String, AccountsError> {
        let client = by.client.unwrap_or(std::net::IpAddr::from([0, 0, 0, 0]));
        match self.check_password(account.email.expose(), password, client).await {
            // The address may have gone to another account since this one was read.
            Ok((found, hash)) if found.id == account.id => Ok(hash),
            Ok(_) | Err(AccountsError::WrongPassword) => Err(AccountsError::Faults(vec![not_your_password(field)])),
            Err(other) => Err(other),
        }
    }

    /// The hash of a password that was checked, in PHC form.
    ///
    /// # Errors
    /// [`AccountsError::TooMany`] where many are being hashed already.
    pub async fn hash_password(&self, password: SecretString) -> Result<String, AccountsError> {
        self.inner.passwords.hash(password).await
    }

    /// Ends every session of an account; answers how many.
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
    }

    /// Lets an account administer the instance, or ends that.
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
    }

    /// All accounts, by address.
    pub async fn list(&self) -> Result<Vec<Listed>, AccountsError> {
        self.inner.db.read(|rx| Ok(account::list(rx)?)).await
    }

    /// The account of that id.
    pub async fn account(&self, id: Uuid) -> Result<Option<Account>, AccountsError> {
        self.inner.db.read(move |rx| Ok(account::by_id(rx, id)?)).await
    }

    /// Whether strangers may sign up.
    pub async fn sign_up_is_open(&self) -> Result<bool, AccountsError> {
        self.inner.db.read(|rx| Ok(sign_up_is_open(rx)?)).await
    }

    /// Decides whether strangers may sign up; invitations work either way.
    pub async fn decide_sign_up(&self, open: bool, by: &ActorContext) -> Result<(), AccountsError> {
        let action = if open { Action::SignUpOpened } else { Action::SignUpClosed };
        let entry = self.inner.audit.entry_by(action, by, None);
        self.inner
            .db
            .write(move |tx| {
                tx.execute("UPDATE accounts_policy SET sign_up = $1", params![open])?;
                entry.insert(tx)?;
                Ok(())
            })
            .await
    }
}

/// The fault of a wrong password.
pub fn not_your_password(field: &str) -> mail::Fault {
    fault(field, texts::password_wrong())
}

/// Deletes an account with its sessions and memberships, and notes it.
///
/// # Errors
/// [`AccountsError::LastAdministrator`] where the instance would have none; [`AccountsError::OnlyAdministrator`] with the
/// workspaces that would have none; [`AccountsError::NotFound`].
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

/// Whether strangers may sign up, in a transaction.
pub fn sign_up_is_open(rx: &mut impl Read) -> Result<bool, DbError> {
    Ok(rx.query_first("SELECT sign_up FROM accounts_policy", params![], |row| row.get(0))?.unwrap_or(false))
}

fn keep_an_instance_administrator(tx: &mut Tx<'_>) -> Result<(), AccountsError> {
    let count =
        tx.query_first("SELECT COUNT(*) FROM account WHERE instance_admin = 1", params![], |row| row.get::<i64>(0))?;
    if count.unwrap_or(0) > 1 { Ok(()) } else { Err(AccountsError::LastAdministrator) }
}
