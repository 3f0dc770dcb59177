//! `bench growth`: how an outbox with much waiting mail starts, answers and empties.
//!
//! The mail server is unreachable at first, so that everything accepted waits. Then pages, API calls and a start are
//! timed, and the sink takes the mail server's place.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::figures::{self, percentile, short};
use crate::http;
use crate::load;
use crate::machine;
use crate::owlpost::{ADMINISTRATOR, DataFolder, Owlpost, PASSWORD, Server};
use crate::sink;
use crate::texts::Texts;
use crate::truth::ArrivalLog;
use crate::usage::{self, PeakWatch};
use crate::void::{IoContext, Void};

/// Clients that post the waiting mail.
const CLIENTS: usize = 20;
/// Times that each page and API call is requested.
const REQUESTS: usize = 20;
/// No message for this long means that none will come. The pause of an unreachable server ends when the settings change.
const PATIENCE: Duration = Duration::from_secs(120);

const PAGES: [&str; 3] = ["/", "/outbox", "/outbox?state=waiting"];
const CALLS: [&str; 2] = ["/api/v1/messages?limit=50", "/api/v1/messages?state=queued&limit=50"];

/// The options of `bench growth`.
#[derive(clap::Args)]
pub struct Options {
    /// The owlpost binary to measure: a release build.
    #[arg(long, default_value = "target/release/owlpost")]
    binary: PathBuf,
    /// Numbers of waiting messages, one row each.
    #[arg(long, value_delimiter = ',', default_value = "1000,100000,1000000")]
    waiting: Vec<usize>,
    /// Size of the text in KiB.
    #[arg(long = "kb", default_value_t = 4)]
    kibibytes: usize,
    /// Connections that owlpost may open to the sink.
    #[arg(long, default_value_t = 20)]
    connections: u32,
    /// Folder for temporary data folders; must be on a disk with about 12 KB for each message of 4 KB.
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    /// A file to which one line of JSON per row is appended.
    #[arg(long)]
    json: Option<PathBuf>,
}

/// One row: a line of JSON.
#[derive(Serialize)]
struct Row {
    waiting: usize,
    accepted_per_second: f64,
    database_mb: f64,
    waiting_pss_mib: f64,
    pages_p50_ms: f64,
    pages_most_ms: f64,
    calls_p50_ms: f64,
    calls_most_ms: f64,
    start_ms: f64,
    delivered_per_second: f64,
    peak_pss_mib: f64,
}

/// Measures and prints.
pub fn run(options: &Options) -> Result<(), Void> {
    let mut rows = Vec::new();
    for &waiting in &options.waiting {
        let row = measure(options, waiting)?;
        figures::print_line(&format!("{waiting} waiting: {} delivered/s", short(row.delivered_per_second)));
        if let Some(path) = &options.json {
            figures::keep(path, &row)?;
        }
        rows.push(row);
    }
    figures::print_line(&format!("\n{}\n\n{}", machine::describe(), table(&rows)));
    Ok(())
}

