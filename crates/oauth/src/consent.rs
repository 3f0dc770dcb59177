//! The URL of the provider's consent page.
//!
//! Authorization code with PKCE (RFC 6749 section 4.1, RFC 7636). The caller makes state and verifier from random bytes
//! and keeps both until the redirect.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mail::EmailAddress;
use ring::digest::{SHA256, digest};
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded;

use crate::Registration;

/// Parameters of RFC 6749 and RFC 7636 that a configured URL may not contain.
const PROTOCOL: [&str; 8] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
    "login_hint",
];

/// The parameters of one authorization request.
#[derive(Clone, Copy, Debug)]
pub struct AuthorizationRequest<'a> {
    /// The URL to which the provider redirects the browser, exactly as registered.
    pub redirect_uri: &'a str,
    /// The requested scopes.
    pub scopes: &'a [String],
    /// Binds the redirect to the session that began the consent (RFC 6749 section 10.12).
    pub state: &'a SecretString,
    /// Binds the code to this request (RFC 7636 section 4.1).
    pub verifier: &'a SecretString,
    /// The mailbox that should consent, if known.
    pub login_hint: Option<&'a EmailAddress>,
}

/// The URL of the consent page.
///
/// Keeps a query that `authorize_url` already has, except parameters that the protocol sets. The provider's extra
/// parameters do not override it.
pub fn authorize_url(registration: &Registration, request: &AuthorizationRequest<'_>) -> String {
    let facts = registration.provider.facts();
    // An endpoint may have a query and no fragment (RFC 6749 section 3.1).
    let address = registration.endpoints.authorize_url.split('#').next().unwrap_or_default();
    let (base, query) = address.split_once('?').unwrap_or((address, ""));
    let kept: Vec<_> = form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| !PROTOCOL.contains(&name.as_ref()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, request.verifier.expose_secret().as_bytes()));

    let mut parameters = form_urlencoded::Serializer::new(String::new());
    parameters
        .extend_pairs(&kept)
        .append_pair("response_type", "code")
        .append_pair("client_id", &registration.client_id)
        .append_pair("redirect_uri", request.redirect_uri)
        .append_pair("scope", &request.scopes.join(" "))
        .append_pair("state", request.state.expose_secret())
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256");
    let without_hint = if request.login_hint.is_none() { facts.extra_without_hint } else { &[] };
    for (name, value) in facts.extra_parameters.iter().chain(without_hint) {
        if !kept.iter().any(|(kept, _)| kept == name) {
            parameters.append_pair(name, value);
        }
    }
    if let Some(mailbox) = request.login_hint {
        parameters.append_pair("login_hint", mailbox.expose());
    }
    format!("{base}?{}", parameters.finish())
}

/// 32 random bytes as 43 characters that need no escaping in a URL: a state, or a verifier (RFC 7636 section 4.1).
pub fn secret_text(bytes: &[u8; 32]) -> SecretString {
    SecretString::from(URL_SAFE_NO_PAD.encode(bytes))
}
