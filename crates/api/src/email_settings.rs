//! `/email-settings`: read, save, versions, status. Connection tests are in `connection_tests`.

use std::sync::Arc;

use axum::Json as Answer;
use axum::extract::State;
use axum::response::IntoResponse;
use jiff::Timestamp;
use mail::Args;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::actors::actor;
use super::caller::{Caller, SettingsScope};
use super::connection_tests::FailureView;
use super::input::{Json, ListQuery, PathId, PathNumber, shown};
use super::problem::{Problem, ProblemDocument};
use super::texts;
use super::version_tag::{IfMatch, etag};
use accounts::audit::Action;
use app::App;
use i18n::language;
use sending::delivery_loop::Note;
use settings::oauth;
use settings::{ConnectionState, SettingsInput, SettingsView, Version, VersionView, WaitingMail};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read, save))
        .routes(routes!(versions))
        .routes(routes!(restore))
        .routes(routes!(decide_on_hold))
        .routes(routes!(status))
        .routes(routes!(start_consent))
        .routes(routes!(answer_consent))
        .routes(routes!(disconnect))
}

/// Email settings with their state.
#[derive(Serialize, ToSchema)]
struct SavedView {
    /// The version's number; 0 before the first save.
    version: u32,
    /// `active`, or `consent_needed` if mail is still sent with the previous version.
    #[schema(example = "active")]
    state: &'static str,
    #[serde(flatten)]
    settings: SettingsView,
}

impl SavedView {
    fn of(version: &Version) -> Self {
        let state = if version.complete { "active" } else { "consent_needed" };
        Self { version: version.number, state, settings: version.settings.view() }
    }
}

/// Read the email settings
///
/// Returns the active version. Secrets are never returned: `password_set` says whether one is stored.
#[utoipa::path(get, path = "/email-settings", tag = "Email settings", operation_id = "readEmailSettings",
    security(("bearer" = ["settings"])),
    responses((status = OK, description = "The active settings", body = SavedView,
        headers(("ETag" = String, description = "The version's number, for `If-Match`")))))]
async fn read(_caller: Caller<SettingsScope>, State(app): State<App>) -> impl IntoResponse {
    let active = app.settings.active();
    (etag(active.number), Answer(SavedView::of(&active)))
}

/// Save the email settings
///
/// Stores a new version and makes it active. A section that is absent is kept. A secret that is absent or empty is
/// kept while its destination is unchanged (host, port, security, username and CA certificate; provider, tenant and
/// client ID, with a custom provider also its endpoints and mail server), otherwise it is a fault; `null` removes it.
/// A `GET` response can be sent back: `version`, `state` and the keys that end in `_set` are ignored. With `If-Match`
/// and the `ETag` of a version, a version saved since is not overwritten (412). Settings that need a consent (`state`
/// is `consent_needed`) become active with it: start one with `POST /email-settings/oauth/start`.
#[utoipa::path(put, path = "/email-settings", tag = "Email settings", operation_id = "saveEmailSettings",
    security(("bearer" = ["settings"])),
    request_body(content = SettingsInput, example = json!({
        "method": "password",
        "from": {"email": "noreply@example.com", "name": "Example"},
        "password": {"host": "smtp.example.com", "port": 465, "username": "noreply@example.com",
                     "password": "write-only", "security": "implicit_tls"}
    })),
    params(("If-Match" = Option<String>, Header, description = "The `ETag` of the version that the change was made of")),
    responses((status = OK, description = "The settings as stored", body = SavedView,
            headers(("ETag" = String, description = "The version's number, for `If-Match`"))),
        (status = PRECONDITION_FAILED, description = "Another version was saved since the one of `If-Match`",
            body = ProblemDocument, content_type = "application/problem+json")))]
async fn save(
    caller: Caller<SettingsScope>,
    State(app): State<App>,
    IfMatch(based_on): IfMatch,
    Json(input): Json<SettingsInput>,
) -> Result<impl IntoResponse, Problem> {
    let version = app.settings.save_based_on(input, based_on, &caller.actor()).await?;
    Ok((etag(version.number), Answer(SavedView::of(&version))))
}

/// All versions of the email settings.
#[derive(Serialize, ToSchema)]
struct VersionList {
    /// Newest first; the first that is `complete` is active.
    items: Vec<VersionView>,
    /// Always `null`: there are no further pages.
    next: Option<String>,
}

/// List the versions
#[utoipa::path(get, path = "/email-settings/versions", tag = "Email settings", operation_id = "listEmailSettingsVersions",
    security(("bearer" = ["settings"])),
    responses((status = OK, description = "Newest first", body = VersionList)))]
