//! A lost master key: deletes the secrets that were encrypted with it, and replaces the key.

use std::path::{Path, PathBuf};

use storage::{Db, DbError, Read, Tx};

use super::key_file::{KeyFile, create_key, read_key};
use super::{KeyError, Vault, needed_key};
use crate::versions;
use accounts::audit::{Action, Audit};
use accounts::{Actor, texts};
use clock::{Clock, Random};

/// A database whose master key is missing, and what is lost with it.
#[derive(Clone, Debug)]
pub struct LostKey {
    /// The id of the key that the database needs.
    pub needed: String,
    /// The key that replaces it.
    pub replacement: Replacement,
    /// Number of stored passwords; each version of the email settings has its own.
    pub passwords: u64,
    /// Number of stored client secrets and keys of service accounts.
    pub credentials: u64,
    /// Number of consents.
    pub consents: u64,
    path: PathBuf,
}

/// The key that replaces a lost one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// A new key is made.
    New,
    /// The file contains another key, of another database or an older one, which is used from now on.
    Found {
        /// Its id.
        id: String,
    },
}

impl LostKey {
    /// Determines what is lost; `None` if the right key is there, or if the database does not need one yet.
    ///
    /// # Errors
    /// [`KeyError::Malformed`] if the file does not contain a key: it is not overwritten. [`KeyError::File`],
    /// [`KeyError::Db`].
    pub async fn look(db: &Db, path: &Path, random: Random) -> Result<Option<Self>, KeyError> {
        let Some(needed) = needed_key(db).await? else { return Ok(None) };
        let replacement = match read_key(path)? {
            KeyFile::Missing | KeyFile::Empty => Replacement::New,
            KeyFile::Key(key) => match Vault::of(&key, random) {
                vault if vault.fits(&needed) => return Ok(None),
                vault => Replacement::Found { id: vault.key_id.to_string() },
            },
        };
        let counts = db.read(|rx| {
            let mut count = |sql: &str| Ok::<_, DbError>(rx.query_first(sql, &[], |row| row.get(0))?.unwrap_or(0));
            Ok::<[u64; 3], DbError>([
                count("SELECT count(*) FROM settings_version WHERE password_sealed IS NOT NULL")?,
                count("SELECT count(*) FROM settings_version WHERE credential_sealed IS NOT NULL")?,
                count("SELECT count(*) FROM oauth_grant WHERE refresh_sealed IS NOT NULL")?,
            ])
        });
        let [passwords, credentials, consents] = counts.await?;
        Ok(Some(Self { needed: needed.id, replacement, passwords, credentials, consents, path: path.to_owned() }))
    }

    /// Number of all secrets that are deleted.
    pub fn secrets(&self) -> u64 {
        self.passwords + self.credentials + self.consents
    }

    /// Deletes the encrypted secrets and stores which key the database needs from now on, with an entry in the audit
    /// log. Returns the id of that key.
    ///
    /// # Errors
    /// See [`KeyError`]. If the database fails after a key was made, the next call uses that key.
    pub async fn forget(self, db: &Db, clock: Clock, random: Random, by: Actor) -> Result<String, KeyError> {
        let key = match read_key(&self.path)? {
            KeyFile::Key(key) => key,
            KeyFile::Missing | KeyFile::Empty => create_key(&self.path, &random)?,
        };
        let vault = Vault::of(&key, random.clone());
        let id = vault.key_id.to_string();
        let subject = texts::audit_master_key(self.needed.as_str(), id.as_str(), self.secrets());
        let entry = Audit::new(db.clone(), clock, random).entry(Action::MasterKeyForgotten, by, subject);
        db.write(move |tx| {
            drop_sealed(tx)?;
            vault.introduce_in(tx)?;
            entry.insert(tx)
        })
        .await?;
        Ok(id)
    }
}

fn drop_sealed(tx: &mut Tx<'_>) -> Result<(), DbError> {
    versions::drop_secrets(tx)?;
    tx.execute("UPDATE oauth_grant SET refresh_sealed = NULL WHERE refresh_sealed IS NOT NULL", &[])?;
    // Consents in progress, which can no longer be completed.
    tx.execute("DELETE FROM oauth_consent WHERE used_at IS NULL", &[])?;
    // The state of the connection was determined with the deleted secret.
    tx.execute("DELETE FROM settings_status", &[])?;
    Ok(())
}
