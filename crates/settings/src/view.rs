//! Email settings as shown: the JSON of `GET /email-settings`, without secrets; the page shows the same.

use serde::Serialize;
use utoipa::ToSchema;

use super::{EmailSettings, OAuthMethod, Version};

/// Email settings in the shape of the API; what `SettingsInput` takes, save for secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SettingsView {
    /// `builtin`, `password` or `oauth`.
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
    /// What was typed for the method *OAuth 2.0*; the defaults where nothing was.
    pub oauth: OAuthView,
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

/// The provider that grants tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OAuthView {
    /// `google`, `microsoft` or `custom`.
    pub provider: &'static str,
    /// `mailbox` or `app`.
    pub grant: &'static str,
    /// `smtp` or `api`.
    pub send_through: &'static str,
    /// The client registered at the provider.
    pub client_id: String,
    /// Whether a client secret is stored; the secret itself is never shown.
    pub client_secret_set: bool,
    /// The client secret's last day; empty where none was written down.
    pub client_secret_expires: String,
    /// Empty for `organizations`.
    pub tenant: String,
    /// Whether a service account's key is stored; the key itself is never shown.
    pub service_account_key_set: bool,
    /// The service account of that key.
    pub service_account: String,
    /// The mailbox that consents may send as the From address.
    pub confirm_other_sender: bool,
    /// A provider that is not known to us.
    pub custom: CustomView,
}

/// A provider that is not known to us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CustomView {
    /// The issuer whose metadata filled in the endpoints; empty where they were typed.
    pub issuer: String,
    /// The consent page.
    pub authorize_url: String,
    /// The token endpoint.
    pub token_url: String,
    /// Empty where tokens cannot be revoked.
    pub revoke_url: String,
    /// `client_secret_basic` or `client_secret_post`; empty where it is found out.
    pub client_authentication: &'static str,
    /// Separated by spaces.
    pub scopes: String,
    /// The SMTP server.
    pub host: String,
    /// `null` for the usual one of the security.
    pub port: Option<u16>,
    /// `starttls`, `implicit_tls` or `none`.
    pub security: &'static str,
    /// Empty for the best that the server offers.
    pub mechanism: &'static str,
    /// PEM.
    pub ca_certificate: String,
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
    /// Seconds that an idle session is kept for the next message.
    pub idle_seconds: Option<u32>,
    /// Seconds that a kept session may take to answer MAIL before a new one is opened.
    pub kept_session_reply_seconds: Option<u32>,
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
    /// Whether it has all it needs; one that has not waits for consent.
    pub complete: bool,
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
            oauth: self.oauth.as_ref().map(OAuthView::of).unwrap_or_else(OAuthView::empty),
            pace: PaceView {
                connections: self.pace.connections,
                messages_per_minute: self.pace.messages_per_minute,
                recipients_per_day: self.pace.recipients_per_day,
                recipients_per_message: self.pace.recipients_per_message,
                idle_seconds: self.pace.idle_seconds,
                kept_session_reply_seconds: self.pace.kept_session_reply_seconds,
            },
        }
    }
}

impl Version {
    /// As shown, without secrets; `saved_by` is in the reader's language.
    pub fn view(&self, saved_by: String) -> VersionView {
        VersionView {
            number: self.number,
            saved_at: self.saved_at.map(|at| at.to_string()),
            saved_by,
            complete: self.complete,
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

impl OAuthView {
    fn of(method: &OAuthMethod) -> Self {
        let custom = method.custom.clone();
        let is_set = |kind| method.credential_set && method.credential_kind() == kind;
        Self {
            provider: method.provider.facts().id,
            grant: method.grant.name(),
            send_through: method.send_through.name(),
            client_id: method.client_id.clone(),
            client_secret_set: is_set(super::CredentialKind::ClientSecret),
            client_secret_expires: method.client_secret_expires.map(|day| day.to_string()).unwrap_or_default(),
            tenant: method.tenant.clone(),
            service_account_key_set: is_set(super::CredentialKind::ServiceAccountKey),
            service_account: method.service_account.clone(),
            confirm_other_sender: method.other_sender_confirmed,
            custom: CustomView {
                issuer: custom.issuer,
                client_authentication: custom
                    .client_authentication
                    .map(oauth::ClientAuthentication::name)
                    .unwrap_or_default(),
                authorize_url: custom.authorize_url,
                token_url: custom.token_url,
                revoke_url: custom.revoke_url,
                scopes: custom.scopes.join(" "),
                host: custom.host,
                port: custom.port,
                security: custom.security.unwrap_or(mail::Security::Starttls).name(),
                mechanism: custom.mechanism.map(smtp::BearerMechanism::id).unwrap_or_default(),
                ca_certificate: custom.ca_certificate.unwrap_or_default(),
            },
        }
    }

    fn empty() -> Self {
        Self::of(&OAuthMethod::empty())
    }
}
