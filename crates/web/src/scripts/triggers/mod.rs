//! How a script starts automatically, and how much it may send: schedule, webhook, language and time zone, limits.
//!
//! The URL of a webhook is shown once, when it is created. All members see limits; instance administrators change them.

mod view;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use mail::Fault;
use secrecy::ExposeSecret;
use serde::Deserialize;
use uuid::Uuid;

use self::view::{LimitsForm, Page};
use super::access::{self, WorkspaceAccess};
use crate::confirmation::Question;
use crate::error_pages::{PageError, PageResult};
use crate::extract::{Form, Path, Query};
use crate::layout::{self, NavEntry};
use crate::session::{Client, Visitor};
use crate::translation::{tr, tr_args};
use app::App;
use i18n::Language;
use scripting::{Change, Script, ScriptsError, Trigger};

/// Number of the newest runs that are searched for calls of the webhook.
const RUNS_LOOKED_AT: usize = 100;

/// What was just done, and a schedule to preview before it is saved.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct TriggersQuery {
    saved: Option<String>,
    ended: Option<String>,
    cron: Option<String>,
    time_zone: Option<String>,
    language: Option<String>,
}

/// Schedule, time zone and language as entered.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct TimesForm {
    cron: String,
    time_zone: String,
    language: String,
}

/// `GET …/triggers`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, script)): Path<(Uuid, Uuid)>,
    Query(query): Query<TriggersQuery>,
) -> PageResult {
    let (access, script) = access::script(&app, &visitor, id, script).await?;
    let note = match query {
        TriggersQuery { saved: Some(_), .. } => Some(tr("triggers-saved")),
        TriggersQuery { ended: Some(_), .. } => Some(tr("triggers-hook-ended")),
        _ => None,
    };
    let looked_at = query.cron.filter(|_| access.writes).map(|cron| TimesForm {
        cron,
        time_zone: query.time_zone.unwrap_or_else(|| script.time_zone.clone()),
        language: query.language.unwrap_or_else(|| script.language.tag().to_owned()),
    });
    let page = Page::new(&app, &visitor, &access, &script).await?.with_note(note);
    let page = match looked_at {
        Some(form) => page.looking_at(form, &script, app.clock.now()),
        None => page,
    };
    Ok(layout::render(&page))
}

