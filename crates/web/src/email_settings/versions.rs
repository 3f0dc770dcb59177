//! The versions of the email settings: who saved what and when, and restoring one.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use serde_json::Value;

use super::labels::{choice_label, field_label, field_names, method_label};
use super::waiting;
use crate::error_pages::{PageError, PageResult};
use crate::extract::Path;
use crate::labels::TimeElement;
use crate::layout::{self, Frame, NavEntry};
use crate::session::Administrator;
use crate::step_up::ConfirmedForm;
use crate::translation::{filters, language, tr, tr_args};
use app::App;
use settings::{EmailSettings, Version, WaitingMail};

#[derive(Template)]
#[template(path = "email_settings/versions.html")]
struct Page {
    frame: Frame,
    versions: Vec<VersionRow>,
}

/// What happens to waiting mail, if that was asked.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RestoreForm {
    waiting_mail: String,
}

#[derive(Template)]
#[template(path = "email_settings/restore.html")]
struct RestoreQuestion {
    frame: Frame,
    number: u32,
    count: u64,
    back: &'static str,
}

struct VersionRow {
    number: u32,
    saved_at: Option<TimeElement>,
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
        frame: Frame::new(tr("settings-versions-title"), NavEntry::EmailSettings, &visitor),
        versions: rows(&versions),
    };
    Ok(layout::render(&page))
}

/// `POST …/versions/{number}/restore`: makes a copy of an earlier version the newest.
pub async fn restore(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Path(number): Path<u32>,
    ConfirmedForm(choice): ConfirmedForm<RestoreForm>,
) -> PageResult {
    let earlier = app.settings.versions().await?.into_iter().find(|version| version.number == number);
    let settings = &earlier.ok_or(PageError::NotFound)?.settings;
    if let Some(count) = waiting::to_be_asked(&app, settings, &choice.waiting_mail).await? {
        let frame = Frame::new(tr("settings-versions-title"), NavEntry::EmailSettings, &visitor);
        let question = RestoreQuestion { frame, number, count, back: "/configuration/email-settings/versions" };
        return Ok((StatusCode::CONFLICT, layout::render(&question)).into_response());
    }
    let by = visitor.actor();
    let waiting_mail = WaitingMail::from_name(&choice.waiting_mail).unwrap_or_default();
    let version = app.settings.restore(number, waiting_mail, &by).await?;
    Ok(Redirect::to(&format!("/configuration/email-settings?saved={}", version.number)).into_response())
}

/// Each version with the changes since the one before it; the oldest is compared with the defaults before the first
/// save.
fn rows(versions: &[Arc<Version>]) -> Vec<VersionRow> {
    let active = versions.iter().find(|version| version.complete).map(|version| version.number);
    let start = EmailSettings::before_the_first_save();
    let older = versions.iter().skip(1).map(|version| &version.settings).chain([&start]);
    versions
        .iter()
        .zip(older)
        .map(|(version, before)| VersionRow {
            number: version.number,
            saved_at: version.saved_at.map(TimeElement),
            saved_by: version.saved_by.as_ref().map(|actor| language().render(&actor.text())).unwrap_or_default(),
            is_active: Some(version.number) == active,
            waits_for_consent: !version.complete,
            method: method_label(version.settings.method),
            changes: changes(before, &version.settings),
        })
        .collect()
}

fn changes(before: &EmailSettings, after: &EmailSettings) -> Vec<Change> {
    fields(before)
        .into_iter()
        .zip(fields(after))
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| Change {
            label: field_label(field).unwrap_or(Cow::Borrowed(field)),
            before,
            after,
        })
        .collect()
}

/// Every field of the settings with its value as text, in the order of the page. The fields of a method that was never
/// entered are empty: the view shows defaults for them, which nobody chose.
fn fields(settings: &EmailSettings) -> Vec<(&'static str, String)> {
    let entered = |name: &str| match name.split_once('.') {
        Some(("password", _)) => settings.password.is_some(),
        Some(("oauth", _)) => settings.oauth.is_some(),
        _ => true,
    };
    let view = serde_json::to_value(settings.view()).expect("a view is made of texts and numbers");
    let shown = |name: &'static str| {
        let value = value_shown(&view, name)?;
        let is_default = !entered(name) && view.pointer(&pointer(name)).is_some_and(is_chosen);
        Some((name, if is_default { String::new() } else { value }))
    };
    field_names().filter_map(shown).collect()
}

/// Whether a value is more than an empty field or a box that is not ticked.
fn is_chosen(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::String(text) => !text.is_empty(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
    }
}

fn pointer(name: &str) -> String {
    format!("/{}", name.replace('.', "/"))
}

