//! `bench script`: one run of a script sends many mails to a table of people, while password resets are requested.
//!
//! The sink verifies the run: every mail that the run reported must be there once, and so must every reset.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::{Value, json};

use crate::disk::{self, FsyncRate};
use crate::figures::{self, percentile};
use crate::http::Client;
use crate::machine::{self, OthersWatch};
use crate::owlpost::{DataFolder, Owlpost};
use crate::sink;
use crate::smtp;
use crate::usage::{self, PeakWatch};
use crate::void::Void;

/// No mail for this long means that none will come.
const PATIENCE: Duration = Duration::from_secs(60);
/// Interval of checking the run.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// Interval of password resets.
const RESET_EVERY: Duration = Duration::from_secs(1);

/// Sends about 1 KB of personal text to each person.
const SCRIPT: &str = "const lines = 'Thank you for your order. We pack it today and tell you when it leaves. '.repeat(12);
for (const person of input.rows) {
  sendEmail({ to: person.email, subject: 'Your order, ' + person.name, text: 'Hello ' + person.name + ',\\n\\n' + lines });
}";

/// The options of `bench script`.
#[derive(clap::Args)]
pub struct Options {
    /// The owlpost binary to measure: a release build.
    #[arg(long, default_value = "target/release/owlpost")]
    binary: PathBuf,
    /// Mails per run.
    #[arg(long, default_value_t = 100_000)]
    mails: usize,
    /// Number of rounds.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Connections that owlpost may open to the sink.
    #[arg(long, default_value_t = 20)]
    connections: u32,
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
    mails: usize,
    /// From the request of the run until it reports that all mails are accepted, and thus on disk.
    durable_per_second: f64,
    /// From the request of the run to the last mail in the sink.
    delivered_per_second: f64,
    run_seconds: f64,
    /// Number of password resets requested during the run or the delivery of its mail; their times are from the request
    /// to the letter in the sink.
    resets: usize,
    reset_p50_ms: f64,
    reset_most_ms: f64,
    /// Server and sandbox together.
    peak_pss_mib: f64,
    cpu_us_per_mail: f64,
    others_cpu_percent: f64,
    fsync: FsyncRate,
}

/// The arrival times of each recipient's mails.
type ByRecipient = HashMap<String, Vec<Instant>>;

/// Collects the arrival times of mails in the sink; clones share it.
#[derive(Clone, Default)]
struct Arrivals {
    shared: Arc<(Mutex<ByRecipient>, Condvar)>,
}

/// Measures and prints.
pub fn run(options: &Options) -> Result<(), Void> {
    let rounds = figures::rounds(options.rounds, options.json.as_deref(), || measure(options))?;
    figures::print_line(&format!(
        "\n{}\n{} mails, {} rounds; median (least–most)\n",
        machine::describe(),
        options.mails,
        options.rounds
    ));
    figures::say_spreads(
        &rounds,
        &[
            ("mails made durable /s", |round| round.durable_per_second),
            ("mails delivered /s", |round| round.delivered_per_second),
            ("the run, s", |round| round.run_seconds),
            ("password resets meanwhile", |round| round.resets as f64),
            ("reset to sink p50, ms", |round| round.reset_p50_ms),
            ("reset to sink, slowest, ms", |round| round.reset_most_ms),
            ("peak PSS, server and sandbox, MiB", |round| round.peak_pss_mib),
            ("CPU µs/mail", |round| round.cpu_us_per_mail),
            ("others, %", |round| round.others_cpu_percent),
            ("fsync/s", |round| round.fsync.per_second),
        ],
    );
    Ok(())
}

fn measure(options: &Options) -> Result<Round, Void> {
    let folder = DataFolder::make(&options.binary, &options.folder, "script-")?;
    let (binary, data_dir) = (&folder.binary, &folder.data_dir);
    let fsync = disk::fsync_rate(data_dir)?;

    let arrivals = Arrivals::default();
    let noted = arrivals.clone();
    let sink = sink::start_noting(move |message, at| noted.note(message, at))?;
    let api_key = Owlpost::set_up(binary, data_dir)?;
    let (mut owlpost, _) = Owlpost::start(binary, data_dir, api_key, None)?;
    owlpost.deliver_to(sink, options.connections, None)?;
    let mut client = owlpost.client()?;
    let script = make_script(&mut client, options.mails)?;
    let rows: Vec<Value> = (0..options.mails)
        .map(|nth| json!({"name": format!("Person {nth}"), "email": format!("p{nth}@example.org")}))
        .collect();
    let input = json!({"input": {"rows": rows}}).to_string();

    let (others, cpu_before) = (OthersWatch::start(Some(owlpost.pid())), usage::cpu(owlpost.pid()));
    let peak = PeakWatch::start(owlpost.pid());
    let started = Instant::now();
    let answer = client.must("POST", &format!("/api/v1/scripts/{script}/runs"), input.as_bytes(), 202)?;
    let run = text_of(&answer, "id")?;
    let mut resets = Vec::new();
    let durable = watch(&mut client, &run, options.mails, &mut resets)?;
    arrivals.wait_for(options.mails + resets.len());
    let delivered = arrivals.last();
    let cpu = usage::cpu(owlpost.pid()).saturating_sub(cpu_before);
    let peak_pss_kib = peak.peak_pss_kib();
    let others_cpu_percent = others.percent();
    owlpost.terminate()?;

    let mut took = arrivals.judge(options.mails, &resets)?;
    took.sort_unstable();
    let run_for = durable.duration_since(started);
    let all_for = delivered.map_or(Duration::MAX, |at| at.duration_since(started));
    Ok(Round {
        mails: options.mails,
        durable_per_second: options.mails as f64 / run_for.as_secs_f64(),
        delivered_per_second: options.mails as f64 / all_for.as_secs_f64(),
        run_seconds: run_for.as_secs_f64(),
        resets: took.len(),
        reset_p50_ms: percentile(&took, 50.0),
        reset_most_ms: percentile(&took, 100.0),
        peak_pss_mib: peak_pss_kib as f64 / 1024.0,
        cpu_us_per_mail: cpu.as_secs_f64() * 1e6 / options.mails as f64,
        others_cpu_percent,
        fsync,
    })
}

