//! One run: disk, sink, server, warm-up, load, drain, stop, comparison with what was sent.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::{Cell, Entry, Kind, RunOptions, WARM_UP};
use crate::bound::Bound;
use crate::direct::Direct;
use crate::disk::{self, FsyncRate};
use crate::figures::percentile;
use crate::load::{self, Sent};
use crate::machine::OthersWatch;
use crate::owlpost::{Owlpost, Server, free_port};
use crate::postfix::Postfix;
use crate::sink;
use crate::smtp::Target;
use crate::stream::Identity;
use crate::subject::Subject;
use crate::texts::Texts;
use crate::truth::ArrivalLog;
use crate::usage::{self, PeakWatch};
use crate::void::{IoContext, Void};

/// No message for this long means that none will come.
const PATIENCE: Duration = Duration::from_secs(30);

/// The figures of one run: a line of JSON.
#[derive(Serialize)]
pub(super) struct Run {
    pub(super) subject: &'static str,
    pub(super) entry: &'static str,
    pub(super) round: usize,
    pub(super) text_bytes: usize,
    pub(super) clients: usize,
    pub(super) messages: usize,
    pub(super) accepted_per_second: f64,
    pub(super) delivered_per_second: f64,
    pub(super) acceptance_p50_ms: f64,
    pub(super) acceptance_p99_ms: f64,
    pub(super) end_to_end_p50_ms: f64,
    pub(super) end_to_end_p99_ms: f64,
    /// User and system time of all its processes; `None` for `direct` and `bound`.
    pub(super) cpu_us_per_message: Option<f64>,
    pub(super) peak_pss_mib: Option<f64>,
    /// Peak memory of the main process (VmHWM).
    pub(super) high_water_mib: Option<f64>,
    /// Share of all cores taken by other processes.
    pub(super) others_cpu_percent: f64,
    /// The disk, measured just before.
    pub(super) fsync: FsyncRate,
}

/// Measures one cell once.
pub(super) fn measure(options: &RunOptions, cell: Cell, round: usize) -> Result<Run, Void> {
    let folder = tempfile::Builder::new().prefix("run-").tempdir_in(&options.folder).doing("creating a data folder")?;
    let path = folder.path().canonicalize().doing("looking for the data folder")?;
    let fsync = disk::fsync_rate(&path)?;
    let texts = Arc::new(Texts::new(run_name(), cell.kibibytes * 1024, WARM_UP + options.messages));
    let truth = ArrivalLog::new(texts.clone());
    let tls = (cell.entry == Entry::SmtpTls).then(|| Identity::make(&path)).transpose()?;
    let sink = Target { address: sink::start(truth.clone(), tls.clone())?, tls, password: None };
    let subject = start(options, cell, &path, sink)?;

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
    subject.stop()?;

    // Only after the stop, because duplicates may be sent late.
    let arrived = truth.check()?;
    let times = Times::of(started, &sent, &arrived);
    Ok(Run {
        subject: cell.kind.label(),
        entry: cell.entry.label(),
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

fn start(options: &RunOptions, cell: Cell, folder: &Path, sink: Target) -> Result<Box<dyn Subject + Sync>, Void> {
    match cell.kind {
        Kind::Direct => Ok(Box::new(Direct { sink })),
        Kind::Bound => Ok(Box::new(Bound::start(folder, &sink, options.connections, cell.entry != Entry::Rest)?)),
        Kind::Postfix => Ok(Box::new(Postfix::start(folder, &sink, true)?)),
        Kind::PostfixDefault => Ok(Box::new(Postfix::start(folder, &sink, false)?)),
        Kind::Owlpost => Ok(Box::new(start_owlpost(options, cell, folder, &sink)?)),
    }
}

fn start_owlpost(options: &RunOptions, cell: Cell, folder: &Path, sink: &Target) -> Result<Server, Void> {
    let binary = options.binary.canonicalize().doing(format!("looking for {}", options.binary.display()))?;
    let data_dir = folder.join("data");
    std::fs::create_dir(&data_dir).doing("creating the data folder")?;
    if let Some(identity) = &sink.tls {
        let (certificate, key) = (identity.certificate_file.display(), identity.key_file.display());
        let configuration = format!("[tls]\ncertificate_file = \"{certificate}\"\nkey_file = \"{key}\"\n");
        std::fs::write(data_dir.join("owlpost.toml"), configuration).doing("writing the configuration")?;
    }
    let api_key = Owlpost::set_up(&binary, &data_dir)?;
    let submission = (cell.entry != Entry::Rest).then(free_port).transpose()?;
    let target = submission.map(|address| Target { address, tls: sink.tls.clone(), password: Some(api_key.clone()) });
    let (owlpost, _) = Owlpost::start(&binary, &data_dir, api_key, submission)?;
    owlpost.deliver_to(sink.address, options.connections, sink.tls.as_deref())?;
    Ok(Server { owlpost, smtp: target })
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
