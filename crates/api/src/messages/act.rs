//! `POST /messages/{id}/cancel`, `/retry`, `/resend`: actions on an accepted message.

use axum::Json as Answer;
use axum::extract::State;
use axum::response::Response;
use queue::{Id, Retry};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::send::{Accepted, accepted};
use crate::caller::{Caller, MessagesSend};
use crate::input::{ListQuery, PathId, shown};
use crate::problem::{Kind, Problem, ProblemDocument};
use crate::texts;
use app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(cancel)).routes(routes!(retry)).routes(routes!(resend))
}

/// What to retry.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RetryQuery {
    /// `true` also sends again what may have arrived (state `uncertain`).
    #[param(value_type = Option<bool>, example = false)]
    uncertain: Option<String>,
}

impl RetryQuery {
    fn retry(&self) -> Result<Retry, Problem> {
        match self.uncertain.as_deref() {
            None | Some("false") => Ok(Retry::NotArrived),
            Some("true") => Ok(Retry::All),
            Some(other) => {
                let allowed = ["true", "false"].map(|name| format!("`{name}`")).to_vec();
                Err(Problem::fault("uncertain", texts::value_not_one_of(shown(other), allowed)))
            }
        }
    }
}

/// The result of cancelling.
#[derive(Serialize, ToSchema)]
struct Cancelled {
    /// Deliveries that will not be sent.
    #[schema(example = 1)]
    cancelled: usize,
    /// Deliveries that are being sent right now and are not cancelled.
    #[schema(example = 0)]
    sending: usize,
}

/// The result of a retry.
#[derive(Serialize, ToSchema)]
struct Retried {
    /// Deliveries that are due now.
    #[schema(example = 1)]
    deliveries: usize,
}

/// Cancel a message
///
/// Cancels waiting deliveries. Deliveries that are being sent are not affected.
#[utoipa::path(post, path = "/messages/{id}/cancel", tag = "Messages", operation_id = "cancelMessage",
    security(("bearer" = ["messages:send"])),
    params(("id" = Uuid, Path, description = "The message's id")),
    responses((status = OK, description = "What was taken back", body = Cancelled),
        (status = CONFLICT, description = "Nothing of it waits any more", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn cancel(
    _caller: Caller<MessagesSend>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<Cancelled>, Problem> {
    let now = app.clock.now();
    let done = app.db.write(move |tx| queue::cancel(tx, Id(id), now)).await?;
    app.delivery_loop.wake();
    Ok(Answer(Cancelled { cancelled: done.cancelled, sending: done.sending }))
}

/// Retry a message now
///
/// Makes waiting deliveries due at once, and queues failed, expired and cancelled ones again. With `uncertain=true` also
/// those that may have arrived, which may then arrive twice.
#[utoipa::path(post, path = "/messages/{id}/retry", tag = "Messages", operation_id = "retryMessage",
    security(("bearer" = ["messages:send"])),
    params(("id" = Uuid, Path, description = "The message's id"), RetryQuery),
    responses((status = OK, description = "What is due now", body = Retried),
        (status = CONFLICT, description = "Nothing of it can be tried again", body = ProblemDocument,
            content_type = "application/problem+json"),
        (status = GONE, description = "The text is no longer kept", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn retry(
    _caller: Caller<MessagesSend>,
    State(app): State<App>,
    PathId(id): PathId,
    ListQuery(query): ListQuery<RetryQuery>,
) -> Result<Answer<Retried>, Problem> {
    let retry = query.retry()?;
    let now = app.clock.now();
    let deliveries = app.db.write(move |tx| queue::retry_now(tx, Id(id), retry, now)).await?;
    app.delivery_loop.wake();
    Ok(Answer(Retried { deliveries }))
}

/// Resend a message
///
/// Sends the same bytes once more to all recipients, as a new message. The recipients count for the quotas of the script
/// or the API key that the message is from, and mail of a script for the limit on waiting mail of its workspace.
#[utoipa::path(post, path = "/messages/{id}/resend", tag = "Messages", operation_id = "resendMessage",
    security(("bearer" = ["messages:send"])),
    params(("id" = Uuid, Path, description = "The message's id")),
    responses((status = ACCEPTED, description = "The new message, on disk", body = Accepted,
            headers(("Location" = String, description = "Where the new message is read"))),
        (status = CONFLICT, description = "It cannot be sent again", body = ProblemDocument,
            content_type = "application/problem+json"),
        (status = TOO_MANY_REQUESTS, description = "A quota that the message counts for has no room", body = ProblemDocument,
            content_type = "application/problem+json"),
        (status = GONE, description = "The text is no longer kept", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn resend(caller: Caller<MessagesSend>, State(app): State<App>, PathId(id): PathId) -> Result<Response, Problem> {
    // Its recipients are not known here.
    if !caller.key.limits.is_none() {
        return Err(Problem::new(Kind::MissingScope, texts::request_limited_key(caller.key.name.as_str())));
    }
    let source = app.db.read(move |rx| queue::source_of(rx, Id(id))).await?;
    let limits = app.scripts.limits_of(source).await?;
    Ok(accepted(&app.intake.resend(Id(id), caller.actor().text(), Vec::new(), &limits).await?))
}
