//! An SMTP server, how to log in there, and how long to wait for it. Nothing here prints a secret.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use mail::{EmailAddress, Security};
use secrecy::SecretString;

use crate::oauth::{Provider, Tokens};

/// An SMTP server and how to log in there. Debug prints no secret.
#[derive(Clone, Debug)]
pub struct SmtpAccount {
    /// DNS name or IP address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How the connection is secured; never weakened on the way.
    pub security: Security,
    /// How to log in; `None` for a relay that asks for no login.
    pub login: Option<Login>,
    /// What we say after EHLO (RFC 5321 §4.1.1.1); never `localhost`.
    pub ehlo_name: String,
    /// PEM of certificates to trust besides the system's.
    pub ca_certificate: Option<String>,
}

impl SmtpAccount {
    /// The way out in words for a person: `smtp.example.com:465 (implicit TLS)`.
    pub fn connection(&self) -> String {
        let security = match self.security {
            Security::ImplicitTls => "implicit TLS",
            Security::Starttls => "STARTTLS",
            Security::None => "no TLS",
        };
        format!("{} ({security})", self.server())
    }

    /// Host and port: `smtp.example.com:465`, `[2001:db8::7]:25`.
    pub(crate) fn server(&self) -> String {
        let host = self.bare_host();
        if host.contains(':') { format!("[{host}]:{}", self.port) } else { format!("{host}:{}", self.port) }
    }

    /// The host without the brackets that people put around IPv6 addresses, and without a final dot.
    pub(crate) fn bare_host(&self) -> &str {
        let host = self.host.trim();
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        host.strip_suffix('.').unwrap_or(host)
    }
}

/// How to log in.
#[derive(Clone, Debug)]
pub enum Login {
    /// With a password.
    Password(PasswordLogin),
    /// With an access token.
    Bearer(BearerLogin),
}

/// Username and password.
#[derive(Clone)]
pub struct PasswordLogin {
    /// The name to log in with; often, but not always, the From address.
    pub username: String,
    /// The password; sent to this account's server alone.
    pub password: SecretString,
    /// `None`: the best that is offered.
    pub mechanism: Option<Mechanism>,
    /// Whether the password may travel without TLS.
    pub cleartext: CleartextLogin,
}

impl fmt::Debug for PasswordLogin {
    /// Neither the password nor the username, which is an address as a rule.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordLogin")
            .field("mechanism", &self.mechanism)
            .field("cleartext", &self.cleartext)
            .finish_non_exhaustive()
    }
}

/// A mailbox and where its access tokens come from.
#[derive(Clone)]
pub struct BearerLogin {
    /// Whose facts and words hold.
    pub provider: Provider,
    /// The mailbox that the token opens; not always the From address.
    pub username: String,
    /// Where access tokens come from.
    pub tokens: Arc<dyn Tokens>,
    /// `None`: the best that is offered.
    pub mechanism: Option<BearerMechanism>,
    /// Whether the token may travel without TLS.
    pub cleartext: CleartextLogin,
}

impl fmt::Debug for BearerLogin {
    /// Not the username, which is an address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BearerLogin")
            .field("provider", &self.provider)
            .field("mechanism", &self.mechanism)
            .finish_non_exhaustive()
    }
}

/// A SASL mechanism for an access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BearerMechanism {
    /// XOAUTH2, Google's and Microsoft's own.
    XOAuth2,
    /// OAUTHBEARER (RFC 7628).
    OAuthBearer,
}

impl BearerMechanism {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            BearerMechanism::XOAuth2 => "XOAUTH2",
            BearerMechanism::OAuthBearer => "OAUTHBEARER",
        }
    }

    /// The stored and API name.
    pub fn id(self) -> &'static str {
        match self {
            BearerMechanism::XOAuth2 => "xoauth2",
            BearerMechanism::OAuthBearer => "oauthbearer",
        }
    }
}

/// A provider's HTTP API that takes mail, and whose mailbox it sends from. Debug prints no secret and no address.
#[derive(Clone)]
pub struct ApiAccount {
    /// Whose API it is.
    pub provider: Provider,
    /// The base of its addresses, without a slash at the end.
    pub base_url: String,
    /// Whose mailbox.
    pub user: ApiUser,
    /// Where access tokens come from.
    pub tokens: Arc<dyn Tokens>,
    /// PEM of certificates to trust besides the system's.
    pub ca_certificate: Option<String>,
}

/// Whose mailbox an API sends from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiUser {
    /// The one who consented.
    Me,
    /// This one: the application itself was granted access to it.
    Mailbox(EmailAddress),
}

impl ApiAccount {
    /// The way out in words for a person: `Gmail API (gmail.googleapis.com)`.
    pub fn connection(&self) -> String {
        format!("{} ({})", self.service(), self.server())
    }

    /// The API's name.
    pub(crate) fn service(&self) -> &'static str {
        match self.provider {
            Provider::Google => "Gmail API",
            Provider::Microsoft => "Microsoft Graph",
            Provider::Custom => "mail API",
        }
    }

    /// Host and port, the port where it is not the usual one.
    pub(crate) fn server(&self) -> &str {
        let rest = self.base_url.split_once("://").map_or(self.base_url.as_str(), |(_, rest)| rest);
        rest.split('/').next().unwrap_or(rest)
    }
}

impl fmt::Debug for ApiAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiAccount")
            .field("provider", &self.provider)
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

/// Whether a password or token may be sent over a connection without TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CleartextLogin {
    /// No: without TLS the login is not tried.
    #[default]
    Refused,
    /// Yes: the server is on this machine, or the administrator confirmed it.
    Allowed,
}

/// A SASL mechanism for a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mechanism {
    /// PLAIN (RFC 4616).
    Plain,
    /// LOGIN, never standardised and offered everywhere.
    Login,
    /// CRAM-MD5 (RFC 2195): the password itself does not travel.
    CramMd5,
}

impl Mechanism {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Mechanism::Plain => "PLAIN",
            Mechanism::Login => "LOGIN",
            Mechanism::CramMd5 => "CRAM-MD5",
        }
    }
}

/// Time limits of each stage. A limit holds for a whole command and its answer, not for single bytes of it.
#[derive(Clone, Debug)]
pub struct Patience {
    /// Name to addresses.
    pub resolve: Duration,
    /// TCP, over all addresses together.
    pub connect: Duration,
    /// The TLS handshake.
    pub tls: Duration,
    /// The server's 220.
    pub greeting: Duration,
    /// Each command and its reply.
    pub command: Duration,
    /// Each block of the message to be taken by the network.
    pub data_block: Duration,
    /// The answer to the final dot.
    pub final_dot: Duration,
}

impl Default for Patience {
    /// For real mail: the minima of RFC 5321 §4.5.3.2, and 30 s for a TCP connection, where the RFC names none.
    fn default() -> Self {
        const MINUTE: Duration = Duration::from_secs(60);
        Self {
            resolve: Duration::from_secs(20),
            connect: Duration::from_secs(30),
            tls: MINUTE,
            greeting: 5 * MINUTE,
            command: 5 * MINUTE,
            data_block: 3 * MINUTE,
            final_dot: 10 * MINUTE,
        }
    }
}

impl Patience {
    /// For a test somebody is waiting for: 10 to 15 s a stage, 30 s for the answer to the final dot.
    pub fn interactive() -> Self {
        Self {
            resolve: Duration::from_secs(10),
            connect: Duration::from_secs(10),
            tls: Duration::from_secs(10),
            greeting: Duration::from_secs(12),
            command: Duration::from_secs(15),
            data_block: Duration::from_secs(15),
            final_dot: Duration::from_secs(30),
        }
    }
}
