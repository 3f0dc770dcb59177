//! Email settings that passed the check: closed choices, without secrets.

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

use super::stored;

use letters::test::SentThrough;

/// Checked settings, without secrets. Stored in this form (`stored`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EmailSettings {
    /// The chosen method.
    pub method: Method,
    /// Who gets a copy of script mail.
    #[serde(default, with = "stored::optional_text")]
    pub automatic_bcc: Option<EmailAddress>,
    /// Automatic BCC copies mail of the API as well.
    #[serde(default)]
    pub automatic_bcc_api: bool,
    /// Automatic BCC copies mail of SMTP submission as well.
    #[serde(default)]
    pub automatic_bcc_submission: bool,
    /// Who the mail is from.
    #[serde(default)]
    pub from: From,
    /// What was typed for the method *Username and password*; kept when another is chosen.
    #[serde(default)]
    pub password: Option<PasswordMethod>,
    /// What was typed for the method *OAuth 2.0*; kept when another is chosen.
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
    /// The service that works from the first start.
    Builtin,
    /// An SMTP server with username and password.
    Password,
    /// A provider that grants tokens.
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

/// Exactly one From per message, and who else may be asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct From {
    /// The From address; `None` leaves it to the built-in service: `noreply@` the host of the public URL.
    #[serde(with = "stored::optional_text")]
    pub email: Option<EmailAddress>,
    /// The name beside it.
    #[serde(with = "stored::optional_text")]
    pub name: Option<DisplayName>,
    /// Where answers go.
    #[serde(with = "stored::optional_text")]
    pub reply_to: Option<EmailAddress>,
    /// Whose mail a draft may ask to be.
    #[serde(with = "stored::texts")]
    pub allowed: Vec<AllowedSender>,
}

/// An entry of the allowed-senders list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowedSender {
    /// This address alone.
    Address(EmailAddress),
    /// Every address of this domain (A-labels, lower case), not of its subdomains.
    Domain(String),
}

impl AllowedSender {
    /// Whether a draft may be from `address`. Local parts are compared without regard to ASCII case, as providers do.
    pub fn covers(&self, address: &EmailAddress) -> bool {
        match self {
            AllowedSender::Address(allowed) => {
                allowed.domain() == address.domain() && allowed.local_part().eq_ignore_ascii_case(address.local_part())
            }
            AllowedSender::Domain(domain) => domain == address.domain(),
        }
    }

    /// As it is typed and shown.
    pub fn text(&self) -> &str {
        match self {
            AllowedSender::Address(address) => address.expose(),
            AllowedSender::Domain(domain) => domain,
        }
    }
}

/// An SMTP server with username and password; the password itself is sealed beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PasswordMethod {
    /// DNS name (A-labels, lower case) or IP address without brackets.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Empty for a server that asks for none.
    pub username: String,
    /// Whether a password is stored.
    #[serde(skip)]
    pub password_set: bool,
    /// How the connection is secured.
    pub security: Security,
    /// What is said after EHLO; `None` for the host of the public URL.
    #[serde(default)]
    pub ehlo: Option<String>,
    /// `None` for the best that the server offers.
    #[serde(default, with = "stored::optional_text")]
    pub mechanism: Option<smtp::Mechanism>,
    /// PEM of a CA to trust besides the system's.
    #[serde(default)]
    pub ca_certificate: Option<String>,
    /// The administrator confirmed that the password may travel without TLS.
    #[serde(default)]
    pub allow_insecure_password: bool,
}

/// A provider that grants tokens; the client secret or key is sealed beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OAuthMethod {
    /// Who grants them.
    #[serde(with = "stored::text")]
    pub provider: Provider,
    /// To a mailbox's owner, or to the application itself.
    #[serde(with = "stored::text")]
    pub grant: Grant,
    /// What takes the mail.
    #[serde(with = "stored::text")]
    pub send_through: SendThrough,
    /// The client registered at the provider.
    pub client_id: String,
    /// Microsoft's directory: an ID or domain; empty for `organizations`.
    #[serde(default)]
    pub tenant: String,
    /// The service account whose key is stored; empty where none is.
    #[serde(default)]
    pub service_account: String,
    /// Whether the client secret, or the service account's key, is stored.
    #[serde(skip)]
    pub credential_set: bool,
    /// The last day of the client secret, where the administrator wrote it down.
    #[serde(default)]
    pub client_secret_expires: Option<Date>,
    /// The administrator confirmed that the mailbox that consented may send as the From address.
    #[serde(default)]
    pub other_sender_confirmed: bool,
    /// Everything about a provider that is not known to us; kept when another is chosen.
    #[serde(default)]
    pub custom: CustomProvider,
}

