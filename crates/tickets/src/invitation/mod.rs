//! Invitations to a workspace: made, listed with what became of their letter, sent again, taken back, accepted.
//!
//! One is open per address and workspace. Accepting it shows that the address is its owner's, so an account that it makes
//! needs no validation.

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

/// Somebody who is or was asked into a workspace.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Unique.
    pub id: Uuid,
    /// Into which workspace.
    pub workspace: Uuid,
    /// Who.
    pub email: EmailAddress,
    /// As what.
    pub role: Role,
    /// The language of its letter.
    pub language: Language,
    /// Who invited them.
    pub invited_by: accounts::Actor,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its newest link ends.
    pub expires_at: Timestamp,
    /// How and when it ended; `None` while it is open.
    pub ended: Option<(InvitationEnd, Timestamp)>,
    /// The newest letter; `None` where the link was copied by hand.
    pub message: Option<queue::Id>,
}

/// How an invitation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationEnd {
    /// Who was invited joined.
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

/// What a workspace's administrator types to invite somebody.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// Who.
    pub email: String,
    /// As what.
    pub role: Role,
    /// The language of its letter.
    pub language: Language,
    /// Who invites, as the letter says it; empty where a program does.
    pub invited_by: String,
}

/// An invitation as its link shows it.
#[derive(Clone, Debug)]
pub struct OpenedInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// The workspace.
    pub workspace: Workspace,
    /// The account of the address; one that was never validated counts as none.
    pub account: Option<Account>,
}

impl Tickets {
    /// The invitations of a workspace: open ones first, then the newest.
    ///
    /// # Errors
    /// Where the database cannot be read.
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
