//! The effective limits of the connection: those chosen, else those of the known provider, else generous defaults.

use std::time::Duration;

use oauth::{Provider, SendThrough};
use smtp::{SESSION_IDLE, Timeouts};

use super::email_settings::{EffectiveRateLimits, EffectiveSessionTimes, EmailSettings, Method, RateLimits};

/// Concurrent sessions with an unknown server: more of them gain little, because sessions are kept and pipelined, and
/// many providers allow no more.
const CONNECTIONS: u32 = 10;

impl EmailSettings {
    /// The effective limits: those chosen, else those of the known provider, else generous defaults.
    ///
    /// The chosen limits are for the mail server in the settings; they do not apply to the built-in service.
    pub fn effective_rate_limits(&self) -> EffectiveRateLimits {
        let known = match self.method {
            Method::Builtin => None,
            Method::Password => self
                .password
                .as_ref()
                .and_then(|password| Provider::of_mail_host(&password.host))
                .map(|provider| provider.pace(SendThrough::Smtp)),
            Method::OAuth => self.oauth.as_ref().map(|method| method.provider.pace(method.send_through)),
        };
        // Without a known provider, those of a custom one apply.
        let known = known.unwrap_or_else(|| Provider::Custom.pace(SendThrough::Smtp));
        let chosen = self.chosen_limits();
        EffectiveRateLimits {
            connections: chosen.connections.or(known.connections).unwrap_or(CONNECTIONS).max(1),
            messages_per_minute: chosen.messages_per_minute.or(known.messages_per_minute),
            recipients_per_day: chosen.recipients_per_day.or(known.recipients_per_day),
            recipients_per_message: chosen.recipients_per_message.or(known.recipients_per_message),
        }
    }

    /// How long sessions are kept: as chosen, else values that suit the strictest servers.
    pub fn effective_session_times(&self) -> EffectiveSessionTimes {
        let seconds = |chosen: Option<u32>| chosen.map(|seconds| Duration::from_secs(u64::from(seconds)));
        let chosen = self.chosen_limits();
        EffectiveSessionTimes {
            idle: seconds(chosen.idle_seconds).unwrap_or(SESSION_IDLE),
            kept_session_reply: seconds(chosen.kept_session_reply_seconds)
                .unwrap_or_else(|| Timeouts::default().kept_session),
        }
    }

    fn chosen_limits(&self) -> RateLimits {
        if self.method == Method::Builtin { RateLimits::default() } else { self.pace }
    }
}