/// `POST …/triggers`: schedule, time zone and language.
pub async fn save(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path((id, script)): Path<(Uuid, Uuid)>,
    Form(form): Form<TimesForm>,
) -> PageResult {
    let (access, script) = access::own_script(&app, &visitor, id, script).await?;
    let change = Change {
        cron: Some(Some(form.cron.clone()).filter(|cron| !cron.trim().is_empty())),
        time_zone: Some(form.time_zone.clone()),
        language: Language::from_tag(&form.language),
        ..Change::default()
    };
    match app.scripts.change(script.id, change, &visitor.by(client)).await {
        Ok(_) => Ok(saved(&script)),
        Err(ScriptsError::Faults(faults)) => {
            let page = Page::new(&app, &visitor, &access, &script).await?.with_times(form);
            Ok(refused(page, faults))
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET …/triggers/webhook`: asks before the webhook gets another URL.
pub async fn ask_hook(State(app): State<App>, visitor: Visitor, Path((id, script)): Path<(Uuid, Uuid)>) -> PageResult {
    let (_, script) = access::own_script(&app, &visitor, id, script).await?;
    about_hook(&app, &visitor, &script, HookQuestion::Rotate).await
}

/// `GET …/triggers/webhook/end`: asks before the webhook is removed.
pub async fn ask_end_hook(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, script)): Path<(Uuid, Uuid)>,
) -> PageResult {
    let (_, script) = access::own_script(&app, &visitor, id, script).await?;
    about_hook(&app, &visitor, &script, HookQuestion::End).await
}

enum HookQuestion {
    Rotate,
    End,
}

/// Asks; if there is no webhook, redirects to the page of triggers.
async fn about_hook(app: &App, visitor: &Visitor, script: &Script, about: HookQuestion) -> Result<Response, PageError> {
    let back = address(script);
    let Some(made_at) = script.hook_made_at else { return Ok(Redirect::to(&back).into_response()) };
    let called = app.scripts.runs(script.id, None, RUNS_LOOKED_AT).await?;
    let called = called.into_iter().filter(|run| run.trigger == Trigger::Webhook && run.asked_at >= made_at);
    let calls = called.count();
    let (title, meaning, action, button) = match about {
        HookQuestion::Rotate => {
            ("triggers-hook-rotate-title", "triggers-hook-rotate-meaning", "webhook", "triggers-hook-rotate")
        }
        HookQuestion::End => {
            ("triggers-hook-end-title", "triggers-hook-end-meaning", "webhook/end", "triggers-hook-end")
        }
    };
    let name = script.name.clone();
    let question = Question {
        meaning: vec![
            tr_args(meaning, &[("name", name.into())]),
            tr_args("triggers-hook-calls", &[("count", calls.into()), ("runs", RUNS_LOOKED_AT.into())]),
        ],
        action: format!("{back}/{action}"),
        fields: Vec::new(),
        button: tr(button),
        is_dangerous: true,
        back,
    };
    Ok(question.page(title, NavEntry::Workspaces, visitor))
}

/// `POST …/triggers/webhook`: creates a webhook, or gives it another URL.
pub async fn create_webhook(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path((id, script)): Path<(Uuid, Uuid)>,
) -> PageResult {
    let (access, script) = access::own_script(&app, &visitor, id, script).await?;
    let token = app.scripts.create_webhook(script.id, &visitor.by(client)).await?;
    let script = app.scripts.script(script.id).await?.ok_or(PageError::NotFound)?;
    let address = format!("{}/hooks/{}", app.config.public_url.trim_end_matches('/'), token.expose_secret());
    Ok(layout::render(&Page::new(&app, &visitor, &access, &script).await?.with_address(address.into())))
}

/// `POST …/triggers/webhook/end`.
pub async fn remove_webhook(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path((id, script)): Path<(Uuid, Uuid)>,
) -> PageResult {
    let (_, script) = access::own_script(&app, &visitor, id, script).await?;
    app.scripts.remove_webhook(script.id, &visitor.by(client)).await?;
    Ok(Redirect::to(&format!("{}?ended=1", address(&script))).into_response())
}

/// `POST …/triggers/limits`: for instance administrators.
pub async fn set_limits(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path((id, script)): Path<(Uuid, Uuid)>,
    Form(form): Form<LimitsForm>,
) -> PageResult {
    if !visitor.account.instance_admin {
        return Err(PageError::Forbidden);
    }
    let (access, script) = access::script(&app, &visitor, id, script).await?;
    let limits = match form.limits() {
        Ok(limits) => limits,
        Err(faults) => return refused_limits(&app, &visitor, &access, &script, form, faults).await,
    };
    let change = Change { limits: Some(limits), ..Change::default() };
    match app.scripts.change(script.id, change, &visitor.by(client)).await {
        Ok(_) => Ok(saved(&script)),
        Err(ScriptsError::Faults(faults)) => refused_limits(&app, &visitor, &access, &script, form, faults).await,
        Err(other) => Err(other.into()),
    }
}

fn address(script: &Script) -> String {
    format!("/workspaces/{}/scripts/{}/triggers", script.workspace, script.id)
}

fn saved(script: &Script) -> Response {
    Redirect::to(&format!("{}?saved=1", address(script))).into_response()
}

async fn refused_limits(
    app: &App,
    visitor: &Visitor,
    access: &WorkspaceAccess,
    script: &Script,
    form: LimitsForm,
    faults: Vec<Fault>,
) -> PageResult {
    Ok(refused(Page::new(app, visitor, access, script).await?.with_limits(form), faults))
}

fn refused(page: Page, faults: Vec<Fault>) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, layout::render(&page.with_faults(faults))).into_response()
}
