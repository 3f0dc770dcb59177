//! The local store of the built-in service: messages that would have left the machine, readable by administrators.
//!
//! Bounded by count and bytes: the oldest messages are deleted first, so that a training system does not fill its disk.

mod release;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use mail::EmailAddress;
use mail::Outgoing;
use storage::{Blob, Db, DbError, Read, Row, Tx, params};
use uuid::Uuid;

use clock::{Clock, Random};
use config::Limits;
use queue::Id;

pub use release::{ReleaseError, Released, Selection};

/// The handle of the mailbox; clones share it. Implements [`delivery::MailboxStore`].
#[derive(Clone)]
pub struct Mailbox {
    db: Db,
    clock: Clock,
    random: Random,
    limits: Limits,
    usage: Arc<Usage>,
}

/// How much the mailbox contains, so that it need not be counted for each message.
#[derive(Debug, Default)]
struct Usage {
    messages: AtomicI64,
    bytes: AtomicI64,
    /// The time in the newest id, in milliseconds.
    newest_ms: AtomicI64,
}

/// A row of the list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// UUIDv7, so ids sort by time.
    pub id: Uuid,
    /// When it was stored.
    pub received_at: Timestamp,
    /// The envelope sender.
    pub from: EmailAddress,
    /// The envelope recipients.
    pub recipients: Vec<EmailAddress>,
    /// The subject, decoded.
    pub subject: String,
    /// The size of the MIME bytes.
    pub size: usize,
    /// The message of the outbox that it is a copy of; `None` for entries of earlier versions.
    pub message: Option<Id>,
}

/// The time in a UUIDv7 (RFC 9562 section 5.7).
fn milliseconds_of(id: Uuid) -> i64 {
    i64::try_from(id.as_u128() >> 80).unwrap_or(0)
}

const COLUMNS: &str = "id, received_at, sender, recipients, subject, size, message";

