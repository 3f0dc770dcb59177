//! Interprets errors of SQLite: the only place that reads its codes.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::sync::Arc;

use rusqlite::ErrorCode;
use rusqlite::ffi;

use crate::DbError;

/// What a connection may do to the files of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// It only reads them, and writes at most temporary files of queries.
    Reads,
    /// It writes the log or copies it into the database.
    Writes,
}

/// What an error of the disk means for the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DiskError {
    /// Nothing was to be written. Affects only the caller.
    NotWritten,
    /// The disk was full, and the system refused the write as a whole. May be retried.
    Full,
    /// The file system became read-only, and the system refused the write as a whole.
    ReadOnly,
    /// A write or a sync failed. The content of the files is unknown until the log is read from its beginning.
    Failed,
}

/// Converts an error of the engine, with the operation.
///
/// Must be called before any other system call: the cause of some errors is only in `errno`.
pub(super) fn db_error(operation: &str, error: rusqlite::Error, access: Access) -> DbError {
    let unique = [ffi::SQLITE_CONSTRAINT_UNIQUE, ffi::SQLITE_CONSTRAINT_PRIMARYKEY, ffi::SQLITE_CONSTRAINT_ROWID];
    let cause = io::Error::last_os_error().kind();
    let codes = error.sqlite_error().map(|error| (error.code, error.extended_code));
    match codes {
        Some((ErrorCode::DiskFull, _)) => return DbError::Full,
        Some((ErrorCode::ReadOnly, _)) => return DbError::ReadOnly,
        // The log or the shared memory could not be created.
        Some((ErrorCode::CannotOpen, _)) if is_no_space(cause) => return DbError::Full,
        Some((ErrorCode::CannotOpen, _)) if cause == ErrorKind::ReadOnlyFilesystem => return DbError::ReadOnly,
        Some((_, extended)) if unique.contains(&extended) => return DbError::Conflict,
        Some((ErrorCode::SystemIoFailure, extended)) if access == Access::Writes => match disk_error(extended, cause) {
            DiskError::Full => return DbError::Full,
            DiskError::ReadOnly => return DbError::ReadOnly,
            DiskError::Failed => return DbError::Failed { operation: operation.into(), source: Arc::new(error) },
            DiskError::NotWritten => {}
        },
        _ => {}
    }
    DbError::Engine { operation: operation.into(), source: Arc::new(error) }
}

/// Decides which errors of the disk end the process.
///
/// **Why a failed sync cannot be tried again.** Linux reports a failed write-back once, by the next `fsync`, and
/// drops the pages: a second `fsync` succeeds although they were never written. A checkpoint that copies a part of
/// the log advances SQLite's count of copied frames (`nBackfill`, in the shared memory) without a sync; the next one
/// begins after them, syncs, and lets the log restart. So after a failed sync, the log is the only complete copy, and
/// only a new process makes SQLite copy all of it again: the first connection rebuilds the shared memory, with
/// nothing counted as copied. Therefore every error that is not known to be harmless is [`DiskError::Failed`].
///
/// **A full disk is not a failure.** `SQLITE_FULL` means that `write(2)` was refused with `ENOSPC`: the system
/// accepted nothing and has nothing to drop. In a commit the transaction is undone. In a checkpoint the count of
/// copied frames is unchanged, the log keeps everything, and the next checkpoint writes the same pages again. Pages
/// that an earlier, partial checkpoint wrote may still be waiting for write-back; if that fails, it is reported to
/// the sync at the end of every complete checkpoint, because both connections that copy had the file open before, and
/// until such a sync succeeds the log does not restart. So continuing is safe, and ending the process would restart a
/// server with a full disk again and again. SQLite has no such code for an exhausted quota, nor for the shared memory
/// and `ftruncate`: for these `errno` decides (`sqlite3_system_errno` is the same `errno`, read at the same moment). A
/// full disk that is reported only at `fsync` has accepted pages and drops them: that is a failure.
///
/// **A file system that became read-only** (ext4 after an error of its own) refuses `write(2)` with `EROFS` as a
/// whole, so the same applies. Pages that it had accepted and lost before are reported to the next sync, which is a
/// failure. Ending the process would only lead to a start that cannot open anything, while reading still works.
///
/// **A failed read** says nothing about what was written, and a bad sector would be read again after each start.
fn disk_error(extended_code: i32, cause: ErrorKind) -> DiskError {
    match extended_code {
        // SQLite has already mapped ENOSPC to SQLITE_FULL.
        ffi::SQLITE_IOERR_WRITE if cause == ErrorKind::QuotaExceeded => DiskError::Full,
        ffi::SQLITE_IOERR_SHMSIZE | ffi::SQLITE_IOERR_TRUNCATE if is_no_space(cause) => DiskError::Full,
        ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_SHMSIZE | ffi::SQLITE_IOERR_TRUNCATE
            if cause == ErrorKind::ReadOnlyFilesystem =>
        {
            DiskError::ReadOnly
        }
        // Reading. A read error of the device (EIO) is IOERR_CORRUPTFS, which mostly appears as SQLITE_CORRUPT.
        ffi::SQLITE_IOERR_READ
        | ffi::SQLITE_IOERR_SHORT_READ
        | ffi::SQLITE_IOERR_FSTAT
        | ffi::SQLITE_IOERR_ACCESS
        | ffi::SQLITE_IOERR_MMAP
        | ffi::SQLITE_IOERR_DATA
        | ffi::SQLITE_IOERR_CORRUPTFS => DiskError::NotWritten,
        // A lock that was not granted, or no memory: nothing was started.
        ffi::SQLITE_IOERR_LOCK
        | ffi::SQLITE_IOERR_RDLOCK
        | ffi::SQLITE_IOERR_CHECKRESERVEDLOCK
        | ffi::SQLITE_IOERR_NOMEM => DiskError::NotWritten,
        // WRITE, FSYNC, DIR_FSYNC, TRUNCATE, CLOSE, DELETE, the shared memory, and future codes.
        _ => DiskError::Failed,
    }
}

