//! Quotas of workspaces, and of accounts for their mail passwords: limits, and the id under which usage is counted.
//!
//! Deleting a workspace and creating another does not reset its quota. The quota of a deleted workspace, with its
//! limits and usage, can be taken over for a day by the account that created the workspace and by its administrators:
//! the first of them who creates a workspace gets it. So within a day nobody has more quotas than they may have
//! workspaces at a time. Usage is counted by the crates that accept mail (`queue::usage`).

use std::time::Duration;

use jiff::Timestamp;
use mail::Fault;
use storage::{DbError, Read, Tx, params};
use uuid::Uuid;

use super::{Accounts, AccountsError, ActorContext, fault, texts, workspace};
use crate::audit::Action;

/// Maximum value of a limit on recipients or mails.
pub const LIMIT_MAX: u32 = 1_000_000;
/// Maximum value of the limit on waiting mail: 1 TB.
pub const WAITING_BYTES_MAX: u64 = 1_000_000_000_000;
/// How long the quota of a deleted workspace can be taken over: the longest window in which recipients are counted.
const RELEASED_FOR: Duration = Duration::from_secs(24 * 3600);
/// How long deleted workspaces are remembered: longer than mail waits, unless the mail server fails all the time.
const DELETED_KEPT: Duration = Duration::from_secs(90 * 24 * 3600);

/// The limits of a workspace, or of an account; `None` means the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkspaceQuota {
    /// Recipients in any 60 minutes.
    pub recipients_per_hour: Option<u32>,
    /// Recipients in any 24 hours.
    pub recipients_per_day: Option<u32>,
    /// Mails of all its scripts or mail passwords to one recipient in any 60 minutes.
    pub mails_per_recipient: Option<u32>,
    /// Bytes of mail that waits.
    pub waiting_bytes: Option<u64>,
}

impl WorkspaceQuota {
    /// Recipients in any 60 minutes.
    pub fn per_hour(&self) -> u32 {
        self.recipients_per_hour.unwrap_or(2_000)
    }

    /// Recipients in any 24 hours.
    pub fn per_day(&self) -> u32 {
        self.recipients_per_day.unwrap_or(10_000)
    }

    /// Mails of all its scripts to one recipient in any 60 minutes.
    pub fn per_recipient(&self) -> u32 {
        self.mails_per_recipient.unwrap_or(20)
    }

    /// Bytes of mail that waits.
    pub fn waiting(&self) -> u64 {
        self.waiting_bytes.unwrap_or(500_000_000)
    }

    /// # Errors
    /// All faults of the limits.
    pub(super) fn check(&self) -> Result<(), AccountsError> {
        let counts = [
            ("recipients_per_hour", self.recipients_per_hour),
            ("recipients_per_day", self.recipients_per_day),
            ("mails_per_recipient", self.mails_per_recipient),
        ];
        let too_high = counts.into_iter().filter(|(_, limit)| limit.is_some_and(|limit| limit > LIMIT_MAX));
        let mut faults: Vec<Fault> =
            too_high.map(|(field, _)| fault(field, texts::quota_limit_too_high(LIMIT_MAX))).collect();
        if self.waiting_bytes.is_some_and(|bytes| bytes > WAITING_BYTES_MAX) {
            faults.push(fault("waiting_mb", texts::quota_limit_too_high(WAITING_BYTES_MAX / 1_000_000)));
        }
        if faults.is_empty() { Ok(()) } else { Err(AccountsError::Faults(faults)) }
    }
}

/// The quota of a workspace or an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedQuota {
    /// The id under which usage is counted.
    pub id: Uuid,
    /// Whose waiting mail counts for it: the workspace, and deleted ones whose quota it took over; or the account.
    pub workspaces: Vec<Uuid>,
    /// Its limits.
    pub limits: WorkspaceQuota,
}

impl Accounts {
    /// The quota of a workspace.
    ///
    /// # Errors
    /// [`AccountsError::NotFound`].
    pub async fn workspace_quota(&self, workspace: Uuid) -> Result<CountedQuota, AccountsError> {
        self.inner
            .db
            .read(move |rx| {
                workspace::find(rx, workspace)?.ok_or(AccountsError::NotFound)?;
                Ok(of_workspace(rx, workspace)?)
            })
            .await
    }

    /// Changes the limits of a workspace. They apply to runs that start and invitations that are made afterwards.
    ///
    /// # Errors
    /// The faults of the limits; [`AccountsError::NotFound`].
    pub async fn set_workspace_quota(
        &self,
        workspace: Uuid,
        limits: WorkspaceQuota,
        by: &ActorContext,
    ) -> Result<CountedQuota, AccountsError> {
        limits.check()?;
        let (audit, by) = (self.inner.audit.clone(), by.clone());
        self.inner
            .db
            .write(move |tx| {
                let name = workspace::find(tx, workspace)?.ok_or(AccountsError::NotFound)?.name;
                let before = of_workspace(tx, workspace)?;
                if before.limits == limits {
                    return Ok(before);
                }
                store(tx, before.id, &limits)?;
                let subject = audit_subject(&name, &limits);
                audit.entry_by(Action::WorkspaceQuotaChanged, &by, subject).insert(tx)?;
                Ok(CountedQuota { limits, ..before })
            })
            .await
    }
}

