//! `GET /messages/{id}` and its text: one message with its deliveries and attempts.

use std::net::IpAddr;

use axum::Json as Answer;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use i18n::language;
use jiff::Timestamp;
use mail::Text;
use queue::{Attempt, Client, Delivery, Detail, Id, Kind, RecipientField};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::actors::starter;
use crate::caller::{Caller, MessagesRead};
use crate::connection_tests::{FailureView, StageView};
use crate::input::PathId;
use crate::names::{KindName, StateName, TriggerName};
use crate::problem::{Problem, ProblemDocument};
use accounts::audit::MailLocation;
use app::App;
use scripting::RunOrigin;
use sending::delivery_loop::Waiting;
use sending::ended_deliveries;
use transfer::RequestMemory;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(raw))
}

/// One message in full.
#[derive(Serialize, ToSchema)]
struct MessageView {
    id: Uuid,
    /// The kind of message.
    #[schema(value_type = KindName, example = "api")]
    kind: &'static str,
    /// Who caused it, in the language of the request.
    #[schema(example = "API key “shop”")]
    origin: String,
    /// The first address of From.
    #[schema(example = "noreply@example.com")]
    from: String,
    /// The envelope sender, to which bounces go; `null` for the null reverse-path.
    #[schema(example = "noreply@example.com")]
    sender: Option<String>,
    subject: String,
    #[schema(value_type = String, format = DateTime)]
    accepted_at: Timestamp,
    /// The most significant state of all deliveries: pending ones first, then failures, then successes.
    #[schema(value_type = StateName, example = "sent")]
    state: &'static str,
    /// What was changed or left out on acceptance, such as a requested From that became Reply-To; `null` if nothing was.
    remark: Option<String>,
    /// The same, one entry for each.
    remarks: Vec<RemarkView>,
    /// The Message-ID header, without angle brackets.
    message_id: String,
    /// The size of the message as it is sent, in bytes.
    size: u64,
    /// Never sent at or after this time.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    /// Whether `GET /messages/{id}/raw` returns the text.
    has_text: bool,
    /// The message that this one repeats.
    resent_from: Option<Uuid>,
    /// The script that sent it. `null` if no script did, or if the run is no longer stored or the script was deleted;
    /// `origin` still names it then.
    script: Option<ScriptOf>,
    /// The program that submitted it, by SMTP or by this API; `null` if it is not known, or if owlpost or a script made the
    /// message. `origin` names its API key or trusted network.
    client: Option<ClientView>,
    /// In the order of the envelope.
    deliveries: Vec<DeliveryView>,
    /// Oldest first.
    attempts: Vec<AttemptView>,
}

/// The program that submitted a message.
#[derive(Serialize, ToSchema)]
struct ClientView {
    /// `smtp` or `http`.
    #[schema(example = "smtp")]
    protocol: &'static str,
    /// Its address; that of a proxy if the proxy is not trusted.
    #[schema(value_type = String, example = "192.0.2.7")]
    address: IpAddr,
    /// What it called itself in EHLO; `null` for HTTP.
    #[schema(example = "printer.example.com")]
    hello: Option<String>,
    /// The version of TLS of the SMTP session; `null` in clear, and for HTTP.
    #[schema(example = "TLS 1.3")]
    tls: Option<String>,
}

impl From<Client> for ClientView {
    fn from(client: Client) -> Self {
        let protocol = if client.smtp.is_some() { "smtp" } else { "http" };
        let (hello, tls) = client.smtp.map_or((None, None), |smtp| (Some(smtp.hello), smtp.tls));
        Self { protocol, address: client.address, hello, tls }
    }
}

/// The script that sent a message, and the run in which it did.
#[derive(Serialize, ToSchema)]
struct ScriptOf {
    id: Uuid,
    /// Its current name.
    #[schema(example = "Invoices")]
    name: String,
    workspace_id: Uuid,
    /// The version that ran.
    #[schema(example = 3)]
    version: u32,
    /// The line of the call in that version, where it is known.
    #[schema(example = 12)]
    line: Option<u32>,
    /// `GET /runs/{id}` returns its details.
    run_id: Uuid,
    /// What started the run.
    #[schema(value_type = TriggerName, example = "hand")]
    trigger: &'static str,
    /// Who started it: an address, an API key, or the trigger.
    #[schema(example = "ann@example.com")]
    started_by: String,
}

