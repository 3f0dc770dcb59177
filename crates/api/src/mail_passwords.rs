//! `/mail-passwords`: those of all accounts, listed and deleted. A mail password is created by its owner alone, on the
//! page of their account, so that nobody else knows it.
//!
//! Needs `members`, which covers every account.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::api_keys::KeyLimitsView;
use super::caller::{Caller, MembersScope};
use super::input::PathId;
use super::problem::{Kind, Problem};
use super::texts;
use accounts::MailPassword;
use app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(delete))
}

/// A mail password, without its secret.
#[derive(Serialize, ToSchema)]
struct MailPasswordView {
    id: Uuid,
    /// The program that uses it; unique within the account.
    #[schema(example = "scanner in the hall")]
    name: String,
    /// The account.
    account: Uuid,
    /// The address of the account.
    #[schema(example = "ann@example.com")]
    email: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was last used, to the minute; `null` if it was never used.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
    limits: KeyLimitsView,
}

impl From<MailPassword> for MailPasswordView {
    fn from(password: MailPassword) -> Self {
        let MailPassword { id, name, account, email, created_at, last_used_at, limits } = password;
        let email = email.expose().to_owned();
        Self { id, name, account, email, created_at, last_used_at, limits: limits.into() }
    }
}

/// The mail passwords of all accounts.
#[derive(Serialize, ToSchema)]
struct MailPasswordList {
    /// Ordered by the address of the account, then by name.
    items: Vec<MailPasswordView>,
    /// Always `null`: there are no further pages.
    next: Option<String>,
}

/// List mail passwords
///
/// With a mail password of a person's account a program submits mail by SMTP; it does not work with this API. People
/// create them on the page of their account.
#[utoipa::path(get, path = "/mail-passwords", tag = "Accounts", operation_id = "listMailPasswords",
    security(("bearer" = ["members"])),
    responses((status = OK, description = "Those of all accounts", body = MailPasswordList)))]
async fn list(_caller: Caller<MembersScope>, State(app): State<App>) -> Result<Answer<MailPasswordList>, Problem> {
    let items = app.accounts.mail_passwords(None).await?.into_iter().map(MailPasswordView::from).collect();
    Ok(Answer(MailPasswordList { items, next: None }))
}

/// Delete a mail password
///
/// The program that uses it is refused at once, also in a session that is open. Mail that it submitted before is still
/// sent.
#[utoipa::path(delete, path = "/mail-passwords/{id}", tag = "Accounts", operation_id = "deleteMailPassword",
    security(("bearer" = ["members"])),
    params(("id" = Uuid, Path, description = "The mail password's id")),
    responses((status = NO_CONTENT, description = "Deleted")))]
async fn delete(
    caller: Caller<MembersScope>,
    State(app): State<App>,
    PathId(id): PathId,
) -> Result<StatusCode, Problem> {
    if app.accounts.delete_mail_password(id, None, &caller.by()).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::new(Kind::NotFound, texts::request_mail_password_id_unknown()))
    }
}
