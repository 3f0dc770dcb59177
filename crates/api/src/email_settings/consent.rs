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
    /// The page of owlpost that an administrator opens in a browser in which they are signed in; it leads to the
    /// provider's consent page. Can be used once, within an hour.
    authorize_url: String,
}

/// Start a consent
///
/// Starts a consent for the newest version: one that waits for consent, or the active one to connect it again. The
/// version becomes active when the administrator returns from the provider.
#[utoipa::path(post, path = "/email-settings/oauth/start", tag = "Email settings", operation_id = "startConsent",
    security(("bearer" = ["settings"])),
    responses((status = OK, description = "The page on which to consent", body = ConsentView),
        (status = CONFLICT, description = "The newest settings need no consent", body = ProblemDocument,
            content_type = "application/problem+json")))]
async fn start_consent(caller: Caller<SettingsScope>, State(app): State<App>) -> Result<Answer<ConsentView>, Problem> {
    let link = app.settings.offer_consent(&caller.actor()).await?;
    Ok(Answer(ConsentView { id: link.id, authorize_url: link.url.expose_secret().to_owned() }))
}

/// The answer to the open question of a consent, which is `question` in the status.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConsentAnswer {
    /// If a mailbox other than the From address signed in (`other_account`): `alias` (it may send as the From address)
    /// or `account` (its own address becomes the From address). If the granted scopes have other names
    /// (`other_scopes`): `go_on` (they are sufficient).
    #[schema(example = "alias")]
    answer: String,
}

/// Answer the question of a consent
#[utoipa::path(post, path = "/email-settings/oauth/{id}/answer", tag = "Email settings", operation_id = "answerConsent",
    security(("bearer" = ["settings"])),
    params(("id" = Uuid, Path, description = "The consent's id")),
    request_body = ConsentAnswer,
    responses((status = OK, description = "The active settings", body = SavedView),
        (status = CONFLICT, description = "The consent has no open question, or not this one", body = ProblemDocument,
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
        "go_on" => oauth::Answer::AcceptScopes,
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
    /// `revoked`, `not_offered` (the provider does not support revocation), `not_revoked` (the revocation failed) or
    /// `nothing_connected`.
    #[schema(example = "revoked")]
    at_provider: &'static str,
    /// Why the revocation failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<FailureView>,
}

/// Disconnect the mailbox
///
/// Deletes the consent, then revokes it at the provider if the provider supports that. Mail waits until a mailbox is
/// connected again.
#[utoipa::path(post, path = "/email-settings/oauth/disconnect", tag = "Email settings", operation_id = "disconnect",
    security(("bearer" = ["settings"])),
    responses((status = OK, description = "The result of the revocation", body = DisconnectedView)))]
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
