//! The editor: a script's text, its input, and the buttons that save, run and try it.
//!
//! All buttons post one form with the typed source; *Run* redirects to a confirmation first (`start`). A refused action
//! shows the page again with what was typed, so nothing is lost; `editor.js` adds line numbers, key bindings and a
//! warning before leaving.

mod gone;
mod input;
mod view;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use mail::Fault;
use serde::Deserialize;
use uuid::Uuid;

use self::input::RunInput;
use self::view::{ConflictingVersion, Page};
use super::access::{self, WorkspaceAccess};
use super::dry::{self, DryRuns, TriedScripts};
use super::fields::Fields;
use super::start::{WaitingStart, WaitingStarts};
use crate::error_pages::PageResult;
use crate::extract::{Path, Query};
use crate::labels::actor;
use crate::layout;
use crate::session::{Client, Visitor};
use accounts::ActorContext;
use app::App;
use scripting::{Change, DryRunRequest, OtherDryRuns, Script, ScriptsError, texts};

pub use self::view::EditorFields;

/// What is shown in addition to the stored script.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct EditorQuery {
    made: Option<String>,
    saved: Option<String>,
    restored: Option<String>,
    /// The line to mark.
    line: Option<u32>,
    /// The dry run whose source is edited further.
    dry: Option<Uuid>,
}

/// `GET /workspaces/{id}/scripts/{script}`.
pub async fn show(
    State(app): State<App>,
    Extension(dry_runs): Extension<DryRuns>,
    Extension(tried_texts): Extension<TriedScripts>,
    visitor: Visitor,
    Path((id, script)): Path<(Uuid, Uuid)>,
    Query(query): Query<EditorQuery>,
) -> PageResult {
    let (access, script) = access::script(&app, &visitor, id, script).await?;
    let tried = query.dry.and_then(|dry| dry_runs.find(dry, &visitor, script.id, app.clock.now()));
    let page = Page::stored(&app, &visitor, &access, &script).await?;
    let page = match tried.filter(|_| access.writes) {
        Some(tried) => page.after_dry_run(&tried, &script),
        None => page,
    }
    .with_line(query.line)
    .with_tried(&tried_texts, &script);
    let note = match query {
        EditorQuery { made: Some(_), .. } => Some("script-made"),
        EditorQuery { saved: Some(_), .. } => Some("script-saved"),
        EditorQuery { restored: Some(_), .. } => Some("script-restored"),
        _ => None,
    };
    Ok(layout::render(&page.with_note(note)))
}

/// `POST /workspaces/{id}/scripts/{script}`: saves, saves and asks whether to run, or makes a dry run.
pub async fn submit(
    State(app): State<App>,
    Extension(memory): Extension<Memory>,
    Client(client): Client,
    visitor: Visitor,
    Path((id, script)): Path<(Uuid, Uuid)>,
    request: Request,
) -> PageResult {
    let access = access::workspace(&app, &visitor, id).await?.written()?;
    let mut fields = Fields::read(request).await?;
    let Some(script) = app.scripts.script(script).await?.filter(|script| script.workspace == id) else {
        return gone::page(&visitor, &access, &fields);
    };
    let Memory { dry_runs, tried: tried_texts, starts } = memory;
    let editor = EditorRequest {
        app: &app,
        by: visitor.by(client),
        visitor: &visitor,
        access: &access,
        script: &script,
        dry_runs: &dry_runs,
        tried: &tried_texts,
    };
    let tried = fields.get("dry").parse().ok();
    let tried = tried.and_then(|dry: Uuid| dry_runs.find(dry, &visitor, script.id, app.clock.now()));
    let typed = EditorFields::of(&fields, &script).with_file_of(tried.as_deref());
    let tried = tried.and_then(|tried| tried.file.clone());
    match fields.get("do") {
        "run" => {
            let run_input = RunInput::of(&mut fields, tried).await;
            editor.ask(typed, run_input, &starts).await
        }
        "dry" => {
            let run_input = RunInput::of(&mut fields, tried).await;
            editor.dry_run(typed, run_input).await
        }
        _ => editor.save(typed).await,
    }
}

/// The editor with the message that too many runs wait to start another one.
pub async fn too_many_waiting(
    app: &App,
    visitor: &Visitor,
    access: &WorkspaceAccess,
    script: &Script,
    waiting: u64,
) -> PageResult {
    let fault = Fault::new("input", texts::script_runs_waiting(waiting));
    let page = Page::stored(app, visitor, access, script).await?.with_faults(vec![fault]);
    Ok((StatusCode::TOO_MANY_REQUESTS, layout::render(&page)).into_response())
}

/// State of the editor's buttons, in memory only; clones share it.
#[derive(Clone, Default)]
pub struct Memory {
    /// Dry runs that can be viewed.
    pub dry_runs: DryRuns,
    /// Sources that were tried.
    pub tried: TriedScripts,
    /// Runs that wait for confirmation.
    pub starts: WaitingStarts,
}

