//! The form of *Email Settings*. Its fields are named as in the API's JSON, so that faults match them; the list of
//! fields and checkboxes is derived from [`SettingsView`]. Only additions of the page have code here.

use std::collections::BTreeMap;

use mail::Security;
use oauth::{Grant, Provider, SendThrough};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::step_up;
use settings::{
    self, EmailSettings, Method, OAuthMethod, PRESETS, PasswordMethod, Preset, SecretInput, SettingsInput,
    SettingsView, Warning,
};

/// Secrets are write-only: they are never sent back to the page.
const PASSWORD: &str = "password.password";
const CLIENT_SECRET: &str = "oauth.client_secret";
const SERVICE_ACCOUNT_KEY: &str = "oauth.service_account_key";

/// Fields about secrets that the view shows and the form does not accept.
const SHOWN_ONLY: [&str; 4] =
    ["password.password_set", "oauth.client_secret_set", "oauth.service_account_key_set", "oauth.service_account"];

/// The fields that the page shows and posts, by name. An unticked checkbox is absent.
///
/// In addition to the settings: `preset` (the provider chosen in *Fill in for*), `remove_password`,
/// `remove_client_secret`, `test.to`, `waiting_mail` (what happens to waiting mail, if that was asked), and `fill` (the
/// change that the pressed button makes, see [`Fill::read`]).
#[derive(Clone, Default)]
pub struct SettingsForm {
    fields: BTreeMap<String, String>,
    secrets: BTreeMap<String, SecretString>,
}

impl<'de> Deserialize<'de> for SettingsForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut form = Self::default();
        for (name, value) in BTreeMap::<String, SecretString>::deserialize(deserializer)? {
            if [PASSWORD, CLIENT_SECRET, SERVICE_ACCOUNT_KEY, step_up::FIELD].contains(&name.as_str()) {
                form.secrets.insert(name, value);
            } else {
                form.fields.insert(name, value.expose_secret().to_owned());
            }
        }
        Ok(form)
    }
}

/// A change of the form by a button; nothing is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Host, port and security of the provider chosen in the form.
    Preset,
    /// A change that fixes what a test found.
    Fix(mail::Fix),
}

impl Fill {
    /// Reads a button's value: `preset`, `fix:587:starttls` or `fix:api`.
    pub fn read(value: &str) -> Option<Self> {
        match value {
            "preset" => return Some(Self::Preset),
            "fix:api" => return Some(Self::Fix(mail::Fix::SendThroughApi)),
            _ => {}
        }
        let (port, security) = value.strip_prefix("fix:")?.split_once(':')?;
        Some(Self::Fix(mail::Fix::Server { port: port.parse().ok()?, security: security_named(security)? }))
    }

    /// The button's value for a fix.
    pub fn value(fix: &mail::Fix) -> String {
        match fix {
            mail::Fix::Server { port, security } => format!("fix:{port}:{}", security.name()),
            mail::Fix::SendThroughApi => "fix:api".to_owned(),
        }
    }
}

impl SettingsForm {
    /// The form that shows stored settings. A port is proposed if no server was ever entered.
    pub fn of(view: &SettingsView, own_address: &str) -> Self {
        let mut form = Self::default();
        for (name, value) in fields_of(view) {
            match value {
                Value::Bool(false) => {}
                Value::Bool(true) => form.set(&name, "on"),
                Value::Array(lines) => {
                    let lines: Vec<&str> = lines.iter().filter_map(Value::as_str).collect();
                    form.set(&name, lines.join("\n"));
                }
                Value::String(text) => form.set(&name, text),
                Value::Number(number) => form.set(&name, number.to_string()),
                Value::Null | Value::Object(_) => {}
            }
        }
        if view.password.host.is_empty() {
            form.set("password.port", usual_port(Security::ImplicitTls).to_string());
        }
        form.set("test.to", own_address);
        form
    }

    /// The value of a field; empty if it is absent.
    pub fn value(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// Whether a checkbox is ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    fn set(&mut self, name: &str, value: impl Into<String>) {
        self.fields.insert(name.to_owned(), value.into());
    }