impl Mailbox {
    /// Opens the mailbox and counts its content.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn open(db: Db, clock: Clock, random: Random, limits: Limits) -> Result<Self, DbError> {
        let counted = db.read(|rx| {
            let sql = "SELECT COUNT(*), CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM mailbox_entry";
            rx.query_first(sql, &[], |row| Ok::<(i64, i64), DbError>((row.get(0)?, row.get(1)?)))
        });
        let (messages, bytes) = counted.await?.unwrap_or_default();
        let newest = db.read(|rx| {
            let sql = "SELECT id FROM mailbox_entry ORDER BY id DESC LIMIT 1";
            rx.query_first(sql, &[], |row| row.get::<[u8; 16]>(0))
        });
        let newest_ms = newest.await?.map_or(0, |id| milliseconds_of(Uuid::from_bytes(id)));
        let usage = Arc::new(Usage { messages: messages.into(), bytes: bytes.into(), newest_ms: newest_ms.into() });
        Ok(Self { db, clock, random, limits, usage })
    }

    /// At most `limit` entries, newest first. `q` searches sender, recipients and subject (empty: all); `before` is the
    /// last id of the previous page.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn list(&self, q: &str, before: Option<Uuid>, limit: usize) -> Result<Vec<Entry>, DbError> {
        let pattern = pattern(q);
        let before = before.unwrap_or(Uuid::max());
        self.db
            .read(move |rx| {
                let sql = format!(
                    "SELECT {COLUMNS} FROM mailbox_entry WHERE id < $1 AND sought LIKE $2 ESCAPE '\\' ORDER BY id DESC LIMIT $3"
                );
                rx.query(&sql, params![before.into_bytes(), pattern, i64::try_from(limit).unwrap_or(i64::MAX)], entry)
            })
            .await
    }

    /// The number of entries.
    ///
    /// # Errors
    /// None: the number is known without a query.
    pub async fn count(&self) -> Result<u64, DbError> {
        Ok(u64::try_from(self.usage.messages.load(Ordering::Relaxed)).unwrap_or(0))
    }

    /// The entry and its MIME bytes.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn get(&self, id: Uuid) -> Result<Option<(Entry, Vec<u8>)>, DbError> {
        self.db
            .read(move |rx| {
                let id = id.into_bytes();
                let sql = format!("SELECT {COLUMNS} FROM mailbox_entry WHERE id = $1");
                let Some(entry) = rx.query_first(&sql, params![id], entry)? else { return Ok(None) };
                let bytes =
                    rx.query_first("SELECT bytes FROM mailbox_body WHERE id = $1", params![id], |row| row.get(0))?;
                Ok(bytes.map(|bytes| (entry, bytes)))
            })
            .await
    }

    /// The size of the MIME bytes of an entry.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn size(&self, id: Uuid) -> Result<Option<usize>, DbError> {
        let sql = "SELECT LENGTH(bytes) FROM mailbox_body WHERE id = $1";
        self.db.read(move |rx| rx.query_first(sql, params![id.into_bytes()], |row| row.get(0))).await
    }

    /// At most `most` of the MIME bytes of an entry, starting at `offset`; `None` if it was deleted.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn part(&self, id: Uuid, offset: usize, most: usize) -> Result<Option<Vec<u8>>, DbError> {
        const BYTES: Blob = Blob { table: "mailbox_body", column: "bytes" };
        self.db.read(move |rx| rx.blob_part(BYTES, ("id = $1", params![id.into_bytes()]), offset, most)).await
    }

    /// Deletes all entries, so that none can be released any more. Returns their number.
    ///
    /// # Errors
    /// If the database cannot be written; nothing is deleted then.
    pub async fn delete_all(&self) -> Result<usize, DbError> {
        let deleted = self.db.write(|tx| {
            let deleted = tx.query("SELECT size FROM mailbox_entry", &[], |row| row.get::<i64>(0))?;
            tx.execute("DELETE FROM mailbox_body", &[])?;
            tx.execute("DELETE FROM mailbox_entry", &[])?;
            Ok::<_, DbError>(deleted)
        });
        let deleted = deleted.await?;
        self.subtract(&deleted);
        Ok(deleted.len())
    }

    async fn insert(&self, outgoing: &Outgoing) -> Result<(), DbError> {
        let now = self.clock.now();
        let entry = NewEntry::of(outgoing, self.next_id(now), now);
        let size = entry.size;
        self.db.write(move |tx| entry.insert(tx)).await?;
        let messages = self.usage.messages.fetch_add(1, Ordering::Relaxed) + 1;
        let bytes = self.usage.bytes.fetch_add(size, Ordering::Relaxed) + size;
        self.delete_oldest(messages, bytes).await
    }

    /// An id that sorts after all others. If the clock was set back, it is dated after the newest one; otherwise the
    /// next mail would be the oldest, and the first to be deleted.
    fn next_id(&self, now: Timestamp) -> Uuid {
        let now_ms = now.as_millisecond();
        let after = |newest: i64| if now_ms >= newest { now_ms } else { newest + 1 };
        let newest = self.usage.newest_ms.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |it| Some(after(it)));
        let dated = newest.map(after).unwrap_or(now_ms);
        self.random.id(Timestamp::from_millisecond(dated).unwrap_or(now))
    }

    /// Deletes the oldest entries above the bounds, and a hundredth more, so that this is not needed for each message.
    async fn delete_oldest(&self, messages: i64, bytes: i64) -> Result<(), DbError> {
        /// Maximum entries that one transaction deletes; the rest is deleted after the next message.
        const AT_ONCE: i64 = 1_000;
        let limit = |bound: u64| i64::try_from(bound).unwrap_or(i64::MAX);
        let (max_messages, max_bytes) = (limit(self.limits.mailbox_messages), limit(self.limits.mailbox_bytes));
        if messages <= max_messages && bytes <= max_bytes {
            return Ok(());
        }
        let (surplus, surplus_bytes) =
            (messages - (max_messages - max_messages / 100), bytes - (max_bytes - max_bytes / 100));
        let deleted = self.db.write(move |tx| {
            let oldest =
                tx.query("SELECT id, size FROM mailbox_entry ORDER BY id LIMIT $1", params![AT_ONCE], |row| {
                    Ok((row.get::<[u8; 16]>(0)?, row.get::<i64>(1)?))
                })?;
            let mut deleted = Vec::new();
            for (id, size) in oldest {
                if deleted.len() as i64 >= surplus && deleted.iter().sum::<i64>() >= surplus_bytes {
                    break;
                }
                tx.execute("DELETE FROM mailbox_body WHERE id = $1", params![id])?;
                tx.execute("DELETE FROM mailbox_entry WHERE id = $1", params![id])?;
                deleted.push(size);
            }
            Ok::<_, DbError>(deleted)
        });
        self.subtract(&deleted.await?);
        Ok(())
    }

    fn subtract(&self, sizes: &[i64]) {
        self.usage.messages.fetch_sub(sizes.len() as i64, Ordering::Relaxed);
        self.usage.bytes.fetch_sub(sizes.iter().sum(), Ordering::Relaxed);
    }
}

