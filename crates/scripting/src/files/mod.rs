//! The files of a workspace, which its scripts attach to mail. They are stored in the database, so that a backup
//! contains them.
//!
//! A file is identified by its name, which must be valid for an attachment; storing a name again replaces the file.
//! Limits are checked in the transaction that stores the file. Pages and API check permissions. No file is read from
//! or written to the file system.

use std::pin::Pin;
use std::sync::Arc;

use jiff::Timestamp;
use mail::{Fault, Text, check_file_name, check_media_type, media_type_of_file, megabytes, quoted};
use storage::{Blob, Db, DbError, Read, Row, Tx, params};
use uuid::Uuid;

use crate::texts;
use accounts::audit::{Action, Audit};
use accounts::workspace;
use accounts::{Actor, ActorContext};
use clock::Clock;

/// Maximum bytes of a file: in a message it grows by more than a third, and receivers refuse mail above about 20 MB.
pub const FILE_BYTES: usize = 10_000_000;
/// Maximum size of all files of a workspace: each backup copies the whole database.
pub const WORKSPACE_BYTES: usize = 100_000_000;
/// Maximum number of files in a workspace: the list fits on one page.
pub const WORKSPACE_FILES: usize = 1_000;

/// A file without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// Unique in its workspace; case is significant.
    pub name: String,
    /// The media type that an attachment gets.
    pub content_type: String,
    /// Size of the content in bytes.
    pub size: usize,
    /// When it was last stored.
    pub changed_at: Timestamp,
    /// Who stored it.
    pub changed_by: Actor,
}

/// Why a call was refused; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// All faults of the input; fields `name`, `content_type`, `file`.
    #[error("the file has faults")]
    Faults(Vec<Fault>),
    /// No such workspace or file; it may have been deleted in the meantime.
    #[error("there is no such workspace or file")]
    NotFound,
    /// The database failed.
    #[error("accessing stored files")]
    Db(#[from] DbError),
}

/// The handle of files; clones share it.
#[derive(Clone)]
pub struct Files {
    db: Db,
    clock: Clock,
    audit: Audit,
}

impl Files {
    /// Files over their table.
    pub fn new(db: Db, clock: Clock, audit: Audit) -> Self {
        Self { db, clock, audit }
    }

    /// Stores a file, replacing an existing file with this name. Without a type it is derived from name and content.
    ///
    /// # Errors
    /// The faults of the input and of the workspace's limits; [`FilesError::NotFound`] if there is no such workspace.
    pub async fn put(
        &self,
        workspace: Uuid,
        name: &str,
        content_type: Option<&str>,
        content: Vec<u8>,
        by: &ActorContext,
    ) -> Result<FileFacts, FilesError> {
        let facts = self.checked(name, content_type, &content, by).map_err(FilesError::Faults)?;
        let (audit, by, stored) = (self.audit.clone(), by.clone(), facts.clone());
        self.db
            .write(move |tx| {
                let room = workspace::find(tx, workspace)?.ok_or(FilesError::NotFound)?;
                check_limits(tx, workspace, &stored)?;
                insert(tx, workspace, &stored, &content)?;
                audit
                    .entry_by(Action::FileStored, &by, accounts::texts::audit_file(stored.name.as_str(), room.name))
                    .insert(tx)?;
                Ok::<_, FilesError>(())
            })
            .await?;
        Ok(facts)
    }

    /// All files of a workspace, by name.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn list(&self, workspace: Uuid) -> Result<Vec<FileFacts>, FilesError> {
        let sql = format!("SELECT {COLUMNS} FROM workspace_file WHERE workspace_id = $1 ORDER BY name");
        self.db.read(move |rx| Ok(rx.query(&sql, params![workspace.as_bytes()], facts)?)).await
    }

    /// One file without its content.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn facts(&self, workspace: Uuid, name: &str) -> Result<Option<FileFacts>, FilesError> {
        let name = name.to_owned();
        self.db.read(move |rx| Ok(find(rx, workspace, &name)?)).await
    }

    /// One file with its content.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn content(&self, workspace: Uuid, name: &str) -> Result<Option<(FileFacts, Vec<u8>)>, FilesError> {
        let name = name.to_owned();
        let sql = format!("SELECT {COLUMNS}, content FROM workspace_file WHERE workspace_id = $1 AND name = $2");
        let each = |row: &Row<'_>| Ok((facts(row)?, row.get(COLUMN_COUNT)?));
        self.db.read(move |rx| Ok(rx.query_first(&sql, params![workspace.as_bytes(), &name], each)?)).await
    }

    /// At most `most` bytes of a file from `offset` on; `None` if it was deleted or replaced in the meantime.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn part(
        &self,
        workspace: Uuid,
        file: &FileFacts,
        offset: usize,
        most: usize,
    ) -> Result<Option<Vec<u8>>, DbError> {
        const CONTENT: Blob = Blob { table: "workspace_file", column: "content" };
        const SAME: &str = "workspace_id = $1 AND name = $2 AND changed_at = $3 AND size = $4";
        let (name, changed_at, size) = (file.name.clone(), file.changed_at.as_millisecond(), file.size);
        self.db
            .read(move |rx| {
                let same = params![workspace.as_bytes(), &name, changed_at, size];
                rx.blob_part(CONTENT, (SAME, same), offset, most)
            })
            .await
    }

    /// Reads a file in parts ([`Files::part`]), for a response that is sent as the client takes it. Parts of a file that was
    /// deleted or replaced are empty.
    pub fn reader(&self, workspace: Uuid, file: FileFacts) -> impl FnMut(usize, usize) -> FilePart + Send + 'static {
        let files = self.clone();
        move |offset, most| {
            let (files, file) = (files.clone(), file.clone());
            Box::pin(async move { files.part(workspace, &file, offset, most).await.map(Option::unwrap_or_default) })
        }
    }

    /// Deletes a file.
    ///
    /// # Errors
    /// [`FilesError::NotFound`].
    pub async fn delete(&self, workspace: Uuid, name: &str, by: &ActorContext) -> Result<(), FilesError> {
        let (audit, by, name) = (self.audit.clone(), by.clone(), name.to_owned());
        self.db
            .write(move |tx| {
                let room = workspace::find(tx, workspace)?.ok_or(FilesError::NotFound)?;
                let deleted = tx.execute(
                    "DELETE FROM workspace_file WHERE workspace_id = $1 AND name = $2",
                    params![workspace.as_bytes(), &name],
                )?;
                if deleted == 0 {
                    return Err(FilesError::NotFound);
                }
                audit
                    .entry_by(Action::FileDeleted, &by, accounts::texts::audit_file(name.as_str(), room.name))
                    .insert(tx)?;
                Ok(())
            })
            .await
    }

    /// The file as it will be stored; the error contains all its faults.
    fn checked(
        &self,
        name: &str,
        content_type: Option<&str>,
        content: &[u8],
        by: &ActorContext,
    ) -> Result<FileFacts, Vec<Fault>> {
        let mut faults = Vec::new();
        let content_type = match content_type.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => check_media_type(text).map_err(|text| faults.push(fault("content_type", text))).ok(),
            None => Some(media_type_of_file(name, content)),
        };
        let checked = check_file_name(name.to_owned()).map_err(|text| faults.push(fault("name", text))).ok();
        if content.len() > FILE_BYTES {
            faults.push(too_large(name, content.len()));
        }
        match (checked, content_type) {
            (Some(name), Some(content_type)) if faults.is_empty() => Ok(FileFacts {
                name,
                content_type,
                size: content.len(),
                changed_at: self.clock.now(),
                changed_by: by.actor.clone(),
            }),
            _ => Err(faults),
        }
    }
}

