//! One account's server: how to reach it, how long to wait for it, and the TLS configuration its sessions share.

use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;
use tokio::sync::OnceCell;
use tokio::time::Instant;

use super::mishap::Mishap;
use super::tls::{TlsFault, client_config};
use crate::{Patience, SmtpAccount};

/// Where to, and how.
#[derive(Debug)]
pub(crate) struct Destination {
    pub(crate) account: SmtpAccount,
    pub(crate) limits: Limits,
    tls: OnceCell<Arc<ClientConfig>>,
}

impl Destination {
    pub(crate) fn new(account: SmtpAccount, limits: Limits) -> Self {
        Self { account, limits, tls: OnceCell::new() }
    }

    /// The TLS configuration, made at first use: reading the system's authorities takes tens of milliseconds.
    pub(crate) async fn tls(&self) -> Result<Arc<ClientConfig>, Mishap> {
        let make = || async {
            let pasted = self.account.ca_certificate.clone();
            let made = tokio::task::spawn_blocking(move || client_config(pasted.as_deref())).await;
            made.unwrap_or_else(|error| Err(TlsFault::TrustUnreadable(error.to_string())))
        };
        self.tls.get_or_try_init(make).await.cloned().map_err(Mishap::Tls)
    }

    /// What we call ourselves after EHLO. A name that could not stand in a command becomes the address literal that
    /// RFC 5321 §4.1.3 has for hosts without a name.
    pub(crate) fn ehlo_name(&self) -> &str {
        let name = self.account.ehlo_name.trim();
        let usable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
        if name.is_empty() || !name.chars().all(usable) { "[127.0.0.1]" } else { name }
    }
}

/// Patience for each stage, and for all of them together.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    patience: Patience,
    /// When everything has to be over, for a test somebody waits for.
    until: Option<Instant>,
}

impl Limits {
    pub(crate) fn new(patience: Patience, until: Option<Instant>) -> Self {
        Self { patience, until }
    }

    pub(crate) fn resolve(&self) -> Duration {
        self.at_most(self.patience.resolve)
    }

    pub(crate) fn connect(&self) -> Duration {
        self.at_most(self.patience.connect)
    }

    pub(crate) fn tls(&self) -> Duration {
        self.at_most(self.patience.tls)
    }

    pub(crate) fn greeting(&self) -> Duration {
        self.at_most(self.patience.greeting)
    }

    pub(crate) fn command(&self) -> Duration {
        self.at_most(self.patience.command)
    }

    pub(crate) fn data_block(&self) -> Duration {
        self.at_most(self.patience.data_block)
    }

    pub(crate) fn final_dot(&self) -> Duration {
        self.at_most(self.patience.final_dot)
    }

    fn at_most(&self, patience: Duration) -> Duration {
        match self.until {
            Some(until) => patience.min(until.saturating_duration_since(Instant::now())),
            None => patience,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::smtp::scripted::account;

    #[tokio::test(start_paused = true)]
    async fn no_stage_outlasts_the_whole() {
        let start = Instant::now();
        let limits = Limits::new(Patience::interactive(), Some(start + Duration::from_secs(20)));
        assert_eq!(limits.connect(), Patience::interactive().connect);
        assert_eq!(limits.final_dot(), Duration::from_secs(20));
        tokio::time::advance(Duration::from_secs(25)).await;
        assert_eq!(limits.command(), Duration::ZERO);
    }

    #[test]
    fn a_name_that_could_break_the_command_is_not_said() {
        for (name, said) in [
            ("mail.example.com", "mail.example.com"),
            (" [192.0.2.1] ", "[192.0.2.1]"),
            ("x\r\nMAIL FROM:<a@b>", "[127.0.0.1]"),
            ("two words", "[127.0.0.1]"),
            ("", "[127.0.0.1]"),
        ] {
            let account = SmtpAccount { ehlo_name: name.to_owned(), ..account() };
            assert_eq!(Destination::new(account, Limits::new(Patience::default(), None)).ehlo_name(), said);
        }
    }
}
