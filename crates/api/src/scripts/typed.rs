//! The JSON input for scripts, and its conversion to the input of `scripting`. A missing key does not change the value.
//!
//! The response of `GET` may be sent back with `PUT`: keys that only the server sets are accepted and ignored. `id` and
//! `workspace_id` must be unchanged.

use mail::Fault;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::input::{id, optional_id, shown};
use crate::names::{LanguageName, language_tags};
use crate::texts;
use i18n::Language;
use scripting::{Change, NewScript, Script, ScriptLimits};

/// A new script.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewScriptInput {
    /// The workspace with its files, members and allowed recipients.
    #[serde(deserialize_with = "id")]
    pub workspace_id: Uuid,
    /// Unique within the workspace; case is ignored.
    #[schema(example = "Invoices", min_length = 1, max_length = 100)]
    name: String,
    /// The source, at most 256 kB.
    #[schema(example = "sendEmail({to: input.email, subject: \"Invoice\", text: \"Dear …\"});")]
    source: String,
    /// The language of `formatDate` and `formatNumber`; `en` if absent.
    #[schema(value_type = Option<LanguageName>, example = "en")]
    language: Option<String>,
    /// IANA time zone of dates and of the schedule; `UTC` if absent.
    #[schema(example = "Europe/Berlin")]
    time_zone: Option<String>,
    #[serde(default)]
    triggers: TriggersInput,
    #[serde(default)]
    limits: LimitsInput,
}

/// A change of a script. A missing key does not change the value. The whole response of `GET` may be sent back; keys
/// that only the server sets (`version`, `created_at`, `changed_at`, `changed_by`) are ignored.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScriptChange {
    /// The new name.
    #[schema(example = "Invoices", min_length = 1, max_length = 100)]
    name: Option<String>,
    /// The new source; becomes a new version unless it is the same.
    source: Option<String>,
    /// The language of `formatDate` and `formatNumber`.
    #[schema(value_type = Option<LanguageName>, example = "en")]
    language: Option<String>,
    /// IANA time zone of dates and of the schedule.
    #[schema(example = "Europe/Berlin")]
    time_zone: Option<String>,
    #[serde(default)]
    triggers: TriggersInput,
    #[serde(default)]
    limits: LimitsInput,
    /// The version that the new source is based on; if a newer one was saved, nothing is changed (409).
    #[schema(example = 3)]
    based_on: Option<u32>,
    /// Must be unchanged.
    #[serde(default, deserialize_with = "optional_id")]
    id: Option<Uuid>,
    /// Must be unchanged: a script cannot move to another workspace.
    #[serde(default, deserialize_with = "optional_id")]
    workspace_id: Option<Uuid>,
    #[serde(default, rename = "version")]
    #[schema(ignore)]
    _version: IgnoredAny,
    #[serde(default, rename = "created_at")]
    #[schema(ignore)]
    _created_at: IgnoredAny,
    #[serde(default, rename = "changed_at")]
    #[schema(ignore)]
    _changed_at: IgnoredAny,
    #[serde(default, rename = "changed_by")]
    #[schema(ignore)]
    _changed_by: IgnoredAny,
}

/// What starts the script automatically.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TriggersInput {
    /// The new schedule; `null` removes it.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<ScheduleInput>)]
    schedule: Option<Option<ScheduleInput>>,
    /// `true` or an object creates a webhook if there is none; only this response contains its `url`. `false` or `null`
    /// removes it.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<bool>)]
    webhook: Option<Value>,
}

/// When the script starts automatically.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ScheduleInput {
    /// A cron expression: minute, hour, day of the month, month, day of the week.
    #[schema(example = "0 8 * * MON-FRI")]
    cron: String,
    /// The same as `time_zone` of the script, which has only one time zone.
    #[schema(example = "Europe/Berlin")]
    time_zone: Option<String>,
    #[serde(default, rename = "next_at")]
    #[schema(ignore)]
    _next_at: IgnoredAny,
}

/// Limits of the script, each from 1 to 1,000,000; `null` is the default. In spite of their names, all but the last
/// count recipients in To, Cc and Bcc.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LimitsInput {
    /// Recipients in one run; 1,000 by default.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>)]
    mails_per_run: Option<Option<u32>>,
    /// Recipients in any 60 minutes; 2,000 by default.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>)]
    mails_per_hour: Option<Option<u32>>,
    /// Recipients in any 24 hours; 10,000 by default.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>)]
    mails_per_day: Option<Option<u32>>,
    /// Mails to the same recipient in any 60 minutes; 20 by default.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>)]
    mails_per_recipient: Option<Option<u32>>,
}

/// The change of the webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WebhookChange {
    Keep,
    /// Create one if there is none.
    Create,
    Remove,
}

