//! API keys: `owl_` and 43 letters and digits, with scopes.
//!
//! Keys are cached, so that `POST /messages` needs no database read. A key that this process deletes stops working at
//! once; one that another process deletes stops within ten seconds, when the cached row is read again. The time of last
//! use is written at most once a minute.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use mail::Fault;
use secrecy::{ExposeSecret, SecretString};
use storage::{DbError, Read, Row, Tx, params};
use uuid::Uuid;

use super::{Accounts, AccountsError, Actor, KeyLimits, MailPassword, TypedKeyLimits, fault, secret, texts};
use crate::audit::{Action, Entry};

/// Maximum number of keys, which also limits the cache.
pub const KEYS_MAX: usize = 1_000;
/// Maximum characters of a key's name.
const NAME_MAX: usize = 100;
const PREFIX: &str = "owl_";
/// A cached key is read again after this many milliseconds.
const FRESH_MS: i64 = 10_000;
/// Minimum interval in milliseconds between writes of the last use.
const USED_EVERY_MS: i64 = 60_000;

/// The scope of an API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Email settings, their tests, and API keys.
    Settings,
    /// Send messages, by REST or SMTP submission; cancel, retry, resend.
    MessagesSend,
    /// Send messages with header fields that control the provider; only together with [`Scope::MessagesSend`].
    ProviderHeaders,
    /// Read messages with text and transcripts.
    MessagesRead,
    /// Workspaces, members, invitations.
    Members,
    /// Scripts, runs, files.
    Scripts,
}

impl Scope {
    /// All scopes, in display order.
    pub const ALL: [Self; 6] =
        [Self::Settings, Self::MessagesSend, Self::ProviderHeaders, Self::MessagesRead, Self::Members, Self::Scripts];

    /// The stored and API name: `messages:send`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::MessagesSend => "messages:send",
            Self::ProviderHeaders => "messages:provider_headers",
            Self::MessagesRead => "messages:read",
            Self::Members => "members",
            Self::Scripts => "scripts",
        }
    }

    /// The scope with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// A key without its secret. Only [`Accounts::make_key`] returns the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Unique.
    pub id: Uuid,
    /// Unique; identifies the caller in the log of mail.
    pub name: String,
    /// Its scopes; never empty.
    pub scopes: Vec<Scope>,
    /// When it was created.
    pub created_at: Timestamp,
    /// Who created it.
    pub created_by: Actor,
    /// The last use, at most a minute out of date.
    pub last_used_at: Option<Timestamp>,
    /// Limits on its use within its scopes.
    pub limits: KeyLimits,
}

impl ApiKey {
    /// Whether the key has this scope.
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }
}

impl Accounts {
    /// Creates a key and returns its secret, which cannot be shown again.
    ///
    /// # Errors
    /// The faults of `name` and `scopes`, all at once.
    pub async fn make_key(
        &self,
        name: &str,
        scopes: &[Scope],
        by: &Actor,
    ) -> Result<(ApiKey, SecretString), AccountsError> {
        self.make_limited_key(name, scopes, &TypedKeyLimits::default(), by).await
    }

    /// Like [`Accounts::make_key`], with limits.
    ///
    /// # Errors
    /// The faults of `name`, `scopes` and `limits`, all at once.
    pub async fn make_limited_key(
        &self,
        name: &str,
        scopes: &[Scope],
        limits: &TypedKeyLimits,
        by: &Actor,
    ) -> Result<(ApiKey, SecretString), AccountsError> {
        let mut faults = Vec::new();
        let name = check_name(name, &mut faults);
        if scopes.is_empty() {
            let all = Scope::ALL.map(|scope| scope.name().to_owned()).to_vec();
            faults.push(fault("scopes", texts::api_key_without_scopes(all)));
        }
        let now = self.inner.clock.now();
        let limits = KeyLimits::parse(limits, now).unwrap_or_else(|more| {
            faults.extend(more);
            KeyLimits::default()
        });
        if !faults.is_empty() {
            return Err(AccountsError::Faults(faults));
        }
        let secret = secret::key(&self.inner.random, PREFIX);
        let hash = secret::hash(secret.expose_secret());
        let mut scopes = scopes.to_vec();
        scopes.sort_unstable();
        scopes.dedup();
        let key = ApiKey {
            id: self.inner.random.id(now),
            name: name.to_owned(),
            scopes,
            created_at: now,
            created_by: by.clone(),
            last_used_at: None,
            limits,
        };
        let stored = key.clone();
        let noted = self.inner.audit.entry(Action::KeyMade, by.clone(), audit_subject(&key));
        self.inner
            .db
            .write(move |tx| {
                insert(tx, &stored, &hash)?;
                Ok::<_, AccountsError>(noted.insert(tx)?)
            })
            .await?;
        Ok((key, secret))
    }

