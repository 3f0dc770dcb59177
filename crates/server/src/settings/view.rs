//! Email settings as shown: the JSON of `GET /email-settings`, without secrets; the page shows the same.

use serde::Serialize;
use utoipa::ToSchema;

use super::{EmailSettings, Version};

/// Email settings in the shape of the API; what `SettingsInput` takes, save for secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SettingsView {
    /// `builtin` or `password`.
    pub method: &'static str,
    /// Empty for nobody.
    pub automatic_bcc: String,
    /// Automatic BCC copies mail of the API as well.
    pub automatic_bcc_api: bool,
    /// Automatic BCC copies mail of SMTP submission as well.
    pub automatic_bcc_submission: bool,
    /// Who the mail is from.
    pub from: FromView,
    /// What was typed for the method *Username and password*; the defaults where nothing was.
    pub password: PasswordView,
    /// Limits as chosen.
    pub pace: PaceView,
}

/// Who the mail is from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FromView {
    /// Empty where it is left to the built-in service.
    pub email: String,
    /// The name beside it.
    pub name: String,
    /// Where answers go.
    pub reply_to: String,
    /// Addresses and domains.
    pub allowed: Vec<String>,
}

/// The SMTP server with username and password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PasswordView {
    /// DNS name or IP address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Empty where none is asked for.
    pub username: String,
    /// Whether a password is stored; the password itself is never shown.
    pub password_set: bool,
    /// `implicit_tls`, `starttls` or `none`.
    pub security: &'static str,
    /// Empty for the host of the public URL.
    pub ehlo: String,
    /// Empty for the best that the server offers.
    pub mechanism: &'static str,
    /// PEM.
    pub ca_certificate: String,
    /// The password may travel without TLS.
    pub allow_insecure_password: bool,
}

/// Limits of the connection as chosen; `null` is the provider's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaceView {
    /// Sessions at the same time.
    pub connections: Option<u32>,
    /// Messages in a minute.
    pub messages_per_minute: Option<u32>,
    /// Recipients in 24 hours.
    pub recipients_per_day: Option<u32>,
    /// Recipients of one SMTP transaction.
    pub recipients_per_message: Option<u32>,
}

/// A stored version as listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct VersionView {
    /// Counts up from 1.
    pub number: u32,
    /// RFC 3339, UTC.
    pub saved_at: Option<String>,
    /// Who saved it.
    pub saved_by: String,
    /// What it says.
    pub settings: SettingsView,
}

impl EmailSettings {
    /// As shown, without secrets.
    pub fn view(&self) -> SettingsView {
        let address = |address: &Option<mail::EmailAddress>| {
            address.as_ref().map(|address| address.expose().to_owned()).unwrap_or_default()
        };
        SettingsView {
            method: self.method.name(),
            automatic_bcc: address(&self.automatic_bcc),
            automatic_bcc_api: self.automatic_bcc_api,
            automatic_bcc_submission: self.automatic_bcc_submission,
            from: FromView {
                email: address(&self.from.email),
                name: self.from.name.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default(),
                reply_to: address(&self.from.reply_to),
                allowed: self.from.allowed.iter().map(|allowed| allowed.text().to_owned()).collect(),
            },
            password: self.password.as_ref().map(PasswordView::of).unwrap_or_else(PasswordView::empty),
            pace: PaceView {
                connections: self.pace.connections,
                messages_per_minute: self.pace.messages_per_minute,
                recipients_per_day: self.pace.recipients_per_day,
                recipients_per_message: self.pace.recipients_per_message,
            },
        }
    }
}

impl Version {
    /// As shown, without secrets.
    pub fn view(&self) -> VersionView {
        VersionView {
            number: self.number,
            saved_at: self.saved_at.map(|at| at.to_string()),
            saved_by: self.saved_by.clone(),
            settings: self.settings.view(),
        }
    }
}

impl PasswordView {
    fn of(method: &super::PasswordMethod) -> Self {
        Self {
            host: method.host.clone(),
            port: method.port,
            username: method.username.clone(),
            password_set: method.password_set,
            security: method.security.name(),
            ehlo: method.ehlo.clone().unwrap_or_default(),
            mechanism: method.mechanism.map(super::mechanism_name).unwrap_or_default(),
            ca_certificate: method.ca_certificate.clone().unwrap_or_default(),
            allow_insecure_password: method.allow_insecure_password,
        }
    }

    fn empty() -> Self {
        Self {
            host: String::new(),
            port: super::DEFAULT_PORT,
            username: String::new(),
            password_set: false,
            security: mail::Security::ImplicitTls.name(),
            ehlo: String::new(),
            mechanism: "",
            ca_certificate: String::new(),
            allow_insecure_password: false,
        }
    }
}
