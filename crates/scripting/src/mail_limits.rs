//! Limits on the recipients of a script: per run, hour and day, and mails per recipient and hour.
//!
//! Checked for each mail of a run. A script has at most one run at a time, so the count of that run is complete. Hours,
//! days and recipients are counted by `sending::quotas`, for the script and for its workspace.

use mail::{EmailAddress, Text};
use uuid::Uuid;

use super::allowed_recipients::AllowedRecipients;
use super::quotas::{script_quota, waiting_limit, workspace_quota};
use super::refusal::Refusal;
use super::texts;
use accounts::{ApiKey, CountedQuota, KeyLimits, ReachableRecipients};
use permissions::key_quota;
use sending::intake::Ready;
use sending::quotas::{Exceeded, Limit, Quota, WaitingLimit};

/// Maximum value of a limit.
pub const LIMIT_MAX: u32 = 1_000_000;

/// The limits of a script; `None` means the default. All except the last count recipients in any field of a mail; the
/// names of the fields are older than that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScriptLimits {
    /// Recipients in one run.
    pub mails_per_run: Option<u32>,
    /// Recipients in any 60 minutes.
    pub mails_per_hour: Option<u32>,
    /// Recipients in any 24 hours.
    pub mails_per_day: Option<u32>,
    /// Mails to the same recipient in any 60 minutes: stops a loop that mails one person repeatedly.
    pub mails_per_recipient: Option<u32>,
}

impl ScriptLimits {
    /// Recipients of one run.
    pub fn per_run(&self) -> u32 {
        self.mails_per_run.unwrap_or(1_000)
    }

    /// Recipients in any 60 minutes.
    pub fn per_hour(&self) -> u32 {
        self.mails_per_hour.unwrap_or(2_000)
    }

    /// Recipients in any 24 hours.
    pub fn per_day(&self) -> u32 {
        self.mails_per_day.unwrap_or(10_000)
    }

    /// Mails to one recipient in any 60 minutes.
    pub fn per_recipient(&self) -> u32 {
        self.mails_per_recipient.unwrap_or(20)
    }
}

/// Applies the limits to each mail of a run.
#[derive(Debug)]
pub(super) struct MailLimits {
    per_run: u32,
    quotas: Vec<Quota>,
    waiting: WaitingLimit,
    /// Whether mail goes only where the workspace reaches.
    has_reach: bool,
    /// Which recipients of the mail at hand the workspace reaches.
    reach: ReachableRecipients,
    allowed_recipients: AllowedRecipients,
    /// The limits of the API key that started the run.
    key: Option<KeyLimits>,
    /// Number of recipients of the run so far.
    used: u32,
}

impl MailLimits {
    /// `script` is `None` if it is not stored; then it has sent nothing.
    pub(super) fn new(
        script: Option<Uuid>,
        limits: &ScriptLimits,
        (workspace, counted): (Uuid, &CountedQuota),
        allowed_recipients: AllowedRecipients,
    ) -> Self {
        let quotas = vec![script_quota(script.unwrap_or(Uuid::nil()), limits), workspace_quota(counted)];
        Self {
            per_run: limits.per_run(),
            quotas,
            waiting: waiting_limit(workspace, counted),
            has_reach: false,
            reach: ReachableRecipients::Everybody,
            allowed_recipients,
            key: None,
            used: 0,
        }
    }

    /// Mail counts for the API key that started the run as well, and keeps to its senders and recipients.
    pub(super) fn started_by(mut self, key: Option<ApiKey>) -> Self {
        self.quotas.extend(key.as_ref().and_then(key_quota));
        self.key = key.map(|key| key.limits);
        self
    }

    /// Mail goes only where the workspace reaches: [`MailLimits::set_reach`] is called for each mail.
    pub(super) fn within_reach(self) -> Self {
        Self { has_reach: true, ..self }
    }

    /// Whether mail goes only where the workspace reaches.
    pub(super) fn has_reach(&self) -> bool {
        self.has_reach
    }

    /// Which recipients of the mail at hand the workspace reaches now.
    pub(super) fn set_reach(&mut self, reach: ReachableRecipients) {
        self.reach = reach;
    }

    /// The quotas of the script, of its workspace, and of the API key that started the run.
    pub(super) fn quotas(&self) -> &[Quota] {
        &self.quotas
    }

    /// The limit on waiting mail of the workspace.
    pub(super) fn waiting(&self) -> &WaitingLimit {
        &self.waiting
    }

    /// Why the script may not write to a recipient; `None` if it may.
    pub(super) fn forbids(&self, recipient: &EmailAddress) -> Option<Text> {
        if !self.reach.covers(recipient) {
            return Some(texts::script_workspace_not_approved(recipient.expose()));
        }
        if !self.allowed_recipients.covers(recipient) {
            return Some(texts::script_recipient_not_allowed(recipient.expose()));
        }
        let may_write = self.key.as_ref().is_none_or(|key| key.recipients.covers(recipient));
        (!may_write).then(|| texts::script_recipient_not_of_key(recipient.expose()))
    }

    /// Why the script may not name this From address; `None` if it may.
    pub(super) fn forbids_sender(&self, from: &EmailAddress) -> Option<Text> {
        let may_send = self.key.as_ref().is_none_or(|key| key.may_send_as(from));
        (!may_send).then(|| texts::script_sender_not_of_key(from.expose()))
    }

    /// Checks whether the run may send one more mail to these recipients.
    ///
    /// # Errors
    /// The recipient that is not allowed, or the limit of the run.
    pub(super) fn allow(&self, ready: &Ready) -> Result<(), Refusal> {
        let recipients = ready.asked();
        let forbidden = recipients.iter().enumerate().find_map(|(nth, one)| Some((nth, self.forbids(one)?)));
        if let Some((nth, text)) = forbidden {
            return Err(Refusal::of_key(ready.asked_in(nth), text));
        }
        let left = self.per_run.saturating_sub(self.used);
        if recipients.len() > left as usize {
            return Err(texts::script_run_limit(self.per_run, self.used, left).into());
        }
        Ok(())
    }

    /// Counts an accepted mail.
    pub(super) fn count(&mut self, recipients: usize) {
        self.used = self.used.saturating_add(u32::try_from(recipients).unwrap_or(u32::MAX));
    }
}

/// Why a quota refused a mail; beside the recipient that it concerns.
pub(super) fn refusal(ready: &Ready, exceeded: &Exceeded) -> Refusal {
    match exceeded.limit {
        Limit::Recipient(nth, _) => Refusal::of_key(ready.asked_in(nth), exceeded.text()),
        Limit::Hour | Limit::Day => exceeded.text().into(),
    }
}
