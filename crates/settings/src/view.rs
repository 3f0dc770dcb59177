//! Email settings as shown: the JSON of `GET /email-settings`, without secrets; the page shows the same.

use serde::Serialize;
use utoipa::ToSchema;

use super::{EmailSettings, OAuthMethod, Version};

/// Email settings as in the API: the same fields as `SettingsInput`, except secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SettingsView {
    /// `builtin`, `password` or `oauth`.
    pub method: &'static str,
    /// The address that gets a copy of script mail; empty for none.
    pub automatic_bcc: String,
    /// Whether Automatic BCC also applies to mail of the API.
    pub automatic_bcc_api: bool,
    /// Whether Automatic BCC also applies to mail of SMTP submission.
    pub automatic_bcc_submission: bool,
    /// The sender of mail.
    pub from: FromView,
    /// The values of the method *Username and password*; defaults if none were entered.
    pub password: PasswordView,
    /// The values of the method *OAuth 2.0*; defaults if none were entered.
    pub oauth: OAuthView,
    /// Limits as chosen.
    pub pace: PaceView,
}

/// The sender of mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FromView {
    /// The From address; empty for the default of the built-in service.
    pub email: String,
    /// The display name.
    pub name: String,
    /// The Reply-To address; empty for the From address.
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
    /// The username; empty for a server without login.
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
    /// Whether the password may be sent without TLS.
    pub allow_insecure_password: bool,
}

/// The provider that issues access tokens.
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
    /// The last day of the client secret; empty if none was entered.
    pub client_secret_expires: String,
    /// Empty for `organizations`.
    pub tenant: String,
    /// Whether a service account's key is stored; the key itself is never shown.
    pub service_account_key_set: bool,
    /// The service account of that key.
    pub service_account: String,
    /// Whether the mailbox that consents may send as the From address.
    pub confirm_other_sender: bool,
    /// A custom provider.
    pub custom: CustomView,
}

/// A custom provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CustomView {
    /// The issuer whose metadata contained the endpoints; empty if they were entered.
    pub issuer: String,
    /// The authorization endpoint (RFC 6749 section 3.1).
    pub authorize_url: String,
    /// The token endpoint.
    pub token_url: String,
    /// The revocation endpoint; empty if tokens cannot be revoked.
    pub revoke_url: String,
    /// `client_secret_basic` or `client_secret_post`; empty if it is determined by trying.
    pub client_authentication: &'static str,
    /// Separated by spaces.
    pub scopes: String,
    /// The SMTP server.
    pub host: String,
    /// The port; `null` for the default port of the security mode.
    pub port: Option<u16>,
    /// `starttls`, `implicit_tls` or `none`.
    pub security: &'static str,
    /// Empty for the best that the server offers.
    pub mechanism: &'static str,
    /// PEM.
    pub ca_certificate: String,
}

/// Limits of the connection as chosen; `null` for the default of the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaceView {
    /// Maximum number of concurrent sessions.
    pub connections: Option<u32>,
    /// Maximum messages per minute.
    pub messages_per_minute: Option<u32>,
    /// Maximum recipients in 24 hours.
    pub recipients_per_day: Option<u32>,
    /// Maximum recipients of one SMTP transaction.
    pub recipients_per_message: Option<u32>,
    /// Seconds that an idle session is kept for the next message.
    pub idle_seconds: Option<u32>,
    /// Seconds that a kept session may take to answer MAIL before a new one is opened.
    pub kept_session_reply_seconds: Option<u32>,
}

/// A stored version in the list of versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct VersionView {
    /// Counts up from 1.
    pub number: u32,
    /// When it was saved: RFC 3339, UTC.
    pub saved_at: Option<String>,
    /// Who saved it.
    pub saved_by: String,
    /// Whether it can be used; an incomplete version waits for consent.
    pub complete: bool,
    /// The settings of this version.
    pub settings: SettingsView,
}

impl EmailSettings {
    /// The view, without secrets.
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
    /// The view, without secrets; `saved_by` is in the reader's language.
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
