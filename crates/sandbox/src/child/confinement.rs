//! Confines the child by the kernel's means before the first line of a script is read: resource limits and a filter of
//! system calls.
//!
//! They complement the limits of the engine: some native loops of QuickJS never check its deadline.

use std::io;

use rustix::process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setrlimit};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};

use crate::Limits;

/// Memory that the process needs besides the engine's: data of its own code, stack, buffers.
const OWN_BYTES: u64 = 48 << 20;

/// How many copies of a call's bytes are in memory at once: as text, in Base64, and as a line.
const COPIES: u64 = 4;

/// System calls that a script's process needs: memory, its two pipes, the clock, and its end.
const ALLOWED: &[libc::c_long] = &[
    libc::SYS_read,
    libc::SYS_write,
    libc::SYS_brk,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_futex,
    libc::SYS_clock_gettime,
    libc::SYS_gettimeofday,
    libc::SYS_getrandom,
    libc::SYS_sigaltstack,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_restart_syscall,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_tgkill,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// The script's priority is below that of the server and everything else on the machine (nice(2)).
const NICE: i32 = 10;

/// Applies all of them. Only the filter of system calls may be missing, if the kernel does not support it.
pub(super) fn apply(limits: &Limits) -> io::Result<()> {
    set_parent_process_death_signal(Some(Signal::KILL))?;
    rustix::thread::set_no_new_privs(true)?;
    let memory = limits.memory_bytes as u64 + limits.call_bytes as u64 * COPIES + OWN_BYTES;
    limit(Resource::Data, memory)?;
    limit(Resource::Core, 0)?;
    limit(Resource::Fsize, 0)?;
    limit(Resource::Nofile, 0)?;
    limit(Resource::Nproc, 0)?;
    // The kernel's limit has a resolution of seconds; the engine's own deadline comes first wherever the engine
    // checks it.
    let seconds = limits.cpu.as_secs_f64().ceil() as u64 + 1;
    setrlimit(Resource::Cpu, Rlimit { current: Some(seconds), maximum: Some(seconds + 1) })?;
    rustix::process::nice(NICE)?;
    let _ = filter_system_calls();
    Ok(())
}

fn limit(resource: Resource, value: u64) -> io::Result<()> {
    Ok(setrlimit(resource, Rlimit { current: Some(value), maximum: Some(value) })?)
}

fn filter_system_calls() -> Result<(), Box<dyn std::error::Error>> {
    let rules = ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    let refused = SeccompAction::Errno(libc::EPERM as u32);
    let filter = SeccompFilter::new(rules, refused, SeccompAction::Allow, std::env::consts::ARCH.try_into()?)?;
    apply_filter(&BpfProgram::try_from(filter)?)?;
    Ok(())
}
