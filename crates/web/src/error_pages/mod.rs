//! Error pages: what happened, what it means, what to do.
//!
//! Errors of other crates end here and are logged once, with their chain; the page never shows the chain.

use askama::Template;
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::layout::{self, PublicFrame};
use super::translation::filters;

/// The result of handlers.
pub type PageResult = Result<Response, PageError>;

/// Why a page was not shown.
#[derive(Debug)]
pub enum PageError {
    /// There is no page at this URL.
    NotFound,
    /// The URL does not accept this method.
    WrongMethod,
    /// The account may not see this.
    Forbidden,
    /// The member may see the workspace, but not change it.
    ForbiddenHere,
    /// The member may read in the workspace, but not write.
    ReadOnly,
    /// The dry run was deleted, because it is kept for a short time only.
    DryRunGone,
    /// The run to be confirmed is no longer stored.
    StartGone,
    /// A form was posted from another site.
    CrossSite,
    /// The posted body is not a valid form.
    BadForm,
    /// The posted body is larger than any form.
    TooLarge,
    /// A form did not arrive in time.
    TooSlow,
    /// A stored message is damaged; with its id.
    Damaged(uuid::Uuid),
    /// The stored bytes are not a mail.
    Unreadable,
    /// The settings saved last need no consent, or no question is open.
    NoConsent,
    /// The program's link to a consent was already used, or has expired.
    ConsentLinkEnded,
    /// A stored client secret cannot be decrypted.
    SecretNeeded,
    /// Too many requests; with the number of seconds to wait.
    TooMany { seconds: u64 },
    /// Too much data is in flight; with the number of seconds to wait.
    Busy { seconds: u64 },
    /// The disk is full.
    Full,
    /// The disk became read-only.
    DiskReadOnly,
    /// The disk failed; the process ends.
    DiskFailed,
    /// An internal error, which was already logged.
    Broken,
}

