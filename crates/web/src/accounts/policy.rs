//! Who may sign up, and which workspaces may send to the outside.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use uuid::Uuid;

use crate::confirmation::Question;
use crate::error_pages::{PageError, PageResult};
use crate::extract::Path;
use crate::labels::TimeElement;
use crate::layout::NavEntry;
use crate::session::{Administrator, Client};
use crate::step_up::{ConfirmedForm, NoFields};
use crate::translation::{tr, tr_args};
use accounts::{AccountsError, SignUpPolicy, Workspace};
use app::App;

/// Maximum number of workspaces listed, oldest first.
const LISTED: usize = 50;

/// The form that says who may sign up.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct SignUpForm {
    /// `invitation`, `domains` or `open`.
    pub policy: String,
    /// One domain per line.
    pub domains: String,
}

impl SignUpForm {
    /// The stored policy.
    pub fn of(policy: &SignUpPolicy) -> Self {
        let (policy, domains) = match policy {
            SignUpPolicy::InvitationOnly => ("invitation", String::new()),
            SignUpPolicy::Domains(domains) => ("domains", domains.join("\n")),
            SignUpPolicy::Open => ("open", String::new()),
        };
        Self { policy: policy.to_owned(), domains }
    }
}

/// The workspaces that wait for approval.
pub struct Unapproved {
    /// The first of them, at most [`LISTED`].
    pub rows: Vec<UnapprovedRow>,
    /// The number of further ones.
    pub more: usize,
}

/// A workspace that waits for approval.
pub struct UnapprovedRow {
    pub id: Uuid,
    pub name: String,
    pub created_at: TimeElement,
}

impl Unapproved {
    /// The oldest of them, and how many more there are.
    pub async fn read(app: &App) -> Result<Self, AccountsError> {
        let (workspaces, count) = app.accounts.unapproved_workspaces(LISTED).await?;
        let more = count - workspaces.len();
        let row = |workspace: Workspace| UnapprovedRow {
            id: workspace.id,
            name: workspace.name,
            created_at: TimeElement(workspace.created_at),
        };
        Ok(Self { rows: workspaces.into_iter().map(row).collect(), more })
    }
}

/// `POST /configuration/accounts/sign-up`.
pub async fn set_sign_up_policy(
    State(app): State<App>,
    Client(client): Client,
    Administrator(visitor): Administrator,
    ConfirmedForm(form): ConfirmedForm<SignUpForm>,
) -> PageResult {
    let policy = match form.policy.as_str() {
        "open" => Ok(SignUpPolicy::Open),
        "domains" => SignUpPolicy::of_domains(&form.domains),
        _ => Ok(SignUpPolicy::InvitationOnly),
    };
    match policy {
        Ok(policy) => {
            app.accounts.set_sign_up_policy(policy, &visitor.by(client)).await?;
            Ok(Redirect::to("/configuration/accounts?saved=1").into_response())
        }
        Err(faults) => {
            let page = super::page(&app, &visitor).await?;
            Ok(super::Page { sign_up: form, ..page }.refused(faults))
        }
    }
}

/// `POST /configuration/accounts/workspaces/{id}/approve`.
pub async fn approve(
    State(app): State<App>,
    Client(client): Client,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
    _: ConfirmedForm<NoFields>,
) -> PageResult {
    found(app.accounts.approve_workspace(id, &visitor.by(client)).await)?;
    Ok(Redirect::to("/configuration/accounts?approved=1").into_response())
}

/// The question before the approval of a workspace is withdrawn.
pub async fn ask_to_withdraw(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
) -> PageResult {
    let workspace = app.accounts.workspace(id).await?.ok_or(PageError::NotFound)?;
    let question = Question {
        meaning: vec![tr_args("accounts-withdraw-meaning", &[("name", workspace.name.into())])],
        action: format!("/configuration/accounts/workspaces/{id}/withdraw"),
        fields: Vec::new(),
        button: tr("accounts-withdraw"),
        is_dangerous: true,
        back: format!("/workspaces/{id}"),
    };
    Ok(question.page("accounts-withdraw-title", NavEntry::Accounts, &visitor))
}

/// `POST /configuration/accounts/workspaces/{id}/withdraw`.
pub async fn withdraw(
    State(app): State<App>,
    Client(client): Client,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
) -> PageResult {
    found(app.accounts.withdraw_approval(id, &visitor.by(client)).await)?;
    Ok(Redirect::to(&format!("/workspaces/{id}?withdrawn=1")).into_response())
}

/// 404 if the workspace was deleted in the meantime.
fn found(result: Result<Workspace, AccountsError>) -> Result<(), PageError> {
    match result {
        Ok(_) => Ok(()),
        Err(AccountsError::NotFound) => Err(PageError::NotFound),
        Err(other) => Err(other.into()),
    }
}
