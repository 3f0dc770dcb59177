//! Inviting: sending the letter, sending another, revoking, and copying the link when mail does not work.

use jiff::Timestamp;
use mail::{Fault, Text};
use queue::{Kind, Source};
use secrecy::{ExposeSecret, SecretString};
use storage::{DbError, Tx};
use uuid::Uuid;

use super::{Invitation, InvitationEnd, NewInvitation, stored};
use crate::outgoing_letter::PreparedLetter;
use crate::ticket::{self, End, NewTicket};
use crate::{Purpose, Tickets, TicketsError, texts};
use accounts::account;
use accounts::approval;
use accounts::audit::Action;
use accounts::{ActorContext, CountedQuota};
use accounts::{Role, Workspace, workspace};
use sending::quotas::{Holder, Quota};

impl Tickets {
    /// Invites an address. The invitation and its letter are stored in one transaction.
    ///
    /// # Errors
    /// Faults of `email`: not an address, already a member, already invited, no more invitations without approval.
    /// [`TicketsError::NotFound`] for the workspace, [`TicketsError::TooMany`].
    pub async fn invite(
        &self,
        workspace: Uuid,
        new: NewInvitation,
        by: &ActorContext,
    ) -> Result<Invitation, TicketsError> {
        let mut faults = Vec::new();
        let Some(email) = account::parse_email(&new.email, &mut faults) else {
            return Err(TicketsError::Faults(faults));
        };
        let workspace = self.inner.accounts.workspace(workspace).await?.ok_or(TicketsError::NotFound)?;
        self.invitation_allowed(workspace.id)?;
        let now = self.now();
        let id = self.inner.random.id(now);
        let ticket = NewTicket::mint(&self.inner.random, Purpose::Invitation, id, now);
        let invitation = Invitation {
            id,
            workspace: workspace.id,
            email,
            role: new.role,
            language: new.language,
            invited_by: by.actor.clone(),
            created_at: now,
            expires_at: ticket.expires_at,
            ended: None,
            message: None,
        };
        let prepared = self.invitation_letter(&invitation, &workspace, &new.invited_by, &ticket, by).await?;
        let entry = self.inner.audit.entry_by(Action::Invited, by, subject(&invitation, &workspace));
        self.send(prepared, move |tx, prepared| {
            // It may have been deleted since it was read.
            workspace::find(tx, invitation.workspace)?.ok_or(TicketsError::NotFound)?;
            must_be_new(tx, &invitation, now)?;
            if !approval::count_invitation(tx, invitation.workspace, &invitation.invited_by)? {
                return Err(on_email(texts::invitation_limit_unapproved(approval::UNAPPROVED_INVITATIONS_MAX)));
            }
            let message = prepared.store_with(tx, &ticket)?;
            let invitation = Invitation { message: Some(message), ..invitation.clone() };
            stored::insert(tx, &invitation).map_err(|error| match error {
                DbError::Conflict => on_email(texts::invitation_already_sent()),
                other => TicketsError::Db(other),
            })?;
            entry.insert(tx)?;
            Ok(invitation)
        })
        .await
    }

    /// Sends another letter with a new link; the older link stops working.
    ///
    /// # Errors
    /// [`TicketsError::NotFound`] if it is not open, [`TicketsError::TooMany`].
    pub async fn resend_invitation(
        &self,
        workspace: Uuid,
        id: Uuid,
        invited_by: &str,
        by: &ActorContext,
    ) -> Result<Invitation, TicketsError> {
        let (invitation, workspace) = self.unended_invitation(workspace, id).await?;
        self.invitation_allowed(workspace.id)?;
        let now = self.now();
        let ticket = NewTicket::mint(&self.inner.random, Purpose::Invitation, id, now);
        let prepared = self.invitation_letter(&invitation, &workspace, invited_by, &ticket, by).await?;
        let entry = self.inner.audit.entry_by(Action::InvitationResent, by, subject(&invitation, &workspace));
        let expires_at = ticket.expires_at;
        let message = self
            .send(prepared, move |tx, prepared| {
                must_be_open(tx, id)?;
                let message = prepared.store_with(tx, &ticket)?;
                stored::renew(tx, id, expires_at, Some(message))?;
                entry.insert(tx)?;
                Ok(message)
            })
            .await?;
        Ok(Invitation { expires_at, message: Some(message), ..invitation })
    }

    /// Revokes an invitation: its link stops working, and its letter is cancelled if it still waits.
    ///
    /// # Errors
    /// [`TicketsError::NotFound`] if it is not open.
    pub async fn revoke_invitation(
        &self,
        workspace: Uuid,
        id: Uuid,
        by: &ActorContext,
    ) -> Result<Invitation, TicketsError> {
        let (invitation, workspace) = self.unended_invitation(workspace, id).await?;
        let now = self.now();
        let entry = self.inner.audit.entry_by(Action::InvitationRevoked, by, subject(&invitation, &workspace));
        self.inner
            .db
            .write(move |tx| {
                if !stored::end(tx, id, InvitationEnd::Revoked, now)? {
                    return Err(TicketsError::NotFound);
                }
                ticket::end(tx, Purpose::Invitation, id, End::Revoked, now)?;
                entry.insert(tx)?;
                Ok(())
            })
            .await?;
        Ok(Invitation { ended: Some((InvitationEnd::Revoked, now)), ..invitation })
    }

