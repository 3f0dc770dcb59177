//! `bench crowd`: whether a workspace is served while others and strangers take as much as they can.
//!
//! Workspaces run endless scripts; their members watch runs, upload and download slowly, and leave forms unfinished;
//! strangers hold half-open connections. At the same time another workspace runs a script that sends a mail, a program
//! requests password resets, and pages are opened. All requests come through a trusted proxy, which names the client
//! addresses.

mod load;
mod people;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::{Value, json};

use crate::figures::{self, percentile};
use crate::machine;
use crate::owlpost::{DataFolder, Owlpost};
use crate::sink;
use crate::usage::{self, PeakWatch};
use crate::void::{IoContext, Void};
use load::{Beginning, Behaviour, Crowd, Kind};
use people::{Arrivals, Member};

/// The time recorded for anything that does not happen within it.
const PATIENCE: Duration = Duration::from_secs(60);
/// Pause between two probes of the same kind.
const PAUSE: Duration = Duration::from_secs(1);
/// Number of runs started for each workspace at the beginning and every second after it.
const RUNS: usize = 10;

const ENDLESS: &str = "for (;;) {}";
const ONE_MAIL: &str = "sendEmail({ to: input.to, subject: 'Done', text: 'It ran.' });";

/// The options of `bench crowd`.
#[derive(clap::Args)]
pub struct Options {
    /// The owlpost binary to measure.
    #[arg(long, default_value = "target/release/owlpost")]
    binary: PathBuf,
    /// Workspaces with scripts that never end
    #[arg(long, default_value_t = 12)]
    workspaces: usize,
    /// Open pages of runs
    #[arg(long, default_value_t = 200)]
    watchers: usize,
    /// Uploads of 10 MB at 8 KB a second
    #[arg(long, default_value_t = 8)]
    uploads: usize,
    /// Downloads of 10 MB at 64 KB a second
    #[arg(long, default_value_t = 60)]
    downloads: usize,
    /// Forms of which only half is sent
    #[arg(long, default_value_t = 40)]
    forms: usize,
    /// Connections with half of a request head; the limit on open files must allow them
    #[arg(long, default_value_t = 4_000)]
    half_open: usize,
    /// Seconds of probing
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Folder for temporary data folders; must be on a disk.
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    /// A file to which one line of JSON is appended.
    #[arg(long)]
    json: Option<PathBuf>,
}

/// The result: a line of JSON. Times are in milliseconds.
#[derive(Serialize)]
struct Measured {
    run_started: Times,
    run_mail: Times,
    reset: Times,
    page: Times,
    /// Of the server and its scripts.
    peak_pss_mib: u64,
    /// Of the server only.
    server_peak_rss_mib: u64,
}

/// The times of one kind of probe.
#[derive(Serialize)]
struct Times {
    probes: usize,
    p50_ms: f64,
    most_ms: f64,
}

impl Times {
    fn of(mut took: Vec<Duration>) -> Self {
        took.sort_unstable();
        let (p50_ms, most_ms) = match took.len() {
            0 => (f64::INFINITY, f64::INFINITY),
            _ => (percentile(&took, 50.0), percentile(&took, 100.0)),
        };
        Self { probes: took.len(), p50_ms, most_ms }
    }
}

/// Measures and prints.
pub fn run(options: &Options) -> Result<(), Void> {
    let folder = DataFolder::make(&options.binary, &options.folder, "crowd-")?;
    let configuration = "trusted_proxies = \"127.0.0.1\"\n[accounts]\napproval = \"none\"\n";
    std::fs::write(folder.data_dir.join("owlpost.toml"), configuration).doing("writing the configuration")?;
    let arrivals = Arrivals::default();
    let noted = arrivals.clone();
    let sink = sink::start_noting(move |message, at| noted.note(message, at))?;
    let api_key = Owlpost::set_up(&folder.binary, &folder.data_dir)?;
    let (mut owlpost, _) = Owlpost::start(&folder.binary, &folder.data_dir, api_key, None)?;
    owlpost.deliver_to(sink, 20, None)?;

    let members = (0..options.workspaces)
        .map(|nth| people::make(&owlpost, &arrivals, nth, ENDLESS))
        .collect::<Result<Vec<_>, _>>()?;
    let quiet = people::make(&owlpost, &arrivals, options.workspaces, ONE_MAIL)?;
    let runs =
        members.iter().map(|member| people::start_runs(&owlpost, member, RUNS)).collect::<Result<Vec<_>, _>>()?;

    let peak = PeakWatch::start(owlpost.pid());
    let crowd = Crowd::start(owlpost.address(), kinds(options, &members, &runs), PATIENCE);
    figures::print_line(&format!("with {}", crowd.describe()));
    let measured = probe(options, &owlpost, &arrivals, &members, &quiet);
    figures::print_line(&format!("at the end {}", crowd.describe()));
    let (peak_pss_mib, server_peak_rss_mib) = (peak.peak_pss_kib() / 1024, usage::high_water_kib(owlpost.pid()) / 1024);
    crowd.stop();
    let [run_started, run_mail, reset, page] = measured?;
    owlpost.terminate()?;

    let measured = Measured { run_started, run_mail, reset, page, peak_pss_mib, server_peak_rss_mib };
    if let Some(path) = &options.json {
        figures::keep(path, &measured)?;
    }
    print(&measured)
}

