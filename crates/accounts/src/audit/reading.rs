//! Whoever reads what somebody else wrote leaves a trace: the one place that pages and API tell of it.
//!
//! Text, HTML in its frame, source and attachments are parts of one reading: the same reader and mail are noted once an
//! hour. The log has a line for each part.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use storage::{DbError, Read, params};
use uuid::Uuid;

use super::{Action, Audit, Entry};
use clock::first_id;

/// What the same reader reads of the same mail within this time is one reading.
const ONE_READING: Duration = Duration::from_hours(1);

/// A mail that is read, by where it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// A message of the outbox.
    Outbox(Uuid),
    /// What the built-in service kept.
    Mailbox(Uuid),
}

impl Kept {
    /// The mail that an entry's subject names.
    pub fn from_subject(subject: &str) -> Option<Self> {
        let (place, id) = subject.split_once(' ')?;
        let id = id.parse().ok()?;
        match place {
            "outbox" => Some(Self::Outbox(id)),
            "mailbox" => Some(Self::Mailbox(id)),
            _ => None,
        }
    }
}

impl fmt::Display for Kept {
    /// An entry's subject: `outbox 01a2…`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outbox(id) => write!(f, "outbox {id}"),
            Self::Mailbox(id) => write!(f, "mailbox {id}"),
        }
    }
}

impl Audit {
    /// Some text of a mail was handed out. `reader` is who reads as an entry names them, `logged` as the log may: without
    /// an address.
    ///
    /// A full disk must not keep an administrator from what was read already: a note that fails is only logged.
    pub async fn mail_read(&self, reader: &str, logged: &str, mail: Kept) {
        match mail {
            Kept::Outbox(id) => {
                tracing::info!(target: "audit", by = logged, message = %id, "the text of a message was read");
            }
            Kept::Mailbox(id) => {
                tracing::info!(target: "audit", by = logged, mailbox = %id, "the text of a message was read");
            }
        }
        let entry = self.entry(Action::MailRead, reader, mail.to_string());
        if let Err(error) = self.note_reading(entry).await {
            tracing::warn!(error = &error as &dyn Error, "the reading of a mail was not noted in the audit log");
        }
    }

    async fn note_reading(&self, entry: Entry) -> Result<(), DbError> {
        let asked = entry.clone();
        // Asked first, so that the parts of a reading cost no write.
        if self.db.read(move |rx| is_noted(rx, &asked)).await? {
            return Ok(());
        }
        self.db.write(move |tx| if is_noted(tx, &entry)? { Ok(()) } else { entry.insert(tx) }).await
    }
}

fn is_noted(rx: &mut impl Read, entry: &Entry) -> Result<bool, DbError> {
    let since = first_id(entry.at.checked_sub(ONE_READING).unwrap_or(entry.at));
    let found = rx.query_first(
        "SELECT 1 FROM audit_entry WHERE action = 'mail_read' AND subject = $1 AND id >= $2 AND actor = $3",
        params![entry.subject.as_str(), since.as_bytes(), entry.actor.as_str()],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}
