//! How mail leaves, as the administrator chose: versions, secrets, status.
//!
//! [`SettingsInput`] is what was typed; the check makes it [`EmailSettings`] or answers every fault at once.
//! Each save is a new version; the newest is active. Secrets are sealed with their destination and never shown.

mod check;
mod email_settings;
mod input;
mod pace;
mod presets;
mod status;
mod stored;
pub mod vault;
mod versions;
mod view;
mod warnings;
mod way_out;

pub use email_settings::{
    Actor, AllowedSender, Connection, EmailSettings, From, Method, Pace, PaceInForce, PasswordMethod, Version,
};
pub use input::{FromInput, NumberInput, PaceInput, PasswordInput, SecretInput, SettingsInput};
pub use presets::{PRESETS, Preset};
pub use status::{Status, StatusState};
pub use stored::Unreadable;
pub use view::{FromView, PaceView, PasswordView, SettingsView, VersionView};
pub use warnings::{Warning, warnings};

use std::sync::{Arc, Mutex};

use db::{Db, DbError};
use delivery::Mechanism;
use mail::{EmailAddress, Fault, Problem};
use tokio::sync::watch;

use crate::clock::Clock;
use crate::config::Config;
use check::{Checked, PasswordChange};
use status::Fortune;
use vault::{Unopened, Vault};
use way_out::WaysOut;

/// The port where none is given.
pub const DEFAULT_PORT: u16 = 25;

/// The room's handle; clones share it.
#[derive(Clone)]
pub struct Settings {
    shared: Arc<Shared>,
}

struct Shared {
    db: Db,
    clock: Clock,
    ways_out: WaysOut,
    own_sender: EmailAddress,
    active: watch::Sender<Arc<Active>>,
    fortune: Mutex<Fortune>,
}

/// The active version with the way out it leads to.
#[derive(Clone, Debug)]
pub struct Active {
    /// The version.
    pub version: Arc<Version>,
    /// Its way out, with secrets opened.
    pub connection: Connection,
}

