//! *Test connection* and *Send test email*: with the entered values and by the code for real mail, showing stages as
//! they happen.
//!
//! With JavaScript the answer is a stream of JSON lines, each with a piece of HTML: stages, then the outcome. While a
//! stage waits for the server, a line is sent every few seconds, so that a proxy does not end the stream. Without
//! JavaScript, the whole page is returned after the test.

use i18n::language;
use std::borrow::Cow;
use std::time::Duration;

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use delivery::Progress;
use delivery::probe::{self, ProbeObserver, ProbeResult};
use futures_util::{StreamExt, stream};
use i18n::Language;
use mail::{Fault, StageRecord};
use queue::{Claim, Kind, Source};
use serde::Serialize;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc};
use tokio::task::{JoinError, JoinHandle};
use tokio::time::Instant;

use super::form::SettingsForm;
use super::labels::stage_label;
use super::view::{OutcomeView, ProblemView, ResultView, StageView};
use crate::error_pages::{PageError, PageResult};
use crate::extract::Form;
use crate::session::{Administrator, Visitor};
use crate::translation::{self, tr, tr_args};
use app::App;
use sending::delivery_loop;
use sending::intake::{IntakeError, Request};
use settings::{Connection, EmailSettings, SettingsError};

const NDJSON: &str = "application/x-ndjson";
/// The key of the heading above faults.
const REFUSED: &str = "settings-test-refused";

/// `POST …/test-connection`: connects and logs in without sending anything.
pub async fn connection(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    headers: HeaderMap,
    Form(form): Form<SettingsForm>,
) -> PageResult {
    match app.settings.typed(form.input()).await {
        Ok((_, connection)) => answer(&app, &visitor, &headers, form, start(&app, connection, None)).await,
        Err(SettingsError::Faults(faults)) => super::refused(&app, &visitor, form, faults, REFUSED).await,
        Err(other) => Err(other.into()),
    }
}

/// `POST …/test-email`: sends the test letter.
pub async fn email(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    headers: HeaderMap,
    Form(form): Form<SettingsForm>,
) -> PageResult {
    let (settings, connection) = match app.settings.typed(form.input()).await {
        Ok(typed) => typed,
        Err(SettingsError::Faults(faults)) => return super::refused(&app, &visitor, form, faults, REFUSED).await,
        Err(other) => return Err(other.into()),
    };
    match accept(&app, &visitor, &form, &settings, &connection).await? {
        Ok(claim) => answer(&app, &visitor, &headers, form, start(&app, connection, Some(claim))).await,
        Err(faults) => super::refused(&app, &visitor, form, faults, REFUSED).await,
    }
}

/// Accepts and leases the test letter; the error contains the faults of its recipient.
async fn accept(
    app: &App,
    visitor: &Visitor,
    form: &SettingsForm,
    settings: &EmailSettings,
    connection: &Connection,
) -> Result<Result<Claim, Vec<Fault>>, PageError> {
    let asked_by = visitor.account.email.expose();
    let words = letters::test::Values {
        settings_url: format!("{}/configuration/email-settings", app.config.public_url),
        sent_through: connection.sent_through(),
        from: app.settings.sender(settings).expose().to_owned(),
        asked_by: asked_by.to_owned(),
        asked_at: app.clock.now(),
    };
    let request = Request {
        draft: letters::test::letter(&words, translation::language()).to(form.value("test.to").trim()),
        kind: Kind::Test,
        origin: visitor.actor().text(),
        source: Source::default(),
        key: None,
        expires_at: None,
        client: None,
    };
    match app.intake.accept_test(request, settings).await {
        Ok(claim) => Ok(Ok(claim)),
        Err(IntakeError::Faults(faults)) => Ok(Err(faults)),
        Err(IntakeError::Full) => Err(PageError::Full),
        Err(IntakeError::Queue(error)) => Err(error.into()),
        Err(other) => Err(PageError::broken("accepting a test email", &other)),
    }
}

/// The interval at which a waiting stage is reported: shorter than the timeout of proxies for idle responses (nginx: 60
/// s).
const WAITING_SHOWN: Duration = Duration::from_secs(5);

/// A running test: its stages as they end, the waiting one, and its result.
struct Running {
    stages: mpsc::UnboundedReceiver<StageRecord>,
    progress: Progress,
    /// Ends when the server stops.
    events: broadcast::Receiver<delivery_loop::Event>,
    tested: JoinHandle<ProbeResult>,
    what: TestKind,
}

/// What is tested, for the text of the outcome.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TestKind {
    Connection,
    ConnectionOfMailbox,
    Email,
    EmailToMailbox,
}

/// Starts the test on a task of its own: it runs to its end even if the reader leaves, so that the transfer of a
/// message is never cut off. The channel contains at most one record per stage.
fn start(app: &App, connection: Connection, claim: Option<Claim>) -> Running {
    let what = match (&connection, &claim) {
        (Connection::Mailbox, None) => TestKind::ConnectionOfMailbox,
        (Connection::Mailbox, Some(_)) => TestKind::EmailToMailbox,
        (Connection::Smtp(_) | Connection::Api(_), None) => TestKind::Connection,
        (Connection::Smtp(_) | Connection::Api(_), Some(_)) => TestKind::Email,
    };
    let (sender, stages) = mpsc::unbounded_channel();
    let (delivery_loop, events) = (app.delivery_loop.clone(), app.delivery_loop.events());
    let progress = Progress::default();
    let followed = progress.clone();
    let tested = tokio::spawn(async move {
        let mut on_stage = |stage: &StageRecord| {
            // The receiver is gone; the test continues.
            let _ = sender.send(stage.clone());
        };
        let follower = ProbeObserver { on_stage: &mut on_stage, progress: followed };
        match claim {
            None => delivery_loop.test_connection(&connection, follower).await,
            Some(claim) => delivery_loop.send_test(claim, &connection, follower).await,
        }
    });
    Running { stages, progress, events, tested, what }
}

