//! The log of mail: a few verbs, one line each, under the tracing target `mail`; counted for the metrics as well.
//!
//! Addresses are masked. `intake` says *accepted*, `dispatch` the rest.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use mail::{EmailAddress, Problem, Reply};
use outbox::{Id, Kind};

/// Writes and counts; clones share the counters.
#[derive(Clone, Debug, Default)]
pub struct MailLog {
    counted: Arc<Counters>,
}

#[derive(Debug, Default)]
struct Counters {
    accepted: AtomicU64,
    sent: AtomicU64,
    deferred: AtomicU64,
    failed: AtomicU64,
    pauses: AtomicU64,
}

/// How often each verb was said since the process started; `accepted` counts messages, the next three deliveries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Messages accepted.
    pub accepted: u64,
    /// Deliveries that the next server took.
    pub sent: u64,
    /// Attempts that will be made again, by recipient.
    pub deferred: u64,
    /// Deliveries given up: refused or expired.
    pub failed: u64,
    /// Times that sending paused.
    pub pauses: u64,
}

impl MailLog {
    /// A message is on disk.
    pub fn accepted(&self, id: Id, kind: Kind, sender: &EmailAddress, recipients: usize, bytes: usize) {
        self.counted.accepted.fetch_add(1, Ordering::Relaxed);
        tracing::info!(target: "mail", id = %id.0, ?kind, from = ?sender, recipients, bytes, "accepted");
    }

    /// The next server took responsibility for one recipient.
    pub fn sent(&self, id: Id, recipient: &EmailAddress, connection: &str, reply: Option<&Reply>) {
        self.counted.sent.fetch_add(1, Ordering::Relaxed);
        tracing::info!(target: "mail", id = %id.0, to = ?recipient, connection, reply = reply.map(one_line), "sent");
    }

    /// Another attempt will be made.
    pub fn deferred(&self, id: Id, recipient: &EmailAddress, connection: &str, reply: Option<&Reply>) {
        self.counted.deferred.fetch_add(1, Ordering::Relaxed);
        tracing::info!(target: "mail", id = %id.0, to = ?recipient, connection, reply = reply.map(one_line), "deferred");
    }

    /// Given up for one recipient.
    pub fn failed(&self, id: Id, recipient: &EmailAddress, connection: &str, reply: Option<&Reply>) {
        self.counted.failed.fetch_add(1, Ordering::Relaxed);
        tracing::warn!(target: "mail", id = %id.0, to = ?recipient, connection, reply = reply.map(one_line), "failed");
    }

    /// Given up because their time was over.
    pub fn expired(&self, deliveries: usize) {
        self.counted.failed.fetch_add(deliveries as u64, Ordering::Relaxed);
        tracing::warn!(target: "mail", deliveries, "expired");
    }

    /// Sending pauses: the connection is in trouble.
    pub fn paused(&self, problem: &Problem) {
        self.counted.pauses.fetch_add(1, Ordering::Relaxed);
        tracing::error!(target: "mail", code = problem.code, what = problem.what, remedy = problem.remedy, "paused");
    }

    /// Sending goes on.
    pub fn resumed(&self) {
        tracing::info!(target: "mail", "resumed");
    }

    /// What was counted so far.
    pub fn counts(&self) -> Counts {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            accepted: read(&self.counted.accepted),
            sent: read(&self.counted.sent),
            deferred: read(&self.counted.deferred),
            failed: read(&self.counted.failed),
            pauses: read(&self.counted.pauses),
        }
    }
}

/// A reply's code alone: its text may repeat an address.
fn one_line(reply: &Reply) -> String {
    match reply.enhanced {
        Some(enhanced) => format!("{} {enhanced}", reply.code),
        None => reply.code.to_string(),
    }
}