/// Why a save or test was refused.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Every fault, by field of the API's JSON.
    #[error("the email settings have faults")]
    Faults(Vec<Fault>),
    /// A restore of a version that does not exist.
    #[error("no version has this number")]
    NoSuchVersion,
    /// A stored secret does not open: the row was damaged or changed by hand.
    #[error(
        "the stored password of the email settings cannot be opened: it was sealed for another destination, or the database was changed by hand or is damaged. Nothing was sent with it. Put a backup of the data folder back"
    )]
    Sealed(#[from] Unopened),
    /// A stored version is in a form that is not known.
    #[error("reading stored email settings")]
    Unreadable(#[from] Unreadable),
    /// The database.
    #[error("storing email settings")]
    Db(#[from] DbError),
}

impl Settings {
    /// Reads the active version and how it fares.
    ///
    /// # Errors
    /// Where what is stored cannot be read or opened.
    pub async fn open(db: Db, clock: Clock, vault: Vault, config: &Config) -> Result<Self, SettingsError> {
        let own_name = config.own_name();
        let own_sender = EmailAddress::parse(&format!("noreply@{own_name}"))
            .or_else(|_| EmailAddress::parse("noreply@owlpost.invalid"))
            .expect("a name under .invalid is a domain");
        let (newest, fortune) =
            db.read(|rx| Ok::<_, SettingsError>((versions::newest(rx)?, status::read(rx)?))).await?;
        let ways_out = WaysOut { vault, builtin: config.builtin.clone(), own_name };
        let connection = ways_out.of_row(&newest)?;
        let fortune = Mutex::new(fortune.of_version(newest.version.number, clock.now()));
        let active = watch::Sender::new(Arc::new(Active { version: Arc::new(newest.version), connection }));
        Ok(Self { shared: Arc::new(Shared { db, clock, ways_out, own_sender, active, fortune }) })
    }

    /// The active version.
    pub fn active(&self) -> Arc<Version> {
        self.shared.active.borrow().version.clone()
    }

    /// The active way out.
    pub fn connection(&self) -> Connection {
        self.shared.active.borrow().connection.clone()
    }

    /// Fires when another version becomes active.
    pub fn watch(&self) -> watch::Receiver<Arc<Active>> {
        self.shared.active.subscribe()
    }

    /// Stores a new version and makes it active.
    ///
    /// # Errors
    /// Every fault at once; nothing is stored then.
    pub async fn save(&self, input: SettingsInput, by: &Actor) -> Result<Arc<Version>, SettingsError> {
        let (shared, by) = (self.shared.clone(), by.clone());
        let now = self.shared.clock.now();
        // Checked inside the transaction, against what is stored then: two saves at once cannot mix their passwords.
        let saved = self.shared.db.write(move |tx| {
            let newest = versions::newest(tx)?;
            let Checked { settings, password } =
                check::check(input.clone(), &newest.version.settings).map_err(SettingsError::Faults)?;
            let sealed = match &password {
                PasswordChange::Keep => {
                    shared.ways_out.unseal(&settings, newest.sealed.as_deref()).map_err(type_it_again)?;
                    newest.sealed.clone()
                }
                PasswordChange::Remove => None,
                PasswordChange::Set(secret) => shared.ways_out.seal(&settings, secret),
            };
            if matches!(password, PasswordChange::Remove) && newest.sealed.is_some() {
                // Removed means gone: also from the versions that could be restored.
                versions::forget_passwords(tx)?;
            }
            versions::insert(tx, &settings, sealed, &by, now)
        });
        self.activate(saved.await?).await
    }

    /// What is typed, checked as `save` would, with the stored secret where its destination is unchanged; stores nothing.
    ///
    /// # Errors
    /// Every fault at once.
    pub async fn typed(&self, input: SettingsInput) -> Result<(EmailSettings, Connection), SettingsError> {
        let newest = self.shared.db.read(|rx| versions::newest(rx)).await?;
        let Checked { settings, password } =
            check::check(input, &newest.version.settings).map_err(SettingsError::Faults)?;
        let password = match password {
            PasswordChange::Keep => {
                self.shared.ways_out.unseal(&settings, newest.sealed.as_deref()).map_err(type_it_again)?
            }
            PasswordChange::Remove => None,
            PasswordChange::Set(secret) => Some(secret),
        };
        let connection = self.shared.ways_out.of(&settings, password);
        Ok((settings, connection))
    }

    /// Newest first.
    ///
    /// # Errors
    /// Where what is stored cannot be read.
    pub async fn versions(&self) -> Result<Vec<Arc<Version>>, SettingsError> {
        let all = self.shared.db.read(|rx| versions::all(rx)).await?;
        Ok(all.into_iter().map(Arc::new).collect())
    }

    /// Makes a copy of version `number` the newest.
    ///
    /// # Errors
    /// [`SettingsError::NoSuchVersion`]; faults where its password was removed since.
    pub async fn restore(&self, number: u32, by: &Actor) -> Result<Arc<Version>, SettingsError> {
        let (shared, by, now) = (self.shared.clone(), by.clone(), self.shared.clock.now());
        let restored = self.shared.db.write(move |tx| {
            let row = versions::numbered(tx, number)?.ok_or(SettingsError::NoSuchVersion)?;
            // What does not open may not become the newest: the next start would stop at it.
            shared.ways_out.of_row(&row).map_err(type_it_again)?;
            check::check_complete(&row.version.settings).map_err(SettingsError::Faults)?;
            versions::insert(tx, &row.version.settings, row.sealed, &by, now)
        });
        self.activate(restored.await?).await
    }

    /// The From address in force: the chosen one, or the built-in service's `noreply@` the host of the public URL.
    pub fn sender(&self, settings: &EmailSettings) -> EmailAddress {
        settings.from.email.clone().unwrap_or_else(|| self.shared.own_sender.clone())
    }

    /// What is said after EHLO where nothing is chosen: the host of the public URL, never `localhost`.
    pub fn default_ehlo(&self) -> &str {
        &self.shared.ways_out.own_name
    }

    /// The number of the active version, if `connection` is its way out: a test of unsaved values says nothing about it.
    pub fn number_if_active(&self, connection: &Connection) -> Option<u32> {
        let active = self.shared.active.borrow();
        way_out::is_same(&active.connection, connection).then_some(active.version.number)
    }

    /// How the active connection fares.
    pub fn status(&self) -> Status {
        let version = self.active();
        self.fortune().status(version.settings.method, self.sender(&version.settings))
    }

    /// The connection of version `number` worked: mail left. In memory alone, because it is said of each message.
    /// Answers whether the state changed, and should be written.
    pub fn mark_success(&self, number: u32) -> bool {
        self.fortune().succeeded(number, self.shared.clock.now())
    }

    /// The connection of version `number` worked: mail left, or a test of its values went through.
    /// Answers whether the state changed.
    ///
    /// # Errors
    /// Where a change of state could not be written; it holds in memory all the same.
    pub async fn note_success(&self, number: u32) -> Result<bool, SettingsError> {
        let changed = self.mark_success(number);
        if changed {
            self.write_status().await?;
        }
        Ok(changed)
    }

    /// The connection of version `number` is in trouble. Answers whether the state changed.
    ///
    /// # Errors
    /// Where a change of state could not be written; it holds in memory all the same.
    pub async fn note_trouble(&self, number: u32, problem: &Problem) -> Result<bool, SettingsError> {
        let changed = self.fortune().failed(number, problem, self.shared.clock.now());
        if changed {
            self.write_status().await?;
        }
        Ok(changed)
    }

    /// Writes the time of the last success, which is otherwise kept in memory: now and then, and at the end.
    ///
    /// # Errors
    /// Where it could not be written.
    pub async fn write_last_success(&self) -> Result<(), SettingsError> {
        let is_unwritten = self.fortune().take_unwritten();
        if is_unwritten { self.write_status().await } else { Ok(()) }
    }

    /// Writes how the active connection fares.
    ///
    /// # Errors
    /// Where it could not be written.
    pub async fn write_status(&self) -> Result<(), SettingsError> {
        let fortune = self.fortune().clone();
        self.shared.db.write(move |tx| status::write(tx, &fortune)).await
    }

    async fn activate(&self, row: versions::Row) -> Result<Arc<Version>, SettingsError> {
        let connection = self.shared.ways_out.of_row(&row)?;
        let version = Arc::new(row.version);
        let active = Arc::new(Active { version: version.clone(), connection });
        let is_newer = self.shared.active.send_if_modified(|current| {
            let is_newer = current.version.number < version.number;
            if is_newer {
                *current = active;
            }
            is_newer
        });
        if is_newer {
            *self.fortune() = Fortune::not_verified(version.number, self.shared.clock.now());
        }
        Ok(version)
    }

    fn fortune(&self) -> std::sync::MutexGuard<'_, Fortune> {
        self.shared.fortune.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// While the server runs there is a remedy: the field says it.
fn type_it_again(_: Unopened) -> SettingsError {
    SettingsError::Faults(vec![Fault {
        field: "password.password".to_owned(),
        message: "the stored password cannot be opened for this destination, because the database was changed by hand or is damaged: type it again".to_owned(),
    }])
}

/// A mechanism's stored and API name.
pub fn mechanism_name(mechanism: Mechanism) -> &'static str {
    match mechanism {
        Mechanism::Plain => "plain",
        Mechanism::Login => "login",
        Mechanism::CramMd5 => "cram-md5",
    }
}

/// A mechanism by its name; empty for the best that is offered.
fn mechanism_of(name: &str) -> Result<Option<Mechanism>, String> {
    match name.trim().to_ascii_lowercase().as_str() {
        "" => Ok(None),
        "plain" => Ok(Some(Mechanism::Plain)),
        "login" => Ok(Some(Mechanism::Login)),
        "cram-md5" => Ok(Some(Mechanism::CramMd5)),
        other => {
            Err(format!("`{other}` is no login mechanism: choose `plain`, `login` or `cram-md5`, or leave it empty"))
        }
    }
}

#[cfg(test)]
mod tests;