/// Stores the script with limits that allow the run; returns its id.
fn make_script(client: &mut Client, mails: usize) -> Result<String, Void> {
    let workspaces = client.must("GET", "/api/v1/workspaces", b"", 200)?;
    let workspaces: Value = serde_json::from_str(&workspaces).unwrap_or_default();
    let limits = json!({"mails_per_run": mails, "mails_per_hour": 1_000_000, "mails_per_day": 1_000_000});
    let script =
        json!({"workspace_id": workspaces["items"][0]["id"], "name": "Orders", "source": SCRIPT, "limits": limits});
    let made = client.must("POST", "/api/v1/scripts", script.to_string().as_bytes(), 201)?;
    text_of(&made, "id")
}

/// Polls until the run has ended, and requests a password reset every second; returns when the run reported its end.
fn watch(client: &mut Client, run: &str, mails: usize, resets: &mut Vec<Instant>) -> Result<Instant, Void> {
    let path = format!("/api/v1/runs/{run}?limit=1");
    loop {
        let answer = client.must("GET", &path, b"", 200)?;
        let at = Instant::now();
        let now: Value = serde_json::from_str(&answer).unwrap_or_default();
        match now["state"].as_str() {
            Some("finished") if now["mails"] == mails => return Ok(at),
            Some("waiting" | "running") => {}
            _ => return Err(Void::Refused { asked: format!("GET {path}"), answer }),
        }
        if resets.last().is_none_or(|last| last.elapsed() >= RESET_EVERY) {
            let asked = json!({
                "to": reset_recipient(resets.len()),
                "link": format!("https://shop.example.com/reset/{}", resets.len()),
            });
            resets.push(Instant::now());
            client.must("POST", "/api/v1/letters/password-reset", asked.to_string().as_bytes(), 202)?;
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

fn reset_recipient(nth: usize) -> String {
    format!("reset{nth}@example.org")
}

fn text_of(answer: &str, name: &str) -> Result<String, Void> {
    let value: Value = serde_json::from_str(answer).unwrap_or_default();
    let refused = || Void::Refused { asked: format!("an answer with {name}"), answer: answer.to_owned() };
    value[name].as_str().map(str::to_owned).ok_or_else(refused)
}

impl Arrivals {
    /// Records a mail by its only recipient, from its header To.
    fn note(&self, message: &[u8], at: Instant) {
        let to = smtp::recipient_of(message);
        self.shared.0.lock().expect("a sink thread panicked while it noted").entry(to).or_default().push(at);
        self.shared.1.notify_all();
    }

    /// Waits until mail for `recipients` recipients has arrived, or none arrives for a long time; [`Arrivals::judge`]
    /// tells which.
    fn wait_for(&self, recipients: usize) {
        let mut arrivals = self.shared.0.lock().expect("a sink thread panicked while it noted");
        while arrivals.len() < recipients {
            let before = arrivals.len();
            let waited = self.shared.1.wait_timeout(arrivals, PATIENCE);
            let (guard, waited) = waited.expect("a sink thread panicked while it noted");
            arrivals = guard;
            if waited.timed_out() && arrivals.len() == before {
                return;
            }
        }
    }

    fn last(&self) -> Option<Instant> {
        let arrivals = self.shared.0.lock().expect("a sink thread panicked while it noted");
        arrivals.values().flatten().copied().max()
    }

    /// The duration of each reset; an error unless each mail and each reset arrived once, and nothing else did.
    fn judge(&self, mails: usize, resets: &[Instant]) -> Result<Vec<Duration>, Void> {
        let mut arrivals = self.shared.0.lock().expect("a sink thread panicked while it noted").clone();
        let doubled = arrivals.values().filter(|at| at.len() > 1).count();
        let mut missing = 0;
        for nth in 0..mails {
            missing += usize::from(arrivals.remove(&format!("p{nth}@example.org")).is_none());
        }
        let mut took = Vec::with_capacity(resets.len());
        for (nth, asked) in resets.iter().enumerate() {
            match arrivals.remove(&reset_recipient(nth)) {
                Some(at) => took.extend(at.first().map(|at| at.duration_since(*asked))),
                None => missing += 1,
            }
        }
        let strange = arrivals.len();
        if missing + doubled + strange > 0 {
            return Err(Void::Untrue { missing, changed: 0, doubled, strange });
        }
        Ok(took)
    }
}
