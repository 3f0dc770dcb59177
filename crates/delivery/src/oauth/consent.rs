//! The address of the provider's consent page, and what its redirect's error means.
//!
//! Authorization code with PKCE (RFC 6749 §4.1, RFC 7636). State and verifier are random bytes of the caller's, who keeps
//! both until the redirect comes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mail::{EmailAddress, Problem};
use ring::digest::{SHA256, digest};
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded;

use super::{Provider, Registration};
use crate::trouble;

/// Parameters of RFC 6749 and RFC 7636 that an address may not set beforehand.
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

/// What one consent is asked with.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Where the provider sends the browser back to, exactly as registered.
    pub redirect_uri: &'a str,
    /// What is asked for.
    pub scopes: &'a [String],
    /// Ties the redirect to whoever began (RFC 6749 §10.12).
    pub state: &'a SecretString,
    /// Ties the code to whoever asked for it (RFC 7636 §4.1).
    pub verifier: &'a SecretString,
    /// The mailbox that shall consent, if that is known.
    pub login_hint: Option<&'a EmailAddress>,
}

/// The address of the consent page.
///
/// A query that `authorize_url` has already is kept, save for parameters that the protocol itself sets; the provider's
/// extra parameters do not override it.
pub fn authorize_url(registration: &Registration, asked: &Asked<'_>) -> String {
    let facts = registration.provider.facts();
    // An endpoint may have a query and has no fragment (RFC 6749 §3.1).
    let address = registration.endpoints.authorize_url.split('#').next().unwrap_or_default();
    let (base, query) = address.split_once('?').unwrap_or((address, ""));
    let kept: Vec<_> = form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| !PROTOCOL.contains(&name.as_ref()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, asked.verifier.expose_secret().as_bytes()));

    let mut parameters = form_urlencoded::Serializer::new(String::new());
    parameters
        .extend_pairs(&kept)
        .append_pair("response_type", "code")
        .append_pair("client_id", &registration.client_id)
        .append_pair("redirect_uri", asked.redirect_uri)
        .append_pair("scope", &asked.scopes.join(" "))
        .append_pair("state", asked.state.expose_secret())
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256");
    let without_hint = if asked.login_hint.is_none() { facts.extra_without_hint } else { &[] };
    for (name, value) in facts.extra_parameters.iter().chain(without_hint) {
        if !kept.iter().any(|(kept, _)| kept == name) {
            parameters.append_pair(name, value);
        }
    }
    if let Some(mailbox) = asked.login_hint {
        parameters.append_pair("login_hint", mailbox.expose());
    }
    format!("{base}?{}", parameters.finish())
}

/// 32 random bytes as a text of 43 characters that a URL takes as it is: a state, or a verifier (RFC 7636 §4.1).
pub fn secret_text(bytes: &[u8; 32]) -> SecretString {
    SecretString::from(URL_SAFE_NO_PAD.encode(bytes))
}

/// What the redirect's `error` and `error_description` mean, in words.
pub fn refusal(provider: Provider, error: &str, description: &str) -> Problem {
    trouble::of_redirect(provider, error, description)
}
