//! Email settings, as the administrator chose them: versions, secrets, the status of the connection.
//!
//! [`SettingsInput`] is what was typed; the check turns it into [`EmailSettings`] or reports all faults at once. Each
//! save is a new version; the newest complete one is active. Secrets are encrypted, bound to their destination, and
//! never shown.

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
mod saving;
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

use accounts::audit::Audit;
use clock::{Clock, Random};
use config::Config;
use connection_status::StatusRecord;
use mechanism::mechanism_of;
use oauth::TokenSources;
use passed_test::PassedTest;
use transport::ConnectionFactory;
use vault::{UnsealError, Vault};

/// Number of ended pauses that are kept for a slow receiver.
const ENDED_PAUSES: usize = 16;

/// The port of a mail server if none is entered.
pub const DEFAULT_PORT: u16 = 25;

/// The handle of this crate; clones share its state.
#[derive(Clone)]
pub struct Settings {
    shared: Arc<Shared>,
}

struct Shared {
    db: Db,
    clock: Clock,
    random: Random,
    audit: Audit,
    /// The public URL, to which providers redirect; without the path.
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
    /// Its connection, with decrypted secrets.
    pub connection: Connection,
}

/// Why a save or test was refused.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Every fault, by field of the API's JSON.
    #[error("the email settings have faults")]
    Faults(Vec<Fault>),
    /// Another version was saved after the one on which the change is based.
    #[error("version {newest} of the email settings was saved in the meantime")]
    NewerVersion {
        /// The newest version.
        newest: u32,
    },
    /// A restore of a version that does not exist.
    #[error("no version has this number")]
    NoSuchVersion,
    /// A stored secret cannot be decrypted: its row is damaged or was edited.
    #[error(
        "a stored secret of the email settings cannot be opened: it was sealed for another destination, or the database was changed by hand or is damaged. Nothing was sent with it. Put a backup of the data folder back"
    )]
    Unseal(#[from] UnsealError),
    /// A stored version has an unknown form.
    #[error("reading stored email settings")]
    Unreadable(#[from] Unreadable),
    /// An error of the database.
    #[error("storing email settings")]
    Db(#[from] DbError),
}

impl Settings {
    /// Reads the active version and its status.
    ///
    /// # Errors
    /// If stored settings or secrets cannot be read or decrypted.
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
            versions::reseal(tx, |settings, sealed| resealing.reseal(settings, sealed))?;
            oauth::reseal_grants(tx, |settings, id, sealed| resealing.reseal_refresh_token(settings, id, sealed))
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

    /// The active version; the receiver is notified when another one becomes active.
    pub fn watch(&self) -> watch::Receiver<Arc<Active>> {
        self.shared.active.subscribe()
    }

    /// Whether settings would make the built-in mailbox active.
    pub fn uses_mailbox(&self, settings: &EmailSettings) -> bool {
        settings.method == Method::Builtin && matches!(self.shared.connections.builtin, config::Builtin::Mailbox)
    }

    /// The version saved last, which may still wait for consent; mail is sent with [`Settings::active`].
    ///
    /// # Errors
    /// If stored settings cannot be read.
    pub async fn newest(&self) -> Result<Arc<Version>, SettingsError> {
        Ok(Arc::new(self.shared.db.read(|rx| versions::newest(rx)).await?.version))
    }

    /// All versions, newest first.
    ///
    /// # Errors
    /// If stored settings cannot be read.
    pub async fn versions(&self) -> Result<Vec<Arc<Version>>, SettingsError> {
        let all = self.shared.db.read(|rx| versions::all(rx)).await?;
        Ok(all.into_iter().map(Arc::new).collect())
    }

    /// The From address of `settings`, or that of the built-in service: `noreply@` the host of the public URL.
    pub fn sender(&self, settings: &EmailSettings) -> EmailAddress {
        settings.from.email.clone().unwrap_or_else(|| self.shared.own_sender.clone())
    }

    /// The From address of the active settings.
    pub fn active_sender(&self) -> EmailAddress {
        self.sender(&self.active().settings)
    }

    /// The EHLO name if none is chosen: the host of the public URL, never `localhost`.
    pub fn default_ehlo(&self) -> &str {
        &self.shared.connections.own_name
    }

    /// The number of the active version, if `connection` is its connection: a test of unsaved values says nothing about it.
    pub fn number_if_active(&self, connection: &Connection) -> Option<u32> {
        let active = self.shared.active.borrow();
        transport::is_same(&active.connection, connection).then_some(active.version.number)
    }

    /// The expirations of the active settings, soonest first.
    ///
    /// # Errors
    /// If stored settings cannot be read.
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

    /// When the refresh token of the active settings was last renewed; `None` if there is none.
    ///
    /// # Errors
    /// If stored settings cannot be read.
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

    /// Renews the access token of the active connection now, which extends the life of the refresh token. Does nothing
    /// if the connection uses no tokens.
    ///
    /// # Errors
    /// The problem that prevented the renewal.
    pub async fn renew_now(&self) -> Result<(), Problem> {
        match self.connection().tokens() {
            Some(tokens) => tokens.token(TokenRequest::Renew).await.map(|_| ()),
            None => Ok(()),
        }
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

fn fault(field: &str, text: Text) -> SettingsError {
    SettingsError::Faults(vec![Fault::new(field, text)])
}

#[cfg(test)]
mod tests;
