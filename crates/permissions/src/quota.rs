//! The quotas of programs.

use accounts::ApiKey;
use sending::quotas::{Holder, Quota};

/// The quota of an API key; `None` for one without limits on recipients.
pub fn of_key(key: &ApiKey) -> Option<Quota> {
    let (per_hour, per_day) = (key.limits.recipients_per_hour, key.limits.recipients_per_day);
    let is_limited = per_hour.is_some() || per_day.is_some();
    is_limited.then_some(Quota { subject: key.id, holder: Holder::ApiKey, per_hour, per_day, per_recipient: None })
}
