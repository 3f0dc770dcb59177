//! Permissions for the scripts of a workspace. Every handler checks here first.

use uuid::Uuid;

use crate::error_pages::PageError;
use crate::session::Visitor;
use accounts::{Role, Workspace};
use app::App;
use scripting::{Run, Script, ScriptsError};

/// A workspace that the visitor may see, with the visitor's rights.
#[derive(Clone)]
pub struct WorkspaceAccess {
    pub workspace: Workspace,
    /// May write, run and cancel scripts and read the text of mails.
    pub writes: bool,
    /// May set the recipients that scripts may write to.
    pub manages: bool,
    /// May change limits.
    pub instance_admin: bool,
}

/// Admits members and instance administrators.
pub async fn workspace(app: &App, visitor: &Visitor, id: Uuid) -> Result<WorkspaceAccess, PageError> {
    let workspace = app.accounts.workspace(id).await?.ok_or(PageError::NotFound)?;
    let role = app.accounts.role_in(id, visitor.account.id).await?;
    let instance_admin = visitor.account.instance_admin;
    if role.is_none() && !instance_admin {
        return Err(PageError::NotFound);
    }
    let manages = instance_admin || role == Some(Role::Admin);
    Ok(WorkspaceAccess { workspace, writes: manages || role == Some(Role::Editor), manages, instance_admin })
}

impl WorkspaceAccess {
    /// Admits only members who may write.
    pub fn written(self) -> Result<Self, PageError> {
        if self.writes { Ok(self) } else { Err(PageError::ReadOnly) }
    }

    /// Admits only members who may manage.
    pub fn managed(self) -> Result<Self, PageError> {
        if self.manages { Ok(self) } else { Err(PageError::ForbiddenHere) }
    }
}

/// Admits to a script of the workspace.
pub async fn script(
    app: &App,
    visitor: &Visitor,
    id: Uuid,
    script: Uuid,
) -> Result<(WorkspaceAccess, Script), PageError> {
    let access = workspace(app, visitor, id).await?;
    let found = app.scripts.script(script).await?.filter(|script| script.workspace == id);
    Ok((access, found.ok_or(PageError::NotFound)?))
}

/// Like [`script`], for members who may write.
pub async fn own_script(
    app: &App,
    visitor: &Visitor,
    id: Uuid,
    script: Uuid,
) -> Result<(WorkspaceAccess, Script), PageError> {
    let access = workspace(app, visitor, id).await?.written()?;
    let found = app.scripts.script(script).await?.filter(|script| script.workspace == id);
    Ok((access, found.ok_or(PageError::NotFound)?))
}

/// Admits to a run of the workspace.
pub async fn run(
    app: &App,
    visitor: &Visitor,
    id: Uuid,
    run: Uuid,
) -> Result<(WorkspaceAccess, Script, Run), PageError> {
    let access = workspace(app, visitor, id).await?;
    let run = app.scripts.run(run).await?.ok_or(PageError::NotFound)?;
    let script = app.scripts.script(run.script).await?.filter(|script| script.workspace == id);
    Ok((access, script.ok_or(PageError::NotFound)?, run))
}

impl From<ScriptsError> for PageError {
    fn from(error: ScriptsError) -> Self {
        match error {
            ScriptsError::NotFound => Self::NotFound,
            ScriptsError::Db(error) => error.into(),
            other => Self::broken("asking for scripts", &other),
        }
    }
}
