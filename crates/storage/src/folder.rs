//! The folder of the embedded database: created if missing, locked against a second process.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::{DbError, OpenError};

const DATABASE: &str = "owlpost.db";
const LOG: &str = "owlpost.db-wal";
const LOCK: &str = "owlpost.lock";

/// A folder that is locked until this is dropped; the system also releases the lock when the process ends in any way.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Creates the folder if missing (accessible only to its owner, because it will contain mail), and locks it.
    pub(crate) fn lock(path: &Path) -> Result<Self, OpenError> {
        let refused = |source: std::io::Error| match source.kind() {
            ErrorKind::StorageFull => OpenError::Full { file: path.into() },
            _ => OpenError::Folder { folder: path.into(), source },
        };
        make_private(path).map_err(refused)?;
        let mut lock = private_file(&path.join(LOCK)).map_err(refused)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(OpenError::InUse { folder: path.into(), process: read_process(&mut lock) });
            }
            Err(TryLockError::Error(source)) => return Err(refused(source)),
        }
        write_process(&mut lock).map_err(refused)?;
        Ok(Self { path: path.into(), _lock: lock })
    }

    /// Whether a database was ever created there.
    pub(crate) fn contains_database(path: &Path) -> bool {
        path.join(DATABASE).exists()
    }

    /// The path of the database file.
    pub(crate) fn database_path(&self) -> PathBuf {
        self.path.join(DATABASE)
    }

    /// The database file; created empty here, because the engine would make it readable by everyone. The files `-wal`
    /// and `-shm` inherit its permissions.
    ///
    /// Call it only before the engine opens the file: closing any descriptor of a file releases the locks that this
    /// process has on it (fcntl(2), POSIX), and another program that then opens and closes the database deletes the log
    /// in use.
    pub(crate) fn make_database_file(&self) -> Result<PathBuf, OpenError> {
        let file = self.database_path();
        match private_file(&file) {
            Ok(_) => Ok(file),
            Err(source) if source.kind() == ErrorKind::StorageFull => Err(OpenError::Full { file }),
            Err(source) => Err(OpenError::File { file, source: Arc::new(source) }),
        }
    }
}

impl Folder {
    /// Whether there is a write-ahead log with content.
    pub(crate) fn has_log(&self) -> bool {
        std::fs::metadata(self.path.join(LOG)).is_ok_and(|log| log.len() > 0)
    }

    /// After an end without a clean close: makes the engine read both files from the disk instead of the system's page
    /// cache.
    ///
    /// After a failed sync the system may keep pages in memory that never reached the disk, and answer reads from them.
    /// The end of the log would seem to be stored; what is appended to it would be acknowledged, and the next power
    /// failure would lose both. Furthermore, ext4 seems to regard the blocks of such pages as written: the database's
    /// pages were written again from the log, synced without an error, and still missing after the next mount (Linux
    /// 6.18, in 7 of 12 rounds of `tests/failing_disk.rs`). So whatever can still be written is written, and the rest
    /// is dropped from the cache, before the engine looks for the log's end. See Rebello et al., "Can Applications
    /// Recover from fsync Failures?" (USENIX ATC 2020).
    pub(crate) fn forget_unwritten(&self) -> Result<(), DbError> {
        let files: &[(&str, &str)] = if self.has_log() { &[(LOG, "the log"), (DATABASE, "the database")] } else { &[] };
        for (name, called) in files {
            // If this fails, the engine cannot open the file either, and reports the error.
            let Ok(file) = OpenOptions::new().read(true).write(true).open(self.path.join(name)) else { continue };
            let failed = |error: std::io::Error| DbError::Failed {
                operation: format!("syncing {called} at the start"),
                source: Arc::new(error),
            };
            // The first error may come from the previous process, about pages that are dropped here in any case.
            file.sync_all().or_else(|_| file.sync_all()).map_err(failed)?;
            #[cfg(target_os = "linux")]
            rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed).map_err(|error| failed(error.into()))?;
        }
        Ok(())
    }
}

/// On a full disk errors are ignored: the lock file then merely lacks the process id.
fn write_process(lock: &mut File) -> std::io::Result<()> {
    let written = lock.set_len(0).and_then(|()| writeln!(lock, "{}", std::process::id()));
    match written {
        Err(error) if error.kind() == ErrorKind::StorageFull => Ok(()),
        other => other,
    }
}

fn read_process(lock: &mut File) -> String {
    let mut text = String::new();
    let _ = lock.rewind().and_then(|()| lock.take(32).read_to_string(&mut text));
    let text = text.trim();
    if text.is_empty() { "unknown".into() } else { text.into() }
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn private_file(file: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}
