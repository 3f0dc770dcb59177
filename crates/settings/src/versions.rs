//! The table `settings_version`: each save is a row; the complete version with the highest number is active.

use jiff::Timestamp;
use storage::{Read, Tx, params};
use uuid::Uuid;

use super::email_settings::{EmailSettings, Version};
use super::stored::{self, SecretsSet};
use super::{Actor, SettingsError, WaitingMail};

/// A version with its encrypted secrets.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub version: Version,
    pub sealed: SealedSecrets,
}

/// The encrypted secrets and the consent of a version.
#[derive(Clone, Debug, Default)]
pub(super) struct SealedSecrets {
    /// The password of *Username and password*.
    pub password: Option<Vec<u8>>,
    /// The client secret or key of *OAuth 2.0*.
    pub credential: Option<Vec<u8>>,
    /// The consent with which mail is sent.
    pub grant: Option<GrantRef>,
}

/// A consent as a version refers to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GrantRef {
    pub id: Uuid,
    /// The address of the account that consented; empty if the provider does not report it.
    pub account: String,
}

const COLUMNS: &str = "number, saved_at, saved_by, complete, settings, password_sealed, credential_sealed, grant_id, \
     (SELECT account FROM oauth_grant WHERE oauth_grant.id = settings_version.grant_id), waiting_mail";

/// The version saved last, even if it still waits for consent.
pub(super) fn newest<R: Read>(rx: &mut R) -> Result<Row, SettingsError> {
    let row = first(rx, &format!("SELECT {COLUMNS} FROM settings_version ORDER BY number DESC LIMIT 1"), &[])?;
    Ok(row.unwrap_or_else(before_the_first_save))
}

/// The active version: the newest complete one, or the settings before the first save.
pub(super) fn active<R: Read>(rx: &mut R) -> Result<Row, SettingsError> {
    let sql = format!("SELECT {COLUMNS} FROM settings_version WHERE complete = 1 ORDER BY number DESC LIMIT 1");
    Ok(first(rx, &sql, &[])?.unwrap_or_else(before_the_first_save))
}

fn before_the_first_save() -> Row {
    Row {
        version: Version {
            number: 0,
            saved_at: None,
            saved_by: None,
            complete: true,
            waiting_mail: WaitingMail::Hold,
            settings: EmailSettings::before_the_first_save(),
        },
        sealed: SealedSecrets::default(),
    }
}

/// The version with that number.
pub(super) fn numbered<R: Read>(rx: &mut R, number: u32) -> Result<Option<Row>, SettingsError> {
    first(rx, &format!("SELECT {COLUMNS} FROM settings_version WHERE number = $1"), params![number])
}

/// All versions, newest first.
pub(super) fn all<R: Read>(rx: &mut R) -> Result<Vec<Version>, SettingsError> {
    let rows = rx.query(&format!("SELECT {COLUMNS} FROM settings_version ORDER BY number DESC"), &[], raw)?;
    rows.into_iter().map(|raw| Ok(raw.read()?.version)).collect()
}

/// Encrypts stored secrets again: `reseal` returns the replacements of a version's secrets, or `None` to keep one.
pub(super) fn reseal(
    tx: &mut Tx<'_>,
    reseal: impl Fn(&EmailSettings, &SealedSecrets) -> SealedSecrets,
) -> Result<(), SettingsError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM settings_version WHERE password_sealed IS NOT NULL OR credential_sealed IS NOT NULL"
    );
    for raw in tx.query(&sql, &[], raw)? {
        let Row { version, sealed } = raw.read()?;
        let SealedSecrets { password, credential, .. } = reseal(&version.settings, &sealed);
        if password.is_some() || credential.is_some() {
            tx.execute(
                "UPDATE settings_version SET password_sealed = coalesce($2, password_sealed),
                     credential_sealed = coalesce($3, credential_sealed) WHERE number = $1",
                params![version.number, password.as_deref(), credential.as_deref()],
            )?;
        }
    }
    Ok(())
}

/// The settings of each version that has a consent, with the consent's id.
pub(super) fn with_grants<R: Read>(rx: &mut R) -> Result<Vec<(EmailSettings, Uuid)>, SettingsError> {
    let rows = rx.query(&format!("SELECT {COLUMNS} FROM settings_version WHERE grant_id IS NOT NULL"), &[], raw)?;
    let mut found = Vec::new();
    for raw in rows {
        let Row { version, sealed } = raw.read()?;
        found.extend(sealed.grant.map(|grant| (version.settings, grant.id)));
    }
    Ok(found)
}

/// A version to store; an incomplete one waits for consent.
pub(super) struct NewVersion<'s> {
    pub settings: &'s EmailSettings,
    pub complete: bool,
    pub waiting_mail: WaitingMail,
}

