//! Retention of the audit log: deletes old entries, and the oldest ones above a maximum number.
//!
//! Strangers can cause failed sign-ins from many networks, so these have their own maximum and cannot displace other
//! entries.

use std::time::Duration;

use jiff::Timestamp;
use storage::{DbError, Read, Rx, Value, params};
use uuid::Uuid;

use super::{Action, Audit};
use clock::first_id;

/// Maximum age, and maximum numbers of entries.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Entries older than this are deleted.
    pub age: Duration,
    /// Maximum number of failed sign-ins kept; the newest are kept.
    pub failures: usize,
    /// Maximum number of entries of all kinds kept; the newest are kept.
    pub entries: usize,
}

/// 400 days, and about 100 MB.
const BOUNDS: Bounds = Bounds { age: Duration::from_hours(400 * 24), failures: 50_000, entries: 200_000 };

/// Number of entries deleted per transaction, so that other writers get their turn in between.
const BATCH: usize = 1_000;

impl Audit {
    /// Deletes entries older than 400 days, the oldest failed sign-ins above 50,000, and the oldest entries of all
    /// kinds above 200,000. Returns how many were deleted.
    ///
    /// # Errors
    /// If the database cannot be read or written.
    pub async fn forget(&self, now: Timestamp) -> Result<usize, DbError> {
        self.delete_beyond(BOUNDS, now).await
    }

    pub(super) async fn delete_beyond(&self, bounds: Bounds, now: Timestamp) -> Result<usize, DbError> {
        let oldest = first_id(now.checked_sub(bounds.age).unwrap_or(Timestamp::MIN));
        let old = self.delete("id < $1", oldest).await?;
        let of_failures = format!("action = '{}'", Action::SignInFailed.name());
        let failed = match self.first_beyond(&of_failures, bounds.failures).await? {
            Some(id) => self.delete(&format!("id <= $1 AND {of_failures}"), id).await?,
            None => 0,
        };
        let many = match self.first_beyond("1 = 1", bounds.entries).await? {
            Some(id) => self.delete("id <= $1", id).await?,
            None => 0,
        };
        Ok(old + failed + many)
    }

    /// The newest entry beyond the number that is kept. Entries dated in the future, from a clock that was set back
    /// since, are not counted: otherwise every new entry would be older than they are and would be deleted at once.
    async fn first_beyond(&self, which: &str, kept: usize) -> Result<Option<Uuid>, DbError> {
        let sql = format!("SELECT id FROM audit_entry WHERE id < $2 AND {which} ORDER BY id DESC LIMIT 1 OFFSET $1");
        let ahead = first_id(self.clock.now().saturating_add(Duration::from_secs(1)).unwrap_or(Timestamp::MAX));
        let read =
            move |rx: &mut Rx<'_>| rx.query_first(&sql, params![kept, ahead.as_bytes()], |row| row.get::<[u8; 16]>(0));
        let found = self.db.read(read).await?;
        Ok(found.map(Uuid::from_bytes))
    }

    /// Deletes in batches; `which` is a condition on the id, which is `$1`.
    async fn delete(&self, which: &str, id: Uuid) -> Result<usize, DbError> {
        let sql = format!(
            "DELETE FROM audit_entry WHERE id IN (SELECT id FROM audit_entry WHERE {which} ORDER BY id LIMIT $2)"
        );
        let mut gone = 0;
        loop {
            let sql = sql.clone();
            let deleted =
                self.db.write(move |tx| tx.execute(&sql, &[Value::from(id.as_bytes()), BATCH.into()])).await?;
            gone += deleted;
            if deleted < BATCH {
                return Ok(gone);
            }
        }
    }
}
