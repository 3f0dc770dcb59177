//! The database: durable writes that are committed in groups, and pooled reads. Only this crate knows the engine.
//!
//! [`Db::write`] runs a closure on the writer; the writer runs all waiting closures, each in its own savepoint,
//! commits once (one fsync) and then answers each: what it acknowledged is on disk. [`Db::read`] runs a closure on a
//! pooled reader. This crate uses no table except its own list of migrations. Statements are SQL with parameters `$1`,
//! `$2`…, portable except for the terms that [`migrations`] names; times are integers in milliseconds, ids and bodies
//! are blobs.

mod transaction;
mod value;

mod disk;
mod durable_file;
mod errors;
mod failure;
mod folder;
mod marker;
mod migrations;
mod reserve;
mod verification;

mod checkpointer;
mod readers;
mod writer;

mod sqlite;
mod thread;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::watch;

pub use disk::DiskState;
pub use durable_file::{read_private, write_durably};
pub use errors::{DbError, OpenError};
pub use reserve::DiskSpace;
pub use transaction::{Blob, Read, Rx, Tx};
pub use value::{FromValue, Row, Value};

use checkpointer::Checkpointer;
use disk::Disk;
use failure::FailureLatch;
use folder::Folder;
use migrations::{MIGRATIONS, MigrateError, Migration};
use readers::Readers;
use reserve::Reserve;
use sqlite::Session;
use verification::{Purpose, Verification};
use writer::Writer;

/// The location of the database.
#[derive(Clone, Debug)]
pub enum Location {
    /// The embedded database: the folder with `owlpost.db`, its log `owlpost.db-wal` and the lock `owlpost.lock`;
    /// created if missing.
    Sqlite(PathBuf),
}

/// A handle; clones share the writer and the readers.
///
/// When the last clone is dropped, pending writes are finished; [`Db::close`] waits for them without blocking the
/// caller's thread.
#[derive(Clone)]
pub struct Db {
    // Dropped before the writer, so that the writer's connection closes last and leaves only one file.
    readers: Readers,
    writer: Arc<Writer>,
    failures: FailureLatch,
    disk: Disk,
    verification: Verification,
    uses_reserve: bool,
}

impl Db {
    /// Opens, checks, migrates with the numbered files of `migrations/`, and starts writer and readers.
    ///
    /// The check is SQLite's *quick* check: it reads every page and finds torn, lost and doubly used ones, but does not
    /// compare indices with their tables, which takes many times as long. It runs only for files up to 256 MiB (with
    /// their log), so that a large outbox starts as fast as a small one. A folder that may be a copy of one in use is
    /// checked in full; if it is large, the caller has to do it: see [`Db::is_verified`].
    ///
    /// Blocks for the time of the check and the migrations. If the disk is full, the whole reserve is released.
    pub fn open(location: &Location) -> Result<Self, OpenError> {
        Self::open_with(location, MIGRATIONS, Purpose::Serve)
    }

    /// Like [`Db::open`], for inspection: the folder is not marked as in use, and no reserve is made.
    pub fn inspect(location: &Location) -> Result<Self, OpenError> {
        Self::open_with(location, MIGRATIONS, Purpose::Inspect)
    }

    /// Like [`Db::inspect`], without any check: for a caller that determines what can be read.
    pub fn open_unchecked(location: &Location) -> Result<Self, OpenError> {
        Self::open_with(location, MIGRATIONS, Purpose::Salvage)
    }

    fn open_with(location: &Location, migrations: &[Migration], purpose: Purpose) -> Result<Self, OpenError> {
        let Location::Sqlite(folder) = location;
        let disk = Disk::new(Reserve::in_folder(folder));
        let folder = Folder::lock(folder)?;
        let (session, readers, checkpointer, verification) = loop {
            match Self::open_locked(&folder, migrations, &disk, purpose) {
                Err(OpenError::Full { .. }) if disk.release_for_start() => {}
                opened => break opened?,
            }
        };
        if purpose == Purpose::Serve {
            disk.prepare();
        }
        let file = folder.database_path();
        let failures = session.failures().unwrap_or_default();
        let hold = (disk.clone(), verification.clone(), folder);
        let writer = Writer::start(file.clone(), session, checkpointer, hold).map_err(|error| {
            let source = DbError::Engine { operation: "starting the writer's thread".into(), source: Arc::new(error) };
            refused(&file, "starting", source)
        })?;
        Ok(Self { readers, writer: Arc::new(writer), failures, disk, verification, uses_reserve: false })
    }

