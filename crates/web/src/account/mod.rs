//! The visitor's own account: name and language, password, address, mail passwords, signing out everywhere, deletion.

mod mail_passwords;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use mail::Fault;
use serde::Deserialize;

use super::error_pages::{PageError, PageResult};
use super::labels;
use super::layout::{self, Faults, Frame, NavEntry};
use super::session::{self, Client, SessionCookie, Visitor};
use super::sign_up::{too_many_letters, with_wait};
use super::texts;
use super::translation::{self, filters, tr};
use crate::extract::{Form, Query, SMALL_FORM};
use accounts::AccountsError;
use app::App;
use i18n::Language;
use tickets::{PasswordChange, TicketsError};

pub use mail_passwords::{MailPasswordRow, delete_question};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(show).post(change))
        .route("/password", post(change_password))
        .route("/change-address", post(change_address))
        .route("/sign-out-everywhere", post(sign_out_everywhere))
        .route("/delete", get(confirm_delete).post(delete))
        .nest("/mail-passwords", mail_passwords::routes())
}

#[derive(Template)]
#[template(path = "account/page.html")]
struct Page {
    frame: Frame,
    typed_name: String,
    email: String,
    new_email: String,
    languages: Vec<LanguageChoice>,
    faults: Faults,
    note: Option<String>,
}

struct LanguageChoice {
    tag: &'static str,
    name: String,
    chosen: bool,
}

/// The fields of all forms of the page; each form sends its own.
#[derive(Default, Deserialize)]
#[serde(default)]
struct AccountForm {
    name: String,
    language: String,
    current: String,
    password: String,
    email: String,
    address_password: String,
    delete_password: String,
}

/// What was just done, for the confirmation.
#[derive(Default, Deserialize)]
#[serde(default)]
struct NoticeQuery {
    saved: Option<String>,
    password: Option<String>,
    address: Option<String>,
    asked: Option<String>,
}

impl NoticeQuery {
    fn note(&self) -> Option<String> {
        let key = match self {
            Self { saved: Some(_), .. } => "account-saved",
            Self { password: Some(_), .. } => "account-password-changed",
            Self { address: Some(_), .. } => "account-address-changed",
            Self { asked: Some(_), .. } => "account-address-asked",
            _ => return None,
        };
        Some(tr(key).into_owned())
    }
}

async fn show(visitor: Visitor, Query(done): Query<NoticeQuery>) -> PageResult {
    Ok(layout::render(&Page { note: done.note(), ..page(&visitor) }))
}

async fn change(State(app): State<App>, visitor: Visitor, Form(form): Form<AccountForm, SMALL_FORM>) -> PageResult {
    let language = Language::from_tag(&form.language);
    match app.accounts.change_profile(visitor.account.id, &form.name, language).await {
        Ok(()) => Ok(Redirect::to("/account?saved=1").into_response()),
        Err(AccountsError::Faults(faults)) => {
            Ok(refused(Page { typed_name: form.name, languages: languages(language), ..page(&visitor) }, faults))
        }
        Err(other) => Err(other.into()),
    }
}

async fn change_password(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    SessionCookie(session): SessionCookie,
    Form(form): Form<AccountForm, SMALL_FORM>,
) -> PageResult {
    let kept_session = session.unwrap_or_default();
    let change =
        PasswordChange { current: form.current.into(), new: form.password.into(), kept_session: &kept_session };
    match app.tickets.change_password(&visitor.account, change, translation::language(), client).await {
        Ok(()) => Ok(Redirect::to("/account?password=1").into_response()),
        Err(TicketsError::Faults(faults)) => Ok(refused(page(&visitor), faults)),
        Err(TicketsError::Accounts(AccountsError::TooMany { seconds })) => {
            let faults = vec![too_many_tries("current", seconds)];
            Ok(with_wait(refused(page(&visitor), faults), Some(seconds)))
        }
        Err(other) => Err(other.into()),
    }
}

