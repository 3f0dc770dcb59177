//! The form of *Email Settings*: its fields are named as in the API's JSON, so that faults find them.

use mail::Security;
use oauth::SendThrough;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::oauth_form::{OAuthForm, secret};
use settings::{
    self, EmailSettings, FromInput, Method, NumberInput, PRESETS, PaceInput, PasswordInput, PasswordMethod, Preset,
    SettingsInput, SettingsView, Warning,
};

/// What the page shows and posts. A checkbox that is not ticked is absent.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct SettingsForm {
    pub method: String,
    pub automatic_bcc: String,
    pub automatic_bcc_api: Option<String>,
    pub automatic_bcc_submission: Option<String>,
    #[serde(rename = "from.email")]
    pub from_email: String,
    #[serde(rename = "from.name")]
    pub from_name: String,
    #[serde(rename = "from.reply_to")]
    pub from_reply_to: String,
    #[serde(rename = "from.allowed")]
    pub from_allowed: String,
    /// The provider chosen in *Fill in for*.
    pub preset: String,
    #[serde(rename = "password.host")]
    pub host: String,
    #[serde(rename = "password.port")]
    pub port: String,
    #[serde(rename = "password.security")]
    pub security: String,
    #[serde(rename = "password.username")]
    pub username: String,
    /// Write-only: never put back into the page.
    #[serde(rename = "password.password")]
    pub password: SecretString,
    pub remove_password: Option<String>,
    #[serde(rename = "password.allow_insecure_password")]
    pub allow_insecure_password: Option<String>,
    #[serde(rename = "password.ehlo")]
    pub ehlo: String,
    #[serde(rename = "password.mechanism")]
    pub mechanism: String,
    #[serde(rename = "password.ca_certificate")]
    pub ca_certificate: String,
    #[serde(rename = "pace.connections")]
    pub connections: String,
    #[serde(rename = "pace.messages_per_minute")]
    pub messages_per_minute: String,
    #[serde(rename = "pace.recipients_per_day")]
    pub recipients_per_day: String,
    #[serde(rename = "pace.recipients_per_message")]
    pub recipients_per_message: String,
    #[serde(flatten)]
    pub oauth: OAuthForm,
    /// Where the test email goes; no part of the settings.
    #[serde(rename = "test.to")]
    pub test_to: String,
    /// What the pressed button changes: see [`Fill::read`].
    pub fill: String,
}

