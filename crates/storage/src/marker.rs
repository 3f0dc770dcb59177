//! Detects whether a folder was left by a clean stop, was left by a process that was killed, or is a copy of one in
//! use.
//!
//! A running server has a marker file. It contains the inode and birth time of the database file, which no copy has,
//! and the generation that the server wrote into the database. A clean stop resets the generation and removes the file.
//! A folder that was copied while a server used it has a marker that names another file; a database that was copied
//! alone has a generation and no marker. Both may be inconsistent anywhere, and are checked in full before they are
//! trusted.

use std::fs::Metadata;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::durable_file::write_durably;

const NAME: &str = "owlpost.running";
/// The first word of the file, with the version of its format.
const HEAD: &str = "owlpost-running-1";

/// How the folder was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LastUse {
    /// After a clean stop, or never used.
    Stopped,
    /// The process was killed, or the power failed; the files are those that it used.
    Killed,
    /// Any other case: the files may not belong together.
    Unknown,
    /// A check found a fault, and nothing was changed since then.
    Damaged(String),
}

/// The marker in a folder.
#[derive(Clone, Debug)]
pub(crate) struct Marker {
    path: PathBuf,
    database: PathBuf,
}

/// A generation of the database: identifies the start that wrote it; 0 after a clean stop.
pub(crate) type Generation = i32;

struct MarkerContent {
    file: String,
    generations: [Generation; 2],
    fault: Option<String>,
}

impl Marker {
    pub(crate) fn of(database: &Path) -> Self {
        Self { path: database.with_file_name(NAME), database: database.into() }
    }

    /// How the folder was left. `generation` is that of the database; `has_log` says whether there was a log before the
    /// database was opened.
    pub(crate) fn last_use(&self, generation: Generation, has_log: bool) -> LastUse {
        match self.read() {
            None if generation == 0 && !has_log => LastUse::Stopped,
            None => LastUse::Unknown,
            Some(stored) if stored.file != self.file() => LastUse::Unknown,
            Some(MarkerContent { fault: Some(fault), .. }) => LastUse::Damaged(fault),
            Some(stored) if stored.generations.contains(&generation) => LastUse::Killed,
            Some(_) => LastUse::Unknown,
        }
    }

    /// Writes the marker with the next generation of the database and the current one.
    pub(crate) fn set(&self, next: Generation, now: Generation) -> io::Result<()> {
        self.write(&MarkerContent { file: self.file(), generations: [next, now], fault: None })
    }

    /// Records that a check found a fault: the next start reports it at once.
    pub(crate) fn set_damaged(&self, fault: &str) -> io::Result<()> {
        let generations = self.read().map_or([0, 0], |stored| stored.generations);
        let fault = fault.split_whitespace().collect::<Vec<_>>().join(" ");
        self.write(&MarkerContent { file: self.file(), generations, fault: Some(fault) })
    }

    /// Removes the marker, after a clean stop.
    pub(crate) fn clear(&self) -> io::Result<()> {
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn write(&self, stored: &MarkerContent) -> io::Result<()> {
        let [next, now] = stored.generations;
        let fault = stored.fault.as_deref().unwrap_or_default();
        write_durably(&self.path, format!("{HEAD} {} {next} {now} {fault}\n", stored.file).as_bytes())
    }

    fn read(&self) -> Option<MarkerContent> {
        let text = std::fs::read_to_string(&self.path).ok()?;
        let mut words = text.trim_end().splitn(5, ' ');
        if words.next() != Some(HEAD) {
            // Unknown content, which identifies no file.
            return Some(MarkerContent { file: String::new(), generations: [0, 0], fault: None });
        }
        let file = words.next()?.to_owned();
        let generations = [words.next()?.parse().ok()?, words.next()?.parse().ok()?];
        Some(MarkerContent {
            file,
            generations,
            fault: words.next().filter(|fault| !fault.is_empty()).map(str::to_owned),
        })
    }

    /// The identity of the database file.
    fn file(&self) -> String {
        std::fs::metadata(&self.database).map_or_else(|_| "none".to_owned(), |file| identity(&file))
    }
}

/// A new random generation; the probability of a repetition is one in two thousand million.
pub(crate) fn new_generation() -> Generation {
    let random = RandomState::new().build_hasher().finish();
    Generation::try_from(random >> 33).unwrap_or(1).max(1)
}

/// Inode and birth time; only the inode on file systems without a birth time. Not the device, whose number may change
/// when the machine restarts.
fn identity(file: &Metadata) -> String {
    let born = file.created().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    #[cfg(unix)]
    let inode = std::os::unix::fs::MetadataExt::ino(file);
    #[cfg(not(unix))]
    let inode = 0;
    format!("{inode}-{}", born.unwrap_or_default().as_nanos())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Marker) {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("owlpost.db");
        std::fs::write(&database, "pages").unwrap();
        (folder, Marker::of(&database))
    }

    #[test]
    fn a_folder_without_a_marker_was_stopped_unless_a_log_or_a_generation_is_left() {
        let (_folder, marker) = folder();
        assert_eq!(marker.last_use(0, false), LastUse::Stopped);
        assert_eq!(marker.last_use(0, true), LastUse::Unknown, "a log without its server");
        assert_eq!(marker.last_use(7, false), LastUse::Unknown, "the database of a running server, copied alone");
    }

    #[test]
    fn a_killed_server_is_distinguished_from_a_copy_of_its_folder() {
        let (original, marker) = folder();
        marker.set(7, 0).unwrap();
        for generation in [0, 7] {
            assert_eq!(marker.last_use(generation, true), LastUse::Killed, "before and after it was written");
        }
        assert_eq!(marker.last_use(8, true), LastUse::Unknown, "files of different times");
        let copy = tempfile::tempdir().unwrap();
        for name in ["owlpost.db", NAME] {
            std::fs::copy(original.path().join(name), copy.path().join(name)).unwrap();
        }
        assert_eq!(Marker::of(&copy.path().join("owlpost.db")).last_use(7, true), LastUse::Unknown);
        marker.clear().unwrap();
        marker.clear().unwrap();
        assert_eq!(marker.last_use(0, false), LastUse::Stopped);
    }

    #[test]
    fn a_fault_found_by_a_check_is_reported_by_the_next_start() {
        let (_folder, marker) = folder();
        marker.set(7, 0).unwrap();
        marker.set_damaged("page 9:\nfree space").unwrap();
        assert_eq!(marker.last_use(7, true), LastUse::Damaged("page 9: free space".into()));
        marker.set(8, 7).unwrap();
        assert_eq!(marker.last_use(7, true), LastUse::Killed);
    }

    #[test]
    fn unrelated_content_is_not_a_marker_of_this_file() {
        let (folder, marker) = folder();
        std::fs::write(folder.path().join(NAME), "a shopping list").unwrap();
        assert_eq!(marker.last_use(0, false), LastUse::Unknown);
    }

    #[test]
    fn a_new_generation_is_never_zero() {
        assert!((0..1000).all(|_| new_generation() > 0));
    }
}