impl delivery::MailboxStore for Mailbox {
    fn store<'a>(
        &'a self,
        outgoing: &'a Outgoing,
    ) -> Pin<Box<dyn Future<Output = Result<(), delivery::MailboxError>> + Send + 'a>> {
        Box::pin(async move { self.insert(outgoing).await.map_err(delivery::MailboxError::new) })
    }
}

/// The column values of a new entry.
struct NewEntry {
    id: [u8; 16],
    message: Id,
    now: i64,
    sender: String,
    recipients: String,
    subject: String,
    sought: String,
    size: i64,
    bytes: Arc<[u8]>,
}

impl NewEntry {
    fn of(outgoing: &Outgoing, id: Uuid, now: Timestamp) -> Self {
        let recipients: Vec<&str> = outgoing.recipients.iter().map(EmailAddress::expose).collect();
        let subject = subject(&outgoing.bytes);
        let sender = outgoing.sender.shown();
        Self {
            id: id.into_bytes(),
            message: Id(Uuid::from_u128(outgoing.unique)),
            now: now.as_millisecond(),
            sought: format!("{sender} {} {subject}", recipients.join(" ")).to_lowercase(),
            sender: sender.to_owned(),
            recipients: serde_json::to_string(&recipients).expect("a list of texts"),
            subject,
            size: outgoing.bytes.len() as i64,
            bytes: outgoing.bytes.clone(),
        }
    }

    fn insert(&self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        tx.execute(
            "INSERT INTO mailbox_entry (id, received_at, sender, recipients, subject, size, sought, message) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![self.id, self.now, &self.sender, &self.recipients, &self.subject, self.size, &self.sought, self.message],
        )?;
        tx.execute("INSERT INTO mailbox_body (id, bytes) VALUES ($1, $2)", params![self.id, &*self.bytes])?;
        Ok(())
    }
}

fn subject(bytes: &[u8]) -> String {
    let parsed = mail_parser::MessageParser::new().with_mime_headers().with_address_headers().header_text("Subject");
    let parsed = parsed.parse_headers(bytes);
    parsed.as_ref().and_then(|message| message.subject()).unwrap_or_default().to_owned()
}

/// The search text as a LIKE pattern, with special characters escaped.
fn pattern(q: &str) -> String {
    let q = q.trim().to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{q}%")
}

fn entry(row: &Row<'_>) -> Result<Entry, DbError> {
    let (sender, recipients): (String, String) = (row.get(2)?, row.get(3)?);
    let addresses: Vec<String> = serde_json::from_str(&recipients).map_err(unreadable)?;
    let address = |text: &str| EmailAddress::parse(text).map_err(unreadable);
    Ok(Entry {
        id: Uuid::from_bytes(row.get(0)?),
        received_at: Timestamp::from_millisecond(row.get(1)?).map_err(unreadable)?,
        from: address(&sender)?,
        recipients: addresses.iter().map(|text| address(text)).collect::<Result<_, _>>()?,
        subject: row.get(4)?,
        size: usize::try_from(row.get::<i64>(5)?).unwrap_or(0),
        message: row.get(6)?,
    })
}

fn unreadable(source: impl std::error::Error + Send + Sync + 'static) -> DbError {
    DbError::Engine { operation: "reading an entry of the mailbox".to_owned(), source: Arc::new(source) }
}

#[cfg(test)]
mod tests {

    use super::*;

    async fn mailbox(mailbox_messages: u64, mailbox_bytes: u64) -> (tempfile::TempDir, Mailbox) {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Db::open(&storage::Location::Sqlite(folder.path().into())).expect("a database");
        let clock = Clock::manual("2026-11-22T12:00:00Z".parse().expect("a time"));
        let limits = config::Config::standard_in(folder.path()).limits;
        let limits = Limits { mailbox_messages, mailbox_bytes, ..limits };
        let mailbox = Mailbox::open(db, clock, Random::seeded(1), limits).await.expect("a mailbox");
        (folder, mailbox)
    }

