//! `bench post`: many clients send messages, the sink checks each, and everything is timed.
//!
//! A *cell* is a subject with a number of clients and a size. Each round runs all cells in turn, so that a slowdown of
//! the machine affects all of them. Each run has a server, a data folder and a sink of its own.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::bound::Bound;
use crate::direct::Direct;
use crate::disk::{self, FsyncRate};
use crate::figures::{self, Spread, percentile};
use crate::load::{self, Sent};
use crate::machine::{self, OthersWatch};
use crate::owlpost::Owlpost;
use crate::postfix::Postfix;
use crate::sink;
use crate::subject::Subject;
use crate::texts::Texts;
use crate::truth::ArrivalLog;
use crate::usage::{self, PeakWatch};
use crate::void::{IoContext, Void};

/// Messages before the measurement, so that connections are open, caches are warm, and the database has grown.
const WARM_UP: usize = 300;
/// No message for this long means that none will come.
const PATIENCE: Duration = Duration::from_secs(30);

/// The options of `bench post`.
#[derive(clap::Args)]
pub struct Options {
    /// The owlpost binary to measure: a release build.
    #[arg(long, default_value = "target/release/owlpost")]
    binary: PathBuf,
    /// Numbers of clients, one cell each.
    #[arg(long, value_delimiter = ',', default_value = "1,20,100")]
    clients: Vec<usize>,
    /// Sizes of the text in KiB, one cell each.
    #[arg(long = "kb", value_delimiter = ',', default_value = "4,64")]
    kibibytes: Vec<usize>,
    /// Messages per run, after the warm-up.
    #[arg(long, default_value_t = 5_000)]
    messages: usize,
    /// Rounds over all cells.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Connections that owlpost may open to the sink.
    #[arg(long, default_value_t = 20)]
    connections: u32,
    /// The subjects, in turns; postfix needs root and Debian's package.
    #[arg(long = "subject", value_delimiter = ',', default_value = "owlpost,bound,direct")]
    kinds: Vec<Kind>,
    /// Folder for temporary data folders; must be on a disk.
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    /// A file to which one line of JSON per run is appended.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Maximum seconds to wait before each run until the machine is quiet.
    #[arg(long, default_value_t = 0)]
    quiet: u64,
}

/// A subject under one load.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cell {
    kibibytes: usize,
    clients: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
enum Kind {
    /// The binary under test, by its REST API.
    Owlpost,
    /// A tuned Postfix, by SMTP.
    Postfix,
    /// A minimal server with the same durability guarantee: the maximum that the machine allows.
    Bound,
    /// Load client and sink without a server between them: the maximum of the tools.
    Direct,
}

/// The figures of one run: a line of JSON.
#[derive(Serialize)]
struct Run {
    subject: &'static str,
    round: usize,
    text_bytes: usize,
    clients: usize,
    messages: usize,
    accepted_per_second: f64,
    delivered_per_second: f64,
    acceptance_p50_ms: f64,
    acceptance_p99_ms: f64,
    end_to_end_p50_ms: f64,
    end_to_end_p99_ms: f64,
    /// User and system time of all its processes; `None` for `direct`.
    cpu_us_per_message: Option<f64>,
    peak_pss_mib: Option<f64>,
    /// Peak memory of the main process (VmHWM).
    high_water_mib: Option<f64>,
    /// Share of all cores taken by other processes.
    others_cpu_percent: f64,
    /// The disk, measured just before.
    fsync: FsyncRate,
}

/// Measures all cells and prints their table.
pub fn run(options: &Options) -> Result<(), Void> {
    std::fs::create_dir_all(&options.folder).doing(format!("creating {}", options.folder.display()))?;
    disk::must_be_real(&options.folder)?;
    let mut runs: BTreeMap<Cell, Vec<Run>> = BTreeMap::new();
    for round in 1..=options.rounds {
        for cell in cells(options) {
            if !machine::wait_for_quiet(Duration::from_secs(options.quiet)) && options.quiet > 0 {
                figures::print_line("the machine did not become quiet; see the column `others`");
            }
            let run = measure(options, cell, round)?;
            figures::print_line(&format!(
                "round {round}: {} {} KB {} clients: {} accepted/s, {} delivered/s",
                run.subject,
                cell.kibibytes,
                cell.clients,
                figures::short(run.accepted_per_second),
                figures::short(run.delivered_per_second)
            ));
            if let Some(path) = &options.json {
                figures::keep(path, &run)?;
            }
            runs.entry(cell).or_default().push(run);
        }
    }
    figures::print_line(&report(options, &runs));
    Ok(())
}

