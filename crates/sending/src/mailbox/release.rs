//! Releases messages of the mailbox to the mail server that is connected now. The entries stay in the mailbox.

use std::sync::Arc;

use queue::{Id, QueueError, Releasable};
use storage::{DbError, Read, Tx, Value, params};
use uuid::Uuid;

use super::Mailbox;
use crate::delivery_loop::DeliveryHandle;

/// Maximum messages that one transaction releases, so that others can write in between.
const AT_ONCE: usize = 100;
/// Maximum entries that one statement reads.
const LOOKED_AT: usize = 500;

/// Which messages of the mailbox to release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// All messages.
    All,
    /// These entries.
    Entries(Vec<Uuid>),
    /// The entries of these outbox messages.
    Messages(Vec<Id>),
}

/// How many messages were released, or would be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Released {
    /// Number of messages.
    pub messages: usize,
    /// Number of their recipients.
    pub deliveries: u64,
}

/// Why nothing was released.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// The built-in mailbox is active: there is no mail server to release to.
    #[error("no mail server is connected")]
    NoServer,
    /// The database cannot be read or written.
    #[error("releasing mail from the mailbox")]
    Queue(#[from] QueueError),
}

impl From<DbError> for ReleaseError {
    fn from(error: DbError) -> Self {
        Self::Queue(error.into())
    }
}

impl Mailbox {
    /// How much of a selection can be released: messages that were not released before, are not tests, and have not
    /// expired.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn releasable(&self, selection: Selection) -> Result<Released, QueueError> {
        let found = self.find_releasable(selection).await?;
        Ok(Released { messages: found.len(), deliveries: found.iter().map(|one| one.deliveries).sum() })
    }

    /// Releases a selection through `delivery_loop`. `note` writes the audit entry, in the transaction of the first
    /// messages; its argument is the amount to be released.
    ///
    /// # Errors
    /// [`ReleaseError::NoServer`], or [`ReleaseError::Queue`] if the database cannot be read or written; messages that
    /// were released by then stay released.
    pub async fn release(
        &self,
        selection: Selection,
        delivery_loop: &DeliveryHandle,
        note: impl Fn(&mut Tx<'_>, Released) -> Result<(), DbError> + Send + Sync + 'static,
    ) -> Result<Released, ReleaseError> {
        if delivery_loop.is_to_mailbox() {
            return Err(ReleaseError::NoServer);
        }
        let mut found = self.find_releasable(selection).await?;
        // The oldest leave first.
        found.sort_unstable_by_key(|one| one.id);
        let planned = Released { messages: found.len(), deliveries: found.iter().map(|one| one.deliveries).sum() };
        let note = Arc::new(note);
        let mut released = Released::default();
        for (nth, some) in found.chunks(AT_ONCE).enumerate() {
            let (batch, note, now) = (some.to_vec(), note.clone(), self.clock.now());
            let done = self.db.write(move |tx| {
                if nth == 0 {
                    note(tx, planned)?;
                }
                let mut done = Released::default();
                for Releasable { id, .. } in &batch {
                    let Some(bytes) = bytes_of(tx, *id)? else { continue };
                    let deliveries = queue::release_kept(tx, *id, &bytes, now)?;
                    done.messages += usize::from(deliveries > 0);
                    done.deliveries += deliveries as u64;
                }
                Ok::<_, QueueError>(done)
            });
            let done = done.await?;
            released.messages += done.messages;
            released.deliveries += done.deliveries;
            delivery_loop.released(some.iter().map(|one| one.id));
        }
        Ok(released)
    }

    async fn find_releasable(&self, selection: Selection) -> Result<Vec<Releasable>, QueueError> {
        let now = self.clock.now();
        self.db
            .read(move |rx| {
                let mut messages = match selection {
                    Selection::All => all_messages(rx)?,
                    Selection::Entries(entries) => messages_where(rx, "id", &entries)?,
                    Selection::Messages(messages) => {
                        let ids: Vec<Uuid> = messages.into_iter().map(|Id(id)| id).collect();
                        messages_where(rx, "message", &ids)?
                    }
                };
                messages.sort_unstable();
                messages.dedup();
                queue::releasable(rx, &messages, now)
            })
            .await
    }
}

/// The messages of all entries, read in pages.
fn all_messages(rx: &mut impl Read) -> Result<Vec<Id>, DbError> {
    let (mut messages, mut after) = (Vec::new(), Uuid::nil());
    loop {
        let some = rx.query(
            "SELECT id, message FROM mailbox_entry WHERE id > $1 ORDER BY id LIMIT $2",
            params![after.into_bytes(), LOOKED_AT],
            |row| Ok((Uuid::from_bytes(row.get(0)?), row.get::<Option<Id>>(1)?)),
        )?;
        let Some((last, _)) = some.last() else { return Ok(messages) };
        after = *last;
        messages.extend(some.iter().filter_map(|(_, message)| *message));
    }
}

/// The messages of entries with one of these values in `column`.
fn messages_where(rx: &mut impl Read, column: &'static str, ids: &[Uuid]) -> Result<Vec<Id>, DbError> {
    let mut messages = Vec::new();
    for some in ids.chunks(LOOKED_AT) {
        let places: Vec<String> = (1..=some.len()).map(|number| format!("${number}")).collect();
        let sql = format!(
            "SELECT message FROM mailbox_entry WHERE message IS NOT NULL AND {column} IN ({})",
            places.join(", ")
        );
        let values: Vec<Value<'_>> = some.iter().map(|id| Value::from(id.into_bytes())).collect();
        messages.extend(rx.query(&sql, &values, |row| row.get::<Id>(0))?);
    }
    Ok(messages)
}

fn bytes_of(rx: &mut impl Read, message: Id) -> Result<Option<Vec<u8>>, DbError> {
    rx.query_first(
        "SELECT b.bytes FROM mailbox_entry e JOIN mailbox_body b ON b.id = e.id \
         WHERE e.message IS NOT NULL AND e.message = $1 LIMIT 1",
        params![message],
        |row| row.get(0),
    )
}
