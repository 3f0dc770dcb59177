//! Whether the files of the database can be trusted: checked at the start, or in the background where they are large.
//!
//! Files that the last process left as it used them are trusted, up to 256 MiB after a quick look. Files that may have been
//! copied from a running server ([`crate::marker`]) are checked in full before they are trusted: small ones while they are
//! opened, large ones by [`Verification::check_all`] while the server runs, after its caller had the most important tables
//! checked. Until then nothing says that they are whole, so that the next start begins again.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::marker::{Generation, LastUse, Marker, new_generation};
use crate::sqlite::Session;
use crate::{DbError, OpenError, refused};

/// A file up to this size is checked at every start: about a second per GiB when the disk is cold.
const CHECKED_AT_START_BYTES: u64 = 256 << 20;

/// Whether opening is for serving, or for looking at what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Serve,
    /// Leaves no trace.
    Inspect,
    /// Leaves no trace, and opens what is damaged as well.
    Salvage,
}

/// Clones share the state.
#[derive(Clone, Debug)]
pub(crate) struct Verification {
    file: PathBuf,
    marker: Marker,
    /// A large file of unknown origin: it is not trusted until all of it is checked.
    is_doubtful: bool,
    /// The run whose process ended without a clean stop, where the files are as it left them.
    cut_off_run: Option<Generation>,
    /// This run.
    run: Generation,
    /// The files are known to be whole, and the marker says that they are in use.
    is_marked: Arc<AtomicBool>,
    /// A check in the background is to end.
    stop: Arc<AtomicBool>,
}

impl Verification {
    /// Checks as much as the start has to; `had_log` tells whether there was a log before the file was opened.
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
            LastUse::Stopped | LastUse::CutOff if is_large => Ok(None),
            LastUse::Stopped | LastUse::CutOff => session.quick_check(),
            LastUse::Unknown => {
                warn_about_copy(file, is_large);
                if is_large { Ok(None) } else { session.full_check() }
            }
        };
        if let Some(fault) = checked.map_err(failed)? {
            return Err(damaged(fault));
        }
        let is_doubtful = last_use == LastUse::Unknown && is_large;
        let cut_off_run = (last_use == LastUse::CutOff).then_some(generation);
        let (is_marked, stop) = (Arc::default(), Arc::default());
        Ok(Self { file: file.into(), marker, is_doubtful, cut_off_run, run: new_generation(), is_marked, stop })
    }

    /// The run whose process was killed, where the files are as it left them.
    pub(crate) fn cut_off_run(&self) -> Option<Generation> {
        self.cut_off_run
    }

    /// This run: what the database says from [`Self::begin_use`] on.
    pub(crate) fn run(&self) -> Generation {
        self.run
    }

    /// The files are in use from now on: `now` is what the database has, and `write` writes what it is to have.
    pub(crate) fn begin_use(&self, now: Generation, write: impl FnOnce(Generation) -> Result<(), DbError>) {
        if self.is_doubtful {
            // A generation without a marker: unknown as well at the next start.
            self.log_unmarked(self.marker.clear());
            self.log_unmarked(write(self.run));
        } else {
            self.mark(now, write);
        }
    }

    /// Whether the files are checked in full, or were left by a process that used them.
    pub(crate) fn is_done(&self) -> bool {
        !self.is_doubtful || self.is_marked.load(Ordering::Relaxed)
    }

    /// Checks some tables with their indices; the first fault found. Blocks.
    pub(crate) fn check_tables(&self, tables: &[&str]) -> Result<Option<String>, DbError> {
        let session = Session::reader(&self.file)?;
        for table in tables {
            if let Some(fault) = session.check_table(table)? {
                return Ok(Some(fault));
            }
        }
        Ok(None)
    }

    /// Checks everything; the first fault found, which the next start says at once. Blocks until it is done, or
    /// [`Self::stop`] is called.
    pub(crate) fn check_all(&self) -> Result<Option<String>, DbError> {
        let mut session = Session::reader(&self.file)?;
        session.end_when(self.stop.clone())?;
        let fault = session.full_check()?;
        if let Some(fault) = &fault {
            self.log_unmarked(self.marker.set_damaged(fault));
        }
        Ok(fault)
    }

    /// The files are whole and in use from now on: `now` is what the database has, and `write` writes what it is to have.
    pub(crate) fn mark<E: std::fmt::Display>(&self, now: Generation, write: impl FnOnce(Generation) -> Result<(), E>) {
        let next = self.run;
        match self.marker.set(next, now) {
            // Where the generation could not be written, the marker names the one before.
            Ok(()) => {
                self.is_marked.store(true, Ordering::Relaxed);
                self.log_unmarked(write(next));
            }
            Err(error) => self.log_unmarked(Err::<(), _>(error)),
        }
    }

    /// Closes a session after a clean stop: the files can be copied from now on.
    pub(crate) fn close(&self, session: Session) -> Result<(), DbError> {
        let is_clean = self.is_marked.load(Ordering::Relaxed) && session.set_generation(0).is_ok();
        session.close_whole()?;
        if is_clean {
            self.log_unmarked(self.marker.clear());
        }
        Ok(())
    }

    /// Ends a check that runs.
    pub(crate) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Without a marker the next start checks more than it would have to, which is no reason not to serve.
    fn log_unmarked<E: std::fmt::Display>(&self, done: Result<(), E>) {
        if let Err(error) = done {
            tracing::warn!(%error, "the database could not be marked as in use; the next start checks all of it");
        }
    }
}

/// What a check has to read.
fn bytes_with_log(file: &Path) -> u64 {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    [file, Path::new(&log)].into_iter().filter_map(|file| std::fs::metadata(file).ok()).map(|file| file.len()).sum()
}

fn warn_about_copy(file: &Path, is_large: bool) {
    let when = if is_large { "while the server runs" } else { "now" };
    tracing::warn!(
        "the database {} was not left by a clean stop of this folder: it may be a copy that was made while owlpost ran, or \
         come from an older version that was cut off. All of it is checked {when}. What was accepted last may be missing from \
         such a copy. Do not copy the folder while owlpost runs: stop it first, or take a snapshot of the disk (see Backup in \
         docs/operations.md)",
        file.display()
    );
}
