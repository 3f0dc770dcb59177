//! The quotas that a mail counts for: of its script and of its workspace.

use accounts::{CountedQuota, account, mail_password, quota};
use permissions::{account_quota, key_quota, mail_password_quota, owner_quota, owner_waiting_limit};
use queue::Source;
use sending::quotas::{Holder, MessageLimits, Quota, WaitingLimit};
use storage::{DbError, Read};
use uuid::Uuid;

use crate::{ScriptLimits, Scripts, ScriptsError, script};

/// The quota of a script.
pub fn script_quota(script: Uuid, limits: &ScriptLimits) -> Quota {
    Quota {
        subject: script,
        holder: Holder::Script,
        per_hour: Some(limits.per_hour()),
        per_day: Some(limits.per_day()),
        per_recipient: Some(limits.per_recipient()),
    }
}

/// The quota of a workspace, for mail of its scripts.
pub fn workspace_quota(counted: &CountedQuota) -> Quota {
    owner_quota(Holder::Workspace, counted)
}

/// The limit on waiting mail of a workspace.
pub fn waiting_limit(workspace: Uuid, counted: &CountedQuota) -> WaitingLimit {
    owner_waiting_limit(Holder::Workspace, workspace, counted)
}

impl Scripts {
    /// The limits that a message of this source counts for. A script that was deleted has the default limits; an API key
    /// or a mail password that was deleted has none.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn limits_of(&self, source: Source) -> Result<MessageLimits, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| of_source(rx, source)).await?)
    }
}

fn of_source(rx: &mut impl Read, source: Source) -> Result<MessageLimits, DbError> {
    let Some(owner) = source.owner else {
        let key = source.caller.map(|key| accounts::api_key::with_id(rx, key)).transpose()?.flatten();
        return Ok(MessageLimits { quotas: key.as_ref().and_then(key_quota).into_iter().collect(), waiting: None });
    };
    if account::by_id(rx, owner)?.is_some() {
        let counted = quota::of_account(rx, owner)?;
        let password = source.caller.map(|password| mail_password::with_id(rx, password)).transpose()?.flatten();
        let own = password.map(|password| mail_password_quota(&password, &counted));
        let quotas = own.into_iter().chain([account_quota(&counted)]).collect();
        return Ok(MessageLimits { quotas, waiting: Some(owner_waiting_limit(Holder::Account, owner, &counted)) });
    }
    let workspace = owner;
    let counted = quota::of_workspace(rx, workspace)?;
    let mut quotas = vec![workspace_quota(&counted)];
    if let Some(script) = source.caller {
        let limits = script::find(rx, script)?.map(|script| script.limits).unwrap_or_default();
        quotas.insert(0, script_quota(script, &limits));
    }
    Ok(MessageLimits { quotas, waiting: Some(waiting_limit(workspace, &counted)) })
}
