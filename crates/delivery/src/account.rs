//! An SMTP server, how to log in there, and how long to wait for it. Nothing here prints a secret.

use std::fmt;
use std::time::Duration;

use mail::Security;
use secrecy::SecretString;

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

/// Username and password.
#[derive(Clone)]
pub struct Login {
    /// The name to log in with; often, but not always, the From address.
    pub username: String,
    /// The password; sent to this account's server alone.
    pub password: SecretString,
    /// `None`: the best that is offered.
    pub mechanism: Option<Mechanism>,
    /// Whether the password may travel without TLS.
    pub cleartext: CleartextLogin,
}

impl fmt::Debug for Login {
    /// Neither the password nor the username, which is an address as a rule.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").field("mechanism", &self.mechanism).field("cleartext", &self.cleartext).finish()
    }
}

/// Whether a password may be sent over a connection without TLS.
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
