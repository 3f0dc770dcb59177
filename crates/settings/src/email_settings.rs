//! Email settings that passed the check, without secrets.

use mail::Text;
use std::sync::Arc;
use std::time::Duration;

use accounts::Actor;

use delivery::Login;
use jiff::Timestamp;
use jiff::civil::Date;
use mail::{DisplayName, EmailAddress, Security};
use oauth::{ClientAuthentication, Grant, Provider, SendThrough, TokenSource};
use serde::{Deserialize, Serialize};
use smtp::BearerMechanism;

use super::WaitingMail;
use super::stored;

use letters::test::SentThrough;

/// Checked settings, without secrets. `stored` writes and reads this form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EmailSettings {
    /// The chosen method.
    pub method: Method,
    /// The address that gets a copy of script mail.
    #[serde(default, with = "stored::optional_text")]
    pub automatic_bcc: Option<EmailAddress>,
    /// Whether Automatic BCC also applies to mail of the API.
    #[serde(default)]
    pub automatic_bcc_api: bool,
    /// Whether Automatic BCC also applies to mail of SMTP submission.
    #[serde(default)]
    pub automatic_bcc_submission: bool,
    /// The sender of mail.
    #[serde(default)]
    pub from: From,
    /// The values of the method *Username and password*; kept when another method is chosen.
    #[serde(default)]
    pub password: Option<PasswordMethod>,
    /// The values of the method *OAuth 2.0*; kept when another method is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oauth: Option<OAuthMethod>,
    /// Limits of the connection as chosen; [`EmailSettings::effective_rate_limits`] fills in the provider's.
    #[serde(default)]
    pub pace: RateLimits,
}

/// How mail leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// The built-in service, which works without settings: a mailbox, or the relay of the configuration.
    Builtin,
    /// An SMTP server with username and password.
    Password,
    /// A provider that issues OAuth 2.0 access tokens.
    OAuth,
}

impl Method {
    /// The stored and API name.
    pub fn name(self) -> &'static str {
        match self {
            Method::Builtin => "builtin",
            Method::Password => "password",
            Method::OAuth => "oauth",
        }
    }
}

/// The From address and name, and the other senders that a draft may use.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct From {
    /// The From address; `None` for the default of the built-in service: `noreply@` the host of the public URL.
    #[serde(with = "stored::optional_text")]
    pub email: Option<EmailAddress>,
    /// The display name.
    #[serde(with = "stored::optional_text")]
    pub name: Option<DisplayName>,
    /// The Reply-To address; `None` if replies go to the From address.
    #[serde(with = "stored::optional_text")]
    pub reply_to: Option<EmailAddress>,
    /// Other senders that a draft may use.
    #[serde(with = "stored::texts")]
    pub allowed: Vec<AllowedSender>,
}

/// An entry in the list of allowed senders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowedSender {
    /// Only this address.
    Address(EmailAddress),
    /// Every address of this domain (A-labels, lower case), not of its subdomains.
    Domain(String),
}

impl AllowedSender {
    /// Whether `address` may be the sender of a draft. Local parts are compared without regard to ASCII case, as
    /// providers do.
    pub fn covers(&self, address: &EmailAddress) -> bool {
        match self {
            AllowedSender::Address(allowed) => {
                allowed.domain() == address.domain() && allowed.local_part().eq_ignore_ascii_case(address.local_part())
            }
            AllowedSender::Domain(domain) => domain == address.domain(),
        }
    }

    /// The address or domain, as entered and shown.
    pub fn text(&self) -> &str {
        match self {
            AllowedSender::Address(address) => address.expose(),
            AllowedSender::Domain(domain) => domain,
        }
    }
}

/// An SMTP server with username and password; the password itself is stored separately, encrypted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PasswordMethod {
    /// DNS name (A-labels, lower case) or IP address without brackets.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// The username; empty for a server without login.
    pub username: String,
    /// Whether a password is stored.
    #[serde(skip)]
    pub password_set: bool,
    /// How the connection is secured.
    pub security: Security,
    /// The name sent with EHLO; `None` for the host of the public URL.
    #[serde(default)]
    pub ehlo: Option<String>,
    /// The authentication mechanism; `None` for the best that the server offers.
    #[serde(default, with = "stored::optional_text")]
    pub mechanism: Option<smtp::Mechanism>,
    /// PEM of a CA certificate to trust in addition to those of the system.
    #[serde(default)]
    pub ca_certificate: Option<String>,
    /// The administrator confirmed that the password may be sent without TLS.
    #[serde(default)]
    pub allow_insecure_password: bool,
}

