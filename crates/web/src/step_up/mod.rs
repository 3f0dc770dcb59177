//! Asks for the account's password again before an action that grants rights or changes how mail is sent, if it was
//! last entered too long ago in this session: an unattended browser must not be enough for such an action.
//!
//! A handler takes [`ConfirmedForm`] instead of [`Form`], and runs only if the password was entered recently. Otherwise
//! a page asks for it and posts the same form again. Forms with secrets ask on their own page ([`check`]).

use askama::Template;
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, OriginalUri, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use mail::Fault;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::form_urlencoded;

use crate::error_pages::PageError;
use crate::extract::{Form, SMALL_FORM};
use crate::layout::{self, Faults, Frame, NavEntry};
use crate::session::{Client, SessionCookie, Visitor};
use crate::sign_up::with_wait;
use crate::translation::{filters, tr};
use crate::{labels, texts};
use accounts::AccountsError;
use app::App;

/// The name of the field for the password that is asked for again.
pub const FIELD: &str = "account_password";

/// Why an action is not confirmed.
pub struct NotConfirmed {
    /// The fault of the entered password; `None` if none was entered.
    fault: Option<Fault>,
    /// The seconds to wait after too many attempts.
    pub wait: Option<u64>,
}

impl NotConfirmed {
    /// The faults for a page with other fields, where a missing password is a fault too.
    pub fn faults(self) -> Vec<Fault> {
        vec![self.fault.unwrap_or_else(|| Fault::new(FIELD, texts::account_password_missing()))]
    }
}

/// Whether the visitor's password was entered recently, or is `typed` now; the latter is recorded in the session.
pub async fn check(
    app: &App,
    visitor: &mut Visitor,
    session: &SessionCookie,
    client: &Client,
    typed: SecretString,
) -> Result<Result<(), NotConfirmed>, PageError> {
    if visitor.password_is_recent {
        return Ok(Ok(()));
    }
    let refused = |fault, wait| Ok(Err(NotConfirmed { fault, wait }));
    let (Some(secret), false) = (&session.0, typed.expose_secret().is_empty()) else { return refused(None, None) };
    let by = visitor.by(client.0);
    match app.accounts.confirm_session(secret, &visitor.account, typed, FIELD, &by).await {
        Ok(()) => {
            visitor.password_is_recent = true;
            Ok(Ok(()))
        }
        Err(AccountsError::Faults(faults)) => refused(faults.into_iter().next(), None),
        Err(AccountsError::TooMany { seconds }) => {
            let fault = Fault::new(FIELD, texts::account_too_many(labels::wait(seconds)));
            refused(Some(fault), Some(seconds))
        }
        Err(other) => Err(other.into()),
    }
}

/// A small form without secrets, posted by a visitor who entered their password recently.
pub struct ConfirmedForm<T>(pub T);

/// A form without fields, only a button.
#[derive(Deserialize)]
pub struct NoFields {}

type Fields = Vec<(String, String)>;

impl<T: DeserializeOwned> FromRequest<App> for ConfirmedForm<T> {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let mut visitor = <Visitor as FromRequestParts<App>>::from_request_parts(&mut parts, app).await?;
        let client = Client::from_request_parts(&mut parts, app).await?;
        let Ok(session) = SessionCookie::from_request_parts(&mut parts, app).await;
        let whole = Request::from_parts(parts.clone(), body);
        let Form(mut fields) =
            Form::<Fields, SMALL_FORM>::from_request(whole, app).await.map_err(IntoResponse::into_response)?;
        let typed = take(&mut fields, FIELD).into();
        match check(app, &mut visitor, &session, &client, typed).await.map_err(IntoResponse::into_response)? {
            Ok(()) => read(parts, &fields).await.map(Self).map_err(IntoResponse::into_response),
            Err(missing) => Err(ask(&parts, &visitor, fields, missing)),
        }
    }
}

fn take(fields: &mut Fields, name: &str) -> String {
    let place = fields.iter().position(|(field, _)| field == name);
    place.map(|place| fields.remove(place).1).unwrap_or_default()
}

/// Parses the fields as the type that the handler takes.
async fn read<T: DeserializeOwned>(parts: Parts, fields: &Fields) -> Result<T, PageError> {
    let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let axum::Form(form) = axum::Form::from_request(Request::from_parts(parts, Body::from(encoded)), &()).await?;
    Ok(form)
}

#[derive(Template)]
#[template(path = "step_up/page.html")]
struct Page {
    frame: Frame,
    action: String,
    fields: Fields,
    back: String,
    faults: Faults,
}

fn ask(parts: &Parts, visitor: &Visitor, fields: Fields, missing: NotConfirmed) -> Response {
    let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |OriginalUri(uri)| uri);
    let frame = Frame::new(tr("step-up-title"), NavEntry::Account, visitor);
    let (status, frame) = match missing.fault {
        None => (StatusCode::FORBIDDEN, frame),
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, frame.with_faults()),
    };
    let page = Page {
        frame,
        action: uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        fields,
        back: section(uri.path()),
        faults: Faults::new(missing.fault.into_iter().collect()),
    };
    with_wait((status, layout::render(&page)).into_response(), missing.wait)
}

/// The first two segments of a path: `/configuration/accounts`, `/workspaces/{id}`.
fn section(path: &str) -> String {
    path.split('/').take(3).collect::<Vec<_>>().join("/")
}
