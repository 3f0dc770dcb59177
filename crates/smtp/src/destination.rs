//! A server to connect to, with its time limits and the TLS configuration that all sessions share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use mail::Security;
use rustls::ClientConfig;
use tls::{TlsError, client_config};
use tokio::sync::OnceCell;
use tokio::time::Instant;

use crate::error::SmtpError;
use crate::mail_server::Server;
use crate::timeouts::Timeouts;

/// A server to connect to.
#[derive(Debug)]
pub struct Destination {
    pub(crate) server: Server,
    pub(crate) limits: Limits,
    /// The server offers PIPELINING but does not answer commands that are sent together.
    lock_step: AtomicBool,
    tls: OnceCell<Arc<ClientConfig>>,
}

impl Destination {
    /// Makes a destination; opens no connection.
    pub fn new(server: Server, limits: Limits) -> Self {
        Self { server, limits, lock_step: AtomicBool::new(false), tls: OnceCell::new() }
    }

    /// Whether sessions are encrypted. A session that cannot be encrypted as configured is an error, so this depends on
    /// the configuration alone.
    pub fn is_encrypted(&self) -> bool {
        self.server.security != Security::None
    }

    /// Whether to send one command at a time from now on, although the server offers PIPELINING.
    pub fn use_lock_step(&self, lock_step: bool) {
        self.lock_step.store(lock_step, Ordering::Relaxed);
    }

    /// Whether commands are sent one at a time.
    pub fn is_lock_step(&self) -> bool {
        self.lock_step.load(Ordering::Relaxed)
    }

    /// The TLS configuration, created on first use: reading the system's certificate authorities takes tens of
    /// milliseconds.
    pub(crate) async fn tls(&self) -> Result<Arc<ClientConfig>, SmtpError> {
        let make = || async {
            let ca_pem = self.server.ca_certificate.clone();
            let made = tokio::task::spawn_blocking(move || client_config(ca_pem.as_deref())).await;
            made.unwrap_or_else(|error| Err(TlsError::TrustUnreadable(error.to_string())))
        };
        self.tls.get_or_try_init(make).await.cloned().map_err(SmtpError::Tls)
    }

    /// The name in EHLO. A name that is not valid in a command is replaced by the address literal that RFC 5321 section
    /// 4.1.3 defines for hosts without a name.
    pub(crate) fn ehlo_name(&self) -> &str {
        let name = self.server.ehlo_name.trim();
        let is_valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
        if name.is_empty() || !name.chars().all(is_valid) { "[127.0.0.1]" } else { name }
    }
}

/// The time limit of each stage, and of all stages together.
#[derive(Clone, Debug)]
pub struct Limits {
    timeouts: Timeouts,
    /// The deadline for all stages together, for a test that a person waits for.
    until: Option<Instant>,
}

impl Limits {
    /// `until` is the deadline for all stages together; `None` for no deadline.
    pub fn new(timeouts: Timeouts, until: Option<Instant>) -> Self {
        Self { timeouts, until }
    }

    pub(crate) fn resolve(&self) -> Duration {
        self.at_most(self.timeouts.resolve)
    }

    pub(crate) fn connect(&self) -> Duration {
        self.at_most(self.timeouts.connect)
    }

    pub(crate) fn tls(&self) -> Duration {
        self.at_most(self.timeouts.tls)
    }

    pub(crate) fn greeting(&self) -> Duration {
        self.at_most(self.timeouts.greeting)
    }

    pub(crate) fn command(&self) -> Duration {
        self.at_most(self.timeouts.command)
    }

    pub(crate) fn kept_session(&self) -> Duration {
        self.command().min(self.timeouts.kept_session)
    }

    pub(crate) fn slow_replies(&self) -> Duration {
        self.timeouts.slow_replies
    }

    pub(crate) fn data_block(&self) -> Duration {
        self.at_most(self.timeouts.data_block)
    }

    pub(crate) fn final_dot(&self) -> Duration {
        self.at_most(self.timeouts.final_dot)
    }

    fn at_most(&self, limit: Duration) -> Duration {
        match self.until {
            Some(until) => limit.min(until.saturating_duration_since(Instant::now())),
            None => limit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session_tests::server;

    #[tokio::test(start_paused = true)]
    async fn the_total_limit_bounds_each_stage() {
        let start = Instant::now();
        let limits = Limits::new(Timeouts::interactive(), Some(start + Duration::from_secs(20)));
        assert_eq!(limits.connect(), Timeouts::interactive().connect);
        assert_eq!(limits.final_dot(), Duration::from_secs(20));
        tokio::time::advance(Duration::from_secs(25)).await;
        assert_eq!(limits.command(), Duration::ZERO);
    }

    #[test]
    fn an_invalid_ehlo_name_is_replaced() {
        for (name, sent) in [
            ("mail.example.com", "mail.example.com"),
            (" [192.0.2.1] ", "[192.0.2.1]"),
            ("x\r\nMAIL FROM:<a@b>", "[127.0.0.1]"),
            ("two words", "[127.0.0.1]"),
            ("", "[127.0.0.1]"),
        ] {
            let server = Server { ehlo_name: name.to_owned(), ..server() };
            assert_eq!(Destination::new(server, Limits::new(Timeouts::default(), None)).ehlo_name(), sent);
        }
    }
}
