//! Webhooks: a URL with a token that starts a run. Only the hash of the token is stored; a new token replaces the old
//! one.
//!
//! Two calls with the same key start one run, even if the first response was lost. The hash of the input is stored with
//! the key: the same key with another input is refused.

use std::time::Duration;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use storage::{DbError, Read, Tx, params};
use uuid::Uuid;

use super::runs::{self, Start, Trigger};
use super::{Input, Scripts, ScriptsError, script, texts};
use accounts::ActorContext;
use accounts::audit::Action;
use accounts::secret;

/// Retention of keys: senders of webhooks retry for at most three days.
const KEYS_KEPT: Duration = Duration::from_secs(7 * 24 * 3600);
/// Maximum characters of a key.
const KEY_MAX: usize = 256;

/// A call of a webhook.
#[derive(Clone, Debug)]
pub struct WebhookCall {
    /// What the script sees as `input`.
    pub input: Input,
    /// The caller's idempotency key: calls with the same key and input start one run.
    pub key: Option<String>,
}

/// The result of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebhookResult {
    /// The run.
    pub run: Uuid,
    /// Whether the key was used before, and `run` is the run of that earlier call.
    pub repeated: bool,
}

/// A change of a webhook's token.
enum TokenChange {
    /// Sets this token, replacing an existing one.
    Another([u8; 32]),
    /// Sets this token if there is none.
    First([u8; 32]),
    None,
}

impl Scripts {
    /// A token for a new script's webhook.
    pub fn hook_token(&self) -> SecretString {
        secret::token(&self.inner.deps.random)
    }

    /// Gives the script a webhook, or its webhook another token; the previous one stops working. The token is returned
    /// only here.
    ///
    /// # Errors
    /// [`ScriptsError::NotFound`].
    pub async fn create_webhook(&self, id: Uuid, by: &ActorContext) -> Result<SecretString, ScriptsError> {
        let token = self.hook_token();
        self.set_hook(id, TokenChange::Another(secret::hash(token.expose_secret())), by).await?;
        Ok(token)
    }

    /// Gives the script a webhook if it has none; `None` if it has one, which is not changed.
    ///
    /// # Errors
    /// [`ScriptsError::NotFound`].
    pub async fn make_first_hook(&self, id: Uuid, by: &ActorContext) -> Result<Option<SecretString>, ScriptsError> {
        let token = self.hook_token();
        let made = self.set_hook(id, TokenChange::First(secret::hash(token.expose_secret())), by).await?;
        Ok(made.then_some(token))
    }

    /// Removes the script's webhook.
    ///
    /// # Errors
    /// [`ScriptsError::NotFound`].
    pub async fn remove_webhook(&self, id: Uuid, by: &ActorContext) -> Result<(), ScriptsError> {
        self.set_hook(id, TokenChange::None, by).await.map(drop)
    }

    /// Changes the webhook's token; returns whether anything was changed.
    async fn set_hook(&self, id: Uuid, wish: TokenChange, by: &ActorContext) -> Result<bool, ScriptsError> {
        let (now, audit, by) = (self.inner.now(), self.inner.deps.audit.clone(), by.clone());
        self.inner
            .deps
            .db
            .write(move |tx| {
                let script = script::find(tx, id)?.ok_or(ScriptsError::NotFound)?;
                let (hash, action) = match (&wish, script.hook_made_at) {
                    (TokenChange::First(_), Some(_)) | (TokenChange::None, None) => return Ok(false),
                    (TokenChange::Another(hash) | TokenChange::First(hash), _) => (Some(hash), Action::ScriptHookMade),
                    (TokenChange::None, Some(_)) => (None, Action::ScriptHookEnded),
                };
                store(tx, id, hash, now)?;
                audit.entry_by(action, &by, accounts::texts::audit_name(script.name)).insert(tx)?;
                Ok(true)
            })
            .await
    }

