//! The recipients that scripts of a workspace may write to: anybody, or only those on a list, for example in a training
//! workspace. Mail passwords of a person reach no more than the scripts of that person.

use std::collections::HashSet;

use mail::EmailAddress;
use storage::{DbError, Read, params};
use uuid::Uuid;

use super::{Scripts, ScriptsError, unreadable};
use accounts::audit::Action;
use accounts::{ActorContext, ReachableRecipients, account, approval, workspace};

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

impl Scripts {
    /// Which of some recipients the mail passwords of an account reach: those to which a script of the same person could
    /// write. An account that does not exist reaches nobody.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn reach_of_account(
        &self,
        account: Uuid,
        recipients: Vec<EmailAddress>,
    ) -> Result<ReachableRecipients, ScriptsError> {
        if !self.inner.deps.accounts.needs_approval() {
            return Ok(ReachableRecipients::Everybody);
        }
        Ok(self.inner.deps.db.read(move |rx| reach_of_account(rx, account, &recipients)).await?)
    }
}

fn reach_of_account(
    rx: &mut impl Read,
    account: Uuid,
    recipients: &[EmailAddress],
) -> Result<ReachableRecipients, DbError> {
    let Some(found) = account::by_id(rx, account)? else { return Ok(ReachableRecipients::Only(HashSet::new())) };
    if found.instance_admin {
        return Ok(ReachableRecipients::Everybody);
    }
    // Everybody may make a workspace, whose scripts reach the accounts of this server.
    let mut reached = approval::with_accounts(rx, recipients)?;
    for workspace in approval::approved_workspaces_of(rx, account)? {
        let allowed = allowed_recipients(rx, workspace)?;
        if allowed == AllowedRecipients::Anybody {
            return Ok(ReachableRecipients::Everybody);
        }
        reached.extend(recipients.iter().filter(|recipient| allowed.covers(recipient)).map(account::email_key));
    }
    Ok(ReachableRecipients::Only(reached))
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
