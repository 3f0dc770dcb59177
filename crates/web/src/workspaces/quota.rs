//! How much a workspace may send, and how much it has sent. Members see it; instance administrators change it.

use std::borrow::Cow;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use mail::{Fault, quoted};
use serde::Deserialize;
use uuid::Uuid;

use super::one;
use crate::error_pages::{PageError, PageResult};
use crate::extract::Path;
use crate::labels::grouped;
use crate::session::{Administrator, Client};
use crate::step_up::ConfirmedForm;
use crate::translation::{tr, tr_args};
use accounts::{AccountsError, CountedQuota, WorkspaceQuota};
use app::App;
use scripting::texts;
use sending::quotas::{Holder, Quota};

/// Each limit of a quota, and how much of it is used.
pub type QuotaRows = [(Cow<'static, str>, Cow<'static, str>); 4];

/// The section of the page.
pub struct QuotaSection {
    pub rows: QuotaRows,
    pub form: QuotaForm,
}

/// Limits as entered; empty means the default.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct QuotaForm {
    pub recipients_per_hour: String,
    pub recipients_per_day: String,
    pub mails_per_recipient: String,
    pub waiting_mb: String,
}

/// How much of a limit is used and left, as text.
pub fn used_of(limit: u64, used: u64) -> Cow<'static, str> {
    let left = grouped(limit.saturating_sub(used));
    tr_args("quota-used", &[("limit", grouped(limit).into()), ("used", grouped(used).into()), ("left", left.into())])
}

impl QuotaSection {
    pub async fn of(app: &App, workspace: Uuid) -> Result<Self, PageError> {
        let counted = app.accounts.workspace_quota(workspace).await?;
        Ok(Self {
            rows: quota_rows(app, &counted, &scripting::workspace_quota(&counted)).await?,
            form: QuotaForm::of(&counted.limits),
        })
    }
}

/// Each limit of a workspace or an account, and how much of it is used; `quota` is what it is counted as.
pub async fn quota_rows(app: &App, counted: &CountedQuota, quota: &Quota) -> Result<QuotaRows, PageError> {
    let limits = counted.limits;
    let used = app.intake.quotas().used(quota, app.clock.now()).await?;
    let waiting = app.intake.quotas().waiting_bytes(&counted.workspaces).await?;
    let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
    let per_recipient = if quota.holder == Holder::Account { "accounts-quota-recipient" } else { "quota-recipient" };
    Ok([
        (tr("quota-hour"), used_of(limits.per_hour().into(), used.hour)),
        (tr("quota-day"), used_of(limits.per_day().into(), used.day)),
        (tr("quota-waiting"), used_of(megabytes(limits.waiting()), megabytes(waiting))),
        (tr(per_recipient), grouped(limits.per_recipient().into()).into()),
    ])
}

impl QuotaForm {
    pub fn of(limits: &WorkspaceQuota) -> Self {
        let typed = |limit: Option<u64>| limit.map(|limit| limit.to_string()).unwrap_or_default();
        Self {
            recipients_per_hour: typed(limits.recipients_per_hour.map(u64::from)),
            recipients_per_day: typed(limits.recipients_per_day.map(u64::from)),
            mails_per_recipient: typed(limits.mails_per_recipient.map(u64::from)),
            waiting_mb: typed(limits.waiting_bytes.map(|bytes| bytes / 1_000_000)),
        }
    }

    /// The limits.
    ///
    /// # Errors
    /// A fault for each limit that is not a number.
    pub fn limits(&self) -> Result<WorkspaceQuota, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut read = |field: &str, typed: &str| {
            let typed = typed.trim();
            if typed.is_empty() {
                return None;
            }
            let number = typed.parse::<u32>().ok();
            if number.is_none() {
                faults.push(Fault::new(field, texts::script_limit_not_a_number(quoted(typed))));
            }
            number
        };
        let limits = WorkspaceQuota {
            recipients_per_hour: read("recipients_per_hour", &self.recipients_per_hour),
            recipients_per_day: read("recipients_per_day", &self.recipients_per_day),
            mails_per_recipient: read("mails_per_recipient", &self.mails_per_recipient),
            waiting_bytes: read("waiting_mb", &self.waiting_mb).map(|megabytes| u64::from(megabytes) * 1_000_000),
        };
        if faults.is_empty() { Ok(limits) } else { Err(faults) }
    }
}

/// `POST /workspaces/{id}/quota`: for instance administrators who entered their password recently.
pub async fn change(
    State(app): State<App>,
    Client(client): Client,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
    ConfirmedForm(form): ConfirmedForm<QuotaForm>,
) -> PageResult {
    let faults = match form.limits() {
        Ok(limits) => match app.accounts.set_workspace_quota(id, limits, &visitor.by(client)).await {
            Ok(_) => return Ok(Redirect::to(&format!("/workspaces/{id}?quota=1#quota-title")).into_response()),
            Err(AccountsError::Faults(faults)) => faults,
            Err(other) => return Err(other.into()),
        },
        Err(faults) => faults,
    };
    let page = one::page(&app, &visitor, id).await?;
    Ok(one::refused(page.with_quota_form(form), faults))
}