/// A provider that issues access tokens; the client secret or key is stored separately, encrypted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OAuthMethod {
    /// The provider.
    #[serde(with = "stored::text")]
    pub provider: Provider,
    /// Whether tokens are granted for a mailbox whose owner consents, or to the application itself.
    #[serde(with = "stored::text")]
    pub grant: Grant,
    /// Whether mail is sent by SMTP or by the provider's API.
    #[serde(with = "stored::text")]
    pub send_through: SendThrough,
    /// The client ID registered at the provider.
    pub client_id: String,
    /// Microsoft's directory: an ID or domain; empty for `organizations`.
    #[serde(default)]
    pub tenant: String,
    /// The service account whose key is stored; empty if there is none.
    #[serde(default)]
    pub service_account: String,
    /// Whether the client secret, or the service account's key, is stored.
    #[serde(skip)]
    pub credential_set: bool,
    /// The last day of the client secret, if the administrator entered it.
    #[serde(default)]
    pub client_secret_expires: Option<Date>,
    /// The administrator confirmed that the mailbox that consented may send as the From address.
    #[serde(default)]
    pub other_sender_confirmed: bool,
    /// The values of a custom provider; kept when another provider is chosen.
    #[serde(default)]
    pub custom: CustomProvider,
}

/// A custom provider: its endpoints and server, as entered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomProvider {
    /// The issuer whose metadata contained the endpoints; empty if they were entered.
    pub issuer: String,
    /// The authorization endpoint (RFC 6749 section 3.1).
    pub authorize_url: String,
    /// The token endpoint.
    pub token_url: String,
    /// The revocation endpoint (RFC 7009); empty if the provider has none.
    pub revoke_url: String,
    /// How the client sends its secret; `None` to try the methods.
    #[serde(with = "stored::optional_text")]
    pub client_authentication: Option<ClientAuthentication>,
    /// The scopes to request.
    pub scopes: Vec<String>,
    /// The SMTP server; empty if none was entered.
    pub host: String,
    /// Its port; `None` for the default port of the security mode.
    pub port: Option<u16>,
    /// How the connection is secured; `None` for STARTTLS.
    pub security: Option<Security>,
    /// The authentication mechanism; `None` for the best that the server offers.
    #[serde(with = "stored::optional_text")]
    pub mechanism: Option<BearerMechanism>,
    /// PEM of a CA certificate to trust in addition to those of the system.
    pub ca_certificate: Option<String>,
}

/// The kind of credential with which a client authenticates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// A client secret, which the provider generated.
    ClientSecret,
    /// A Google service account's key file.
    ServiceAccountKey,
}

impl CredentialKind {
    /// The field of the API's JSON that contains it.
    pub fn field(self) -> &'static str {
        match self {
            Self::ClientSecret => "oauth.client_secret",
            Self::ServiceAccountKey => "oauth.service_account_key",
        }
    }
}

impl OAuthMethod {
    /// The initial values of the page's form.
    pub fn empty() -> Self {
        Self {
            provider: Provider::Google,
            grant: Grant::Mailbox,
            send_through: SendThrough::Smtp,
            client_id: String::new(),
            tenant: String::new(),
            service_account: String::new(),
            credential_set: false,
            client_secret_expires: None,
            other_sender_confirmed: false,
            custom: CustomProvider::default(),
        }
    }

    /// The credential that the chosen grant needs.
    pub fn credential_kind(&self) -> CredentialKind {
        match (self.provider, self.grant) {
            (Provider::Google, Grant::App) => CredentialKind::ServiceAccountKey,
            _ => CredentialKind::ClientSecret,
        }
    }

    /// The chosen authentication mechanism; `None` for other than custom providers, for which it cannot be chosen.
    pub fn custom_mechanism(&self) -> Option<BearerMechanism> {
        self.custom.mechanism.filter(|_| self.provider == Provider::Custom)
    }

    /// Whether somebody has to consent before mail can be sent.
    pub fn needs_consent(&self) -> bool {
        self.grant == Grant::Mailbox
    }
}

