//! Mail that waits on this machine because the server was not reached: one file a message, readable by its owner only.
//!
//! A file is written in full, synced, and then renamed to `<id>.mail`, so that it is never read half. Whoever sends what
//! waits has a lock on the folder. What the server refuses for good becomes `<id>.refused`, with the reason in
//! `<id>.reason`, and stays there.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::request::Request;
use super::settings::SpoolChoice;

/// For programs whose user has no folder of their own; exists if the administrator made it.
const SHARED: &str = "/var/spool/owlpost";
const WAITING: &str = "mail";
const REFUSED: &str = "refused";

/// A folder with mail that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spool {
    folder: PathBuf,
}

/// A message that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) request: Request,
    /// When it was submitted, for people and for the age of its idempotency key.
    pub(super) submitted_at: jiff::Timestamp,
    /// Server and API key that may have accepted it: it is sent to no others, which would not know its idempotency key.
    pub(super) may_have_arrived_at: Option<String>,
}

/// The lock of a folder, until it is dropped.
pub(super) struct Lock(#[expect(dead_code, reason = "dropped to unlock")] File);

impl Spool {
    /// The folders in which a message may wait, best first.
    pub(super) fn candidates(choice: &SpoolChoice) -> Vec<Self> {
        let folders = match choice {
            SpoolChoice::Off => Vec::new(),
            SpoolChoice::Folder(folder) => vec![folder.clone()],
            SpoolChoice::Standard => {
                let of_caller = Path::new(SHARED).join(rustix::process::getuid().as_raw().to_string());
                state_folder().map(|folder| folder.join("owlpost/spool")).into_iter().chain([of_caller]).collect()
            }
        };
        folders.into_iter().map(|folder| Self { folder }).collect()
    }

    /// Stores a message durably, in a folder that is made if it is missing; returns its file.
    pub(super) fn store(&self, id: Uuid, entry: &Entry) -> io::Result<PathBuf> {
        self.make_folder()?;
        let path = self.path(id, WAITING);
        self.write(&path, &encoded(entry)?)?;
        Ok(path)
    }

    /// The ids of messages that wait, oldest first.
    pub(super) fn waiting(&self) -> io::Result<Vec<Uuid>> {
        self.ids(WAITING)
    }

    /// The ids of messages that were refused, with the reasons.
    pub(super) fn refused(&self) -> io::Result<Vec<(Uuid, String)>> {
        let reason = |id: Uuid| (id, fs::read_to_string(self.path(id, "reason")).unwrap_or_default());
        Ok(self.ids(REFUSED)?.into_iter().map(reason).collect())
    }

    /// Reads a message that waits; the inner error says what is wrong in its file.
    pub(super) fn read(&self, id: Uuid) -> io::Result<Result<Entry, String>> {
        let bytes = fs::read(self.path(id, WAITING))?;
        Ok(decoded(&bytes))
    }

    /// Removes a message that was accepted.
    pub(super) fn remove(&self, id: Uuid) -> io::Result<()> {
        fs::remove_file(self.path(id, WAITING))?;
        self.sync()
    }

    /// Stores a message that waits again, with what was learned about it.
    pub(super) fn replace(&self, id: Uuid, entry: &Entry) -> io::Result<()> {
        self.write(&self.path(id, WAITING), &encoded(entry)?)
    }

    /// Keeps a message that was refused for good; returns its file.
    pub(super) fn set_aside(&self, id: Uuid, reason: &str) -> io::Result<PathBuf> {
        self.write(&self.path(id, "reason"), reason.as_bytes())?;
        let path = self.path(id, REFUSED);
        fs::rename(self.path(id, WAITING), &path)?;
        self.sync()?;
        Ok(path)
    }

    /// The lock for sending what waits; `None` while another process has it, or there is no such folder.
    pub(super) fn lock(&self) -> io::Result<Option<Lock>> {
        let opened =
            OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(self.folder.join("lock"));
        let file = match opened {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened?,
        };
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn path(&self, id: Uuid, kind: &str) -> PathBuf {
        self.folder.join(format!("{id}.{kind}"))
    }

    fn ids(&self, kind: &str) -> io::Result<Vec<Uuid>> {
        let files = match fs::read_dir(&self.folder) {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied) => {
                return Ok(Vec::new());
            }
            files => files?,
        };
        let mut ids = Vec::new();
        for file in files {
            let path = PathBuf::from(file?.file_name());
            let id = path.file_stem().and_then(|stem| Uuid::try_parse(stem.to_str()?).ok());
            ids.extend(id.filter(|_| path.extension().is_some_and(|found| found == kind)));
        }
        // Ids sort by the time at which they were made.
        ids.sort_unstable();
        Ok(ids)
    }

    /// Makes the folder. One below [`SHARED`] must be the caller's own: everybody may make folders there.
    fn make_folder(&self) -> io::Result<()> {
        let is_shared = self.folder.starts_with(SHARED);
        if !self.folder.exists() {
            DirBuilder::new().recursive(!is_shared).mode(0o700).create(&self.folder)?;
            if let Some(parent) = self.folder.parent() {
                File::open(parent)?.sync_all()?;
            }
        }
        let found = fs::symlink_metadata(&self.folder)?;
        if is_shared && (!found.is_dir() || found.uid() != rustix::process::getuid().as_raw()) {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the folder belongs to somebody else"));
        }
        Ok(())
    }

    /// Writes a file that is complete and on disk when it has its name.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let new = path.with_extension("new");
        // One that is left from a process that was killed is in no use.
        match fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&new, path));
        if let Err(error) = written {
            // A full disk gets back what it gave.
            let _ = fs::remove_file(&new);
            return Err(error);
        }
        self.sync()
    }

    fn sync(&self) -> io::Result<()> {
        File::open(&self.folder)?.sync_all()
    }
}