    fn open_locked(
        folder: &Folder,
        migrations: &[Migration],
        disk: &Disk,
        purpose: Purpose,
    ) -> Result<(Session, Readers, Checkpointer, Verification), OpenError> {
        let had_log = folder.has_log();
        let file = folder.make_database_file()?;
        folder.forget_unwritten().map_err(|error| refused(&file, "preparing its recovery", error))?;
        let failures = FailureLatch::new();
        let session = Session::writer(&file, failures.clone()).map_err(|error| refused(&file, "reading it", error))?;
        let prepared = Verification::at_start(&session, &file, had_log, purpose).and_then(|verification| {
            migrations::migrate(&session, migrations).map_err(|error| not_migrated(&file, error))?;
            Ok(verification)
        });
        let verification = match prepared {
            Ok(verification) => verification,
            Err(refusal) => {
                session.close_unused();
                return Err(refusal);
            }
        };

        let readers = Readers::open(&file).map_err(|error| refused(&file, "opening its readers", error))?;
        let checkpointer = Checkpointer::start(file.clone(), failures, disk.clone())
            .map_err(|error| refused(&file, "opening its checkpoints", error))?;
        Ok((session, readers, checkpointer, verification))
    }

    /// The number of migrations that [`Db::open`] would apply; `None` if there is no database yet. Changes nothing:
    /// for `owlpost check`, so that trying a newer owlpost does not lock out the older one.
    pub fn pending(location: &Location) -> Result<Option<usize>, OpenError> {
        let Location::Sqlite(folder) = location;
        if !Folder::contains_database(folder) {
            return Ok(None);
        }
        let folder = Folder::lock(folder)?;
        let file = folder.make_database_file()?;
        let session = Session::reader(&file).map_err(|error| refused(&file, "reading it", error))?;
        let pending = migrations::pending(&session, MIGRATIONS);
        session.close_unused();
        pending.map(Some).map_err(|error| not_migrated(&file, error))
    }

