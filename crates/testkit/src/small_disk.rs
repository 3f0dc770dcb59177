//! A disk with little space: a tmpfs, which reports at once that it is full. Needs root.

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::failing_disk::{MountError, run};

/// A mounted tmpfs; unmounted when it is dropped.
#[derive(Debug)]
pub struct SmallDisk {
    // Removed last: it contains the mount point.
    folder: TempDir,
}

impl SmallDisk {
    /// Mounts a disk of this many MiB.
    ///
    /// # Errors
    /// [`MountError`] if this machine does not allow it; a test then reports that it was skipped.
    pub fn mount(mebibytes: u32) -> Result<Self, MountError> {
        let folder = tempfile::tempdir().map_err(|error| MountError(error.to_string()))?;
        let disk = Self { folder };
        std::fs::create_dir(disk.path()).map_err(|error| MountError(error.to_string()))?;
        let size = format!("size={mebibytes}m");
        run(Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(disk.path()))?;
        Ok(disk)
    }

    /// Its root.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("disk")
    }

    /// Takes all free space, again if some was freed in the meantime.
    ///
    /// # Errors
    /// The system's error.
    pub fn fill(&self) -> std::io::Result<()> {
        let mut filler = File::options().append(true).create(true).open(self.path().join("filler"))?;
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
    pub fn free(&self) -> std::io::Result<()> {
        std::fs::remove_file(self.path().join("filler"))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.path()).status();
    }
}
