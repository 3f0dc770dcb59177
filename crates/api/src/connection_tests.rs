//! *Test connection* and *Send test email*: use the code for real mail, with the given or the active settings.
//!
//! Only these two calls wait for a mail server, for as long as real mail does.

use axum::Json as Answer;
use axum::extract::State;
use delivery::probe::{ProbeObserver, ProbeResult};
use i18n::{ProblemText, language};
use mail::{Problem as MailProblem, StageRecord};
use queue::{Kind, Source};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::caller::{Caller, SettingsScope};
use super::input::Json;
use super::problem::Problem;
use app::App;
use letters::Language;
use sending::intake::Request;
use settings::{Connection, EmailSettings, SettingsInput};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(test_connection)).routes(routes!(test_email))
}

/// What to test.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConnectionTest {
    /// The settings to test, as for `PUT /email-settings`; they are not saved. If absent, the active settings.
    settings: Option<SettingsInput>,
}

/// The parameters of a test email.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EmailTest {
    /// One address.
    #[schema(example = "ann@example.com")]
    to: String,
    /// The settings to test, as for `PUT /email-settings`; they are not saved. If absent, the active settings.
    settings: Option<SettingsInput>,
}

/// The result of a test.
#[derive(Serialize, ToSchema)]
struct TestResult {
    /// Whether all stages succeeded. A test email was then accepted by the server, which does not prove that it reached
    /// the inbox.
    ok: bool,
    /// The message in the outbox; absent for a connection test.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    /// The completed stages, in order.
    stages: Vec<StageView>,
    /// What failed; absent on success.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<FailureView>,
    /// The SMTP conversation; contains no secrets.
    transcript: String,
}

/// One stage of a test.
#[derive(Serialize, ToSchema)]
pub(super) struct StageView {
    /// `resolve`, `connect`, `tls`, `greeting`, `login`, `mail_from`, `rcpt_to` or `data`.
    #[schema(value_type = String, example = "connect")]
    name: mail::Stage,
    ok: bool,
    /// How long it took, in milliseconds.
    ms: u64,
    /// The result, as text for people.
    detail: String,
}

impl From<StageRecord> for StageView {
    fn from(StageRecord { name, ok, ms, detail }: StageRecord) -> Self {
        Self { name, ok, ms, detail: language().render(&detail) }
    }
}

/// A failure of sending: what happened, what it means, what to do.
#[derive(Serialize, ToSchema)]
pub(super) struct FailureView {
    /// A stable name for programs.
    #[schema(example = "login_refused")]
    code: String,
    /// Distinguishes problems that share a code but have different texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<String>,
    /// The arguments of the texts, for programs with their own texts.
    #[schema(value_type = Object)]
    args: serde_json::Value,
    /// The related field of the settings.
    #[schema(example = "password.password")]
    field: Option<String>,
    /// What happened.
    what: String,
    /// What it usually means.
    meaning: String,
    /// What to do next.
    remedy: String,
    /// A change of settings that fixes it, if one is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixView>,
}

/// A change of settings that fixes it: port and security that were tested and work, or another value of
/// `send_through`.
#[derive(Default, Serialize, ToSchema)]
struct FixView {
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    /// `implicit_tls`, `starttls` or `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    security: Option<&'static str>,
    /// `api`.
    #[serde(skip_serializing_if = "Option::is_none")]
    send_through: Option<&'static str>,
}

impl From<mail::Fix> for FixView {
    fn from(fix: mail::Fix) -> Self {
        match fix {
            mail::Fix::Server { port, security } => {
                Self { port: Some(port), security: Some(security.name()), send_through: None }
            }
            mail::Fix::SendThroughApi => Self { send_through: Some("api"), ..Self::default() },
        }
    }
}

impl From<MailProblem> for FailureView {
    fn from(problem: MailProblem) -> Self {
        let ProblemText { what, meaning, remedy } = language().problem(&problem);
        let args = serde_json::to_value(&problem.args).unwrap_or_default();
        let MailProblem { code, variant, field, fix, .. } = problem;
        Self {
            code: code.into_owned(),
            variant: variant.map(Cow::into_owned),
            args,
            field,
            what,
            meaning,
            remedy,
            fix: fix.map(FixView::from),
        }
    }
}

impl TestResult {
    fn new(id: Option<Uuid>, tested: ProbeResult) -> Self {
        let ProbeResult { report, problem } = tested;
        Self {
            ok: problem.is_none(),
            id,
            stages: report.stages.into_iter().map(StageView::from).collect(),
            problem: problem.map(FailureView::from),
            transcript: report.transcript,
        }
    }
}

/// Test the connection
///
/// Logs in without sending anything. A failed test is a response with `ok: false`, not an error of this call. Waits as
/// long as real mail does: up to five minutes for a server that does not greet.
#[utoipa::path(post, path = "/email-settings/test-connection", tag = "Email settings", operation_id = "testConnection",
    security(("bearer" = ["settings"])),
    request_body = ConnectionTest,
    responses((status = OK, description = "The result of the test", body = TestResult)))]
async fn test_connection(
    _caller: Caller<SettingsScope>,
    State(app): State<App>,
    Json(test): Json<ConnectionTest>,
) -> Result<Answer<TestResult>, Problem> {
    let (_, connection) = chosen(&app, test.settings).await?;
    let tested = app.delivery_loop.test_connection(&connection, ProbeObserver::new(&mut |_| {})).await;
    Ok(Answer(TestResult::new(None, tested)))
}

/// Send a test email
///
/// Sends one mail through the outbox, without retries. A failed test is a response with `ok: false`, not an error of
/// this call. Waits as long as real mail does: up to five minutes for each reply, and ten for the last.
#[utoipa::path(post, path = "/email-settings/test-email", tag = "Email settings", operation_id = "sendTestEmail",
    security(("bearer" = ["settings"])),
    request_body = EmailTest,
    responses((status = OK, description = "The result of the test", body = TestResult)))]
async fn test_email(
    caller: Caller<SettingsScope>,
    State(app): State<App>,
    Json(test): Json<EmailTest>,
) -> Result<Answer<TestResult>, Problem> {
    let (settings, connection) = chosen(&app, test.settings).await?;
    let language = Language::English;
    let values = letters::test::Values {
        settings_url: format!("{}/configuration/email-settings", app.config.public_url),
        sent_through: connection.sent_through(),
        from: app.settings.sender(&settings).expose().to_owned(),
        asked_by: language.render(&caller.actor().text()),
        asked_at: app.clock.now(),
    };
    let letter = letters::test::letter(&values, language);
    let request = Request {
        draft: letter.to(test.to),
        kind: Kind::Test,
        origin: caller.actor().text(),
        source: Source::program(caller.key.id),
        key: None,
        expires_at: None,
        client: caller.client(),
    };
    let claim = app.intake.accept_test(request, &settings).await?;
    let id = claim.id.0;
    // A task of its own, so that the attempt runs to its end even if the caller disconnects, and the mail does not stay
    // leased.
    let delivery_loop = app.delivery_loop.clone();
    let tried =
        tokio::spawn(async move { delivery_loop.send_test(claim, &connection, ProbeObserver::new(&mut |_| {})).await });
    let tested = tried.await.map_err(|error| Problem::internal(&error))?;
    Ok(Answer(TestResult::new(Some(id), tested)))
}

async fn chosen(app: &App, typed: Option<SettingsInput>) -> Result<(EmailSettings, Connection), Problem> {
    match typed {
        Some(input) => Ok(app.settings.typed(input).await?),
        None => Ok((app.settings.active().settings.clone(), app.settings.connection())),
    }
}
