//! The local store of the built-in service: what would have left the machine, readable by administrators.

use jiff::Timestamp;

/// The room's handle; implements `delivery::Keep`.
#[derive(Clone)]
pub struct Mailbox {}

/// A row of the list.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: uuid::Uuid,
    pub received_at: Timestamp,
    pub from: String,
    pub recipients: Vec<String>,
    pub subject: String,
    pub size: usize,
}

impl Mailbox {
    /// Newest first; `q` searches sender, recipients and subject; `before` pages on.
    pub async fn list(&self, _q: &str, _before: Option<uuid::Uuid>, _limit: usize) -> Result<Vec<Entry>, db::DbError> {
        todo!()
    }
    pub async fn count(&self) -> Result<u64, db::DbError> {
        todo!()
    }
    /// The entry and its MIME bytes.
    pub async fn get(&self, _id: uuid::Uuid) -> Result<Option<(Entry, Vec<u8>)>, db::DbError> {
        todo!()
    }
    pub async fn delete_all(&self) -> Result<usize, db::DbError> {
        todo!()
    }
}