/// Limits of the connection as chosen; `None` means the default of the provider, or of an unknown server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RateLimits {
    /// Maximum number of concurrent sessions.
    pub connections: Option<u32>,
    /// Maximum messages per minute.
    pub messages_per_minute: Option<u32>,
    /// Maximum recipients in any 24 hours.
    pub recipients_per_day: Option<u32>,
    /// Maximum recipients of one SMTP transaction.
    pub recipients_per_message: Option<u32>,
    /// Seconds that an idle session is kept for the next message.
    pub idle_seconds: Option<u32>,
    /// Seconds that a kept session may take to answer MAIL before a new one is opened.
    pub kept_session_reply_seconds: Option<u32>,
}

/// The effective times of kept sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EffectiveSessionTimes {
    /// How long an idle session is kept for the next message.
    pub idle: Duration,
    /// How long a kept session may take to answer MAIL before a new one is opened.
    pub kept_session_reply: Duration,
}

/// The effective limits of the connection; `None` means no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EffectiveRateLimits {
    /// Maximum number of concurrent sessions, at least 1.
    pub connections: u32,
    /// Maximum messages per minute.
    pub messages_per_minute: Option<u32>,
    /// Maximum recipients in any 24 hours.
    pub recipients_per_day: Option<u32>,
    /// Maximum recipients of one SMTP transaction.
    pub recipients_per_message: Option<u32>,
}

/// A stored version.
#[derive(Clone, Debug)]
pub struct Version {
    /// Counts up from 1; 0 stands for the settings before the first save.
    pub number: u32,
    /// When it was saved; `None` before the first save.
    pub saved_at: Option<Timestamp>,
    /// Who saved it; `None` before the first save.
    pub saved_by: Option<Actor>,
    /// Whether it can be used. An incomplete version waits for consent, and the previous one stays active.
    pub complete: bool,
    /// What happens to waiting mail if this version makes the built-in mailbox active.
    pub waiting_mail: WaitingMail,
    /// The settings of this version.
    pub settings: EmailSettings,
}

/// The connection that settings describe, with decrypted secrets. Its `Debug` prints no secrets.
#[derive(Clone, Debug)]
pub enum Connection {
    /// The built-in service: the local mailbox.
    Mailbox,
    /// SMTP: by password or access token, or the built-in service's relay.
    Smtp(delivery::SmtpAccount),
    /// A provider's HTTP API.
    Api(delivery::ApiAccount),
}

impl Connection {
    /// The description of the connection in a test letter.
    pub fn sent_through(&self) -> SentThrough {
        match self {
            Connection::Mailbox => SentThrough::Mailbox,
            Connection::Smtp(account) => SentThrough::Server(account.connection()),
            Connection::Api(account) => SentThrough::Server(account.connection()),
        }
    }
}

impl Connection {
    /// The source of the access tokens with which it logs in; `None` if it uses none.
    pub fn tokens(&self) -> Option<&Arc<dyn TokenSource>> {
        match self {
            Connection::Smtp(account) => match &account.login {
                Some(Login::Bearer(login)) => Some(&login.tokens),
                _ => None,
            },
            Connection::Api(account) => Some(&account.tokens),
            Connection::Mailbox => None,
        }
    }

    /// The server or API: `smtp.example.com:465 (implicit TLS)`.
    pub fn text(&self) -> Text {
        match self {
            Connection::Mailbox => delivery::texts::connection_mailbox(),
            Connection::Smtp(account) => account.connection(),
            Connection::Api(account) => account.connection(),
        }
    }
}

impl EmailSettings {
    /// Whether somebody has to consent before mail can be sent.
    pub fn needs_consent(&self) -> bool {
        self.method == Method::OAuth && self.oauth.as_ref().is_some_and(OAuthMethod::needs_consent)
    }

    /// The settings before the first save: the built-in service, without values.
    pub fn before_the_first_save() -> Self {
        Self {
            method: Method::Builtin,
            automatic_bcc: None,
            automatic_bcc_api: false,
            automatic_bcc_submission: false,
            from: From { email: None, name: None, reply_to: None, allowed: Vec::new() },
            password: None,
            oauth: None,
            pace: RateLimits::default(),
        }
    }
}
