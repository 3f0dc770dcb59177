//! The table `settings_version`: each save is a row, the highest number is active.

use db::{Read, Tx, params};
use jiff::Timestamp;

use super::email_settings::{Actor, EmailSettings, Version};
use super::{SettingsError, stored};

/// A version with its sealed password.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub version: Version,
    pub sealed: Option<Vec<u8>>,
}

const COLUMNS: &str = "number, saved_at, saved_by, settings, password_sealed";

/// The active version; before the first save, the one that needs nothing.
pub(super) fn newest<R: Read>(rx: &mut R) -> Result<Row, SettingsError> {
    let row = first(rx, &format!("SELECT {COLUMNS} FROM settings_version ORDER BY number DESC LIMIT 1"), &[])?;
    Ok(row.unwrap_or_else(|| Row {
        version: Version {
            number: 0,
            saved_at: None,
            saved_by: String::new(),
            settings: EmailSettings::before_the_first_save(),
        },
        sealed: None,
    }))
}

/// The version of that number.
pub(super) fn numbered<R: Read>(rx: &mut R, number: u32) -> Result<Option<Row>, SettingsError> {
    first(rx, &format!("SELECT {COLUMNS} FROM settings_version WHERE number = $1"), params![number])
}

/// Newest first.
pub(super) fn all<R: Read>(rx: &mut R) -> Result<Vec<Version>, SettingsError> {
    let rows = rx.query(&format!("SELECT {COLUMNS} FROM settings_version ORDER BY number DESC"), &[], raw)?;
    rows.into_iter().map(|raw| Ok(raw.read()?.version)).collect()
}

/// Stores `settings` as the newest version.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    settings: &EmailSettings,
    sealed: Option<Vec<u8>>,
    by: &Actor,
    now: Timestamp,
) -> Result<Row, SettingsError> {
    let number = newest(tx)?.version.number + 1;
    tx.execute(
        "INSERT INTO settings_version (number, saved_at, saved_by, settings, password_sealed) VALUES ($1, $2, $3, $4, $5)",
        params![number, now.as_millisecond(), by.0.as_str(), stored::write(settings), sealed.as_deref()],
    )?;
    let settings = settings.clone();
    Ok(Row { version: Version { number, saved_at: Some(now), saved_by: by.0.clone(), settings }, sealed })
}

/// Forgets every stored password.
pub(super) fn forget_passwords(tx: &mut Tx<'_>) -> Result<(), SettingsError> {
    tx.execute("UPDATE settings_version SET password_sealed = NULL WHERE password_sealed IS NOT NULL", &[])?;
    Ok(())
}

struct Raw {
    number: u32,
    saved_at: i64,
    saved_by: String,
    settings: String,
    sealed: Option<Vec<u8>>,
}

fn raw(row: &db::Row<'_>) -> Result<Raw, db::DbError> {
    Ok(Raw {
        number: row.get(0)?,
        saved_at: row.get(1)?,
        saved_by: row.get(2)?,
        settings: row.get(3)?,
        sealed: row.get(4)?,
    })
}

impl Raw {
    fn read(self) -> Result<Row, SettingsError> {
        let settings = stored::read(&self.settings, self.sealed.is_some())?;
        let saved_at = Timestamp::from_millisecond(self.saved_at).ok();
        Ok(Row {
            version: Version { number: self.number, saved_at, saved_by: self.saved_by, settings },
            sealed: self.sealed,
        })
    }
}

fn first<R: Read>(rx: &mut R, sql: &str, values: &[db::Value<'_>]) -> Result<Option<Row>, SettingsError> {
    rx.query_first(sql, values, raw)?.map(Raw::read).transpose()
}
