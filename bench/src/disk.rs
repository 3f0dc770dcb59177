//! The disk: its file system, and how fast it makes a small write durable.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::figures::percentile;
use crate::void::{IoContext, Void};

/// Number of measured writes of 4 KB.
const WRITES: usize = 1_000;

/// How fast the disk makes an append of 4 KB durable, one at a time.
#[derive(Clone, Debug, Serialize)]
pub struct FsyncRate {
    /// Appends with fdatasync per second.
    pub per_second: f64,
    /// Median time of one, in ms.
    pub p50_ms: f64,
    /// 99th percentile, in ms.
    pub p99_ms: f64,
}

/// Refuses a folder whose file system is not durable.
pub fn must_be_real(folder: &Path) -> Result<(), Void> {
    let kind = kind_of(folder)?;
    if matches!(kind.as_str(), "tmpfs" | "ramfs" | "devtmpfs") {
        return Err(Void::NotADisk { folder: folder.to_owned(), kind });
    }
    Ok(())
}

/// The type of the file system of `folder`: that of the longest mount point above it.
fn kind_of(folder: &Path) -> Result<String, Void> {
    let folder = folder.canonicalize().doing(format!("looking for {}", folder.display()))?;
    let mounts = std::fs::read_to_string("/proc/mounts").doing("reading /proc/mounts")?;
    let kind = mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ').skip(1);
            Some((words.next()?, words.next()?))
        })
        .filter(|(point, _)| folder.starts_with(point))
        // Of two mounts on one point, the later one hides the earlier.
        .max_by_key(|(point, _)| point.len())
        .map_or("unknown", |(_, kind)| kind);
    Ok(kind.to_owned())
}

/// Measures repeated appends of 4 KB, each synced.
pub fn fsync_rate(folder: &Path) -> Result<FsyncRate, Void> {
    let path = folder.join("fsync-rate");
    let mut file = std::fs::File::create(&path).doing("creating a file for the fsync rate")?;
    let block = [0x5a; 4096];
    let started = Instant::now();
    let mut times: Vec<Duration> = Vec::with_capacity(WRITES);
    for _ in 0..WRITES {
        let before = Instant::now();
        file.write_all(&block).doing("appending for the fsync rate")?;
        file.sync_data().doing("syncing for the fsync rate")?;
        times.push(before.elapsed());
    }
    let per_second = WRITES as f64 / started.elapsed().as_secs_f64();
    std::fs::remove_file(&path).doing("removing the file for the fsync rate")?;
    times.sort_unstable();
    Ok(FsyncRate { per_second, p50_ms: percentile(&times, 50.0), p99_ms: percentile(&times, 99.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_in_memory_is_refused() {
        // Docker and systemd mount /dev/shm; every Linux has /proc.
        assert_eq!(kind_of(Path::new("/proc/self")).expect("/proc is mounted"), "proc");
        if Path::new("/dev/shm").is_dir() && kind_of(Path::new("/dev/shm")).expect("it is there") == "tmpfs" {
            assert!(matches!(must_be_real(Path::new("/dev/shm")), Err(Void::NotADisk { .. })));
        }
    }
}
