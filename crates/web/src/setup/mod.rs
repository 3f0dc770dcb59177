//! Creating the first administrator and workspace, through the one-time link that the server prints at its first start.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::error_pages::PageResult;
use super::layout::{self, Faults, PublicFrame};
use super::session::{self, Client};
use crate::extract::{Form, Query, SMALL_FORM};
use crate::translation::filters;
use accounts::AccountsError;
use app::App;

#[derive(Deserialize)]
pub struct SetupQuery {
    #[serde(default)]
    token: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SetupForm {
    token: String,
    email: String,
    password: String,
    workspace: String,
}

#[derive(Template)]
#[template(path = "setup/page.html")]
struct Page {
    frame: PublicFrame,
    token: String,
    email: String,
    workspace: String,
    faults: Faults,
}

#[derive(Template)]
#[template(path = "setup/closed.html")]
struct Closed {
    frame: PublicFrame,
    why: SetupUnavailable,
}

/// Why the setup page is not available.
#[derive(PartialEq)]
enum SetupUnavailable {
    WrongLink,
    Done,
}

/// `GET /setup?token=…`.
pub async fn show(State(app): State<App>, Query(query): Query<SetupQuery>) -> PageResult {
    match app.accounts.check_setup_token(&query.token).await {
        Ok(()) => {}
        Err(AccountsError::AdministratorExists) => return Ok(closed(SetupUnavailable::Done)),
        Err(AccountsError::WrongSetupToken) => return Ok(closed(SetupUnavailable::WrongLink)),
        Err(other) => return Err(other.into()),
    }
    let page = Page {
        frame: PublicFrame::new("setup-title"),
        token: query.token,
        email: String::new(),
        workspace: String::new(),
        faults: Faults::default(),
    };
    Ok(layout::render(&page))
}

/// `POST /setup`: creates both, signs in and redirects to the email settings.
pub async fn submit(
    State(app): State<App>,
    Client(client): Client,
    Form(form): Form<SetupForm, SMALL_FORM>,
) -> PageResult {
    let made = app.accounts.set_up(Some(&form.token), &form.email, form.password.clone().into(), &form.workspace).await;
    match made {
        Ok(_) => {
            let secret = app.accounts.sign_in(&form.email, form.password.into(), client).await?;
            let cookie = [(header::SET_COOKIE, session::begin(&secret, &app.config))];
            Ok((cookie, Redirect::to("/configuration/email-settings?welcome=1")).into_response())
        }
        Err(AccountsError::Faults(faults)) => {
            let page = Page {
                frame: PublicFrame::new("setup-title").with_faults(),
                token: form.token,
                email: form.email,
                workspace: form.workspace,
                faults: Faults::new(faults),
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, layout::render(&page)).into_response())
        }
        Err(AccountsError::WrongSetupToken) => Ok(closed(SetupUnavailable::WrongLink)),
        Err(AccountsError::AdministratorExists) => Ok(closed(SetupUnavailable::Done)),
        Err(other) => Err(other.into()),
    }
}

fn closed(why: SetupUnavailable) -> axum::response::Response {
    let page = Closed { frame: PublicFrame::new("setup-title"), why };
    (StatusCode::FORBIDDEN, layout::render(&page)).into_response()
}
