//! What ends, and when, unless somebody does something: consents, refresh tokens, client secrets.
//!
//! Pure: settings, grant and time come in as arguments. Shown as *Expires next*; `caretaker` reminds of it.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::email_settings::{EmailSettings, Method};
use super::oauth::Grant;

/// What ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// The refresh token, of disuse; a weekly renewal prevents it.
    RefreshToken,
    /// The consent, whatever is done with it: the provider said when.
    Consent,
    /// The client secret, on the day that the administrator wrote down.
    ClientSecret,
}

impl Ends {
    /// The stored and API name.
    pub fn name(self) -> &'static str {
        match self {
            Self::RefreshToken => "refresh_token",
            Self::Consent => "consent",
            Self::ClientSecret => "client_secret",
        }
    }
}

/// Something that ends at a known time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// What.
    pub what: Ends,
    /// When.
    pub at: Timestamp,
    /// What it is, for a person: `The client secret`.
    pub title: &'static str,
    /// What it means and what to do, for a person.
    pub meaning: String,
    /// Whether it happens unless somebody acts; `false` where owlpost prevents it by itself.
    pub needs_somebody: bool,
}

/// What ends of these settings, soonest first.
pub(super) fn endings(settings: &EmailSettings, grant: Option<&Grant>) -> Vec<Ending> {
    let Some(method) = settings.oauth.as_ref().filter(|_| settings.method == Method::OAuth) else { return Vec::new() };
    let facts = method.provider.facts();
    let mut endings = Vec::new();
    if let Some(grant) = grant.filter(|grant| grant.is_alive()) {
        if let Some(at) = grant.refresh_ends_at {
            endings.push(Ending {
                what: Ends::Consent,
                at,
                title: "The consent",
                meaning: consent_meaning(facts.name, facts.testing_trap, grant, at),
                needs_somebody: true,
            });
        }
        if let Some(life) = facts.unused_refresh_token_dies_after
            && let Ok(at) = grant.renewed_at.checked_add(life)
        {
            endings.push(Ending {
                what: Ends::RefreshToken,
                at,
                title: "The refresh token, if it is not used",
                meaning: format!(
                    "{} forgets a refresh token that nobody uses. owlpost renews it every week, so this date moves on by \
                     itself as long as the server runs.",
                    facts.name
                ),
                needs_somebody: false,
            });
        }
    }
    if let Some(day) = method.client_secret_expires
        && let Ok(end) = day.saturating_add(1.day()).to_zoned(TimeZone::UTC)
    {
        endings.push(Ending {
            what: Ends::ClientSecret,
            at: end.timestamp(),
            title: "The client secret",
            meaning: format!(
                "From then on {} refuses to renew access and no mail leaves. Make a new secret at {}, type it under \
                 Client secret with its new date, and save; nobody has to consent again.",
                facts.name, facts.name
            ),
            needs_somebody: true,
        });
    }
    endings.sort_by_key(|ending| ending.at);
    endings
}

fn consent_meaning(name: &str, testing_trap: Option<Duration>, grant: &Grant, at: Timestamp) -> String {
    let life = Duration::try_from(at.duration_since(grant.granted_at)).unwrap_or_default();
    if testing_trap.is_some_and(|trap| life <= trap + Duration::from_secs(3600)) {
        format!(
            "{name} ends it because the project that the client belongs to is in Testing: consents to such projects \
             last 7 days. Publish the app (OAuth consent screen, Publish app) or make it Internal, then choose Reconnect \
             and consent again; a consent from before keeps its 7 days."
        )
    } else {
        format!("{name} limited this consent in time. Choose Reconnect and consent again before it ends.")
    }
}

#[cfg(test)]
mod tests;
