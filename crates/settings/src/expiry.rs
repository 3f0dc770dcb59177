//! What expires, and when: consents, refresh tokens, client secrets.
//!
//! Pure: settings and grant are arguments. Shown as *Expires next*; maintenance sends reminders.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use mail::Text;

use super::email_settings::{EmailSettings, Method};
use super::oauth::Grant;
use super::texts;

/// What expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpirationKind {
    /// The refresh token, if it is not used; the weekly renewal prevents that.
    RefreshToken,
    /// The consent, regardless of its use, at the time that the provider reported.
    Consent,
    /// The client secret, on the day that the administrator entered.
    ClientSecret,
}

impl ExpirationKind {
    /// The stored and API name.
    pub fn name(self) -> &'static str {
        match self {
            Self::RefreshToken => "refresh_token",
            Self::Consent => "consent",
            Self::ClientSecret => "client_secret",
        }
    }
}

/// Something that expires at a known time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expiration {
    /// What expires.
    pub kind: ExpirationKind,
    /// When it expires.
    pub at: Timestamp,
    /// Its name: *The client secret*.
    pub title: Text,
    /// What it means and what to do.
    pub meaning: Text,
    /// Whether a person has to act; `false` if owlpost prevents the expiration automatically.
    pub needs_action: bool,
}

/// The expirations of these settings, soonest first.
pub(super) fn expirations(settings: &EmailSettings, grant: Option<&Grant>) -> Vec<Expiration> {
    let Some(method) = settings.oauth.as_ref().filter(|_| settings.method == Method::OAuth) else { return Vec::new() };
    let facts = method.provider.facts();
    let mut expirations = Vec::new();
    if let Some(grant) = grant.filter(|grant| grant.is_alive()) {
        if let Some(at) = grant.refresh_ends_at {
            expirations.push(Expiration {
                kind: ExpirationKind::Consent,
                at,
                title: texts::settings_consent_expires(),
                meaning: consent_meaning(facts.name, facts.testing_trap, grant, at),
                needs_action: true,
            });
        }
        if let Some(life) = facts.unused_refresh_token_expires_after
            && let Ok(at) = grant.renewed_at.checked_add(life)
        {
            expirations.push(Expiration {
                kind: ExpirationKind::RefreshToken,
                at,
                title: texts::settings_refresh_token_expires(),
                meaning: texts::settings_refresh_token_expires_meaning(facts.name),
                needs_action: false,
            });
        }
    }
    if let Some(day) = method.client_secret_expires
        && let Ok(end) = day.saturating_add(1.day()).to_zoned(TimeZone::UTC)
    {
        expirations.push(Expiration {
            kind: ExpirationKind::ClientSecret,
            at: end.timestamp(),
            title: texts::settings_client_secret_expires(),
            meaning: texts::settings_client_secret_expires_meaning(facts.name),
            needs_action: true,
        });
    }
    expirations.sort_by_key(|expiration| expiration.at);
    expirations
}

fn consent_meaning(name: &str, testing_trap: Option<Duration>, grant: &Grant, at: Timestamp) -> Text {
    let life = Duration::try_from(at.duration_since(grant.granted_at)).unwrap_or_default();
    if testing_trap.is_some_and(|trap| life <= trap + Duration::from_secs(3600)) {
        texts::settings_consent_expires_testing(name)
    } else {
        texts::settings_consent_expires_meaning(name)
    }
}

#[cfg(test)]
mod tests;
