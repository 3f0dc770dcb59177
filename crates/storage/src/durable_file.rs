//! Small files next to the database that only their owner can read, such as the master key. They are written
//! atomically.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Writes `bytes` under a temporary name, syncs them, renames the file, and syncs the folder: after a power failure the
/// file has either its new content or its old one. Only its owner can read it.
///
/// # Errors
/// The system's error. The file is unchanged, unless only the sync of its folder failed.
pub fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let new = PathBuf::from(name);
    let mut options = OpenOptions::new();
    // An interrupted call may have left the temporary file.
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&new).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.and_then(|()| std::fs::rename(&new, path)).inspect_err(|_| {
        let _ = std::fs::remove_file(&new);
    })?;
    match path.parent() {
        Some(folder) if cfg!(unix) => {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            File::open(folder)?.sync_all()
        }
        _ => Ok(()),
    }
}

/// Reads a file that only its owner should read. If others have permissions, logs a warning with the remedy, but does
/// not change the mode, because a tool may manage it.
///
/// # Errors
/// The system's error; `InvalidData` if it is not UTF-8.
pub fn read_private(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    if let Some(mode) = wider_mode(&file)? {
        tracing::warn!(
            path = %path.display(),
            mode = %format_args!("{mode:04o}"),
            "other users of this machine can read or write this file; `chmod 600` on it prevents that"
        );
    }
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok(text)
}

/// The permissions of a file, if others than its owner have any.
#[cfg(unix)]
fn wider_mode(file: &File) -> io::Result<Option<u32>> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata()?.permissions()) & 0o777;
    Ok((mode & 0o077 != 0).then_some(mode))
}

#[cfg(not(unix))]
fn wider_mode(_: &File) -> io::Result<Option<u32>> {
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_as_a_whole_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("node");
        std::fs::write(folder.path().join("node.new"), "cut off in the middle, and longer").unwrap();
        write_durably(&path, b"one\n").unwrap();
        write_durably(&path, b"two\n").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two\n");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_mode_that_lets_others_read_is_noticed() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("node");
        write_durably(&path, b"one\n").unwrap();
        let mode_as = |mode| {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            wider_mode(&File::open(&path).unwrap()).unwrap()
        };
        assert_eq!((wider_mode(&File::open(&path).unwrap()).unwrap(), mode_as(0o400)), (None, None));
        assert_eq!((mode_as(0o640), mode_as(0o602)), (Some(0o640), Some(0o602)));
        assert_eq!(read_private(&path).unwrap(), "one\n");
    }

    #[test]
    fn a_file_that_cannot_be_written_is_unchanged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("node");
        std::fs::create_dir(&path).unwrap();
        assert!(write_durably(&path, b"one\n").is_err());
        assert!(path.is_dir());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
