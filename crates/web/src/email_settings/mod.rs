//! *Configuration → Email Settings*: how mail is sent; chosen, tested and saved on one page.
//!
//! Every button posts the whole form, so each works with the entered values. [`fill`] stores nothing and shows the form
//! again with a change; the tests go through `intake` and `delivery_loop` like real mail. `email-settings.js` sends the
//! same requests and inserts the responses into the page.

pub mod consent;
mod consent_link;
mod form;
mod labels;
mod test_run;
mod versions;
mod view;
pub mod waiting;

use std::borrow::Cow;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use mail::{Fault, Security};
use queue::StateGroup;
use serde::{Deserialize, Serialize};

use super::error_pages::{PageError, PageResult};
use super::layout::{self, Faults, Frame, NavEntry};
use super::session::{Administrator, Client, SessionCookie, Visitor};
use super::sign_up::with_wait;
use super::step_up;
use super::texts;
use super::translation::{language, tr, tr_args};
use crate::extract::{Form, Query};
use app::App;
use consent::{LastConsent, WITH_POPUP};
use form::{Fill, SettingsForm};
use settings::{Preset, SettingsError};
use view::{BuiltinView, ConnectedView, ConsentPart, Note, Page, ResultView, WarningView};

pub use view::{StageView, StatusView};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(show).post(save))
        .route("/fill", post(fill))
        .route("/warnings", post(warnings))
        .route("/test-connection", post(test_run::connection))
        .route("/test-email", post(test_run::email))
        .route("/consent", post(consent::start))
        .route("/consent/open", get(consent_link::ask).post(consent_link::open))
        .route("/consent/{id}", get(consent::show))
        .route("/consent/{id}/answer", post(consent::answer))
        .route("/disconnect", post(consent::disconnect))
        .route("/on-hold", get(waiting::show).post(waiting::decide))
        .route("/versions", get(versions::show))
        .route("/versions/{number}/restore", post(versions::restore))
}

#[derive(Deserialize)]
struct PageQuery {
    /// The version that was just saved.
    saved: Option<u32>,
    /// Set after the first setup.
    welcome: Option<String>,
    /// Set after a consent.
    connected: Option<String>,
    /// Whether the provider revoked the consent after *Disconnect*.
    disconnected: Option<String>,
}

async fn show(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Query(query): Query<PageQuery>,
) -> PageResult {
    let newest = app.settings.newest().await?;
    let form = SettingsForm::of(&newest.settings.view(), visitor.account.email.expose());
    let provider = newest.settings.oauth.as_ref().map_or(consent::NO_PROVIDER, |method| method.provider.facts().name);
    let note = match (query.saved, query.welcome, query.connected, query.disconnected) {
        (Some(number), ..) if newest.complete => Some(Note::Saved(number)),
        (_, Some(_), ..) => Some(Note::Welcome),
        (_, _, Some(_), _) if newest.complete => Some(Note::Connected),
        (_, _, _, Some(how)) => consent::disconnected_text(&how, provider).map(Note::Disconnected),
        _ => None,
    };
    Ok(shown(&Page { note, ..page(&app, &visitor, form).await? }))
}

/// The page may open a popup and keep a reference to it.
fn shown(page: &Page) -> Response {
    ([WITH_POPUP], layout::render(page)).into_response()
}

/// The response to `email-settings.js` for a save that waits for consent.
#[derive(Serialize)]
struct ConsentNeeded {
    version: u32,
    #[serde(flatten)]
    start: consent::Start,
}

async fn save(
    State(app): State<App>,
    Administrator(mut visitor): Administrator,
    (session, client): (SessionCookie, Client),
    headers: HeaderMap,
    Form(form): Form<SettingsForm>,
) -> PageResult {
    if let Err(missing) = step_up::check(&app, &mut visitor, &session, &client, form.account_password()).await? {
        let wait = missing.wait;
        return Ok(with_wait(refused(&app, &visitor, form, missing.faults(), "settings-not-saved").await?, wait));
    }
    if let Some(count) = waiting::to_be_asked(&app, &form.chosen_method(), form.value("waiting_mail")).await? {
        let page = Page { asks_about_waiting: Some(count), unsaved: true, ..page(&app, &visitor, form).await? };
        return Ok((StatusCode::CONFLICT, shown(&page)).into_response());
    }
    let by = visitor.actor();
    match app.settings.save(form.input(), &by).await {
        Ok(version) if !version.complete && consent::wants_json(&headers) => {
            let start = consent::begin(&app, &visitor, &session).await?;
            Ok(Json(ConsentNeeded { version: version.number, start }).into_response())
        }
        Ok(version) => {
            Ok(Redirect::to(&format!("/configuration/email-settings?saved={}", version.number)).into_response())
        }
        Err(SettingsError::Faults(faults)) => refused(&app, &visitor, form, faults, "settings-not-saved").await,
        Err(other) => Err(other.into()),
    }
}

/// Makes the change of a button and shows the form again, unsaved.
async fn fill(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Form(mut form): Form<SettingsForm>,
) -> PageResult {
    let fill = Fill::read(form.value("fill"));
    if let Some(fill) = &fill {
        form.apply(fill);
    }
    let note = fill.map(|fill| Note::Filled(filled_words(&fill, &form)));
    Ok(shown(&Page { note, unsaved: true, ..page(&app, &visitor, form).await? }))
}