fn measure(options: &Options, waiting: usize) -> Result<Row, Void> {
    let folder = DataFolder::make(&options.binary, &options.folder, "growth-")?;
    let texts = Arc::new(Texts::new(waiting as u64, options.kibibytes * 1024, waiting));
    let truth = ArrivalLog::new(texts.clone());
    let sink = sink::start(truth.clone(), None)?;
    let api_key = Owlpost::set_up(&folder.binary, &folder.data_dir)?;
    let (owlpost, _) = Owlpost::start(&folder.binary, &folder.data_dir, api_key.clone(), None)?;

    // Bound and never accepted from after its listener is gone: connections are refused.
    let nobody = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).doing("taking a port")?;
    owlpost.deliver_to(nobody, options.connections, None)?;
    let server = Server { owlpost, smtp: None };
    let started = Instant::now();
    load::send(&server, &texts, CLIENTS, 0..waiting)?;
    let accepted_per_second = waiting as f64 / started.elapsed().as_secs_f64();
    let mut owlpost = server.owlpost;
    let waiting_pss_mib = usage::memory(owlpost.pid()).pss_kib as f64 / 1024.0;
    let (pages, calls) = (times_of_pages(&owlpost)?, times_of_calls(&owlpost)?);

    owlpost.terminate()?;
    let database_mb = size_of(&folder.data_dir)? as f64 / 1e6;
    let (mut owlpost, start) = Owlpost::start(&folder.binary, &folder.data_dir, api_key, None)?;
    let peak = PeakWatch::start(owlpost.pid());
    owlpost.deliver_to(sink, options.connections, None)?;
    let delivering = Instant::now();
    truth.wait_for(waiting, PATIENCE);
    let delivered_in = delivering.elapsed();
    let peak_pss_mib = peak.peak_pss_kib() as f64 / 1024.0;
    owlpost.terminate()?;
    truth.check()?;
    Ok(Row {
        waiting,
        accepted_per_second,
        database_mb,
        waiting_pss_mib,
        pages_p50_ms: percentile(&pages, 50.0),
        pages_most_ms: percentile(&pages, 100.0),
        calls_p50_ms: percentile(&calls, 50.0),
        calls_most_ms: percentile(&calls, 100.0),
        start_ms: start.as_secs_f64() * 1e3,
        delivered_per_second: waiting as f64 / delivered_in.as_secs_f64(),
        peak_pss_mib,
    })
}

/// The times of pages of the administrator, sorted.
fn times_of_pages(owlpost: &Owlpost) -> Result<Vec<Duration>, Void> {
    let mut client = http::Client::connect(owlpost.address(), "").doing("connecting for a page")?;
    let form = format!("email={ADMINISTRATOR}&password={}", PASSWORD.replace(' ', "+"));
    let cookie = client.post_form("/sign-in", &form)?;
    let head = format!("Cookie: {cookie}\r\n");
    let client = http::Client::with_head(owlpost.address(), head).doing("connecting for a page")?;
    times(client, &PAGES)
}

/// The times of API calls, sorted.
fn times_of_calls(owlpost: &Owlpost) -> Result<Vec<Duration>, Void> {
    times(owlpost.client()?, &CALLS)
}

fn times(mut client: http::Client, paths: &[&str]) -> Result<Vec<Duration>, Void> {
    let mut times = Vec::new();
    for path in paths.iter().cycle().take(paths.len() * REQUESTS) {
        let asked = Instant::now();
        client.must("GET", path, b"", 200)?;
        times.push(asked.elapsed());
    }
    times.sort_unstable();
    Ok(times)
}

/// The size of the files of a folder, in bytes.
fn size_of(folder: &Path) -> Result<u64, Void> {
    let doing = || format!("looking at {}", folder.display());
    let mut size = 0;
    for entry in std::fs::read_dir(folder).doing(doing())? {
        let file = entry.and_then(|entry| entry.metadata()).doing(doing())?;
        size += if file.is_file() { file.len() } else { 0 };
    }
    Ok(size)
}

fn table(rows: &[Row]) -> String {
    let head = [
        "waiting",
        "accepted/s",
        "database MB",
        "PSS MiB",
        "pages p50 ms",
        "slowest",
        "API p50 ms",
        "slowest",
        "start ms",
        "delivered/s",
        "peak PSS MiB",
    ];
    let row = |row: &Row| {
        let figures = [
            row.accepted_per_second,
            row.database_mb,
            row.waiting_pss_mib,
            row.pages_p50_ms,
            row.pages_most_ms,
            row.calls_p50_ms,
            row.calls_most_ms,
            row.start_ms,
            row.delivered_per_second,
            row.peak_pss_mib,
        ];
        std::iter::once(row.waiting.to_string()).chain(figures.map(short)).collect()
    };
    figures::table(&head, &rows.iter().map(row).collect::<Vec<_>>())
}
