//! Credentials and SASL mechanisms. Debug prints no secret and no address.

use std::fmt;

use secrecy::SecretString;

/// Username and password.
#[derive(Clone)]
pub struct PasswordLogin {
    /// The login name; often, but not always, the From address.
    pub username: String,
    /// The password.
    pub password: SecretString,
    /// The mechanism to use; `None` for the best one that the server offers.
    pub mechanism: Option<Mechanism>,
    /// Whether the password may be sent without TLS.
    pub cleartext: CleartextLogin,
}

impl fmt::Debug for PasswordLogin {
    /// Prints neither the password nor the username, which is usually an address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordLogin")
            .field("mechanism", &self.mechanism)
            .field("cleartext", &self.cleartext)
            .finish_non_exhaustive()
    }
}

/// Whether a password or token may be sent over a connection without TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CleartextLogin {
    /// No: without TLS, no login is attempted.
    #[default]
    Refused,
    /// Yes: the server runs on this machine, or the administrator allowed it.
    Allowed,
}

/// A SASL mechanism for a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mechanism {
    /// PLAIN (RFC 4616).
    Plain,
    /// LOGIN, never standardised but widely offered.
    Login,
    /// CRAM-MD5 (RFC 2195), which does not send the password.
    CramMd5,
}

impl Mechanism {
    /// The name in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            Mechanism::Plain => "PLAIN",
            Mechanism::Login => "LOGIN",
            Mechanism::CramMd5 => "CRAM-MD5",
        }
    }
}

/// A SASL mechanism for an access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BearerMechanism {
    /// XOAUTH2, defined by Google and used by Microsoft.
    XOAuth2,
    /// OAUTHBEARER (RFC 7628).
    OAuthBearer,
}

impl BearerMechanism {
    /// The name in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            BearerMechanism::XOAuth2 => "XOAUTH2",
            BearerMechanism::OAuthBearer => "OAUTHBEARER",
        }
    }

    /// The name in storage and the API.
    pub fn id(self) -> &'static str {
        match self {
            BearerMechanism::XOAuth2 => "xoauth2",
            BearerMechanism::OAuthBearer => "oauthbearer",
        }
    }
}