/// Distinguishes `null` from a missing key.
pub(super) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl NewScriptInput {
    /// The new script, the change of its webhook, and the faults that only the API finds.
    pub(super) fn read(self) -> (NewScript, WebhookChange, Vec<Fault>) {
        let mut faults = Vec::new();
        let language = language(self.language.as_deref(), &mut faults);
        let hook = hook(self.triggers.webhook, &mut faults);
        let schedule = self.triggers.schedule.flatten();
        faults.extend(without_times(schedule.as_ref()));
        let time_zone = one_zone("UTC", self.time_zone, schedule.as_ref(), &mut faults);
        let new = NewScript {
            name: self.name,
            source: self.source,
            language: language.unwrap_or_default(),
            time_zone,
            cron: schedule.map(|schedule| schedule.cron),
            limits: self.limits.over(ScriptLimits::default()),
            hook: None,
        };
        (new, hook, faults)
    }
}

impl ScriptChange {
    /// The change of `script`, the change of its webhook, and the faults that only the API finds.
    pub(super) fn read(self, script: &Script) -> (Change, WebhookChange, Vec<Fault>) {
        let mut faults = Vec::new();
        if self.id.is_some_and(|id| id != script.id) {
            faults.push(Fault::new("id", texts::script_id_differs()));
        }
        if self.workspace_id.is_some_and(|id| id != script.workspace) {
            faults.push(Fault::new("workspace_id", texts::script_workspace_differs()));
        }
        let language = language(self.language.as_deref(), &mut faults);
        let hook = hook(self.triggers.webhook, &mut faults);
        let schedule = self.triggers.schedule;
        faults.extend(without_times(schedule.as_ref().and_then(Option::as_ref)));
        let time_zone =
            one_zone(&script.time_zone, self.time_zone, schedule.as_ref().and_then(Option::as_ref), &mut faults);
        let change = Change {
            name: self.name,
            source: self.source,
            language,
            time_zone,
            cron: schedule.map(|schedule| schedule.map(|schedule| schedule.cron)),
            limits: Some(self.limits.over(script.limits)),
            based_on: self.based_on,
        };
        (change, hook, faults)
    }
}

impl LimitsInput {
    /// The limits with these changes. A missing limit keeps the value in `before`; a default that is sent back as it
    /// was shown stays the default.
    fn over(&self, before: ScriptLimits) -> ScriptLimits {
        let one = |typed: Option<Option<u32>>, before: Option<u32>, shown: u32| match typed {
            None => before,
            Some(Some(number)) if before.is_none() && number == shown => None,
            Some(limit) => limit,
        };
        ScriptLimits {
            mails_per_run: one(self.mails_per_run, before.mails_per_run, before.per_run()),
            mails_per_hour: one(self.mails_per_hour, before.mails_per_hour, before.per_hour()),
            mails_per_day: one(self.mails_per_day, before.mails_per_day, before.per_day()),
            mails_per_recipient: one(self.mails_per_recipient, before.mails_per_recipient, before.per_recipient()),
        }
    }
}

/// The fault of an empty cron expression; the absence of a schedule is written as `null`.
fn without_times(schedule: Option<&ScheduleInput>) -> Option<Fault> {
    let is_empty = schedule.is_some_and(|schedule| schedule.cron.trim().is_empty());
    is_empty.then(|| Fault::new("triggers.schedule.cron", texts::script_cron_empty()))
}

/// Faults from `scripting`, with the field names of the API.
pub(super) fn with_api_fields(faults: Vec<Fault>) -> Vec<Fault> {
    let renamed = |mut fault: Fault| {
        if fault.field == "cron" {
            "triggers.schedule.cron".clone_into(&mut fault.field);
        }
        fault
    };
    faults.into_iter().map(renamed).collect()
}

/// The time zone of a script, which may be given in two places: the one that differs from the current value counts.
fn one_zone(
    before: &str,
    of_script: Option<String>,
    schedule: Option<&ScheduleInput>,
    faults: &mut Vec<Fault>,
) -> Option<String> {
    let of_schedule = schedule.and_then(|schedule| schedule.time_zone.clone());
    match (of_script, of_schedule) {
        (Some(one), Some(other)) if one == other || other == before => Some(one),
        (Some(one), Some(other)) if one == before => Some(other),
        (Some(one), Some(other)) => {
            let text = texts::script_time_zones_differ(shown(&other), shown(&one));
            faults.push(Fault::new("triggers.schedule.time_zone", text));
            Some(one)
        }
        (one, other) => one.or(other),
    }
}

fn language(tag: Option<&str>, faults: &mut Vec<Fault>) -> Option<Language> {
    let tag = tag?;
    let language = Language::from_tag(tag);
    if language.is_none() {
        faults.push(Fault::new("language", texts::value_not_one_of(shown(tag), language_tags())));
    }
    language
}

fn hook(typed: Option<Value>, faults: &mut Vec<Fault>) -> WebhookChange {
    match typed {
        None => WebhookChange::Keep,
        Some(Value::Null | Value::Bool(false)) => WebhookChange::Remove,
        Some(Value::Bool(true) | Value::Object(_)) => WebhookChange::Create,
        Some(_) => {
            faults.push(Fault::new("triggers.webhook", texts::script_webhook_not_a_switch()));
            WebhookChange::Keep
        }
    }
}
