//! A small file system that a test mounts in order to break it: fill it, make it read-only. Takes root.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::home::{Home, said};

/// A file system that is mounted for a test, and unmounted after it.
pub struct Mount {
    at: PathBuf,
}

impl Mount {
    /// A home that is set up, with its data folder on a file system of its own in memory, mounted with `options`.
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

    /// Mounts it again with other options: `ro`, `rw`.
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
