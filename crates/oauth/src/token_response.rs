//! Reads a token response (RFC 6749 section 5.1) leniently: servers differ in everything except `access_token`.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mail::EmailAddress;
use secrecy::SecretString;
use serde_json::{Map, Value};

use crate::client_authentication::ClientAuthentication;
use crate::error::UnusableToken;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Used if the response has no lifetime. RFC 6749 section 5.1 leaves it to the provider's documentation, which nearly
/// always says an hour. If a token expires earlier, the mail server refuses it, and it is renewed then.
const DEFAULT_LIFETIME: Duration = HOUR;

/// Bounds the rate of renewals, whatever the server returns.
const MIN_LIFETIME: Duration = MINUTE;

/// Early renewal is harmless; a lifetime of years, from a wrong unit, is not.
const MAX_LIFETIME: Duration = DAY;

/// Longer lifetimes have no practical meaning.
const LONGEST_REFRESH_LIFETIME: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// A token response. Debug prints no token.
#[derive(Clone, Debug)]
pub struct TokenResponse {
    /// The access token.
    pub access_token: SecretString,
    /// Its lifetime: a minute to a day; an hour if the provider does not return one.
    pub expires_in: Duration,
    /// The new refresh token; `None` if the old one remains valid.
    pub refresh_token: Option<SecretString>,
    /// The refresh token's lifetime, if the provider returns it.
    pub refresh_token_expires_in: Option<Duration>,
    /// The granted scopes; `None` means the requested ones (RFC 6749 section 5.1).
    pub scopes: Option<Vec<String>>,
    /// The address of the account that consented, if an id_token contains one.
    pub account: Option<String>,
    /// How the client secret was sent in the request that succeeded; `None` if none was.
    pub client_authentication: Option<ClientAuthentication>,
}

impl TokenResponse {
    pub(crate) fn read(answer: &Map<String, Value>, client_id: &str) -> Result<Self, UnusableToken> {
        let Some(access_token) = secret(answer, "access_token") else {
            return Err(UnusableToken::NoAccessToken);
        };
        // Some servers omit the type, others vary its case. Mail servers accept bearer tokens only.
        match answer.get("token_type") {
            None | Some(Value::Null) => {}
            Some(Value::String(kind)) if kind.trim().is_empty() || kind.trim().eq_ignore_ascii_case("bearer") => {}
            Some(_) => return Err(UnusableToken::NotBearer),
        }
        Ok(Self {
            access_token,
            expires_in: seconds(answer, "expires_in")
                .map_or(DEFAULT_LIFETIME, |life| life.clamp(MIN_LIFETIME, MAX_LIFETIME)),
            refresh_token: secret(answer, "refresh_token"),
            // Some servers return 0 for a token that does not expire.
            refresh_token_expires_in: seconds(answer, "refresh_token_expires_in")
                .filter(|life| !life.is_zero())
                .map(|life| life.min(LONGEST_REFRESH_LIFETIME)),
            scopes: scopes(answer),
            account: answer.get("id_token").and_then(Value::as_str).and_then(|token| account(token, client_id)),
            client_authentication: None,
        })
    }
}

fn secret(answer: &Map<String, Value>, name: &str) -> Option<SecretString> {
    answer.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(SecretString::from)
}

/// A number of seconds, possibly as a string or with a fraction; `None` for anything else, including negative numbers.
fn seconds(answer: &Map<String, Value>, name: &str) -> Option<Duration> {
    let seconds = match answer.get(name)? {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    // A number that exceeds a Duration becomes the longest one.
    if seconds.is_finite() && seconds >= 0.0 {
        Some(Duration::try_from_secs_f64(seconds.trunc()).unwrap_or(Duration::MAX))
    } else {
        None
    }
}

/// Separated by spaces (RFC 6749 section 3.3); some servers use commas or an array.
fn scopes(answer: &Map<String, Value>) -> Option<Vec<String>> {
    let parts: Vec<String> = match answer.get("scope")? {
        Value::String(text) => text.split([' ', ',', '\n', '\t']).map(str::to_owned).collect(),
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => return None,
    };
    let scopes: Vec<String> = parts.into_iter().filter(|scope| !scope.is_empty()).collect();
    (!scopes.is_empty()).then_some(scopes)
}

/// The address of the account in an id_token's claims.
///
/// The signature is not checked, because the token came directly from the token endpoint over TLS (OpenID Connect Core
/// section 3.1.3.7, item 6). The audience (`aud`) is.
fn account(id_token: &str, client_id: &str) -> Option<String> {
    let claims = id_token.split('.').nth(1)?;
    let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
    let claims: Map<String, Value> = serde_json::from_slice(&claims).ok()?;
    let is_audience = match claims.get("aud")? {
        Value::String(audience) => audience == client_id,
        Value::Array(audiences) => audiences.iter().any(|audience| audience.as_str() == Some(client_id)),
        _ => false,
    };
    if !is_audience {
        return None;
    }
    // Microsoft omits `email` if the directory has none; a user name need not be an address.
    ["email", "preferred_username", "upn"]
        .into_iter()
        .filter_map(|name| claims.get(name)?.as_str())
        .find(|name| EmailAddress::parse(name).is_ok())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests;