/// A change of the form that a button asks for: nothing is stored by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Host, port and security of the provider chosen in the form.
    Preset,
    /// A change that mends what a test found.
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
    /// The form that shows stored settings. A port is proposed where no server was ever typed.
    pub fn of(view: &SettingsView, own_address: &str) -> Self {
        let untouched = view.password.host.is_empty();
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        let tick = |ticked: bool| ticked.then(|| "on".to_owned());
        Self {
            method: view.method.to_owned(),
            automatic_bcc: view.automatic_bcc.clone(),
            automatic_bcc_api: tick(view.automatic_bcc_api),
            automatic_bcc_submission: tick(view.automatic_bcc_submission),
            from_email: view.from.email.clone(),
            from_name: view.from.name.clone(),
            from_reply_to: view.from.reply_to.clone(),
            from_allowed: view.from.allowed.join("\n"),
            preset: String::new(),
            host: view.password.host.clone(),
            port: if untouched { usual_port(Security::ImplicitTls) } else { view.password.port }.to_string(),
            security: view.password.security.to_owned(),
            username: view.password.username.clone(),
            password: SecretString::default(),
            remove_password: None,
            allow_insecure_password: tick(view.password.allow_insecure_password),
            ehlo: view.password.ehlo.clone(),
            mechanism: view.password.mechanism.to_owned(),
            ca_certificate: view.password.ca_certificate.clone(),
            connections: number(view.pace.connections),
            messages_per_minute: number(view.pace.messages_per_minute),
            recipients_per_day: number(view.pace.recipients_per_day),
            recipients_per_message: number(view.pace.recipients_per_message),
            oauth: OAuthForm::of(&view.oauth),
            test_to: own_address.to_owned(),
            fill: String::new(),
        }
    }

    /// What `settings` checks.
    pub fn input(&self) -> SettingsInput {
        let number = |text: &str| NumberInput(text.trim().to_owned());
        SettingsInput {
            method: Some(self.method.clone()),
            automatic_bcc: Some(self.automatic_bcc.clone()),
            automatic_bcc_api: Some(self.automatic_bcc_api.is_some()),
            automatic_bcc_submission: Some(self.automatic_bcc_submission.is_some()),
            from: Some(FromInput {
                email: self.from_email.clone(),
                name: self.from_name.clone(),
                reply_to: self.from_reply_to.clone(),
                allowed: self.from_allowed.lines().map(str::to_owned).collect(),
            }),
            password: Some(PasswordInput {
                host: self.host.clone(),
                port: number(&self.port),
                username: self.username.clone(),
                password: secret(&self.password, self.remove_password.is_some()),
                security: self.security.clone(),
                ehlo: self.ehlo.clone(),
                mechanism: self.mechanism.clone(),
                ca_certificate: self.ca_certificate.clone(),
                allow_insecure_password: self.allow_insecure_password.is_some(),
            }),
            oauth: Some(self.oauth.input()),
            pace: Some(PaceInput {
                connections: number(&self.connections),
                messages_per_minute: number(&self.messages_per_minute),
                recipients_per_day: number(&self.recipients_per_day),
                recipients_per_message: number(&self.recipients_per_message),
            }),
        }
    }

    /// Applies a button's change.
    pub fn apply(&mut self, fill: &Fill) {
        let (port, security) = match fill {
            Fill::Fix(mail::Fix::SendThroughApi) => {
                self.oauth.send_through = SendThrough::Api.name().to_owned();
                return;
            }
            Fill::Fix(mail::Fix::Server { port, security }) => (*port, *security),
            Fill::Preset => {
                let Some(preset) = self.chosen_preset() else { return };
                self.host = preset.host.to_owned();
                (preset.port, preset.security)
            }
        };
        self.port = port.to_string();
        self.security = security.name().to_owned();
    }

    /// The provider chosen in *Fill in for*; else the one whose host is typed.
    pub fn chosen_preset(&self) -> Option<&'static Preset> {
        let by_id = PRESETS.iter().find(|preset| preset.id == self.preset);
        by_id.or_else(|| PRESETS.iter().find(|preset| preset.host.eq_ignore_ascii_case(self.host.trim())))
    }

    /// What is probably wrong with the values as typed, also where the rest is not complete yet.
    pub fn warnings(&self, redirect_url: &str) -> Vec<Warning> {
        let before = EmailSettings::before_the_first_save();
        let settings = if self.method == Method::OAuth.name() {
            EmailSettings { method: Method::OAuth, oauth: Some(self.oauth.method()), ..before }
        } else if let Some(password) = self.server().filter(|_| self.method == Method::Password.name()) {
            EmailSettings { method: Method::Password, password: Some(password), ..before }
        } else {
            return Vec::new();
        };
        settings::warnings(&settings, redirect_url)
    }

    /// The server as typed.
    fn server(&self) -> Option<PasswordMethod> {
        let security = security_named(&self.security)?;
        Some(PasswordMethod {
            host: self.host.trim().to_ascii_lowercase(),
            port: self.port.trim().parse().unwrap_or_else(|_| usual_port(security)),
            username: self.username.clone(),
            password_set: !self.password.expose_secret().is_empty(),
            security,
            ehlo: None,
            mechanism: None,
            ca_certificate: None,
            allow_insecure_password: self.allow_insecure_password.is_some(),
        })
    }
}

/// The port that usually goes with a security (RFC 8314 §3, RFC 6409 §3.1, RFC 5321 §4.5.4.2).
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
    use settings::SecretInput;

    #[test]
    fn a_button_fills_in_what_works() {
        let mut form = SettingsForm { host: "smtp.example.com".into(), port: "25".into(), ..SettingsForm::default() };
        form.apply(&Fill::read("fix:587:starttls").expect("a fix"));
        assert_eq!(
            (form.host.as_str(), form.port.as_str(), form.security.as_str()),
            ("smtp.example.com", "587", "starttls")
        );
    }

    #[test]
    fn a_button_that_nobody_made_fills_in_nothing() {
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
            let mut form = SettingsForm { preset: preset.id.into(), ..SettingsForm::default() };
            form.apply(&Fill::Preset);
            assert_eq!(form.host, preset.host);
            assert_eq!((form.port, form.security), (preset.port.to_string(), preset.security.name().to_owned()));
        }
    }

    #[track_caller]
    fn check_secret(password: &str, remove: bool, expected: &str) {
        let found = match secret(&password.to_owned().into(), remove) {
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