    async fn keep(mailbox: &Mailbox, to: &str, subject: &str) {
        mailbox.clock.turn(std::time::Duration::from_millis(1));
        let outgoing = Outgoing {
            unique: 1,
            sender: EmailAddress::parse("noreply@example.com").expect("an address").into(),
            recipients: vec![EmailAddress::parse(to).expect("an address")],
            notifications: None,
            smtputf8: false,
            eight_bit: false,
            bytes: format!("Subject: {subject}\r\n\r\nHello\r\n").into_bytes().into(),
        };
        mailbox.insert(&outgoing).await.expect("kept");
    }

    async fn subjects(mailbox: &Mailbox, q: &str) -> Vec<String> {
        mailbox.list(q, None, 10).await.expect("a list").into_iter().map(|entry| entry.subject).collect()
    }

    #[tokio::test]
    async fn entries_are_listed_searched_and_read() {
        let (_folder, mailbox) = mailbox(100, 1 << 20).await;
        keep(&mailbox, "ann@example.com", "One").await;
        keep(&mailbox, "bob@example.com", "=?utf-8?q?Zwei_M=C3=BCnzen?=").await;
        keep(&mailbox, "cy@example.com", "100% off_er").await;
        assert_eq!(subjects(&mailbox, "").await, ["100% off_er", "Zwei Münzen", "One"]);
        assert_eq!(subjects(&mailbox, "MÜNZ").await, ["Zwei Münzen"]);
        assert_eq!(subjects(&mailbox, "ann@").await, ["One"]);
        assert_eq!(subjects(&mailbox, "0% off_").await, ["100% off_er"]);
        assert_eq!(subjects(&mailbox, "0%_f").await, Vec::<String>::new());
        let newest = mailbox.list("", None, 1).await.expect("a list").remove(0);
        let older = mailbox.list("", Some(newest.id), 10).await.expect("a list");
        assert_eq!(older.len(), 2);
        let (entry, bytes) = mailbox.get(newest.id).await.expect("read").expect("found");
        assert_eq!((entry.recipients[0].expose(), entry.size), ("cy@example.com", bytes.len()));
        assert!(bytes.ends_with(b"Hello\r\n"));
    }

    #[tokio::test]
    async fn deleting_all_leaves_nothing() {
        let (_folder, mailbox) = mailbox(100, 1 << 20).await;
        keep(&mailbox, "ann@example.com", "One").await;
        let id = mailbox.list("", None, 1).await.expect("a list")[0].id;
        assert_eq!(mailbox.delete_all().await.expect("deleted"), 1);
        assert_eq!(mailbox.count().await.expect("a count"), 0);
        assert!(mailbox.get(id).await.expect("read").is_none());
    }

    #[tokio::test]
    async fn the_oldest_entries_are_deleted_above_the_bounds() {
        let (_folder, by_count) = mailbox(3, 1 << 20).await;
        let (_folder, by_bytes) = mailbox(1_000, 70).await;
        for subject in ["One", "Two", "Three", "Four", "Five"] {
            keep(&by_count, "ann@example.com", subject).await;
            keep(&by_bytes, "ann@example.com", subject).await;
        }
        assert_eq!(subjects(&by_count, "").await, ["Five", "Four", "Three"]);
        assert_eq!(subjects(&by_bytes, "").await, ["Five", "Four"]);
        assert_eq!(by_bytes.count().await.expect("a count"), 2);
    }

    #[tokio::test]
    async fn the_newest_entries_are_kept_after_the_clock_was_set_back() {
        let (_folder, before) = mailbox(3, 1 << 20).await;
        for subject in ["One", "Two", "Three"] {
            keep(&before, "ann@example.com", subject).await;
        }
        before.clock.turn_back(std::time::Duration::from_secs(3600));
        keep(&before, "ann@example.com", "Four").await;
        let Mailbox { db, clock, random, limits, .. } = before;
        let after = Mailbox::open(db, clock, random, limits).await.expect("opened again");
        keep(&after, "ann@example.com", "Five").await;
        assert_eq!(subjects(&after, "").await, ["Five", "Four", "Three"]);
        let listed = after.list("", None, 1).await.expect("a list").remove(0);
        assert_eq!(listed.received_at, after.clock.now(), "shown with the time of the clock");
    }
}