impl PageError {
    /// Logs an internal error with its chain, and returns the page for it.
    pub fn broken(doing: &'static str, error: &(dyn std::error::Error + 'static)) -> Self {
        let chain: Vec<String> =
            std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect();
        tracing::error!(doing, error = chain.join(": "), "a page failed");
        Self::Broken
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::DryRunGone | Self::StartGone => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Forbidden | Self::ForbiddenHere | Self::ReadOnly | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::BadForm => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Unreadable | Self::SecretNeeded => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NoConsent | Self::ConsentLinkEnded => StatusCode::CONFLICT,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Busy { .. } | Self::DiskReadOnly | Self::DiskFailed => StatusCode::SERVICE_UNAVAILABLE,
            Self::Damaged(_) | Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The keys of the texts: what happened, what it means, what to do.
    fn words(&self) -> [&'static str; 3] {
        match self {
            Self::NotFound => ["error-page-not-found", "error-page-not-found-meaning", "error-page-not-found-remedy"],
            Self::WrongMethod => {
                ["error-page-wrong-method", "error-page-wrong-method-meaning", "error-page-wrong-method-remedy"]
            }
            Self::Forbidden => ["error-page-forbidden", "error-page-forbidden-meaning", "error-page-forbidden-remedy"],
            Self::ForbiddenHere => {
                ["error-page-forbidden-here", "error-page-forbidden-here-meaning", "error-page-forbidden-here-remedy"]
            }
            Self::ReadOnly => ["error-page-read-only", "error-page-read-only-meaning", "error-page-read-only-remedy"],
            Self::DryRunGone => ["error-page-dry-run", "error-page-dry-run-meaning", "error-page-dry-run-remedy"],
            Self::StartGone => ["error-page-start", "error-page-start-meaning", "error-page-start-remedy"],
            Self::CrossSite => {
                ["error-page-cross-site", "error-page-cross-site-meaning", "error-page-cross-site-remedy"]
            }
            Self::BadForm => ["error-page-bad-form", "error-page-bad-form-meaning", "error-page-bad-form-remedy"],
            Self::TooLarge => ["error-page-too-large", "error-page-too-large-meaning", "error-page-too-large-remedy"],
            Self::TooSlow => ["error-page-too-slow", "error-page-too-slow-meaning", "error-page-too-slow-remedy"],
            Self::Damaged(_) => ["error-page-damaged", "error-page-damaged-meaning", "error-page-damaged-remedy"],
            Self::Unreadable => {
                ["error-page-unreadable", "error-page-unreadable-meaning", "error-page-unreadable-remedy"]
            }
            Self::NoConsent => {
                ["error-page-no-consent", "error-page-no-consent-meaning", "error-page-no-consent-remedy"]
            }
            Self::ConsentLinkEnded => {
                ["error-page-consent-link", "error-page-consent-link-meaning", "error-page-consent-link-remedy"]
            }
            Self::SecretNeeded => {
                ["error-page-secret-needed", "error-page-secret-needed-meaning", "error-page-secret-needed-remedy"]
            }
            Self::TooMany { .. } => {
                ["error-page-too-many", "error-page-too-many-meaning", "error-page-too-many-remedy"]
            }
            Self::Busy { .. } => ["error-page-busy", "error-page-busy-meaning", "error-page-busy-remedy"],
            Self::Full => ["error-page-full", "error-page-full-meaning", "error-page-full-remedy"],
            Self::DiskReadOnly => {
                ["error-page-disk-read-only", "error-page-disk-read-only-meaning", "error-page-disk-read-only-remedy"]
            }
            Self::DiskFailed => {
                ["error-page-disk-failed", "error-page-disk-failed-meaning", "error-page-disk-failed-remedy"]
            }
            Self::Broken => ["error-page-broken", "error-page-broken-meaning", "error-page-broken-remedy"],
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let [what, meaning, remedy] = self.words();
        let status = self.status();
        let id = if let Self::Damaged(id) = &self { Some(*id) } else { None };
        let page = Page { frame: PublicFrame::new(what), code: status.as_u16(), what, id, meaning, remedy };
        let mut response = (status, layout::render(&page)).into_response();
        if let Self::TooMany { seconds } | Self::Busy { seconds } = self {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

#[derive(Template)]
#[template(path = "error_pages/page.html")]
struct Page {
    frame: PublicFrame,
    code: u16,
    what: &'static str,
    /// The id of the message concerned.
    id: Option<uuid::Uuid>,
    meaning: &'static str,
    remedy: &'static str,
}

/// No route matches: redirects to the page without the final slash if the URL has one, otherwise returns *Not found*.
pub async fn not_found(method: Method, uri: Uri) -> Response {
    match without_final_slash(&uri).filter(|_| method == Method::GET || method == Method::HEAD) {
        Some(address) => Redirect::permanent(&address).into_response(),
        None => PageError::NotFound.into_response(),
    }
}

/// Providers and proxies add a slash to URLs, such as that of the consent callback.
fn without_final_slash(uri: &Uri) -> Option<String> {
    let path = uri.path().trim_end_matches('/');
    // A path that browsers would read as a URL of another host is rejected.
    let is_local = path.len() < uri.path().len() && path.starts_with('/') && !path[1..].starts_with(['/', '\\']);
    is_local.then(|| uri.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}")))
}

/// A route matches, but not with this method.
pub async fn wrong_method() -> PageError {
    PageError::WrongMethod
}

impl From<storage::DbError> for PageError {
    fn from(error: storage::DbError) -> Self {
        match error {
            storage::DbError::Full => Self::Full,
            storage::DbError::ReadOnly => Self::DiskReadOnly,
            storage::DbError::Failed { .. } | storage::DbError::Damaged { .. } => Self::DiskFailed,
            other => Self::broken("asking the database", &other),
        }
    }
}

impl From<transfer::BudgetFull> for PageError {
    fn from(full: transfer::BudgetFull) -> Self {
        Self::Busy { seconds: full.wait_seconds }
    }
}

impl From<accounts::AccountsError> for PageError {
    fn from(error: accounts::AccountsError) -> Self {
        match error {
            accounts::AccountsError::Db(error) => error.into(),
            accounts::AccountsError::NotFound => Self::NotFound,
            accounts::AccountsError::TooMany { seconds } => Self::TooMany { seconds },
            other => Self::broken("asking for accounts", &other),
        }
    }
}

impl From<tickets::TicketsError> for PageError {
    fn from(error: tickets::TicketsError) -> Self {
        use tickets::TicketsError;
        match error {
            TicketsError::Db(error) => error.into(),
            TicketsError::Accounts(error) => error.into(),
            TicketsError::NotFound => Self::NotFound,
            TicketsError::TooMany { seconds } => Self::TooMany { seconds },
            other => Self::broken("asking for tickets", &other),
        }
    }
}

impl From<scripting::files::FilesError> for PageError {
    fn from(error: scripting::files::FilesError) -> Self {
        use scripting::files::FilesError;
        match error {
            FilesError::Db(error) => error.into(),
            FilesError::NotFound => Self::NotFound,
            other => Self::broken("asking for files", &other),
        }
    }
}

impl From<settings::SettingsError> for PageError {
    fn from(error: settings::SettingsError) -> Self {
        match error {
            settings::SettingsError::Db(error) => error.into(),
            settings::SettingsError::NoSuchVersion => Self::NotFound,
            other => Self::broken("asking for email settings", &other),
        }
    }
}

impl From<settings::oauth::ConsentError> for PageError {
    fn from(error: settings::oauth::ConsentError) -> Self {
        use settings::SettingsError;
        use settings::oauth::ConsentError;
        match error {
            ConsentError::NotNeeded | ConsentError::NoOpenQuestion => Self::NoConsent,
            ConsentError::LinkEnded => Self::ConsentLinkEnded,
            ConsentError::Settings(SettingsError::Faults(_) | SettingsError::Unseal(_)) => Self::SecretNeeded,
            ConsentError::Settings(other) => other.into(),
        }
    }
}

impl From<queue::QueueError> for PageError {
    fn from(error: queue::QueueError) -> Self {
        match error {
            queue::QueueError::NotFound => Self::NotFound,
            queue::QueueError::Message { id, source } => {
                tracing::error!(id = %id.0, error = &*source as &dyn std::error::Error, "a stored message is damaged");
                Self::Damaged(id.0)
            }
            queue::QueueError::Db(error) => error.into(),
            other => Self::broken("asking the outbox", &other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_error_has_a_page_of_its_own() {
        let accounts = |error| PageError::from(accounts::AccountsError::Db(error));
        for (error, status) in [
            (storage::DbError::Full.into(), StatusCode::INSUFFICIENT_STORAGE),
            (storage::DbError::ReadOnly.into(), StatusCode::SERVICE_UNAVAILABLE),
            (accounts(storage::DbError::Full), StatusCode::INSUFFICIENT_STORAGE),
            (accounts(storage::DbError::ReadOnly), StatusCode::SERVICE_UNAVAILABLE),
        ] {
            assert_eq!(PageError::into_response(error).status(), status);
        }
    }

    #[test]
    fn too_many_requests_say_when_to_try_again() {
        let busy = accounts::AccountsError::TooMany { seconds: 2 };
        for error in [PageError::from(busy), tickets::TicketsError::TooMany { seconds: 2 }.into()] {
            let answer = error.into_response();
            assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
            assert_eq!(answer.headers()[header::RETRY_AFTER], "2");
        }
    }
}