async fn versions(_caller: Caller<SettingsScope>, State(app): State<App>) -> Result<Answer<VersionList>, Problem> {
    let versions = app.settings.versions().await?;
    let items = versions.iter().map(|version| version.view(version.saved_by.as_ref().map(actor).unwrap_or_default()));
    Ok(Answer(VersionList { items: items.collect(), next: None }))
}

/// Restore a version
///
/// Makes a copy of it the newest and active version, with its secrets. Where that switches from a mail server to the
/// built-in mailbox, `waiting_mail` says what becomes of mail that waits.
#[utoipa::path(post, path = "/email-settings/versions/{number}/restore", tag = "Email settings",
    operation_id = "restoreEmailSettings",
    security(("bearer" = ["settings"])),
    params(("number" = u32, Path, description = "The version's number"), RestoreQuery),
    responses((status = OK, description = "The settings as stored", body = SavedView)))]
async fn restore(
    caller: Caller<SettingsScope>,
    State(app): State<App>,
    PathNumber(number): PathNumber,
    ListQuery(query): ListQuery<RestoreQuery>,
) -> Result<Answer<SavedView>, Problem> {
    let waiting_mail = match &query.waiting_mail {
        None => WaitingMail::default(),
        Some(name) => waiting_mail("waiting_mail", name, &WaitingMail::ALL)?,
    };
    let version = app.settings.restore(number, waiting_mail, &caller.actor()).await?;
    Ok(Answer(SavedView::of(&version)))
}

/// How a version is restored.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RestoreQuery {
    /// `hold` (also when absent), `deliver` or `cancel`, as in `PUT /email-settings`.
    #[param(example = "hold")]
    waiting_mail: Option<String>,
}

/// A choice of these by its name, or a fault.
fn waiting_mail(field: &str, name: &str, choices: &[WaitingMail]) -> Result<WaitingMail, Problem> {
    WaitingMail::from_name(name).filter(|choice| choices.contains(choice)).ok_or_else(|| {
        let known: Vec<String> = choices.iter().map(|choice| format!("`{}`", choice.name())).collect();
        Problem::fault(field, texts::value_not_one_of(shown(name), known))
    })
}

/// What becomes of mail on hold.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OnHoldDecision {
    /// `deliver` (it goes to the built-in mailbox and is not sent) or `cancel`.
    #[schema(example = "deliver")]
    action: String,
}

/// What a decision came to.
#[derive(Serialize, ToSchema)]
struct OnHoldResult {
    /// Deliveries that go to the mailbox, or were cancelled.
    #[schema(example = 12)]
    deliveries: u64,
}

/// Decide about mail on hold
///
/// Mail that was accepted for a mail server is on hold while the built-in mailbox is active (`on_hold` of the status counts
/// its deliveries). It is sent when a mail server is connected again, unless it is delivered to the mailbox or cancelled.
#[utoipa::path(post, path = "/email-settings/on-hold", tag = "Email settings", operation_id = "decideOnHold",
    security(("bearer" = ["settings"])),
    request_body = OnHoldDecision,
    responses((status = OK, description = "How many deliveries it was", body = OnHoldResult)))]
async fn decide_on_hold(
    caller: Caller<SettingsScope>,
    State(app): State<App>,
    Json(decision): Json<OnHoldDecision>,
) -> Result<Answer<OnHoldResult>, Problem> {
    let action = waiting_mail("action", &decision.action, &[WaitingMail::Deliver, WaitingMail::Cancel])?;
    let entry = app.audit.entry(Action::MailOnHoldDecided, caller.actor(), None);
    let is_delivered = action == WaitingMail::Deliver;
    let subject = move |deliveries: u64| match action {
        WaitingMail::Deliver => accounts::texts::audit_on_hold_delivered(deliveries),
        WaitingMail::Hold | WaitingMail::Cancel => accounts::texts::audit_on_hold_cancelled(deliveries),
    };
    let note: Note = Arc::new(move |tx, deliveries| entry.about(subject(deliveries)).insert(tx));
    let deliveries = if is_delivered {
        app.delivery_loop.deliver_on_hold(note).await?
    } else {
        app.delivery_loop.cancel_on_hold(note).await?
    };
    Ok(Answer(OnHoldResult { deliveries }))
}

