//! Consent at a provider: the popup or the full page goes there, and the provider redirects to `/oauth/callback`.
//!
//! The callback takes the code and redirects at once, so that the code is not in the browser's history. The page
//! after it notifies the settings page and closes itself if it is a popup; without JavaScript it is a page with a
//! link.

use i18n::{ProblemText, language};
use std::borrow::Cow;

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::docs::Explanation;
use crate::error_pages::{PageError, PageResult};
use crate::extract::{Path, Query};
use crate::layout::{self, PublicFrame};
use crate::session::{Administrator, SessionCookie, Visitor};
use crate::step_up::{ConfirmedForm, NoFields};
use crate::translation::{filters, tr, tr_args};
use app::App;
use settings::oauth::{
    Answer, AnswerResult, Callback, CallbackResult, ConsentError, ConsentOutcome, DisconnectResult, Question,
};

const SETTINGS: &str = "/configuration/email-settings";

/// The provider's name in texts if none was ever chosen.
pub const NO_PROVIDER: &str = "none";

/// Lets the settings page keep its reference to the popup while that is at the provider; no other page gets one.
pub const WITH_POPUP: (HeaderName, &str) =
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin-allow-popups");

/// The policy of the popup itself: any other would separate it from the page that opened it, so that it could not close
/// itself.
const IN_POPUP: (HeaderName, &str) = (HeaderName::from_static("cross-origin-opener-policy"), "unsafe-none");

/// The URL at which `email-settings.js` opens the popup.
#[derive(Serialize)]
pub struct Start {
    pub consent: Uuid,
    pub authorize_url: String,
}

/// A page that forwards to the provider: forms cannot, because our policy lets them post only to our own origin.
#[derive(Template)]
#[template(path = "email_settings/leave.html")]
struct ProviderRedirectPage {
    frame: PublicFrame,
    provider: &'static str,
    authorize_url: String,
}

/// The result of a consent, for the window that returns.
#[derive(Template)]
#[template(path = "email_settings/done.html")]
struct NoticeQuery {
    frame: PublicFrame,
    id: Option<Uuid>,
    title: Cow<'static, str>,
    paragraphs: Vec<Cow<'static, str>>,
}

/// Whether the caller is a script that wants JSON.
pub fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("application/json"))
}

/// Starts a consent for the version saved last, bound to this session.
pub async fn begin(app: &App, visitor: &Visitor, session: &SessionCookie) -> Result<Start, ConsentError> {
    let by = visitor.actor();
    let start = app.settings.begin_consent(session.0.as_deref().unwrap_or_default(), &by).await?;
    Ok(Start { consent: start.id, authorize_url: start.authorize_url })
}

/// `POST …/consent`: starts one; answers the popup's script with JSON, otherwise with a page that forwards.
pub async fn start(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    session: SessionCookie,
    headers: HeaderMap,
    _: ConfirmedForm<NoFields>,
) -> PageResult {
    let start = begin(&app, &visitor, &session).await?;
    if wants_json(&headers) {
        return Ok(Json(start).into_response());
    }
    forward(&app, start.authorize_url).await
}

/// The page that leads to the provider.
pub async fn forward(app: &App, authorize_url: String) -> PageResult {
    let newest = app.settings.newest().await?;
    Ok(layout::render(&ProviderRedirectPage {
        frame: PublicFrame::new("consent-leave-title"),
        provider: newest.settings.oauth.as_ref().map_or(NO_PROVIDER, |method| method.provider.facts().name),
        authorize_url,
    }))
}

/// The parameters of the provider's redirect (RFC 6749 §4.1.2). Unknown parameters are ignored (§3.1).
#[derive(Deserialize)]
pub struct Sent {
    #[serde(default)]
    state: String,
    code: Option<secrecy::SecretString>,
    error: Option<String>,
    error_description: Option<String>,
}