/// What a member's connection sends first; the member watches a run.
type OfMember = Box<dyn Fn(&Member, &str) -> String + Send>;

fn kinds(options: &Options, members: &[Member], runs: &[String]) -> Vec<Kind> {
    let as_member = |member: &Member, request: String, head: &str| {
        format!(
            "{request} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {}\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\n{head}\r\n",
            member.address, member.cookie
        )
    };
    let each = |beginning: OfMember| -> Beginning {
        let (members, runs) = (members.to_vec(), runs.to_vec());
        Box::new(move |nth| beginning(&members[nth % members.len()], &runs[nth % runs.len()]).into_bytes())
    };
    let watch = move |member: &Member, run: &str| {
        as_member(member, format!("GET /workspaces/{}/runs/{run}/events", member.workspace), "")
    };
    let upload = move |member: &Member, _: &str| {
        let head = "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 10000000\r\n";
        let part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"slow.bin\"\r\n\r\n";
        as_member(member, format!("POST /workspaces/{}/files", member.workspace), head) + part
    };
    let download = move |member: &Member, _: &str| {
        as_member(member, format!("GET /workspaces/{}/files/large.bin", member.workspace), "")
    };
    let form = move |member: &Member, _: &str| {
        let head = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 400000\r\n";
        let begun = format!("name=Loop&source={}", "x".repeat(40_000));
        as_member(member, format!("POST /workspaces/{}/scripts/{}", member.workspace, member.script), head) + &begun
    };
    let half = |nth: usize| {
        format!("GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.{}\r\nX-Unfinished: ", nth % 250)
            .into_bytes()
    };
    vec![
        Kind {
            name: "watchers",
            count: options.watchers,
            behaviour: Behaviour::ReadAll,
            beginning: each(Box::new(watch)),
        },
        Kind {
            name: "uploads",
            count: options.uploads,
            behaviour: Behaviour::Send(8 * 1024),
            beginning: each(Box::new(upload)),
        },
        Kind {
            name: "downloads",
            count: options.downloads,
            behaviour: Behaviour::Read(64 * 1024),
            beginning: each(Box::new(download)),
        },
        Kind { name: "forms", count: options.forms, behaviour: Behaviour::Stay, beginning: each(Box::new(form)) },
        Kind {
            name: "half-open connections",
            count: options.half_open,
            behaviour: Behaviour::Stay,
            beginning: Box::new(half),
        },
    ]
}

/// Measures the times until runs start and their mails arrive, and those of password resets and pages.
fn probe(
    options: &Options,
    owlpost: &Owlpost,
    arrivals: &Arrivals,
    members: &[Member],
    quiet: &Member,
) -> Result<[Times; 4], Void> {
    let over = AtomicBool::new(false);
    let more = || !over.load(Ordering::Relaxed);
    std::thread::scope(|scope| {
        let runs = scope.spawn(|| runs(owlpost, arrivals, quiet, more));
        let resets = scope.spawn(|| resets(owlpost, arrivals, more));
        let pages = scope.spawn(|| pages(owlpost, quiet, more));
        let busy = scope.spawn(|| {
            while more() {
                for member in members {
                    people::start_runs(owlpost, member, 1)?;
                }
                std::thread::sleep(PAUSE);
            }
            Ok::<_, Void>(())
        });
        std::thread::sleep(Duration::from_secs(options.seconds));
        over.store(true, Ordering::Relaxed);
        let (started, mails) = runs.join().expect("a probe does not panic")?;
        let resets = resets.join().expect("a probe does not panic")?;
        let pages = pages.join().expect("a probe does not panic")?;
        busy.join().expect("a probe does not panic")?;
        Ok([started, mails, resets, pages].map(Times::of))
    })
}

