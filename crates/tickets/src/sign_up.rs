//! Sign-up, and validation of the address.
//!
//! If the address already has an account, that account gets a letter that says so, and the response is the same as for
//! a new one. An account has no rights until its link is used, and using it requires the password: otherwise somebody
//! could sign up with another person's address, wait until its owner follows the link, and share the account from then
//! on. For the same reason a second sign-up with an address that was never validated replaces the first.

use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use mail::{EmailAddress, Fault};
use queue::{Id, Kind, Source};
use secrecy::{ExposeSecret, SecretString};
use storage::{DbError, Read, Tx, params};

use super::ending::revoke_access;
use super::outgoing_letter::{PreparedLetter, language_of};
use super::ticket::{self, End, NewTicket};
use super::{LinkError, Purpose, Tickets, TicketsError, texts};
use accounts::ActorContext;
use accounts::account::{self, Account, NewAccount};
use accounts::audit::Action;
use accounts::{check_new_password, names};
use i18n::Language;
use letters::{account_exists, validation};

/// An account that is not validated within this time is deleted: it may have the address of somebody who does not know
/// of it.
const UNVALIDATED_RETENTION: Duration = Duration::from_hours(30 * 24);

/// What a person enters to sign up.
#[derive(Debug)]
pub struct SignUp {
    /// The address to sign in with.
    pub email: String,
    /// The person's name; may be empty.
    pub name: String,
    /// At least 12 characters, not easily guessed.
    pub password: SecretString,
    /// The language of the page, and of the letter.
    pub language: Language,
}

/// A sign-up whose input has been checked.
pub(super) struct Checked {
    pub email: EmailAddress,
    pub name: String,
    pub password_hash: String,
    pub language: Language,
}

impl Tickets {
    /// Creates an account that has yet to be validated, and sends the link. If the address already has an account, that
    /// account gets a letter that says so; the response is the same.
    ///
    /// # Errors
    /// [`TicketsError::SignUpClosed`], all faults of the input, [`TicketsError::TooMany`].
    pub async fn sign_up(&self, person: SignUp, client: IpAddr) -> Result<(), TicketsError> {
        // Nobody can sign up before the server is set up: a stranger could take the administrator's address.
        let policy = self.inner.accounts.sign_up_policy().await?;
        if self.inner.accounts.needs_setup().await? || !policy.is_open() {
            return Err(TicketsError::SignUpClosed);
        }
        let mut faults = Vec::new();
        let name = names::person(&person.name, &mut faults);
        let email = account::parse_email(&person.email, &mut faults);
        if let Some(email) = email.as_ref().filter(|email| !policy.admits(email)) {
            faults.push(Fault::new("email", texts::sign_up_domain_not_admitted(email.domain())));
        }
        check_new_password(&person.password, &person.email, &mut faults);
        let Some(email) = email.filter(|_| faults.is_empty()) else { return Err(TicketsError::Faults(faults)) };
        self.letter_allowed(&email, client)?;
        let password_hash = self.inner.accounts.hash_password(person.password).await?;
        let checked = Checked { email, name, password_hash, language: person.language };
        let by = ActorContext::account(checked.email.expose(), client);
        self.with_minimum_time(self.register(checked, by)).await
    }

    pub(super) async fn register(&self, person: Checked, by: ActorContext) -> Result<(), TicketsError> {
        let key = account::email_key(&person.email);
        let lookup = key.clone();
        match self.inner.db.read(move |rx| account::by_email(rx, &lookup)).await? {
            Some((account, _)) if account.validated => self.notify_account_exists(&account, person.language).await,
            Some((account, _)) => self.register_again(account, person, by).await,
            None => match self.register_new(&person, by).await {
                // A concurrent sign-up with the same address won; its letter is sent.
                Err(TicketsError::Db(DbError::Conflict)) => Ok(()),
                other => other,
            },
        }
    }

    async fn register_new(&self, person: &Checked, by: ActorContext) -> Result<(), TicketsError> {
        let now = self.now();
        let account = Account {
            id: self.inner.random.id(now),
            email: person.email.clone(),
            name: person.name.clone(),
            instance_admin: false,
            language: None,
            validated: false,
        };
        let (ticket, prepared) = self.validation(&account, person.language, now)?;
        let entry = self.inner.audit.entry_by(Action::SignedUp, &by, None);
        let new = NewAccount { account, password_hash: person.password_hash.clone() };
        self.send(prepared, move |tx, prepared| {
            account::insert(tx, &new, now.as_millisecond())?;
            prepared.store_with(tx, &ticket)?;
            Ok(entry.insert(tx)?)
        })
        .await
    }

    async fn register_again(&self, account: Account, person: Checked, by: ActorContext) -> Result<(), TicketsError> {
        let now = self.now();
        let (ticket, prepared) = self.validation(&account, person.language, now)?;
        let entry = self.inner.audit.entry_by(Action::SignedUp, &by, None);
        self.send(prepared, move |tx, prepared| {
            // Validated between the read and this transaction: then its owner's password is kept.
            if account::by_id(tx, account.id)?.is_none_or(|account| account.validated) {
                return Ok(());
            }
            account::set_password(tx, account.id, &person.password_hash)?;
            account::set_name(tx, account.id, &person.name)?;
            revoke_access(tx, account.id, now)?;
            prepared.store_with(tx, &ticket)?;
            Ok(entry.insert(tx)?)
        })
        .await
    }

