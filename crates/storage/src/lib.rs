//! One database, two engines: grouped durable writes and pooled reads behind one portable SQL text.
//!
//! [`Db::write`] runs a closure on the writer; the writer runs all closures that wait, each in its own savepoint,
//! commits once (one fsync) and then answers each: what it answered is on disk.
//! [`Db::read`] runs a closure on a pooled reader.
//! Knows no table but its own list of migrations. Statements are portable text with parameters `$1`, `$2`…; times are
//! integers in milliseconds, ids and bodies blobs. Nothing outside this crate knows which engine runs.

mod transaction;
mod value;

mod disk;
mod durable_file;
mod errors;
mod failure;
mod folder;
mod migrations;
mod reserve;

mod checkpointer;
mod readers;
mod writer;

mod sqlite;
mod thread;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::watch;

pub use disk::DiskState;
pub use durable_file::write_durably;
pub use errors::{DbError, OpenError};
pub use transaction::{Read, Rx, Tx};
pub use value::{FromValue, Row, Value};

use checkpointer::Checkpointer;
use disk::Disk;
use failure::FailureLatch;
use folder::Folder;
use migrations::{MIGRATIONS, MigrateError, Migration};
use readers::Readers;
use reserve::Reserve;
use sqlite::Session;
use writer::Writer;

/// A file up to this size has its structure checked at every start: about a second per GiB when the disk is cold.
const CHECKED_AT_START_BYTES: u64 = 256 << 20;

/// Where the database is.
#[derive(Clone, Debug)]
pub enum Location {
    /// The embedded database: the folder that holds `owlpost.db`, its log `owlpost.db-wal` and the lock
    /// `owlpost.lock`; made where it is missing.
    Sqlite(PathBuf),
}

/// A handle; clones share the one writer and the readers.
///
/// When the last clone is dropped, what was given to the writer is finished; [`Db::close`] waits for it without
/// blocking the caller's thread.
#[derive(Clone)]
pub struct Db {
    // Dropped before the writer, so that the writer's side is the last to close and leaves one file behind.
    readers: Readers,
    writer: Arc<Writer>,
    failures: FailureLatch,
    disk: Disk,
    uses_reserve: bool,
}

impl Db {
    /// Opens, checks, migrates with the numbered texts of `migrations/`, and starts writer and readers.
    ///
    /// The check is SQLite's *quick* check: it reads every page and finds torn, lost and doubly used ones, but does not
    /// compare indices with their tables, which takes many times as long; and only of a file up to 256 MiB, so that a
    /// large outbox starts as fast as a small one. [`Db::check`] is the thorough one.
    ///
    /// Blocks for the time of the check and the migrations. Where the disk is full, the reserve is given up as far as a
    /// start needs it.
    pub fn open(location: &Location) -> Result<Self, OpenError> {
        Self::open_with(location, MIGRATIONS)
    }

    fn open_with(location: &Location, migrations: &[Migration]) -> Result<Self, OpenError> {
        let Location::Sqlite(folder) = location;
        let disk = Disk::new(Reserve::in_folder(folder));
        let folder = Folder::lock(folder)?;
        let (session, readers, checkpointer, failures) = loop {
            match Self::open_locked(&folder, migrations, &disk) {
                Err(OpenError::Full { .. }) if disk.give_up_for_start() => {}
                opened => break opened?,
            }
        };
        disk.prepare();
        let file = folder.database_file()?;
        let hold = (disk.clone(), folder);
        let writer = Writer::start(file.clone(), session, checkpointer, failures.clone(), hold).map_err(|error| {
            let source = DbError::Engine { operation: "starting the writer's thread".into(), source: Arc::new(error) };
            refused(&file, "starting", source)
        })?;
        Ok(Self { readers, writer: Arc::new(writer), failures, disk, uses_reserve: false })
    }

    fn open_locked(
        folder: &Folder,
        migrations: &[Migration],
        disk: &Disk,
    ) -> Result<(Session, Readers, Checkpointer, FailureLatch), OpenError> {
        let file = folder.database_file()?;
        folder.forget_unwritten().map_err(|error| refused(&file, "preparing its recovery", error))?;
        let failures = FailureLatch::new();
        let session = Session::writer(&file, failures.clone()).map_err(|error| refused(&file, "reading it", error))?;
        let prepared = check_at_start(&session, &file)
            .and_then(|()| migrations::migrate(&session, migrations).map_err(|error| not_migrated(&file, error)));
        if let Err(refusal) = prepared {
            session.close_unused();
            return Err(refusal);
        }

        let readers = Readers::open(&file).map_err(|error| refused(&file, "opening its readers", error))?;
        let checkpointer = Checkpointer::start(file.clone(), failures.clone(), disk.clone())
            .map_err(|error| refused(&file, "opening its checkpoints", error))?;
        Ok((session, readers, checkpointer, failures))
    }