    /// All keys, by name.
    pub async fn keys(&self) -> Result<Vec<ApiKey>, AccountsError> {
        let sql = format!("SELECT {COLUMNS} FROM api_key ORDER BY name");
        self.inner.db.read(move |rx| Ok(rx.query(&sql, params![], from_row)?)).await
    }

    /// Deletes a key, which stops working at once; `false` if there is no key with this id.
    pub async fn delete_key(&self, id: Uuid, by: &Actor) -> Result<bool, AccountsError> {
        let noted = self.inner.audit.entry(Action::KeyDeleted, by.clone(), None);
        let deleted = self.inner.db.write(move |tx| delete(tx, id, &noted)).await?;
        self.inner.keys.forget(id);
        Ok(deleted)
    }

    /// Returns the key with this secret and records its use; `None` if there is none.
    pub async fn key(&self, secret: &str) -> Result<Option<Arc<ApiKey>>, AccountsError> {
        if !secret::looks_like_key(secret, PREFIX) {
            return Ok(None);
        }
        let hash = secret::hash(secret);
        let now_ms = self.now_ms();
        let found = match self.inner.keys.get(&hash, now_ms) {
            Lookup::Found(found) => found,
            Lookup::Missing { generation } => {
                let Some(key) = self.inner.db.read(move |rx| find(rx, &hash)).await? else {
                    return Ok(None);
                };
                self.inner.keys.put(hash, Arc::new(key), generation, now_ms)
            }
        };
        if found.note_use {
            self.note_use(found.key.id, now_ms).await;
        }
        Ok(Some(found.key))
    }

    /// Counts a call against the key's limit on calls, if it has one.
    ///
    /// # Errors
    /// The number of seconds until the next call is allowed.
    pub fn count_call(&self, key: &ApiKey) -> Result<(), u64> {
        self.count_use(key.id, &key.limits)
    }

    /// Counts a message of a mail password against its limit on messages per minute, if it has one.
    ///
    /// # Errors
    /// The number of seconds until the next message is allowed.
    pub fn count_message(&self, password: &MailPassword) -> Result<(), u64> {
        self.count_use(password.id, &password.limits)
    }

    fn count_use(&self, id: Uuid, limits: &KeyLimits) -> Result<(), u64> {
        let Some(limit) = limits.calls_per_minute else { return Ok(()) };
        self.inner.key_calls.take(id, limit, self.now_ms())
    }

    /// The number of calls that the key may make at once; `None` without a limit on calls.
    pub fn calls_left(&self, key: &ApiKey) -> Option<u32> {
        let limit = key.limits.calls_per_minute?;
        Some(self.inner.key_calls.left(key.id, limit, self.now_ms()))
    }

    /// Records the use of a key. A failure (a full disk) is only logged, so that the request is still served.
    async fn note_use(&self, id: Uuid, now_ms: i64) {
        let noted = self.inner.db.write(move |tx| -> Result<(), DbError> {
            tx.execute("UPDATE api_key SET last_used_at = $1 WHERE id = $2", params![now_ms, id.as_bytes()])?;
            Ok(())
        });
        if let Err(error) = noted.await {
            tracing::warn!(error = &error as &dyn std::error::Error, "recording the last use of an API key failed");
        }
    }
}

