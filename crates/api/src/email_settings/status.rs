//! `GET /email-settings/status`: whether the active connection works, and how much mail waits.

use axum::Json as Answer;
use axum::extract::State;
use jiff::Timestamp;
use mail::Args;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::caller::{Caller, SettingsScope};
use crate::connection_tests::FailureView;
use crate::problem::Problem;
use app::App;
use i18n::language;
use settings::{ConnectionState, oauth};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(status))
}

/// The status of the active connection.
#[derive(Serialize, ToSchema)]
struct StatusView {
    /// `builtin`, `password` or `oauth`.
    #[schema(example = "password")]
    method: &'static str,
    /// The active From address.
    #[schema(example = "noreply@example.com")]
    sender: String,
    /// `mailbox` (mail is stored in the built-in mailbox, nothing is sent), `not_verified`, `verified`, `failing` or
    /// `consent_needed`.
    #[schema(example = "verified")]
    state: &'static str,
    /// When the connection was first seen to work; `null` unless `verified`.
    #[schema(value_type = Option<String>, format = DateTime)]
    verified_at: Option<Timestamp>,
    /// Since when it has failed; `null` unless `failing` or `consent_needed`.
    #[schema(value_type = Option<String>, format = DateTime)]
    failing_since: Option<Timestamp>,
    /// When mail was last sent, or a test last succeeded; `null` for the built-in mailbox.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_success_at: Option<Timestamp>,
    /// The last failure of the connection, until it works again.
    problem: Option<FailureView>,
    /// Deliveries that wait to be sent.
    waiting: u64,
    /// How many of them are on hold while the built-in mailbox is active.
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
    /// Secrets and consents that expire, soonest first.
    expiries: Vec<Expiry>,
}

/// A question to an administrator about a consent.
#[derive(Serialize, ToSchema)]
struct QuestionView {
    /// The consent.
    id: Uuid,
    /// `other_account` (a mailbox other than the From address signed in) or `other_scopes` (the provider's response
    /// does not name all requested scopes).
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
        let Some(oauth::ConsentOutcome::OpenQuestion { question }) = outcome else { return None };
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
    /// `false` if the provider no longer renews the access, or the mailbox was disconnected.
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
    /// Whether it expires unless a person acts.
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
    responses((status = OK, description = "The status of the active connection", body = StatusView)))]
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
