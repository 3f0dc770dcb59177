//! API keys, with which other programs call the API. A key is shown once, when it is created.

pub(crate) mod limits;

use std::borrow::Cow;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use uuid::Uuid;

use super::error_pages::{PageError, PageResult};
use super::labels::TimeElement;
use super::layout::{self, Faults, Frame, NavEntry};
use super::session::{Administrator, Visitor};
use crate::extract::{Path, Query};
use crate::step_up::{ConfirmedForm, NoFields};
use crate::translation::{filters, language, tr};
use accounts::{AccountsError, ApiKey, Scope};
use app::App;
use limits::LimitsForm;

pub fn routes() -> Router<App> {
    Router::new().route("/", get(show).post(make)).route("/{id}/delete", get(confirm_delete).post(delete))
}

#[derive(Template)]
#[template(path = "api_keys/page.html")]
struct Page {
    frame: Frame,
    keys: Vec<KeyRow>,
    form: KeyForm,
    faults: Faults,
    made: Option<NewKey>,
    deleted: bool,
}

struct KeyRow {
    id: Uuid,
    name: String,
    scopes: Vec<&'static str>,
    created_at: TimeElement,
    created_by: String,
    last_used_at: Option<TimeElement>,
    /// The limits within its scopes, one line each.
    limits: Vec<Cow<'static, str>>,
    expires_at: Option<TimeElement>,
}

impl From<ApiKey> for KeyRow {
    fn from(key: ApiKey) -> Self {
        Self {
            limits: limits::lines(&key.limits),
            expires_at: key.limits.expires_at.map(TimeElement),
            id: key.id,
            name: key.name,
            scopes: key.scopes.iter().map(|scope| scope.name()).collect(),
            created_at: TimeElement(key.created_at),
            created_by: language().render(&key.created_by.text()),
            last_used_at: key.last_used_at.map(TimeElement),
        }
    }
}

/// The key that was just created; only this page shows it.
struct NewKey {
    name: String,
    secret: SecretString,
    can_send: bool,
    public_url: String,
    recipient: String,
}

impl NewKey {
    fn secret(&self) -> &str {
        self.secret.expose_secret()
    }
}

/// The form of a new key; the checkbox of a scope has the scope's name.
#[derive(Default, Deserialize)]
#[serde(default)]
struct KeyForm {
    name: String,
    #[serde(rename = "messages:send")]
    messages_send: Option<String>,
    #[serde(rename = "messages:read")]
    messages_read: Option<String>,
    #[serde(rename = "messages:provider_headers")]
    provider_headers: Option<String>,
    settings: Option<String>,
    members: Option<String>,
    scripts: Option<String>,
    #[serde(flatten)]
    limits: LimitsForm,
}

impl KeyForm {
    fn proposed() -> Self {
        Self { messages_send: Some("on".into()), ..Self::default() }
    }

    fn scopes(&self) -> Vec<Scope> {
        Scope::ALL.into_iter().filter(|scope| self.has(*scope)).collect()
    }

    fn has(&self, scope: Scope) -> bool {
        match scope {
            Scope::MessagesSend => &self.messages_send,
            Scope::MessagesRead => &self.messages_read,
            Scope::ProviderHeaders => &self.provider_headers,
            Scope::Settings => &self.settings,
            Scope::Members => &self.members,
            Scope::Scripts => &self.scripts,
        }
        .is_some()
    }

    fn choices(&self) -> Vec<ScopeChoice> {
        [
            (Scope::MessagesSend, "scope-messages-send", "scope-messages-send-hint"),
            (Scope::MessagesRead, "scope-messages-read", "scope-messages-read-hint"),
            (Scope::ProviderHeaders, "scope-provider-headers", "scope-provider-headers-hint"),
            (Scope::Members, "scope-members", "scope-members-hint"),
            (Scope::Scripts, "scope-scripts", "scope-scripts-hint"),
            (Scope::Settings, "scope-settings", "scope-settings-hint"),
        ]
        .map(|(scope, label, hint)| ScopeChoice { name: scope.name(), label, hint, ticked: self.has(scope) })
        .into()
    }
}

/// A scope that can be ticked, with the keys of its texts.
struct ScopeChoice {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    ticked: bool,
}

#[derive(Deserialize)]
struct PageQuery {
    deleted: Option<String>,
}

async fn show(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Query(query): Query<PageQuery>,
) -> PageResult {
    let page = page(&app, &visitor, KeyForm::proposed()).await?;
    Ok(layout::render(&Page { deleted: query.deleted.is_some(), ..page }))
}

async fn make(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    ConfirmedForm(form): ConfirmedForm<KeyForm>,
) -> PageResult {
    match app.accounts.make_limited_key(&form.name, &form.scopes(), &form.limits.typed(), &visitor.actor()).await {
        Ok((key, secret)) => {
            let made = NewKey {
                can_send: key.may(Scope::MessagesSend),
                name: key.name,
                secret,
                public_url: app.config.public_url.clone(),
                recipient: visitor.account.email.expose().to_owned(),
            };
            Ok(layout::render(&Page { made: Some(made), ..page(&app, &visitor, KeyForm::proposed()).await? }))
        }
        Err(AccountsError::Faults(faults)) => {
            let page = page(&app, &visitor, form).await?;
            let page = Page { frame: page.frame.with_faults(), faults: Faults::new(faults), ..page };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, layout::render(&page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(app: &App, visitor: &Visitor, form: KeyForm) -> Result<Page, PageError> {
    Ok(Page {
        frame: Frame::new(tr("api-keys-title"), NavEntry::ApiKeys, visitor),
        keys: app.accounts.keys().await?.into_iter().map(KeyRow::from).collect(),
        form,
        faults: Faults::default(),
        made: None,
        deleted: false,
    })
}

#[derive(Template)]
#[template(path = "api_keys/delete.html")]
struct ConfirmDelete {
    frame: Frame,
    key: KeyRow,
}

/// The page that asks before a key is deleted.
async fn confirm_delete(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
) -> PageResult {
    let key = app.accounts.keys().await?.into_iter().find(|key| key.id == id).ok_or(PageError::NotFound)?;
    let frame = Frame::new(tr("api-keys-delete-title"), NavEntry::ApiKeys, &visitor);
    Ok(layout::render(&ConfirmDelete { frame, key: key.into() }))
}

async fn delete(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
    _: ConfirmedForm<NoFields>,
) -> PageResult {
    if app.accounts.delete_key(id, &visitor.actor()).await? {
        Ok(Redirect::to("/configuration/api-keys?deleted=1").into_response())
    } else {
        Err(PageError::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ticked_scopes_are_requested() {
        assert_eq!(KeyForm::proposed().scopes(), [Scope::MessagesSend]);
        assert_eq!(KeyForm::default().scopes(), []);
    }
}
