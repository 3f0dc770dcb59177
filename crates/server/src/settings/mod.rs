//! How mail leaves, as the administrator chose: versions, secrets, status.
//!
//! [`SettingsInput`] is what was typed; the check makes it [`EmailSettings`] or answers every fault at once.
//! Each save is a new version; the newest is active. Secrets are sealed with their destination and never shown.

mod email_settings;
mod input;
mod presets;
mod status;
mod view;
mod warnings;

pub use email_settings::{
    Actor, AllowedSender, Connection, EmailSettings, From, Method, Pace, PaceInForce, PasswordMethod, Version,
};
pub use input::{FromInput, NumberInput, PaceInput, PasswordInput, SecretInput, SettingsInput};
pub use presets::{PRESETS, Preset};
pub use status::{Status, StatusState};
pub use view::{FromView, PaceView, PasswordView, SettingsView, VersionView};
pub use warnings::{Warning, warnings};

use std::sync::Arc;

use mail::{EmailAddress, Fault, Problem};
use tokio::sync::watch;

/// The port where none is given.
pub const DEFAULT_PORT: u16 = 25;

/// The room's handle; clones share it.
#[derive(Clone)]
pub struct Settings {}

/// Why a save or test was refused.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Every fault, by field of the API's JSON.
    #[error("the email settings have faults")]
    Faults(Vec<Fault>),
    /// A restore of a version that does not exist.
    #[error("no version has this number")]
    NoSuchVersion,
    /// The database.
    #[error("storing email settings")]
    Db(#[from] db::DbError),
}

impl Settings {
    /// The active version.
    pub fn active(&self) -> Arc<Version> {
        todo!()
    }

    /// Fires when another version becomes active.
    pub fn watch(&self) -> watch::Receiver<Arc<Version>> {
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

    /// The From address in force: the chosen one, or the built-in service's `noreply@` the host of the public URL.
    pub fn sender(&self, _settings: &EmailSettings) -> EmailAddress {
        todo!()
    }

    /// What is said after EHLO where nothing is chosen: the host of the public URL, never `localhost`.
    pub fn default_ehlo(&self) -> &str {
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

    /// How the active connection fares.
    pub fn status(&self) -> Status {
        todo!()
    }

    /// The active connection worked: mail left, or a test of the active values went through.
    pub async fn note_success(&self) {
        todo!()
    }

    /// The active connection is in trouble.
    pub async fn note_trouble(&self, _problem: &Problem) {
        todo!()
    }
}

/// A mechanism's stored and API name.
pub fn mechanism_name(mechanism: delivery::Mechanism) -> &'static str {
    match mechanism {
        delivery::Mechanism::Plain => "plain",
        delivery::Mechanism::Login => "login",
        delivery::Mechanism::CramMd5 => "cram-md5",
    }
}