    /// Creates a new link to be passed on without mail; the link in the letter stops working. The link is returned here
    /// and stored nowhere. For instance administrators; recorded in the audit log.
    ///
    /// # Errors
    /// [`TicketsError::NotFound`] if it is not open.
    pub async fn copy_invitation_link(
        &self,
        workspace: Uuid,
        id: Uuid,
        by: &ActorContext,
    ) -> Result<(Invitation, SecretString), TicketsError> {
        let (invitation, workspace) = self.unended_invitation(workspace, id).await?;
        let ticket = NewTicket::mint(&self.inner.random, Purpose::Invitation, id, self.now());
        let (link, expires_at) = (ticket.link(&self.inner.public_url), ticket.expires_at);
        let entry = self.inner.audit.entry_by(Action::InvitationLinkCopied, by, subject(&invitation, &workspace));
        self.inner
            .db
            .write(move |tx| {
                must_be_open(tx, id)?;
                ticket.insert(tx, None)?;
                stored::renew(tx, id, expires_at, None)?;
                entry.insert(tx)?;
                Ok::<_, TicketsError>(())
            })
            .await?;
        Ok((Invitation { expires_at, message: None, ..invitation }, link))
    }

    async fn unended_invitation(&self, workspace: Uuid, id: Uuid) -> Result<(Invitation, Workspace), TicketsError> {
        self.inner
            .db
            .read(move |rx| {
                let invitation = stored::by_id(rx, id)?.filter(|found| found.workspace == workspace);
                let invitation = invitation.filter(|found| found.ended.is_none()).ok_or(TicketsError::NotFound)?;
                let workspace = workspace::find(rx, workspace)?.ok_or(TicketsError::NotFound)?;
                Ok((invitation, workspace))
            })
            .await
    }

    /// Renders the letter and reserves room for it in the quota of the workspace.
    async fn invitation_letter(
        &self,
        invitation: &Invitation,
        workspace: &Workspace,
        invited_by: &str,
        ticket: &NewTicket,
        by: &ActorContext,
    ) -> Result<PreparedLetter, TicketsError> {
        let words = letters::invitation::Values {
            name: String::new(),
            workspace: workspace.name.clone(),
            invited_by: invited_by.to_owned(),
            role: match invitation.role {
                Role::Admin => letters::invitation::Role::Admin,
                Role::Editor => letters::invitation::Role::Editor,
                Role::Viewer => letters::invitation::Role::Viewer,
            },
            link: ticket.link(&self.inner.public_url).expose_secret().to_owned(),
            expires_at: ticket.expires_at,
            valid_for: Purpose::Invitation.lasts(),
        };
        let letter = letters::invitation::letter(&words, invitation.language);
        let source = Source::workspace(workspace.id);
        let cause = (by.actor.text(), source);
        let ready = self.letter_ready(letter, &invitation.email, Kind::Invitation, cause, Some(ticket.expires_at))?;
        let quota = self.invitation_quota(workspace.id).await?;
        self.within_quota(ready, &quota).await
    }

    async fn invitation_quota(&self, workspace: Uuid) -> Result<Quota, TicketsError> {
        let CountedQuota { id, limits, .. } = self.inner.accounts.workspace_quota(workspace).await?;
        Ok(Quota {
            subject: id,
            holder: Holder::Workspace,
            per_hour: Some(limits.per_hour()),
            per_day: Some(limits.per_day()),
            per_recipient: None,
        })
    }

    fn invitation_allowed(&self, workspace: Uuid) -> Result<(), TicketsError> {
        let taken = self.inner.limit.take_invitation(workspace, self.now().as_millisecond());
        taken.map_err(|seconds| TicketsError::TooMany { seconds })
    }
}

/// Checks that the address is neither a member nor invited; an invitation whose link has expired does not count.
fn must_be_new(tx: &mut Tx<'_>, new: &Invitation, now: Timestamp) -> Result<(), TicketsError> {
    if let Some((account, _)) = account::by_email(tx, &account::email_key(&new.email))?
        && workspace::role(tx, new.workspace, account.id)?.is_some()
    {
        return Err(on_email(texts::invitation_of_member()));
    }
    match stored::open(tx, new.workspace, &new.email)? {
        Some(before) if before.expires_at > now => Err(on_email(texts::invitation_already_sent())),
        Some(before) => {
            stored::end(tx, before.id, InvitationEnd::Revoked, now)?;
            ticket::end(tx, Purpose::Invitation, before.id, End::Replaced, now)?;
            Ok(())
        }
        None => Ok(()),
    }
}

fn must_be_open(tx: &mut Tx<'_>, id: Uuid) -> Result<(), TicketsError> {
    let open = stored::by_id(tx, id)?.is_some_and(|found| found.ended.is_none());
    if open { Ok(()) } else { Err(TicketsError::NotFound) }
}

fn on_email(text: Text) -> TicketsError {
    TicketsError::Faults(vec![Fault::new("email", text)])
}

fn subject(invitation: &Invitation, workspace: &Workspace) -> Text {
    let (email, role) = (invitation.email.expose(), invitation.role.text());
    accounts::texts::audit_invitation(email, workspace.name.as_str(), role)
}
