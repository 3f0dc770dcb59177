//! The quotas of programs, and of the workspace or account that has them.

use accounts::{ApiKey, CountedQuota, MailPassword};
use sending::quotas::{Holder, Quota, WaitingLimit};
use uuid::Uuid;

/// The quota of an API key; `None` for one without limits on recipients.
pub fn of_key(key: &ApiKey) -> Option<Quota> {
    let (per_hour, per_day) = (key.limits.recipients_per_hour, key.limits.recipients_per_day);
    let is_limited = per_hour.is_some() || per_day.is_some();
    is_limited.then_some(Quota { subject: key.id, holder: Holder::ApiKey, per_hour, per_day, per_recipient: None })
}

/// The quota of a mail password, with the limits that its owner chose; `counted` is that of its account.
pub fn of_mail_password(password: &MailPassword, counted: &CountedQuota) -> Quota {
    Quota {
        subject: password.id,
        holder: Holder::MailPassword,
        per_hour: password.limits.recipients_per_hour,
        per_day: password.limits.recipients_per_day,
        per_recipient: Some(counted.limits.per_recipient()),
    }
}

/// The quota of a workspace, for mail of its scripts, or of an account, for mail of its mail passwords.
pub fn of_owner(holder: Holder, counted: &CountedQuota) -> Quota {
    Quota {
        subject: counted.id,
        holder,
        per_hour: Some(counted.limits.per_hour()),
        per_day: Some(counted.limits.per_day()),
        per_recipient: Some(counted.limits.per_recipient()),
    }
}

/// The quota of an account.
pub fn of_account(counted: &CountedQuota) -> Quota {
    of_owner(Holder::Account, counted)
}

/// The limit on waiting mail of a workspace or an account.
pub fn waiting_of_owner(holder: Holder, owner: Uuid, counted: &CountedQuota) -> WaitingLimit {
    WaitingLimit { holder, owner, counted: counted.workspaces.clone(), bytes: counted.limits.waiting() }
}