    /// The input that `settings` checks.
    pub fn input(&self) -> SettingsInput {
        let mut typed = Map::new();
        for (name, shown) in fields_of(&EmailSettings::before_the_first_save().view()) {
            let value = match shown {
                Value::Bool(_) => Value::Bool(self.is_ticked(&name)),
                Value::Array(_) => self.value(&name).lines().map(Value::from).collect(),
                // A choice that the page hides for this provider was not made by the administrator.
                _ if name == "oauth.send_through" && self.provider() == Provider::Custom => {
                    SendThrough::Smtp.name().into()
                }
                _ => self.value(&name).into(),
            };
            insert(&mut typed, &name, value);
        }
        let mut input: SettingsInput =
            serde_json::from_value(Value::Object(typed)).expect("the input has the fields of the view");
        if let Some(password) = &mut input.password {
            password.password = self.secret(PASSWORD, self.is_ticked("remove_password"));
        }
        if let Some(oauth) = &mut input.oauth {
            oauth.client_secret = self.secret(CLIENT_SECRET, self.is_ticked("remove_client_secret"));
            oauth.service_account_key = self.secret(SERVICE_ACCOUNT_KEY, false);
        }
        input.waiting_mail = Some(self.value("waiting_mail").to_owned()).filter(|chosen| !chosen.is_empty());
        input
    }

    /// Settings with only the method; an unknown method is reported when the input is checked.
    pub fn chosen_method(&self) -> EmailSettings {
        let chosen = [Method::Password, Method::OAuth].into_iter().find(|method| method.name() == self.value("method"));
        EmailSettings { method: chosen.unwrap_or(Method::Builtin), ..EmailSettings::before_the_first_save() }
    }

    /// The password of the account, if it was asked for.
    pub fn account_password(&self) -> SecretString {
        self.secrets.get(step_up::FIELD).cloned().unwrap_or_default()
    }

    /// A typed secret takes precedence over the checkbox that removes the saved one.
    fn secret(&self, name: &str, remove: bool) -> SecretInput {
        match self.secrets.get(name).filter(|typed| !typed.expose_secret().is_empty()) {
            Some(typed) => SecretInput::Set(typed.clone()),
            None if remove => SecretInput::Remove,
            None => SecretInput::Keep,
        }
    }

    /// Applies a button's change.
    pub fn apply(&mut self, fill: &Fill) {
        let (port, security) = match fill {
            Fill::Fix(mail::Fix::SendThroughApi) => {
                self.set("oauth.send_through", SendThrough::Api.name());
                return;
            }
            Fill::Fix(mail::Fix::Server { port, security }) => (*port, *security),
            Fill::Preset => {
                let Some(preset) = self.chosen_preset() else { return };
                self.set("password.host", preset.host);
                (preset.port, preset.security)
            }
        };
        self.set("password.port", port.to_string());
        self.set("password.security", security.name());
    }

    /// The provider chosen in *Fill in for*, otherwise the one whose host was typed.
    pub fn chosen_preset(&self) -> Option<&'static Preset> {
        let (id, host) = (self.value("preset"), self.value("password.host").trim());
        let by_id = PRESETS.iter().find(|preset| preset.id == id);
        by_id.or_else(|| PRESETS.iter().find(|preset| preset.host.eq_ignore_ascii_case(host)))
    }

    /// Warnings about the typed values, even if the rest is not complete yet.
    pub fn warnings(&self, redirect_url: &str) -> Vec<Warning> {
        let before = EmailSettings::before_the_first_save();
        let method = self.value("method");
        let settings = if method == Method::OAuth.name() {
            EmailSettings { method: Method::OAuth, oauth: Some(self.oauth()), ..before }
        } else if let Some(password) = self.server().filter(|_| method == Method::Password.name()) {
            EmailSettings { method: Method::Password, password: Some(password), ..before }
        } else {
            return Vec::new();
        };
        settings::warnings(&settings, redirect_url)
    }

    /// The server as typed.
    fn server(&self) -> Option<PasswordMethod> {
        let security = security_named(self.value("password.security"))?;
        Some(PasswordMethod {
            host: self.value("password.host").trim().to_ascii_lowercase(),
            port: self.value("password.port").trim().parse().unwrap_or_else(|_| usual_port(security)),
            username: self.value("password.username").to_owned(),
            password_set: matches!(self.secret(PASSWORD, false), SecretInput::Set(_)),
            security,
            ehlo: None,
            mechanism: None,
            ca_certificate: None,
            allow_insecure_password: self.is_ticked("password.allow_insecure_password"),
        })
    }

    /// The provider as chosen, for warnings while the rest is not complete yet.
    fn oauth(&self) -> OAuthMethod {
        let grant = if self.value("oauth.grant") == Grant::App.name() { Grant::App } else { Grant::Mailbox };
        OAuthMethod { provider: self.provider(), grant, ..OAuthMethod::empty() }
    }

    fn provider(&self) -> Provider {
        Provider::named(self.value("oauth.provider")).unwrap_or(Provider::Google)
    }
}

/// The fields of a view that can be changed, by name: `password.host`.
pub(super) fn fields_of(view: &SettingsView) -> Vec<(String, Value)> {
    fn walk(prefix: &str, value: Value, fields: &mut Vec<(String, Value)>) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let name = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
                    walk(&name, value, fields);
                }
            }
            value if SHOWN_ONLY.contains(&prefix) => drop(value),
            value => fields.push((prefix.to_owned(), value)),
        }
    }
    let mut fields = Vec::new();
    walk("", serde_json::to_value(view).expect("a view is made of texts and numbers"), &mut fields);
    fields
}

