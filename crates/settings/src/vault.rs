//! Secrets at rest: encrypted with the master key and bound to their destination.
//!
//! XChaCha20-Poly1305 with a random nonce; purpose, key and destination are associated data, so that a secret for one
//! server cannot be decrypted for another. The database contains the id of the key that it needs and an encrypted check
//! value: a wrong or missing key is reported at the start, and changes nothing.

mod key_file;
mod lost;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use storage::{Db, DbError, Read, Tx, params};
use zeroize::Zeroizing;

use clock::Random;
use key_file::{KEY_BYTES, KeyFile, create_key, read_key};
pub use lost::{LostKey, Replacement};

/// The first byte of an encrypted secret: the version of its form.
const FORM: u8 = 1;
const NONCE_BYTES: usize = 24;
/// The plain text of the check value.
const CHECK: &str = "owlpost";

/// Encrypts and decrypts secrets; clones share the key.
#[derive(Clone)]
pub struct Vault {
    cipher: Arc<XChaCha20Poly1305>,
    key_id: Arc<str>,
    random: Random,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

/// The purpose of a secret, and where it may be sent.
#[derive(Clone, Copy, Debug)]
pub struct Destination<'a> {
    /// The kind of secret: `email_settings.password`.
    pub purpose: &'a str,
    /// The parts of the destination, such as host, port, security and username.
    pub parts: &'a [&'a str],
}

/// Why the master key cannot be used. Each message says what to do; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The database needs a key, and there is none.
    #[error(
        "the master key {path} is missing. The database contains secrets that were encrypted with the key {needed}, and cannot be used without it. Put the key file back, from a backup if necessary. If it is lost for good, `owlpost key forget` drops these secrets and takes a new key. Nothing was changed"
    )]
    Missing {
        /// Where it should be.
        path: PathBuf,
        /// The id of the key that the database needs.
        needed: String,
    },
    /// The database needs another key.
    #[error(
        "the master key {path} is the wrong one: it is {found}, and the database needs {needed}. Put the right key file there, or name it with master_key_file. If it is lost for good, `owlpost key forget` drops the secrets that need it and takes the key that is there. Nothing was changed"
    )]
    Wrong {
        /// The file.
        path: PathBuf,
        /// The id of the key found.
        found: String,
        /// The id of the key that the database needs.
        needed: String,
    },
    /// The file does not contain a key.
    #[error(
        "the master key {path} is not a key: it must contain 32 bytes in base64, as owlpost writes it. Put the right file there. If it is lost for good, move this file away and run `owlpost key forget`, which drops the secrets that need it and takes a new key. Nothing was changed"
    )]
    Malformed {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be read or made.
    #[error("the master key {path} cannot be {done}. Check the folder and its permissions; nothing was changed")]
    File {
        /// The file.
        path: PathBuf,
        /// `read` or `created`.
        done: &'static str,
        /// The system's error.
        #[source]
        source: std::io::Error,
    },
    /// An error of the database.
    #[error("reading which master key the database needs")]
    Db(#[from] DbError),
}

/// A secret cannot be decrypted: it belongs to another destination or another key, or is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stored secret cannot be opened for this destination")]
pub struct UnsealError;

impl Vault {
    /// Reads the key from `path` and checks that the database needs it. If nothing is encrypted yet, any key is
    /// accepted, and a missing one is made: 32 random bytes in base64, readable only by the owner, on disk before
    /// anything is encrypted with it. An empty file, which a power failure can leave, counts as missing.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub async fn open(db: &Db, path: &Path, random: Random) -> Result<Self, KeyError> {
        let needed = needed_key(db).await?;
        let file = read_key(path)?;
        let vault = match (&file, &needed) {
            (KeyFile::Key(key), _) => Some(Self::of(key, random.clone())),
            _ => None,
        };
        match (vault, needed) {
            (Some(vault), Some(needed)) if vault.fits(&needed) => Ok(vault),
            (vault, needed) => {
                if let Some(needed) = needed {
                    if is_anything_sealed(db).await? {
                        return Err(unusable(path, vault.as_ref(), &file, needed));
                    }
                    tracing::warn!(path = %path.display(), "the master key has changed; no stored secret needed the previous one");
                }
                let vault = match vault {
                    Some(vault) => vault,
                    None => {
                        let key = create_key(path, &random)?;
                        Self::of(&key, random)
                    }
                };
                vault.introduce(db).await?;
                Ok(vault)
            }
        }
    }

    /// Checks the key without making or storing anything: for `owlpost check`. Returns the id of the key; `None` if the
    /// database does not need one yet.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub async fn inspect(db: &Db, path: &Path, random: Random) -> Result<Option<String>, KeyError> {
        let (file, Some(needed)) = (read_key(path)?, needed_key(db).await?) else { return Ok(None) };
        let vault = match &file {
            KeyFile::Key(key) => Some(Self::of(key, random)),
            KeyFile::Missing | KeyFile::Empty => None,
        };
        match vault {
            Some(vault) if vault.fits(&needed) => Ok(Some(needed.id)),
            _ if !is_anything_sealed(db).await? => Ok(None),
            vault => Err(unusable(path, vault.as_ref(), &file, needed)),
        }
    }

    /// Encrypts a secret for its destination.
    pub fn seal(&self, destination: Destination<'_>, secret: &SecretString) -> Vec<u8> {
        let nonce: [u8; NONCE_BYTES] = self.random.bytes();
        let aad = self.associated_data(destination);
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: secret.expose_secret().as_bytes(), aad: &aad })
            .expect("XChaCha20-Poly1305 encrypts anything shorter than 256 GiB");
        [&[FORM][..], &nonce, &sealed].concat()
    }

    /// Decrypts a secret for its destination.
    ///
    /// # Errors
    /// If it was encrypted for another destination or with another key, or is damaged.
    pub fn unseal(&self, destination: Destination<'_>, sealed: &[u8]) -> Result<SecretString, UnsealError> {
        let rest = sealed.strip_prefix(&[FORM]).ok_or(UnsealError)?;
        let (nonce, text) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(UnsealError)?;
        let aad = self.associated_data(destination);
        let opened =
            self.cipher.decrypt(&XNonce::from(*nonce), Payload { msg: text, aad: &aad }).map_err(|_| UnsealError)?;
        let opened = Zeroizing::new(opened);
        std::str::from_utf8(&opened).map(SecretString::from).map_err(|_| UnsealError)
    }

    fn of(key: &[u8; KEY_BYTES], random: Random) -> Self {
        // The beginning of a hash with its own domain separator identifies the key and reveals nothing about it.
        let hash = Sha256::new().chain_update(b"owlpost master key id\0").chain_update(key).finalize();
        let key_id: String = hash[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        Self { cipher: Arc::new(XChaCha20Poly1305::new(&(*key).into())), key_id: key_id.into(), random }
    }

    /// Each part is preceded by its length, so that different destinations never have the same bytes.
    fn associated_data(&self, destination: Destination<'_>) -> Vec<u8> {
        let parts = [destination.purpose, &self.key_id].into_iter().chain(destination.parts.iter().copied());
        parts.flat_map(|part| (part.len() as u64).to_be_bytes().into_iter().chain(part.bytes())).collect()
    }

    /// Whether this is the key that the database needs.
    fn fits(&self, needed: &NeededKey) -> bool {
        let opens = || self.unseal(check_value(), &needed.check).is_ok_and(|text| text.expose_secret() == CHECK);
        *self.key_id == *needed.id && opens()
    }

    /// Stores which key the database needs from now on.
    async fn introduce(&self, db: &Db) -> Result<(), DbError> {
        let vault = self.clone();
        db.write(move |tx| vault.introduce_in(tx)).await
    }

    fn introduce_in(&self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        let check = self.seal(check_value(), &SecretString::from(CHECK));
        // Nothing is encrypted with the previous one.
        tx.execute("DELETE FROM master_key", &[])?;
        tx.execute("INSERT INTO master_key (id, check_value) VALUES ($1, $2)", params![&*self.key_id, &check[..]])?;
        Ok(())
    }
}

