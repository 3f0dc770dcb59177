//! CPU time and memory of processes, as the kernel reports them in `/proc`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use serde::Serialize;

/// `sysconf(_SC_CLK_TCK)`: 100 on every common Linux (`man 5 proc`).
const TICKS_PER_SECOND: u64 = 100;
/// Often enough to see a peak, rarely enough not to affect it: reading PSS walks the page tables.
const SAMPLE_EVERY: Duration = Duration::from_millis(200);

/// Memory of a process group, in KiB.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Memory {
    /// Resident.
    pub rss_kib: u64,
    /// Proportional set size: shared pages are divided among their processes, so it can be summed.
    pub pss_kib: u64,
}

/// A process and all its descendants.
pub fn tree(root: u32) -> Vec<u32> {
    let mut pids = vec![root];
    let mut at = 0;
    while at < pids.len() {
        let pid = pids[at];
        at += 1;
        let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
        for task in tasks {
            let children = std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
            pids.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
        }
    }
    pids
}

/// CPU time of a process and its descendants, including those that ended and were waited for.
pub fn cpu(root: u32) -> Duration {
    tree(root).into_iter().map(cpu_of_one).sum()
}

/// CPU time of one process and of its ended children.
pub fn cpu_of_one(pid: u32) -> Duration {
    ticks(cpu_ticks(pid))
}

/// The kernel's unit of time as a duration.
pub fn ticks(count: u64) -> Duration {
    Duration::from_millis(count * 1000 / TICKS_PER_SECOND)
}

/// Fields 14 to 17 of `/proc/PID/stat`: utime, stime, cutime, cstime. The second field may contain spaces, so fields
/// are counted from the last parenthesis.
fn cpu_ticks(pid: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    after_name.split(' ').skip(11).take(4).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
}

/// Current memory of a process and its descendants.
pub fn memory(root: u32) -> Memory {
    let mut sum = Memory::default();
    for pid in tree(root) {
        let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
        sum.rss_kib += kib_of(&rollup, "Rss:");
        sum.pss_kib += kib_of(&rollup, "Pss:");
    }
    sum
}

/// How many descriptors a process has open.
pub fn descriptors(pid: u32) -> usize {
    std::fs::read_dir(format!("/proc/{pid}/fd")).map_or(0, Iterator::count)
}

/// The maximum resident size that a single process ever had, in KiB (VmHWM).
pub fn high_water_kib(pid: u32) -> u64 {
    kib_of(&std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default(), "VmHWM:")
}

fn kib_of(text: &str, name: &str) -> u64 {
    text.lines()
        .find_map(|line| line.strip_prefix(name))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|kib| kib.parse().ok())
        .unwrap_or(0)
}

/// Samples the memory of a process tree until it is asked for the peak.
pub struct PeakWatch {
    over: Arc<AtomicBool>,
    peak_pss_kib: Arc<AtomicU64>,
    sampler: JoinHandle<()>,
}

impl PeakWatch {
    /// Starts to sample.
    pub fn start(root: u32) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let peak_pss_kib = Arc::new(AtomicU64::new(0));
        let sampler = std::thread::spawn({
            let (over, peak) = (over.clone(), peak_pss_kib.clone());
            move || {
                while !over.load(Ordering::Relaxed) {
                    peak.fetch_max(memory(root).pss_kib, Ordering::Relaxed);
                    std::thread::park_timeout(SAMPLE_EVERY);
                }
            }
        });
        Self { over, peak_pss_kib, sampler }
    }

    /// Stops; returns the largest PSS seen, in KiB.
    pub fn peak_pss_kib(self) -> u64 {
        self.over.store(true, Ordering::Relaxed);
        self.sampler.thread().unpark();
        self.sampler.join().expect("sampling memory does not panic");
        self.peak_pss_kib.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_uses_memory_and_time() {
        let me = std::process::id();
        assert!(tree(me).contains(&me));
        assert!(memory(me).pss_kib > 0 && high_water_kib(me) > 0);
        let before = cpu_ticks(me);
        while cpu_ticks(me) == before {
            std::hint::spin_loop();
        }
    }
}
