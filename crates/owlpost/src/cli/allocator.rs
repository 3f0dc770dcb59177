//! Makes glibc's allocator return memory to the system, by settings that it reads when a process starts.
//!
//! By default, freeing the first large buffer raises the size from which buffers are mapped separately, up to 32 MiB.
//! From then on large buffers come from heaps that never shrink: after some uploads the server keeps hundreds of MiB.
//! With a fixed threshold a large buffer is returned to the system when it is freed. See docs/decisions/memory.md.
//!
//! Only the server does this: other commands end soon, and the process of a script has its own memory limit.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub use glibc::start_again_with_settings;

/// Other allocators return memory without settings.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn start_again_with_settings() {}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod glibc {
    use std::ffi::OsString;
    use std::os::unix::process::CommandExt as _;
    use std::process::Command;

    /// The environment variable with glibc's settings.
    const TUNABLES: &str = "GLIBC_TUNABLES";
    /// Buffers from 256 KiB are mapped separately; up to 4 MiB stay free at the end of a heap.
    const SETTINGS: [(&str, &str); 2] =
        [("glibc.malloc.mmap_threshold", "262144"), ("glibc.malloc.trim_threshold", "4194304")];
    /// Contains the id of the restarted process. glibc removes its own variable from programs with capabilities;
    /// without this one, such a program would restart forever.
    const STARTED_AGAIN: &str = "_OWLPOST_STARTED_AGAIN";

    /// Replaces the process by the same program with the settings. Returns if they are set already or cannot be set.
    pub fn start_again_with_settings() {
        let this_process = std::process::id().to_string();
        let is_second_start = std::env::var_os(STARTED_AGAIN).is_some_and(|process| *process == *this_process);
        let Some(settings) = with_settings(std::env::var_os(TUNABLES)).filter(|_| !is_second_start) else { return };
        let Ok(program) = std::env::current_exe() else { return };
        let mut arguments = std::env::args_os();
        let mut command = Command::new(program);
        if let Some(name) = arguments.next() {
            command.arg0(name);
        }
        command.args(arguments).env(TUNABLES, settings).env(STARTED_AGAIN, this_process);
        // Returns only on failure. The server then works without the settings and uses more memory.
        let _ = command.exec();
    }

    /// The settings, with those of the operator first; `None` if the operator has set all of ours.
    fn with_settings(present: Option<OsString>) -> Option<OsString> {
        let present = present.unwrap_or_default();
        let text = present.to_str()?;
        let is_set = |name: &str| text.split(':').any(|setting| setting.split('=').next() == Some(name));
        let missing: Vec<String> =
            SETTINGS.iter().filter(|(name, _)| !is_set(name)).map(|(name, value)| format!("{name}={value}")).collect();
        if missing.is_empty() {
            return None;
        }
        let all = text.split(':').filter(|setting| !setting.is_empty()).chain(missing.iter().map(String::as_str));
        Some(all.collect::<Vec<_>>().join(":").into())
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn settings_of_the_operator_are_kept() {
            let with = |present: &str| with_settings(Some(present.into())).map(|all| all.into_string().unwrap());
            let ours = "glibc.malloc.mmap_threshold=262144:glibc.malloc.trim_threshold=4194304";
            assert_eq!(with_settings(None).unwrap(), *ours);
            assert_eq!(with("glibc.malloc.arena_max=2").unwrap(), format!("glibc.malloc.arena_max=2:{ours}"));
            assert_eq!(
                with("glibc.malloc.mmap_threshold=1").unwrap(),
                "glibc.malloc.mmap_threshold=1:glibc.malloc.trim_threshold=4194304"
            );
            assert_eq!(with(ours), None, "nothing is left to set");
        }
    }
}
