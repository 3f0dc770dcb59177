//! Audit entries for reading the text of a mail; used by pages and API.
//!
//! Text, HTML, source and attachments count as one reading: the same reader and mail are recorded at most once an hour.
//! The server's log has a line for each part.

use std::error::Error;
use std::time::Duration;

use mail::{Arg, Text};
use storage::{DbError, Read, params};
use uuid::Uuid;

use super::{Action, Audit, Entry, stored_subject};
use crate::{Actor, texts};
use clock::first_id;

/// A reader who reads the same mail again within this time is not recorded again.
const ONE_READING: Duration = Duration::from_hours(1);

/// A mail, identified by where it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailLocation {
    /// A message of the outbox.
    Outbox(Uuid),
    /// A message in the local mailbox.
    Mailbox(Uuid),
}

impl MailLocation {
    /// The mail that an entry is about. The subjects of version 1 are texts such as `outbox 01a2…`.
    pub fn from_subject(subject: &Text) -> Option<Self> {
        let id = || match subject.args().get("id") {
            Some(Arg::String(id)) => Some(id.as_str()),
            _ => None,
        };
        let (location, id) = match (subject.as_verbatim(), subject.code()) {
            (Some(stored), _) => stored.split_once(' ')?,
            (None, code) => (code, id()?),
        };
        let id = id.parse().ok()?;
        match location {
            "outbox" | "audit_mail_outbox" => Some(Self::Outbox(id)),
            "mailbox" | "audit_mail_mailbox" => Some(Self::Mailbox(id)),
            _ => None,
        }
    }

    /// The subject of an entry.
    pub fn text(self) -> Text {
        match self {
            Self::Outbox(id) => texts::audit_mail_outbox(id.to_string()),
            Self::Mailbox(id) => texts::audit_mail_mailbox(id.to_string()),
        }
    }
}

impl Audit {
    /// Records that the text of a mail was shown. `reader` is the actor of the entry; `logged` identifies the reader in
    /// the server's log, without an address.
    ///
    /// A failure to record is only logged: a full disk must not prevent reading.
    pub async fn mail_read(&self, reader: &Actor, logged: &str, mail: MailLocation) {
        match mail {
            MailLocation::Outbox(id) => {
                tracing::info!(target: "audit", by = logged, message = %id, "the text of a message was read");
            }
            MailLocation::Mailbox(id) => {
                tracing::info!(target: "audit", by = logged, mailbox = %id, "the text of a message was read");
            }
        }
        let entry = self.entry(Action::MailRead, reader.clone(), mail.text());
        if let Err(error) = self.note_reading(entry).await {
            tracing::warn!(error = &error as &dyn Error, "recording the reading of a mail in the audit log failed");
        }
    }

    async fn note_reading(&self, entry: Entry) -> Result<(), DbError> {
        let asked = entry.clone();
        // Checked in a read first, so that further parts of a mail cause no write.
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
        params![stored_subject(entry.subject.as_ref()), since.as_bytes(), entry.actor.to_stored()],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}
