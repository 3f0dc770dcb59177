//! A disk that loses what it could not write: a file system in a file with less space than its size.
//!
//! The file is in a small tmpfs, like a thin volume in a pool. Once another file has taken the rest of the tmpfs,
//! `write` still succeeds, the write-back fails, `fsync` reports that once, and the pages are dropped. After
//! [`FailingDisk::free_space`] the disk works again. Needs root and a loop device.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The space below the file system: enough for the warm-up of a test, its log and its database.
const ROOM: &str = "size=400m";
/// The size of the file system.
const PROMISED_BYTES: u64 = 2 << 30;

/// The file systems that drop a page whose write-back failed.
#[derive(Clone, Copy, Debug)]
pub enum FileSystem {
    /// ext4 with default options.
    Ext4,
    /// ext4 without a journal, which continues where the other one becomes read-only.
    Ext4WithoutJournal,
    /// XFS.
    Xfs,
}

/// Why this machine cannot provide such a disk: not root, no loop device, no `mkfs`.
#[derive(Debug, thiserror::Error)]
#[error("a failing disk cannot be mounted here: {0}")]
pub struct MountError(pub(crate) String);

/// A mounted file system; unmounted when it is dropped.
#[derive(Debug)]
pub struct FailingDisk {
    // Removed last: the folders below are mount points.
    folder: TempDir,
}

impl FailingDisk {
    /// Makes the file system and mounts it.
    ///
    /// # Errors
    /// [`MountError`] if this machine does not allow it; a test then reports that it was skipped.
    pub fn mount(kind: FileSystem) -> Result<Self, MountError> {
        let folder = tempfile::tempdir().map_err(|error| MountError(error.to_string()))?;
        let disk = Self { folder };
        for path in [disk.pool(), disk.path()] {
            std::fs::create_dir(path).map_err(|error| MountError(error.to_string()))?;
        }
        run(Command::new("mount").args(["-t", "tmpfs", "-o", ROOM, "tmpfs"]).arg(disk.pool()))?;
        let image = File::create(disk.image()).and_then(|image| image.set_len(PROMISED_BYTES));
        image.map_err(|error| MountError(error.to_string()))?;
        let (program, arguments): (_, &[&str]) = match kind {
            // The journal is small and written at once, so that its space is allocated.
            FileSystem::Ext4 => ("mkfs.ext4", &["-q", "-F", "-J", "size=16"]),
            FileSystem::Ext4WithoutJournal => ("mkfs.ext4", &["-q", "-F", "-O", "^has_journal"]),
            FileSystem::Xfs => ("mkfs.xfs", &["-q", "-f"]),
        };
        run(Command::new(program).args(arguments).arg(disk.image()))?;
        disk.mount_image()?;
        Ok(disk)
    }

    /// The root of the file system.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("disk")
    }

    /// The tmpfs below it: a disk of its own that can be full, which each write reports at once.
    pub fn pool(&self) -> PathBuf {
        self.folder.path().join("pool")
    }

    /// Whether files can be written and synced: a file system whose journal could not be written refuses both until
    /// it is mounted again.
    pub fn is_usable(&self) -> bool {
        let probe = self.path().join("probe");
        let written = File::create(&probe).and_then(|mut file| file.write_all(b"probe").and_then(|()| file.sync_all()));
        written.and_then(|()| std::fs::remove_file(probe)).is_ok()
    }

    /// Takes all the space below the file system, again if some was freed in the meantime.
    ///
    /// # Errors
    /// The system's error.
    pub fn take_space(&self) -> std::io::Result<()> {
        let mut filler = File::options().append(true).create(true).open(self.filler())?;
        for size in [1 << 20, 4096] {
            let zeros = vec![0; size];
            while filler.write_all(&zeros).is_ok() {}
        }
        Ok(())
    }

    /// Frees the space.
    ///
    /// # Errors
    /// The system's error.
    pub fn free_space(&self) -> std::io::Result<()> {
        std::fs::remove_file(self.filler())
    }

    /// Makes ext4 report an internal error, after which it refuses all writes.
    ///
    /// # Errors
    /// [`MountError`] if the kernel does not support it.
    pub fn become_read_only(&self) -> Result<(), MountError> {
        let path = self.path();
        let mounts = std::fs::read_to_string("/proc/self/mounts").map_err(|error| MountError(error.to_string()))?;
        let device = mounts
            .lines()
            .map(|line| line.split(' ').collect::<Vec<_>>())
            .find(|mount| mount.get(1).is_some_and(|at| Path::new(at) == path));
        let name = device.and_then(|mount| mount[0].strip_prefix("/dev/").map(str::to_owned));
        let name = name.ok_or_else(|| MountError("no device is mounted there".into()))?;
        run(Command::new("mount").args(["-o", "remount,errors=remount-ro"]).arg(&path))?;
        std::fs::write(format!("/sys/fs/ext4/{name}/trigger_fs_error"), "a test")
            .map_err(|error| MountError(format!("having ext4 fail: {error}")))
    }

    /// Unmounts and mounts it again, like a restart of the machine: afterwards reads return the content of the disk.
    ///
    /// # Errors
    /// [`MountError`], for example if a process still uses it.
    pub fn remount(&self) -> Result<(), MountError> {
        run(Command::new("umount").arg(self.path()))?;
        self.mount_image()
    }

    /// Mounts the image through a loop device that writes one page at a time: it would treat a partial write at the
    /// end of the space as complete, and lose pages without an error. A single page is written or refused.
    fn mount_image(&self) -> Result<(), MountError> {
        let device = run(Command::new("losetup").args(["--find", "--show"]).arg(self.image()))?;
        let name = device.trim().trim_start_matches("/dev/");
        let limit = std::fs::write(format!("/sys/block/{name}/queue/max_sectors_kb"), "4");
        let mounted = limit
            .map_err(|error| MountError(format!("limiting {device}: {error}")))
            .and_then(|()| run(Command::new("mount").arg(device.trim()).arg(self.path())));
        // While it is mounted, this only makes the system detach it afterwards.
        run(Command::new("losetup").args(["--detach", device.trim()]))?;
        mounted.map(drop)
    }

    fn image(&self) -> PathBuf {
        self.pool().join("image")
    }

    fn filler(&self) -> PathBuf {
        self.pool().join("filler")
    }
}

impl Drop for FailingDisk {
    fn drop(&mut self) {
        // Free the space first: XFS retries its own writes until they succeed.
        let _ = self.free_space();
        for path in [self.path(), self.pool()] {
            if is_mount_point(&path) {
                let _ = Command::new("umount").arg("--lazy").arg(path).status();
            }
        }
    }
}

fn is_mount_point(path: &Path) -> bool {
    let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    mounts.lines().any(|line| line.split(' ').nth(1).is_some_and(|at| Path::new(at) == path))
}

/// Runs a program; returns its output.
pub(crate) fn run(command: &mut Command) -> Result<String, MountError> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| MountError(format!("{program}: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(MountError(format!("{program}: {}: {said}", output.status)))
}
