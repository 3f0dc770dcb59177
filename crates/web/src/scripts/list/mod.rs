//! The scripts of a workspace: the list with newest runs and triggers, creation from an example, allowed recipients,
//! deletion.

use std::borrow::Cow;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::access::{self, WorkspaceAccess};
use super::examples::Example;
use super::labels;
use crate::error_pages::PageResult;
use crate::extract::{Form, Path, Query};
use crate::labels::{TimeElement, actor};
use crate::layout::{self, Faults, Frame, NavEntry};
use crate::outbox::Badge;
use crate::session::{Client, Visitor};
use crate::translation::{filters, language, tr, tr_args};
use app::App;
use scripting::{NewScript, ScriptListEntry, ScriptsError};

#[derive(Template)]
#[template(path = "scripts/list/page.html")]
struct Page {
    frame: Frame,
    access: WorkspaceAccess,
    rows: Vec<Row>,
    note: Option<Cow<'static, str>>,
    faults: Faults,
    form: MakeForm,
    recipients: String,
    anybody: bool,
}

struct Row {
    id: Uuid,
    name: String,
    /// The newest run.
    run: Option<LastRun>,
    next_at: Option<TimeElement>,
    has_hook: bool,
    changed_at: TimeElement,
    changed_by: String,
}

struct LastRun {
    badge: Badge,
    at: TimeElement,
    mails: Cow<'static, str>,
}

impl From<ScriptListEntry> for Row {
    fn from(ScriptListEntry { script, last_run }: ScriptListEntry) -> Self {
        Self {
            id: script.id,
            name: script.name,
            run: last_run.map(|run| LastRun {
                badge: labels::badge(run.state),
                at: TimeElement(run.started_at.unwrap_or(run.asked_at)),
                mails: tr_args("scripts-mails", &[("count", run.mails.into())]),
            }),
            next_at: script.next_at.map(TimeElement),
            has_hook: script.hook_made_at.is_some(),
            changed_at: TimeElement(script.changed_at),
            changed_by: actor(&script.changed_by),
        }
    }
}

/// What was just done, shown once.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NoticeQuery {
    deleted: Option<String>,
    saved: Option<String>,
}

/// The form of a new script.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct MakeForm {
    name: String,
    example: String,
    /// The time zone of the browser, which `page.js` fills in.
    time_zone: String,
}

struct Choice {
    name: &'static str,
    label: Cow<'static, str>,
    meaning: Cow<'static, str>,
    chosen: bool,
}

impl MakeForm {
    fn choices(&self) -> Vec<Choice> {
        let chosen = Example::from_name(&self.example).unwrap_or(Example::OneMail);
        let choice = |example: Example| {
            let (label, meaning) = example.words();
            Choice { name: example.name(), label, meaning, chosen: example == chosen }
        };
        Example::ALL.into_iter().map(choice).collect()
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RecipientsForm {
    recipients: String,
}

/// `GET /workspaces/{id}/scripts`.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Query(done): Query<NoticeQuery>,
) -> PageResult {
    let access = access::workspace(&app, &visitor, id).await?;
    let note = match done {
        NoticeQuery { deleted: Some(_), .. } => Some(tr("scripts-deleted")),
        NoticeQuery { saved: Some(_), .. } => Some(tr("scripts-recipients-saved")),
        _ => None,
    };
    Ok(layout::render(&Page { note, ..page(&app, &visitor, access).await? }))
}

async fn page(app: &App, visitor: &Visitor, access: WorkspaceAccess) -> Result<Page, crate::error_pages::PageError> {
    let id = access.workspace.id;
    let audience = app.scripts.allowed_recipients(id).await?;
    Ok(Page {
        frame: Frame::new(tr("scripts-title"), NavEntry::Workspaces, visitor),
        rows: app.scripts.list(Some(id)).await?.into_iter().map(Row::from).collect(),
        access,
        note: None,
        faults: Faults::default(),
        form: MakeForm::default(),
        recipients: audience.text(),
        anybody: audience == scripting::AllowedRecipients::Anybody,
    })
}

fn refused(page: Page, faults: Vec<mail::Fault>) -> Response {
    let page = Page { frame: page.frame.with_faults(), faults: Faults::new(faults), ..page };
    (StatusCode::UNPROCESSABLE_ENTITY, layout::render(&page)).into_response()
}

/// `POST /workspaces/{id}/scripts`: a new script, made from an example.
pub async fn make(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(form): Form<MakeForm>,
) -> PageResult {
    let access = access::workspace(&app, &visitor, id).await?.written()?;
    let example = Example::from_name(&form.example).unwrap_or(Example::Empty);
    // An unknown zone comes from the browser and is not a mistake of the visitor.
    let time_zone = jiff::tz::TimeZone::get(&form.time_zone).is_ok().then(|| form.time_zone.clone());
    let new = NewScript {
        name: form.name.clone(),
        source: example.source(language()).to_owned(),
        language: language(),
        time_zone,
        ..NewScript::default()
    };
    match app.scripts.make(id, new, &visitor.by(client)).await {
        Ok(script) => Ok(Redirect::to(&format!("/workspaces/{id}/scripts/{}?made=1", script.id)).into_response()),
        Err(ScriptsError::Faults(faults)) => Ok(refused(Page { form, ..page(&app, &visitor, access).await? }, faults)),
        Err(other) => Err(other.into()),
    }
}

/// `POST /workspaces/{id}/scripts/recipients`: sets the allowed recipients.
pub async fn set_recipients(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(form): Form<RecipientsForm>,
) -> PageResult {
    let access = access::workspace(&app, &visitor, id).await?.managed()?;
    match app.scripts.set_allowed_recipients(id, &form.recipients, &visitor.by(client)).await {
        Ok(_) => Ok(Redirect::to(&format!("/workspaces/{id}/scripts?saved=1#recipients-title")).into_response()),
        Err(ScriptsError::Faults(faults)) => {
            let page = page(&app, &visitor, access).await?;
            Ok(refused(Page { recipients: form.recipients, ..page }, faults))
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "scripts/list/delete.html")]
struct ConfirmDelete {
    frame: Frame,
    workspace: Uuid,
    script: Uuid,
    name: String,
}

/// The confirmation before deleting a script.
pub async fn confirm_delete(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, script)): Path<(Uuid, Uuid)>,
) -> PageResult {
    let (_, script) = access::own_script(&app, &visitor, id, script).await?;
    let frame = Frame::new(tr("script-delete-title"), NavEntry::Workspaces, &visitor);
    Ok(layout::render(&ConfirmDelete { frame, workspace: id, script: script.id, name: script.name }))
}

/// `POST /workspaces/{id}/scripts/{script}/delete`.
pub async fn delete(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path((id, script)): Path<(Uuid, Uuid)>,
) -> PageResult {
    let (_, script) = access::own_script(&app, &visitor, id, script).await?;
    app.scripts.delete(script.id, &visitor.by(client)).await?;
    Ok(Redirect::to(&format!("/workspaces/{id}/scripts?deleted=1")).into_response())
}