fn check_name<'a>(name: &'a str, faults: &mut Vec<Fault>) -> &'a str {
    let name = name.trim();
    if name.is_empty() {
        faults.push(fault("name", texts::api_key_name_empty()));
    } else if name.chars().count() > NAME_MAX {
        faults.push(fault("name", texts::api_key_name_too_long(NAME_MAX)));
    } else if name.chars().any(char::is_control) {
        faults.push(fault("name", texts::api_key_name_control_character()));
    }
    name
}

const COLUMNS: &str = "id, name, scopes, created_at, created_by, last_used_at, limits";

fn from_row(row: &Row<'_>) -> Result<ApiKey, DbError> {
    let scopes: String = row.get(2)?;
    Ok(ApiKey {
        id: Uuid::from_bytes(row.get(0)?),
        name: row.get(1)?,
        // A scope that this version does not know grants nothing.
        scopes: scopes.split(' ').filter_map(Scope::from_name).collect(),
        created_at: stored_time(row.get(3)?)?,
        created_by: Actor::from_stored(&row.get::<String>(4)?),
        last_used_at: row.get::<Option<i64>>(5)?.map(stored_time).transpose()?,
        limits: KeyLimits::from_stored(row.get::<Option<String>>(6)?.as_deref())?,
    })
}

fn stored_time(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|source| DbError::Engine {
        operation: "reading an API key's time".to_owned(),
        source: std::sync::Arc::new(source),
    })
}

fn find(rx: &mut impl Read, hash: &[u8]) -> Result<Option<ApiKey>, AccountsError> {
    let sql = format!("SELECT {COLUMNS} FROM api_key WHERE secret_hash = $1");
    Ok(rx.query_first(&sql, params![hash], from_row)?)
}

/// The key with this id.
///
/// # Errors
/// Where the database cannot be read.
pub fn with_id(rx: &mut impl Read, id: Uuid) -> Result<Option<ApiKey>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM api_key WHERE id = $1");
    rx.query_first(&sql, params![id.as_bytes()], from_row)
}

/// The key that did something, unless it was deleted meanwhile; `None` for other actors.
///
/// # Errors
/// Where the database cannot be read.
pub fn of_actor(rx: &mut impl Read, actor: &Actor) -> Result<Option<ApiKey>, DbError> {
    let Actor::ApiKey { name } = actor else { return Ok(None) };
    let sql = format!("SELECT {COLUMNS} FROM api_key WHERE name = $1");
    rx.query_first(&sql, params![name.as_str()], from_row)
}

fn insert(tx: &mut Tx<'_>, key: &ApiKey, hash: &[u8]) -> Result<(), AccountsError> {
    let taken = tx.query_first("SELECT 1 FROM api_key WHERE name = $1", params![key.name.as_str()], first_int)?;
    if taken.is_some() {
        return Err(name_taken(&key.name));
    }
    let keys = tx.query_first("SELECT COUNT(*) FROM api_key", params![], first_int)?.unwrap_or(0);
    if usize::try_from(keys).is_ok_and(|keys| keys >= KEYS_MAX) {
        return Err(AccountsError::Faults(vec![fault("name", texts::api_key_limit(KEYS_MAX))]));
    }
    let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.name()).collect();
    let stored = tx.execute(
        "INSERT INTO api_key (id, secret_hash, name, scopes, created_at, created_by, limits) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            &key.id.as_bytes()[..],
            hash,
            key.name.as_str(),
            scopes.join(" "),
            key.created_at.as_millisecond(),
            key.created_by.to_stored(),
            key.limits.to_stored()
        ],
    );
    match stored {
        // Another process took the name in the meantime.
        Err(DbError::Conflict) => Err(name_taken(&key.name)),
        other => other.map(|_| ()).map_err(AccountsError::Db),
    }
}