fn cells(options: &Options) -> Vec<Cell> {
    let mut cells = Vec::new();
    for &kibibytes in &options.kibibytes {
        for &clients in &options.clients {
            cells.extend(options.kinds.iter().map(|&kind| Cell { kibibytes, clients, kind }));
        }
    }
    cells
}

/// One run: disk, sink, server, warm-up, load, drain, stop, truth.
fn measure(options: &Options, cell: Cell, round: usize) -> Result<Run, Void> {
    let folder = tempfile::Builder::new().prefix("run-").tempdir_in(&options.folder).doing("creating a data folder")?;
    let fsync = disk::fsync_rate(folder.path())?;
    let texts = Arc::new(Texts::new(run_name(), cell.kibibytes * 1024, WARM_UP + options.messages));
    let truth = ArrivalLog::new(texts.clone());
    let subject = start(options, cell.kind, folder.path(), sink::start(truth.clone())?)?;

    load::send(&*subject, &texts, cell.clients, 0..WARM_UP)?;
    truth.wait_for(WARM_UP, PATIENCE);

    let pid = subject.root_pid();
    let others = OthersWatch::start(pid);
    let peak = pid.map(PeakWatch::start);
    let cpu_before = pid.map(usage::cpu);
    let started = Instant::now();
    let sent = load::send(&*subject, &texts, cell.clients, WARM_UP..texts.count())?;
    truth.wait_for(texts.count(), PATIENCE);
    let cpu_us = pid.zip(cpu_before).map(|(pid, before)| (usage::cpu(pid) - before).as_secs_f64() * 1e6);
    let others_cpu_percent = others.percent();
    let high_water_mib = pid.map(|pid| usage::high_water_kib(pid) as f64 / 1024.0);
    let peak_pss_mib = peak.map(|peak| peak.peak_pss_kib() as f64 / 1024.0);
    let name = subject.name();
    subject.stop()?;

    // Only after the stop, because duplicates may be sent late.
    let arrived = truth.check()?;
    let times = Times::of(started, &sent, &arrived);
    Ok(Run {
        subject: name,
        round,
        text_bytes: cell.kibibytes * 1024,
        clients: cell.clients,
        messages: sent.len(),
        accepted_per_second: sent.len() as f64 / times.until_accepted.as_secs_f64(),
        delivered_per_second: sent.len() as f64 / times.until_delivered.as_secs_f64(),
        acceptance_p50_ms: percentile(&times.acceptance, 50.0),
        acceptance_p99_ms: percentile(&times.acceptance, 99.0),
        end_to_end_p50_ms: percentile(&times.end_to_end, 50.0),
        end_to_end_p99_ms: percentile(&times.end_to_end, 99.0),
        cpu_us_per_message: cpu_us.map(|us| us / sent.len() as f64),
        peak_pss_mib,
        high_water_mib,
        others_cpu_percent,
        fsync,
    })
}

fn start(options: &Options, kind: Kind, folder: &Path, sink: SocketAddr) -> Result<Box<dyn Subject + Sync>, Void> {
    match kind {
        Kind::Direct => Ok(Box::new(Direct { sink })),
        Kind::Bound => Ok(Box::new(Bound::start(folder, sink, options.connections)?)),
        Kind::Postfix => Ok(Box::new(Postfix::start(folder, sink)?)),
        Kind::Owlpost => {
            let binary = options.binary.canonicalize().doing(format!("looking for {}", options.binary.display()))?;
            let data_dir = folder.canonicalize().doing("looking for the data folder")?.join("data");
            std::fs::create_dir(&data_dir).doing("creating the data folder")?;
            let api_key = Owlpost::set_up(&binary, &data_dir)?;
            let (owlpost, _) = Owlpost::start(&binary, &data_dir, api_key)?;
            owlpost.deliver_to(sink, options.connections)?;
            Ok(Box::new(owlpost))
        }
    }
}

