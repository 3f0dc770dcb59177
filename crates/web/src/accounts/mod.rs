//! *Configuration → Accounts*: all accounts, instance administrators, who may sign up, which workspaces may send, and
//! the mail passwords of an account.

mod one;
mod policy;

use std::borrow::Cow;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use mail::{Fault, Text};
use serde::Deserialize;
use uuid::Uuid;

use super::account::still_needed;
use super::error_pages::{PageError, PageResult};
use super::labels::TimeElement;
use super::layout::{self, Faults, Frame, NavEntry};
use super::session::{Administrator, Client, Visitor};
use super::texts;
use super::translation::{filters, tr, tr_args};
use crate::confirmation::Question;
use crate::extract::{Path, Query};
use crate::paging::{Paged, Search, contains};
use crate::step_up::ConfirmedForm;
use accounts::{AccountsError, ListedAccount};
use app::App;
use policy::{SignUpForm, Unapproved};
use tickets::TicketsError;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(show))
        .route("/sign-up", post(policy::set_sign_up_policy))
        .route("/workspaces/{id}/approve", post(policy::approve))
        .route("/workspaces/{id}/withdraw", get(policy::ask_to_withdraw).post(policy::withdraw))
        .route("/{id}", get(one::show).post(one::change))
        .route("/{id}/mail-passwords/{password}/delete", get(one::confirm_delete).post(one::delete))
        .route("/{id}/instance-admin", get(ask_instance_admin).post(set_instance_admin))
        .route("/{id}/delete", get(confirm_delete).post(delete))
}

#[derive(Template)]
#[template(path = "accounts/page.html")]
struct Page {
    frame: Frame,
    rows: Paged<AccountRow>,
    sign_up: SignUpForm,
    unapproved: Unapproved,
    faults: Faults,
    note: Option<Cow<'static, str>>,
}

struct AccountRow {
    id: Uuid,
    email: String,
    name: String,
    instance_admin: bool,
    validated: bool,
    created_at: TimeElement,
    workspaces: u64,
    is_visitor: bool,
}

