//! The view of the page of triggers.

use std::borrow::Cow;

use askama::Template;
use jiff::Timestamp;
use mail::{Fault, quoted};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::super::access::WorkspaceAccess;
use super::super::head::{Head, Tab};
use super::TimesForm;
use crate::error_pages::PageError;
use crate::labels::{TimeElement, grouped};
use crate::layout::{Faults, Frame, NavEntry};
use crate::session::{Visitor, percent_encoded};
use crate::translation::{filters, language, tr, tr_args};
use crate::workspaces::quota::used_of;
use app::App;
use i18n::Language;
use scripting::schedule::{Schedule, ScheduleDescription};
use scripting::{Script, ScriptLimits, texts};

/// Number of next start times that are shown.
const AHEAD: usize = 3;

#[derive(Template)]
#[template(path = "scripts/triggers/page.html")]
pub struct Page {
    frame: Frame,
    head: Head,
    access: WorkspaceAccess,
    note: Option<Cow<'static, str>>,
    faults: Faults,
    times: TimesForm,
    /// The meaning of the schedule in the form.
    plan: Option<Plan>,
    /// Whether the schedule in the form is only a preview.
    looked_at: bool,
    hook_made_at: Option<TimeElement>,
    /// The URL of the webhook, shown only once.
    address: Option<SecretString>,
    shown: [(Cow<'static, str>, String); 4],
    limits: LimitsForm,
}

/// A schedule as text, and when it fires next, in its own zone.
struct Plan {
    words: Cow<'static, str>,
    /// In the zone of the schedule, which is named: the reader's own would contradict the description.
    next: Vec<String>,
    zone: String,
}

impl Plan {
    fn of(schedule: &Schedule, now: Timestamp) -> Self {
        let next = std::iter::successors(schedule.next_after(now), |at| schedule.next_after(*at));
        let time = |hour: i8, minute: i8| format!("{hour:02}:{minute:02}");
        let zone = || schedule.time_zone().to_owned();
        let words = match schedule.in_words() {
            ScheduleDescription::Daily(hour, minute) => {
                tr_args("schedule-daily", &[("time", time(*hour, *minute).into()), ("zone", zone().into())])
            }
            ScheduleDescription::Weekdays(hour, minute) => {
                tr_args("schedule-weekdays", &[("time", time(*hour, *minute).into()), ("zone", zone().into())])
            }
            ScheduleDescription::Hourly(minute) => tr_args("schedule-hourly", &[("minute", i64::from(*minute).into())]),
            ScheduleDescription::Expression(cron) => {
                tr_args("schedule-expression", &[("cron", cron.clone().into()), ("zone", zone().into())])
            }
        };
        let next = next.take(AHEAD).map(|at| language().local_day_and_time(&schedule.to_local(at)));
        Self { words, next: next.collect(), zone: zone() }
    }
}

/// Limits as entered; empty means the default.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct LimitsForm {
    #[serde(rename = "limits.mails_per_run")]
    per_run: String,
    #[serde(rename = "limits.mails_per_hour")]
    per_hour: String,
    #[serde(rename = "limits.mails_per_day")]
    per_day: String,
    #[serde(rename = "limits.mails_per_recipient")]
    per_recipient: String,
}

impl LimitsForm {
    fn of(limits: &ScriptLimits) -> Self {
        let typed = |limit: Option<u32>| limit.map(|limit| limit.to_string()).unwrap_or_default();
        Self {
            per_run: typed(limits.mails_per_run),
            per_hour: typed(limits.mails_per_hour),
            per_day: typed(limits.mails_per_day),
            per_recipient: typed(limits.mails_per_recipient),
        }
    }

    /// # Errors
    /// A fault for each limit that is not a number.
    pub fn limits(&self) -> Result<ScriptLimits, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut read = |field: &str, typed: &str| {
            let typed = typed.trim();
            if typed.is_empty() {
                return None;
            }
            let number = typed.parse().ok();
            if number.is_none() {
                faults.push(Fault::new(field, texts::script_limit_not_a_number(quoted(typed))));
            }
            number
        };
        let limits = ScriptLimits {
            mails_per_run: read("limits.mails_per_run", &self.per_run),
            mails_per_hour: read("limits.mails_per_hour", &self.per_hour),
            mails_per_day: read("limits.mails_per_day", &self.per_day),
            mails_per_recipient: read("limits.mails_per_recipient", &self.per_recipient),
        };
        if faults.is_empty() { Ok(limits) } else { Err(faults) }
    }
}