/// The times of one run, sorted.
struct Times {
    until_accepted: Duration,
    until_delivered: Duration,
    acceptance: Vec<Duration>,
    end_to_end: Vec<Duration>,
}

impl Times {
    /// Times relative to `started`, just before the first client connects.
    fn of(started: Instant, sent: &[Sent], arrived: &[Instant]) -> Self {
        let mut acceptance: Vec<_> = sent.iter().map(|sent| sent.accepted_at - sent.asked_at).collect();
        let mut end_to_end: Vec<_> = sent.iter().map(|sent| arrived[sent.number] - sent.asked_at).collect();
        acceptance.sort_unstable();
        end_to_end.sort_unstable();
        let last_accepted = sent.iter().map(|sent| sent.accepted_at).max().unwrap_or(started);
        let last_arrived = sent.iter().map(|sent| arrived[sent.number]).max().unwrap_or(started);
        Self {
            until_accepted: last_accepted - started,
            until_delivered: last_arrived - started,
            acceptance,
            end_to_end,
        }
    }
}

/// A unique number of a run.
#[expect(clippy::disallowed_methods, reason = "a load tool tells its runs apart by the machine's clock")]
fn run_name() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    since.as_nanos() as u64
}

/// The machine, the disk, and a row per cell: medians with ranges.
fn report(options: &Options, runs: &BTreeMap<Cell, Vec<Run>>) -> String {
    let of_all = |figure: fn(&Run) -> f64| Spread::of(runs.values().flatten().map(figure)).show();
    let head = [
        "subject",
        "text",
        "clients",
        "accepted/s",
        "delivered/s",
        "of the bound",
        "accept p50 ms",
        "accept p99 ms",
        "end to end p50 ms",
        "end to end p99 ms",
        "CPU µs/message",
        "peak PSS MiB",
        "others",
    ];
    let rows: Vec<_> = runs.iter().map(|(cell, of_cell)| row(*cell, of_cell, runs)).collect();
    format!(
        "\n{}\n{} rounds of {} messages after {WARM_UP}, {} connections to the sink; median (least–most)\n\
         disk: {} appends of 4 KB with fdatasync per second, p50 {} ms, p99 {} ms\n\n{}",
        machine::describe(),
        options.rounds,
        options.messages,
        options.connections,
        of_all(|run| run.fsync.per_second),
        of_all(|run| run.fsync.p50_ms),
        of_all(|run| run.fsync.p99_ms),
        figures::table(&head, &rows)
    )
}

fn row(cell: Cell, of_cell: &[Run], runs: &BTreeMap<Cell, Vec<Run>>) -> Vec<String> {
    let spread = |figure: fn(&Run) -> f64| Spread::of(of_cell.iter().map(figure));
    let known = |figure: fn(&Run) -> Option<f64>| {
        let figures: Vec<f64> = of_cell.iter().filter_map(figure).collect();
        if figures.is_empty() { "–".to_owned() } else { Spread::of(figures.into_iter()).show() }
    };
    let delivered = spread(|run| run.delivered_per_second);
    let share_of = |kind: Kind| {
        let Some(limit) = runs.get(&Cell { kind, ..cell }) else { return "–".to_owned() };
        let limit = Spread::of(limit.iter().map(|run| run.delivered_per_second));
        format!("{:.0} %", 100.0 * delivered.median() / limit.median())
    };
    vec![
        of_cell[0].subject.to_owned(),
        format!("{} KB", cell.kibibytes),
        cell.clients.to_string(),
        spread(|run| run.accepted_per_second).show(),
        delivered.show(),
        share_of(Kind::Bound),
        spread(|run| run.acceptance_p50_ms).show(),
        spread(|run| run.acceptance_p99_ms).show(),
        spread(|run| run.end_to_end_p50_ms).show(),
        spread(|run| run.end_to_end_p99_ms).show(),
        known(|run| run.cpu_us_per_message),
        known(|run| run.peak_pss_mib),
        format!("{:.0} %", spread(|run| run.others_cpu_percent).median()),
    ]
}
