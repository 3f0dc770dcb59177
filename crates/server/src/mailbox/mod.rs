//! The local store of the built-in service: what would have left the machine, readable by administrators.

use jiff::Timestamp;
use mail::EmailAddress;
use uuid::Uuid;

/// The room's handle; clones share it. Implements `delivery::Keep`.
#[derive(Clone)]
pub struct Mailbox {}

/// A row of the list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Names it; ids sort by time.
    pub id: Uuid,
    /// When it was kept.
    pub received_at: Timestamp,
    /// The envelope sender.
    pub from: EmailAddress,
    /// The envelope recipients.
    pub recipients: Vec<EmailAddress>,
    /// Decoded.
    pub subject: String,
    /// Of the MIME bytes.
    pub size: usize,
}

impl Mailbox {
    /// Newest first; `q` searches sender, recipients and subject (empty: all); `before` pages on from an id.
    pub async fn list(&self, _q: &str, _before: Option<Uuid>, _limit: usize) -> Result<Vec<Entry>, db::DbError> {
        todo!()
    }

    /// How many are kept.
    pub async fn count(&self) -> Result<u64, db::DbError> {
        todo!()
    }

    /// The entry and its MIME bytes.
    pub async fn get(&self, _id: Uuid) -> Result<Option<(Entry, Vec<u8>)>, db::DbError> {
        todo!()
    }

    /// Empties the mailbox and answers how many were in it.
    pub async fn delete_all(&self) -> Result<usize, db::DbError> {
        todo!()
    }
}
