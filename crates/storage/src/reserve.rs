//! A file next to the database that reserves space, which is released when the disk is full.
//!
//! Accepted messages can then still be settled and delivered, which needs space in the log. The last part of the file
//! is kept for a start: opening the database, and freeing the leases of the previous process, need some space as well.
//! [`crate::disk`] decides when it is released and made again.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

const NAME: &str = "owlpost.reserve";

/// The whole reserve: the size to which the log grows before it is copied (`checkpointer::BOUND_FRAMES`), so that a
/// full log can still be copied into the database.
const WHOLE_BYTES: u64 = 32 << 20;

/// The part that only a start may use: the shared memory takes 32 KiB, and freeing a lease a page or two of the log.
const START_BYTES: u64 = 4 << 20;

/// Space that must be free in addition to the reserve when it is made again, so that the next message does not fill the
/// disk at once.
const MARGIN_BYTES: u64 = 16 << 20;

/// The file, which may be missing or shorter than it should be.
#[derive(Debug)]
pub(crate) struct Reserve {
    folder: PathBuf,
    file: PathBuf,
}

impl Reserve {
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.into(), file: folder.join(NAME) }
    }

    /// Releases all but the part for a start. Returns whether that made space.
    pub(crate) fn release(&self) -> bool {
        self.shorten(START_BYTES)
    }

    /// Releases the whole reserve. Returns whether that made space.
    pub(crate) fn release_all(&self) -> bool {
        self.shorten(0)
    }

    /// Restores the reserve if there is space for it. Returns `false` only if there is none: if it cannot be made for
    /// another reason (a limit on the size of files), other files may still find space.
    pub(crate) fn make(&self) -> bool {
        let length = self.length();
        if length >= WHOLE_BYTES {
            return true;
        }
        if !has_space(&self.folder, WHOLE_BYTES - length + MARGIN_BYTES) {
            return false;
        }
        match self.allocate(WHOLE_BYTES) {
            Ok(()) => true,
            Err(error) => {
                // The part that could be allocated on a full disk is freed again.
                self.shorten(length);
                let is_full = matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded);
                if !is_full {
                    tracing::warn!(%error, "the reserve of disk space could not be made");
                }
                !is_full
            }
        }
    }

    /// The space of its file system; `None` if the system does not report it.
    pub(crate) fn space(&self) -> Option<DiskSpace> {
        space(&self.folder)
    }

    fn length(&self) -> u64 {
        std::fs::metadata(&self.file).map_or(0, |metadata| metadata.len())
    }

    fn shorten(&self, bytes: u64) -> bool {
        if self.length() <= bytes {
            return false;
        }
        let shortened = OpenOptions::new().write(true).open(&self.file).and_then(|file| {
            file.set_len(bytes)?;
            // Some file systems free blocks only when the change is written.
            file.sync_all()
        });
        match shortened {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(%error, "the reserve of disk space could not be released");
                false
            }
        }
    }

    fn allocate(&self, bytes: u64) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&self.file)?;
        allocate_blocks(&file, bytes)
    }
}

/// Allocates the blocks without writing them; on file systems that do not support this (NFS, ZFS), writes them.
#[cfg(target_os = "linux")]
fn allocate_blocks(file: &File, bytes: u64) -> io::Result<()> {
    use rustix::fs::FallocateFlags;
    match rustix::fs::fallocate(file, FallocateFlags::empty(), 0, bytes) {
        Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::NOSYS) => write_blocks(file, bytes),
        done => done.map_err(io::Error::from),
    }
}

#[cfg(not(target_os = "linux"))]
fn allocate_blocks(file: &File, bytes: u64) -> io::Result<()> {
    write_blocks(file, bytes)
}

/// Writes bytes that no file system can compress (xorshift64, Marsaglia 2003); compressed bytes would reserve less
/// space.
fn write_blocks(mut file: &File, bytes: u64) -> io::Result<()> {
    use std::io::Write as _;
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut block = Vec::with_capacity(64 << 10);
    for _ in 0..bytes.div_ceil(64 << 10) {
        block.clear();
        while block.len() < block.capacity() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            block.extend_from_slice(&state.to_le_bytes());
        }
        file.write_all(&block)?;
    }
    file.sync_all()
}

/// Space of the file system with the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskSpace {
    /// Bytes that this process may still use.
    pub free_bytes: u64,
    /// Size of the file system in bytes.
    pub total_bytes: u64,
}

/// Whether the file system reports that much free space; `true` if it does not report it.
fn has_space(folder: &Path, bytes: u64) -> bool {
    space(folder).is_none_or(|space| space.free_bytes >= bytes)
}

#[cfg(target_os = "linux")]
fn space(folder: &Path) -> Option<DiskSpace> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(DiskSpace {
        free_bytes: disk.f_bavail.saturating_mul(disk.f_frsize),
        total_bytes: disk.f_blocks.saturating_mul(disk.f_frsize),
    })
}

#[cfg(not(target_os = "linux"))]
fn space(_: &Path) -> Option<DiskSpace> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reserve_is_made_given_up_in_two_parts_and_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let reserve = Reserve::in_folder(folder.path());
        assert!(!reserve.release(), "there is none yet");
        assert!(reserve.make() && reserve.make());
        assert_eq!(reserve.length(), WHOLE_BYTES);
        assert!(reserve.release() && !reserve.release());
        assert_eq!(reserve.length(), START_BYTES);
        assert!(reserve.release_all() && !reserve.release_all());
        assert!(reserve.make());
    }

    #[test]
    fn written_blocks_have_the_full_length() {
        let file = tempfile::tempfile().unwrap();
        write_blocks(&file, 1 << 20).unwrap();
        assert_eq!(file.metadata().unwrap().len(), 1 << 20);
    }
}
