//! How mail leaves, as the administrator chose: versions, secrets, status.
//!
//! [`SettingsInput`] is what was typed; the check makes it [`EmailSettings`] or answers every fault at once.
//! Each save is a new version; the newest is active. Secrets are sealed with their destination and never shown.

mod audit_subject;
mod check;
mod connection_status;
mod email_settings;
mod expiry;
mod input;
mod mechanism;
pub mod oauth;
mod passed_test;
mod presets;
pub mod problems;
mod rate_limits;
mod recording;
mod sealing;
mod stored;
pub mod texts;
mod transport;
pub mod vault;
mod versions;
mod view;
mod waiting_mail;
mod warnings;

pub use accounts::Actor;
pub use connection_status::{ConnectionState, ConnectionStatus, EndedPause, Pause};
pub use email_settings::{
    AllowedSender, Connection, CredentialKind, CustomProvider, EffectiveRateLimits, EffectiveSessionTimes,
    EmailSettings, From, Method, OAuthMethod, PasswordMethod, RateLimits, Version,
};
pub use expiry::{Expiration, ExpirationKind};
pub use input::{
    CustomInput, FromInput, NUMBER_OR_STRING, NumberInput, OAuthInput, PaceInput, PasswordInput, SECRET, SecretInput,
    SettingsInput,
};
pub use mechanism::mechanism_name;
pub use presets::{PRESETS, Preset};

pub use stored::Unreadable;
pub use view::{FromView, OAuthView, PaceView, PasswordView, SettingsView, VersionView};
pub use waiting_mail::WaitingMail;
pub use warnings::{Warning, warnings};

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ::oauth::TokenRequest;
use jiff::Timestamp;
use mail::{EmailAddress, Fault, Problem, Text};
use storage::{Db, DbError};
use tokio::sync::{broadcast, watch};

use accounts::audit::{Action, Audit};
use check::{Checked, SecretChange};
use clock::{Clock, Random};
use config::Config;
use connection_status::StatusRecord;
use mechanism::mechanism_of;
use oauth::TokenSources;
use passed_test::PassedTest;
use sealing::checked;
use transport::ConnectionFactory;
use vault::{UnsealError, Vault};
use versions::{GrantRef, NewVersion, SealedSecrets};

/// Ended pauses that a slow receiver may lag behind: each lasted a while.
const ENDED_PAUSES: usize = 16;

/// The port where none is given.
pub const DEFAULT_PORT: u16 = 25;

/// The handle of this crate; clones share it.
#[derive(Clone)]
pub struct Settings {
    shared: Arc<Shared>,
}

struct Shared {
    db: Db,
    clock: Clock,
    random: Random,
    audit: Audit,
    /// Where providers send people back to, without the path.
    public_url: String,
    connections: Arc<ConnectionFactory>,
    own_sender: EmailAddress,
    active: watch::Sender<Arc<Active>>,
    status: Mutex<StatusRecord>,
    passed_test: Mutex<Option<PassedTest>>,
    ended_pauses: broadcast::Sender<EndedPause>,
}

/// The active version with its connection.
#[derive(Clone, Debug)]
pub struct Active {
    /// The version.
    pub version: Arc<Version>,
    /// Its connection, with secrets opened.
    pub connection: Connection,
}