/// A provider that is not known to us, as typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomProvider {
    /// The issuer, whose metadata filled in the endpoints; empty where they were typed.
    pub issuer: String,
    /// The consent page.
    pub authorize_url: String,
    /// The token endpoint.
    pub token_url: String,
    /// Where tokens are revoked (RFC 7009); empty if the provider has none.
    pub revoke_url: String,
    /// How the client sends its secret; `None` where it is to be found out.
    #[serde(with = "stored::optional_text")]
    pub client_authentication: Option<ClientAuthentication>,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// The SMTP server; empty where none was typed.
    pub host: String,
    /// Its port; `None` for the usual one of the security.
    pub port: Option<u16>,
    /// How the connection is secured; `None` for STARTTLS.
    pub security: Option<Security>,
    /// `None` for the best that the server offers.
    #[serde(with = "stored::optional_text")]
    pub mechanism: Option<BearerMechanism>,
    /// PEM of a CA to trust besides the system's.
    pub ca_certificate: Option<String>,
}

/// What a client proves itself with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// A text that the provider made.
    ClientSecret,
    /// A Google service account's key file.
    ServiceAccountKey,
}

impl CredentialKind {
    /// The field of the API's JSON that takes it.
    pub fn field(self) -> &'static str {
        match self {
            Self::ClientSecret => "oauth.client_secret",
            Self::ServiceAccountKey => "oauth.service_account_key",
        }
    }
}

impl OAuthMethod {
    /// What the page begins with.
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

    /// What the chosen grant needs.
    pub fn credential_kind(&self) -> CredentialKind {
        match (self.provider, self.grant) {
            (Provider::Google, Grant::App) => CredentialKind::ServiceAccountKey,
            _ => CredentialKind::ClientSecret,
        }
    }

    /// The authentication mechanism that was chosen; only a provider that is not known to us leaves the choice.
    pub fn custom_mechanism(&self) -> Option<BearerMechanism> {
        self.custom.mechanism.filter(|_| self.provider == Provider::Custom)
    }

    /// Whether somebody has to consent before mail can leave.
    pub fn needs_consent(&self) -> bool {
        self.grant == Grant::Mailbox
    }
}

/// Limits of the connection as chosen; `None` means the provider's own, or none where it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RateLimits {
    /// Sessions at the same time.
    pub connections: Option<u32>,
    /// Messages in a minute.
    pub messages_per_minute: Option<u32>,
    /// Recipients in any 24 hours.
    pub recipients_per_day: Option<u32>,
    /// Recipients of one SMTP transaction.
    pub recipients_per_message: Option<u32>,
    /// Seconds that an idle session is kept for the next message.
    pub idle_seconds: Option<u32>,
    /// Seconds that a kept session may take to answer MAIL before a new one is opened.
    pub kept_session_reply_seconds: Option<u32>,
}

/// How long sessions are kept, in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EffectiveSessionTimes {
    /// How long an idle session is kept for the next message.
    pub idle: Duration,
    /// How long a kept session may take to answer MAIL before a new one is opened.
    pub kept_session_reply: Duration,
}

/// Limits of the connection in force; `None` means no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EffectiveRateLimits {
    /// Sessions at the same time, at least 1.
    pub connections: u32,
    /// Messages in a minute.
    pub messages_per_minute: Option<u32>,
    /// Recipients in any 24 hours.
    pub recipients_per_day: Option<u32>,
    /// Recipients of one SMTP transaction.
    pub recipients_per_message: Option<u32>,
}

/// A stored version.
#[derive(Clone, Debug)]
pub struct Version {
    /// Counts up from 1; 0 is what holds before the first save.
    pub number: u32,
    /// When it was saved; `None` before the first save.
    pub saved_at: Option<Timestamp>,
    /// Who saved it; `None` before the first save.
    pub saved_by: Option<Actor>,
    /// Whether it has all it needs; one that is not waits for consent, and the one before it stays active.
    pub complete: bool,
    /// What it says.
    pub settings: EmailSettings,
}

/// The connection that settings describe, with secrets opened; Debug prints none.
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
    /// How a test letter describes it.
    pub fn sent_through(&self) -> SentThrough {
        match self {
            Connection::Mailbox => SentThrough::Mailbox,
            Connection::Smtp(account) => SentThrough::Server(account.connection()),
            Connection::Api(account) => SentThrough::Server(account.connection()),
        }
    }
}

impl Connection {
    /// Who keeps the access tokens it logs in with.
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
    /// Whether somebody has to consent before mail can leave.
    pub fn needs_consent(&self) -> bool {
        self.method == Method::OAuth && self.oauth.as_ref().is_some_and(OAuthMethod::needs_consent)
    }

    /// The settings before the first save: the built-in service, nothing filled in.
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