/// The delivery of a message to one recipient.
#[derive(Serialize, ToSchema)]
struct DeliveryView {
    #[schema(example = "ann@example.com")]
    recipient: String,
    /// The field that names it: `to`, `cc`, `bcc`, or `automatic_bcc` where the email settings added it; `null` where that
    /// is not known.
    #[schema(example = "to")]
    field: Option<&'static str>,
    /// Its state.
    #[schema(value_type = StateName, example = "deferred")]
    state: &'static str,
    /// Number of attempts that count.
    attempts: u32,
    /// The last reply of the mail server.
    reply: Option<ReplyView>,
    /// The last failure.
    problem: Option<FailureView>,
    #[schema(value_type = Option<String>, format = DateTime)]
    next_attempt_at: Option<Timestamp>,
    /// What it waits for; `null` if it has ended or is being sent.
    waits_for: Option<WaitingView>,
    /// Whether it was tried again although an earlier attempt may have delivered it.
    may_have_arrived_twice: bool,
    /// It waits while the built-in mailbox is active, because it was accepted for a mail server.
    on_hold: bool,
    /// When its state last changed.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
}

/// What a delivery waits for.
#[derive(Serialize, ToSchema)]
struct WaitingView {
    /// `server` (it deferred the message or asked to slow down), `hold` (the built-in mailbox is active), `pause` (the
    /// connection fails), `quota` (a limit of the
    /// settings) or `turn` (other mail is sent first).
    #[schema(example = "server")]
    reason: &'static str,
    /// For a person.
    text: String,
    /// Until when; `null` where it is not known.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
}

impl From<Waiting> for WaitingView {
    fn from(waiting: Waiting) -> Self {
        Self { reason: waiting.reason.name(), text: language().render(&waiting.reason.text()), until: waiting.until }
    }
}

/// A mail server's reply.
#[derive(Serialize, ToSchema)]
struct ReplyView {
    #[schema(example = 451)]
    code: u16,
    #[schema(example = "4.7.1")]
    enhanced: Option<String>,
    text: String,
}

/// One attempt to hand the message over.
#[derive(Serialize, ToSchema)]
struct AttemptView {
    /// When it ended.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The connection, as text.
    #[schema(example = "smtp.example.com:465 (implicit TLS)")]
    connection: String,
    stages: Vec<StageView>,
    /// The SMTP conversation; contains no secrets and no text of the message.
    transcript: String,
    /// Whether the server asked to slow down.
    throttled: bool,
    /// The verdict for each recipient of the attempt.
    verdicts: Vec<VerdictView>,
    /// A problem of the connection, which counts as no attempt.
    problem: Option<FailureView>,
}

/// Something that was changed or left out on acceptance.
#[derive(Serialize, ToSchema)]
struct RemarkView {
    /// A stable name for programs.
    #[schema(example = "remark_from_became_reply_to")]
    code: String,
    /// For a person.
    text: String,
}

impl From<&Text> for RemarkView {
    fn from(remark: &Text) -> Self {
        Self { code: remark.code().to_owned(), text: language().render(remark) }
    }
}

/// The verdict of one attempt for one recipient.
#[derive(Serialize, ToSchema)]
struct VerdictView {
    recipient: String,
    /// `delivered`, `deferred` or `refused`.
    #[schema(value_type = String, example = "deferred")]
    verdict: mail::Verdict,
}

impl MessageView {
    /// `run` is the script's run that sent it.
    fn new(app: &App, detail: Detail, run: Option<RunOrigin>) -> Self {
        let summary = detail.summary;
        let (id, lane) = (summary.id, summary.kind.lane());
        let delivery = |delivery: Delivery| {
            let waiting = app.delivery_loop.waiting(id, lane, &delivery);
            DeliveryView::new(delivery, waiting)
        };
        let remarks: Vec<RemarkView> = detail.remarks.iter().map(RemarkView::from).collect();
        Self {
            id: summary.id.0,
            kind: summary.kind.name(),
            origin: language().render(&summary.origin),
            from: summary.from.expose().to_owned(),
            sender: summary.sender.address().map(|sender| sender.expose().to_owned()),
            subject: summary.subject,
            accepted_at: summary.accepted_at,
            state: summary.deliveries.overall().name(),
            remark: (!remarks.is_empty())
                .then(|| remarks.iter().map(|remark| &*remark.text).collect::<Vec<_>>().join(" ")),
            remarks,
            message_id: detail.message_id,
            size: detail.size,
            expires_at: detail.expires_at,
            has_text: detail.has_text,
            resent_from: detail.resent_from.map(|id| id.0),
            script: run.map(ScriptOf::from),
            client: detail.client.map(ClientView::from),
            deliveries: detail.deliveries.into_iter().map(delivery).collect(),
            attempts: detail.attempts.into_iter().map(AttemptView::from).collect(),
        }
    }
}