/// Inserts a value by its name: `password.host` into the object `password`.
fn insert(object: &mut Map<String, Value>, name: &str, value: Value) {
    match name.split_once('.') {
        None => {
            object.insert(name.to_owned(), value);
        }
        Some((section, rest)) => {
            let section = object.entry(section).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(section) = section {
                insert(section, rest, value);
            }
        }
    }
}

/// The usual port of a security mode (RFC 8314 §3, RFC 6409 §3.1, RFC 5321 §4.5.4.2).
pub fn usual_port(security: Security) -> u16 {
    match security {
        Security::ImplicitTls => 465,
        Security::Starttls => 587,
        Security::None => 25,
    }
}

fn security_named(name: &str) -> Option<Security> {
    [Security::ImplicitTls, Security::Starttls, Security::None].into_iter().find(|security| security.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> SettingsForm {
        let fields: Map<String, Value> = fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        serde_json::from_value(Value::Object(fields)).expect("a form")
    }

    #[test]
    fn posting_the_form_unchanged_changes_nothing() {
        let mut view = EmailSettings::before_the_first_save().view();
        view.password.host = "smtp.example.com".into();
        view.password.allow_insecure_password = true;
        view.automatic_bcc_api = true;
        view.from.allowed = vec!["example.com".into(), "ann@example.net".into()];
        view.pace.connections = Some(4);
        view.oauth.custom.port = Some(587);
        let input = SettingsForm::of(&view, "ann@example.com").input();
        let (password, oauth) = (input.password.expect("a section"), input.oauth.expect("a section"));
        assert_eq!((password.host.as_str(), password.allow_insecure_password), ("smtp.example.com", true));
        assert_eq!(password.port.0, view.password.port.to_string());
        assert_eq!((input.automatic_bcc_api, input.automatic_bcc_submission), (Some(true), Some(false)));
        assert_eq!(input.from.expect("a section").allowed, view.from.allowed);
        let pace = input.pace.expect("a section");
        assert_eq!((pace.connections.0.as_str(), pace.messages_per_minute.0.as_str()), ("4", ""));
        assert_eq!((oauth.custom.port.0.as_str(), oauth.provider.as_str()), ("587", view.oauth.provider));
    }

    #[test]
    fn fields_that_the_page_does_not_have_are_ignored() {
        let input = form(&[("password.password_set", "true"), ("password.hots", "a"), ("nonsense", "b")]).input();
        assert_eq!(input.password.expect("a section").host, "");
    }

    #[test]
    fn a_button_applies_its_fix() {
        let mut form = form(&[("password.host", "smtp.example.com"), ("password.port", "25")]);
        form.apply(&Fill::read("fix:587:starttls").expect("a fix"));
        let names = ["password.host", "password.port", "password.security"];
        assert_eq!(names.map(|name| form.value(name)), ["smtp.example.com", "587", "starttls"]);
    }

    #[test]
    fn an_unknown_button_changes_nothing() {
        for value in ["", "fix:", "fix:587", "fix:99999:starttls", "fix:587:tls", "drop"] {
            assert_eq!(Fill::read(value), None, "{value}");
        }
    }

    #[test]
    fn a_fix_is_read_back_from_its_button() {
        for fix in [mail::Fix::Server { port: 465, security: Security::ImplicitTls }, mail::Fix::SendThroughApi] {
            assert_eq!(Fill::read(&Fill::value(&fix)), Some(Fill::Fix(fix)));
        }
    }

    #[test]
    fn a_preset_fills_in_host_port_and_security() {
        for preset in PRESETS {
            let mut form = form(&[("preset", preset.id)]);
            form.apply(&Fill::Preset);
            let names = ["password.host", "password.port", "password.security"];
            let expected = [preset.host, &preset.port.to_string(), preset.security.name()];
            assert_eq!(names.map(|name| form.value(name)), expected);
        }
    }

    #[track_caller]
    fn check_secret(password: &str, remove: bool, expected: &str) {
        let mut fields = vec![(PASSWORD, password)];
        fields.extend(remove.then_some(("remove_password", "on")));
        let found = match form(&fields).input().password.expect("a section").password {
            SecretInput::Keep => "keep",
            SecretInput::Remove => "remove",
            SecretInput::Set(_) => "set",
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn an_empty_password_keeps_the_saved_one() {
        check_secret("", false, "keep");
        check_secret("", true, "remove");
        check_secret("new", false, "set");
        check_secret("new", true, "set");
    }
}
