//! Requesting a password reset. The response and its time are the same whether the address has an account or not.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::error_pages::PageResult;
use super::layout::{self, Faults, PublicFrame};
use super::session::Client;
use super::sign_up::{too_many_letters, with_wait};
use super::translation::{self, filters};
use crate::extract::{Form, SMALL_FORM};
use app::App;
use tickets::TicketsError;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ResetForm {
    email: String,
}

#[derive(Template)]
#[template(path = "reset_password/page.html")]
struct Page {
    frame: PublicFrame,
    email: String,
    faults: Faults,
}

#[derive(Template)]
#[template(path = "reset_password/sent.html")]
struct Sent {
    frame: PublicFrame,
}

/// `GET /reset-password`.
pub async fn show() -> PageResult {
    let frame = PublicFrame::new("reset-title");
    Ok(layout::render(&Page { frame, email: String::new(), faults: Faults::default() }))
}

/// `POST /reset-password`.
pub async fn submit(
    State(app): State<App>,
    Client(client): Client,
    Form(form): Form<ResetForm, SMALL_FORM>,
) -> PageResult {
    let (faults, wait) = match app.tickets.request_reset(&form.email, translation::language(), client).await {
        Ok(()) => return Ok(Redirect::to("/reset-password/sent").into_response()),
        Err(TicketsError::Faults(faults)) => (faults, None),
        Err(TicketsError::TooMany { seconds }) => (vec![too_many_letters(seconds)], Some(seconds)),
        Err(other) => return Err(other.into()),
    };
    let frame = PublicFrame::new("reset-title").with_faults();
    let page = layout::render(&Page { frame, email: form.email, faults: Faults::new(faults) });
    Ok(with_wait((StatusCode::UNPROCESSABLE_ENTITY, page).into_response(), wait))
}

/// `GET /reset-password/sent`.
pub async fn sent() -> PageResult {
    Ok(layout::render(&Sent { frame: PublicFrame::new("reset-sent-title") }))
}
