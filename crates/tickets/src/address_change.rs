//! Changes the address of an account: a link proves that the new address belongs to the person, and the old address is
//! notified.
//!
//! The link requires a session of the account or its password: otherwise a link sent to a mistyped address would give
//! the account away.

use std::net::IpAddr;

use mail::{EmailAddress, Fault};
use queue::{Kind, Source};
use secrecy::{ExposeSecret, SecretString};
use storage::DbError;

use super::outgoing_letter::language_of;
use super::sign_up::mark_validated;
use super::ticket::{self, NewTicket};
use super::{Purpose, Tickets, TicketsError, texts};
use accounts::AccountsError;
use accounts::account::{self, Account};
use accounts::audit::Action;
use accounts::profile::wrong_password_fault;
use accounts::{Actor, ActorContext};
use i18n::Language;
use letters::{address_change, address_changed};

impl Tickets {
    /// Sends a link to the new address. If another account has that address, it gets a letter that says so; the
    /// response is the same.
    ///
    /// # Errors
    /// Faults of `email` and `password`; [`TicketsError::TooMany`] for letters, `AccountsError::TooMany` for passwords;
    /// `AccountsError::NotValidated`, because a stranger may have signed up with somebody else's address.
    pub async fn request_address_change(
        &self,
        account: &Account,
        email: &str,
        password: SecretString,
        language: Language,
        client: IpAddr,
    ) -> Result<(), TicketsError> {
        if !account.validated {
            return Err(TicketsError::Accounts(AccountsError::NotValidated));
        }
        let mut faults = Vec::new();
        let Some(email) = account::parse_email(email, &mut faults) else { return Err(TicketsError::Faults(faults)) };
        if account::email_key(&email) == account::email_key(&account.email) {
            return Err(TicketsError::Faults(vec![Fault::new("email", texts::address_change_to_same())]));
        }
        let by = ActorContext::account(account.email.expose(), client);
        let confirmed = self.inner.accounts.checked_password_hash(account, password, "password", &by).await?;
        self.letter_allowed(&email, client)?;
        self.with_minimum_time(self.send_address_change(account, confirmed, email, language)).await
    }

    async fn send_address_change(
        &self,
        account: &Account,
        confirmed: String,
        email: EmailAddress,
        language: Language,
    ) -> Result<(), TicketsError> {
        let key = account::email_key(&email);
        if let Some((other, _)) = self.inner.db.read(move |rx| account::by_email(rx, &key)).await? {
            return self.notify_account_exists(&other, language).await;
        }
        let ticket = NewTicket::mint(&self.inner.random, Purpose::AddressChange, account.id, self.now());
        let words = address_change::Values {
            new_address: email.expose().to_owned(),
            link: ticket.account_link(&account.name, &self.inner.public_url),
        };
        let letter = address_change::letter(&words, language_of(account, language));
        let origin = Actor::account(account.email.expose()).text();
        let prepared = self.prepare_letter(
            letter,
            &email,
            Kind::Validation,
            (origin, Source::default()),
            Some(ticket.expires_at),
        )?;
        let (ticket, id) = (ticket.with_address(email), account.id);
        self.send(prepared, move |tx, prepared| {
            if !account::has_password(tx, id, &confirmed)? {
                return Err(TicketsError::Faults(vec![wrong_password_fault("password")]));
            }
            prepared.store_with(tx, &ticket).map(|_| ())
        })
        .await
    }

    /// The account of a link, and the new address; changes nothing.
    ///
    /// # Errors
    /// [`TicketsError::Link`].
    pub async fn open_address_change(&self, secret: &str) -> Result<(Account, EmailAddress), TicketsError> {
        let (account, address) = self.account_of_link(Purpose::AddressChange, secret).await?;
        let address = address.ok_or(TicketsError::Link(super::LinkError::Unknown))?;
        Ok((account, address))
    }

    /// Changes the address of the account that is signed in and uses up the link; the old address is notified.
    ///
    /// # Errors
    /// [`TicketsError::Link`], [`TicketsError::OtherAccount`]; a fault of `email` if another account took the address
    /// in the meantime.
    pub async fn change_address(
        &self,
        secret: &str,
        account: &Account,
        language: Language,
        client: IpAddr,
    ) -> Result<(), TicketsError> {
        let (owner, email) = self.open_address_change(secret).await?;
        if owner.id != account.id {
            return Err(TicketsError::OtherAccount);
        }
        let now = self.now();
        let words = address_changed::Values {
            name: owner.name.clone(),
            old_address: owner.email.expose().to_owned(),
            new_address: email.expose().to_owned(),
            at: now,
            contact: String::new(),
        };
        let letter = address_changed::letter(&words, language_of(&owner, language));
        let origin = Actor::account(owner.email.expose()).text();
        let prepared = self.prepare_letter(letter, &owner.email, Kind::Notice, (origin, Source::default()), None)?;
        let by = ActorContext::account(owner.email.expose(), client);
        let subject = accounts::texts::audit_change(owner.email.expose(), email.expose());
        let entry = self.inner.audit.entry_by(Action::AddressChanged, &by, subject);
        let secret = SecretString::from(secret);
        self.send(prepared, move |tx, prepared| {
            let taken = ticket::take(tx, Purpose::AddressChange, secret.expose_secret(), now)?;
            taken.map_err(TicketsError::Link)?;
            account::set_email(tx, owner.id, &email).map_err(|error| match error {
                DbError::Conflict => address_taken(),
                other => TicketsError::Db(other),
            })?;
            mark_validated(tx, &owner, now)?;
            // Links sent to the old address must not open the account any more.
            ticket::end(tx, Purpose::PasswordReset, owner.id, ticket::End::Revoked, now)?;
            prepared.store(tx)?;
            Ok(entry.insert(tx)?)
        })
        .await
    }
}

fn address_taken() -> TicketsError {
    TicketsError::Faults(vec![Fault::new("email", texts::address_change_taken())])
}