    /// The workspace of the webhook that has this token.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn workspace_of_hook(&self, token: &str) -> Result<Option<Uuid>, ScriptsError> {
        let hash = secret::hash(token);
        let sql = "SELECT workspace_id FROM script WHERE hook_hash = $1";
        let read = self.inner.deps.db.read(move |rx| rx.query_first(sql, params![&hash], |row| row.get::<[u8; 16]>(0)));
        Ok(read.await?.map(Uuid::from_bytes))
    }

    /// Starts a run by a webhook's token; the run is on disk when this returns. For a key that was used before,
    /// returns that run if it ended or is active; if it was interrupted, the call starts a new run.
    ///
    /// # Errors
    /// [`ScriptsError::NotFound`] for an unknown token; the faults of `Idempotency-Key`; [`ScriptsError::KeyReused`]
    /// for a key that was used with another input; [`ScriptsError::TooMany`] if too many runs of the script wait.
    pub async fn call_hook(&self, token: &str, call: WebhookCall) -> Result<WebhookResult, ScriptsError> {
        if let Some(key) = &call.key {
            check_key(key)?;
        }
        // Guessed tokens are rejected without a write transaction.
        if self.workspace_of_hook(token).await?.is_none() {
            return Err(ScriptsError::NotFound);
        }
        let hash = secret::hash(token);
        let now = self.inner.now();
        let run = self.inner.deps.random.id(now);
        let WebhookCall { input, key } = call;
        let key = key.map(|key| (key, secret::hash(input.json())));
        let start = Start { trigger: Trigger::Webhook, started_by: None, input, late: false };
        let called = self
            .inner
            .deps
            .db
            .write(move |tx| {
                let script = owner(tx, &hash)?.ok_or(ScriptsError::NotFound)?;
                if let Some((key, input)) = &key
                    && let Some((before, brought)) = used_key(tx, script, key)?
                    && runs::is_carried_out(tx, before)?
                {
                    if brought != *input {
                        return Err(ScriptsError::KeyReused { run: before });
                    }
                    return Ok(WebhookResult { run: before, repeated: true });
                }
                runs::insert(tx, run, script, &start, now)?;
                if let Some((key, input)) = &key {
                    tx.execute(
                        "INSERT INTO script_hook_key (script_id, key, run_id, used_at, input_hash) \
                         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (script_id, key) DO UPDATE SET \
                         run_id = excluded.run_id, used_at = excluded.used_at, input_hash = excluded.input_hash",
                        params![script.as_bytes(), key, run.as_bytes(), now.as_millisecond(), input],
                    )?;
                }
                Ok(WebhookResult { run, repeated: false })
            })
            .await?;
        self.inner.changed.notify_one();
        Ok(called)
    }
}

/// Stores the hash of the webhook's token, or removes it.
pub(super) fn store(tx: &mut Tx<'_>, id: Uuid, hash: Option<&[u8; 32]>, now: Timestamp) -> Result<(), DbError> {
    let made_at = hash.map(|_| now.as_millisecond());
    tx.execute(
        "UPDATE script SET hook_hash = $2, hook_made_at = $3 WHERE id = $1",
        params![id.as_bytes(), hash, made_at],
    )?;
    Ok(())
}

/// The script whose webhook has this token's hash.
fn owner(rx: &mut impl Read, hash: &[u8; 32]) -> Result<Option<Uuid>, DbError> {
    let script =
        rx.query_first("SELECT id FROM script WHERE hook_hash = $1", params![hash], |row| row.get::<[u8; 16]>(0))?;
    Ok(script.map(Uuid::from_bytes))
}

fn check_key(key: &str) -> Result<(), ScriptsError> {
    let length = key.chars().count();
    if length == 0 || length > KEY_MAX || key.chars().any(char::is_control) {
        let text = texts::script_webhook_key_invalid(length, KEY_MAX);
        return Err(ScriptsError::Faults(vec![super::fault("Idempotency-Key", text)]));
    }
    Ok(())
}

/// The run that a key started, and the hash of its input.
fn used_key(rx: &mut impl Read, script: Uuid, key: &str) -> Result<Option<(Uuid, [u8; 32])>, DbError> {
    rx.query_first(
        "SELECT run_id, input_hash FROM script_hook_key WHERE script_id = $1 AND key = $2",
        params![script.as_bytes(), key],
        |row| Ok((Uuid::from_bytes(row.get(0)?), row.get(1)?)),
    )
}

/// Deletes keys past their retention.
pub(super) fn forget(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    let old = now.checked_sub(KEYS_KEPT).unwrap_or(Timestamp::MIN).as_millisecond();
    tx.execute("DELETE FROM script_hook_key WHERE used_at < $1", params![old])?;
    Ok(())
}
