//! Setting a new password with a link.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect};

use super::{LinkForm, LinkQuery, refused};
use crate::error_pages::PageResult;
use crate::extract::{Form, Query, SMALL_FORM};
use crate::layout::{self, Faults, PublicFrame};
use crate::session::{self, Client};
use crate::translation::{self, filters};
use app::App;
use tickets::{Purpose, TicketsError};

#[derive(Template)]
#[template(path = "links/reset.html")]
struct Page {
    frame: PublicFrame,
    email: String,
    ticket: String,
    faults: Faults,
}

/// `GET /reset-password/new?ticket=…`.
pub async fn show(State(app): State<App>, Query(asked): Query<LinkQuery>) -> PageResult {
    match app.tickets.open_reset(&asked.ticket).await {
        Ok(found) => {
            let email = found.email.expose().to_owned();
            let frame = PublicFrame::new("new-password-title");
            Ok(layout::render(&Page { frame, email, ticket: asked.ticket, faults: Faults::default() }))
        }
        Err(error) => refused(error, Purpose::PasswordReset),
    }
}

/// `POST /reset-password/new`: sets it, ends every session, and redirects to the sign-in page.
pub async fn set(State(app): State<App>, Client(client): Client, Form(form): Form<LinkForm, SMALL_FORM>) -> PageResult {
    match app.tickets.reset(&form.ticket, form.password.into(), translation::language(), client).await {
        Ok(()) => {
            // The browser is signed out as well: its session was ended, or belongs to another account.
            let cookie = [(header::SET_COOKIE, session::end(&app.config))];
            Ok((cookie, Redirect::to("/sign-in?reset=1")).into_response())
        }
        Err(TicketsError::Faults(faults)) => {
            let found = match app.tickets.open_reset(&form.ticket).await {
                Ok(found) => found,
                Err(error) => return refused(error, Purpose::PasswordReset),
            };
            let page = Page {
                frame: PublicFrame::new("new-password-title").with_faults(),
                email: found.email.expose().to_owned(),
                ticket: form.ticket,
                faults: Faults::new(faults),
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, layout::render(&page)).into_response())
        }
        Err(error) => refused(error, Purpose::PasswordReset),
    }
}