/// `$XDG_STATE_HOME`, or `~/.local/state` (XDG Base Directory Specification).
fn state_folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    variable("XDG_STATE_HOME").or_else(|| variable("HOME").map(|home| home.join(".local/state")))
}

/// A line of JSON, and the body.
fn encoded(entry: &Entry) -> io::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec(entry)?;
    bytes.push(b'\n');
    bytes.extend_from_slice(&entry.request.body);
    Ok(bytes)
}

fn decoded(bytes: &[u8]) -> Result<Entry, String> {
    let end = bytes.iter().position(|byte| *byte == b'\n').ok_or("its first line has no end")?;
    let mut entry: Entry = serde_json::from_slice(&bytes[..end]).map_err(|error| format!("its first line: {error}"))?;
    entry.request.body = bytes[end + 1..].to_vec();
    Ok(entry)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::cli::send::request::Envelope;

    /// The form of the first release.
    const STORED: &[u8] =
        b"{\"request\":{\"path\":\"/api/v1/messages/raw\",\"query\":[[\"recipient\",\"ann@example.com\"]],\
        \"content_type\":\"message/rfc822\",\"idempotency_key\":\"k\"},\"submitted_at\":\"2026-12-01T10:00:00Z\",\
        \"may_have_arrived_at\":null}\nTo: a\r\n\r\n\xff\n";

    fn entry() -> Entry {
        let envelope = Envelope { recipients: vec!["ann@example.com".into()], ..Envelope::default() };
        Entry {
            request: Request::finished(&envelope, b"To: a\r\n\r\n\xff\n".to_vec(), Some("k".into())),
            submitted_at: "2026-12-01T10:00:00Z".parse().expect("a time"),
            may_have_arrived_at: None,
        }
    }

    fn spool(folder: &Path) -> Spool {
        Spool { folder: folder.join("state/spool") }
    }

    #[test]
    fn a_message_is_stored_for_its_owner_and_read_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let (spool, id) = (spool(folder.path()), Uuid::from_u128(7));
        let path = spool.store(id, &entry()).expect("stored");
        assert_eq!(fs::read(&path).expect("a file"), STORED);
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
        assert_eq!(
            fs::metadata(path.parent().expect("a folder")).expect("a folder").permissions().mode() & 0o777,
            0o700
        );
        assert_eq!(spool.waiting().expect("readable"), [id]);
        assert_eq!(spool.read(id).expect("readable"), Ok(entry()));
        spool.remove(id).expect("removed");
        assert!(spool.waiting().expect("readable").is_empty());
    }

    #[test]
    fn a_refused_message_is_kept_with_its_reason() {
        let folder = tempfile::tempdir().expect("a folder");
        let (spool, id) = (spool(folder.path()), Uuid::from_u128(7));
        spool.store(id, &entry()).expect("stored");
        let path = spool.set_aside(id, "a recipient is not an address").expect("set aside");
        assert_eq!(fs::read(path).expect("a file"), STORED);
        assert!(spool.waiting().expect("readable").is_empty());
        assert_eq!(spool.refused().expect("readable"), [(id, "a recipient is not an address".to_owned())]);
    }

    #[test]
    fn one_process_sends_and_others_store_meanwhile() {
        let folder = tempfile::tempdir().expect("a folder");
        let spool = spool(folder.path());
        assert!(spool.lock().expect("no folder yet").is_none());
        spool.store(Uuid::from_u128(1), &entry()).expect("stored");
        let lock = spool.lock().expect("it can be locked");
        assert!(lock.is_some() && spool.lock().expect("it is locked").is_none());
        spool.store(Uuid::from_u128(2), &entry()).expect("stored meanwhile");
        drop(lock);
        assert!(spool.lock().expect("it is free").is_some());
    }

    #[test]
    fn what_is_not_a_whole_message_is_never_read_as_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let (spool, id) = (spool(folder.path()), Uuid::from_u128(7));
        spool.store(id, &entry()).expect("stored");
        fs::write(spool.folder.join(format!("{}.new", Uuid::from_u128(8))), "{").expect("written");
        fs::write(spool.folder.join("notes.mail"), "").expect("written");
        assert_eq!(spool.waiting().expect("readable"), [id]);
        for damaged in ["", "{\"request\":1}\nTo: a\r\n", "x\n"] {
            fs::write(spool.path(id, WAITING), damaged).expect("written");
            assert!(spool.read(id).expect("readable").is_err(), "{damaged}");
        }
    }
}