/// A part of a file that is being read.
pub type FilePart = Pin<Box<dyn Future<Output = Result<Vec<u8>, DbError>> + Send>>;

/// The value of `Content-Disposition` that makes a browser save a file instead of showing it (RFC 6266 §4.3): an
/// ASCII name for old clients, and the full name in UTF-8 (RFC 8187).
pub fn disposition(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._- ()".contains(c) { c } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", in_address(name))
}

/// A name as one path segment of a URL (RFC 3986 §3.3).
pub fn in_address(name: &str) -> String {
    name.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte.into());
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

/// The fault of a file that is too large; also used while an upload is still being received.
pub fn too_large(name: &str, bytes: usize) -> Fault {
    fault("file", texts::file_too_large(quoted(name), megabytes(bytes), megabytes(FILE_BYTES)))
}

fn fault(field: &str, text: Text) -> Fault {
    Fault::new(field, text)
}

/// Checks the workspace's limits, not counting the file that is replaced.
fn check_limits(tx: &mut Tx<'_>, workspace: Uuid, new: &FileFacts) -> Result<(), FilesError> {
    let sql = "SELECT COUNT(*), CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM workspace_file \
               WHERE workspace_id = $1 AND name <> $2";
    let each = |row: &Row<'_>| Ok((row.get::<usize>(0)?, row.get::<usize>(1)?));
    let (count, bytes) = tx.query_first(sql, params![workspace.as_bytes(), &new.name], each)?.unwrap_or_default();
    let text = if count >= WORKSPACE_FILES {
        texts::file_too_many(WORKSPACE_FILES)
    } else if bytes + new.size > WORKSPACE_BYTES {
        texts::file_workspace_full(quoted(&new.name), megabytes(bytes + new.size), megabytes(WORKSPACE_BYTES))
    } else {
        return Ok(());
    };
    Err(FilesError::Faults(vec![fault("file", text)]))
}

fn insert(tx: &mut Tx<'_>, workspace: Uuid, new: &FileFacts, content: &[u8]) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO workspace_file (workspace_id, name, content_type, size, changed_at, changed_by, content) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (workspace_id, name) DO UPDATE SET \
         content_type = excluded.content_type, size = excluded.size, changed_at = excluded.changed_at, \
         changed_by = excluded.changed_by, content = excluded.content",
        params![
            workspace.as_bytes(),
            &new.name,
            &new.content_type,
            new.size,
            new.changed_at.as_millisecond(),
            new.changed_by.to_stored(),
            content
        ],
    )?;
    Ok(())
}

const COLUMNS: &str = "name, content_type, size, changed_at, changed_by";
const COLUMN_COUNT: usize = 5;

fn find(rx: &mut impl Read, workspace: Uuid, name: &str) -> Result<Option<FileFacts>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM workspace_file WHERE workspace_id = $1 AND name = $2");
    rx.query_first(&sql, params![workspace.as_bytes(), name], facts)
}

fn facts(row: &Row<'_>) -> Result<FileFacts, DbError> {
    let changed_at = Timestamp::from_millisecond(row.get(3)?)
        .map_err(|source| DbError::Engine { operation: "reading a file".to_owned(), source: Arc::new(source) })?;
    Ok(FileFacts {
        name: row.get(0)?,
        content_type: row.get(1)?,
        size: row.get(2)?,
        changed_at,
        changed_by: Actor::from_stored(&row.get::<String>(4)?),
    })
}

#[cfg(test)]
mod tests;
