//! `bench soak`: a steady load for a long time, with the server's memory, descriptors and files as they grow or do not.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::figures::{self, percentile, short};
use crate::machine;
use crate::owlpost::{DataFolder, Owlpost, free_port};
use crate::sink;
use crate::smtp::{Client, Target};
use crate::subject::Sender as _;
use crate::texts::Texts;
use crate::truth::ArrivalLog;
use crate::usage;
use crate::void::Void;

/// No message for this long means that none will come.
const PATIENCE: Duration = Duration::from_secs(30);

/// The options of `bench soak`.
#[derive(clap::Args)]
pub struct Options {
    /// The owlpost binary to measure: a release build.
    #[arg(long, default_value = "target/release/owlpost")]
    binary: PathBuf,
    /// Messages per second, by SMTP over one connection that is opened again each minute.
    #[arg(long, default_value_t = 50)]
    rate: u32,
    /// How long, in minutes.
    #[arg(long, default_value_t = 60)]
    minutes: u32,
    /// Size of the text in KiB.
    #[arg(long = "kb", default_value_t = 4)]
    kibibytes: usize,
    /// Folder for temporary data folders; must be on a disk.
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    /// A file to which one line of JSON per minute is appended.
    #[arg(long)]
    json: Option<PathBuf>,
}

/// One minute: a line of JSON.
#[derive(Serialize)]
struct Minute {
    minute: u32,
    accepted: usize,
    acceptance_p99_ms: f64,
    rss_mib: f64,
    descriptors: usize,
    database_mb: f64,
    write_ahead_log_mb: f64,
    log_mb: f64,
}

/// Measures, and prints a line each minute.
pub fn run(options: &Options) -> Result<(), Void> {
    let folder = DataFolder::make(&options.binary, &options.folder, "soak-")?;
    let per_minute = options.rate as usize * 60;
    let texts = Arc::new(Texts::new(1, options.kibibytes * 1024, per_minute * options.minutes as usize));
    let truth = ArrivalLog::new(texts.clone());
    let sink = sink::start(truth.clone(), None)?;
    let api_key = Owlpost::set_up(&folder.binary, &folder.data_dir)?;
    let submission = free_port()?;
    let (mut owlpost, _) = Owlpost::start(&folder.binary, &folder.data_dir, api_key.clone(), Some(submission))?;
    owlpost.deliver_to(sink, 20, None)?;
    let target = Target { address: submission, tls: None, password: Some(api_key) };
    figures::print_line(&machine::describe());
    for minute in 0..options.minutes {
        let from = minute as usize * per_minute;
        let times = send_steadily(&target, &texts, from..from + per_minute, options.rate)?;
        let megabytes =
            |name: &str| std::fs::metadata(folder.data_dir.join(name)).map_or(0.0, |file| file.len() as f64 / 1e6);
        let figures = Minute {
            minute: minute + 1,
            accepted: from + per_minute,
            acceptance_p99_ms: percentile(&times, 99.0),
            rss_mib: usage::memory(owlpost.pid()).rss_kib as f64 / 1024.0,
            descriptors: usage::descriptors(owlpost.pid()),
            database_mb: megabytes("owlpost.db"),
            write_ahead_log_mb: megabytes("owlpost.db-wal"),
            log_mb: megabytes("../data.log"),
        };
        figures::print_line(&figures.line());
        if let Some(path) = &options.json {
            figures::keep(path, &figures)?;
        }
    }
    truth.wait_for(texts.count(), PATIENCE);
    owlpost.terminate()?;
    truth.check()?;
    Ok(())
}

impl Minute {
    fn line(&self) -> String {
        format!(
            "minute {}: {} accepted, p99 {} ms, RSS {} MiB, {} descriptors, database {} MB, write-ahead log {} MB, log {} MB",
            self.minute,
            self.accepted,
            short(self.acceptance_p99_ms),
            short(self.rss_mib),
            self.descriptors,
            short(self.database_mb),
            short(self.write_ahead_log_mb),
            short(self.log_mb)
        )
    }
}

/// Sends `numbers` over one connection at a steady rate; returns the times to acceptance, sorted.
fn send_steadily(
    target: &Target,
    texts: &Texts,
    numbers: std::ops::Range<usize>,
    rate: u32,
) -> Result<Vec<Duration>, Void> {
    let mut client = Client::connect(target)?;
    let began = Instant::now();
    let mut times = Vec::with_capacity(numbers.len());
    for (sent, number) in (0_u32..).zip(numbers) {
        std::thread::sleep((began + Duration::from_secs(1) * sent / rate).saturating_duration_since(Instant::now()));
        let asked = Instant::now();
        client.send(texts, number)?;
        times.push(asked.elapsed());
    }
    times.sort_unstable();
    Ok(times)
}
