//! Workspaces, their members and roles.
//!
//! A workspace keeps at least one administrator: the last one can neither leave nor change role. Instance
//! administrators see every workspace, whether they are members or not.

use jiff::Timestamp;
use storage::{DbError, Read, Row, Tx, params};
use uuid::Uuid;

use super::account::{self, Account, stored_time};
use super::{Accounts, AccountsError, ActorContext, fault, names, quota, texts};
use crate::audit::{Action, Audit};

/// Maximum number of workspaces that one account administers, because creating them is free.
pub const ADMINISTERED_MAX: i64 = 50;

/// The role of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Manages members, roles and invitations; renames and deletes the workspace.
    Admin,
    /// Edits scripts and files.
    Editor,
    /// Has read access only.
    Viewer,
}

impl Role {
    /// All roles, from most to least rights.
    pub const ALL: [Self; 3] = [Self::Admin, Self::Editor, Self::Viewer];

    /// The stored and API name: `admin`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Editor => "editor",
            Self::Viewer => "viewer",
        }
    }

    /// The name as shown to people.
    pub fn text(self) -> mail::Text {
        match self {
            Self::Admin => texts::role_admin(),
            Self::Editor => texts::role_editor(),
            Self::Viewer => texts::role_viewer(),
        }
    }

    /// The role with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// A team's scripts, files and members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    /// Unique id.
    pub id: Uuid,
    /// A single line; not unique.
    pub name: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was approved for sending to the outside; `None` if it is not approved. See [`super::approval`].
    pub approved_at: Option<Timestamp>,
}

/// A member of a workspace.
#[derive(Clone, Debug)]
pub struct Member {
    /// The account.
    pub account: Account,
    /// The role.
    pub role: Role,
    /// When they joined.
    pub joined_at: Timestamp,
}

impl Accounts {
    /// Creates a workspace with `admin` as its administrator. Without one it has no member yet (an API key creates it
    /// and invites the first). It is approved for sending if an instance administrator or an API key creates it.
    ///
    /// # Errors
    /// The faults of `name`; a fault if the account administers too many workspaces.
    pub async fn make_workspace(
        &self,
        name: &str,
        admin: Option<Uuid>,
        by: &ActorContext,
    ) -> Result<Workspace, AccountsError> {
        let mut faults = Vec::new();
        let Some(name) = names::workspace("name", name, &mut faults) else {
            return Err(AccountsError::Faults(faults));
        };
        let created_at = self.inner.clock.now();
        let workspace = Workspace { id: self.inner.random.id(created_at), name, created_at, approved_at: None };
        let entry = self.inner.audit.entry_by(Action::WorkspaceMade, by, texts::audit_name(workspace.name.as_str()));
        let needs_approval = self.needs_approval;
        self.inner
            .db
            .write(move |tx| {
                let mut made = workspace.clone();
                let by_administrator = match admin {
                    Some(admin) if administered(tx, admin)? >= ADMINISTERED_MAX => return Err(too_many()),
                    Some(admin) => account::by_id(tx, admin)?.is_some_and(|account| account.instance_admin),
                    None => true,
                };
                made.approved_at = (by_administrator || !needs_approval).then_some(made.created_at);
                insert(tx, &made, admin)?;
                entry.insert(tx)?;
                Ok(made)
            })
            .await
    }

    /// The workspace with that id.
    pub async fn workspace(&self, id: Uuid) -> Result<Option<Workspace>, AccountsError> {
        self.inner.db.read(move |rx| Ok(find(rx, id)?)).await
    }

    /// All workspaces, by name.
    pub async fn workspaces(&self) -> Result<Vec<Workspace>, AccountsError> {
        let sql = format!("SELECT {COLUMNS} FROM workspace ORDER BY name, id");
        self.inner.db.read(move |rx| Ok(rx.query(&sql, params![], from_row)?)).await
    }

    /// The workspaces of an account, by name.
    pub async fn memberships(&self, account: Uuid) -> Result<Vec<(Workspace, Role)>, AccountsError> {
        let sql = format!(
            "SELECT {COLUMNS}, membership.role FROM workspace JOIN membership ON membership.workspace_id = workspace.id \
             WHERE membership.account_id = $1 ORDER BY workspace.name, workspace.id"
        );
        let each = |row: &Row<'_>| Ok((from_row(row)?, stored_role(&row.get::<String>(COLUMN_COUNT)?)?));
        self.inner.db.read(move |rx| Ok(rx.query(&sql, params![account.as_bytes()], each)?)).await
    }

    /// The role of an account in a workspace; `None` if it is not a member.
    pub async fn role_in(&self, workspace: Uuid, account: Uuid) -> Result<Option<Role>, AccountsError> {
        self.inner.db.read(move |rx| Ok(role(rx, workspace, account)?)).await
    }

