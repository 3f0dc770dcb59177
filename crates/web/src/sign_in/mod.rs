//! Signing in and out.

use std::borrow::Cow;

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use mail::Fault;
use serde::Deserialize;

use super::error_pages::{PageError, PageResult};
use super::layout::{self, Faults, PublicFrame};
use super::session::{self, Client, SessionCookie, SignedIn};
use super::texts;
use super::translation::{filters, tr};
use crate::extract::{Form, Query, SMALL_FORM};
use accounts::AccountsError;
use app::App;

#[derive(Deserialize)]
pub struct SignInQuery {
    #[serde(default)]
    next: String,
    /// Set if a form was posted without a session.
    ended: Option<String>,
    /// Set after signing out.
    out: Option<String>,
    /// Set after a new password was set by a link.
    reset: Option<String>,
    /// Set after an account was deleted.
    deleted: Option<String>,
}

/// Where to go after signing out: a page of a link in a letter returns to itself.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SignOutForm {
    next: String,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct SignInForm {
    email: String,
    password: String,
    next: String,
}

#[derive(Template)]
#[template(path = "sign_in/page.html")]
struct Page {
    frame: PublicFrame,
    email: String,
    next: String,
    faults: Faults,
    note: Option<Cow<'static, str>>,
    needs_setup: bool,
    /// Whether anybody may sign up without an invitation.
    sign_up: bool,
}

/// `GET /sign-in`.
pub async fn show(State(app): State<App>, Query(query): Query<SignInQuery>, visitor: Option<SignedIn>) -> PageResult {
    if visitor.is_some() {
        return Ok(Redirect::to(session::safe_next(&query.next)).into_response());
    }
    let note = match query {
        SignInQuery { ended: Some(_), .. } => Some(tr("sign-in-ended")),
        SignInQuery { reset: Some(_), .. } => Some(tr("sign-in-reset")),
        SignInQuery { deleted: Some(_), .. } => Some(tr("sign-in-deleted")),
        SignInQuery { out: Some(_), .. } => Some(tr("sign-in-out")),
        _ => None,
    };
    let page = Page {
        frame: PublicFrame::new("sign-in-title"),
        email: String::new(),
        next: query.next,
        faults: Faults::default(),
        note,
        needs_setup: app.accounts.needs_setup().await?,
        sign_up: app.accounts.sign_up_policy().await?.is_open(),
    };
    Ok(layout::render(&page))
}

/// `POST /sign-in`.
pub async fn submit(
    State(app): State<App>,
    Client(client): Client,
    Form(form): Form<SignInForm, SMALL_FORM>,
) -> PageResult {
    let error = match app.accounts.sign_in(&form.email, form.password.into(), client).await {
        Ok(secret) => {
            let cookie = [(header::SET_COOKIE, session::begin(&secret, &app.config))];
            return Ok((cookie, Redirect::to(session::safe_next(&form.next))).into_response());
        }
        Err(error) => error,
    };
    let (status, fault, wait) = match error {
        AccountsError::WrongPassword => (StatusCode::UNPROCESSABLE_ENTITY, wrong_password(), None),
        AccountsError::TooMany { seconds } => (StatusCode::TOO_MANY_REQUESTS, too_many(seconds), Some(seconds)),
        other => return Err(PageError::from(other)),
    };
    let page = Page {
        frame: PublicFrame::new("sign-in-title").with_faults(),
        email: form.email,
        next: form.next,
        faults: Faults::new(vec![fault]),
        note: None,
        needs_setup: false,
        sign_up: app.accounts.sign_up_policy().await?.is_open(),
    };
    let mut response: Response = (status, layout::render(&page)).into_response();
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    Ok(response)
}

/// `POST /sign-out`.
pub async fn sign_out(
    State(app): State<App>,
    SessionCookie(secret): SessionCookie,
    Form(form): Form<SignOutForm, SMALL_FORM>,
) -> PageResult {
    if let Some(secret) = secret {
        app.accounts.sign_out(&secret).await?;
    }
    let cookie = [(header::SET_COOKIE, session::end(&app.config))];
    let next = session::safe_next(&form.next);
    Ok((cookie, Redirect::to(if next == "/" { "/sign-in?out=1" } else { next })).into_response())
}

/// The same text whether the address is known or not.
fn wrong_password() -> Fault {
    Fault::new("password", texts::sign_in_wrong())
}

fn too_many(seconds: u64) -> Fault {
    Fault::new("email", texts::sign_in_too_many(super::labels::wait(seconds)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_after_too_many_attempts_is_readable() {
        for (seconds, words) in
            [(0, "in 1 second."), (45, "in 45 seconds."), (91, "in 2 minutes."), (900, "in 15 minutes.")]
        {
            let message = i18n::Language::English.render(&too_many(seconds).text);
            assert!(message.ends_with(words), "{message}");
        }
    }
}
