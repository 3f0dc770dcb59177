//! Reads what a token endpoint granted, leniently: servers differ in everything but `access_token`.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mail::EmailAddress;
use secrecy::SecretString;
use serde_json::{Map, Value};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Where no life is named. RFC 6749 §5.1 leaves it to the documentation, and an hour is what nearly all of them say; a
/// token that dies sooner is refused by the mail server and renewed then.
const UNNAMED_LIFE: Duration = HOUR;

/// Renewing more often would be a storm of requests, whatever the server says.
const SHORTEST_LIFE: Duration = MINUTE;

/// Renewing earlier than need be does no harm; a token trusted for years because of a wrong unit would.
const LONGEST_LIFE: Duration = DAY;

/// Beyond it a date says nothing any more.
const LONGEST_REFRESH_LIFE: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// What was granted. Debug prints no token.
#[derive(Clone, Debug)]
pub struct Granted {
    /// The access token.
    pub access_token: SecretString,
    /// How long it holds: a minute to a day, an hour where the provider does not say.
    pub expires_in: Duration,
    /// The refresh token to use from now on; `None`: the one before stays.
    pub refresh_token: Option<SecretString>,
    /// How long the refresh token holds, where the provider says so.
    pub refresh_token_expires_in: Option<Duration>,
    /// What was granted; `None`: what was asked for (RFC 6749 §5.1).
    pub scopes: Option<Vec<String>>,
    /// The address of the account that consented, as far as an id_token names one.
    pub account: Option<String>,
}

impl Granted {
    /// Reads an answer. The error is what is wrong with it, without any of its values.
    pub(super) fn read(answer: &Map<String, Value>, client_id: &str) -> Result<Self, &'static str> {
        let Some(access_token) = secret(answer, "access_token") else {
            return Err("the answer holds no access token");
        };
        // Missing at some servers, and in any case at others; anything but a bearer token serves no mail server.
        match answer.get("token_type") {
            None | Some(Value::Null) => {}
            Some(Value::String(kind)) if kind.trim().is_empty() || kind.trim().eq_ignore_ascii_case("bearer") => {}
            Some(_) => return Err("the token it gave is of another type than bearer"),
        }
        Ok(Self {
            access_token,
            expires_in: seconds(answer, "expires_in")
                .map_or(UNNAMED_LIFE, |life| life.clamp(SHORTEST_LIFE, LONGEST_LIFE)),
            refresh_token: secret(answer, "refresh_token"),
            // 0 is how some servers say that it does not expire.
            refresh_token_expires_in: seconds(answer, "refresh_token_expires_in")
                .filter(|life| !life.is_zero())
                .map(|life| life.min(LONGEST_REFRESH_LIFE)),
            scopes: scopes(answer),
            account: answer.get("id_token").and_then(Value::as_str).and_then(|token| account(token, client_id)),
        })
    }
}

fn secret(answer: &Map<String, Value>, name: &str) -> Option<SecretString> {
    answer.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(SecretString::from)
}

/// A number of seconds, also as text or with a fraction; `None` for anything else, also for negative ones.
fn seconds(answer: &Map<String, Value>, name: &str) -> Option<Duration> {
    let seconds = match answer.get(name)? {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    // Beyond what a Duration holds: as long as can be.
    if seconds.is_finite() && seconds >= 0.0 {
        Some(Duration::try_from_secs_f64(seconds.trunc()).unwrap_or(Duration::MAX))
    } else {
        None
    }
}

/// Parted by blanks (RFC 6749 §3.3); some servers part by commas or send a list.
fn scopes(answer: &Map<String, Value>) -> Option<Vec<String>> {
    let parts: Vec<String> = match answer.get("scope")? {
        Value::String(text) => text.split([' ', ',', '\n', '\t']).map(str::to_owned).collect(),
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => return None,
    };
    let scopes: Vec<String> = parts.into_iter().filter(|scope| !scope.is_empty()).collect();
    (!scopes.is_empty()).then_some(scopes)
}

/// The address in an id_token's claims.
///
/// The signature is not checked: the token came straight from the token endpoint over TLS (OpenID Connect Core
/// §3.1.3.7, item 6). It has to be meant for us (`aud`), though.
fn account(id_token: &str, client_id: &str) -> Option<String> {
    let claims = id_token.split('.').nth(1)?;
    let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
    let claims: Map<String, Value> = serde_json::from_slice(&claims).ok()?;
    let is_for_us = match claims.get("aud")? {
        Value::String(audience) => audience == client_id,
        Value::Array(audiences) => audiences.iter().any(|audience| audience.as_str() == Some(client_id)),
        _ => false,
    };
    if !is_for_us {
        return None;
    }
    // Microsoft puts no `email` where the mailbox has none in the directory; a user name may be no address at all.
    ["email", "preferred_username", "upn"]
        .into_iter()
        .filter_map(|name| claims.get(name)?.as_str())
        .find(|name| EmailAddress::parse(name).is_ok())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests;