/// Why a save or test was refused.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Every fault, by field of the API's JSON.
    #[error("the email settings have faults")]
    Faults(Vec<Fault>),
    /// Another version was saved since the one that the change was made of.
    #[error("version {newest} of the email settings was saved meanwhile")]
    Overtaken {
        /// The newest version.
        newest: u32,
    },
    /// A restore of a version that does not exist.
    #[error("no version has this number")]
    NoSuchVersion,
    /// A stored secret does not open: the row was damaged or changed by hand.
    #[error(
        "a stored secret of the email settings cannot be opened: it was sealed for another destination, or the database was changed by hand or is damaged. Nothing was sent with it. Put a backup of the data folder back"
    )]
    Unseal(#[from] UnsealError),
    /// A stored version is in a form that is not known.
    #[error("reading stored email settings")]
    Unreadable(#[from] Unreadable),
    /// The database.
    #[error("storing email settings")]
    Db(#[from] DbError),
}

impl Settings {
    /// Reads the active version and its status.
    ///
    /// # Errors
    /// Where what is stored cannot be read or opened.
    pub async fn open(
        db: Db,
        clock: Clock,
        random: Random,
        vault: Vault,
        config: &Config,
    ) -> Result<Self, SettingsError> {
        let own_name = config.own_name();
        let own_sender = EmailAddress::parse(&format!("noreply@{own_name}"))
            .or_else(|_| EmailAddress::parse("noreply@owlpost.invalid"))
            .expect("a name under .invalid is a domain");
        let connections = ConnectionFactory {
            tokens: TokenSources::new(db.clone(), clock.clone(), vault.clone()),
            vault,
            builtin: config.builtin.clone(),
            own_name,
            providers: config.providers.clone(),
        };
        let connections = Arc::new(connections);
        let resealing = connections.clone();
        db.write(move |tx| {
            versions::reseal_passwords(tx, |settings, sealed| resealing.reseal_password(settings, sealed))
        })
        .await?;
        let now = clock.now();
        let stored = db.read(move |rx| {
            let row = versions::active(rx)?;
            let status = connection_status::read(rx, row.version.number, now)?;
            Ok::<_, SettingsError>((row, status))
        });
        let (row, status) = stored.await?;
        let connection = connections.of_row(&row)?;
        let status = Mutex::new(status);
        let ended_pauses = broadcast::Sender::new(ENDED_PAUSES);
        let active = watch::Sender::new(Arc::new(Active { version: Arc::new(row.version), connection }));
        let public_url = config.public_url.clone();
        let audit = Audit::new(db.clone(), clock.clone(), random.clone());
        let shared = Shared {
            db,
            clock,
            random,
            audit,
            public_url,
            connections,
            own_sender,
            active,
            status,
            passed_test: Mutex::default(),
            ended_pauses,
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The active version.
    pub fn active(&self) -> Arc<Version> {
        self.shared.active.borrow().version.clone()
    }

    /// The active connection.
    pub fn connection(&self) -> Connection {
        self.shared.active.borrow().connection.clone()
    }

    /// Fires when another version becomes active.
    pub fn watch(&self) -> watch::Receiver<Arc<Active>> {
        self.shared.active.subscribe()
    }

    /// Whether settings would make the built-in mailbox active.
    pub fn leads_to_mailbox(&self, settings: &EmailSettings) -> bool {
        settings.method == Method::Builtin && matches!(self.shared.connections.builtin, config::Builtin::Mailbox)
    }

    /// Stores a new version and makes it active, unless it has to wait for consent: then the one before stays active.
    ///
    /// # Errors
    /// Every fault at once; nothing is stored then.
    pub async fn save(&self, input: SettingsInput, by: &Actor) -> Result<Arc<Version>, SettingsError> {
        self.save_based_on(input, None, by).await
    }

    /// As [`Settings::save`]; with the number of the version that `input` was made of, only while that is the newest.
    ///
    /// # Errors
    /// As [`Settings::save`]; [`SettingsError::Overtaken`] where another version was saved since.
    pub async fn save_based_on(
        &self,
        input: SettingsInput,
        based_on: Option<u32>,
        by: &Actor,
    ) -> Result<Arc<Version>, SettingsError> {
        let (shared, by) = (self.shared.clone(), by.clone());
        let now = self.shared.clock.now();
        let noted = self.shared.audit.entry(Action::SettingsSaved, by.clone(), None);
        let (input, issuer_fault) = oauth::with_endpoints(input).await;
        // Checked inside the transaction, against what is stored then: two saves at once cannot mix their secrets.
        let saved = self.shared.db.write(move |tx| {
            let newest = versions::newest(tx)?;
            if based_on.is_some_and(|number| number != newest.version.number) {
                return Err(SettingsError::Overtaken { newest: newest.version.number });
            }
            let Checked { settings, password, credential, waiting_mail } =
                checked(input.clone(), &newest.version.settings, issuer_fault.clone())?;
            let sealed = shared.seal(&settings, &newest.sealed, &password, &credential)?;
            if matches!(password, SecretChange::Remove) && newest.sealed.password.is_some() {
                // Removed means gone: also from the versions that could be restored.
                versions::delete_passwords(tx)?;
            }
            if matches!(credential, SecretChange::Remove) && newest.sealed.credential.is_some() {
                versions::delete_credentials(tx)?;
            }
            let grant = still_granted(tx, &newest, &settings)?;
            let complete = grant.is_some() || !settings.needs_consent();
            let new = NewVersion { settings: &settings, complete, waiting_mail };
            let row = versions::insert(tx, new, SealedSecrets { grant, ..sealed }, &by, now)?;
            noted.about(audit_subject::saved(row.version.number, &settings)).insert(tx)?;
            Ok::<_, SettingsError>(row)
        });
        self.activate(saved.await?).await
    }

    /// What is typed, checked as `save` would, with the stored secrets where their destination is unchanged; stores
    /// nothing.
    ///
    /// # Errors
    /// Every fault at once; also where a test would need a consent that was not given yet.
    pub async fn typed(&self, input: SettingsInput) -> Result<(EmailSettings, Connection), SettingsError> {
        let shared = self.shared.clone();
        let (input, issuer_fault) = oauth::with_endpoints(input).await;
        let (settings, secrets, grant) = self
            .shared
            .db
            .read(move |rx| {
                let newest = versions::newest(rx)?;
                let Checked { settings, password, credential, .. } =
                    checked(input, &newest.version.settings, issuer_fault)?;
                let secrets = shared.open(&settings, &newest.sealed, password, credential)?;
                let grant = still_granted(rx, &newest, &settings)?;
                Ok::<_, SettingsError>((settings, secrets, grant))
            })
            .await?;
        if settings.needs_consent() && grant.is_none() {
            return Err(fault("oauth.provider", texts::settings_consent_missing()));
        }
        let connection = self.shared.connections.of(&settings, secrets, grant.as_ref());
        Ok((settings, connection))
    }

    /// The version saved last, which may still wait for consent; mail leaves by [`Settings::active`].
    ///
    /// # Errors
    /// Where what is stored cannot be read.
    pub async fn newest(&self) -> Result<Arc<Version>, SettingsError> {
        Ok(Arc::new(self.shared.db.read(|rx| versions::newest(rx)).await?.version))
    }

    /// Newest first.
    ///
    /// # Errors
    /// Where what is stored cannot be read.
    pub async fn versions(&self) -> Result<Vec<Arc<Version>>, SettingsError> {
        let all = self.shared.db.read(|rx| versions::all(rx)).await?;
        Ok(all.into_iter().map(Arc::new).collect())
    }

    /// Makes a copy of version `number` the newest. One whose consent ended waits for another. `waiting_mail` is for the
    /// case that it makes the built-in mailbox active.
    ///
    /// # Errors
    /// [`SettingsError::NoSuchVersion`]; faults where its secrets were removed since.
    pub async fn restore(
        &self,
        number: u32,
        waiting_mail: WaitingMail,
        by: &Actor,
    ) -> Result<Arc<Version>, SettingsError> {
        let (shared, by, now) = (self.shared.clone(), by.clone(), self.shared.clock.now());
        let noted = self.shared.audit.entry(Action::SettingsRestored, by.clone(), None);
        let restored = self.shared.db.write(move |tx| {
            let row = versions::numbered(tx, number)?.ok_or(SettingsError::NoSuchVersion)?;
            let settings = &row.version.settings;
            // What does not open may not become the newest: the next start would stop at it.
            shared.open(settings, &row.sealed, SecretChange::Keep, SecretChange::Keep)?;
            check::check_complete(settings).map_err(SettingsError::Faults)?;
            let grant = still_granted(tx, &row, settings)?;
            let complete = grant.is_some() || !settings.needs_consent();
            let new = NewVersion { settings, complete, waiting_mail };
            let new = versions::insert(tx, new, SealedSecrets { grant, ..row.sealed.clone() }, &by, now)?;
            noted.about(audit_subject::restored(number, new.version.number, settings)).insert(tx)?;
            Ok::<_, SettingsError>(new)
        });
        self.activate(restored.await?).await
    }

    /// The From address in force: the chosen one, or the built-in service's `noreply@` the host of the public URL.
    pub fn sender(&self, settings: &EmailSettings) -> EmailAddress {
        settings.from.email.clone().unwrap_or_else(|| self.shared.own_sender.clone())
    }

    /// The From address in force of the active settings.
    pub fn active_sender(&self) -> EmailAddress {
        self.sender(&self.active().settings)
    }

    /// What is said after EHLO where nothing is chosen: the host of the public URL, never `localhost`.
    pub fn default_ehlo(&self) -> &str {
        &self.shared.connections.own_name
    }

    /// The number of the active version, if `connection` is its connection: a test of unsaved values says nothing about it.
    pub fn number_if_active(&self, connection: &Connection) -> Option<u32> {
        let active = self.shared.active.borrow();
        transport::is_same(&active.connection, connection).then_some(active.version.number)
    }

    /// What of the active settings expires, soonest first.
    ///
    /// # Errors
    /// The stored settings cannot be read.
    pub async fn expirations(&self) -> Result<Vec<Expiration>, SettingsError> {
        self.shared
            .db
            .read(|rx| {
                let active = versions::active(rx)?;
                let grant = oauth::active_grant(rx, &active)?;
                Ok(expiry::expirations(&active.version.settings, grant.as_ref()))
            })
            .await
    }

    /// When the refresh token of the active settings was last renewed; `None` where there is none.
    ///
    /// # Errors
    /// Where what is stored cannot be read.
    pub async fn last_renewed_at(&self) -> Result<Option<Timestamp>, SettingsError> {
        self.shared
            .db
            .read(|rx| {
                let active = versions::active(rx)?;
                let grant = oauth::active_grant(rx, &active)?.filter(|grant| grant.refresh_sealed.is_some());
                Ok(grant.map(|grant| grant.renewed_at))
            })
            .await
    }

    /// Renews the access token of the active connection now, and with it the life of the refresh token.
    ///
    /// # Errors
    /// Why it was not renewed.
    pub async fn renew_now(&self) -> Result<(), Problem> {
        match self.connection().tokens() {
            Some(tokens) => tokens.token(TokenRequest::Renew).await.map(|_| ()),
            None => Ok(()),
        }
    }

    /// Makes a complete version active; the active one again where it leaves by another consent now.
    async fn activate(&self, row: versions::Row) -> Result<Arc<Version>, SettingsError> {
        if !row.version.complete {
            return Ok(Arc::new(row.version));
        }
        let connection = self.shared.connections.of_row(&row)?;
        let version = Arc::new(row.version);
        let passed_at = self.take_passed_test(&connection);
        let active = Arc::new(Active { version: version.clone(), connection });
        self.shared.active.send_if_modified(|current| {
            let is_taken = current.version.number <= version.number;
            if is_taken {
                // First: whoever sees the new version must find the state of its connection.
                let mut record = self.record();
                record.follow_version(version.number, self.shared.clock.now());
                if let Some(at) = passed_at {
                    record.record_success(version.number, at);
                }
                drop(record);
                *current = active;
            }
            is_taken
        });
        if passed_at.is_some() {
            self.write_status().await?;
        }
        Ok(version)
    }

    fn passed_test(&self) -> MutexGuard<'_, Option<PassedTest>> {
        self.shared.passed_test.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self) -> MutexGuard<'_, StatusRecord> {
        self.shared.record()
    }
}

impl Shared {
    fn record(&self) -> MutexGuard<'_, StatusRecord> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The consent by which `settings` may leave, where the one of `before` serves them and is still good.
fn still_granted<R: storage::Read>(
    rx: &mut R,
    before: &versions::Row,
    settings: &EmailSettings,
) -> Result<Option<GrantRef>, SettingsError> {
    let (Some(method), Some(earlier), Some(held)) =
        (&settings.oauth, &before.version.settings.oauth, &before.sealed.grant)
    else {
        return Ok(None);
    };
    let grant = oauth::find_grant(rx, held.id)?;
    let is_good =
        |grant: &oauth::Grant| earlier.same_consent(method) && grant.is_alive() && oauth::serves(settings, grant);
    Ok(grant.filter(is_good).map(|_| held.clone()))
}

fn fault(field: &str, text: Text) -> SettingsError {
    SettingsError::Faults(vec![Fault::new(field, text)])
}

#[cfg(test)]
mod tests;
