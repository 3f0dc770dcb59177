//! Runs as the API returns them.

use i18n::language;
use jiff::Timestamp;
use mail::Args;
use queue::State;
use sandbox::Level;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actors::starter;
use crate::names::{RunStateName, StateName, TriggerName};
use crate::problem::FieldError;
use scripting::{Console, Refusal, Run, RunFailure, RunMail};

/// A run in a list.
#[derive(Serialize, ToSchema)]
pub(super) struct RunSummary {
    id: Uuid,
    script_id: Uuid,
    /// The version of the script that the run uses.
    version: u32,
    /// What started it.
    #[schema(value_type = TriggerName, example = "webhook")]
    trigger: &'static str,
    /// Who started it: an email address, an API key, or the trigger.
    #[schema(example = "API key “shop”")]
    started_by: String,
    /// Whether it started later than scheduled because the server was down.
    late: bool,
    #[schema(value_type = RunStateName, example = "finished")]
    state: &'static str,
    /// When it was requested.
    #[schema(value_type = String, format = DateTime)]
    asked_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Timestamp>,
    /// Accepted mails; all of them are on disk.
    mails: u64,
    /// Refused calls of `sendEmail`.
    refused: u64,
    /// Number of rows in the table `input.rows`; `null` if there is none.
    input_rows: Option<u64>,
    /// Why it failed.
    error: Option<RunErrorView>,
}

/// A run in full.
#[derive(Serialize, ToSchema)]
pub(super) struct RunView {
    #[serde(flatten)]
    run: RunSummary,
    /// What the script wrote.
    console: Vec<ConsoleLineView>,
    /// Whether the script wrote more than is stored.
    console_cut: bool,
    /// A page of its calls of `sendEmail`.
    emails: Vec<RunEmailView>,
    /// The `emails_after` of the next page; `null` on the last. More may be added while the run is active.
    emails_next: Option<u64>,
}

/// A line of a console.
#[derive(Serialize, ToSchema)]
pub(super) struct ConsoleLineView {
    /// `log`, `warn` or `error`.
    #[schema(value_type = String, example = "log")]
    level: Level,
    /// The text, which may contain line breaks.
    text: String,
}

/// A call of `sendEmail`.
#[derive(Serialize, ToSchema)]
pub(super) struct RunEmailView {
    /// The id of the message, for `GET /messages/{id}`; `null` if the call was refused.
    id: Option<Uuid>,
    /// The recipients, if known.
    #[schema(example = json!(["ann@example.com"]))]
    to: Vec<String>,
    #[schema(example = "Invoice 42")]
    subject: String,
    /// The line of the call; `null` if it is not known.
    line: Option<u32>,
    /// Whether the idempotency key was used before; `id` is then the message of the earlier call.
    repeated: bool,
    /// The most significant state of the message's deliveries. `null` if the call was refused, or the message is no
    /// longer stored.
    #[schema(value_type = Option<StateName>, example = "sent")]
    state: Option<&'static str>,
    /// Why the call was refused.
    error: Option<String>,
    /// The reason as a list of faults; absent if the call was not refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

/// Why a run failed, for the script's author.
#[derive(Serialize, ToSchema)]
pub(super) struct RunErrorView {
    /// `script` (it threw an error or cannot be parsed), a limit (`memory`, `cpu`, `wall`, `stack`, `questions`,
    /// `source`, `input`), `storage` (its mails could not be stored) or `sandbox` (the sandbox failed).
    #[schema(example = "script")]
    reason: String,
    #[schema(example = "TypeError: cannot read property 'email' of undefined")]
    message: String,
    /// The stable code of the error, for programs with their own texts.
    #[schema(example = "script_error")]
    code: String,
    /// The arguments of the message, by name: strings, numbers, lists, or messages of the form `{"code", "args"}`.
    #[serde(skip_serializing_if = "Args::is_empty")]
    #[schema(value_type = Object)]
    args: Args,
    /// The line, starting at 1; `null`, like column and text, if it is not known.
    line: Option<u32>,
    /// The column, starting at 1.
    column: Option<u32>,
    /// The text of the line.
    source_line: Option<String>,
}

impl RunView {
    /// The view of a run that was just started.
    pub(super) fn first(run: Run) -> Self {
        Self::new(run, Vec::new(), Vec::new(), None)
    }

    pub(super) fn new(run: Run, console: Vec<Console>, emails: Vec<RunEmailView>, emails_next: Option<u64>) -> Self {
        Self {
            console: console.into_iter().map(|line| ConsoleLineView::new(line.level, line.text)).collect(),
            console_cut: run.console_cut,
            run: run.into(),
            emails,
            emails_next,
        }
    }
}

impl From<Run> for RunSummary {
    fn from(run: Run) -> Self {
        Self {
            id: run.id,
            script_id: run.script,
            version: run.version,
            trigger: run.trigger.name(),
            started_by: starter(&run),
            late: run.late,
            state: run.state.name(),
            asked_at: run.asked_at,
            started_at: run.started_at,
            finished_at: run.ended_at,
            mails: run.mails,
            refused: run.refused,
            input_rows: run.input_rows,
            error: run.fault.map(RunErrorView::from),
        }
    }
}

impl ConsoleLineView {
    pub(super) fn new(level: Level, text: String) -> Self {
        Self { level, text }
    }
}

impl RunEmailView {
    pub(super) fn new(mail: RunMail, state: Option<State>) -> Self {
        Self {
            id: mail.id.map(|id| id.0),
            to: mail.recipients,
            subject: mail.subject,
            line: mail.line,
            repeated: mail.repeated,
            state: state.map(State::name),
            error: mail.refusal.as_ref().map(|refusal| refusal.render(language())),
            errors: mail.refusal.as_ref().map(call_errors).unwrap_or_default(),
        }
    }
}

/// The faults of a refused call; their fields are the keys of `sendEmail`.
pub(super) fn call_errors(refusal: &Refusal) -> Vec<FieldError> {
    refusal.faults.iter().map(|fault| FieldError::new(&fault.key, &fault.text, language())).collect()
}

impl From<RunFailure> for RunErrorView {
    fn from(fault: RunFailure) -> Self {
        let RunFailure { reason, text, line, column, source_line } = fault;
        let (message, code, args) = (language().render(&text), text.code().to_owned(), text.args().clone());
        Self { reason, message, code, args, line, column, source_line }
    }
}