/// The status of the active connection.
#[derive(Serialize, ToSchema)]
struct StatusView {
    /// `builtin`, `password` or `oauth`.
    #[schema(example = "password")]
    method: &'static str,
    /// The From address in force.
    #[schema(example = "noreply@example.com")]
    sender: String,
    /// `mailbox` (the built-in mailbox keeps mail, nothing is sent), `not_verified`, `verified`, `failing` or
    /// `consent_needed`.
    #[schema(example = "verified")]
    state: &'static str,
    /// When the connection was first seen to work; `null` unless `verified`.
    #[schema(value_type = Option<String>, format = DateTime)]
    verified_at: Option<Timestamp>,
    /// Since when it fails; `null` unless `failing` or `consent_needed`.
    #[schema(value_type = Option<String>, format = DateTime)]
    failing_since: Option<Timestamp>,
    /// When mail was last sent, or a test last succeeded; `null` for the built-in mailbox.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_success_at: Option<Timestamp>,
    /// The last failure of the connection, until it works again.
    problem: Option<FailureView>,
    /// Deliveries that wait to be sent.
    waiting: u64,
    /// Those of them that are on hold while the built-in mailbox is active.
    on_hold: u64,
    /// Whether mail can be stored: `writable`, `full` or `read_only`.
    #[schema(example = "writable")]
    disk: &'static str,
    /// The version that waits for consent; `null` if none does.
    pending_version: Option<u32>,
    /// The mailbox that is connected with OAuth 2.0; `null` if none is.
    connected: Option<ConnectedView>,
    /// The open question of the last consent; answer it with `POST /email-settings/oauth/{id}/answer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<QuestionView>,
    /// What expires, soonest first; empty if nothing does.
    expiries: Vec<Expiry>,
}

/// A question to an administrator about a consent.
#[derive(Serialize, ToSchema)]
struct QuestionView {
    /// The consent.
    id: Uuid,
    /// `other_account` (another mailbox than the From address signed in) or `other_scopes` (the provider's response
    /// does not name the requested scopes).
    #[schema(example = "other_account")]
    about: &'static str,
    /// The mailbox that signed in; empty for `other_scopes`.
    account: String,
    /// Requested scopes that the response does not name; empty for `other_account`.
    missing_scopes: Vec<String>,
    /// Scopes that were granted; empty for `other_account`.
    granted_scopes: Vec<String>,
}

impl QuestionView {
    fn of((id, outcome): (Uuid, Option<oauth::ConsentOutcome>)) -> Option<Self> {
        let Some(oauth::ConsentOutcome::Asked { question }) = outcome else { return None };
        let (about, account, missing_scopes, granted_scopes) = match question {
            oauth::Question::OtherAccount { account } => ("other_account", account, Vec::new(), Vec::new()),
            oauth::Question::OtherScopes { missing, granted } => ("other_scopes", String::new(), missing, granted),
        };
        Some(Self { id, about, account, missing_scopes, granted_scopes })
    }
}

/// A mailbox that is connected with OAuth 2.0.
#[derive(Serialize, ToSchema)]
struct ConnectedView {
    /// The address that signed in; empty if the provider does not report it.
    #[schema(example = "noreply@example.com")]
    account: String,
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    last_renewed_at: Timestamp,
    /// `false` if the provider no longer renews it, or it was disconnected.
    alive: bool,
}

/// Something that expires at a known time.
#[derive(Serialize, ToSchema)]
struct Expiry {
    /// `client_secret`, `refresh_token` (if unused, which a weekly renewal prevents) or `consent`.
    #[schema(example = "client_secret")]
    what: &'static str,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Whether it expires unless somebody acts.
    needs_somebody: bool,
    /// What it means and what to do.
    meaning: String,
    /// The stable code of the meaning, for programs with their own texts.
    #[schema(example = "client_secret_ends")]
    code: String,
    /// The arguments of the meaning, by name.
    #[serde(skip_serializing_if = "Args::is_empty")]
    #[schema(value_type = Object)]
    args: Args,
}

/// Read the status
#[utoipa::path(get, path = "/email-settings/status", tag = "Email settings", operation_id = "readEmailSettingsStatus",
    security(("bearer" = ["settings"])),
    responses((status = OK, description = "How the active connection fares", body = StatusView)))]
async fn status(_caller: Caller<SettingsScope>, State(app): State<App>) -> Result<Answer<StatusView>, Problem> {
    let status = app.settings.status();
    let (waiting, on_hold) =
        app.db.read(|rx| Ok::<_, queue::QueueError>((queue::waiting(rx)?, queue::on_hold(rx)?))).await?;
    let consent = app.settings.consent_view().await?;
    let expirations = app.settings.expirations().await?;
    let (verified_at, failing_since) = match status.state {
        ConnectionState::Mailbox | ConnectionState::NotVerified => (None, None),
        ConnectionState::Verified(at) => (Some(at), None),
        ConnectionState::FailingSince(at) | ConnectionState::ConsentNeededSince(at) => (None, Some(at)),
    };
    Ok(Answer(StatusView {
        method: status.method.name(),
        sender: status.sender.expose().to_owned(),
        state: status.state.name(),
        verified_at,
        failing_since,
        last_success_at: status.last_success_at,
        problem: status.problem.map(FailureView::from),
        waiting: waiting.total(),
        on_hold,
        disk: app.db.disk().borrow().name(),
        pending_version: consent.pending,
        connected: consent.connected.map(|connected| ConnectedView {
            account: connected.account,
            since: connected.since,
            last_renewed_at: connected.renewed_at,
            alive: connected.is_alive,
        }),
        question: consent.last.and_then(QuestionView::of),
        expiries: expirations
            .into_iter()
            .map(|expiration| Expiry {
                what: expiration.kind.name(),
                at: expiration.at,
                needs_somebody: expiration.needs_action,
                meaning: language().render(&expiration.meaning),
                code: expiration.meaning.code().to_owned(),
                args: expiration.meaning.args().clone(),
            })
            .collect(),
    }))
}

