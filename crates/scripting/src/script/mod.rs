//! Stored scripts and their versions: create, change, list, delete.
//!
//! A version is never changed: saving another source makes a new one, with its author and time. The newest 500 are
//! kept.

mod change;
mod check;
mod stored;

use jiff::Timestamp;
use mail::Fault;
use secrecy::{ExposeSecret, SecretString};
use storage::{DbError, Read, params};
use uuid::Uuid;

use super::mail_limits::ScriptLimits;
use super::runs::{self, Run};
use super::{Scripts, ScriptsError, fault, texts, webhook};
use accounts::audit::Action;
use accounts::{Actor, ActorContext};
use accounts::{secret, workspace};
pub use change::Change;
use change::{changed, must_be_current, must_be_free, subject};
use i18n::Language;
use stored::{SELECT, delete_versions, from_row, insert, insert_version, update, version_from_row};

pub(super) use stored::{due, find, set_next};

/// Maximum number of scripts in a workspace.
const SCRIPTS_MAX: i64 = 500;

/// Maximum number of stored versions of a script: enough for years of work, and few enough that a program that saves in
/// a loop cannot fill the disk (each may have 256 kB).
const VERSIONS_MAX: u32 = 500;

/// A script as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Unique.
    pub id: Uuid,
    /// The workspace it belongs to.
    pub workspace: Uuid,
    /// Unique within the workspace; case is ignored.
    pub name: String,
    /// The newest version's number, counted from 1.
    pub version: u32,
    /// The newest version's source.
    pub source: String,
    /// Language of `formatDate` and `formatNumber`.
    pub language: Language,
    /// IANA zone of dates and of the schedule.
    pub time_zone: String,
    /// The limits on its mails.
    pub limits: ScriptLimits,
    /// The cron expression of its schedule, if it has one.
    pub cron: Option<String>,
    /// When the schedule fires next.
    pub next_at: Option<Timestamp>,
    /// When the token of its webhook was created, if it has one.
    pub hook_made_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// Who changed it.
    pub changed_by: Actor,
}

/// A script in a list, with its newest run.
#[derive(Clone, Debug)]
pub struct ScriptListEntry {
    /// The script.
    pub script: Script,
    /// Its newest run.
    pub last_run: Option<Run>,
}

/// A version as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The version's number, counted from 1.
    pub number: u32,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// Who saved it.
    pub saved_by: Actor,
    /// Its source.
    pub source: String,
}

/// The fields of a new script.
#[derive(Clone, Debug, Default)]
pub struct NewScript {
    /// Its name.
    pub name: String,
    /// Its source; may be empty.
    pub source: String,
    /// Language of dates and numbers.
    pub language: Language,
    /// IANA zone; `None` means UTC.
    pub time_zone: Option<String>,
    /// The cron expression of its schedule.
    pub cron: Option<String>,
    /// The limits on its mails.
    pub limits: ScriptLimits,
    /// The token of its webhook; see [`Scripts::hook_token`].
    pub hook: Option<SecretString>,
}

impl NewScript {
    /// All faults that can be found without comparing it with other scripts.
    pub fn faults(&self, now: Timestamp) -> Vec<Fault> {
        match changed(&Script::blank(now), &self.as_change(), now) {
            Err(ScriptsError::Faults(faults)) => faults,
            _ => Vec::new(),
        }
    }

    fn as_change(&self) -> Change {
        Change {
            name: Some(self.name.clone()),
            source: Some(self.source.clone()),
            language: Some(self.language),
            time_zone: self.time_zone.clone().filter(|zone| !zone.trim().is_empty()),
            cron: Some(self.cron.clone()),
            limits: Some(self.limits),
            based_on: None,
        }
    }
}

impl Script {
    /// All faults that it would have after a change.
    pub fn faults(&self, change: &Change, now: Timestamp) -> Vec<Fault> {
        match changed(self, change, now) {
            Err(ScriptsError::Faults(faults)) => faults,
            _ => Vec::new(),
        }
    }

    /// An empty script.
    fn blank(now: Timestamp) -> Self {
        Self {
            id: Uuid::nil(),
            workspace: Uuid::nil(),
            name: String::new(),
            version: 1,
            source: String::new(),
            language: Language::default(),
            time_zone: "UTC".to_owned(),
            limits: ScriptLimits::default(),
            cron: None,
            next_at: None,
            hook_made_at: None,
            created_at: now,
            changed_at: now,
            changed_by: Actor::Anonymous { email: None },
        }
    }
}

impl Scripts {
    /// Creates a script, with its schedule and webhook.
    ///
    /// # Errors
    /// The faults of each field; [`ScriptsError::NotFound`] if there is no such workspace.
    pub async fn make(&self, workspace: Uuid, new: NewScript, by: &ActorContext) -> Result<Script, ScriptsError> {
        let now = self.inner.now();
        let script = Script {
            id: self.inner.deps.random.id(now),
            workspace,
            hook_made_at: new.hook.as_ref().map(|_| now),
            changed_by: by.actor.clone(),
            ..changed(&Script::blank(now), &new.as_change(), now)?
        };
        let mut entries = vec![self.inner.deps.audit.entry_by(
            Action::ScriptMade,
            by,
            accounts::texts::audit_name(script.name.as_str()),
        )];
        let hook = new.hook.map(|token| secret::hash(token.expose_secret()));
        if hook.is_some() {
            entries.push(self.inner.deps.audit.entry_by(
                Action::ScriptHookMade,
                by,
                accounts::texts::audit_name(script.name.as_str()),
            ));
        }
        let made = script.clone();
        self.inner
            .deps
            .db
            .write(move |tx| {
                if workspace::find(tx, workspace)?.is_none() {
                    return Err(ScriptsError::NotFound);
                }
                must_be_free(tx, &made)?;
                check_script_count(tx, workspace)?;
                insert(tx, &made)?;
                insert_version(tx, &made)?;
                // Limits and schedule.
                update(tx, &made)?;
                webhook::store(tx, made.id, hook.as_ref(), now)?;
                entries.iter().try_for_each(|entry| entry.insert(tx))?;
                Ok(())
            })
            .await?;
        self.inner.changed.notify_one();
        Ok(script)
    }

