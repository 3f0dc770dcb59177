//! What a page says when it cannot do what was asked: what happened, what it means, what to do.
//!
//! Errors of the rooms end here and are logged once, with their chain; the page never shows the chain.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::layout::{self, Bare};

/// What handlers answer.
pub type PageResult = Result<Response, PageError>;

/// Why a page was not shown.
#[derive(Debug)]
pub enum PageError {
    /// Nothing stands at this address.
    NotFound,
    /// The address takes another method.
    WrongMethod,
    /// The account may not see this.
    Forbidden,
    /// A form was posted from another site.
    CrossSite,
    /// What was posted is no form of ours.
    BadForm,
    /// What was posted is larger than any form of ours.
    TooLarge,
    /// A form did not arrive in time.
    TooSlow,
    /// Stored bytes are no mail.
    Unreadable,
    /// The settings saved last need no consent, or nothing is asked any more.
    NoConsent,
    /// A stored client secret does not open.
    SecretNeeded,
    /// The disk is full.
    Full,
    /// Something broke on our side; already logged.
    Broken,
}

impl PageError {
    /// Logs what broke, with its chain, and answers the page for it.
    pub fn broken(doing: &'static str, error: &(dyn std::error::Error + 'static)) -> Self {
        let chain: Vec<String> =
            std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect();
        tracing::error!(doing, error = chain.join(": "), "a page failed");
        Self::Broken
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Forbidden | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::BadForm => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Unreadable | Self::SecretNeeded => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NoConsent => StatusCode::CONFLICT,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What happened, what it means, what to do.
    fn words(&self) -> [&'static str; 3] {
        match self {
            Self::NotFound => [
                "This page does not exist",
                "The address may be mistyped, or what it showed was deleted or is no longer kept.",
                "Check the address, or start again from the overview.",
            ],
            Self::WrongMethod => [
                "This address cannot be opened like this",
                "It takes a form that is sent from another page.",
                "Go back to the page with the form and send it again.",
            ],
            Self::Forbidden => [
                "You may not see this page",
                "It is for administrators of this server, and your account is not one.",
                "Ask an administrator, or sign in with another account.",
            ],
            Self::CrossSite => [
                "The form was not accepted",
                "It was sent from another site, or through a proxy that changes the host name. Such forms are refused, \
                 so that no other site can act in your name.",
                "Open the page here and send the form again. If it happens on every form, set public_url to the \
                 address in your browser's address bar.",
            ],
            Self::BadForm => [
                "The form could not be read",
                "What arrived is not what the form on our page sends, so nothing was changed.",
                "Go back to the page with the form and send it again.",
            ],
            Self::TooLarge => [
                "The form is too large",
                "Something much longer than its field was pasted, so the form was not read and nothing was changed.",
                "Go back, shorten it, and send the form again.",
            ],
            Self::TooSlow => [
                "The form did not arrive in time",
                "The connection is too slow, or it was interrupted. Nothing was changed.",
                "Go back and send the form again.",
            ],
            Self::Unreadable => [
                "This email cannot be shown",
                "Its bytes do not follow the form of an email, so there is nothing to read from them.",
                "Download its source, if you need to look into it.",
            ],
            Self::NoConsent => [
                "There is nothing to consent to",
                "The email settings were changed meanwhile, or the question was answered already. Nothing was changed now.",
                "Open Email Settings to see what holds.",
            ],
            Self::SecretNeeded => [
                "The client secret must be typed again",
                "What is stored was saved for another token endpoint, because the configuration file was changed since, or \
                 the database is damaged. Nothing was sent with it.",
                "Open Email Settings, type the client secret or key again, and save.",
            ],
            Self::Full => [
                "There is no room to store this",
                "The disk that holds the database is full. What was stored before is kept.",
                "Free some space on the server, then try again.",
            ],
            Self::Broken => [
                "Something went wrong on our side",
                "The server could not finish this. Mail that was accepted is kept and goes on.",
                "Try again. If it happens again, the server's log says why.",
            ],
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let [what, meaning, remedy] = self.words();
        let status = self.status();
        let page = Page { frame: Bare { title: what }, code: status.as_u16(), what, meaning, remedy };
        (status, layout::render(&page)).into_response()
    }
}

#[derive(Template)]
#[template(path = "trouble/page.html")]
struct Page {
    frame: Bare,
    code: u16,
    what: &'static str,
    meaning: &'static str,
    remedy: &'static str,
}

/// No route matches.
pub async fn not_found() -> PageError {
    PageError::NotFound
}

/// A route matches, but not with this method.
pub async fn wrong_method() -> PageError {
    PageError::WrongMethod
}

impl From<db::DbError> for PageError {
    fn from(error: db::DbError) -> Self {
        match error {
            db::DbError::Full => Self::Full,
            other => Self::broken("asking the database", &other),
        }
    }
}

impl From<crate::accounts::AccountsError> for PageError {
    fn from(error: crate::accounts::AccountsError) -> Self {
        Self::broken("asking for accounts", &error)
    }
}

impl From<crate::settings::SettingsError> for PageError {
    fn from(error: crate::settings::SettingsError) -> Self {
        match error {
            crate::settings::SettingsError::Db(error) => error.into(),
            crate::settings::SettingsError::NoSuchVersion => Self::NotFound,
            other => Self::broken("asking for email settings", &other),
        }
    }
}

impl From<crate::settings::oauth::ConsentError> for PageError {
    fn from(error: crate::settings::oauth::ConsentError) -> Self {
        use crate::settings::SettingsError;
        use crate::settings::oauth::ConsentError;
        match error {
            ConsentError::NotNeeded | ConsentError::NothingAsked => Self::NoConsent,
            ConsentError::Settings(SettingsError::Faults(_) | SettingsError::Sealed(_)) => Self::SecretNeeded,
            ConsentError::Settings(other) => other.into(),
        }
    }
}

impl From<outbox::OutboxError> for PageError {
    fn from(error: outbox::OutboxError) -> Self {
        match error {
            outbox::OutboxError::NotFound => Self::NotFound,
            outbox::OutboxError::Db(error) => error.into(),
            other => Self::broken("asking the outbox", &other),
        }
    }
}