/// The value of a field as text; `None` if the settings have no such field. For a secret, whether one is saved.
fn value_shown(view: &Value, name: &str) -> Option<String> {
    let pointer = pointer(name);
    let Some(value) = view.pointer(&pointer) else {
        let saved = view.pointer(&format!("{pointer}_set"))?.as_bool()?;
        return Some(if saved { tr("settings-value-saved").into_owned() } else { String::new() });
    };
    Some(match value {
        Value::Bool(yes) => tr(if *yes { "settings-value-yes" } else { "settings-value-no" }).into_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        Value::String(pem) if name.ends_with("ca_certificate") && !pem.is_empty() => {
            tr("settings-value-certificate").into_owned()
        }
        Value::String(text) => choice_label(name, text).map_or_else(|| text.clone(), Cow::into_owned),
        Value::Null | Value::Object(_) => String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_compared() {
        let settings = EmailSettings::before_the_first_save();
        let compared: Vec<&str> = fields(&settings).into_iter().map(|(field, _)| field).collect();
        for (field, _) in crate::email_settings::form::fields_of(&settings.view()) {
            assert!(compared.contains(&field.as_str()), "{field}");
        }
        for secret in ["password.password", "oauth.client_secret", "oauth.service_account_key"] {
            assert!(compared.contains(&secret), "{secret}");
        }
    }

    /// Settings with a mail server, as they are stored.
    fn with_server(password: serde_json::Value) -> EmailSettings {
        let mut stored = serde_json::to_value(EmailSettings::before_the_first_save()).expect("JSON");
        stored["password"] = password;
        serde_json::from_value(stored).expect("settings")
    }

    #[test]
    fn only_values_of_choices_are_replaced_by_labels() {
        let mut settings = with_server(serde_json::json!({
            "host": "none", "port": 25, "username": "u", "security": "none",
            "ca_certificate": "-----BEGIN CERTIFICATE-----",
        }));
        settings.password.iter_mut().for_each(|password| password.password_set = true);
        let fields = fields(&settings);
        let value = |name: &str| fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value.as_str());
        assert_eq!(value("password.host"), Some("none"));
        assert_eq!(value("password.security"), Some(&*tr("settings-no-encryption")));
        assert_eq!(value("password.password"), Some(&*tr("settings-value-saved")));
        assert_eq!(value("password.ca_certificate"), Some(&*tr("settings-value-certificate")));
        assert_eq!(value("oauth.client_secret"), Some(""));
        assert_eq!(value("test.to"), None);
    }

    /// The choices in the templates of the page, as `(field, value)`: radio buttons with a literal value, and the lists
    /// that options are made from.
    fn choices_of_the_page() -> Vec<(&'static str, &'static str)> {
        let mut choices = Vec::new();
        for template in [include_str!("page.html"), include_str!("oauth.html")] {
            for radio in template.split("<input type=\"radio\"").skip(1) {
                let attribute = |name: &str| radio.split('>').next()?.split_once(name)?.1.split('"').next();
                if let (Some(field), Some(value)) = (attribute(" name=\""), attribute(" value=\"")) {
                    choices.push((field, value));
                }
            }
            for select in template.split("<select ").skip(1) {
                let Some(field) = select.split_once("name=\"").and_then(|(_, rest)| rest.split('"').next()) else {
                    continue;
                };
                let options = select.split("</select>").next().unwrap_or_default();
                choices.extend(options.split("(\"").skip(1).filter_map(|rest| Some((field, rest.split('"').next()?))));
            }
        }
        choices.retain(|(field, value)| field.contains('.') && !value.contains("{{"));
        choices
    }

    #[test]
    fn every_choice_of_the_page_has_a_label_in_the_list_of_changes() {
        let choices = choices_of_the_page();
        assert!(choices.len() >= 12, "{choices:?}");
        for (field, value) in choices.into_iter().filter(|(_, value)| !value.contains('.')) {
            let label = choice_label(field, value).unwrap_or_else(|| panic!("{field}: {value} has no label"));
            assert_ne!(label, value, "{field}");
        }
        for method in ["builtin", "password", "oauth"] {
            assert!(choice_label("method", method).is_some(), "{method}");
        }
    }

    #[test]
    fn only_differences_are_shown_and_no_default_that_nobody_chose() {
        let before = EmailSettings::before_the_first_save();
        let server = with_server(
            serde_json::json!({"host": "smtp.example.com", "port": 465, "username": "", "security": "implicit_tls"}),
        );
        let change = |field, before: &str, after: &str| Change {
            label: field_label(field).expect("a label"),
            before: before.into(),
            after: after.into(),
        };
        let tls = tr("settings-implicit-tls");
        let added = [
            change("password.host", "", "smtp.example.com"),
            change("password.port", "", "465"),
            change("password.security", "", &tls),
        ];
        assert_eq!(changes(&before, &server), added);
        let removed = changes(&server, &before);
        assert!(removed.iter().all(|change| change.after.is_empty()), "{removed:?}");
        let mut other = server.clone();
        other.password.iter_mut().for_each(|password| password.port = 2465);
        assert_eq!(changes(&server, &other), [change("password.port", "465", "2465")]);
    }
}
