//! Scripts as the API returns them.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actors::actor;
use crate::names::{LanguageName, RunStateName, TriggerName};
use app::App;
use scripting::{Run, Script, ScriptLimits, ScriptListEntry};

/// A script with its newest version.
#[derive(Serialize, ToSchema)]
pub(super) struct ScriptView {
    id: Uuid,
    workspace_id: Uuid,
    /// Unique within the workspace; case is ignored.
    #[schema(example = "Invoices")]
    name: String,
    /// The number of the newest version, starting at 1.
    #[schema(example = 3)]
    version: u32,
    /// The source of the newest version.
    #[schema(example = "sendEmail({to: input.email, subject: \"Invoice\", text: \"Dear …\"});")]
    source: String,
    /// The language of `formatDate` and `formatNumber`.
    #[schema(value_type = LanguageName, example = "en")]
    language: &'static str,
    /// IANA time zone of dates and of the schedule.
    #[schema(example = "Europe/Berlin")]
    time_zone: String,
    triggers: TriggersView,
    limits: LimitsView,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
    /// Who changed it: an email address or an API key.
    #[schema(example = "ann@example.com")]
    changed_by: String,
}

/// What starts a script automatically.
#[derive(Serialize, ToSchema)]
struct TriggersView {
    /// The schedule; `null` if there is none.
    schedule: Option<ScheduleView>,
    /// The webhook; `null` if there is none.
    webhook: Option<WebhookView>,
}

/// When a script starts automatically.
#[derive(Serialize, ToSchema)]
struct ScheduleView {
    /// A cron expression: minute, hour, day of the month, month, day of the week.
    #[schema(example = "0 8 * * MON-FRI")]
    cron: String,
    /// The time zone of the script.
    #[schema(example = "Europe/Berlin")]
    time_zone: String,
    /// When it starts next.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_at: Option<Timestamp>,
}

/// The webhook of a script.
#[derive(Serialize, ToSchema)]
pub(super) struct WebhookView {
    /// When its URL was created.
    #[schema(value_type = String, format = DateTime)]
    made_at: Timestamp,
    /// The URL to call. It contains a token, so it is secret; it is returned only once, when it is created.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://mail.example.com/hooks/4fT…")]
    url: Option<String>,
}

/// Limits of a script. In spite of their names, all but the last count recipients in To, Cc and Bcc.
#[derive(Serialize, ToSchema)]
pub(super) struct LimitsView {
    /// Recipients in one run.
    #[schema(example = 1000)]
    mails_per_run: u32,
    /// Recipients in any 60 minutes.
    #[schema(example = 2000)]
    mails_per_hour: u32,
    /// Recipients in any 24 hours.
    #[schema(example = 10000)]
    mails_per_day: u32,
    /// Mails to the same recipient in any 60 minutes.
    #[schema(example = 20)]
    mails_per_recipient: u32,
}

impl From<&ScriptLimits> for LimitsView {
    fn from(limits: &ScriptLimits) -> Self {
        Self {
            mails_per_run: limits.per_run(),
            mails_per_hour: limits.per_hour(),
            mails_per_day: limits.per_day(),
            mails_per_recipient: limits.per_recipient(),
        }
    }
}

/// A script in a list.
#[derive(Serialize, ToSchema)]
pub(super) struct ScriptSummary {
    id: Uuid,
    workspace_id: Uuid,
    #[schema(example = "Invoices")]
    name: String,
    /// The number of the newest version.
    version: u32,
    triggers: TriggersView,
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
    /// Who changed it: an email address or an API key.
    changed_by: String,
    /// The newest run; `null` if there is none.
    last_run: Option<LastRun>,
}

/// The newest run of a script.
#[derive(Serialize, ToSchema)]
struct LastRun {
    id: Uuid,
    #[schema(value_type = TriggerName, example = "schedule")]
    trigger: &'static str,
    #[schema(value_type = RunStateName, example = "finished")]
    state: &'static str,
    #[schema(value_type = String, format = DateTime)]
    asked_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Timestamp>,
}

impl ScriptView {
    /// `url` is the URL of a webhook that was just created.
    pub(super) fn new(script: Script, url: Option<String>) -> Self {
        Self {
            id: script.id,
            workspace_id: script.workspace,
            version: script.version,
            language: script.language.tag(),
            triggers: TriggersView::new(&script, url),
            limits: (&script.limits).into(),
            name: script.name,
            source: script.source,
            time_zone: script.time_zone,
            created_at: script.created_at,
            changed_at: script.changed_at,
            changed_by: actor(&script.changed_by),
        }
    }
}

impl TriggersView {
    fn new(script: &Script, url: Option<String>) -> Self {
        let schedule = script.cron.clone().map(|cron| ScheduleView {
            cron,
            time_zone: script.time_zone.clone(),
            next_at: script.next_at,
        });
        Self { schedule, webhook: script.hook_made_at.map(|made_at| WebhookView { made_at, url }) }
    }
}

impl WebhookView {
    /// The view of a webhook that was just created, with its URL.
    pub(super) fn made(made_at: Timestamp, url: String) -> Self {
        Self { made_at, url: Some(url) }
    }
}

impl From<ScriptListEntry> for ScriptSummary {
    fn from(ScriptListEntry { script, last_run }: ScriptListEntry) -> Self {
        Self {
            id: script.id,
            workspace_id: script.workspace,
            triggers: TriggersView::new(&script, None),
            name: script.name,
            version: script.version,
            changed_at: script.changed_at,
            changed_by: actor(&script.changed_by),
            last_run: last_run.map(LastRun::from),
        }
    }
}

impl From<Run> for LastRun {
    fn from(run: Run) -> Self {
        Self {
            id: run.id,
            trigger: run.trigger.name(),
            state: run.state.name(),
            asked_at: run.asked_at,
            finished_at: run.ended_at,
        }
    }
}

/// The URL of a webhook.
pub(super) fn hook_url(app: &App, token: &str) -> String {
    format!("{}/hooks/{token}", app.config.public_url)
}
