//! AUTH with an access token: XOAUTH2 (Google's and Microsoft's own) and OAUTHBEARER (RFC 7628). Uses no socket.
//!
//! A server that refuses the token sends the reason in a challenge and its final reply after our response; Microsoft
//! refuses without a challenge. The transcript contains neither token nor address.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use crate::capabilities::Capabilities;
use crate::credentials::{BearerMechanism, CleartextLogin};
use crate::error::SmtpError;
use crate::mail_server::Server;
use crate::sasl::AuthLine;

/// The mechanism to use: `wanted`, or XOAUTH2 if both are offered, because Google and Microsoft document that one.
///
/// # Errors
/// [`SmtpError::CleartextAuthRefused`], [`SmtpError::AuthNotOffered`] or [`SmtpError::MechanismNotOffered`].
pub fn choose_mechanism(
    server: &Capabilities,
    wanted: Option<BearerMechanism>,
    cleartext: CleartextLogin,
    encrypted: bool,
) -> Result<BearerMechanism, SmtpError> {
    if !encrypted && cleartext == CleartextLogin::Refused {
        return Err(SmtpError::CleartextAuthRefused);
    }
    if server.mechanisms.is_empty() {
        return Err(SmtpError::AuthNotOffered);
    }
    [BearerMechanism::XOAuth2, BearerMechanism::OAuthBearer]
        .into_iter()
        .filter(|mechanism| wanted.is_none_or(|wanted| wanted == *mechanism))
        .find(|mechanism| server.offers(mechanism.name()))
        .ok_or_else(|| SmtpError::MechanismNotOffered { offered: server.mechanisms.clone() })
}

/// The reason in the challenge of a server that refuses a token (RFC 7628 section 3.2.2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct TokenRefusal {
    /// `invalid_token`, or an HTTP status such as `401`.
    pub status: String,
    /// The scope that a token needs.
    pub scope: String,
}

impl fmt::Display for TokenRefusal {
    /// The line in the transcript.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = if self.status.is_empty() { "without a status" } else { &self.status };
        write!(f, "the server's reason: {status}")?;
        if !self.scope.is_empty() {
            write!(f, ", a token for {} is needed", self.scope)?;
        }
        Ok(())
    }
}

/// The state of one AUTH exchange.
pub(crate) struct Exchange<'a> {
    mechanism: BearerMechanism,
    blob: String,
    token: &'a SecretString,
    /// The initial response has been sent.
    sent: bool,
    /// The initial response has been sent a second time.
    repeated: bool,
    /// The reason of a refusal, once the server has sent it.
    pub(crate) refusal: Option<TokenRefusal>,
}

impl<'a> Exchange<'a> {
    /// Begins an exchange.
    pub(crate) fn new(
        mechanism: BearerMechanism,
        server: &Server,
        username: &str,
        token: &'a SecretString,
    ) -> Result<Self, SmtpError> {
        let (user, secret) = (username, token.expose_secret());
        // ^A separates the fields of both mechanisms, and neither allows NUL.
        if [user, secret].iter().any(|text| text.contains(['\u{1}', '\0', '\r', '\n'])) {
            return Err(SmtpError::CredentialsInvalid);
        }
        let message = match mechanism {
            BearerMechanism::XOAuth2 => format!("user={user}\u{1}auth=Bearer {secret}\u{1}\u{1}"),
            BearerMechanism::OAuthBearer => {
                let (host, port) = (server.bare_host(), server.port);
                // RFC 5801 section 4.
                let user = user.replace('=', "=3D").replace(',', "=2C");
                format!("n,a={user},\u{1}host={host}\u{1}port={port}\u{1}auth=Bearer {secret}\u{1}\u{1}")
            }
        };
        Ok(Self { mechanism, blob: BASE64.encode(message), token, sent: false, repeated: false, refusal: None })
    }

    /// The AUTH command.
    pub(crate) fn first(&mut self) -> AuthLine {
        let command = AuthLine::command(self.mechanism.name(), &self.blob);
        self.sent = command.has_initial_response();
        command
    }

    /// The response to a challenge; `challenge` is the text after the 334.
    pub(crate) fn answer(&mut self, challenge: &str) -> Result<AuthLine, SmtpError> {
        let is_empty_again = challenge.trim().is_empty() && !self.repeated;
        if !self.sent || is_empty_again {
            // A server that ignored the initial response asks for it again with an empty challenge.
            self.repeated = self.sent;
            self.sent = true;
            return Ok(AuthLine::secret(self.blob.clone()));
        }
        if self.refusal.is_some() {
            return Err(SmtpError::ChallengeInvalid);
        }
        self.refusal = Some(read(challenge));
        let acknowledgement = match self.mechanism {
            // Google's documentation: an empty response, after which the server sends its final reply.
            BearerMechanism::XOAuth2 => "",
            // A single ^A (RFC 7628 section 3.2.3).
            BearerMechanism::OAuthBearer => "AQ==",
        };
        Ok(AuthLine { line: acknowledgement.to_owned(), shown: acknowledgement.to_owned() })
    }

    /// A reply's text without the token, which some servers repeat.
    pub(crate) fn redacted(&self, text: &str) -> String {
        let secret = self.token.expose_secret();
        let encoded = BASE64.encode(secret);
        [self.blob.as_str(), secret, encoded.as_str()]
            .into_iter()
            .filter(|form| !form.is_empty())
            .fold(text.to_owned(), |text, form| text.replace(form, "***"))
    }
}

/// The reason in a challenge; empty if it cannot be read.
fn read(challenge: &str) -> TokenRefusal {
    BASE64.decode(challenge.trim()).ok().and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
