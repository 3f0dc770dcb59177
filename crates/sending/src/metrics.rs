//! Counters and gauges in the OpenMetrics format of Prometheus.
//!
//! `maillog` counts its events, `delivery_loop` its sessions, the runner of scripts its runs and `api` its times; `api`
//! serves the text at `/metrics`. No label contains an address, a host or anything else that a stranger chooses, so the
//! number of series is fixed.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use queue::{Kind, State};
use storage::DiskState;

/// Upper bounds in seconds: one fsync takes a millisecond on a good disk and hundreds of milliseconds on a bad one.
const ACCEPT_BUCKETS: [f64; 11] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0];

/// The states that verdicts lead to.
const SETTLED: [State; 6] =
    [State::Sent, State::Kept, State::Deferred, State::Failed, State::Uncertain, State::Expired];

/// Where SMTP submission refuses something.
const STAGES: [&str; 4] = ["sender", "recipient", "memory", "message"];

/// The handle; clones share the counters.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    accepted: Family<KindLabel, Counter>,
    settled: Family<StateLabel, Counter>,
    submission_refused: Family<StageLabel, Counter>,
    logins_refused: Counter,
    waiting: Family<StateLabel, Gauge<u64, AtomicU64>>,
    accept_seconds: Histogram,
    paused: Gauge,
    disk_full: Gauge,
    disk_read_only: Gauge,
    sessions: Gauge,
    script_runs: Family<OutcomeLabel, Counter>,
    script_runs_waiting: Gauge<u64, AtomicU64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct KindLabel {
    kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StateLabel {
    state: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StageLabel {
    stage: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabel {
    outcome: &'static str,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("owlpost");
        let accepted = Family::<KindLabel, Counter>::default();
        registry.register("messages_accepted", "Messages accepted into the outbox, on disk", accepted.clone());
        let settled = Family::<StateLabel, Counter>::default();
        registry.register("deliveries_settled", "Verdicts written, by the state they led to", settled.clone());
        let submission_refused = Family::<StageLabel, Counter>::default();
        registry.register("submission_refused", "Refusals of SMTP submission, by stage", submission_refused.clone());
        let logins_refused = Counter::default();
        registry.register("logins_refused", "Logins that SMTP submission refused", logins_refused.clone());
        let waiting = Family::<StateLabel, Gauge<u64, AtomicU64>>::default();
        registry.register("waiting", "Deliveries that wait or are being sent, by state", waiting.clone());
        let accept_seconds = Histogram::new(ACCEPT_BUCKETS);
        registry.register(
            "accept_seconds",
            "Time from a complete request to the commit on disk, in seconds",
            accept_seconds.clone(),
        );
        let paused = Gauge::default();
        registry.register("paused", "1 while the connection is in trouble and mail waits", paused.clone());
        let disk_full = Gauge::default();
        registry.register("disk_full", "1 while the disk is full and no new mail is accepted", disk_full.clone());
        let disk_read_only = Gauge::default();
        registry.register("disk_read_only", "1 while nothing can be stored: read-only disk", disk_read_only.clone());
        let sessions = Gauge::default();
        registry.register("sessions", "Open sessions with the mail server", sessions.clone());
        let script_runs = Family::default();
        registry.register("script_runs", "Runs of scripts that ended, by how", script_runs.clone());
        // All series exist from the start, so that an alert on an increase does not miss the first failure.
        for kind in Kind::ALL {
            accepted.get_or_create(&KindLabel { kind: kind.name() }).inc_by(0);
        }
        for stage in STAGES {
            submission_refused.get_or_create(&StageLabel { stage }).inc_by(0);
        }
        for state in SETTLED {
            settled.get_or_create(&StateLabel { state: state.name() }).inc_by(0);
        }
        for state in State::ALL.iter().filter(|state| !state.is_final()) {
            waiting.get_or_create(&StateLabel { state: state.name() }).set(0);
        }
        let script_runs_waiting = Gauge::default();
        registry.register(
            "script_runs_waiting",
            "Runs of scripts that wait for a free place",
            script_runs_waiting.clone(),
        );
        Self {
            registry: Arc::new(registry),
            accepted,
            settled,
            submission_refused,
            logins_refused,
            waiting,
            accept_seconds,
            paused,
            disk_full,
            disk_read_only,
            sessions,
            script_runs,
            script_runs_waiting,
        }
    }
}

impl Metrics {
    /// Counts a message that is on disk.
    pub fn accepted(&self, kind: Kind) {
        self.accepted.get_or_create(&KindLabel { kind: kind.name() }).inc();
    }

    /// SMTP submission refused something at `stage`.
    pub fn submission_refused(&self, stage: &'static str) {
        self.submission_refused.get_or_create(&StageLabel { stage }).inc();
    }

    /// SMTP submission refused a login.
    pub fn login_refused(&self) {
        self.logins_refused.inc();
    }

    /// Records the time from the complete request to the commit.
    pub fn accepted_within(&self, took: Duration) {
        self.accept_seconds.observe(took.as_secs_f64());
    }

    /// Counts written verdicts: `deliveries` more are now in `state`.
    pub fn settled(&self, state: State, deliveries: u64) {
        self.settled.get_or_create(&StateLabel { state: state.name() }).inc_by(deliveries);
    }

    /// Sets whether sending is paused. Called when the metrics are read.
    pub fn paused(&self, paused: bool) {
        self.paused.set(i64::from(paused));
    }

    /// Sets whether the disk can be written. Called when the metrics are read.
    pub fn disk(&self, state: DiskState) {
        self.disk_full.set(i64::from(state == DiskState::Full));
        self.disk_read_only.set(i64::from(state == DiskState::ReadOnly));
    }

    /// Sets how many sessions with the mail server are in use.
    pub fn sessions(&self, open: usize) {
        self.sessions.set(i64::try_from(open).unwrap_or(i64::MAX));
    }

    /// Sets how many deliveries wait or are being sent, by state. Called when the metrics are read.
    pub fn waiting(&self, counts: impl Iterator<Item = (State, u64)>) {
        for (state, count) in counts.filter(|(state, _)| !state.is_final()) {
            self.waiting.get_or_create(&StateLabel { state: state.name() }).set(count);
        }
    }

    /// Counts runs of scripts that ended; `outcome` is the name of a final state.
    pub fn script_runs_ended(&self, outcome: &'static str, runs: u64) {
        self.script_runs.get_or_create(&OutcomeLabel { outcome }).inc_by(runs);
    }

    /// Sets how many runs of scripts wait. Called when the metrics are read.
    pub fn script_runs_waiting(&self, runs: u64) {
        self.script_runs_waiting.set(runs);
    }

    /// All metrics in the OpenMetrics text format.
    pub fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_failure_is_an_increase() {
        let text = Metrics::default().text().expect("encodes");
        for line in [
            "owlpost_messages_accepted_total{kind=\"api\"} 0",
            "owlpost_deliveries_settled_total{state=\"failed\"} 0",
            "owlpost_deliveries_settled_total{state=\"expired\"} 0",
            "owlpost_waiting{state=\"deferred\"} 0",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is missing in\n{text}");
        }
    }

    #[test]
    fn what_was_counted_is_in_the_text() {
        let metrics = Metrics::default();
        metrics.accepted(Kind::Api);
        metrics.accepted(Kind::Api);
        metrics.accepted_within(Duration::from_millis(3));
        metrics.settled(State::Sent, 1);
        metrics.waiting([(State::Deferred, 7), (State::Sent, 9)].into_iter());
        metrics.paused(true);
        metrics.disk(DiskState::Full);
        metrics.sessions(4);
        metrics.script_runs_ended("failed", 2);
        metrics.script_runs_waiting(5);
        let text = metrics.text().expect("encodes");
        for line in [
            "owlpost_messages_accepted_total{kind=\"api\"} 2",
            "owlpost_deliveries_settled_total{state=\"sent\"} 1",
            "owlpost_waiting{state=\"deferred\"} 7",
            "owlpost_accept_seconds_bucket{le=\"0.002\"} 0",
            "owlpost_accept_seconds_bucket{le=\"0.005\"} 1",
            "owlpost_paused 1",
            "owlpost_disk_full 1",
            "owlpost_disk_read_only 0",
            "owlpost_sessions 4",
            "owlpost_script_runs_total{outcome=\"failed\"} 2",
            "owlpost_script_runs_waiting 5",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is missing in\n{text}");
        }
    }
}