/// Stores the newest version.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    new: NewVersion<'_>,
    sealed: SealedSecrets,
    by: &Actor,
    now: Timestamp,
) -> Result<Row, SettingsError> {
    let NewVersion { settings, complete, waiting_mail } = new;
    let number = newest(tx)?.version.number + 1;
    tx.execute(
        "INSERT INTO settings_version (number, saved_at, saved_by, complete, settings, password_sealed,
             credential_sealed, grant_id, waiting_mail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            number,
            now.as_millisecond(),
            by.to_stored(),
            complete,
            stored::write(settings),
            sealed.password.as_deref(),
            sealed.credential.as_deref(),
            sealed.grant.as_ref().map(|grant| &grant.id.as_bytes()[..]),
            waiting_mail.name()
        ],
    )?;
    let version = Version {
        number,
        saved_at: Some(now),
        saved_by: Some(by.clone()),
        complete,
        waiting_mail,
        settings: settings.clone(),
    };
    Ok(Row { version, sealed })
}

/// Attaches a consent to the version `number`, which makes it complete, or replaces its consent.
pub(super) fn attach_grant(tx: &mut Tx<'_>, number: u32, grant: Uuid) -> Result<(), SettingsError> {
    tx.execute(
        "UPDATE settings_version SET grant_id = $2, complete = 1 WHERE number = $1",
        params![number, &grant.as_bytes()[..]],
    )?;
    Ok(())
}

/// Replaces a consent in every version that refers to it.
pub(super) fn replace_grant(tx: &mut Tx<'_>, old: Uuid, new: Uuid) -> Result<(), SettingsError> {
    tx.execute(
        "UPDATE settings_version SET grant_id = $2 WHERE grant_id = $1",
        params![&old.as_bytes()[..], &new.as_bytes()[..]],
    )?;
    Ok(())
}

/// Deletes every stored password.
pub(super) fn delete_passwords(tx: &mut Tx<'_>) -> Result<(), SettingsError> {
    tx.execute("UPDATE settings_version SET password_sealed = NULL WHERE password_sealed IS NOT NULL", &[])?;
    Ok(())
}

/// Deletes every stored client secret and key.
pub(super) fn delete_credentials(tx: &mut Tx<'_>) -> Result<(), SettingsError> {
    tx.execute("UPDATE settings_version SET credential_sealed = NULL WHERE credential_sealed IS NOT NULL", &[])?;
    Ok(())
}

/// Deletes every encrypted secret of every version.
pub(super) fn drop_secrets(tx: &mut Tx<'_>) -> Result<(), storage::DbError> {
    let sql = "UPDATE settings_version SET password_sealed = NULL, credential_sealed = NULL \
               WHERE password_sealed IS NOT NULL OR credential_sealed IS NOT NULL";
    tx.execute(sql, &[]).map(|_| ())
}

struct Raw {
    number: u32,
    saved_at: i64,
    saved_by: String,
    complete: bool,
    settings: String,
    waiting_mail: String,
    sealed: SealedSecrets,
}

fn raw(row: &storage::Row<'_>) -> Result<Raw, storage::DbError> {
    let grant: Option<Vec<u8>> = row.get(7)?;
    let account = row.get::<Option<String>>(8)?.unwrap_or_default();
    Ok(Raw {
        number: row.get(0)?,
        saved_at: row.get(1)?,
        saved_by: row.get(2)?,
        complete: row.get(3)?,
        settings: row.get(4)?,
        waiting_mail: row.get(9)?,
        sealed: SealedSecrets {
            password: row.get(5)?,
            credential: row.get(6)?,
            grant: grant.and_then(|bytes| Uuid::from_slice(&bytes).ok()).map(|id| GrantRef { id, account }),
        },
    })
}

impl Raw {
    fn read(self) -> Result<Row, SettingsError> {
        let set = SecretsSet { password: self.sealed.password.is_some(), credential: self.sealed.credential.is_some() };
        let settings = stored::read(&self.settings, set)?;
        let saved_at = Timestamp::from_millisecond(self.saved_at).ok();
        let Self { number, complete, .. } = self;
        let saved_by = Some(Actor::from_stored(&self.saved_by));
        // The column accepts only these names.
        let waiting_mail = WaitingMail::from_name(&self.waiting_mail).unwrap_or_default();
        let version = Version { number, saved_at, saved_by, complete, waiting_mail, settings };
        Ok(Row { version, sealed: self.sealed })
    }
}

fn first<R: Read>(rx: &mut R, sql: &str, values: &[storage::Value<'_>]) -> Result<Option<Row>, SettingsError> {
    rx.query_first(sql, values, raw)?.map(Raw::read).transpose()
}
