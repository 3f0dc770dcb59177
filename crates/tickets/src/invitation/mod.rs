//! Invitations to a workspace: creating, listing with the state of their letters, resending, revoking, accepting.
//!
//! There is at most one open invitation per address and workspace. Accepting it proves that the address belongs to the
//! person, so an account created by it needs no validation.

mod accept;
mod send;
mod stored;

use jiff::Timestamp;
use mail::EmailAddress;
use uuid::Uuid;

use super::{Tickets, TicketsError};
use accounts::{Account, Role, Workspace};
use i18n::Language;

pub(super) use stored::{forget, open_ids};

/// An invitation of an address to a workspace, open or ended.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Unique id.
    pub id: Uuid,
    /// The workspace.
    pub workspace: Uuid,
    /// The invited address.
    pub email: EmailAddress,
    /// The role that the person will have.
    pub role: Role,
    /// The language of its letter.
    pub language: Language,
    /// Who invited.
    pub invited_by: accounts::Actor,
    /// When it was created.
    pub created_at: Timestamp,
    /// When its newest link expires.
    pub expires_at: Timestamp,
    /// How and when it ended; `None` while it is open.
    pub ended: Option<(InvitationEnd, Timestamp)>,
    /// The newest letter; `None` if the link was copied instead.
    pub message: Option<queue::Id>,
}

/// How an invitation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationEnd {
    /// The invited person joined.
    Accepted,
    /// It was revoked.
    Revoked,
}

/// An invitation with the state of its letter.
#[derive(Clone, Debug)]
pub struct ListedInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// The delivery of its newest letter; `None` if there is none, or it was deleted.
    pub letter: Option<queue::Delivery>,
}

/// What a workspace's administrator enters to invite somebody.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// The address to invite, unchecked.
    pub email: String,
    /// The role that the person will have.
    pub role: Role,
    /// The language of its letter.
    pub language: Language,
    /// The name of the inviting person in the letter; empty if a program invites.
    pub invited_by: String,
}

/// An invitation, as its link shows it.
#[derive(Clone, Debug)]
pub struct OpenedInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// The workspace.
    pub workspace: Workspace,
    /// The account with the invited address, if it is validated.
    pub account: Option<Account>,
}

impl Tickets {
    /// The invitations of a workspace, open ones first, then newest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn invitations(&self, workspace: Uuid) -> Result<Vec<ListedInvitation>, TicketsError> {
        self.inner
            .db
            .read(move |rx| {
                let invitations = stored::of_workspace(rx, workspace)?;
                let with_letter = |invitation: Invitation| {
                    let deliveries = invitation.message.map(|id| queue::deliveries(rx, id)).transpose()?;
                    let letter = deliveries.and_then(|deliveries| deliveries.into_iter().next());
                    Ok(ListedInvitation { invitation, letter })
                };
                invitations.into_iter().map(with_letter).collect()
            })
            .await
    }
}
