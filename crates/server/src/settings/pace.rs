//! The limits of the connection in force: those chosen, else those known of the provider, else generous ones.

use super::email_settings::{EmailSettings, Method, Pace, PaceInForce};

/// Sessions with a server of which nothing is known: more gain little where sessions are kept and pipelined, and many
/// providers allow no more.
const CONNECTIONS: u32 = 10;

/// Microsoft 365, client submission: 3 connections, 30 messages a minute, 10,000 recipients a day (Microsoft,
/// *SMTP AUTH submission improvements*).
const MICROSOFT: Pace = Pace {
    connections: Some(3),
    messages_per_minute: Some(30),
    recipients_per_day: Some(10_000),
    recipients_per_message: Some(500),
};

/// Google: 100 recipients of one SMTP message (Google Workspace, *Gmail sending limits*).
const GOOGLE: Pace = Pace {
    connections: Some(5),
    messages_per_minute: None,
    recipients_per_day: None,
    recipients_per_message: Some(100),
};

/// A provider whose limits are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Provider {
    Microsoft,
    Google,
}

impl Provider {
    /// By the name of its SMTP server.
    pub fn of(host: &str) -> Option<Self> {
        let is_under = |domain: &str| {
            host == domain || host.strip_suffix(domain).is_some_and(|subdomain| subdomain.ends_with('.'))
        };
        if ["office365.com", "outlook.com", "hotmail.com", "live.com"].into_iter().any(is_under) {
            Some(Provider::Microsoft)
        } else if ["gmail.com", "googlemail.com", "google.com"].into_iter().any(is_under) {
            Some(Provider::Google)
        } else {
            None
        }
    }
}

impl EmailSettings {
    /// The limits in force: those chosen, else those known of the provider, else generous ones.
    ///
    /// They were chosen for the mail server that was typed; the built-in service has its own.
    pub fn pace_in_force(&self) -> PaceInForce {
        let (chosen, host) = match (self.method, &self.password) {
            (Method::Password, Some(password)) => (self.pace, password.host.as_str()),
            _ => (Pace::default(), ""),
        };
        let known = match Provider::of(host) {
            Some(Provider::Microsoft) => MICROSOFT,
            Some(Provider::Google) => GOOGLE,
            None => Pace::default(),
        };
        PaceInForce {
            connections: chosen.connections.or(known.connections).unwrap_or(CONNECTIONS).max(1),
            messages_per_minute: chosen.messages_per_minute.or(known.messages_per_minute),
            recipients_per_day: chosen.recipients_per_day.or(known.recipients_per_day),
            recipients_per_message: chosen.recipients_per_message.or(known.recipients_per_message),
        }
    }
}
