//! `bench idle`: the time to a server's first page, and its resources while idle.

use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;

use crate::figures;
use crate::machine;
use crate::owlpost::{DataFolder, Owlpost};
use crate::usage;
use crate::void::Void;

/// The options of `bench idle`.
#[derive(clap::Args)]
pub struct Options {
    /// The owlpost binary to measure: a release build.
    #[arg(long, default_value = "target/release/owlpost")]
    binary: PathBuf,
    /// Number of rounds.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Idle seconds before memory is read.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Folder for temporary data folders; must be on a disk.
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    /// A file to which one line of JSON per round is appended.
    #[arg(long)]
    json: Option<PathBuf>,
}

/// One round: a line of JSON.
#[derive(Serialize)]
struct Round {
    /// With an empty folder: database and master key are created.
    first_start_ms: f64,
    /// With the folder of the first start.
    next_start_ms: f64,
    idle_rss_mib: f64,
    idle_pss_mib: f64,
    /// Percent of one core, while idle.
    idle_cpu_percent: f64,
}

/// Measures and prints.
pub fn run(options: &Options) -> Result<(), Void> {
    let rounds = figures::rounds(options.rounds, options.json.as_deref(), || measure(options))?;
    figures::print_line(&format!("\n{}\n{} rounds; median (least–most)\n", machine::describe(), options.rounds));
    figures::say_spreads(
        &rounds,
        &[
            ("first start to first page, ms", |round| round.first_start_ms),
            ("next start to first page, ms", |round| round.next_start_ms),
            ("idle RSS, MiB", |round| round.idle_rss_mib),
            ("idle PSS, MiB", |round| round.idle_pss_mib),
            ("idle CPU, % of a core", |round| round.idle_cpu_percent),
        ],
    );
    Ok(())
}

fn measure(options: &Options) -> Result<Round, Void> {
    let folder = DataFolder::make(&options.binary, &options.folder, "idle-")?;
    let (binary, data_dir) = (&folder.binary, &folder.data_dir);

    let (mut first, first_start) = Owlpost::start(binary, data_dir, String::new(), None)?;
    first.terminate()?;
    let (mut next, next_start) = Owlpost::start(binary, data_dir, String::new(), None)?;
    let idle = Duration::from_secs(options.seconds);
    let cpu_before = usage::cpu(next.pid());
    std::thread::sleep(idle);
    let cpu = usage::cpu(next.pid()) - cpu_before;
    let memory = usage::memory(next.pid());
    next.terminate()?;
    Ok(Round {
        first_start_ms: first_start.as_secs_f64() * 1e3,
        next_start_ms: next_start.as_secs_f64() * 1e3,
        idle_rss_mib: memory.rss_kib as f64 / 1024.0,
        idle_pss_mib: memory.pss_kib as f64 / 1024.0,
        idle_cpu_percent: 100.0 * cpu.as_secs_f64() / idle.as_secs_f64(),
    })
}
