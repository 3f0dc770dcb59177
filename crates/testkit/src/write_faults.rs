//! A library preloaded into a server that kills the process at one of its writes, or records all of them.
//!
//! It intercepts calls of the C library and shares no code with the server. [`crate::Recording`] reads the record.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const SOURCE: &str = include_str!("write_faults.c");

/// At which point of a call the process is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KillMoment {
    /// Before the call.
    Before,
    /// After half of a write; after any other call.
    Half,
    /// After the call.
    After,
}

/// What happens to the writes of a process.
#[derive(Clone, Debug)]
pub enum WriteFault {
    /// SIGKILL at the call with this number, counted from 1.
    KillAt(u64, KillMoment),
    /// Every call is appended to this file.
    Record(PathBuf),
}

impl WriteFault {
    /// Makes `command` start with the fault, for writes below `folder`, which must exist.
    ///
    /// # Errors
    /// If the library cannot be compiled.
    pub fn preload(&self, folder: &Path, command: &mut Command) -> io::Result<()> {
        command.env("LD_PRELOAD", library()?).env("FAULT_FOLDER", folder);
        match self {
            Self::KillAt(call, moment) => {
                let how = match moment {
                    KillMoment::Before => "before",
                    KillMoment::Half => "half",
                    KillMoment::After => "after",
                };
                command.env("FAULT_KILL_AT", call.to_string()).env("FAULT_KILL_HOW", how);
            }
            Self::Record(file) => {
                command.env("FAULT_TRACE", file);
            }
        }
        Ok(())
    }
}

/// The compiled library; compiled once per test process.
fn library() -> io::Result<&'static Path> {
    static LIBRARY: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    if let Some((_, library)) = LIBRARY.get() {
        return Ok(library);
    }
    let folder = tempfile::tempdir()?;
    let (source, library) = (folder.path().join("write_faults.c"), folder.path().join("write_faults.so"));
    std::fs::write(&source, SOURCE)?;
    let compiled = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(&source).output()?;
    if !compiled.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&compiled.stderr).into_owned()));
    }
    Ok(&LIBRARY.get_or_init(|| (folder, library)).1)
}
