//! How an email leaves: one try, one report. Never waits for a retry, never stores.
//!
//! [`Transport::deliver`] is the one verb. [`smtp::SmtpTransport`] is the way out over SMTP with kept sessions,
//! [`mailbox::MailboxTransport`] the built-in one. [`trouble`] alone reads status codes. [`probe`] is the staged test.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use mail::{EmailAddress, Problem, Report, Security, StageRecord};
use secrecy::SecretString;

/// What is handed over.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub sender: EmailAddress,
    pub recipients: Vec<EmailAddress>,
    pub smtputf8: bool,
    pub eight_bit: bool,
    pub bytes: Arc<[u8]>,
}

/// A way out.
pub trait Transport: Send + Sync {
    /// Tries once; never fails otherwise than by its report.
    fn deliver<'a>(&'a self, outgoing: &'a Outgoing) -> Pin<Box<dyn Future<Output = Report> + Send + 'a>>;
    /// Whether the connection works, without sending: the probe while sending is paused.
    fn check(&self) -> Pin<Box<dyn Future<Output = Result<(), Problem>> + Send + '_>>;
    /// Closes kept sessions politely.
    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// An SMTP server and how to log in there. Debug prints no secret.
#[derive(Clone, Debug)]
pub struct SmtpAccount {
    /// DNS name or IP address.
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub login: Option<Login>,
    /// What we say after EHLO; never `localhost`.
    pub ehlo_name: String,
    /// PEM of a CA to trust besides the system's.
    pub ca_certificate: Option<String>,
}

/// Username and password.
#[derive(Clone, Debug)]
pub struct Login {
    pub username: String,
    pub password: SecretString,
    /// `None`: the best that is offered.
    pub mechanism: Option<Mechanism>,
}

/// A SASL mechanism for a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mechanism {
    Plain,
    Login,
    CramMd5,
}

/// Time limits of each stage (RFC 5321 §4.5.3.2).
#[derive(Clone, Debug)]
pub struct Patience {
    pub resolve: std::time::Duration,
    pub connect: std::time::Duration,
    pub tls: std::time::Duration,
    pub greeting: std::time::Duration,
    pub command: std::time::Duration,
    pub data_block: std::time::Duration,
    pub final_dot: std::time::Duration,
}

/// Where the built-in service keeps mail; the server implements it over its database.
pub trait Keep: Send + Sync {
    /// Keeps one message durably.
    fn keep<'a>(&'a self, outgoing: &'a Outgoing) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>>;
}

/// The staged test: the same conversation as real mail, with a live observer.
pub mod probe {
    use super::*;

    /// What a test came to.
    #[derive(Clone, Debug)]
    pub struct Tested {
        pub report: Report,
        pub problem: Option<Problem>,
    }

    /// Logs in, sends nothing. Each stage is told to `on_stage` as it ends.
    pub async fn test_connection(
        _account: &SmtpAccount,
        _patience: &Patience,
        _on_stage: &mut (dyn FnMut(&StageRecord) + Send),
    ) -> Tested {
        todo!()
    }

    /// Sends `outgoing` over a fresh session. Each stage is told to `on_stage` as it ends.
    /// On a connect, TLS or security failure the usual other ports are probed once each, and one that works becomes the problem's fix.
    pub async fn test_email(
        _account: &SmtpAccount,
        _patience: &Patience,
        _outgoing: &Outgoing,
        _on_stage: &mut (dyn FnMut(&StageRecord) + Send),
    ) -> Tested {
        todo!()
    }
}