impl From<RunOrigin> for ScriptOf {
    fn from(of: RunOrigin) -> Self {
        Self {
            id: of.script,
            name: of.name,
            workspace_id: of.workspace,
            version: of.run.version,
            line: of.line,
            run_id: of.run.id,
            trigger: of.run.trigger.name(),
            started_by: starter(&of.run),
        }
    }
}

impl DeliveryView {
    fn new(delivery: Delivery, waiting: Option<Waiting>) -> Self {
        let reply = delivery.reply.map(|reply| ReplyView {
            code: reply.code,
            enhanced: reply.enhanced.map(|code| code.to_string()),
            text: reply.text,
        });
        Self {
            recipient: delivery.recipient.expose().to_owned(),
            field: delivery.field.map(RecipientField::name),
            state: delivery.state.name(),
            attempts: delivery.attempts,
            reply,
            problem: delivery.problem.map(FailureView::from),
            next_attempt_at: delivery.next_attempt_at,
            waits_for: waiting.map(WaitingView::from),
            may_have_arrived_twice: delivery.may_have_arrived_twice,
            on_hold: delivery.on_hold,
            changed_at: delivery.changed_at,
        }
    }
}

impl From<Attempt> for AttemptView {
    fn from(attempt: Attempt) -> Self {
        let verdicts = attempt.verdicts.into_iter();
        let verdicts =
            verdicts.map(|(recipient, verdict)| VerdictView { recipient: recipient.expose().to_owned(), verdict });
        Self {
            at: attempt.ended_at,
            connection: language().render(&attempt.connection),
            stages: attempt.stages.into_iter().map(StageView::from).collect(),
            transcript: attempt.transcript,
            throttled: attempt.throttled,
            verdicts: verdicts.collect(),
            problem: attempt.problem.map(FailureView::from),
        }
    }
}

/// Read a message
///
/// Returns each delivery with its last reply, and each attempt with its transcript.
#[utoipa::path(get, path = "/messages/{id}", tag = "Messages", operation_id = "readMessage",
    security(("bearer" = ["messages:read"])),
    params(("id" = Uuid, Path, description = "The message's id")),
    responses((status = OK, description = "The message", body = MessageView)))]
async fn read(
    _caller: Caller<MessagesRead>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<MessageView>, Problem> {
    let detail = app.db.read(move |rx| queue::detail(rx, Id(id))).await?;
    let run = if detail.summary.kind == Kind::Script { app.scripts.run_of(Id(id)).await? } else { None };
    Ok(Answer(MessageView::new(&app, ended_deliveries::explained(detail), run)))
}

/// Read a message's text
///
/// The bytes as they are sent (RFC 5322). Letters with a single-use link are shown to nobody (409); texts are deleted
/// when their retention ends (410).
#[utoipa::path(get, path = "/messages/{id}/raw", tag = "Messages", operation_id = "readMessageText",
    security(("bearer" = ["messages:read"])),
    params(("id" = Uuid, Path, description = "The message's id")),
    responses((status = OK, description = "The message as sent", content_type = "message/rfc822", body = String),
        (status = CONFLICT, description = "The letter holds a single-use link", body = ProblemDocument,
            content_type = "application/problem+json"),
        (status = GONE, description = "The text is no longer kept", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn raw(
    caller: Caller<MessagesRead>,
    State(app): State<App>,
    memory: RequestMemory,
    PathId(id): PathId,
) -> Result<impl IntoResponse, Problem> {
    let body = app.db.read(move |rx| queue::raw_body(rx, Id(id))).await?;
    let db = app.db.clone();
    let text = transfer::pieces(&memory, body.size, move |offset, most| {
        let db = db.clone();
        async move { db.read(move |rx| queue::raw_part(rx, body, offset, most)).await }
    });
    let text = text.await?;
    // Reading mail of others is recorded in the audit log.
    app.audit.mail_read(&caller.actor(), &caller.key.id.to_string(), MailLocation::Outbox(id)).await;
    let headers = [
        (header::CONTENT_TYPE, "message/rfc822"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"message.eml\""),
        // Somebody else wrote it: a browser must not interpret it.
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, text))
}
