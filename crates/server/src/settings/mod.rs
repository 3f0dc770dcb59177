//! How mail leaves, as the administrator chose: versions, secrets, status.

use std::sync::Arc;

use jiff::Timestamp;
use mail::{EmailAddress, Fault, Problem, Security};
use serde::{Deserialize, Serialize};

/// The room's handle.
#[derive(Clone)]
pub struct Settings {}

/// Who did something, for history and audit: `ann@example.com` or `api key "shop"`.
#[derive(Clone, Debug)]
pub struct Actor(pub String);

/// Email settings as typed by a person or an API caller: the JSON of the API, also built from the page's form.
/// Unknown keys are refused with the key's name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SettingsInput {
    pub method: String,
    pub automatic_bcc: String,
    /// Beyond scripts: also for API mail and submission.
    pub automatic_bcc_api: bool,
    pub automatic_bcc_submission: bool,
    pub from: FromInput,
    pub password: PasswordInput,
    pub pace: PaceInput,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FromInput {
    pub email: String,
    pub name: String,
    pub reply_to: String,
    pub allowed: Vec<String>,
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PasswordInput {
    pub host: String,
    /// 0 means the default of the security… see product.md.
    pub port: u16,
    pub username: String,
    pub password: SecretInput,
    pub security: Option<Security>,
    pub ehlo: String,
    /// "", "plain", "login", "cram-md5"
    pub mechanism: String,
    pub ca_certificate: String,
    /// Confirms a password over a connection without TLS.
    pub allow_insecure_password: bool,
}

impl std::fmt::Debug for PasswordInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordInput")
    }
}

/// Absent or empty: keep. `null`: remove. Text: set. Debug prints nothing.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SecretInput {
    #[default]
    Keep,
    Remove,
    Set(String),
}

/// Zero or absent means the default.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PaceInput {
    pub connections: u32,
    pub messages_per_minute: u32,
    pub recipients_per_day: u32,
    pub recipients_per_message: u32,
}

/// Checked settings, without secrets.
#[derive(Clone, Debug)]
pub struct EmailSettings {
    pub method: Method,
    pub automatic_bcc: Option<EmailAddress>,
    pub automatic_bcc_api: bool,
    pub automatic_bcc_submission: bool,
    pub from: From,
    /// What was typed for the method, kept when another is chosen.
    pub password: Option<PasswordMethod>,
    pub pace: Pace,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Builtin,
    Password,
}

/// Exactly one From per message; who else may be asked for.
#[derive(Clone, Debug)]
pub struct From {
    pub email: EmailAddress,
    pub name: Option<String>,
    pub reply_to: Option<EmailAddress>,
    pub allowed: Vec<String>,
}

/// An SMTP server with username and password.
#[derive(Clone, Debug)]
pub struct PasswordMethod {
    pub host: String,
    pub port: u16,
    pub username: String,
    pub password_set: bool,
    pub security: Security,
    pub ehlo: Option<String>,
    pub mechanism: Option<delivery::Mechanism>,
    pub ca_certificate: Option<String>,
    pub allow_insecure_password: bool,
}

/// Limits of the connection; `None` is no limit.
#[derive(Clone, Debug)]
pub struct Pace {
    pub connections: u32,
    pub messages_per_minute: Option<u32>,
    pub recipients_per_day: Option<u32>,
    pub recipients_per_message: Option<u32>,
}

/// A stored version.
#[derive(Clone, Debug)]
pub struct Version {
    pub number: u32,
    pub saved_at: Timestamp,
    pub saved_by: String,
    pub settings: EmailSettings,
}

/// The way out that settings lead to, with secrets opened; Debug prints none.
#[derive(Clone, Debug)]
pub enum Connection {
    /// The built-in service: the local mailbox.
    Mailbox,
    /// SMTP: password method, or the built-in service's relay.
    Smtp(delivery::SmtpAccount),
}

/// What the status header shows.
#[derive(Clone, Debug)]
pub struct Status {
    pub method: Method,
    pub sender: EmailAddress,
    pub state: StatusState,
    pub last_success_at: Option<Timestamp>,
    pub problem: Option<Problem>,
    pub waiting: u64,
}

#[derive(Clone, Debug)]
pub enum StatusState {
    NotVerified,
    Verified(Timestamp),
    FailingSince(Timestamp),
}

/// Why a save or test was refused.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Every fault, by field of the API's JSON.
    #[error("the email settings have faults")]
    Faults(Vec<Fault>),
    #[error("no version has this number")]
    NoSuchVersion,
    #[error("storing email settings")]
    Db(#[from] db::DbError),
}

impl Settings {
    /// The active version.
    pub fn active(&self) -> Arc<Version> {
        todo!()
    }
    /// Fires when another version becomes active.
    pub fn watch(&self) -> tokio::sync::watch::Receiver<Arc<Version>> {
        todo!()
    }
    /// Stores a new version and makes it active.
    pub async fn save(&self, _input: SettingsInput, _by: &Actor) -> Result<Arc<Version>, SettingsError> {
        todo!()
    }
    /// What is typed, checked as `save` would, with the stored secret where its destination is unchanged; stores nothing.
    pub async fn typed(&self, _input: SettingsInput) -> Result<(EmailSettings, Connection), SettingsError> {
        todo!()
    }
    /// The active way out.
    pub fn connection(&self) -> Connection {
        todo!()
    }
    /// Newest first.
    pub async fn versions(&self) -> Result<Vec<Arc<Version>>, SettingsError> {
        todo!()
    }
    /// Makes a copy of version `number` the newest.
    pub async fn restore(&self, _number: u32, _by: &Actor) -> Result<Arc<Version>, SettingsError> {
        todo!()
    }
    /// The status header.
    pub async fn status(&self) -> Result<Status, SettingsError> {
        todo!()
    }
    /// Dispatch and tests tell how the active connection fares.
    pub async fn note_success(&self) {
        todo!()
    }
    pub async fn note_trouble(&self, _problem: &Problem) {
        todo!()
    }
}