async fn answer(app: &App, visitor: &Visitor, headers: &HeaderMap, form: SettingsForm, running: Running) -> PageResult {
    let live = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains(NDJSON));
    if live { Ok(streamed(running)) } else { super::tested(app, visitor, form, whole(running).await?).await }
}

/// A line of the stream.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Line {
    Stage {
        html: String,
    },
    /// The current stage waits for the server; empty between stages.
    Waiting {
        text: String,
    },
    Outcome {
        ok: bool,
        html: String,
    },
}

/// The stream is read after the request's scope has ended, so it carries the language itself. It ends when the server
/// stops; the test does not.
fn streamed(running: Running) -> Response {
    let language = translation::language();
    let stopped = stopped(running.events.resubscribe());
    let waiting = tokio::time::interval_at(Instant::now() + WAITING_SHOWN, WAITING_SHOWN);
    let lines = stream::unfold(Some((running, waiting)), move |under_way| async move {
        let (mut running, mut waiting) = under_way?;
        tokio::select! {
            biased;
            Some(stage) = running.stages.recv() => {
                waiting.reset();
                Some((stage_line(language, &stage), Some((running, waiting))))
            }
            // All stages have been received when the test's own task has ended.
            tested = &mut running.tested, if running.stages.is_closed() => {
                Some((outcome_line(language, running.what, tested), None))
            }
            _ = waiting.tick() => {
                let line = Line::Waiting { text: translation::with_language_sync(language, || waiting_text(&running.progress)) };
                Some((Ok(line), Some((running, waiting))))
            }
        }
    });
    let lines = lines.take_until(stopped).map(|line| {
        let mut json = serde_json::to_vec(&line?).map_err(askama::Error::custom)?;
        json.push(b'\n');
        Ok::<_, askama::Error>(json)
    });
    // Proxies that buffer responses would delay the stages.
    let headers = [(header::CONTENT_TYPE.as_str(), NDJSON), ("x-accel-buffering", "no")];
    (headers, Body::from_stream(lines)).into_response()
}

/// Waits until the server stops.
async fn stopped(mut events: broadcast::Receiver<delivery_loop::Event>) {
    while !matches!(events.recv().await, Err(RecvError::Closed)) {}
}

fn stage_line(language: Language, stage: &StageRecord) -> Result<Line, askama::Error> {
    let html = translation::with_language_sync(language, || StageView::from(stage).render())?;
    Ok(Line::Stage { html })
}

fn outcome_line(
    language: Language,
    what: TestKind,
    tested: Result<ProbeResult, JoinError>,
) -> Result<Line, askama::Error> {
    let tested = tested.map_err(askama::Error::custom)?;
    let html = translation::with_language_sync(language, || outcome(what, &tested).render())?;
    Ok(Line::Outcome { ok: tested.problem.is_none(), html })
}

/// Which stage waits for the server, for how long, and its time limit.
fn waiting_text(progress: &Progress) -> String {
    let Some((stage, elapsed)) = progress.stage() else { return String::new() };
    let limit = probe::stage_limit(stage);
    let args = [
        ("stage", stage_label(stage).into_owned().into()),
        ("seconds", elapsed.as_secs().into()),
        ("limit", limit.as_secs().into()),
    ];
    tr_args("settings-test-waiting", &args).into_owned()
}

async fn whole(mut running: Running) -> Result<ResultView, PageError> {
    let mut stages = Vec::new();
    while let Some(stage) = running.stages.recv().await {
        stages.push(StageView::from(&stage));
    }
    let tested = running.tested.await.map_err(|error| PageError::broken("testing", &error))?;
    Ok(ResultView { stages, outcome: outcome(running.what, &tested) })
}

fn outcome(what: TestKind, tested: &ProbeResult) -> OutcomeView {
    let ms: u64 = tested.report.stages.iter().map(|stage| stage.ms).sum();
    let timed = |key: &str| {
        let connection = language().render(&tested.report.connection);
        tr_args(key, &[("connection", connection.into()), ("ms", ms.to_string().into())])
    };
    let (title, meaning) = match (&tested.problem, what) {
        (Some(problem), _) => (Cow::Owned(language().problem(problem).what), None),
        (None, TestKind::EmailToMailbox) => {
            (tr("settings-test-to-mailbox"), Some(tr("settings-test-to-mailbox-meaning")))
        }
        (None, TestKind::ConnectionOfMailbox) => {
            (tr("settings-test-mailbox-ready"), Some(tr("settings-test-mailbox-ready-meaning")))
        }
        (None, TestKind::Connection) => {
            (timed("settings-test-connection-works"), Some(tr("settings-test-connection-works-meaning")))
        }
        (None, TestKind::Email) => (timed("settings-test-accepted"), Some(tr("settings-test-accepted-meaning"))),
    };
    OutcomeView {
        title,
        meaning,
        in_mailbox: tested.problem.is_none() && what == TestKind::EmailToMailbox,
        problem: tested.problem.as_ref().map(ProblemView::of),
        transcript: tested.report.transcript.clone(),
    }
}
