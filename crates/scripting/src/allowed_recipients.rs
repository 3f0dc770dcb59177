//! The recipients that scripts of a workspace may write to: anybody, or only those on a list, for example in a training
//! workspace.

use storage::{DbError, Read, params};
use uuid::Uuid;

use super::{Scripts, ScriptsError, unreadable};
use accounts::ActorContext;
use accounts::audit::Action;
use accounts::workspace;

pub use accounts::allowed_recipients::{AllowedRecipients, Recipient};

impl Scripts {
    /// The recipients that scripts of the workspace may write to.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn allowed_recipients(&self, workspace: Uuid) -> Result<AllowedRecipients, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| allowed_recipients(rx, workspace)).await?)
    }

    /// Sets the recipients that scripts of the workspace may write to; see [`AllowedRecipients::parse`].
    ///
    /// # Errors
    /// The faults of the list; [`ScriptsError::NotFound`].
    pub async fn set_allowed_recipients(
        &self,
        workspace: Uuid,
        typed: &str,
        by: &ActorContext,
    ) -> Result<AllowedRecipients, ScriptsError> {
        let allowed_recipients = AllowedRecipients::parse("recipients", typed).map_err(ScriptsError::Faults)?;
        let (stored, audit, by) = (allowed_recipients.clone(), self.inner.deps.audit.clone(), by.clone());
        self.inner
            .deps
            .db
            .write(move |tx| {
                let name = workspace::find(tx, workspace)?.ok_or(ScriptsError::NotFound)?.name;
                tx.execute("DELETE FROM script_recipients WHERE workspace_id = $1", params![workspace.as_bytes()])?;
                let subject = match &stored {
                    AllowedRecipients::Anybody => accounts::texts::audit_script_recipients_unlimited(name),
                    AllowedRecipients::Only(list) => {
                        let list = list.iter().map(Recipient::text).collect::<Vec<_>>();
                        let json = serde_json::to_string(&list).map_err(|error| unreadable(error.to_string()))?;
                        tx.execute(
                            "INSERT INTO script_recipients (workspace_id, allowed) VALUES ($1, $2)",
                            params![workspace.as_bytes(), json],
                        )?;
                        let list: Vec<String> = list.into_iter().map(str::to_owned).collect();
                        accounts::texts::audit_script_recipients(name, list)
                    }
                };
                audit.entry_by(Action::ScriptRecipientsChanged, &by, subject).insert(tx)?;
                Ok::<_, ScriptsError>(())
            })
            .await?;
        Ok(allowed_recipients)
    }
}

/// The recipients that scripts of the workspace may write to, read in a transaction.
pub(super) fn allowed_recipients(rx: &mut impl Read, workspace: Uuid) -> Result<AllowedRecipients, DbError> {
    let stored = rx.query_first(
        "SELECT allowed FROM script_recipients WHERE workspace_id = $1",
        params![workspace.as_bytes()],
        |row| row.get::<String>(0),
    )?;
    let Some(json) = stored else { return Ok(AllowedRecipients::Anybody) };
    let list: Vec<String> = serde_json::from_str(&json).map_err(|error| unreadable(error.to_string()))?;
    let list = list.iter().map(|piece| Recipient::parse(piece)).collect::<Result<Vec<_>, _>>();
    let list = list.map_err(|text| unreadable(text.to_string()))?;
    Ok(AllowedRecipients::Only(list))
}
