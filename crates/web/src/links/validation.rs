//! Validating the address of an account, and the page that an account sees before.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::{ConfirmPage, LinkForm, LinkQuery, LinkUser, other_account, redirect_with_cookie, refused, who};
use crate::error_pages::PageResult;
use crate::extract::{Form, Query, SMALL_FORM};
use crate::labels;
use crate::layout::{self, Faults, PublicFrame};
use crate::mail_state::MailState;
use crate::session::{Client, SignedIn};
use crate::sign_up::with_wait;
use crate::translation::{self, Variable, filters, tr, tr_args};
use accounts::Account;
use app::App;
use tickets::{Purpose, TicketsError};

/// The page of an account that is not validated.
#[derive(Template)]
#[template(path = "links/unvalidated.html")]
struct Unvalidated {
    frame: PublicFrame,
    email: String,
    letter: Option<MailState>,
    note: Option<String>,
}

/// `GET /validation?ticket=…`; without a ticket it says what is missing.
pub async fn show(State(app): State<App>, Query(asked): Query<LinkQuery>, signed_in: Option<SignedIn>) -> PageResult {
    if asked.ticket.is_empty() {
        return match signed_in {
            None => Ok(Redirect::to("/sign-in").into_response()),
            Some(SignedIn(account)) if account.validated => Ok(Redirect::to("/").into_response()),
            Some(SignedIn(account)) => {
                let note = asked.sent.map(|_| tr("unvalidated-sent").into_owned());
                unvalidated(&app, &account, note).await
            }
        };
    }
    let wanted = match app.tickets.open_validation(&asked.ticket).await {
        Ok(account) => account,
        Err(error) => return refused(error, Purpose::Validation),
    };
    match signed_in {
        Some(SignedIn(account)) if account.id != wanted.id => {
            Ok(other_account(&account, wanted.email.expose(), Purpose::Validation, &asked.ticket))
        }
        found => Ok(page(&wanted, found.is_none(), asked.ticket, Faults::default()).answer()),
    }
}

/// `POST /validation`.
pub async fn confirm(
    State(app): State<App>,
    Client(client): Client,
    signed_in: Option<SignedIn>,
    Form(form): Form<LinkForm, SMALL_FORM>,
) -> PageResult {
    let wanted = match app.tickets.open_validation(&form.ticket).await {
        Ok(account) => account,
        Err(error) => return refused(error, Purpose::Validation),
    };
    match who(&app, signed_in, &wanted, &form.password, client).await? {
        LinkUser::Other(other) => Ok(other_account(&other, wanted.email.expose(), Purpose::Validation, &form.ticket)),
        LinkUser::Refused(refusal) => {
            Ok(with_wait(page(&wanted, true, form.ticket, refusal.faults).answer(), refusal.wait))
        }
        LinkUser::Account(account, cookie) => match app.tickets.validate(&form.ticket, &account, client).await {
            Ok(()) => Ok(redirect_with_cookie("/workspaces?validated=1", cookie)),
            Err(error) => refused(error, Purpose::Validation),
        },
    }
}

/// `POST /validation/resend`: sends another letter.
pub async fn resend(State(app): State<App>, Client(client): Client, SignedIn(account): SignedIn) -> PageResult {
    match app.tickets.send_validation(&account, translation::language(), client).await {
        Ok(()) => Ok(Redirect::to("/validation?sent=1").into_response()),
        Err(TicketsError::TooMany { seconds }) => {
            let wait = translation::language().render(&labels::wait(seconds));
            let note = tr_args("unvalidated-too-many", &[("wait", wait.into())]).into_owned();
            let page = unvalidated(&app, &account, Some(note)).await?;
            Ok(with_wait(page, Some(seconds)))
        }
        Err(error) => Err(error.into()),
    }
}

async fn unvalidated(
    app: &App,
    account: &Account,
    note: Option<String>,
) -> Result<Response, crate::error_pages::PageError> {
    let letter = app.tickets.validation_letter(account).await?;
    let is_paused = app.settings.pause().is_some();
    let page = Unvalidated {
        frame: PublicFrame::new("unvalidated-title"),
        email: account.email.expose().to_owned(),
        letter: letter.map(|letter| MailState::of(&letter, is_paused)),
        note,
    };
    Ok(layout::render(&page))
}

fn page(wanted: &Account, needs_password: bool, ticket: String, faults: Faults) -> ConfirmPage {
    let email = wanted.email.expose();
    ConfirmPage {
        frame: PublicFrame::new("validation-title"),
        title: tr("validation-title").into_owned(),
        lead: tr_args("validation-lead", &[("email", email.in_html())]).into_owned(),
        email: email.to_owned(),
        needs_password,
        button: "validation-button",
        action: "/validation",
        ticket,
        faults,
    }
}