/// `GET /oauth/callback`.
pub async fn callback(
    State(app): State<App>,
    visitor: Option<Visitor>,
    session: SessionCookie,
    Query(sent): Query<Sent>,
) -> PageResult {
    if !visitor.is_some_and(|visitor| visitor.account.instance_admin) {
        return Ok(failure_page(
            StatusCode::FORBIDDEN,
            ["consent-not-signed-in", "consent-not-signed-in-meaning", "consent-not-signed-in-remedy"],
        ));
    }
    let callback =
        Callback { state: sent.state, code: sent.code, error: sent.error, description: sent.error_description };
    let problem = match app.settings.take_callback(callback, session.0.as_deref()).await? {
        CallbackResult::Ended { id, outcome } => {
            if let ConsentOutcome::Connected { .. } = outcome {
                app.delivery_loop.recheck_connection();
            }
            return Ok(([IN_POPUP], Redirect::to(&format!("{SETTINGS}/consent/{id}"))).into_response());
        }
        CallbackResult::Unknown => ["consent-unknown", "consent-unknown-meaning", "consent-unknown-remedy"],
        CallbackResult::UsedAlready => ["consent-used", "consent-used-meaning", "consent-used-remedy"],
        CallbackResult::Expired => ["consent-expired", "consent-expired-meaning", "consent-expired-remedy"],
        CallbackResult::OtherSession => {
            ["consent-other-session", "consent-other-session-meaning", "consent-other-session-remedy"]
        }
    };
    Ok(failure_page(StatusCode::BAD_REQUEST, problem))
}

/// The result of a consent, for the popup's script.
#[derive(Serialize)]
struct StateOfConsent {
    /// `waiting`, `connected`, `refused` or `asked`.
    state: &'static str,
}

/// `GET …/consent/{id}`: its result, as a page, or as JSON for scripts.
pub async fn show(State(app): State<App>, _: Administrator, headers: HeaderMap, Path(id): Path<Uuid>) -> PageResult {
    let outcome = app.settings.consent_outcome(id).await?.ok_or(PageError::NotFound)?;
    if wants_json(&headers) {
        let state = match &outcome {
            None => "waiting",
            Some(ConsentOutcome::Connected { .. }) => "connected",
            Some(ConsentOutcome::Refused { .. }) => "refused",
            Some(ConsentOutcome::OpenQuestion { .. }) => "asked",
        };
        return Ok(Json(StateOfConsent { state }).into_response());
    }
    let (title, paragraphs) = outcome_words(outcome);
    Ok((
        [WITH_POPUP],
        layout::render(&NoticeQuery { frame: PublicFrame::new("consent-title"), id: Some(id), title, paragraphs }),
    )
        .into_response())
}

/// The outcome of a consent: a title and its explanation.
fn outcome_words(outcome: Option<ConsentOutcome>) -> (Cow<'static, str>, Vec<Cow<'static, str>>) {
    match outcome {
        None => (tr("consent-under-way"), vec![tr("consent-under-way-meaning")]),
        Some(ConsentOutcome::Connected { account }) if account.is_empty() => {
            (tr("consent-connected"), vec![tr("consent-connected-meaning")])
        }
        Some(ConsentOutcome::Connected { account }) => {
            let title = tr_args("consent-connected-as", &[("account", account.into())]);
            (title, vec![tr("consent-connected-as-meaning")])
        }
        Some(ConsentOutcome::Refused { problem }) => {
            let ProblemText { what, meaning, remedy } = language().problem(&problem);
            (Cow::Owned(what), vec![Cow::Owned(meaning), Cow::Owned(remedy)])
        }
        Some(ConsentOutcome::OpenQuestion { question: Question::OtherAccount { account } }) => {
            let meaning = tr_args("consent-question-meaning", &[("account", account.into())]);
            (tr("consent-question"), vec![meaning])
        }
        Some(ConsentOutcome::OpenQuestion { question: Question::OtherScopes { .. } }) => {
            (tr("consent-question"), vec![tr("consent-question-scopes-meaning")])
        }
    }
}

/// The answer to a question.
#[derive(Deserialize)]
pub struct AnswerForm {
    answer: String,
}

