//! Pages that the link in a letter opens: invitation, validation, change of address, new password.
//!
//! Opening one changes nothing, because mail scanners follow links; the button does. An action on an account requires a
//! session of it, or its password.

mod address;
mod invitation;
mod reset;
mod validation;

use askama::Template;
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use mail::{Fault, Text};
use serde::Deserialize;

use super::error_pages::PageError;
use super::layout::{self, Faults, PublicFrame};
use super::session::{self, SignedIn, percent_encoded};
use super::texts;
use super::translation::filters;
use accounts::{Account, AccountsError};
use app::App;
use tickets::{LinkError, Purpose, TicketsError};

/// All routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/invitation", get(invitation::show).post(invitation::accept))
        .route("/validation", get(validation::show).post(validation::confirm))
        .route("/validation/resend", post(validation::resend))
        .route("/account/address", get(address::show).post(address::confirm))
        .route("/reset-password/new", get(reset::show).post(reset::set))
}

/// The ticket in the query string.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct LinkQuery {
    ticket: String,
    /// Set after another letter was sent.
    sent: Option<String>,
}

/// The form of the pages with a button.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct LinkForm {
    ticket: String,
    name: String,
    password: String,
}

/// A link that does not work, with the reason.
#[derive(Template)]
#[template(path = "links/link_error.html")]
struct LinkErrorPage {
    frame: PublicFrame,
    title: &'static str,
    meaning: &'static str,
    remedy: &'static str,
    button: Option<(&'static str, &'static str)>,
}

/// The page for a link that does not work.
fn link_error(purpose: Purpose, error: LinkError) -> Response {
    let (title, meaning) = match error {
        LinkError::Unknown => ("link-error-unknown", "link-error-unknown-meaning"),
        LinkError::Used => ("link-error-used", "link-error-used-meaning"),
        LinkError::Replaced => ("link-error-replaced", "link-error-replaced-meaning"),
        LinkError::Revoked => ("link-error-revoked", "link-error-revoked-meaning"),
        LinkError::Expired => ("link-error-expired", "link-error-expired-meaning"),
    };
    let sign_in = Some(("/sign-in", "link-error-sign-in"));
    let (remedy, button) = match (purpose, error) {
        (_, LinkError::Replaced) => ("link-error-replaced-remedy", None),
        (Purpose::Invitation, LinkError::Used) => ("link-error-invitation-used-remedy", sign_in),
        (Purpose::Invitation, _) => ("link-error-invitation-remedy", None),
        (Purpose::PasswordReset, _) => {
            ("link-error-reset-remedy", Some(("/reset-password", "link-error-reset-button")))
        }
        (Purpose::Validation, LinkError::Used) => ("link-error-validation-used-remedy", sign_in),
        (Purpose::Validation, _) => ("link-error-validation-remedy", sign_in),
        (Purpose::AddressChange, LinkError::Used) => ("link-error-address-used-remedy", sign_in),
        (Purpose::AddressChange, _) => ("link-error-address-remedy", sign_in),
    };
    let page = LinkErrorPage { frame: PublicFrame::new(title), title, meaning, remedy, button };
    (StatusCode::GONE, layout::render(&page)).into_response()
}

/// Another account than that of the link is signed in.
#[derive(Template)]
#[template(path = "links/other.html")]
struct OtherAccountPage {
    frame: PublicFrame,
    signed_in: String,
    wanted: String,
    back: String,
}

fn other_account(signed_in: &Account, wanted: &str, purpose: Purpose, ticket: &str) -> Response {
    let page = OtherAccountPage {
        frame: PublicFrame::new("other-account-title"),
        signed_in: signed_in.email.expose().to_owned(),
        wanted: wanted.to_owned(),
        back: format!("{}?ticket={}", purpose.path(), percent_encoded(ticket)),
    };
    (StatusCode::FORBIDDEN, layout::render(&page)).into_response()
}

/// One question with one button, and a password if nobody is signed in.
#[derive(Template)]
#[template(path = "links/confirm.html")]
struct ConfirmPage {
    frame: PublicFrame,
    title: String,
    lead: String,
    /// The account of the link.
    email: String,
    needs_password: bool,
    button: &'static str,
    action: &'static str,
    ticket: String,
    faults: Faults,
}

impl ConfirmPage {
    fn answer(self) -> Response {
        let status = if self.faults.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        let frame = if self.faults.any() { self.frame.with_faults() } else { self.frame };
        (status, layout::render(&Self { frame, ..self })).into_response()
    }
}

/// Who uses a link.
enum LinkUser {
    /// Signed in, with the session's cookie if the session was just started.
    Account(Account, Option<String>),
    /// Another account is signed in.
    Other(Account),
    /// The password is missing or wrong, or there were too many attempts.
    Refused(Refusal),
}

/// The fault of the password, and the seconds to wait after too many attempts.
struct Refusal {
    faults: Faults,
    wait: Option<u64>,
}

/// The account that a link is for, if it is signed in or its password was entered.
async fn who(
    app: &App,
    signed_in: Option<SignedIn>,
    wanted: &Account,
    password: &str,
    client: std::net::IpAddr,
) -> Result<LinkUser, PageError> {
    match signed_in {
        Some(SignedIn(account)) if account.id == wanted.id => return Ok(LinkUser::Account(account, None)),
        Some(SignedIn(account)) => return Ok(LinkUser::Other(account)),
        None => {}
    }
    let refused = |text: Text, wait| {
        let faults = Faults::new(vec![Fault::new("password", text)]);
        Ok(LinkUser::Refused(Refusal { faults, wait }))
    };
    match app.accounts.sign_in(wanted.email.expose(), password.to_owned().into(), client).await {
        Ok(secret) => Ok(LinkUser::Account(wanted.clone(), Some(session::begin(&secret, &app.config)))),
        Err(AccountsError::WrongPassword) => refused(texts::link_wrong_password(), None),
        Err(AccountsError::TooMany { seconds }) => {
            refused(texts::sign_in_too_many(super::labels::wait(seconds)), Some(seconds))
        }
        Err(other) => Err(other.into()),
    }
}

/// Redirects, with the cookie of a new session.
fn redirect_with_cookie(to: &str, cookie: Option<String>) -> Response {
    let redirect = axum::response::Redirect::to(to);
    match cookie {
        Some(cookie) => ([(header::SET_COOKIE, cookie)], redirect).into_response(),
        None => redirect.into_response(),
    }
}

/// The page for an error of using a ticket.
fn refused(error: TicketsError, purpose: Purpose) -> Result<Response, PageError> {
    match error {
        TicketsError::Link(why) => Ok(link_error(purpose, why)),
        // The account's address changed between showing the page and using the link: the link no longer belongs to any
        // account.
        TicketsError::OtherAccount => Ok(link_error(purpose, LinkError::Revoked)),
        other => Err(other.into()),
    }
}