impl TimesForm {
    fn languages(&self) -> [(&'static str, Cow<'static, str>, bool); Language::ALL.len()] {
        Language::ALL.map(|language| (language.tag(), language.own_name(), language.tag() == self.language))
    }

    /// The zones that are suggested; any other existing zone can be typed.
    fn zones(&self) -> Vec<String> {
        let mut zones: Vec<String> = jiff::tz::db()
            .available()
            .map(|zone| zone.as_str().to_owned())
            .filter(|zone| zone.contains('/') && !zone.starts_with("Etc/") && !zone.starts_with("posix"))
            .collect();
        zones.sort();
        zones
    }

    /// Common schedules, each with a URL that puts it into the form.
    fn presets(&self, at: &str) -> Vec<(Cow<'static, str>, String)> {
        [
            ("preset-hourly", "0 * * * *"),
            ("preset-daily", "0 8 * * *"),
            ("preset-weekdays", "0 8 * * MON-FRI"),
            ("preset-monday", "0 8 * * MON"),
            ("preset-monthly", "0 8 1 * *"),
        ]
        .map(|(key, cron)| (tr(key), format!("{at}/triggers?cron={}#schedule-title", percent_encoded(cron))))
        .into()
    }
}

impl Page {
    pub async fn new(
        app: &App,
        visitor: &Visitor,
        access: &WorkspaceAccess,
        script: &Script,
    ) -> Result<Self, PageError> {
        let quota = scripting::script_quota(script.id, &script.limits);
        let used = app.intake.quotas().used(&quota, app.clock.now()).await?;
        let schedule = script.cron.as_deref().and_then(|cron| Schedule::parse(cron, &script.time_zone).ok());
        let limits = &script.limits;
        Ok(Self {
            frame: Frame::new(
                tr_args("triggers-title", &[("name", script.name.clone().into())]),
                NavEntry::Workspaces,
                visitor,
            ),
            head: Head::new(access, script, Tab::Triggers),
            access: access.clone(),
            note: None,
            faults: Faults::default(),
            times: TimesForm {
                cron: script.cron.clone().unwrap_or_default(),
                time_zone: script.time_zone.clone(),
                language: script.language.tag().to_owned(),
            },
            plan: schedule.map(|schedule| Plan::of(&schedule, app.clock.now())),
            looked_at: false,
            hook_made_at: script.hook_made_at.map(TimeElement),
            address: None,
            shown: [
                (tr("triggers-per-run"), grouped(limits.per_run().into())),
                (tr("triggers-per-hour"), used_of(limits.per_hour().into(), used.hour).into_owned()),
                (tr("triggers-per-day"), used_of(limits.per_day().into(), used.day).into_owned()),
                (tr("triggers-per-recipient"), grouped(limits.per_recipient().into())),
            ],
            limits: LimitsForm::of(limits),
        })
    }

    pub fn with_note(self, note: Option<Cow<'static, str>>) -> Self {
        Self { note, ..self }
    }

    /// Adds the preview of a schedule: its meaning, or its faults.
    pub fn looking_at(self, form: TimesForm, script: &Script, now: Timestamp) -> Self {
        let looked_at = Some(form.cron.as_str()) != script.cron.as_deref() || form.time_zone != script.time_zone;
        match Schedule::parse(&form.cron, &form.time_zone) {
            Ok(schedule) => Self { plan: Some(Plan::of(&schedule, now)), times: form, looked_at, ..self },
            Err(faults) => self.with_times(form).with_faults(faults),
        }
    }

    pub fn with_times(self, times: TimesForm) -> Self {
        Self { times, plan: None, ..self }
    }

    pub fn with_limits(self, limits: LimitsForm) -> Self {
        Self { limits, ..self }
    }

    pub fn with_faults(self, faults: Vec<Fault>) -> Self {
        Self { frame: self.frame.with_faults(), faults: Faults::new(faults), ..self }
    }

    /// Adds the URL of the webhook, which is shown only once.
    pub fn with_address(self, address: SecretString) -> Self {
        Self { address: Some(address), ..self }
    }

    /// The URL, if it is shown.
    fn hook(&self) -> &str {
        self.address.as_ref().map_or("", |address| address.expose_secret())
    }
}
