//! `/workspaces/{id}/script-recipients`: the recipients that scripts of a workspace may send to.

use axum::Json as Answer;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::typed::present;
use crate::caller::{Caller, ScriptsScope};
use crate::input::{Json, PathId};
use crate::problem::Problem;
use crate::texts;
use crate::workspaces;
use app::App;
use scripting::{AllowedRecipients, Recipient};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read, decide))
}

/// The recipients that scripts of a workspace may send to.
#[derive(Serialize, ToSchema)]
struct ScriptRecipients {
    /// Addresses, and domains without their subdomains; `null` means anybody.
    #[schema(example = json!(["example.com", "ann@example.org"]))]
    recipients: Option<Vec<String>>,
}

/// The new allowed recipients.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ScriptRecipientsInput {
    /// Addresses, and domains without their subdomains, at most 1,000; `null` means anybody.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Vec<String>>, required, example = json!(["example.com", "ann@example.org"]))]
    recipients: Option<Option<Vec<String>>>,
}

impl From<AllowedRecipients> for ScriptRecipients {
    fn from(allowed: AllowedRecipients) -> Self {
        let texts = |list: Vec<Recipient>| list.iter().map(|entry| entry.text().to_owned()).collect();
        Self {
            recipients: match allowed {
                AllowedRecipients::Anybody => None,
                AllowedRecipients::Only(list) => Some(texts(list)),
            },
        }
    }
}

/// Read the allowed recipients of scripts
#[utoipa::path(get, path = "/workspaces/{id}/script-recipients", tag = "Scripts", operation_id = "readScriptRecipients",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The workspace's id")),
    responses((status = OK, description = "The recipients", body = ScriptRecipients)))]
async fn read(
    _caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<Answer<ScriptRecipients>, Problem> {
    workspaces::find(&app, id).await?;
    Ok(Answer(app.scripts.allowed_recipients(id).await?.into()))
}

/// Set the allowed recipients of scripts
///
/// For training workspaces. Mail of scripts to anybody else is refused, and the run reports it.
#[utoipa::path(put, path = "/workspaces/{id}/script-recipients", tag = "Scripts",
    operation_id = "decideScriptRecipients",
    security(("bearer" = ["scripts"])),
    params(("id" = Uuid, Path, description = "The workspace's id")),
    request_body = ScriptRecipientsInput,
    responses((status = OK, description = "The recipients from now on", body = ScriptRecipients)))]
async fn decide(
    caller: Caller<ScriptsScope>,
    State(app): State<App>,
    PathId(id): PathId,
    Json(typed): Json<ScriptRecipientsInput>,
) -> Result<Answer<ScriptRecipients>, Problem> {
    let typed = match typed.recipients {
        None => {
            return Err(Problem::fault("recipients", texts::script_recipients_missing()));
        }
        Some(None) => String::new(),
        // For `scripting`, an empty text means anybody, which is not what an empty list means.
        Some(Some(list)) if list.iter().all(|entry| entry.trim().is_empty()) => {
            return Err(Problem::fault("recipients", texts::script_recipients_empty()));
        }
        Some(Some(list)) => list.join("\n"),
    };
    workspaces::find(&app, id).await?;
    Ok(Answer(app.scripts.set_allowed_recipients(id, &typed, &caller.by()).await?.into()))
}
