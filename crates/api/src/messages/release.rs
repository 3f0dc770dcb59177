//! `POST /messages/release`, `/messages/{id}/release`: mail of the built-in mailbox goes to the mail server.

use axum::Json as Answer;
use axum::extract::State;
use queue::{Id, QueueError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::caller::{Caller, MessagesSend};
use crate::input::{Json, PathId};
use crate::problem::{Problem, ProblemDocument};
use crate::texts;
use accounts::audit::Action;
use app::App;
use sending::mailbox::{ReleaseError, Selection};

/// Messages that one call names at most.
const IDS_MAX: usize = 1_000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(release_one)).routes(routes!(release))
}

/// Which messages are released; give one of the two.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReleaseInput {
    /// These messages, 1,000 at most.
    #[schema(max_items = 1000)]
    ids: Option<Vec<Uuid>>,
    /// `true`: everything in the mailbox.
    #[schema(example = true)]
    all: Option<bool>,
}

/// What was released.
#[derive(Serialize, ToSchema)]
struct Released {
    /// Messages that are sent now.
    #[schema(example = 2)]
    messages: usize,
    /// Their deliveries, which are `queued` now.
    #[schema(example = 3)]
    deliveries: u64,
}

/// Release messages from the mailbox
///
/// What the built-in mailbox keeps (state `kept`) is sent through the mail server that is connected now. Tests, letters whose
/// link has expired, and messages that are no longer in the mailbox are left out. An entry of the audit log says how many.
#[utoipa::path(post, path = "/messages/release", tag = "Messages", operation_id = "releaseMessages",
    security(("bearer" = ["messages:send"])),
    request_body = ReleaseInput,
    responses((status = OK, description = "What is sent now", body = Released),
        (status = CONFLICT, description = "The built-in mailbox is active: no mail server is connected",
            body = ProblemDocument, content_type = "application/problem+json")))]
async fn release(
    caller: Caller<MessagesSend>,
    State(app): State<App>,
    Json(input): Json<ReleaseInput>,
) -> Result<Answer<Released>, Problem> {
    let selection = match input {
        ReleaseInput { ids: None, all: Some(true) } => Selection::All,
        ReleaseInput { ids: Some(ids), all: None | Some(false) } if ids.len() <= IDS_MAX => {
            Selection::Messages(ids.into_iter().map(Id).collect())
        }
        ReleaseInput { ids: Some(_), all: None | Some(false) } => {
            return Err(Problem::fault("ids", texts::release_too_many(IDS_MAX)));
        }
        _ => return Err(Problem::fault("ids", texts::release_ids_or_all())),
    };
    release_selection(&caller, &app, selection).await
}

/// Release a message from the mailbox
///
/// As `POST /messages/release`, for one message.
#[utoipa::path(post, path = "/messages/{id}/release", tag = "Messages", operation_id = "releaseMessage",
    security(("bearer" = ["messages:send"])),
    params(("id" = Uuid, Path, description = "The message's id")),
    responses((status = OK, description = "What is sent now", body = Released),
        (status = CONFLICT, description = "It is not in the mailbox, or no mail server is connected",
            body = ProblemDocument, content_type = "application/problem+json")))]
async fn release_one(
    caller: Caller<MessagesSend>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<Released>, Problem> {
    // 404 for a message that does not exist.
    app.db.read(move |rx| queue::detail(rx, Id(id))).await?;
    let released = release_selection(&caller, &app, Selection::Messages(vec![Id(id)])).await?;
    if released.messages == 0 {
        return Err(QueueError::WrongState(texts::release_nothing()).into());
    }
    Ok(released)
}

async fn release_selection(
    caller: &Caller<MessagesSend>,
    app: &App,
    selection: Selection,
) -> Result<Answer<Released>, Problem> {
    let entry = app.audit.entry(Action::MailReleased, caller.actor(), None);
    let note = move |tx: &mut storage::Tx<'_>, planned: sending::mailbox::Released| {
        let subject = accounts::texts::audit_mail_released(planned.messages, planned.deliveries);
        entry.about(subject).insert(tx)
    };
    match app.mailbox.release(selection, &app.delivery_loop, note).await {
        Ok(released) => Ok(Answer(Released { messages: released.messages, deliveries: released.deliveries })),
        Err(ReleaseError::NoServer) => Err(QueueError::WrongState(texts::release_without_server()).into()),
        Err(ReleaseError::Queue(error)) => Err(error.into()),
    }
}