async fn change_address(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Form(form): Form<AccountForm, SMALL_FORM>,
) -> PageResult {
    let password = form.address_password.into();
    let asked = app
        .tickets
        .request_address_change(&visitor.account, &form.email, password, translation::language(), client)
        .await;
    let (mut faults, wait) = match asked {
        Ok(()) => return Ok(Redirect::to("/account?asked=1").into_response()),
        Err(TicketsError::Faults(faults)) => (faults, None),
        Err(TicketsError::TooMany { seconds }) => (vec![too_many_letters(seconds)], Some(seconds)),
        Err(TicketsError::Accounts(AccountsError::TooMany { seconds })) => {
            (vec![too_many_tries("address_password", seconds)], Some(seconds))
        }
        Err(other) => return Err(other.into()),
    };
    // The page's field for a password has another name.
    for fault in faults.iter_mut().filter(|fault| fault.field == "password") {
        fault.field = "address_password".to_owned();
    }
    Ok(with_wait(refused(Page { new_email: form.email, ..page(&visitor) }, faults), wait))
}

async fn sign_out_everywhere(State(app): State<App>, Client(client): Client, visitor: Visitor) -> PageResult {
    app.accounts.sign_out_everywhere(&visitor.account, &visitor.by(client)).await?;
    Ok(([(header::SET_COOKIE, session::end(&app.config))], Redirect::to("/sign-in?out=1")).into_response())
}

#[derive(Template)]
#[template(path = "account/delete.html")]
struct ConfirmDelete {
    frame: Frame,
    email: String,
    faults: Faults,
}

async fn confirm_delete(visitor: Visitor) -> PageResult {
    Ok(layout::render(&delete_page(&visitor, Faults::default())))
}

async fn delete(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Form(form): Form<AccountForm, SMALL_FORM>,
) -> PageResult {
    let by = visitor.by(client);
    let field = "delete_password";
    let confirmed = app.accounts.confirm_password(&visitor.account, form.delete_password.into(), field, &by).await;
    let (faults, wait) = match confirmed {
        Ok(()) => match app.tickets.delete_account(visitor.account.id, &by).await {
            Ok(()) => {
                let cookie = [(header::SET_COOKIE, session::end(&app.config))];
                return Ok((cookie, Redirect::to("/sign-in?deleted=1")).into_response());
            }
            Err(TicketsError::Accounts(error)) => {
                (vec![still_needed(&error).ok_or_else(|| PageError::from(error))?], None)
            }
            Err(other) => return Err(other.into()),
        },
        Err(AccountsError::Faults(faults)) => (faults, None),
        Err(AccountsError::TooMany { seconds }) => (vec![too_many_tries(field, seconds)], Some(seconds)),
        Err(other) => return Err(other.into()),
    };
    let page = delete_page(&visitor, Faults::new(faults));
    let page = ConfirmDelete { frame: page.frame.with_faults(), ..page };
    Ok(with_wait((StatusCode::UNPROCESSABLE_ENTITY, layout::render(&page)).into_response(), wait))
}

/// The fault of deleting an account without which the instance or a workspace would have no administrator.
pub fn still_needed(error: &AccountsError) -> Option<Fault> {
    let text = match error {
        AccountsError::LastAdministrator => texts::account_last_administrator(),
        AccountsError::OnlyAdministrator { workspaces } => texts::account_only_administrator(workspaces.clone()),
        _ => return None,
    };
    Some(Fault::new("delete_password", text))
}

fn delete_page(visitor: &Visitor, faults: Faults) -> ConfirmDelete {
    ConfirmDelete {
        frame: Frame::new(tr("account-delete-title"), NavEntry::Account, visitor),
        email: visitor.account.email.expose().to_owned(),
        faults,
    }
}

fn page(visitor: &Visitor) -> Page {
    Page {
        frame: Frame::new(tr("account-title"), NavEntry::Account, visitor),
        typed_name: visitor.account.name.clone(),
        email: visitor.account.email.expose().to_owned(),
        new_email: String::new(),
        languages: languages(visitor.account.language),
        faults: Faults::default(),
        note: None,
    }
}

fn refused(page: Page, faults: Vec<Fault>) -> Response {
    let page = Page { frame: page.frame.with_faults(), faults: Faults::new(faults), ..page };
    (StatusCode::UNPROCESSABLE_ENTITY, layout::render(&page)).into_response()
}

fn languages(chosen: Option<Language>) -> Vec<LanguageChoice> {
    let browser =
        LanguageChoice { tag: "", name: tr("account-language-browser").into_owned(), chosen: chosen.is_none() };
    let own = Language::ALL.map(|language| LanguageChoice {
        tag: language.tag(),
        name: language.own_name().into_owned(),
        chosen: chosen == Some(language),
    });
    std::iter::once(browser).chain(own).collect()
}

fn too_many_tries(field: &str, seconds: u64) -> Fault {
    Fault::new(field, texts::account_too_many(labels::wait(seconds)))
}