/// Why the key at `path` is not the one that the database needs.
fn unusable(path: &Path, vault: Option<&Vault>, file: &KeyFile, needed: NeededKey) -> KeyError {
    let path = path.to_owned();
    match (vault, file) {
        (Some(vault), _) => KeyError::Wrong { path, found: vault.key_id.to_string(), needed: needed.id },
        (None, KeyFile::Empty) => KeyError::Malformed { path },
        (None, _) => KeyError::Missing { path, needed: needed.id },
    }
}

fn check_value() -> Destination<'static> {
    Destination { purpose: "master_key.check", parts: &[] }
}

struct NeededKey {
    id: String,
    check: Vec<u8>,
}

async fn needed_key(db: &Db) -> Result<Option<NeededKey>, DbError> {
    db.read(|rx| {
        rx.query_first("SELECT id, check_value FROM master_key", &[], |row| {
            Ok(NeededKey { id: row.get(0)?, check: row.get(1)? })
        })
    })
    .await
}

/// Whether the database contains a secret that is encrypted with the master key.
async fn is_anything_sealed(db: &Db) -> Result<bool, DbError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM settings_version \
                   WHERE password_sealed IS NOT NULL OR credential_sealed IS NOT NULL) \
               OR EXISTS (SELECT 1 FROM oauth_grant WHERE refresh_sealed IS NOT NULL) \
               OR EXISTS (SELECT 1 FROM oauth_consent WHERE used_at IS NULL)";
    Ok(db.read(move |rx| rx.query_first(sql, &[], |row| row.get::<bool>(0))).await?.unwrap_or(true))
}
