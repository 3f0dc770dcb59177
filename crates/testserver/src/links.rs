//! Actions with a link in a letter: signing up, resetting a password, changing an address, joining a workspace.
//!
//! Each call without a session comes from another address, so that limits are reached only on purpose.

use std::fmt::Debug;
use std::time::Duration;

use accounts::Role;
use i18n::Language;
use secrecy::SecretString;
use tickets::{Invitation, LinkError, TicketsError};
use uuid::Uuid;

use super::{PASSWORD, TestServer, invitation, person};

impl TestServer {
    /// Signs up.
    ///
    /// # Errors
    /// Those of [`tickets::Tickets::sign_up`].
    pub async fn sign_up(&self, email: &str, password: &str) -> Result<(), TicketsError> {
        self.turn(Duration::from_millis(1));
        self.app.tickets.sign_up(person(email, password), self.stranger()).await
    }

    /// Requests a link that resets a password.
    ///
    /// # Errors
    /// Those of [`tickets::Tickets::request_reset`].
    pub async fn request_reset(&self, email: &str) -> Result<(), TicketsError> {
        self.turn(Duration::from_millis(1));
        self.app.tickets.request_reset(email, Language::English, self.stranger()).await
    }

    /// Resets a password.
    ///
    /// # Errors
    /// Those of [`tickets::Tickets::reset`].
    pub async fn reset(&self, secret: &str, password: &str) -> Result<(), TicketsError> {
        self.turn(Duration::from_millis(1));
        self.app.tickets.reset(secret, password.into(), Language::English, self.stranger()).await
    }

    /// Validates an account.
    ///
    /// # Errors
    /// Those of [`tickets::Tickets::validate`].
    pub async fn validate(&self, secret: &str, email: &str) -> Result<(), TicketsError> {
        self.app.tickets.validate(secret, &self.account(email).await, self.stranger()).await
    }

    /// Requests a link that changes an account's address.
    ///
    /// # Errors
    /// Those of [`tickets::Tickets::request_address_change`].
    pub async fn request_address_change(&self, from: &str, to: &str) -> Result<(), TicketsError> {
        self.turn(Duration::from_millis(1));
        let account = self.account(from).await;
        let client = self.stranger();
        self.app.tickets.request_address_change(&account, to, PASSWORD.into(), Language::English, client).await
    }

    /// Changes an account's address.
    ///
    /// # Errors
    /// Those of [`tickets::Tickets::change_address`].
    pub async fn change_address(&self, secret: &str, email: &str) -> Result<(), TicketsError> {
        self.turn(Duration::from_millis(1));
        let account = self.account(email).await;
        self.app.tickets.change_address(secret, &account, Language::English, self.stranger()).await
    }

    /// Ann invites to her workspace.
    ///
    /// # Errors
    /// Those of [`tickets::Tickets::invite`].
    pub async fn invite(&self, email: &str, role: Role) -> Result<Invitation, TicketsError> {
        self.turn(Duration::from_millis(1));
        self.app.tickets.invite(self.workspace, invitation(email, role), &self.by_ann()).await
    }

    /// Joins with an account.
    ///
    /// # Errors
    /// Those of [`tickets::Tickets::join`].
    pub async fn join(&self, secret: &str, email: &str) -> Result<Uuid, TicketsError> {
        self.app.tickets.join(secret, &self.account(email).await, self.stranger()).await
    }

    /// Joins with a new account.
    ///
    /// # Errors
    /// Those of [`tickets::Tickets::join_new`].
    pub async fn join_new(&self, secret: &str, password: &str) -> Result<(Uuid, SecretString), TicketsError> {
        self.app.tickets.join_new(secret, "", password.into(), self.stranger()).await
    }
}

/// The fields that have faults, in order.
#[track_caller]
pub fn faults_in<T: Debug>(answer: Result<T, TicketsError>) -> Vec<String> {
    match answer {
        Err(TicketsError::Faults(faults)) => faults.into_iter().map(|fault| fault.field).collect(),
        other => panic!("no faults: {other:?}"),
    }
}

/// Why a link does not work.
#[track_caller]
pub fn link_error<T: Debug>(answer: Result<T, TicketsError>) -> LinkError {
    match answer {
        Err(TicketsError::Link(error)) => error,
        other => panic!("the link works: {other:?}"),
    }
}
