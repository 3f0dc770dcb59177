//! `bench post`, `bench smtp` and `bench compare`: many clients send messages, the sink checks each, and everything is
//! timed.
//!
//! A *cell* is a subject under one load: size, clients, TLS. Each round runs all cells in turn, so that a slowdown of
//! the machine affects all of them. Each run has a server, a data folder and a sink of its own.

mod measure;
mod report;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use crate::disk;
use crate::figures;
use crate::machine;
use crate::void::{IoContext, Void};

use measure::{Run, measure};
use report::report;

/// Messages before the measurement, so that connections are open, caches are warm, and the database has grown.
const WARM_UP: usize = 300;

/// The options of `bench post`.
#[derive(clap::Args)]
pub struct PostOptions {
    #[command(flatten)]
    cells: CellOptions,
    #[command(flatten)]
    runs: RunOptions,
}

/// The options of `bench smtp`.
#[derive(clap::Args)]
pub struct SmtpOptions {
    #[command(flatten)]
    cells: CellOptions,
    #[command(flatten)]
    runs: RunOptions,
    /// STARTTLS between clients and server, and between server and sink.
    #[arg(long)]
    tls: bool,
}

/// The options of `bench compare`.
#[derive(clap::Args)]
pub struct CompareOptions {
    #[command(flatten)]
    runs: RunOptions,
}

/// Which cells are measured.
#[derive(clap::Args)]
struct CellOptions {
    /// Numbers of clients, one cell each.
    #[arg(long, value_delimiter = ',', default_value = "1,20,100")]
    clients: Vec<usize>,
    /// Sizes of the text in KiB, one cell each.
    #[arg(long = "kb", value_delimiter = ',', default_value = "4,64")]
    kibibytes: Vec<usize>,
    /// The subjects, in turns; those of Postfix need root and Debian's package.
    #[arg(long = "subject", value_delimiter = ',', default_value = "owlpost,bound,direct")]
    kinds: Vec<Kind>,
}

/// How they are measured.
#[derive(clap::Args)]
struct RunOptions {
    /// The owlpost binary to measure: a release build.
    #[arg(long, default_value = "target/release/owlpost")]
    binary: PathBuf,
    /// Messages per run, after the warm-up.
    #[arg(long, default_value_t = 5_000)]
    messages: usize,
    /// Rounds over all cells.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Connections that owlpost may open to the sink.
    #[arg(long, default_value_t = 20)]
    connections: u32,
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
    entry: Entry,
    kibibytes: usize,
    clients: usize,
    kind: Kind,
}

/// How messages come in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Entry {
    /// By the REST API; Postfix and `direct` by SMTP.
    Rest,
    /// By SMTP in clear.
    Smtp,
    /// By SMTP with STARTTLS, which also the sink has.
    SmtpTls,
}

impl Entry {
    fn label(self) -> &'static str {
        match self {
            Self::Rest => "REST",
            Self::Smtp => "SMTP",
            Self::SmtpTls => "SMTP, TLS",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
enum Kind {
    /// The binary under test.
    Owlpost,
    /// A tuned Postfix.
    Postfix,
    /// Postfix with Debian's settings.
    PostfixDefault,
    /// A minimal server with the same durability guarantee: the maximum that the machine allows.
    Bound,
    /// Load client and sink without a server between them: the maximum of the tools.
    Direct,
}

impl Kind {
    fn label(self) -> &'static str {
        match self {
            Self::Owlpost => "owlpost",
            Self::Postfix => "postfix",
            Self::PostfixDefault => "postfix, default",
            Self::Bound => "bound",
            Self::Direct => "direct",
        }
    }
}

/// Measures mail that comes in by the REST API.
pub fn post(options: &PostOptions) -> Result<(), Void> {
    run(&options.runs, &cells(&options.cells, Entry::Rest))
}

/// Measures mail that comes in by SMTP.
pub fn smtp(options: &SmtpOptions) -> Result<(), Void> {
    run(&options.runs, &cells(&options.cells, if options.tls { Entry::SmtpTls } else { Entry::Smtp }))
}

/// Measures owlpost, Postfix and the bound, SMTP in and SMTP out, in the cells that have goals.
pub fn compare(options: &CompareOptions) -> Result<(), Void> {
    let loads = [
        (Entry::Smtp, 4, 1),
        (Entry::Smtp, 4, 20),
        (Entry::Smtp, 64, 1),
        (Entry::Smtp, 64, 20),
        (Entry::SmtpTls, 4, 20),
    ];
    let kinds = [Kind::Owlpost, Kind::Postfix, Kind::PostfixDefault, Kind::Bound];
    let of_load = |(entry, kibibytes, clients)| kinds.map(|kind| Cell { entry, kibibytes, clients, kind });
    run(&options.runs, &loads.into_iter().flat_map(of_load).collect::<Vec<_>>())
}

fn cells(options: &CellOptions, entry: Entry) -> Vec<Cell> {
    let mut cells = Vec::new();
    for &kibibytes in &options.kibibytes {
        for &clients in &options.clients {
            cells.extend(options.kinds.iter().map(|&kind| Cell { entry, kibibytes, clients, kind }));
        }
    }
    cells
}

/// Measures the cells in turns and prints their table.
fn run(options: &RunOptions, cells: &[Cell]) -> Result<(), Void> {
    std::fs::create_dir_all(&options.folder).doing(format!("creating {}", options.folder.display()))?;
    disk::must_be_real(&options.folder)?;
    let mut runs: BTreeMap<Cell, Vec<Run>> = BTreeMap::new();
    for round in 1..=options.rounds {
        for &cell in cells {
            if !machine::wait_for_quiet(Duration::from_secs(options.quiet)) && options.quiet > 0 {
                figures::print_line("the machine did not become quiet; see the column `others`");
            }
            let run = measure(options, cell, round)?;
            figures::print_line(&format!(
                "round {round}: {} {} {} KB {} clients: {} accepted/s, {} delivered/s",
                run.subject,
                run.entry,
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