fn is_no_space(cause: ErrorKind) -> bool {
    matches!(cause, ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

/// The operation for an error: the beginning of the statement, which contains no values, because they are parameters.
pub(super) fn running(sql: &str) -> String {
    const SHOWN: usize = 60;
    let mut shown = String::with_capacity(SHOWN + 12);
    shown.push_str("running `");
    for (index, word) in sql.split_whitespace().enumerate() {
        if shown.len() > SHOWN {
            shown.push('…');
            break;
        }
        if index > 0 {
            shown.push(' ');
        }
        shown.push_str(word);
    }
    shown.push('`');
    shown
}

/// Whether the engine reports that the file is not a database.
pub(crate) fn is_not_a_database(error: &DbError) -> bool {
    code(error) == Some(ErrorCode::NotADatabase)
}

/// Whether the engine reports that the file's structure is damaged.
pub(crate) fn is_damaged(error: &DbError) -> bool {
    code(error) == Some(ErrorCode::DatabaseCorrupt)
}

/// Whether the file could not be opened or written for lack of permission.
pub(crate) fn is_forbidden(error: &DbError) -> bool {
    matches!(error, DbError::ReadOnly)
        || matches!(code(error), Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied))
}

/// Whether a row cannot be read: its page is damaged or cannot be read from the disk, or a value has a different type
/// than the column.
pub(crate) fn is_unreadable(error: &DbError) -> bool {
    let DbError::Engine { source, .. } = error else { return false };
    match source.downcast_ref::<rusqlite::Error>() {
        Some(error) => matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::SystemIoFailure | ErrorCode::TooBig | ErrorCode::TypeMismatch)
        ),
        // The error of a conversion of a column's value.
        None => true,
    }
}

fn code(error: &DbError) -> Option<ErrorCode> {
    let DbError::Engine { source, .. } = error else { return None };
    source.downcast_ref::<rusqlite::Error>()?.sqlite_error_code()
}

pub(super) trait IntoError {
    fn into_error(self) -> Arc<dyn Error + Send + Sync>;
}

impl IntoError for &str {
    fn into_error(self) -> Arc<dyn Error + Send + Sync> {
        Arc::from(Box::<dyn Error + Send + Sync>::from(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(extended_codes: &[i32], cause: ErrorKind, expected: DiskError) {
        for code in extended_codes {
            assert_eq!(disk_error(*code, cause), expected, "code {code:#x}, {cause}");
        }
    }

    #[test]
    fn a_failed_write_or_sync_ends_the_process() {
        let codes = [
            ffi::SQLITE_IOERR_WRITE,
            ffi::SQLITE_IOERR_FSYNC,
            ffi::SQLITE_IOERR_DIR_FSYNC,
            ffi::SQLITE_IOERR_TRUNCATE,
            ffi::SQLITE_IOERR_CLOSE,
            ffi::SQLITE_IOERR_DELETE,
            ffi::SQLITE_IOERR_SHMSIZE,
            ffi::SQLITE_IOERR_SHMMAP,
        ];
        check(&codes, ErrorKind::Other, DiskError::Failed);
        check(&[ffi::SQLITE_IOERR_FSYNC, ffi::SQLITE_IOERR_DIR_FSYNC], ErrorKind::StorageFull, DiskError::Failed);
        check(&[ffi::SQLITE_IOERR_FSYNC], ErrorKind::QuotaExceeded, DiskError::Failed);
    }

    #[test]
    fn an_unknown_error_of_the_disk_ends_the_process() {
        check(&[ffi::SQLITE_IOERR, ffi::SQLITE_IOERR | 200 << 8], ErrorKind::Other, DiskError::Failed);
    }

    #[test]
    fn an_exhausted_quota_is_a_full_disk() {
        let codes = [ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR_SHMSIZE, ffi::SQLITE_IOERR_TRUNCATE];
        check(&codes, ErrorKind::QuotaExceeded, DiskError::Full);
        check(&codes[1..], ErrorKind::StorageFull, DiskError::Full);
    }

    #[test]
    fn a_file_system_that_became_read_only_is_reported_and_its_failed_syncs_are_failures() {
        let codes = [ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR_SHMSIZE, ffi::SQLITE_IOERR_TRUNCATE];
        check(&codes, ErrorKind::ReadOnlyFilesystem, DiskError::ReadOnly);
        check(&[ffi::SQLITE_IOERR_FSYNC], ErrorKind::ReadOnlyFilesystem, DiskError::Failed);
    }

    #[test]
    fn a_failed_read_affects_only_its_caller() {
        let codes = [
            ffi::SQLITE_IOERR_READ,
            ffi::SQLITE_IOERR_SHORT_READ,
            ffi::SQLITE_IOERR_FSTAT,
            ffi::SQLITE_IOERR_CORRUPTFS,
            ffi::SQLITE_IOERR_LOCK,
        ];
        check(&codes, ErrorKind::Other, DiskError::NotWritten);
    }

    #[test]
    fn a_connection_that_only_reads_cannot_fail_the_database() {
        let error = || rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_IOERR_FSYNC), None);
        assert!(matches!(db_error("sorting", error(), Access::Reads), DbError::Engine { .. }));
        let failed = db_error("running `COMMIT`", error(), Access::Writes);
        assert!(matches!(failed, DbError::Failed { .. }) && failed.to_string().contains("COMMIT"), "{failed}");
    }
}
