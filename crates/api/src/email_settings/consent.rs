//! `/email-settings/oauth`: start a consent, answer its question, disconnect the mailbox.

use axum::Json as Answer;
use axum::extract::State;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::SavedView;
use crate::caller::{Caller, SettingsScope};
use crate::connection_tests::FailureView;
use crate::input::{Json, PathId, shown};
use crate::problem::{Problem, ProblemDocument};
use crate::texts;
use app::App;
use settings::oauth;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(start_consent)).routes(routes!(answer_consent)).routes(routes!(disconnect))
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
