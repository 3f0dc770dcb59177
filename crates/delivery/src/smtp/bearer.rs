//! Logging in with an access token: XOAUTH2 (Google's and Microsoft's own) and OAUTHBEARER (RFC 7628). Knows no socket.
//!
//! A server that refuses says why in a challenge, which is answered so that it can end with its final reply; Microsoft
//! refuses at once. What is shown of it holds neither token nor address.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use secrecy::ExposeSecret;
use serde::Deserialize;

use super::capabilities::Capabilities;
use super::mishap::Mishap;
use super::sasl::Said;
use crate::oauth::AccessToken;
use crate::{BearerLogin, BearerMechanism, CleartextLogin, SmtpAccount};

/// The longest AUTH command with its line end (RFC 4954 §4); a longer blob follows the server's challenge.
const LONGEST_COMMAND: usize = 12_288;

/// The mechanism to use. XOAUTH2 first where both are offered: it is the one that Google and Microsoft document.
pub(crate) fn choose(server: &Capabilities, login: &BearerLogin, encrypted: bool) -> Result<BearerMechanism, Mishap> {
    if !encrypted && login.cleartext == CleartextLogin::Refused {
        return Err(Mishap::CleartextRefused);
    }
    if server.mechanisms.is_empty() {
        return Err(Mishap::LoginNotOffered);
    }
    [BearerMechanism::XOAuth2, BearerMechanism::OAuthBearer]
        .into_iter()
        .filter(|mechanism| login.mechanism.is_none_or(|wanted| wanted == *mechanism))
        .find(|mechanism| server.offers(mechanism.name()))
        .ok_or_else(|| Mishap::MechanismNotOffered { offered: server.mechanisms.clone() })
}

/// Why a server refused a token, as its challenge says (RFC 7628 §3.2.2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Refusal {
    /// `invalid_token`, or an HTTP status such as `401`.
    pub(crate) status: String,
    /// What a token would need to be good for.
    pub(crate) scope: String,
}

impl Refusal {
    /// In words, for the transcript.
    pub(crate) fn words(&self) -> String {
        let status = if self.status.is_empty() { "without a status" } else { &self.status };
        let scope =
            if self.scope.is_empty() { String::new() } else { format!(", a token for {} is needed", self.scope) };
        format!("the server's reason: {status}{scope}")
    }
}

/// A login going on.
pub(crate) struct Exchange<'a> {
    mechanism: BearerMechanism,
    blob: String,
    token: &'a AccessToken,
    /// The blob has been sent.
    given: bool,
    /// And sent again.
    repeated: bool,
    /// Why it was refused, once the server said so.
    pub(crate) refusal: Option<Refusal>,
}

impl<'a> Exchange<'a> {
    /// Begins a login.
    pub(crate) fn new(
        mechanism: BearerMechanism,
        account: &SmtpAccount,
        login: &BearerLogin,
        token: &'a AccessToken,
    ) -> Result<Self, Mishap> {
        let (user, secret) = (login.username.as_str(), token.secret.expose_secret());
        // ^A separates the fields of both, and no mechanism takes NUL.
        if [user, secret].iter().any(|text| text.contains(['\u{1}', '\0', '\r', '\n'])) {
            return Err(Mishap::CredentialUnusable);
        }
        let message = match mechanism {
            BearerMechanism::XOAuth2 => format!("user={user}\u{1}auth=Bearer {secret}\u{1}\u{1}"),
            BearerMechanism::OAuthBearer => {
                let (host, port) = (account.bare_host(), account.port);
                // The name is escaped as RFC 5801 §4 has it.
                let user = user.replace('=', "=3D").replace(',', "=2C");
                format!("n,a={user},\u{1}host={host}\u{1}port={port}\u{1}auth=Bearer {secret}\u{1}\u{1}")
            }
        };
        Ok(Self { mechanism, blob: BASE64.encode(message), token, given: false, repeated: false, refusal: None })
    }

    /// The AUTH command.
    pub(crate) fn first(&mut self) -> Said {
        let command = format!("AUTH {}", self.mechanism.name());
        if command.len() + 1 + self.blob.len() + 2 > LONGEST_COMMAND {
            return Said { shown: command.clone(), line: command };
        }
        self.given = true;
        Said { line: format!("{command} {}", self.blob), shown: format!("{command} ***") }
    }

    /// What to say to a challenge, as it stands behind the 334.
    pub(crate) fn answer(&mut self, challenge: &str) -> Result<Said, Mishap> {
        let passed_over = challenge.trim().is_empty() && !self.repeated;
        if !self.given || passed_over {
            // A server that passes over the initial response asks for it again, with nothing in its challenge.
            self.repeated = self.given;
            self.given = true;
            return Ok(Said::secret(self.blob.clone()));
        }
        if self.refusal.is_some() {
            return Err(Mishap::ChallengeUnreadable);
        }
        self.refusal = Some(read(challenge));
        let acknowledgement = match self.mechanism {
            // Google's documentation: an empty response, and the server says the rest.
            BearerMechanism::XOAuth2 => "",
            // A single ^A (RFC 7628 §3.2.3).
            BearerMechanism::OAuthBearer => "AQ==",
        };
        Ok(Said { line: acknowledgement.to_owned(), shown: acknowledgement.to_owned() })
    }

    /// A server's words without the token, should it repeat what we sent.
    pub(crate) fn scrubbed(&self, text: &str) -> String {
        let secret = self.token.secret.expose_secret();
        let encoded = BASE64.encode(secret);
        [self.blob.as_str(), secret, encoded.as_str()]
            .into_iter()
            .filter(|form| !form.is_empty())
            .fold(text.to_owned(), |text, form| text.replace(form, "***"))
    }
}

/// The reason in a challenge; one that cannot be read is none.
fn read(challenge: &str) -> Refusal {
    BASE64.decode(challenge.trim()).ok().and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