fn delete(tx: &mut Tx<'_>, id: Uuid, noted: &Entry) -> Result<bool, DbError> {
    let Some(key) = with_id(tx, id)? else { return Ok(false) };
    tx.execute("DELETE FROM api_key WHERE id = $1", params![id.as_bytes()])?;
    noted.about(audit_subject(&key)).insert(tx)?;
    Ok(true)
}

/// A key as the subject of an audit entry: `shop (messages:send)`.
fn audit_subject(key: &ApiKey) -> mail::Text {
    let scopes: Vec<String> = key.scopes.iter().map(|scope| scope.name().to_owned()).collect();
    texts::audit_api_key(key.name.as_str(), scopes)
}

fn first_int(row: &Row<'_>) -> Result<i64, DbError> {
    row.get(0)
}

fn name_taken(name: &str) -> AccountsError {
    AccountsError::Faults(vec![fault("name", texts::api_key_name_taken(name))])
}

/// Recently used keys, by the hash of the secret.
#[derive(Default)]
pub(super) struct KeyCache {
    state: Mutex<CacheState>,
}

#[derive(Default)]
struct CacheState {
    keys: HashMap<[u8; 32], Cached>,
    /// Counts deletions: a row that was read before a deletion is not cached afterwards.
    generation: u64,
}

struct Cached {
    key: Arc<ApiKey>,
    read_at_ms: i64,
    used_at_ms: i64,
}

enum Lookup {
    Found(KnownKey),
    Missing { generation: u64 },
}

struct KnownKey {
    key: Arc<ApiKey>,
    note_use: bool,
}

impl Cached {
    fn used(&mut self, now_ms: i64) -> KnownKey {
        let note_use = now_ms - self.used_at_ms >= USED_EVERY_MS;
        if note_use {
            self.used_at_ms = now_ms;
        }
        KnownKey { key: self.key.clone(), note_use }
    }
}

impl KeyCache {
    fn get(&self, hash: &[u8; 32], now_ms: i64) -> Lookup {
        let mut state = self.lock();
        let generation = state.generation;
        match state.keys.get_mut(hash) {
            Some(cached) if (0..FRESH_MS).contains(&(now_ms - cached.read_at_ms)) => Lookup::Found(cached.used(now_ms)),
            _ => Lookup::Missing { generation },
        }
    }

    fn put(&self, hash: [u8; 32], key: Arc<ApiKey>, generation: u64, now_ms: i64) -> KnownKey {
        let used_at_ms = key.last_used_at.map_or(i64::MIN / 2, Timestamp::as_millisecond);
        let mut cached = Cached { key, read_at_ms: now_ms, used_at_ms };
        let found = cached.used(now_ms);
        let mut state = self.lock();
        if state.generation == generation {
            // The cache is full only if other processes deleted keys in the meantime.
            if state.keys.len() >= KEYS_MAX && !state.keys.contains_key(&hash) {
                state.keys.clear();
            }
            state.keys.insert(hash, cached);
        }
        found
    }

    fn forget(&self, id: Uuid) {
        let mut state = self.lock();
        state.generation += 1;
        state.keys.retain(|_, cached| cached.key.id != id);
    }

    fn lock(&self) -> MutexGuard<'_, CacheState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_read_before_a_deletion_is_not_cached_after_it() {
        let cache = KeyCache::default();
        let key = Arc::new(ApiKey {
            id: Uuid::from_u128(1),
            name: "shop".to_owned(),
            scopes: vec![Scope::MessagesSend],
            created_at: Timestamp::UNIX_EPOCH,
            created_by: Actor::account("ann@example.com"),
            last_used_at: None,
            limits: KeyLimits::default(),
        });
        let Lookup::Missing { generation } = cache.get(&[1; 32], 0) else { panic!("the cache begins empty") };
        cache.forget(key.id);
        cache.put([1; 32], key, generation, 0);
        assert!(matches!(cache.get(&[1; 32], 0), Lookup::Missing { .. }));
    }
}
