//! Resets a forgotten password and changes a known one. Both are reported by a letter to the account's address.

use std::net::IpAddr;

use jiff::Timestamp;
use mail::EmailAddress;
use queue::{Kind, Source};
use secrecy::{ExposeSecret, SecretString};

use super::ending::revoke_access;
use super::outgoing_letter::{PreparedLetter, language_of};
use super::ticket::{self, End, NewTicket};
use super::{LinkError, Purpose, Tickets, TicketsError, sign_up, texts};
use accounts::ActorContext;
use accounts::account::{self, Account};
use accounts::audit::Action;
use accounts::profile::wrong_password_fault;
use accounts::{check_new_password, secret, session};
use i18n::Language;
use letters::password_changed::{self, PasswordChangeKind};
use letters::password_reset;

/// The account whose password a link resets.
#[derive(Clone, Debug)]
pub struct OpenedReset {
    /// The account's address, to which the link was sent.
    pub email: EmailAddress,
}

/// A change of a password by the owner of the account.
pub struct PasswordChange<'a> {
    /// The current password.
    pub current: SecretString,
    /// The new password.
    pub new: SecretString,
    /// The session that continues.
    pub kept_session: &'a str,
}

impl Tickets {
    /// Sends a link to the address if it has an account. The response and its time are the same if it has none.
    ///
    /// # Errors
    /// [`TicketsError::Faults`] if it is not an address, [`TicketsError::TooMany`].
    pub async fn request_reset(&self, email: &str, language: Language, client: IpAddr) -> Result<(), TicketsError> {
        let mut faults = Vec::new();
        let Some(email) = account::parse_email(email, &mut faults) else { return Err(TicketsError::Faults(faults)) };
        self.letter_allowed(&email, client)?;
        self.with_minimum_time(self.send_reset(email, language)).await
    }

    async fn send_reset(&self, email: EmailAddress, language: Language) -> Result<(), TicketsError> {
        let key = account::email_key(&email);
        let Some((account, _)) = self.inner.db.read(move |rx| account::by_email(rx, &key)).await? else {
            return Ok(());
        };
        let ticket = NewTicket::mint(&self.inner.random, Purpose::PasswordReset, account.id, self.now());
        let link = ticket.account_link(&account.name, &self.inner.public_url);
        let letter = password_reset::letter(&link, language_of(&account, language));
        let (origin, expires_at) = (texts::origin_password_reset(), Some(ticket.expires_at));
        let prepared =
            self.prepare_letter(letter, &account.email, Kind::PasswordReset, (origin, Source::default()), expires_at)?;
        self.send(prepared, move |tx, prepared| {
            // The account was deleted or its address changed in the meantime: the old address must not open it.
            if account::by_id(tx, account.id)?.is_none_or(|found| found.email != account.email) {
                return Ok(());
            }
            prepared.store_with(tx, &ticket).map(|_| ())
        })
        .await
    }

    /// The account of a link; changes nothing.
    ///
    /// # Errors
    /// [`TicketsError::Link`].
    pub async fn open_reset(&self, secret: &str) -> Result<OpenedReset, TicketsError> {
        let (account, _) = self.account_of_link(Purpose::PasswordReset, secret).await?;
        Ok(OpenedReset { email: account.email })
    }

    /// Sets a new password and ends every session; notifies the owner. Following the link also validates the address.
    ///
    /// # Errors
    /// [`TicketsError::Link`]; the faults of `password`, after which the link still works.
    pub async fn reset(
        &self,
        secret: &str,
        password: SecretString,
        language: Language,
        client: IpAddr,
    ) -> Result<(), TicketsError> {
        let (account, _) = self.account_of_link(Purpose::PasswordReset, secret).await?;
        let hash = self.checked_hash(password, &account).await?;
        let now = self.now();
        let prepared = self.notify_password_changed(&account, PasswordChangeKind::ResetByLink, language, now)?;
        let by = ActorContext::account(account.email.expose(), client);
        let entry = self.inner.audit.entry_by(Action::PasswordReset, &by, None);
        let secret = SecretString::from(secret);
        self.send(prepared, move |tx, prepared| {
            let ticket = ticket::take(tx, Purpose::PasswordReset, secret.expose_secret(), now)?;
            let ticket = ticket.map_err(TicketsError::Link)?;
            let account = account::by_id(tx, ticket.subject)?.ok_or(TicketsError::Link(LinkError::Unknown))?;
            account::set_password(tx, account.id, &hash)?;
            revoke_access(tx, account.id, now)?;
            sign_up::mark_validated(tx, &account, now)?;
            prepared.store(tx)?;
            Ok(entry.insert(tx)?)
        })
        .await
        .inspect(|()| self.inner.accounts.notify_ended_sessions())
    }

    /// Changes a known password and ends every other session; notifies the owner.
    ///
    /// # Errors
    /// Faults of `current` and `password`; `AccountsError::TooMany` after too many wrong passwords.
    pub async fn change_password(
        &self,
        account: &Account,
        change: PasswordChange<'_>,
        language: Language,
        client: IpAddr,
    ) -> Result<(), TicketsError> {
        let PasswordChange { current, new, kept_session } = change;
        let by = ActorContext::account(account.email.expose(), client);
        let confirmed = self.inner.accounts.checked_password_hash(account, current, "current", &by).await?;
        let hash = self.checked_hash(new, account).await?;
        let now = self.now();
        let prepared = self.notify_password_changed(account, PasswordChangeKind::Changed, language, now)?;
        let entry = self.inner.audit.entry_by(Action::PasswordChanged, &by, None);
        let (id, kept) = (account.id, secret::hash(kept_session));
        self.send(prepared, move |tx, prepared| {
            if !account::has_password(tx, id, &confirmed)? {
                return Err(TicketsError::Faults(vec![wrong_password_fault("current")]));
            }
            account::set_password(tx, id, &hash)?;
            session::end_others(tx, id, &kept)?;
            // Links that were requested before could set another password or move the account.
            ticket::end(tx, Purpose::PasswordReset, id, End::Revoked, now)?;
            ticket::end(tx, Purpose::AddressChange, id, End::Revoked, now)?;
            prepared.store(tx)?;
            Ok(entry.insert(tx)?)
        })
        .await
        .inspect(|()| self.inner.accounts.notify_ended_sessions())
    }

    async fn checked_hash(&self, password: SecretString, account: &Account) -> Result<String, TicketsError> {
        let mut faults = Vec::new();
        check_new_password(&password, account.email.expose(), &mut faults);
        if !faults.is_empty() {
            return Err(TicketsError::Faults(faults));
        }
        Ok(self.inner.accounts.hash_password(password).await?)
    }

    fn notify_password_changed(
        &self,
        account: &Account,
        how: PasswordChangeKind,
        else_in: Language,
        at: Timestamp,
    ) -> Result<PreparedLetter, TicketsError> {
        let words =
            password_changed::Values { name: account.name.clone(), at, how, reset_url: self.page("/reset-password") };
        let letter = password_changed::letter(&words, language_of(account, else_in));
        self.prepare_letter(
            letter,
            &account.email,
            Kind::Notice,
            (texts::origin_password_change(), Source::default()),
            None,
        )
    }
}