/// `POST …/consent/{id}/answer`.
pub async fn answer(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
    ConfirmedForm(form): ConfirmedForm<AnswerForm>,
) -> PageResult {
    let answer = match form.answer.as_str() {
        "alias" => Answer::IsAlias,
        "account" => Answer::UseAccount,
        "go_on" => Answer::AcceptScopes,
        _ => return Err(PageError::BadForm),
    };
    let by = visitor.actor();
    match app.settings.answer_question(id, answer, &by).await {
        Ok(AnswerResult::Connected(number)) => {
            app.delivery_loop.recheck_connection();
            Ok(Redirect::to(&format!("{SETTINGS}?saved={number}")).into_response())
        }
        // Another question is open, or it was already answered, or replaced by another save: the page shows it.
        Ok(AnswerResult::AnotherQuestion) | Err(ConsentError::NoOpenQuestion) => {
            Ok(Redirect::to(SETTINGS).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST …/disconnect`.
pub async fn disconnect(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    _: ConfirmedForm<NoFields>,
) -> PageResult {
    let by = visitor.actor();
    let disconnected = app.settings.disconnect(&by).await?;
    app.delivery_loop.recheck_connection();
    let how = match disconnected {
        DisconnectResult::Revoked => "revoked",
        DisconnectResult::NotOffered => "not-offered",
        DisconnectResult::NotRevoked(problem) => {
            tracing::warn!(code = %problem.code, "a provider did not revoke a consent: {problem}");
            "not-revoked"
        }
        DisconnectResult::Nothing => "nothing",
    };
    Ok(Redirect::to(&format!("{SETTINGS}?disconnected={how}")).into_response())
}

/// The page of a failed consent, by the keys of its texts: what happened, what it means, what to do.
fn failure_page(status: StatusCode, [what, meaning, remedy]: [&str; 3]) -> Response {
    let frame = PublicFrame::new("consent-title");
    let page = NoticeQuery { frame, id: None, title: tr(what), paragraphs: vec![tr(meaning), tr(remedy)] };
    (status, [IN_POPUP], layout::render(&page)).into_response()
}

/// The text of the note after *Disconnect*.
pub fn disconnected_text(how: &str, provider: &'static str) -> Option<Cow<'static, str>> {
    let key = match how {
        "revoked" => "consent-disconnected-revoked",
        "not-offered" => "consent-disconnected-not-offered",
        "not-revoked" => "consent-disconnected-not-revoked",
        "nothing" => return Some(tr("consent-disconnected-nothing")),
        _ => return None,
    };
    Some(tr_args(key, &[("provider", provider.into())]))
}

/// The last consent, as the settings page shows it.
pub enum LastConsent {
    /// It failed.
    Refused(Explanation),
    /// The administrator is asked whether to use the other account.
    OtherAccount { id: Uuid, account: String },
    /// The administrator is asked about scopes with other names than the requested ones.
    OtherScopes { id: Uuid, missing: String, granted: String },
}

impl LastConsent {
    pub fn of(last: Option<(Uuid, Option<ConsentOutcome>)>) -> Option<Self> {
        match last? {
            (_, Some(ConsentOutcome::Refused { problem })) => Some(Self::Refused(Explanation::of(&problem))),
            (id, Some(ConsentOutcome::OpenQuestion { question: Question::OtherAccount { account } })) => {
                Some(Self::OtherAccount { id, account })
            }
            (id, Some(ConsentOutcome::OpenQuestion { question: Question::OtherScopes { missing, granted } })) => {
                Some(Self::OtherScopes { id, missing: missing.join(" "), granted: granted.join(" ") })
            }
            (_, Some(ConsentOutcome::Connected { .. }) | None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::translation::with_language_sync;
    use i18n::Language;

    #[test]
    fn the_result_of_a_consent_is_in_the_language_of_the_page() {
        let account = "ann@example.com".to_owned();
        let asked = || ConsentOutcome::OpenQuestion { question: Question::OtherAccount { account: account.clone() } };
        let connected = |account: &str| ConsentOutcome::Connected { account: account.to_owned() };
        for (outcome, english, german) in [
            (None, "Consent in progress", "Die Zustimmung läuft"),
            (Some(connected("")), "Connected", "Verbunden"),
            (Some(connected(&account)), "Connected as ann@example.com", "Verbunden als ann@example.com"),
            (Some(asked()), "One question remains", "Eine Frage ist noch offen"),
        ] {
            assert_eq!(with_language_sync(Language::English, || outcome_words(outcome.clone())).0, english);
            assert_eq!(with_language_sync(Language::German, || outcome_words(outcome)).0, german);
        }
    }

    #[test]
    fn texts_work_without_the_name_of_a_provider() {
        let said = |language, provider| {
            with_language_sync(language, || disconnected_text("revoked", provider)).expect("words")
        };
        for (language, provider, end) in [
            (Language::English, "Google", "Google revoked it as well."),
            (Language::English, NO_PROVIDER, "The provider revoked it as well."),
            (Language::German, "Google", "Google hat sie ebenfalls widerrufen."),
            (Language::German, NO_PROVIDER, "Der Anbieter hat sie ebenfalls widerrufen."),
            (Language::German, "Custom", "Der Anbieter hat sie ebenfalls widerrufen."),
        ] {
            let words = said(language, provider);
            assert!(words.ends_with(end), "{words}");
        }
        assert_eq!(disconnected_text("nonsense", "Google"), None);
    }
}