/// The context of a button's action.
struct EditorRequest<'a> {
    app: &'a App,
    by: ActorContext,
    visitor: &'a Visitor,
    access: &'a WorkspaceAccess,
    script: &'a Script,
    dry_runs: &'a DryRuns,
    tried: &'a TriedScripts,
}

impl EditorRequest<'_> {
    fn address(&self) -> String {
        format!("/workspaces/{}/scripts/{}", self.access.workspace.id, self.script.id)
    }

    async fn save(self, typed: EditorFields) -> PageResult {
        match self.store(&typed).await {
            Ok(_) => Ok(Redirect::to(&format!("{}?saved=1", self.address())).into_response()),
            Err(error) => self.refused(typed, error).await,
        }
    }

    async fn store(&self, typed: &EditorFields) -> Result<Script, ScriptsError> {
        let change = Change {
            name: Some(typed.name.clone()),
            source: Some(typed.source.clone()),
            based_on: Some(typed.based_on),
            ..Change::default()
        };
        self.app.scripts.change(self.script.id, change, &self.by).await
    }

    /// Saves first, so that a run always has a stored version. Then asks for confirmation, with the input.
    async fn ask(
        self,
        typed: EditorFields,
        run_input: Result<RunInput, Vec<Fault>>,
        starts: &WaitingStarts,
    ) -> PageResult {
        let run_input = match run_input {
            Ok(run_input) => run_input,
            Err(faults) => return self.refused(typed, ScriptsError::Faults(faults)).await,
        };
        let version = match self.store(&typed).await {
            Ok(stored) => stored.version,
            Err(error) => return self.refused(typed, error).await,
        };
        let now = self.app.clock.now();
        let start = starts.keep(WaitingStart {
            id: self.app.random.id(now),
            visitor: self.visitor.account.id,
            script: self.script.id,
            version,
            at: now,
            trigger: run_input.trigger,
            input: run_input.input,
        });
        Ok(Redirect::to(&format!("{}/starts/{start}", self.address())).into_response())
    }

    /// Makes a dry run of the typed source without saving it.
    async fn dry_run(self, typed: EditorFields, run_input: Result<RunInput, Vec<Fault>>) -> PageResult {
        let run_input = match run_input {
            Ok(run_input) => run_input,
            Err(faults) => return self.refused(typed, ScriptsError::Faults(faults)).await,
        };
        let request = DryRunRequest {
            script: Some(self.script.id),
            workspace: self.access.workspace.id,
            source: typed.source.clone(),
            language: self.script.language,
            time_zone: self.script.time_zone.clone(),
            limits: self.script.limits,
            input: run_input.input.clone(),
            started_by: self.visitor.actor(),
        };
        let ran = match self.app.scripts.dry_run(request).await {
            Ok(ran) => ran,
            Err(error) => return self.refused(typed, error).await,
        };
        if ran.fault.is_none() {
            self.tried.remember(self.script.id, &typed.source, &run_input.input, ran.accepted);
        }
        let now = self.app.clock.now();
        let kept = dry::StoredDryRun {
            id: self.app.random.id(now),
            visitor: self.visitor.account.id,
            script: self.script.id,
            at: now,
            typed: typed.kept(),
            file: run_input.file,
            remarks: run_input.remarks,
            ran,
        };
        let id = self.dry_runs.keep(kept);
        Ok(Redirect::to(&format!("{}/dry-runs/{id}", self.address())).into_response())
    }

    /// The page with the typed source, and the reason for the refusal.
    async fn refused(self, typed: EditorFields, error: ScriptsError) -> PageResult {
        // The script may have been saved before the run was refused.
        let now = self.app.scripts.script(self.script.id).await?.ok_or(ScriptsError::NotFound)?;
        let page = Page::stored(self.app, self.visitor, self.access, &now).await?;
        let (status, page) = match error {
            ScriptsError::Faults(faults) => (StatusCode::UNPROCESSABLE_ENTITY, page.with_faults(faults)),
            ScriptsError::TooMany { waiting } => {
                let fault = Fault::new("input", texts::script_runs_waiting(waiting));
                (StatusCode::TOO_MANY_REQUESTS, page.with_faults(vec![fault]))
            }
            ScriptsError::Busy(others) => {
                let text = match others {
                    OtherDryRuns::OfWorkspace => texts::script_dry_run_busy(),
                    OtherDryRuns::OfPerson => texts::script_dry_run_busy_person(),
                    OtherDryRuns::OfServer => texts::script_dry_run_busy_server(),
                };
                let fault = Fault::new("source", text);
                (StatusCode::TOO_MANY_REQUESTS, page.with_faults(vec![fault]))
            }
            ScriptsError::NewerVersion { newest, by } => {
                (StatusCode::CONFLICT, page.overtaken(ConflictingVersion { newest, by: actor(&by) }))
            }
            other => return Err(other.into()),
        };
        Ok::<Response, _>(
            (status, layout::render(&page.with_typed(typed, &now).with_tried(self.tried, &now))).into_response(),
        )
    }
}
