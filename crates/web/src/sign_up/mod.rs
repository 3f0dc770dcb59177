//! Signing up for an account, which is validated by the link in a letter.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use mail::Fault;
use serde::Deserialize;

use super::error_pages::PageResult;
use super::labels;
use super::layout::{self, Faults, PublicFrame};
use super::session::{Client, SignedIn};
use super::texts;
use super::translation::{self, filters};
use crate::extract::{Form, SMALL_FORM};
use app::App;
use tickets::{SignUp, TicketsError};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SignUpForm {
    email: String,
    name: String,
    password: String,
}

#[derive(Template)]
#[template(path = "sign_up/page.html")]
struct Page {
    frame: PublicFrame,
    email: String,
    typed_name: String,
    faults: Faults,
}

#[derive(Template)]
#[template(path = "sign_up/closed.html")]
struct Closed {
    frame: PublicFrame,
}

#[derive(Template)]
#[template(path = "sign_up/sent.html")]
struct Sent {
    frame: PublicFrame,
}

/// `GET /sign-up`.
pub async fn show(State(app): State<App>, signed_in: Option<SignedIn>) -> PageResult {
    if signed_in.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    if !app.accounts.sign_up_policy().await?.is_open() {
        return Ok(closed());
    }
    let frame = PublicFrame::new("sign-up-title");
    Ok(layout::render(&Page { frame, email: String::new(), typed_name: String::new(), faults: Faults::default() }))
}

/// `POST /sign-up`: gives the same response whether the address has an account or not.
pub async fn submit(
    State(app): State<App>,
    Client(client): Client,
    Form(form): Form<SignUpForm, SMALL_FORM>,
) -> PageResult {
    let SignUpForm { email, name, password } = form;
    let person = SignUp {
        email: email.clone(),
        name: name.clone(),
        password: password.into(),
        language: translation::language(),
    };
    let (faults, wait) = match app.tickets.sign_up(person, client).await {
        Ok(()) => return Ok(Redirect::to("/sign-up/sent").into_response()),
        Err(TicketsError::SignUpClosed) => return Ok(closed()),
        Err(TicketsError::Faults(faults)) => (faults, None),
        Err(TicketsError::TooMany { seconds }) => (vec![too_many_letters(seconds)], Some(seconds)),
        Err(other) => return Err(other.into()),
    };
    let frame = PublicFrame::new("sign-up-title").with_faults();
    let page = layout::render(&Page { frame, email, typed_name: name, faults: Faults::new(faults) });
    Ok(with_wait((StatusCode::UNPROCESSABLE_ENTITY, page).into_response(), wait))
}

/// `GET /sign-up/sent`.
pub async fn sent() -> PageResult {
    Ok(layout::render(&Sent { frame: PublicFrame::new("sign-up-sent-title") }))
}

fn closed() -> Response {
    (StatusCode::FORBIDDEN, layout::render(&Closed { frame: PublicFrame::new("sign-up-closed-title") })).into_response()
}

/// The fault of too many requested letters.
pub fn too_many_letters(seconds: u64) -> Fault {
    Fault::new("email", texts::letters_too_many(labels::wait(seconds)))
}

/// If `seconds` is set, sets status 429 and `Retry-After` (RFC 6585 section 4, RFC 9110 section 10.2.3).
pub fn with_wait(mut response: Response, seconds: Option<u64>) -> Response {
    if let Some(seconds) = seconds {
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}
