//! Confines the child with kernel features before a script is executed: resource limits and a filter of system calls.
//!
//! They complement the limits of the engine: some native loops of QuickJS never check its deadline.

use std::collections::BTreeMap;
use std::io;

use rustix::process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setrlimit};
use seccompiler::SeccompCmpOp::{self, Eq, MaskedEq};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCondition, SeccompFilter, SeccompRule, apply_filter,
};

use crate::Limits;

/// Memory in bytes that the process needs besides the engine's: its own data, stack, buffers.
const OWN_BYTES: u64 = 48 << 20;

/// Maximum number of copies of a call's bytes in memory at once: as text, in Base64, and as a line.
const COPIES: u64 = 4;

/// System calls that a script's process needs: memory, its two pipes, the clock, and its end. The arguments of some are
/// limited further ([`filter`]).
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

/// The nice value of the child (nice(2)): the server and everything else on the machine has priority.
const NICE: i32 = 10;

/// The kernel kills this process when its parent ends, also while it is stopped.
pub(super) fn die_with_parent() -> io::Result<()> {
    Ok(set_parent_process_death_signal(Some(Signal::KILL))?)
}

/// Applies all of them. Only the filter of system calls may be missing, if the kernel does not support it.
pub(super) fn apply(limits: &Limits) -> io::Result<()> {
    rustix::thread::set_no_new_privs(true)?;
    let memory = limits.memory_bytes as u64 + limits.call_bytes as u64 * COPIES + OWN_BYTES;
    limit(Resource::Data, memory)?;
    limit(Resource::Core, 0)?;
    limit(Resource::Fsize, 0)?;
    limit(Resource::Nofile, 0)?;
    limit(Resource::Nproc, 0)?;
    // The kernel's limit has a resolution of seconds; where the engine checks its own deadline, that comes first.
    let seconds = limits.cpu.as_secs_f64().ceil() as u64 + 1;
    setrlimit(Resource::Cpu, Rlimit { current: Some(seconds), maximum: Some(seconds + 1) })?;
    rustix::process::nice(NICE)?;
    let filter = filter(std::process::id()).map_err(io::Error::other)?;
    // Without kernel support for filters, the other restrictions still apply.
    let _ = apply_filter(&filter);
    Ok(())
}

fn limit(resource: Resource, value: u64) -> io::Result<()> {
    Ok(setrlimit(resource, Rlimit { current: Some(value), maximum: Some(value) })?)
}

/// The filter of system calls for the process with id `own`.
fn filter(own: u32) -> Result<BpfProgram, Box<dyn std::error::Error + Send + Sync>> {
    let mut rules: BTreeMap<libc::c_long, Vec<SeccompRule>> = ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    // Memory is never executable: data of a script cannot become code.
    for call in [libc::SYS_mmap, libc::SYS_mprotect] {
        rules.insert(call, vec![argument(2, MaskedEq(libc::PROT_EXEC as u64), 0)?]);
    }
    // abort(3) signals its own thread; no other process can be signalled.
    rules.insert(libc::SYS_tgkill, vec![argument(0, Eq, own.into())?]);
    let refused = SeccompAction::Errno(libc::EPERM as u32);
    let filter = SeccompFilter::new(rules, refused, SeccompAction::Allow, std::env::consts::ARCH.try_into()?)?;
    Ok(BpfProgram::try_from(filter)?)
}

/// Allows a call whose argument `index` compares with `value`.
fn argument(index: u8, operator: SeccompCmpOp, value: u64) -> Result<SeccompRule, seccompiler::BackendError> {
    SeccompRule::new(vec![SeccompCondition::new(index, SeccompCmpArgLen::Dword, operator, value)?])
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    use super::*;

    /// A Python program that applies the filter that it reads from its input, and prints the error number of each call.
    const CONFINED: &str = r#"
import ctypes, mmap, os, signal, sys
program = sys.stdin.buffer.read()
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]
def error(answer):
    return ctypes.get_errno() if answer in (-1, 2 ** 64 - 1) else 0
private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
memory = libc.mmap(None, 4096, mmap.PROT_READ | mmap.PROT_WRITE, private, -1, 0)
tgkill, own, parent = int(sys.argv[1]), os.getpid(), os.getppid()
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.byref(Program(len(program) // 8, program)), 0, 0) == 0, ctypes.get_errno()
errors = [
    error(libc.mmap(None, 4096, mmap.PROT_READ | mmap.PROT_WRITE, private, -1, 0)),
    error(libc.mmap(None, 4096, mmap.PROT_READ | mmap.PROT_EXEC, private, -1, 0)),
    error(libc.mprotect(ctypes.c_void_p(memory), 4096, mmap.PROT_READ)),
    error(libc.mprotect(ctypes.c_void_p(memory), 4096, mmap.PROT_READ | mmap.PROT_EXEC)),
    error(libc.syscall(tgkill, own, own, 0)),
    error(libc.syscall(tgkill, parent, parent, 0)),
]
os.write(1, repr(errors).encode())
os._exit(0)
"#;

    #[test]
    fn only_itself_can_be_signalled_and_no_memory_becomes_executable() {
        let mut python = Command::new("python3");
        python.args(["-c", CONFINED, &libc::SYS_tgkill.to_string()]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut python = python.spawn().expect("Python");
        let program = filter(python.id()).expect("a filter");
        let bytes: Vec<u8> = program
            .iter()
            .flat_map(|one| [&one.code.to_ne_bytes()[..], &[one.jt, one.jf], &one.k.to_ne_bytes()].concat())
            .collect();
        python.stdin.take().expect("a pipe").write_all(&bytes).expect("written");
        let output = python.wait_with_output().expect("an end");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "[0, 1, 0, 1, 0, 1]", "{}", output.status);
    }
}
