//! A disk with little room: a tmpfs, which says at once that it is full. Takes root.

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::failing_disk::{MountError, run};

/// A mounted tmpfs; unmounted when it is dropped.
#[derive(Debug)]
pub struct SmallDisk {
    // Removed last: it holds the mount point.
    folder: TempDir,
}

impl SmallDisk {
    /// Mounts one with so many MiB.
    ///
    /// # Errors
    /// [`MountError`] where this machine does not let us; a test then says that it was skipped.
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

    /// Takes what room there is; once more where some was freed meanwhile.
    ///
    /// # Errors
    /// What the system says.
    pub fn fill(&self) -> std::io::Result<()> {
        let mut filler = File::options().append(true).create(true).open(self.path().join("filler"))?;
        for size in [1 << 20, 4096] {
            let zeros = vec![0; size];
            while filler.write_all(&zeros).is_ok() {}
        }
        Ok(())
    }

    /// Gives the room back.
    ///
    /// # Errors
    /// What the system says.
    pub fn free(&self) -> std::io::Result<()> {
        std::fs::remove_file(self.path().join("filler"))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.path()).status();
    }
}