    /// Changes a script and returns it. A field with its present value is not a change.
    ///
    /// # Errors
    /// The faults of each field; [`ScriptsError::NotFound`]; [`ScriptsError::NewerVersion`].
    pub async fn change(&self, id: Uuid, change: Change, by: &ActorContext) -> Result<Script, ScriptsError> {
        let (now, audit, by) = (self.inner.now(), self.inner.deps.audit.clone(), by.clone());
        let changed = self
            .inner
            .deps
            .db
            .write(move |tx| {
                let before = find(tx, id)?.ok_or(ScriptsError::NotFound)?;
                let mut after = changed(&before, &change, now)?;
                if after == before {
                    return Ok(before);
                }
                must_be_current(tx, &before, &after, &change)?;
                must_be_free(tx, &after)?;
                (after.changed_at, after.changed_by) = (now, by.actor.clone());
                if after.source != before.source {
                    after.version = before.version + 1;
                    insert_version(tx, &after)?;
                    delete_versions(tx, id, after.version.saturating_sub(VERSIONS_MAX))?;
                }
                update(tx, &after)?;
                audit.entry_by(Action::ScriptChanged, &by, subject(&before, &after)).insert(tx)?;
                Ok::<_, ScriptsError>(after)
            })
            .await?;
        self.inner.changed.notify_one();
        Ok(changed)
    }

    /// Deletes a script with its versions and runs. Stored calls and console lines are invisible from then on and are
    /// deleted in batches. Mail that it sent stays in the outbox; an active run is stopped.
    ///
    /// # Errors
    /// [`ScriptsError::NotFound`].
    pub async fn delete(&self, id: Uuid, by: &ActorContext) -> Result<(), ScriptsError> {
        let (audit, by) = (self.inner.deps.audit.clone(), by.clone());
        let open = self
            .inner
            .deps
            .db
            .write(move |tx| {
                let script = find(tx, id)?.ok_or(ScriptsError::NotFound)?;
                let open = runs::open_of(tx, id)?;
                tx.execute("DELETE FROM script WHERE id = $1", params![id.as_bytes()])?;
                audit.entry_by(Action::ScriptDeleted, &by, accounts::texts::audit_name(script.name)).insert(tx)?;
                Ok::<_, ScriptsError>(open)
            })
            .await?;
        for run in open {
            self.inner.stops.stop(run);
        }
        Ok(())
    }

    /// The script with that id.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn script(&self, id: Uuid) -> Result<Option<Script>, ScriptsError> {
        Ok(self.inner.deps.db.read(move |rx| find(rx, id)).await?)
    }

    /// The scripts of a workspace, or of all, by name.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn list(&self, workspace: Option<Uuid>) -> Result<Vec<ScriptListEntry>, ScriptsError> {
        let listed = self.inner.deps.db.read(move |rx| {
            let sql =
                format!("{SELECT} WHERE $1 IS NULL OR script.workspace_id = $2 ORDER BY script.name_key, script.id");
            let workspace = workspace.map(|id| id.into_bytes());
            let scripts = rx.query(&sql, params![workspace.as_ref(), workspace.as_ref()], from_row)?;
            let with_run = |script: Script| Ok(ScriptListEntry { last_run: runs::newest_of(rx, script.id)?, script });
            scripts.into_iter().map(with_run).collect::<Result<_, DbError>>()
        });
        Ok(listed.await?)
    }

    /// All versions, newest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn versions(&self, id: Uuid) -> Result<Vec<Version>, ScriptsError> {
        let sql =
            "SELECT number, saved_at, saved_by, source FROM script_version WHERE script_id = $1 ORDER BY number DESC";
        Ok(self.inner.deps.db.read(move |rx| rx.query(sql, params![id.as_bytes()], version_from_row)).await?)
    }

    /// One version.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn version(&self, id: Uuid, number: u32) -> Result<Option<Version>, ScriptsError> {
        let sql = "SELECT number, saved_at, saved_by, source FROM script_version WHERE script_id = $1 AND number = $2";
        let read =
            move |rx: &mut storage::Rx<'_>| rx.query_first(sql, params![id.as_bytes(), number], version_from_row);
        Ok(self.inner.deps.db.read(read).await?)
    }
}

fn check_script_count(rx: &mut impl Read, workspace: Uuid) -> Result<(), ScriptsError> {
    let count =
        rx.query_first("SELECT COUNT(*) FROM script WHERE workspace_id = $1", params![workspace.as_bytes()], |row| {
            row.get::<i64>(0)
        })?;
    if count.unwrap_or(0) < SCRIPTS_MAX {
        return Ok(());
    }
    Err(ScriptsError::Faults(vec![fault("name", texts::script_too_many(SCRIPTS_MAX))]))
}
