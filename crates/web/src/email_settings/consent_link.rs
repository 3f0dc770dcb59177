//! The page behind the link that `POST /email-settings/oauth/start` of the API returns to a program.

use axum::extract::State;
use axum::response::Response;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::consent::{NO_PROVIDER, forward};
use crate::confirmation::Question;
use crate::error_pages::{PageError, PageResult};
use crate::extract::Query;
use crate::layout::NavEntry;
use crate::session::{Administrator, SessionCookie};
use crate::step_up::ConfirmedForm;
use crate::translation::{language, tr, tr_args};
use app::App;
use settings::oauth::LINK_PATH;

/// The parameters of the link.
#[derive(Deserialize)]
pub struct Link {
    link: SecretString,
}

/// `GET …/consent/open`: asks, and changes nothing.
pub async fn ask(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Query(Link { link }): Query<Link>,
) -> PageResult {
    let by = app.settings.offered_by(&link).await?.ok_or(PageError::ConsentLinkEnded)?;
    let newest = app.settings.newest().await?;
    let provider = newest.settings.oauth.as_ref().map_or(NO_PROVIDER, |method| method.provider.facts().name);
    let by = language().render(&by.text());
    let question = Question {
        meaning: vec![
            tr_args("consent-link-meaning", &[("by", by.into()), ("provider", provider.into())]),
            tr("consent-link-effect"),
        ],
        action: LINK_PATH.to_owned(),
        fields: vec![("link", link.expose_secret().to_owned())],
        button: tr_args("consent-link-button", &[("provider", provider.into())]),
        is_dangerous: false,
        back: "/configuration/email-settings".to_owned(),
    };
    Ok(question.page("consent-link-title", NavEntry::EmailSettings, &visitor))
}

/// `POST …/consent/open`: begins the consent in this session.
pub async fn open(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    session: SessionCookie,
    ConfirmedForm(Link { link }): ConfirmedForm<Link>,
) -> Result<Response, PageError> {
    let session = session.0.unwrap_or_default();
    let start = app.settings.open_consent(&link, &session, &visitor.actor()).await?;
    forward(&app, start.authorize_url).await
}