/// A started consent.
#[derive(Serialize, ToSchema)]
struct ConsentView {
    /// Identifies the consent.
    id: Uuid,
    /// The page of owlpost that an administrator opens, in a browser in which they are signed in, to go to the provider and
    /// consent. Works once, within an hour.
    authorize_url: String,
}

/// Start a consent
///
/// For the version saved last: one that waits for consent, or the active one to connect it again. The version becomes
/// active when the administrator returns from `authorize_url`.
#[utoipa::path(post, path = "/email-settings/oauth/start", tag = "Email settings", operation_id = "startConsent",
    security(("bearer" = ["settings"])),
    responses((status = OK, description = "Where to consent", body = ConsentView),
        (status = CONFLICT, description = "The settings that were saved last need no consent", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn start_consent(caller: Caller<SettingsScope>, State(app): State<App>) -> Result<Answer<ConsentView>, Problem> {
    let link = app.settings.offer_consent(&caller.actor()).await?;
    Ok(Answer(ConsentView { id: link.id, authorize_url: link.url.expose_secret().to_owned() }))
}

/// The answer to the open question of a consent, which is in `question` of the status.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConsentAnswer {
    /// Another mailbox than the From address signed in (`other_account`): `alias`, it may send as the From address,
    /// or `account`, its own address becomes the From address. Scopes have other names (`other_scopes`): `go_on`, the
    /// granted ones are sufficient.
    #[schema(example = "alias")]
    answer: String,
}

/// Answer the question of a consent
#[utoipa::path(post, path = "/email-settings/oauth/{id}/answer", tag = "Email settings", operation_id = "answerConsent",
    security(("bearer" = ["settings"])),
    params(("id" = Uuid, Path, description = "The consent's id")),
    request_body = ConsentAnswer,
    responses((status = OK, description = "The active settings", body = SavedView),
        (status = CONFLICT, description = "Nothing is asked about this consent, or not this", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn answer_consent(
    caller: Caller<SettingsScope>,
    State(app): State<App>,
    PathId(id): PathId,
    Json(given): Json<ConsentAnswer>,
) -> Result<Answer<SavedView>, Problem> {
    let answer = match given.answer.as_str() {
        "alias" => oauth::Answer::IsAlias,
        "account" => oauth::Answer::UseAccount,
        "go_on" => oauth::Answer::GoOn,
        other => {
            let known = ["alias", "account", "go_on"].map(|name| format!("`{name}`")).to_vec();
            return Err(Problem::fault("answer", texts::value_not_one_of(shown(other), known)));
        }
    };
    app.settings.answer_question(id, answer, &caller.actor()).await?;
    app.delivery_loop.recheck_connection();
    Ok(Answer(SavedView::of(&app.settings.active())))
}

/// The result of disconnecting a mailbox.
#[derive(Serialize, ToSchema)]
struct DisconnectedView {
    /// `revoked`, `not_offered` (the provider has no revocation), `not_revoked` (the provider failed to do it) or
    /// `nothing_connected`.
    #[schema(example = "revoked")]
    at_provider: &'static str,
    /// Why the provider did not revoke it.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<FailureView>,
}

/// Disconnect the mailbox
///
/// The consent is deleted first, then revoked at the provider if that supports it. Mail waits until a mailbox is
/// connected again.
#[utoipa::path(post, path = "/email-settings/oauth/disconnect", tag = "Email settings", operation_id = "disconnect",
    security(("bearer" = ["settings"])),
    responses((status = OK, description = "What became of it", body = DisconnectedView)))]
async fn disconnect(
    caller: Caller<SettingsScope>,
    State(app): State<App>,
) -> Result<Answer<DisconnectedView>, Problem> {
    let (at_provider, problem) = match app.settings.disconnect(&caller.actor()).await? {
        oauth::DisconnectResult::Revoked => ("revoked", None),
        oauth::DisconnectResult::NotOffered => ("not_offered", None),
        oauth::DisconnectResult::NotRevoked(problem) => ("not_revoked", Some(FailureView::from(problem))),
        oauth::DisconnectResult::Nothing => ("nothing_connected", None),
    };
    app.delivery_loop.recheck_connection();
    Ok(Answer(DisconnectedView { at_provider, problem }))
}
