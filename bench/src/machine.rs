//! The machine: its description, and how busy other processes keep it.

use std::time::{Duration, Instant};

use crate::usage;

/// Duration of one sample: long enough for ticks of 10 ms.
const LOOK: Duration = Duration::from_secs(1);
/// Maximum processor share of other processes at which figures are meaningful, in percent.
const QUIET_PERCENT: f64 = 5.0;

/// `2 × Intel(R) Xeon(R) Processor, 23 GiB, Linux 6.1.0`.
pub fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(": unknown");
    let meminfo = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kib: u64 = meminfo.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).unwrap_or(0);
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let model = model.trim_start_matches([':', ' ', '\t']);
    format!("{cores} × {model}, {} GiB, Linux {}", kib >> 20, kernel.trim())
}

/// Measures the processor time of other processes during a measurement.
pub struct OthersWatch {
    subject: Option<u32>,
    busy: Duration,
    total: Duration,
    own: Duration,
}

impl OthersWatch {
    /// Starts; the process tree of `subject` and this process do not count as others.
    pub fn start(subject: Option<u32>) -> Self {
        let (busy, total) = processor();
        Self { subject, busy, total, own: own(subject) }
    }

    /// The share of all cores that others took since the start, in percent.
    pub fn percent(&self) -> f64 {
        let (busy, total) = processor();
        let own = own(self.subject).saturating_sub(self.own);
        let others = busy.saturating_sub(self.busy).saturating_sub(own);
        100.0 * others.as_secs_f64() / total.saturating_sub(self.total).as_secs_f64().max(f64::MIN_POSITIVE)
    }
}

/// Waits for at most `patience` until the machine is quiet; returns whether it is.
pub fn wait_for_quiet(patience: Duration) -> bool {
    let started = Instant::now();
    loop {
        let watch = OthersWatch::start(None);
        std::thread::sleep(LOOK.min(patience));
        if watch.percent() < QUIET_PERCENT {
            return true;
        }
        if started.elapsed() >= patience {
            return false;
        }
    }
}

fn own(subject: Option<u32>) -> Duration {
    usage::cpu_of_one(std::process::id()) + subject.map_or(Duration::ZERO, usage::cpu)
}

/// Busy and total time of all cores: the first line of `/proc/stat` (`man 5 proc_stat`), where the fourth and fifth
/// figures are idle and waiting for a disk. Guest time is in user time already.
fn processor() -> (Duration, Duration) {
    let stat = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    let first = stat.lines().next().unwrap_or_default();
    let ticks: Vec<u64> = first.split_whitespace().skip(1).take(8).filter_map(|ticks| ticks.parse().ok()).collect();
    let total: u64 = ticks.iter().sum();
    let idle: u64 = ticks.iter().skip(3).take(2).sum();
    (usage::ticks(total - idle), usage::ticks(total))
}
