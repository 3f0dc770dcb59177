//! Signing up, and showing that the address is one's own.
//!
//! An address that has an account gets a letter that says so, and the page answers as for a new one. Until its link is
//! used an account can do nothing; it is used by who knows the password, so that nobody can sign up with the address of
//! another, wait until its owner follows the link, and share the account from then on. For the same reason a second
//! sign-up with an address that was never validated takes the place of the first.

use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use mail::{EmailAddress, Fault};
use queue::{Id, Kind, Source};
use secrecy::{ExposeSecret, SecretString};
use storage::{DbError, Read, Tx, params};

use super::ending::shut_out;
use super::outgoing_letter::{PreparedLetter, language_of};
use super::ticket::{self, End, NewTicket};
use super::{LinkError, Purpose, Tickets, TicketsError, texts};
use accounts::ActorContext;
use accounts::account::{self, Account, NewAccount};
use accounts::audit::Action;
use accounts::{check_new_password, names};
use i18n::Language;
use letters::{account_exists, validation};

/// An account that nobody validated for so long is deleted: it may have the address of somebody who does not know of it.
const FORGOTTEN_AFTER: Duration = Duration::from_hours(30 * 24);

/// What a stranger types to sign up.
#[derive(Debug)]
pub struct SignUp {
    /// Will sign in with it.
    pub email: String,
    /// May be empty.
    pub name: String,
    /// At least 12 characters, not a common one.
    pub password: SecretString,
    /// The language of the page, and of the letter.
    pub language: Language,
}

/// A sign-up that passed every check.
pub(super) struct Checked {
    pub email: EmailAddress,
    pub name: String,
    pub password_hash: String,
    pub language: Language,
}

impl Tickets {
    /// Makes an account that is to be validated, and sends the link. An address that has an account gets a letter that says so;
    /// the answer is the same.
    ///
    /// # Errors
    /// [`TicketsError::SignUpClosed`], every fault of the input at once, [`TicketsError::TooMany`].
    pub async fn sign_up(&self, person: SignUp, client: IpAddr) -> Result<(), TicketsError> {
        // Before the server is set up nobody signs up: a stranger could take the administrator's address.
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
            Some((account, _)) if account.validated => self.tell_account_exists(&account, person.language).await,
            Some((account, _)) => self.register_again(account, person, by).await,
            None => match self.register_new(&person, by).await {
                // Somebody signed up with the same address at the same moment: that one gets the letter.
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
            // Validated between reading and writing: then its owner has the password that holds.
            if account::by_id(tx, account.id)?.is_none_or(|account| account.validated) {
                return Ok(());
            }
            account::set_password(tx, account.id, &person.password_hash)?;
            account::set_name(tx, account.id, &person.name)?;
            shut_out(tx, account.id, now)?;
            prepared.store_with(tx, &ticket)?;
            Ok(entry.insert(tx)?)
        })
        .await
    }

    pub(super) async fn tell_account_exists(&self, account: &Account, else_in: Language) -> Result<(), TicketsError> {
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

    /// Sends another link to an account that is not validated yet; the older one stops working.
    ///
    /// # Errors
    /// [`TicketsError::TooMany`]; nothing is sent to an account that is validated.
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
    /// Where the database cannot be read.
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
        self.look_account(Purpose::Validation, secret).await.map(|(account, _)| account)
    }

    /// Uses the link up for the account that is signed in.
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

    /// Whether `client` may cause another letter to this address.
    pub(super) fn letter_allowed(&self, email: &EmailAddress, client: IpAddr) -> Result<(), TicketsError> {
        let now_ms = self.now().as_millisecond();
        let taken = self.inner.limit.take(&account::email_key(email), client, now_ms);
        taken.map_err(|seconds| TicketsError::TooMany { seconds })
    }

    /// The account of a link, and the new address where it holds one.
    pub(super) async fn look_account(
        &self,
        purpose: Purpose,
        secret: &str,
    ) -> Result<(Account, Option<EmailAddress>), TicketsError> {
        let (secret, now) = (SecretString::from(secret), self.now());
        self.inner
            .db
            .read(move |rx| {
                let ticket = ticket::look(rx, purpose, secret.expose_secret(), now)?.map_err(TicketsError::Link)?;
                // The account was deleted meanwhile.
                let account = account::by_id(rx, ticket.subject)?.ok_or(TicketsError::Link(LinkError::Unknown))?;
                Ok((account, ticket.address))
            })
            .await
    }
}

/// Ends the link of an account that has shown otherwise that its address is its own.
pub(super) fn no_longer_needed(tx: &mut Tx<'_>, account: &Account, now: Timestamp) -> Result<(), TicketsError> {
    account::mark_validated(tx, account.id, now.as_millisecond())?;
    ticket::end(tx, Purpose::Validation, account.id, End::Used, now)?;
    Ok(())
}

/// Deletes accounts that nobody validated, a batch at a time; one that got a link since is left alone.
pub(super) fn forget(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    let before = now.saturating_sub(FORGOTTEN_AFTER).unwrap_or(Timestamp::MIN).as_millisecond();
    for account in account::unvalidated_before(tx, before)? {
        if !ticket::made_since(tx, account, before)? {
            account::delete(tx, account)?;
        }
    }
    Ok(())
}