fn runs(
    owlpost: &Owlpost,
    arrivals: &Arrivals,
    quiet: &Member,
    more: impl Fn() -> bool,
) -> Result<(Vec<Duration>, Vec<Duration>), Void> {
    let mut client = owlpost.client_with(&quiet.api_key)?;
    let (mut started, mut mails) = (Vec::new(), Vec::new());
    while more() {
        let to = format!("run{}@example.org", started.len());
        let input = json!({"input": {"to": to}}).to_string();
        let asked = Instant::now();
        let path = format!("/api/v1/scripts/{}/runs", quiet.script);
        let run = people::text_of(&client.must("POST", &path, input.as_bytes(), 202)?, "id")?;
        loop {
            let answer = client.must("GET", &format!("/api/v1/runs/{run}?limit=1"), b"", 200)?;
            let answer: Value = serde_json::from_str(&answer).unwrap_or_default();
            if answer["state"] != "waiting" || asked.elapsed() > PATIENCE {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        started.push(asked.elapsed());
        let arrived = arrivals.arrived(&to, PATIENCE);
        mails.push(arrived.map_or(PATIENCE, |(at, _)| at.duration_since(asked)));
        std::thread::sleep(PAUSE);
    }
    Ok((started, mails))
}

fn resets(owlpost: &Owlpost, arrivals: &Arrivals, more: impl Fn() -> bool) -> Result<Vec<Duration>, Void> {
    let mut took = Vec::new();
    while more() {
        let to = format!("reset{}@example.org", took.len());
        let letter = json!({"to": to, "link": "https://shop.example.com/reset/1"}).to_string();
        let asked = Instant::now();
        // A new connection each time, like a program that calls rarely.
        owlpost.client()?.must("POST", "/api/v1/letters/password-reset", letter.as_bytes(), 202)?;
        let arrived = arrivals.arrived(&to, PATIENCE);
        took.push(arrived.map_or(PATIENCE, |(at, _)| at.duration_since(asked)));
        std::thread::sleep(PAUSE);
    }
    Ok(took)
}

fn pages(owlpost: &Owlpost, quiet: &Member, more: impl Fn() -> bool) -> Result<Vec<Duration>, Void> {
    let mut took = Vec::new();
    while more() {
        let asked = Instant::now();
        owlpost.page(&format!("/workspaces/{}", quiet.workspace), &quiet.cookie, &quiet.address)?;
        took.push(asked.elapsed());
        std::thread::sleep(PAUSE);
    }
    Ok(took)
}

fn print(measured: &Measured) -> Result<(), Void> {
    let seconds = |figure: f64| figures::short(figure / 1e3);
    let rows = [
        ("a run starts, s", &measured.run_started, 5_000.0),
        ("its mail is in the sink, s", &measured.run_mail, 5_000.0),
        ("a password reset is in the sink, s", &measured.reset, 1_000.0),
        ("a page on a new connection, s", &measured.page, 5_000.0),
    ];
    let mut missed = Vec::new();
    let mut cells: Vec<Vec<String>> = Vec::new();
    for (name, times, most_ms) in rows {
        if times.most_ms > most_ms {
            missed.push(format!("{name}: {} instead of {}", seconds(times.most_ms), seconds(most_ms)));
        }
        let figures = [times.probes.to_string(), seconds(times.p50_ms), seconds(times.most_ms), seconds(most_ms)];
        cells.push(std::iter::once(name.to_owned()).chain(figures).collect());
    }
    figures::print_line(&format!("\n{}\n", machine::describe()));
    figures::print_line(&figures::table(&["", "probes", "p50", "most", "allowed"], &cells));
    let (all, server) = (measured.peak_pss_mib, measured.server_peak_rss_mib);
    figures::print_line(&format!(
        "peak memory: {server} MiB of the server (RSS), {all} MiB with its scripts (PSS); 300 allowed"
    ));
    if all > 300 {
        missed.push(format!("peak memory: {all} MiB instead of 300"));
    }
    if missed.is_empty() {
        return Ok(());
    }
    Err(Void::Refused { asked: "serving a workspace in a crowd".to_owned(), answer: missed.join("; ") })
}