    /// The members of a workspace: administrators first, then by address.
    pub async fn members(&self, workspace: Uuid) -> Result<Vec<Member>, AccountsError> {
        let sql = format!(
            "SELECT {}, membership.role, membership.created_at FROM membership \
             JOIN account ON account.id = membership.account_id WHERE membership.workspace_id = $1 \
             ORDER BY CASE membership.role WHEN 'admin' THEN 0 WHEN 'editor' THEN 1 ELSE 2 END, account.email_key",
            account::COLUMNS
        );
        let each = |row: &Row<'_>| {
            Ok(Member {
                account: account::from_row(row)?,
                role: stored_role(&row.get::<String>(account::COLUMN_COUNT)?)?,
                joined_at: stored_time(row.get(account::COLUMN_COUNT + 1)?)?,
            })
        };
        self.inner.db.read(move |rx| Ok(rx.query(&sql, params![workspace.as_bytes()], each)?)).await
    }

    /// Changes the role of a member.
    ///
    /// # Errors
    /// [`AccountsError::NotFound`]; [`AccountsError::LastAdministrator`] if it is the last administrator.
    pub async fn change_role(
        &self,
        workspace: Uuid,
        account: Uuid,
        to: Role,
        by: &ActorContext,
    ) -> Result<(), AccountsError> {
        let (audit, by) = (self.inner.audit.clone(), by.clone());
        self.inner
            .db
            .write(move |tx| {
                let (name, email, from) = member(tx, workspace, account)?;
                if from == to {
                    return Ok(());
                }
                if from == Role::Admin {
                    keep_an_administrator(tx, workspace)?;
                }
                tx.execute(
                    "UPDATE membership SET role = $3 WHERE workspace_id = $1 AND account_id = $2",
                    params![workspace.as_bytes(), account.as_bytes(), to.name()],
                )?;
                let subject = texts::audit_role_change(email, name, from.text(), to.text());
                audit.entry_by(Action::RoleChanged, &by, subject).insert(tx)?;
                Ok(())
            })
            .await
    }

    /// Removes a member; members may also remove themselves.
    ///
    /// # Errors
    /// Those of [`Accounts::change_role`].
    pub async fn remove_member(&self, workspace: Uuid, account: Uuid, by: &ActorContext) -> Result<(), AccountsError> {
        let (audit, by) = (self.inner.audit.clone(), by.clone());
        self.inner
            .db
            .write(move |tx| {
                let (name, email, role) = member(tx, workspace, account)?;
                if role == Role::Admin {
                    keep_an_administrator(tx, workspace)?;
                }
                tx.execute(
                    "DELETE FROM membership WHERE workspace_id = $1 AND account_id = $2",
                    params![workspace.as_bytes(), account.as_bytes()],
                )?;
                audit.entry_by(Action::MemberRemoved, &by, texts::audit_member(email, name)).insert(tx)?;
                Ok(())
            })
            .await
    }

    /// Renames a workspace.
    ///
    /// # Errors
    /// The faults of `name`; [`AccountsError::NotFound`].
    pub async fn rename_workspace(&self, id: Uuid, name: &str, by: &ActorContext) -> Result<(), AccountsError> {
        let mut faults = Vec::new();
        let Some(name) = names::workspace("name", name, &mut faults) else {
            return Err(AccountsError::Faults(faults));
        };
        let (audit, by) = (self.inner.audit.clone(), by.clone());
        self.inner
            .db
            .write(move |tx| {
                let before = find(tx, id)?.ok_or(AccountsError::NotFound)?;
                tx.execute("UPDATE workspace SET name = $2 WHERE id = $1", params![id.as_bytes(), name.as_str()])?;
                audit
                    .entry_by(Action::WorkspaceRenamed, &by, texts::audit_change(before.name, name.as_str()))
                    .insert(tx)?;
                Ok(())
            })
            .await
    }
}

/// Deletes a workspace with its memberships, and writes the audit entry.
///
/// # Errors
/// [`AccountsError::NotFound`].
pub fn delete(tx: &mut Tx<'_>, id: Uuid, audit: &Audit, by: &ActorContext) -> Result<(), AccountsError> {
    let workspace = find(tx, id)?.ok_or(AccountsError::NotFound)?;
    let entry = audit.entry_by(Action::WorkspaceDeleted, by, texts::audit_name(workspace.name));
    quota::release(tx, id, entry.at)?;
    tx.execute("DELETE FROM workspace WHERE id = $1", params![id.as_bytes()])?;
    entry.insert(tx)?;
    Ok(())
}

/// The workspace with that id, read in a transaction.
pub fn find(rx: &mut impl Read, id: Uuid) -> Result<Option<Workspace>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM workspace WHERE id = $1");
    rx.query_first(&sql, params![id.as_bytes()], from_row)
}

/// The role of an account in a workspace, read in a transaction.
pub fn role(rx: &mut impl Read, workspace: Uuid, account: Uuid) -> Result<Option<Role>, DbError> {
    rx.query_first(
        "SELECT role FROM membership WHERE workspace_id = $1 AND account_id = $2",
        params![workspace.as_bytes(), account.as_bytes()],
        |row| stored_role(&row.get::<String>(0)?),
    )
}

