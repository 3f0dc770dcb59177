//! Approval of workspaces: which of them may send mail to recipients without an account on this server.
//!
//! Anybody who can sign up can create a workspace. Until it is approved, a workspace reaches only validated accounts of
//! this server and can send only a few invitations. Workspaces created by an instance administrator or an API key are
//! approved at creation; with `accounts.approval = "none"` all are.

use std::collections::HashSet;
use std::sync::atomic::Ordering;

use mail::EmailAddress;
use storage::{DbError, Read, Tx, params};
use uuid::Uuid;

use super::account::{self, email_key};
use super::workspace::{self, Workspace};
use super::{Accounts, AccountsError, Actor, ActorContext, texts};
use crate::audit::Action;

/// Maximum number of invitations that an unapproved workspace may ever send, and that one account may ever send from
/// unapproved workspaces. The limit applies to accounts too, because creating workspaces is free.
pub const UNAPPROVED_INVITATIONS_MAX: i64 = 5;

/// Which of some recipients the scripts of a workspace, or the mail passwords of an account, can reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ReachableRecipients {
    /// Everybody: the workspace is approved.
    #[default]
    Everybody,
    /// Only these: the keys of their addresses.
    Only(HashSet<String>),
}

impl ReachableRecipients {
    /// Whether mail may be sent to `address`.
    pub fn covers(&self, address: &EmailAddress) -> bool {
        match self {
            Self::Everybody => true,
            Self::Only(keys) => keys.contains(&email_key(address)),
        }
    }
}

impl Accounts {
    /// Approves a workspace for sending; has no effect if it is approved already.
    ///
    /// # Errors
    /// [`AccountsError::NotFound`].
    pub async fn approve_workspace(&self, id: Uuid, by: &ActorContext) -> Result<Workspace, AccountsError> {
        self.set_approval(id, Some(self.now_ms()), by).await
    }

    /// Withdraws the approval. Mail that waits is still sent; new mail reaches only accounts of this server.
    ///
    /// # Errors
    /// [`AccountsError::NotFound`].
    pub async fn withdraw_approval(&self, id: Uuid, by: &ActorContext) -> Result<Workspace, AccountsError> {
        self.set_approval(id, None, by).await
    }

    async fn set_approval(
        &self,
        id: Uuid,
        approved_at: Option<i64>,
        by: &ActorContext,
    ) -> Result<Workspace, AccountsError> {
        let (audit, by) = (self.inner.audit.clone(), by.clone());
        self.inner
            .db
            .write(move |tx| {
                let before = workspace::find(tx, id)?.ok_or(AccountsError::NotFound)?;
                if before.approved_at.is_some() == approved_at.is_some() {
                    return Ok(before);
                }
                tx.execute("UPDATE workspace SET approved_at = $2 WHERE id = $1", params![id.as_bytes(), approved_at])?;
                let action = match approved_at {
                    Some(_) => Action::WorkspaceApproved,
                    None => Action::WorkspaceApprovalWithdrawn,
                };
                audit.entry_by(action, &by, texts::audit_name(before.name)).insert(tx)?;
                workspace::find(tx, id)?.ok_or(AccountsError::NotFound)
            })
            .await
            .inspect(|_| {
                self.inner.approval_changes.fetch_add(1, Ordering::Release);
            })
    }

    /// The number of approvals given or withdrawn since the start. While it is unchanged, an approved workspace stays
    /// approved.
    pub fn approval_changes(&self) -> u64 {
        self.inner.approval_changes.load(Ordering::Acquire)
    }

    /// The first `most` workspaces that are not approved, oldest first, and the total number.
    ///
    /// # Errors
    /// [`AccountsError::Db`] if the database cannot be read.
    pub async fn unapproved_workspaces(&self, most: usize) -> Result<(Vec<Workspace>, usize), AccountsError> {
        self.inner.db.read(move |rx| Ok((workspace::unapproved(rx, most)?, workspace::count_unapproved(rx)?))).await
    }

    /// The number of workspaces that are not approved.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn count_unapproved_workspaces(&self) -> Result<usize, AccountsError> {
        self.inner.db.read(|rx| Ok(workspace::count_unapproved(rx)?)).await
    }
}

/// Which of these recipients the scripts of a workspace can reach. An unknown workspace reaches nobody.
///
/// # Errors
/// Where the database cannot be read.
pub fn reach(rx: &mut impl Read, workspace: Uuid, recipients: &[EmailAddress]) -> Result<ReachableRecipients, DbError> {
    if workspace::find(rx, workspace)?.is_some_and(|workspace| workspace.approved_at.is_some()) {
        return Ok(ReachableRecipients::Everybody);
    }
    Ok(ReachableRecipients::Only(with_accounts(rx, recipients)?))
}

/// The approved workspaces whose scripts an account may write and run.
///
/// # Errors
/// Where the database cannot be read.
pub fn approved_workspaces_of(rx: &mut impl Read, account: Uuid) -> Result<Vec<Uuid>, DbError> {
    rx.query(
        "SELECT workspace.id FROM workspace JOIN membership ON membership.workspace_id = workspace.id \
         WHERE membership.account_id = $1 AND membership.role IN ('admin', 'editor') \
         AND workspace.approved_at IS NOT NULL",
        params![account.as_bytes()],
        |row| row.get(0).map(Uuid::from_bytes),
    )
}

/// The keys of those of some addresses that have a validated account of this server.
///
/// # Errors
/// Where the database cannot be read.
pub fn with_accounts(rx: &mut impl Read, recipients: &[EmailAddress]) -> Result<HashSet<String>, DbError> {
    let mut reached = HashSet::new();
    for key in recipients.iter().map(email_key) {
        let is_account = rx.query_first(
            "SELECT 1 FROM account WHERE email_key = $1 AND validated_at IS NOT NULL",
            params![&key],
            |row| row.get::<i64>(0),
        )?;
        if is_account.is_some() {
            reached.insert(key);
        }
    }
    Ok(reached)
}

/// Counts an invitation by `by` from an unapproved workspace. Returns whether it may be sent.
///
/// # Errors
/// If the database fails.
pub fn count_invitation(tx: &mut Tx<'_>, workspace: Uuid, by: &Actor) -> Result<bool, DbError> {
    if workspace::find(tx, workspace)?.is_none_or(|workspace| workspace.approved_at.is_some()) {
        return Ok(true);
    }
    const OF_WORKSPACE: &str = "UPDATE workspace SET unapproved_invitations = unapproved_invitations + 1 \
                                WHERE id = $1 AND unapproved_invitations < $2";
    const OF_ACCOUNT: &str = "UPDATE account SET unapproved_invitations = unapproved_invitations + 1 \
                              WHERE id = $1 AND unapproved_invitations < $2";
    if tx.execute(OF_WORKSPACE, params![workspace.as_bytes(), UNAPPROVED_INVITATIONS_MAX])? == 0 {
        return Ok(false);
    }
    let Some(account) = account_of(tx, by)? else { return Ok(true) };
    Ok(tx.execute(OF_ACCOUNT, params![account.as_bytes(), UNAPPROVED_INVITATIONS_MAX])? == 1)
}

fn account_of(rx: &mut impl Read, by: &Actor) -> Result<Option<Uuid>, DbError> {
    let Actor::Account { email } = by else { return Ok(None) };
    let Ok(email) = EmailAddress::parse(email) else { return Ok(None) };
    Ok(account::by_email(rx, &email_key(&email))?.map(|(account, _)| account.id))
}