fn filled_words(fill: &Fill, form: &SettingsForm) -> Cow<'static, str> {
    match (fill, form.chosen_preset()) {
        (Fill::Preset, Some(preset)) => tr_args(
            "settings-filled-preset",
            &[
                ("provider", preset.name.into()),
                ("username", language().render(&(preset.username)()).into()),
                ("hint", language().render(&(preset.hint)()).into()),
            ],
        ),
        (Fill::Preset, None) => tr("settings-filled-none"),
        (Fill::Fix(fix), _) => labels::filled_in_words(fix),
    }
}

/// A warning for `email-settings.js`: its field, and its HTML.
#[derive(Serialize)]
struct WarningSlot {
    field: &'static str,
    html: String,
}

/// The warnings about the typed values.
async fn warnings(
    State(app): State<App>,
    _: Administrator,
    Form(form): Form<SettingsForm>,
) -> Result<Json<Vec<WarningSlot>>, PageError> {
    let slots = form.warnings(&app.settings.redirect_url()).into_iter().map(|warning| {
        let view = WarningView::from(warning);
        Ok(WarningSlot { field: view.field, html: askama::Template::render(&view)? })
    });
    Ok(Json(slots.collect::<Result<_, askama::Error>>()?))
}

/// The page with faults and all typed values; `title` is the key of the headline.
async fn refused(
    app: &App,
    visitor: &Visitor,
    form: SettingsForm,
    faults: Vec<Fault>,
    title: &'static str,
) -> PageResult {
    let mut faults: Vec<Fault> = faults.into_iter().map(|fault| on_this_page(fault, &form)).collect();
    faults.sort_by_key(|fault| labels::field_place(&fault.field));
    let page = page(app, visitor, form).await?;
    let page = Page {
        frame: page.frame.with_faults(),
        faults: Faults::new(faults),
        faults_title: tr(title),
        unsaved: true,
        ..page
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown(&page)).into_response())
}

/// Replaces faults that are worded for the API's JSON, and fields that have another name on the page.
fn on_this_page(fault: Fault, form: &SettingsForm) -> Fault {
    match fault.field.as_str() {
        "password.security" if form.value("password.security") == Security::None.name() => {
            Fault::new("password.allow_insecure_password", texts::settings_page_unencrypted())
        }
        "to" if form.value("test.to").trim().is_empty() => {
            Fault::new("test.to", texts::settings_page_test_recipient_missing())
        }
        to if to == "to" || to.starts_with("to[") => Fault { field: "test.to".into(), ..fault },
        _ => fault,
    }
}

/// The page after a test, for browsers without JavaScript.
async fn tested(app: &App, visitor: &Visitor, form: SettingsForm, result: ResultView) -> PageResult {
    Ok(shown(&Page { result: Some(result), unsaved: true, ..page(app, visitor, form).await? }))
}

/// The page without messages.
async fn page(app: &App, visitor: &Visitor, form: SettingsForm) -> Result<Page, PageError> {
    let (active, newest) = (app.settings.active(), app.settings.newest().await?);
    let mut without_from = active.settings.clone();
    without_from.from.email = None;
    let redirect_url = app.settings.redirect_url();
    let stored = newest.settings.view();
    let consent = app.settings.consent_view().await?;
    let preset = form.chosen_preset();
    let (waiting, on_hold) =
        app.db.read(|rx| Ok::<_, queue::QueueError>((queue::waiting(rx)?, queue::on_hold(rx)?))).await?;
    Ok(Page {
        frame: Frame::new(tr("settings-title"), NavEntry::EmailSettings, visitor),
        faults: Faults::default(),
        faults_title: Cow::Borrowed(""),
        note: None,
        unsaved: false,
        asks_about_waiting: None,
        asks_for_password: !visitor.password_is_recent,
        password_set: stored.password.password_set,
        client_secret_set: stored.oauth.client_secret_set,
        service_account: Some(stored.oauth.service_account).filter(|_| stored.oauth.service_account_key_set),
        status: StatusView::of(app, waiting.of_group(StateGroup::Waiting))
            .with_on_hold(on_hold)
            .with_expirations(&app.settings.expirations().await?, app.clock.now()),
        consent: ConsentPart {
            pending: consent.pending,
            active: active.number,
            provider: newest
                .settings
                .oauth
                .as_ref()
                .map_or(consent::NO_PROVIDER, |method| method.provider.facts().name),
            from: newest.settings.from.email.as_ref().map(|from| from.expose().to_owned()).unwrap_or_default(),
            last: LastConsent::of(consent.last),
            connected: consent.connected.map(ConnectedView::from),
        },
        builtin: BuiltinView::of(&app.config.builtin),
        builtin_sender: app.settings.sender(&without_from).expose().to_owned(),
        chosen_preset: preset,
        preset_hint: preset.map(|preset| language().render(&(preset.hint)())).filter(|hint| !hint.is_empty()),
        username_hint: preset.map(username_hint).unwrap_or_default(),
        ehlo_hint: tr_args("settings-ehlo-hint", &[("name", app.settings.default_ehlo().to_owned().into())]),
        warnings: form.warnings(&redirect_url).into_iter().map(WarningView::from).collect(),
        redirect_url,
        result: None,
        form,
    })
}

fn username_hint(preset: &Preset) -> Cow<'static, str> {
    let username = language().render(&(preset.username)());
    tr_args("settings-username-of", &[("provider", preset.name.into()), ("username", username.into())])
}
