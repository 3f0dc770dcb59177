//! Decides whether the files of the database can be trusted: checks them at the start, or in the background if they are
//! large.
//!
//! Files that are as the last process left them are trusted, up to 256 MiB after a quick check. Files that may have
//! been copied from a running server ([`crate::marker`]) are checked in full before they are trusted: small ones
//! while they are opened, large ones by [`Verification::check_all`] while the server runs, after its caller has
//! checked the most important tables. Until then the marker does not vouch for them, so that the next start checks
//! again.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::marker::{Generation, LastUse, Marker, new_generation};
use crate::sqlite::Session;
use crate::{DbError, OpenError, refused};

/// Files up to this size (database and log) are checked at every start. A check takes about a second per GiB with a
/// cold cache.
const CHECKED_AT_START_BYTES: u64 = 256 << 20;

/// What the database is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Serve,
    /// Changes nothing.
    Inspect,
    /// Changes nothing, and opens damaged files as well.
    Salvage,
}

/// The result of the checks so far. Clones share the state.
#[derive(Clone, Debug)]
pub(crate) struct Verification {
    file: PathBuf,
    marker: Marker,
    /// Whether the files are large and of unknown origin, so that they are not trusted until all of them is checked.
    is_doubtful: bool,
    /// The run of the previous process, if it was killed and the files are as it left them.
    killed_run: Option<Generation>,
    /// This run.
    run: Generation,
    /// Whether the files are trusted, and the marker says that they are in use.
    is_marked: Arc<AtomicBool>,
    /// Set to end a check in the background.
    stop: Arc<AtomicBool>,
}

impl Verification {
    /// Checks as much as the start must; `had_log` says whether there was a log before the file was opened.
    ///
    /// # Errors
    /// [`OpenError::Damaged`] with the first fault found.
    pub(crate) fn at_start(session: &Session, file: &Path, had_log: bool, purpose: Purpose) -> Result<Self, OpenError> {
        let marker = Marker::of(file);
        let failed = |error| refused(file, "checking it", error);
        let damaged = |fault| OpenError::Damaged { file: file.into(), fault };
        let generation = session.generation().map_err(failed)?;
        let is_large = bytes_with_log(file) > CHECKED_AT_START_BYTES;
        let last_use = marker.last_use(generation, had_log);
        let checked = match &last_use {
            _ if purpose == Purpose::Salvage => Ok(None),
            LastUse::Damaged(fault) => return Err(damaged(fault.clone())),
            LastUse::Stopped | LastUse::Killed if is_large => Ok(None),
            LastUse::Stopped | LastUse::Killed => session.quick_check(),
            LastUse::Unknown => {
                warn_about_copy(file, is_large);
                if is_large { Ok(None) } else { session.full_check() }
            }
        };
        if let Some(fault) = checked.map_err(failed)? {
            return Err(damaged(fault));
        }
        let is_doubtful = last_use == LastUse::Unknown && is_large;
        let killed_run = (last_use == LastUse::Killed).then_some(generation);
        let (is_marked, stop) = (Arc::default(), Arc::default());
        Ok(Self { file: file.into(), marker, is_doubtful, killed_run, run: new_generation(), is_marked, stop })
    }

    /// The run of the previous process, if it was killed and the files are as it left them.
    pub(crate) fn killed_run(&self) -> Option<Generation> {
        self.killed_run
    }

    /// This run; [`Self::begin_use`] writes it into the database.
    pub(crate) fn run(&self) -> Generation {
        self.run
    }

    /// Marks the files as in use: `now` is the current generation of the database, and `write` writes the next one.
    pub(crate) fn begin_use(&self, now: Generation, write: impl FnOnce(Generation) -> Result<(), DbError>) {
        if self.is_doubtful {
            // At the next start a generation without a marker means an unknown origin, too.
            self.log_unmarked(self.marker.clear());
            self.log_unmarked(write(self.run));
        } else {
            self.mark(now, write);
        }
    }

    /// Whether the files are trusted: checked in full, or as the last process left them.
    pub(crate) fn is_done(&self) -> bool {
        !self.is_doubtful || self.is_marked.load(Ordering::Relaxed)
    }

    /// Checks some tables with their indices; returns the first fault found. Blocks.
    pub(crate) fn check_tables(&self, tables: &[&str]) -> Result<Option<String>, DbError> {
        let session = Session::reader(&self.file)?;
        for table in tables {
            if let Some(fault) = session.check_table(table)? {
                return Ok(Some(fault));
            }
        }
        Ok(None)
    }

    /// Checks everything; returns the first fault found, which the next start reports at once. Blocks until it is
    /// done, or [`Self::stop`] is called.
    pub(crate) fn check_all(&self) -> Result<Option<String>, DbError> {
        let mut session = Session::reader(&self.file)?;
        session.end_when(self.stop.clone())?;
        let fault = session.full_check()?;
        if let Some(fault) = &fault {
            self.log_unmarked(self.marker.set_damaged(fault));
        }
        Ok(fault)
    }

    /// Marks the files as trusted and in use: `now` is the current generation of the database, and `write` writes the
    /// next one.
    pub(crate) fn mark<E: std::fmt::Display>(&self, now: Generation, write: impl FnOnce(Generation) -> Result<(), E>) {
        let next = self.run;
        match self.marker.set(next, now) {
            // The marker also contains the current generation, in case the next one cannot be written.
            Ok(()) => {
                self.is_marked.store(true, Ordering::Relaxed);
                self.log_unmarked(write(next));
            }
            Err(error) => self.log_unmarked(Err::<(), _>(error)),
        }
    }

    /// Closes the last session of a clean stop. Afterwards the files can be copied.
    pub(crate) fn close(&self, session: Session) -> Result<(), DbError> {
        let is_clean = self.is_marked.load(Ordering::Relaxed) && session.set_generation(0).is_ok();
        session.close_whole()?;
        if is_clean {
            self.log_unmarked(self.marker.clear());
        }
        Ok(())
    }

    /// Ends a running check.
    pub(crate) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Only logs the error: without a marker the next start merely checks more than necessary.
    fn log_unmarked<E: std::fmt::Display>(&self, done: Result<(), E>) {
        if let Err(error) = done {
            tracing::warn!(%error, "the database could not be marked as in use; the next start checks all of it");
        }
    }
}

/// The bytes that a check has to read.
fn bytes_with_log(file: &Path) -> u64 {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    [file, Path::new(&log)].into_iter().filter_map(|file| std::fs::metadata(file).ok()).map(|file| file.len()).sum()
}

fn warn_about_copy(file: &Path, is_large: bool) {
    let when = if is_large { "while the server runs" } else { "now" };
    tracing::warn!(
        "the database {} was not left by a clean stop of this folder: it may be a copy that was made while owlpost ran, its \
         first start was cut off, or it comes from an older version that was cut off. All of it is checked {when}. What was \
         accepted last may be missing from such a copy. Do not copy the folder while owlpost runs: stop it first, or take a \
         snapshot of the disk (see Backup in docs/production.md)",
        file.display()
    );
}
