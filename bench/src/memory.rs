//! `bench memory`: the memory that a server takes during and after large messages, and whether it returns it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::figures;
use crate::http::Client;
use crate::machine;
use crate::owlpost::{DataFolder, Owlpost};
use crate::sink;
use crate::smtp;
use crate::usage::{self, PeakWatch};
use crate::void::Void;

/// No message for this long means that none will come.
const PATIENCE: Duration = Duration::from_secs(60);
/// Interval of checks.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// The options of `bench memory`.
#[derive(clap::Args)]
pub struct Options {
    /// The owlpost binary to measure: a release build.
    #[arg(long, default_value = "target/release/owlpost")]
    binary: PathBuf,
    /// Total numbers of uploads after which memory is read, ascending
    #[arg(long, value_delimiter = ',', default_value = "20,120")]
    uploads: Vec<usize>,
    /// Size of each request in megabytes
    #[arg(long, default_value_t = 24)]
    mb: usize,
    /// Clients that upload at the same time.
    #[arg(long, default_value_t = 4)]
    clients: usize,
    /// Connections that owlpost may open to the sink.
    #[arg(long, default_value_t = 20)]
    connections: u32,
    /// Idle seconds after the last message was delivered
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Maximum resident MiB of an idle server; more is an error
    #[arg(long, default_value_t = 100)]
    idle_mib: u64,
    /// Folder for temporary data folders; must be on a disk.
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    /// A file to which one line of JSON per reading is appended.
    #[arg(long)]
    json: Option<PathBuf>,
}

/// Memory after a number of uploads: a line of JSON.
#[derive(Serialize)]
struct Reading {
    uploads: usize,
    /// Peak PSS during these uploads and deliveries.
    peak_pss_mib: u64,
    /// After the last response.
    answered_rss_mib: u64,
    /// After the last delivery.
    left_rss_mib: u64,
    /// After the idle time.
    idle_rss_mib: u64,
}

/// Measures and prints.
pub fn run(options: &Options) -> Result<(), Void> {
    let folder = DataFolder::make(&options.binary, &options.folder, "memory-")?;
    let (binary, data_dir) = (&folder.binary, &folder.data_dir);

    let arrived = Arc::new(AtomicUsize::new(0));
    let counter = arrived.clone();
    let sink = sink::start_noting(move |_, _| {
        counter.fetch_add(1, Ordering::Relaxed);
    })?;
    let api_key = Owlpost::set_up(binary, data_dir)?;
    let (mut owlpost, _) = Owlpost::start(binary, data_dir, api_key, None)?;
    owlpost.deliver_to(sink, options.connections, None)?;
    let start_rss_mib = rss_mib(&owlpost);

    let mut readings = Vec::new();
    let mut uploaded = 0;
    for total in &options.uploads {
        let reading = measure(options, &owlpost, &arrived, uploaded, *total)?;
        uploaded = *total;
        if let Some(path) = &options.json {
            figures::keep(path, &reading)?;
        }
        readings.push(reading);
    }
    owlpost.terminate()?;
    print(options, start_rss_mib, &readings);
    match readings.iter().find(|reading| reading.idle_rss_mib >= options.idle_mib) {
        None => Ok(()),
        Some(reading) => Err(Void::Refused {
            asked: format!("memory after {} uploads and {} idle seconds", reading.uploads, options.seconds),
            answer: format!("{} MiB; at most {} are allowed", reading.idle_rss_mib, options.idle_mib),
        }),
    }
}

/// Uploads until there were `total`, waits until all are delivered, and then for the idle time.
fn measure(
    options: &Options,
    owlpost: &Owlpost,
    arrived: &AtomicUsize,
    before: usize,
    total: usize,
) -> Result<Reading, Void> {
    let peak = PeakWatch::start(owlpost.pid());
    let next = AtomicUsize::new(before);
    let base64 = base64(options.mb);
    let clients = (0..options.clients).map(|_| owlpost.client()).collect::<Result<Vec<_>, _>>()?;
    std::thread::scope(|scope| {
        let uploading: Vec<_> =
            clients.into_iter().map(|client| scope.spawn(|| upload(client, &base64, &next, total))).collect();
        uploading.into_iter().try_for_each(|client| client.join().expect("a client does not panic"))
    })?;
    let answered_rss_mib = rss_mib(owlpost);
    let mut last = (arrived.load(Ordering::Relaxed), Instant::now());
    while last.0 < total {
        std::thread::sleep(LOOK_EVERY);
        let now = arrived.load(Ordering::Relaxed);
        if now > last.0 {
            last = (now, Instant::now());
        } else if last.1.elapsed() > PATIENCE {
            return Err(Void::Untrue { missing: total - now, changed: 0, doubled: 0, strange: 0 });
        }
    }
    let left_rss_mib = rss_mib(owlpost);
    let peak_pss_mib = peak.peak_pss_kib() / 1024;
    std::thread::sleep(Duration::from_secs(options.seconds));
    let idle_rss_mib = rss_mib(owlpost);
    Ok(Reading { uploads: total, peak_pss_mib, answered_rss_mib, left_rss_mib, idle_rss_mib })
}

/// One client: takes the next number until there are none.
fn upload(mut client: Client, base64: &str, next: &AtomicUsize, total: usize) -> Result<(), Void> {
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= total {
            return Ok(());
        }
        let json = format!(
            r#"{{"to":"{}","subject":"large {number}","text":"see the attachment","attachments":[{{"name":"large.bin","base64":"{base64}"}}]}}"#,
            smtp::recipient(number)
        );
        client.must("POST", "/api/v1/messages", json.as_bytes(), 202)?;
    }
}

/// About this many megabytes of varied Base64. The message adds line endings.
fn base64(mb: usize) -> String {
    let bytes = mb * 1_000_000 * 76 / 78;
    let mut text = String::with_capacity(bytes + 8);
    while text.len() < bytes {
        text.push_str(&format!("{:08}", text.len()));
    }
    text
}

fn print(options: &Options, start_rss_mib: u64, readings: &[Reading]) {
    let rows: Vec<Vec<String>> = readings
        .iter()
        .map(|reading| {
            [
                reading.uploads as u64,
                reading.peak_pss_mib,
                reading.answered_rss_mib,
                reading.left_rss_mib,
                reading.idle_rss_mib,
            ]
            .map(|figure| figure.to_string())
            .to_vec()
        })
        .collect();
    figures::print_line(&format!(
        "\n{}\nuploads of {} MB by {} clients; MiB; {start_rss_mib} at the start\n",
        machine::describe(),
        options.mb,
        options.clients
    ));
    let idle = format!("{} s later", options.seconds);
    figures::print_line(&figures::table(&["uploads", "peak PSS", "answered", "all left", &idle], &rows));
}

/// Resident memory of the server and its descendants.
fn rss_mib(owlpost: &Owlpost) -> u64 {
    usage::memory(owlpost.pid()).rss_kib / 1024
}