/// The quota of a workspace, read in a transaction. An unknown workspace is counted under its own id.
///
/// # Errors
/// If the database cannot be read.
pub fn of_workspace(rx: &mut impl Read, workspace: Uuid) -> Result<CountedQuota, DbError> {
    let id = rx.query_first(
        "SELECT quota_id FROM workspace WHERE id = $1 UNION ALL SELECT quota_id FROM deleted_workspace WHERE id = $1",
        params![workspace.as_bytes()],
        |row| Ok(row.get::<Option<[u8; 16]>>(0)?.map(Uuid::from_bytes)),
    )?;
    let id = id.flatten().unwrap_or(workspace);
    let limits = rx.query_first(
        "SELECT recipients_per_hour, recipients_per_day, mails_per_recipient, waiting_bytes FROM workspace_quota \
         WHERE quota_id = $1",
        params![id.as_bytes()],
        |row| {
            Ok(WorkspaceQuota {
                recipients_per_hour: row.get(0)?,
                recipients_per_day: row.get(1)?,
                mails_per_recipient: row.get(2)?,
                waiting_bytes: row.get::<Option<i64>>(3)?.and_then(|bytes| u64::try_from(bytes).ok()),
            })
        },
    )?;
    let deleted = rx.query(
        "SELECT id FROM deleted_workspace WHERE quota_id = $1 AND id <> $2",
        params![id.as_bytes(), workspace.as_bytes()],
        |row| row.get(0).map(Uuid::from_bytes),
    )?;
    let workspaces = [vec![workspace], deleted].concat();
    Ok(CountedQuota { id, workspaces, limits: limits.unwrap_or_default() })
}

/// The quota of an account, for mail of its mail passwords, read in a transaction. It has the default limits of a
/// workspace.
///
/// # Errors
/// If the database cannot be read.
pub fn of_account(rx: &mut impl Read, account: Uuid) -> Result<CountedQuota, DbError> {
    // An account is counted under its own id, as a workspace is that took over no quota.
    of_workspace(rx, account)
}

/// Limits as the subject of an audit entry.
pub(super) fn audit_subject(name: &str, limits: &WorkspaceQuota) -> mail::Text {
    texts::audit_workspace_quota(
        name,
        limits.per_hour(),
        limits.per_day(),
        limits.per_recipient(),
        limits.waiting() / 1_000_000,
    )
}

pub(super) fn store(tx: &mut Tx<'_>, id: Uuid, limits: &WorkspaceQuota) -> Result<(), DbError> {
    tx.execute("DELETE FROM workspace_quota WHERE quota_id = $1", params![id.as_bytes()])?;
    tx.execute(
        "INSERT INTO workspace_quota (quota_id, recipients_per_hour, recipients_per_day, mails_per_recipient, \
         waiting_bytes) VALUES ($1, $2, $3, $4, $5)",
        params![
            id.as_bytes(),
            limits.recipients_per_hour,
            limits.recipients_per_day,
            limits.mails_per_recipient,
            limits.waiting_bytes.map(|bytes| i64::try_from(bytes).unwrap_or(i64::MAX)),
        ],
    )?;
    Ok(())
}

/// Called before a workspace is deleted: its creator and its administrators can take over the quota.
pub(super) fn release(tx: &mut Tx<'_>, workspace: Uuid, now: Timestamp) -> Result<(), DbError> {
    let id = of_workspace(tx, workspace)?.id;
    tx.execute(
        "INSERT INTO released_quota (quota_id, account_id, released_at) \
         SELECT $1, account.id, $2 FROM account WHERE account.id IN \
         (SELECT account_id FROM membership WHERE workspace_id = $3 AND role = 'admin' \
          UNION SELECT made_by FROM workspace WHERE id = $3) \
         ON CONFLICT (quota_id, account_id) DO NOTHING",
        params![id.as_bytes(), now.as_millisecond(), workspace.as_bytes()],
    )?;
    tx.execute(
        "INSERT INTO deleted_workspace (id, quota_id, deleted_at) VALUES ($1, $2, $3)",
        params![workspace.as_bytes(), id.as_bytes(), now.as_millisecond()],
    )?;
    Ok(())
}

/// Takes over a released quota for a new workspace of `account`: the one released last, if there is any.
pub(super) fn take_over(tx: &mut Tx<'_>, account: Uuid, now: Timestamp) -> Result<Option<Uuid>, DbError> {
    let since = now.checked_sub(RELEASED_FOR).unwrap_or(Timestamp::MIN);
    let waiting = tx.query_first(
        "SELECT quota_id FROM released_quota WHERE account_id = $1 AND released_at > $2 ORDER BY released_at DESC",
        params![account.as_bytes(), since.as_millisecond()],
        |row| row.get(0).map(Uuid::from_bytes),
    )?;
    let Some(id) = waiting else { return Ok(None) };
    tx.execute("DELETE FROM released_quota WHERE quota_id = $1", params![id.as_bytes()])?;
    Ok(Some(id))
}

/// Deletes quotas of workspaces that were deleted long ago.
///
/// # Errors
/// If the database cannot be written.
pub fn forget(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    let old = now.checked_sub(RELEASED_FOR).unwrap_or(Timestamp::MIN);
    tx.execute("DELETE FROM released_quota WHERE released_at < $1", params![old.as_millisecond()])?;
    let old = now.checked_sub(DELETED_KEPT).unwrap_or(Timestamp::MIN);
    tx.execute("DELETE FROM deleted_workspace WHERE deleted_at < $1", params![old.as_millisecond()])?;
    tx.execute(
        "DELETE FROM workspace_quota WHERE quota_id NOT IN (SELECT quota_id FROM released_quota) \
         AND quota_id NOT IN (SELECT coalesce(quota_id, id) FROM workspace) \
         AND quota_id NOT IN (SELECT id FROM account)",
        params![],
    )?;
    Ok(())
}
