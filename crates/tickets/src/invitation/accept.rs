//! Following the link of an invitation: opening it, joining with the account that is signed in, or joining with a new
//! account.

use std::net::IpAddr;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use storage::{Read, Tx};
use uuid::Uuid;

use super::{InvitationEnd, OpenedInvitation, stored};
use crate::ending::revoke_access;
use crate::sign_up::mark_validated;
use crate::ticket;
use crate::{LinkError, Purpose, Tickets, TicketsError};
use accounts::ActorContext;
use accounts::account::{self, Account, NewAccount};
use accounts::audit::Action;
use accounts::{check_new_password, names, workspace};

impl Tickets {
    /// The invitation of a link; changes nothing.
    ///
    /// # Errors
    /// [`TicketsError::Link`].
    pub async fn open_invitation(&self, secret: &str) -> Result<OpenedInvitation, TicketsError> {
        let (secret, now) = (SecretString::from(secret), self.now());
        self.inner.db.read(move |rx| look(rx, secret.expose_secret(), now)).await
    }

    /// Joins with the account that is signed in; returns the workspace.
    ///
    /// # Errors
    /// [`TicketsError::Link`]; [`TicketsError::OtherAccount`] if another address is invited.
    pub async fn join(&self, secret: &str, account: &Account, client: IpAddr) -> Result<Uuid, TicketsError> {
        let (secret, account, now) = (SecretString::from(secret), account.clone(), self.now());
        let (audit, by) = (self.inner.audit.clone(), ActorContext::account(account.email.expose(), client));
        self.inner
            .db
            .write(move |tx| {
                let opened = look(tx, secret.expose_secret(), now)?;
                // Since it was read, its address may have changed, or it may have been deleted.
                let account = account::by_id(tx, account.id)?.ok_or(TicketsError::OtherAccount)?;
                if account::email_key(&opened.invitation.email) != account::email_key(&account.email) {
                    return Err(TicketsError::OtherAccount);
                }
                use_up(tx, secret.expose_secret(), &opened, account.id, now)?;
                // Following the link has validated the address.
                mark_validated(tx, &account, now)?;
                audit.entry_by(Action::Joined, &by, joined(&opened)).insert(tx)?;
                Ok(opened.workspace.id)
            })
            .await
    }

    /// Joins with a new account for the invited address; returns its session. An account that was never validated is
    /// taken over and its sessions end: nobody has proved that the address is theirs, and following the link does.
    ///
    /// # Errors
    /// [`TicketsError::Link`]; the faults of `name` and `password`, after which the link still works;
    /// [`TicketsError::OtherAccount`] if the address has an account by now, which has to sign in.
    pub async fn join_new(
        &self,
        secret: &str,
        name: &str,
        password: SecretString,
        client: IpAddr,
    ) -> Result<(Uuid, SecretString), TicketsError> {
        let opened = self.open_invitation(secret).await?;
        let mut faults = Vec::new();
        let name = names::person(name, &mut faults);
        check_new_password(&password, opened.invitation.email.expose(), &mut faults);
        if !faults.is_empty() {
            return Err(TicketsError::Faults(faults));
        }
        let password_hash = self.inner.accounts.hash_password(password).await?;
        let now = self.now();
        let new = NewAccount {
            account: Account {
                id: self.inner.random.id(now),
                email: opened.invitation.email.clone(),
                name,
                instance_admin: false,
                language: Some(opened.invitation.language),
                validated: true,
            },
            password_hash,
        };
        let (audit, by) = (self.inner.audit.clone(), ActorContext::account(opened.invitation.email.expose(), client));
        let secret = SecretString::from(secret);
        let (workspace, account) = self
            .inner
            .db
            .write(move |tx| {
                let opened = look(tx, secret.expose_secret(), now)?;
                if opened.account.is_some() {
                    return Err(TicketsError::OtherAccount);
                }
                let account = register(tx, &new, now)?;
                use_up(tx, secret.expose_secret(), &opened, account, now)?;
                audit.entry_by(Action::Joined, &by, joined(&opened)).insert(tx)?;
                Ok((opened.workspace.id, account))
            })
            .await?;
        let session = self.inner.accounts.begin_session(account).await?;
        Ok((workspace, session))
    }
}

fn look(rx: &mut impl Read, secret: &str, now: Timestamp) -> Result<OpenedInvitation, TicketsError> {
    let ticket = ticket::look(rx, Purpose::Invitation, secret, now)?.map_err(TicketsError::Link)?;
    // The workspace was deleted together with its invitations.
    let gone = || TicketsError::Link(LinkError::Revoked);
    let invitation = stored::by_id(rx, ticket.subject)?.ok_or_else(gone)?;
    let workspace = workspace::find(rx, invitation.workspace)?.ok_or_else(gone)?;
    let found = account::by_email(rx, &account::email_key(&invitation.email))?;
    let account = found.map(|(account, _)| account).filter(|account| account.validated);
    Ok(OpenedInvitation { invitation, workspace, account })
}

/// Uses up the link. Of two concurrent uses one joins; the other gets [`LinkError::Used`].
fn use_up(
    tx: &mut Tx<'_>,
    secret: &str,
    opened: &OpenedInvitation,
    account: Uuid,
    now: Timestamp,
) -> Result<(), TicketsError> {
    ticket::take(tx, Purpose::Invitation, secret, now)?.map_err(TicketsError::Link)?;
    stored::end(tx, opened.invitation.id, InvitationEnd::Accepted, now)?;
    workspace::join(tx, opened.workspace.id, account, opened.invitation.role, now.as_millisecond())?;
    Ok(())
}

fn register(tx: &mut Tx<'_>, new: &NewAccount, now: Timestamp) -> Result<Uuid, TicketsError> {
    let before = account::by_email(tx, &account::email_key(&new.account.email))?;
    let Some((before, _)) = before else {
        account::insert(tx, new, now.as_millisecond())?;
        return Ok::<_, TicketsError>(new.account.id);
    };
    account::set_password(tx, before.id, &new.password_hash)?;
    account::set_name(tx, before.id, &new.account.name)?;
    // Takes the spelling that the link was sent to: addresses that differ only in case may be different mailboxes.
    account::set_email(tx, before.id, &new.account.email)?;
    revoke_access(tx, before.id, now)?;
    mark_validated(tx, &before, now)?;
    Ok(before.id)
}

fn joined(opened: &OpenedInvitation) -> mail::Text {
    accounts::texts::audit_membership(opened.workspace.name.as_str(), opened.invitation.role.text())
}
