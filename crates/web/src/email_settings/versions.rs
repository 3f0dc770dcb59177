//! The versions of the email settings: who saved what when, and the way back.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};

use super::labels::{field_words, method_words, value_words};
use crate::error_pages::PageResult;
use crate::extract::Path;
use crate::labels::When;
use crate::layout::{self, Frame, Here};
use crate::session::Administrator;
use crate::translation::{filters, language, tr, tr_args};
use app::App;
use settings::{SettingsView, Version};

#[derive(Template)]
#[template(path = "email_settings/versions.html")]
struct Page {
    frame: Frame,
    versions: Vec<VersionRow>,
}

struct VersionRow {
    number: u32,
    saved_at: Option<When>,
    saved_by: String,
    is_active: bool,
    waits_for_consent: bool,
    method: Cow<'static, str>,
    changes: Vec<Change>,
}

impl VersionRow {
    /// What changed, in a few words.
    fn summary(&self) -> Cow<'static, str> {
        const NAMED: usize = 3;
        let labels: Vec<&str> = self.changes.iter().map(|change| change.label.as_ref()).collect();
        let named = labels[..labels.len().min(NAMED)].join(", ");
        match labels.len() {
            0 => tr("settings-version-unchanged"),
            count if count <= NAMED => tr_args("settings-version-changed", &[("fields", named.into())]),
            count => {
                tr_args("settings-version-changed-more", &[("fields", named.into()), ("count", (count - NAMED).into())])
            }
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Change {
    label: Cow<'static, str>,
    before: String,
    after: String,
}

/// `GET …/versions`: newest first.
pub async fn show(State(app): State<App>, Administrator(visitor): Administrator) -> PageResult {
    let versions = app.settings.versions().await?;
    let page = Page {
        frame: Frame::new(tr("settings-versions-title"), Here::EmailSettings, &visitor),
        versions: rows(&versions),
    };
    Ok(layout::render(&page))
}

/// `POST …/versions/{number}/restore`: makes a copy of an earlier version the newest.
pub async fn restore(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Path(number): Path<u32>,
) -> PageResult {
    let by = visitor.actor();
    let version = app.settings.restore(number, &by).await?;
    Ok(Redirect::to(&format!("/configuration/email-settings?saved={}", version.number)).into_response())
}

/// Each version beside the one before it; the oldest beside what holds before the first save.
fn rows(versions: &[Arc<Version>]) -> Vec<VersionRow> {
    let active = versions.iter().find(|version| version.complete).map(|version| version.number);
    let start = settings::EmailSettings::before_the_first_save().view();
    let older = versions.iter().skip(1).map(|version| version.settings.view()).chain([start]);
    versions
        .iter()
        .zip(older)
        .map(|(version, before)| VersionRow {
            number: version.number,
            saved_at: version.saved_at.map(When),
            saved_by: version.saved_by.as_ref().map(|actor| language().render(&actor.text())).unwrap_or_default(),
            is_active: Some(version.number) == active,
            waits_for_consent: !version.complete,
            method: method_words(version.settings.method),
            changes: changes(&before, &version.settings.view()),
        })
        .collect()
}

fn changes(before: &SettingsView, after: &SettingsView) -> Vec<Change> {
    fields(before)
        .into_iter()
        .zip(fields(after))
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| Change {
            label: field_words(field).unwrap_or(Cow::Borrowed(field)),
            before,
            after,
        })
        .collect()
}

/// Every field with its value in words, always in the same order.
fn fields(view: &SettingsView) -> Vec<(&'static str, String)> {
    let word = |name: &str| value_words(name).into_owned();
    let yes = |yes: bool| tr(if yes { "settings-value-yes" } else { "settings-value-no" }).into_owned();
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let certificate =
        |pem: &str| if pem.is_empty() { String::new() } else { tr("settings-value-certificate").into_owned() };
    let saved = |set: bool| if set { tr("settings-value-saved").into_owned() } else { String::new() };
    vec![
        ("method", word(view.method)),
        ("password.host", view.password.host.clone()),
        ("password.port", view.password.port.to_string()),
        ("password.security", word(view.password.security)),
        ("password.username", view.password.username.clone()),
        ("password.password", saved(view.password.password_set)),
        ("password.allow_insecure_password", yes(view.password.allow_insecure_password)),
        ("oauth.provider", word(view.oauth.provider)),
        ("oauth.grant", word(view.oauth.grant)),
        ("oauth.send_through", view.oauth.send_through.to_owned()),
        ("oauth.client_id", view.oauth.client_id.clone()),
        ("oauth.client_secret", saved(view.oauth.client_secret_set)),
        ("oauth.client_secret_expires", view.oauth.client_secret_expires.clone()),
        ("oauth.tenant", view.oauth.tenant.clone()),
        ("oauth.service_account_key", saved(view.oauth.service_account_key_set)),
        ("oauth.confirm_other_sender", yes(view.oauth.confirm_other_sender)),
        ("oauth.custom.issuer", view.oauth.custom.issuer.clone()),
        ("oauth.custom.client_authentication", view.oauth.custom.client_authentication.to_owned()),
        ("oauth.custom.authorize_url", view.oauth.custom.authorize_url.clone()),
        ("oauth.custom.token_url", view.oauth.custom.token_url.clone()),
        ("oauth.custom.revoke_url", view.oauth.custom.revoke_url.clone()),
        ("oauth.custom.scopes", view.oauth.custom.scopes.clone()),
        ("oauth.custom.host", view.oauth.custom.host.clone()),
        ("oauth.custom.port", view.oauth.custom.port.map(|port| port.to_string()).unwrap_or_default()),
        ("oauth.custom.security", word(view.oauth.custom.security)),
        ("oauth.custom.mechanism", view.oauth.custom.mechanism.to_owned()),
        ("oauth.custom.ca_certificate", certificate(&view.oauth.custom.ca_certificate)),
        ("from.email", view.from.email.clone()),
        ("from.name", view.from.name.clone()),
        ("from.reply_to", view.from.reply_to.clone()),
        ("from.allowed", view.from.allowed.join(", ")),
        ("automatic_bcc", view.automatic_bcc.clone()),
        ("automatic_bcc_api", yes(view.automatic_bcc_api)),
        ("automatic_bcc_submission", yes(view.automatic_bcc_submission)),
        ("password.ehlo", view.password.ehlo.clone()),
        ("password.mechanism", view.password.mechanism.to_owned()),
        ("password.ca_certificate", certificate(&view.password.ca_certificate)),
        ("pace.connections", number(view.pace.connections)),
        ("pace.messages_per_minute", number(view.pace.messages_per_minute)),
        ("pace.recipients_per_day", number(view.pace.recipients_per_day)),
        ("pace.recipients_per_message", number(view.pace.recipients_per_message)),
        ("pace.idle_seconds", number(view.pace.idle_seconds)),
        ("pace.kept_session_reply_seconds", number(view.pace.kept_session_reply_seconds)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_is_compared_has_a_label() {
        let view = settings::EmailSettings::before_the_first_save().view();
        for (field, _) in fields(&view) {
            assert!(field_words(field).is_some(), "{field}");
        }
    }

    #[test]
    fn only_what_differs_is_told() {
        let before = settings::EmailSettings::before_the_first_save().view();
        let mut after = before.clone();
        after.password.host = "smtp.example.com".into();
        let expected =
            Change { label: "SMTP host name".into(), before: String::new(), after: "smtp.example.com".into() };
        assert_eq!(changes(&before, &after), [expected]);
    }
}