    pub(super) async fn notify_account_exists(&self, account: &Account, else_in: Language) -> Result<(), TicketsError> {
        let words = account_exists::Values {
            name: account.name.clone(),
            sign_in_url: self.page("/sign-in"),
            reset_url: self.page("/reset-password"),
        };
        let letter = account_exists::letter(&words, language_of(account, else_in));
        let prepared = self.prepare_letter(
            letter,
            &account.email,
            Kind::Notice,
            (texts::origin_sign_up(), Source::default()),
            None,
        )?;
        self.send(prepared, |tx, prepared| Ok(prepared.store(tx).map(|_| ())?)).await
    }

    /// Sends a new link to an account that is not validated yet; the older link stops working.
    ///
    /// # Errors
    /// [`TicketsError::TooMany`]. Nothing is sent to a validated account.
    pub async fn send_validation(
        &self,
        account: &Account,
        language: Language,
        client: IpAddr,
    ) -> Result<(), TicketsError> {
        if account.validated {
            return Ok(());
        }
        self.letter_allowed(&account.email, client)?;
        let (ticket, prepared) = self.validation(account, language, self.now())?;
        self.send(prepared, move |tx, prepared| prepared.store_with(tx, &ticket).map(|_| ())).await
    }

    /// The delivery of an account's newest validation letter; `None` if there is none.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn validation_letter(&self, account: &Account) -> Result<Option<queue::Delivery>, TicketsError> {
        let id = account.id;
        self.inner
            .db
            .read(move |rx| {
                let message = rx.query_first(
                    "SELECT message FROM ticket WHERE purpose = 'validation' AND subject = $1 \
                     ORDER BY CASE WHEN ended IS NULL THEN 0 ELSE 1 END, created_at DESC",
                    params![id.as_bytes()],
                    |row| row.get::<Option<[u8; 16]>>(0),
                )?;
                let Some(message) = message.flatten() else { return Ok(None) };
                let deliveries = queue::deliveries(rx, Id(uuid::Uuid::from_bytes(message)))?;
                Ok(deliveries.into_iter().next())
            })
            .await
    }

    /// The account that a link validates; changes nothing.
    ///
    /// # Errors
    /// [`TicketsError::Link`].
    pub async fn open_validation(&self, secret: &str) -> Result<Account, TicketsError> {
        self.account_of_link(Purpose::Validation, secret).await.map(|(account, _)| account)
    }

    /// Validates the account that is signed in and uses up the link.
    ///
    /// # Errors
    /// [`TicketsError::Link`], [`TicketsError::OtherAccount`].
    pub async fn validate(&self, secret: &str, account: &Account, client: IpAddr) -> Result<(), TicketsError> {
        let (secret, account, now) = (SecretString::from(secret), account.clone(), self.now());
        let by = ActorContext::account(account.email.expose(), client);
        let entry = self.inner.audit.entry_by(Action::Validated, &by, None);
        self.inner
            .db
            .write(move |tx| {
                let secret = secret.expose_secret();
                let ticket = ticket::look(tx, Purpose::Validation, secret, now)?.map_err(TicketsError::Link)?;
                if ticket.subject != account.id {
                    return Err(TicketsError::OtherAccount);
                }
                ticket::take(tx, Purpose::Validation, secret, now)?.map_err(TicketsError::Link)?;
                account::mark_validated(tx, account.id, now.as_millisecond())?;
                entry.insert(tx)?;
                Ok(())
            })
            .await
    }

    fn validation(
        &self,
        account: &Account,
        language: Language,
        now: Timestamp,
    ) -> Result<(NewTicket, PreparedLetter), TicketsError> {
        let ticket = NewTicket::mint(&self.inner.random, Purpose::Validation, account.id, now);
        let link = ticket.account_link(&account.name, &self.inner.public_url);
        let letter = validation::letter(&link, language_of(account, language));
        let (origin, expires_at) = (texts::origin_sign_up(), Some(ticket.expires_at));
        let prepared =
            self.prepare_letter(letter, &account.email, Kind::Validation, (origin, Source::default()), expires_at)?;
        Ok((ticket, prepared))
    }

    /// Counts a letter to this address that `client` causes, or refuses it.
    pub(super) fn letter_allowed(&self, email: &EmailAddress, client: IpAddr) -> Result<(), TicketsError> {
        let now_ms = self.now().as_millisecond();
        let taken = self.inner.limit.take(&account::email_key(email), client, now_ms);
        taken.map_err(|seconds| TicketsError::TooMany { seconds })
    }

    /// The account of a link, and the new address if the ticket has one.
    pub(super) async fn account_of_link(
        &self,
        purpose: Purpose,
        secret: &str,
    ) -> Result<(Account, Option<EmailAddress>), TicketsError> {
        let (secret, now) = (SecretString::from(secret), self.now());
        self.inner
            .db
            .read(move |rx| {
                let ticket = ticket::look(rx, purpose, secret.expose_secret(), now)?.map_err(TicketsError::Link)?;
                // The account was deleted in the meantime.
                let account = account::by_id(rx, ticket.subject)?.ok_or(TicketsError::Link(LinkError::Unknown))?;
                Ok((account, ticket.address))
            })
            .await
    }
}

/// Marks the address as validated and ends the validation link, because the address was validated in another way.
pub(super) fn mark_validated(tx: &mut Tx<'_>, account: &Account, now: Timestamp) -> Result<(), TicketsError> {
    account::mark_validated(tx, account.id, now.as_millisecond())?;
    ticket::end(tx, Purpose::Validation, account.id, End::Used, now)?;
    Ok(())
}

/// Deletes a batch of accounts that were never validated, except those that got a new link since.
pub(super) fn forget(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    let before = now.saturating_sub(UNVALIDATED_RETENTION).unwrap_or(Timestamp::MIN).as_millisecond();
    for account in account::unvalidated_before(tx, before)? {
        if !ticket::made_since(tx, account, before)? {
            account::delete(tx, account)?;
        }
    }
    Ok(())
}