    /// How many migrations [`Db::open`] would apply; `None` where there is no database yet. Changes nothing: for
    /// `owlpost check`, so that trying a newer owlpost does not shut the older one out.
    pub fn pending(location: &Location) -> Result<Option<usize>, OpenError> {
        let Location::Sqlite(folder) = location;
        if !Folder::holds_database(folder) {
            return Ok(None);
        }
        let folder = Folder::lock(folder)?;
        let file = folder.database_file()?;
        let session = Session::reader(&file).map_err(|error| refused(&file, "reading it", error))?;
        let pending = migrations::pending(&session, MIGRATIONS);
        session.close_unused();
        pending.map(Some).map_err(|error| not_migrated(&file, error))
    }

    /// Runs `work` on the writer and answers after the commit that holds it is on disk.
    ///
    /// An error, or a panic, undoes `work` alone. `work` may run more than once (a group that is rolled back is run
    /// again, one by one), so it has no effect outside the transaction. Once given to the writer it runs, also when the
    /// caller's future is dropped.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.writer.write(work, self.uses_reserve).await
    }

    /// Runs `work` on a reader: a consistent snapshot of what is committed. Keep it short: readers are few, and a long
    /// one keeps the log growing.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Rx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.readers.read(work).await
    }

    /// A handle whose writes are tried on a full disk as well, in the room of the reserve: for what finishes accepted work,
    /// what makes room, and what people need to see what is wrong.
    #[must_use]
    pub fn with_reserve(&self) -> Self {
        Self { uses_reserve: true, ..self.clone() }
    }

    /// Whether the disk takes what is written, and each change of it. A full disk is asked again with each write that does
    /// not use the reserve, such as [`Db::check_writable`].
    pub fn disk(&self) -> watch::Receiver<DiskState> {
        self.disk.watch()
    }

    /// The server is open: what the reserve keeps for a start is kept from now on, whatever is written.
    pub fn opened(&self) {
        self.disk.opened();
    }

    /// Whether a write reaches the disk, shown by one: a row of the list of migrations is written anew.
    pub async fn check_writable(&self) -> Result<(), DbError> {
        let write = |tx: &mut Tx<'_>| tx.execute("UPDATE migration SET name = name", params![]);
        self.write(write).await.map(|_| ())
    }

    /// The thorough integrity check, for `owlpost check`: the first fault found, `None` where there is none.
    /// Reads the whole database, indices included.
    pub async fn check(&self) -> Result<Option<String>, DbError> {
        self.readers.read(|rx| rx.session().full_check()).await
    }

    /// Waits until a write or a sync of the database's files fails, and answers the [`DbError::Failed`] that names it;
    /// for ever where none does.
    ///
    /// From then on nothing is written: every write answers the same error, no checkpoint runs, and the log stays as it
    /// is, also when the database is closed. Reading goes on. The process should end: the next one recovers everything
    /// that was acknowledged from the log, and this one cannot.
    pub fn failed(&self) -> impl Future<Output = DbError> + Send + 'static {
        self.failures.recorded()
    }

    /// What [`Db::failed`] answers, where it has happened; also after [`Db::close`], which may be what failed.
    pub fn failure(&self) -> Option<DbError> {
        self.failures.get()
    }

    /// Finishes what was given to writer and readers, and closes; later calls answer [`DbError::Closed`].
    /// Copies the log into the database, unless something failed.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

fn check_at_start(session: &Session, file: &Path) -> Result<(), OpenError> {
    let size = std::fs::metadata(file).map_or(0, |metadata| metadata.len());
    if size > CHECKED_AT_START_BYTES {
        return Ok(());
    }
    match session.quick_check() {
        Ok(None) => Ok(()),
        Ok(Some(fault)) => Err(OpenError::Damaged { file: file.into(), fault }),
        Err(error) => Err(refused(file, "checking it", error)),
    }
}

fn not_migrated(file: &Path, error: MigrateError) -> OpenError {
    match error {
        MigrateError::Newer { found, known } => OpenError::Newer { found, known },
        MigrateError::Changed { number, name } => OpenError::Changed { number, name },
        MigrateError::Failed { doing, source } => refused(file, &doing, source),
    }
}

/// An error of the engine while opening, in words for a person.
fn refused(file: &Path, doing: &str, error: DbError) -> OpenError {
    let file = file.to_path_buf();
    if sqlite::is_not_a_database(&error) {
        OpenError::NotADatabase { file }
    } else if sqlite::is_damaged(&error) {
        OpenError::Damaged { file, fault: "its structure cannot be read".into() }
    } else if matches!(error, DbError::Full) {
        OpenError::Full { file }
    } else if sqlite::is_forbidden(&error) {
        OpenError::File { file, source: Arc::new(error) }
    } else {
        OpenError::Other { file, doing: doing.into(), source: error }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_that_fails_leaves_the_log_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let broken = [Migration { number: 1, name: "broken", text: "CREATE nothing" }];
        let opened = Db::open_with(&Location::Sqlite(folder.path().into()), &broken);
        assert!(matches!(opened, Err(OpenError::Other { .. })));
        let log = std::fs::metadata(folder.path().join("owlpost.db-wal")).expect("the log is left");
        assert!(log.len() > 0, "the table of migrations was in it");
    }
}