    /// Runs `work` on the writer and returns after its commit is on disk.
    ///
    /// An error, or a panic, undoes only `work`. `work` may run more than once (the members of a group that was
    /// rolled back are run again, one by one), so it must have no effect outside the transaction. Once the writer has
    /// received it, it runs even if the caller's future is dropped.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.writer.write(work, self.uses_reserve).await
    }

    /// Runs `work` on a reader, with a consistent snapshot of committed data. Keep it short: readers are few, and a
    /// long read keeps the log growing.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Rx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.readers.read(work).await
    }

    /// A handle whose writes are tried on a full disk as well, in the space of the reserve: for writes that finish
    /// accepted work, make space, or let people see what is wrong.
    #[must_use]
    pub fn with_reserve(&self) -> Self {
        Self { uses_reserve: true, ..self.clone() }
    }

    /// Whether the disk accepts writes; the receiver is notified of each change. Each write that does not use the
    /// reserve, such as [`Db::check_writable`], tests a full disk again.
    pub fn disk(&self) -> watch::Receiver<DiskState> {
        self.disk.watch()
    }

    /// Free and total space of the file system with the database; `None` if the system does not report it. Quotas of a
    /// user or a project are not taken into account.
    pub fn disk_space(&self) -> Option<DiskSpace> {
        self.disk.space()
    }

    /// Called when the start is complete: the folder is marked as in use, and the part of the reserve for a start is
    /// kept from now on. If the process ends before this, the next start checks the folder in full.
    pub async fn opened(&self) {
        self.disk.opened();
        let verification = self.verification.clone();
        let reserved = self.with_reserve();
        let marked = reserved.write(move |tx| {
            let now = tx.session().generation()?;
            verification.begin_use(now, |next| tx.session().set_generation(next));
            Ok::<_, DbError>(())
        });
        if let Err(error) = marked.await {
            tracing::warn!(%error, "the folder could not be marked as in use; the next start checks all of it");
        }
    }

    /// Returns up to 1 MiB of free pages to the file system, in one short write. A tenth of the file, at least 4 MiB,
    /// is kept for new data; returns whether there are more free pages than that. Does nothing for a file that was
    /// created before version 1.
    pub async fn shrink(&self) -> Result<bool, DbError> {
        /// 1 MiB, which takes some milliseconds.
        const PAGES: i64 = 256;
        self.with_reserve()
            .write(|tx| {
                let mut number = |pragma: &str| tx.query_first(pragma, params![], |row| row.get::<i64>(0));
                let free = number("PRAGMA freelist_count")?.unwrap_or(0);
                let all = number("PRAGMA page_count")?.unwrap_or(0);
                let is_incremental = number("PRAGMA auto_vacuum")? == Some(2);
                let spare = free - (all / 10).max(4 * PAGES);
                if !is_incremental || spare <= 0 {
                    return Ok(false);
                }
                tx.query(&format!("PRAGMA incremental_vacuum({})", spare.min(PAGES)), params![], |_| Ok(()))?;
                Ok(spare > PAGES)
            })
            .await
    }

    /// Tests whether a write reaches the disk, by rewriting a row of the list of migrations.
    pub async fn check_writable(&self) -> Result<(), DbError> {
        let write = |tx: &mut Tx<'_>| tx.execute("UPDATE migration SET name = name", params![]);
        self.write(write).await.map(|_| ())
    }

    /// The full integrity check, for `owlpost check`: the first fault found, or `None`. Reads the whole database
    /// including indices.
    pub async fn check(&self) -> Result<Option<String>, DbError> {
        self.readers.read(|rx| rx.session().full_check()).await
    }

    /// Whether the files are as the last process left them, or were checked in full. Otherwise they may be a torn
    /// copy: the caller checks the tables that it needs first with [`Db::check_tables`] before it accepts anything,
    /// and runs [`Db::verify`] in the background.
    pub fn is_verified(&self) -> bool {
        self.verification.is_done()
    }

    /// The number that identifies this start; [`Db::opened`] stores it in the database.
    pub fn run(&self) -> i32 {
        self.verification.run()
    }

    /// The [`Db::run`] of the previous process, if it was killed and the files are those that it used. `None` after a
    /// clean stop, for files from elsewhere, and if the process ended during its start.
    pub fn killed_run(&self) -> Option<i32> {
        self.verification.killed_run()
    }

    /// Checks some tables with their indices, on a thread for blocking work; returns the first fault found.
    pub async fn check_tables(&self, tables: &'static [&'static str]) -> Result<Option<String>, DbError> {
        let verification = self.verification.clone();
        run_blocking(move || verification.check_tables(tables)).await
    }

    /// Checks everything, which takes a while. A fault is recorded like a failed write ([`Db::failed`]), and the next
    /// start reports it at once; without a fault, the files are trusted from then on. Ends early, with an error, if the
    /// database is closed.
    ///
    /// # Errors
    /// [`DbError::Damaged`] with the fault; the engine's error if it could not be checked.
    pub async fn verify(&self) -> Result<(), DbError> {
        let verification = self.verification.clone();
        let checked = run_blocking(move || verification.check_all()).await?;
        if let Some(fault) = checked {
            let damaged = DbError::Damaged { fault };
            self.failures.record(&damaged);
            return Err(damaged);
        }
        let verification = self.verification.clone();
        self.with_reserve()
            .write(move |tx| {
                let now = tx.session().generation()?;
                let mut written = Ok(());
                verification.mark(now, |next| {
                    written = tx.session().set_generation(next);
                    written.clone()
                });
                written
            })
            .await
    }

    /// Waits until a write or a sync of the database's files fails, and returns the [`DbError::Failed`] that names
    /// it; for ever if none does.
    ///
    /// From then on nothing is written: every write returns the same error, no checkpoint runs, and the log is left
    /// unchanged, even when the database is closed. Reading still works. The process should end: only the next one can
    /// recover everything that was acknowledged from the log.
    pub fn failed(&self) -> impl Future<Output = DbError> + Send + 'static {
        self.failures.recorded()
    }

    /// The error of [`Db::failed`], if it has happened; also after [`Db::close`], which may itself have failed.
    pub fn failure(&self) -> Option<DbError> {
        self.failures.get()
    }

    /// Finishes pending writes and reads, and closes; later calls return [`DbError::Closed`]. Copies the log into the
    /// database, unless something failed.
    pub async fn close(&self) {
        self.verification.stop();
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Runs long work on one of the runtime's threads for blocking work.
async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, DbError> + Send + 'static,
) -> Result<T, DbError> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(DbError::Closed))
}

fn not_migrated(file: &Path, error: MigrateError) -> OpenError {
    match error {
        MigrateError::Newer { found, known } => OpenError::Newer { found, known },
        MigrateError::Changed { number, name } => OpenError::Changed { number, name },
        MigrateError::Failed { doing, source } => refused(file, &doing, source),
    }
}

/// Converts an error of the engine while opening to one that says what to do.
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
        let opened = Db::open_with(&Location::Sqlite(folder.path().into()), &broken, Purpose::Serve);
        assert!(matches!(opened, Err(OpenError::Other { .. })));
        let log = std::fs::metadata(folder.path().join("owlpost.db-wal")).expect("the log is left");
        assert!(log.len() > 0, "the table of migrations was in it");
    }
}