/// Makes an account a member. An existing member keeps their role. Returns whether the account became a member.
pub fn join(tx: &mut Tx<'_>, workspace: Uuid, account: Uuid, role: Role, now_ms: i64) -> Result<bool, DbError> {
    let joined = tx.execute(
        "INSERT INTO membership (workspace_id, account_id, role, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT DO NOTHING",
        params![workspace.as_bytes(), account.as_bytes(), role.name(), now_ms],
    )?;
    Ok(joined == 1)
}

/// Inserts a workspace and, if given, its first administrator.
pub(super) fn insert(tx: &mut Tx<'_>, new: &Workspace, admin: Option<Uuid>) -> Result<(), DbError> {
    let created_at = new.created_at.as_millisecond();
    let quota_id = admin.map(|admin| quota::take_over(tx, admin, new.created_at)).transpose()?.flatten();
    tx.execute(
        "INSERT INTO workspace (id, name, created_at, approved_at, quota_id, made_by) VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            new.id.as_bytes(),
            new.name.as_str(),
            created_at,
            new.approved_at.map(Timestamp::as_millisecond),
            quota_id.map(Uuid::into_bytes),
            admin.map(Uuid::into_bytes),
        ],
    )?;
    match admin {
        Some(admin) => join(tx, new.id, admin, Role::Admin, created_at).map(|_| ()),
        None => Ok(()),
    }
}

/// The first `most` workspaces that are not approved, oldest first.
pub(super) fn unapproved(rx: &mut impl Read, most: usize) -> Result<Vec<Workspace>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM workspace WHERE approved_at IS NULL ORDER BY created_at, id LIMIT $1");
    rx.query(&sql, params![most], from_row)
}

/// The number of workspaces that are not approved.
pub(super) fn count_unapproved(rx: &mut impl Read) -> Result<usize, DbError> {
    let count = "SELECT COUNT(*) FROM workspace WHERE approved_at IS NULL";
    Ok(rx.query_first(count, params![], |row| row.get(0))?.unwrap_or(0))
}

/// Workspaces with this account as the only administrator, by name.
pub(super) fn only_administered_by(rx: &mut impl Read, account: Uuid) -> Result<Vec<String>, DbError> {
    rx.query(
        "SELECT workspace.name FROM workspace JOIN membership ON membership.workspace_id = workspace.id \
         WHERE membership.account_id = $1 AND membership.role = 'admin' AND NOT EXISTS \
         (SELECT 1 FROM membership other WHERE other.workspace_id = workspace.id AND other.role = 'admin' \
         AND other.account_id <> $2) ORDER BY workspace.name",
        params![account.as_bytes(), account.as_bytes()],
        |row| row.get(0),
    )
}

fn member(rx: &mut impl Read, workspace: Uuid, account: Uuid) -> Result<(String, String, Role), AccountsError> {
    let found = rx.query_first(
        "SELECT workspace.name, account.email, membership.role FROM membership \
         JOIN workspace ON workspace.id = membership.workspace_id JOIN account ON account.id = membership.account_id \
         WHERE membership.workspace_id = $1 AND membership.account_id = $2",
        params![workspace.as_bytes(), account.as_bytes()],
        |row| Ok((row.get(0)?, row.get(1)?, stored_role(&row.get::<String>(2)?)?)),
    )?;
    found.ok_or(AccountsError::NotFound)
}

fn keep_an_administrator(rx: &mut impl Read, workspace: Uuid) -> Result<(), AccountsError> {
    let admins = rx.query_first(
        "SELECT COUNT(*) FROM membership WHERE workspace_id = $1 AND role = 'admin'",
        params![workspace.as_bytes()],
        |row| row.get::<i64>(0),
    )?;
    if admins.unwrap_or(0) > 1 { Ok(()) } else { Err(AccountsError::LastAdministrator) }
}

fn administered(rx: &mut impl Read, account: Uuid) -> Result<i64, DbError> {
    let count = rx.query_first(
        "SELECT COUNT(*) FROM membership WHERE account_id = $1 AND role = 'admin'",
        params![account.as_bytes()],
        |row| row.get::<i64>(0),
    )?;
    Ok(count.unwrap_or(0))
}

fn too_many() -> AccountsError {
    AccountsError::Faults(vec![fault("name", texts::workspace_limit(ADMINISTERED_MAX))])
}

const COLUMNS: &str = "workspace.id, workspace.name, workspace.created_at, workspace.approved_at";
const COLUMN_COUNT: usize = 4;

fn from_row(row: &Row<'_>) -> Result<Workspace, DbError> {
    Ok(Workspace {
        id: Uuid::from_bytes(row.get(0)?),
        name: row.get(1)?,
        created_at: stored_time(row.get(2)?)?,
        approved_at: row.get::<Option<i64>>(3)?.map(stored_time).transpose()?,
    })
}

/// Parses a stored role.
///
/// # Errors
/// If the name is unknown, because a newer version stored it.
pub fn stored_role(name: &str) -> Result<Role, DbError> {
    Role::from_name(name).ok_or_else(|| DbError::Engine {
        operation: "reading a role".to_owned(),
        source: std::sync::Arc::new(std::io::Error::other(format!("no role is called {name}"))),
    })
}
