//! The quotas that a mail counts for: of its script, of its workspace, of an API key.

use accounts::{ApiKey, CountedQuota, quota};
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
    Quota {
        subject: counted.id,
        holder: Holder::Workspace,
        per_hour: Some(counted.limits.per_hour()),
        per_day: Some(counted.limits.per_day()),
        per_recipient: Some(counted.limits.per_recipient()),
    }
}

/// The limit on waiting mail of a workspace.
pub fn waiting_limit(workspace: Uuid, counted: &CountedQuota) -> WaitingLimit {
    WaitingLimit { workspace, counted: counted.workspaces.clone(), bytes: counted.limits.waiting() }
}

/// The quota of an API key; `None` for one without limits on recipients.
pub fn key_quota(key: &ApiKey) -> Option<Quota> {
    let (per_hour, per_day) = (key.limits.recipients_per_hour, key.limits.recipients_per_day);
    let is_limited = per_hour.is_some() || per_day.is_some();
    is_limited.then_some(Quota { subject: key.id, holder: Holder::ApiKey, per_hour, per_day, per_recipient: None })
}

impl Scripts {
    /// The limits that a message of this source counts for. A script that was deleted has the default limits; an API key
    /// that was deleted has none.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn limits_of(&self, source: Source) -> Result<MessageLimits, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| of_source(rx, source)).await?)
    }
}

fn of_source(rx: &mut impl Read, source: Source) -> Result<MessageLimits, DbError> {
    let Some(workspace) = source.workspace else {
        let key = source.caller.map(|key| accounts::api_key::with_id(rx, key)).transpose()?.flatten();
        return Ok(MessageLimits { quotas: key.as_ref().and_then(key_quota).into_iter().collect(), waiting: None });
    };
    let counted = quota::of_workspace(rx, workspace)?;
    let mut quotas = vec![workspace_quota(&counted)];
    if let Some(script) = source.caller {
        let limits = script::find(rx, script)?.map(|script| script.limits).unwrap_or_default();
        quotas.insert(0, script_quota(script, &limits));
    }
    Ok(MessageLimits { quotas, waiting: Some(waiting_limit(workspace, &counted)) })
}
