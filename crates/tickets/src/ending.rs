//! Ends links when an account, a workspace or a password is deleted or changed, and cancels their letters that still
//! wait.

use jiff::Timestamp;
use uuid::Uuid;

use super::invitation::open_ids;
use super::ticket::{self, End};
use super::{Purpose, Tickets, TicketsError};
use accounts::ActorContext;
use accounts::{profile, session, workspace};

impl Tickets {
    /// Deletes a workspace with its memberships and invitations; links of invitations stop working.
    ///
    /// # Errors
    /// [`TicketsError::NotFound`].
    pub async fn delete_workspace(&self, id: Uuid, by: &ActorContext) -> Result<(), TicketsError> {
        let (audit, by, now) = (self.inner.audit.clone(), by.clone(), self.now());
        self.inner
            .db
            .write(move |tx| {
                for invitation in open_ids(tx, id)? {
                    ticket::end(tx, Purpose::Invitation, invitation, End::Revoked, now)?;
                }
                workspace::delete(tx, id, &audit, &by)?;
                Ok(())
            })
            .await
    }

    /// Deletes an account with its sessions, memberships and links.
    ///
    /// # Errors
    /// `AccountsError::LastAdministrator` or `AccountsError::OnlyAdministrator` if the instance or a workspace would
    /// have no administrator; [`TicketsError::NotFound`].
    pub async fn delete_account(&self, id: Uuid, by: &ActorContext) -> Result<(), TicketsError> {
        let (audit, by, now) = (self.inner.audit.clone(), by.clone(), self.now());
        self.inner
            .db
            .write(move |tx| {
                profile::delete(tx, id, &audit, &by)?;
                end_all(tx, id, now)
            })
            .await
            .inspect(|()| self.inner.accounts.notify_ended_sessions())
    }
}

/// Removes access from whoever had the password until now: ends every session and a requested change of address.
/// Otherwise a link in a stranger's mailbox would move the account there as soon as somebody followed it.
pub(super) fn revoke_access(tx: &mut storage::Tx<'_>, account: Uuid, now: Timestamp) -> Result<(), TicketsError> {
    session::end_all(tx, account)?;
    ticket::end(tx, Purpose::AddressChange, account, End::Revoked, now)?;
    Ok(())
}

fn end_all(tx: &mut storage::Tx<'_>, account: Uuid, now: Timestamp) -> Result<(), TicketsError> {
    for purpose in [Purpose::PasswordReset, Purpose::Validation, Purpose::AddressChange] {
        ticket::end(tx, purpose, account, End::Revoked, now)?;
    }
    Ok(())
}