impl AccountRow {
    fn of(listed: ListedAccount, visitor: &Visitor) -> Self {
        let account = listed.account;
        Self {
            is_visitor: account.id == visitor.account.id,
            id: account.id,
            email: account.email.expose().to_owned(),
            name: account.name,
            instance_admin: account.instance_admin,
            validated: account.validated,
            created_at: TimeElement(listed.created_at),
            workspaces: listed.workspaces,
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NoticeQuery {
    saved: Option<String>,
    approved: Option<String>,
    deleted: Option<String>,
    account: String,
    account_page: String,
}

/// A ticked checkbox is sent; an unticked one is absent.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Decision {
    may: Option<String>,
}

async fn show(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Query(done): Query<NoticeQuery>,
) -> PageResult {
    let (words, number) = (done.account.trim().to_owned(), done.account_page.parse().unwrap_or(1));
    let note = match done {
        NoticeQuery { saved: Some(_), .. } => Some(tr("account-saved")),
        NoticeQuery { approved: Some(_), .. } => Some(tr("accounts-approved")),
        NoticeQuery { deleted: Some(_), .. } => Some(tr("accounts-deleted")),
        _ => None,
    };
    Ok(layout::render(&Page { note, ..searched(&app, &visitor, words, number).await? }))
}

/// The question before an account becomes an instance administrator or loses that right.
async fn ask_instance_admin(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
) -> PageResult {
    let listed = app.accounts.list().await?;
    let administrators = listed.iter().filter(|listed| listed.account.instance_admin).count();
    let account = listed.into_iter().map(|listed| listed.account).find(|account| account.id == id);
    let account = account.ok_or(PageError::NotFound)?;
    if account.instance_admin && administrators == 1 {
        return refused(&app, &visitor, texts::account_last_administrator()).await;
    }
    if !account.instance_admin && !account.validated {
        return refused(&app, &visitor, texts::account_not_validated()).await;
    }
    let email = account.email.expose().to_owned();
    let (title, meaning, button) = match (account.instance_admin, id == visitor.account.id) {
        (true, true) => ("accounts-end-own-title", "accounts-end-own-meaning", "accounts-end-administrator"),
        (true, false) => ("accounts-end-title", "accounts-end-meaning", "accounts-end-administrator"),
        (false, _) => ("accounts-make-title", "accounts-make-meaning", "accounts-make-administrator"),
    };
    let left = administrators.saturating_sub(1);
    let question = Question {
        meaning: vec![tr_args(meaning, &[("email", email.into()), ("left", left.into())])],
        action: format!("/configuration/accounts/{id}/instance-admin"),
        fields: if account.instance_admin { Vec::new() } else { vec![("may", "1".to_owned())] },
        button: tr(button),
        is_dangerous: account.instance_admin,
        back: "/configuration/accounts".to_owned(),
    };
    Ok(question.page(title, NavEntry::Accounts, &visitor))
}

async fn set_instance_admin(
    State(app): State<App>,
    Client(client): Client,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
    ConfirmedForm(form): ConfirmedForm<Decision>,
) -> PageResult {
    let text = match app.accounts.set_instance_admin(id, form.may.is_some(), &visitor.by(client)).await {
        // Administrators who gave up their own right may no longer see this page.
        Ok(()) if id == visitor.account.id => return Ok(Redirect::to("/workspaces").into_response()),
        Ok(()) => return Ok(Redirect::to("/configuration/accounts?saved=1").into_response()),
        Err(AccountsError::LastAdministrator) => texts::account_last_administrator(),
        Err(AccountsError::NotValidated) => texts::account_not_validated(),
        Err(other) => return Err(other.into()),
    };
    refused(&app, &visitor, text).await
}

#[derive(Template)]
#[template(path = "accounts/delete.html")]
struct ConfirmDelete {
    frame: Frame,
    id: Uuid,
    email: String,
}

async fn confirm_delete(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
) -> PageResult {
    if id == visitor.account.id {
        return Ok(Redirect::to("/account/delete").into_response());
    }
    let account = app.accounts.account(id).await?.ok_or(PageError::NotFound)?;
    let frame = Frame::new(tr("accounts-delete-title"), NavEntry::Accounts, &visitor);
    Ok(layout::render(&ConfirmDelete { frame, id, email: account.email.expose().to_owned() }))
}

async fn delete(
    State(app): State<App>,
    Client(client): Client,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
) -> PageResult {
    match app.tickets.delete_account(id, &visitor.by(client)).await {
        Ok(()) => Ok(Redirect::to("/configuration/accounts?deleted=1").into_response()),
        Err(TicketsError::Accounts(error)) => match still_needed(&error) {
            Some(fault) => refused(&app, &visitor, fault.text).await,
            None => Err(error.into()),
        },
        Err(other) => Err(other.into()),
    }
}

async fn page(app: &App, visitor: &Visitor) -> Result<Page, PageError> {
    searched(app, visitor, String::new(), 1).await
}

/// A page of the accounts whose address or name contains `words`.
async fn searched(app: &App, visitor: &Visitor, words: String, page: usize) -> Result<Page, PageError> {
    let search = Search {
        address: "/configuration/accounts?".to_owned(),
        name: "account",
        words: words.clone(),
        anchor: "accounts",
    };
    let is_found = |listed: &ListedAccount| {
        contains(listed.account.email.expose(), &words) || contains(&listed.account.name, &words)
    };
    Ok(Page {
        frame: Frame::new(tr("accounts-title"), NavEntry::Accounts, visitor),
        rows: Paged::of(app.accounts.list().await?, page, search, is_found)
            .map(|listed| AccountRow::of(listed, visitor)),
        sign_up: SignUpForm::of(&app.accounts.sign_up_policy().await?),
        unapproved: Unapproved::read(app).await?,
        faults: Faults::default(),
        note: None,
    })
}

async fn refused(app: &App, visitor: &Visitor, text: Text) -> Result<Response, PageError> {
    let page = page(app, visitor).await?;
    Ok(page.refused(vec![Fault::new("accounts", text)]))
}

impl Page {
    /// The page with faults.
    fn refused(self, faults: Vec<Fault>) -> Response {
        let page = Page { frame: self.frame.with_faults(), faults: Faults::new(faults), ..self };
        (StatusCode::UNPROCESSABLE_ENTITY, layout::render(&page)).into_response()
    }
}
