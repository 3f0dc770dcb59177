//! A small file system that a test mounts in order to fill it or make it read-only. Needs root.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::home::{Home, said};

/// A file system that is mounted for a test and unmounted afterwards.
pub struct Mount {
    at: PathBuf,
}

impl Mount {
    /// A home whose data folder is on an in-memory file system of its own, mounted with `options`.
    pub fn below_a_home(options: &str) -> (Home, Self) {
        let mut home = Home::empty();
        std::fs::create_dir(home.data()).expect("creating the mount point");
        let mount = Self::tmpfs(home.data(), options);
        home.make_key();
        (home, mount)
    }

    fn tmpfs(at: &Path, options: &str) -> Self {
        run_mount(Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(at));
        Self { at: at.to_owned() }
    }

    /// Remounts it with other options: `ro`, `rw`.
    pub fn remount(&self, options: &str) {
        run_mount(Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.at));
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.at).status();
    }
}

fn run_mount(command: &mut Command) {
    let output = command.output().expect("running mount");
    assert!(
        output.status.success(),
        "this test mounts a small file system to break it, which takes root (CAP_SYS_ADMIN): {}",
        said(&output)
    );
}
