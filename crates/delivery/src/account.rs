//! Accounts to send through. Debug prints no secret and no address.

use std::fmt;
use std::sync::Arc;

use mail::{EmailAddress, Problem, Security, Text};
use oauth::{Provider, TokenSource};
use smtp::{BearerMechanism, CleartextLogin, PasswordLogin, Server};

use crate::texts;

/// An account at an SMTP server.
#[derive(Clone, Debug)]
pub struct SmtpAccount {
    /// The server.
    pub server: Server,
    /// The login; `None` for a relay without authentication.
    pub login: Option<Login>,
    /// Where it is configured.
    pub source: AccountSource,
}

/// Where an account is configured, so that a problem does not name a field that does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountSource {
    /// The email settings.
    Settings,
    /// The configuration file: the relay of the built-in service.
    ConfigurationFile,
}

impl SmtpAccount {
    /// Server and security: `smtp.example.com:465 (implicit TLS)`.
    pub fn connection(&self) -> Text {
        texts::connection_smtp(self.server.address(), security_text(self.server.security))
    }
}

/// The name of a security mode on pages.
pub(crate) fn security_text(security: Security) -> Text {
    match security {
        Security::ImplicitTls => texts::security_implicit_tls(),
        Security::Starttls => texts::security_starttls(),
        Security::None => texts::security_none(),
    }
}

/// The name of a security mode in a transcript.
pub(crate) fn security_name(security: Security) -> &'static str {
    match security {
        Security::ImplicitTls => "implicit TLS",
        Security::Starttls => "STARTTLS",
        Security::None => "no TLS",
    }
}

/// How to log in.
#[derive(Clone, Debug)]
pub enum Login {
    /// With a password.
    Password(PasswordLogin),
    /// With an access token.
    Bearer(BearerLogin),
    /// With a password that is no longer stored.
    PasswordMissing(MissingPassword),
}

/// A login whose password was lost: every attempt ends with the problem before a connection is opened, because a server
/// may permanently refuse mail that is sent without a login.
#[derive(Clone)]
pub struct MissingPassword {
    /// The username.
    pub username: String,
    /// The problem to report.
    pub problem: Box<Problem>,
}

impl fmt::Debug for MissingPassword {
    /// Omits the username, which may be an address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MissingPassword").field("problem", &self.problem.code).finish_non_exhaustive()
    }
}

/// A mailbox and the source of its access tokens.
#[derive(Clone)]
pub struct BearerLogin {
    /// The provider.
    pub provider: Provider,
    /// The mailbox that the token is for; not always the From address.
    pub username: String,
    /// The source of access tokens.
    pub tokens: Arc<dyn TokenSource>,
    /// The mechanism to use; `None` for the best that the server offers.
    pub mechanism: Option<BearerMechanism>,
    /// Whether the token may be sent without TLS.
    pub cleartext: CleartextLogin,
}

impl fmt::Debug for BearerLogin {
    /// Omits the username, which is an address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BearerLogin")
            .field("provider", &self.provider)
            .field("mechanism", &self.mechanism)
            .finish_non_exhaustive()
    }
}

/// A mailbox at a provider's mail API.
#[derive(Clone)]
pub struct ApiAccount {
    /// The provider.
    pub provider: Provider,
    /// The base URL, without a final slash.
    pub base_url: String,
    /// The mailbox.
    pub user: ApiUser,
    /// The source of access tokens.
    pub tokens: Arc<dyn TokenSource>,
    /// PEM of certificates to trust in addition to the system's.
    pub ca_certificate: Option<String>,
}

/// The mailbox that an API sends from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiUser {
    /// The mailbox that consented.
    Me {
        /// Its address, if the provider reports it.
        address: Option<EmailAddress>,
    },
    /// A mailbox that the application itself may use.
    Mailbox(EmailAddress),
}

impl ApiAccount {
    /// API and server: `Gmail API (gmail.googleapis.com)`.
    pub fn connection(&self) -> Text {
        texts::connection_api(self.service(), self.server())
    }

    /// The API's name.
    pub(crate) fn service(&self) -> &'static str {
        match self.provider {
            Provider::Google => "Gmail API",
            Provider::Microsoft => "Microsoft Graph",
            Provider::Custom => "mail API",
        }
    }

    /// The host, with the port if it is not the default.
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
