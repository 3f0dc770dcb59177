//! The log of mail: a few verbs, one line each, under the tracing target `mail`; each is counted in [`Metrics`] as well.
//!
//! Addresses are masked. `intake` writes *accepted*, `submission` what it refused, `delivery_loop` the rest.

use std::net::IpAddr;

use i18n::Language;
use mail::{EmailAddress, Problem, Reply, ReversePath, Text};
use queue::{Id, Kind, State};

use crate::metrics::Metrics;

/// Writes and counts; clones share the counters.
#[derive(Clone, Default)]
pub struct MailLog {
    metrics: Metrics,
}

impl MailLog {
    /// A message is on disk.
    pub fn accepted(&self, id: Id, kind: Kind, sender: &ReversePath, recipients: usize, bytes: usize) {
        self.metrics.accepted(kind);
        tracing::info!(target: "mail", id = %id.0, ?kind, from = ?sender, recipients, bytes, "accepted");
    }

    /// A message came by SMTP submission; [`MailLog::accepted`] has the rest of it.
    pub fn submitted(&self, id: Id, client: IpAddr, hello: &str, tls: Option<&str>) {
        tracing::info!(target: "mail", id = %id.0, %client, hello, tls, "submitted");
    }

    /// SMTP submission refused a sender, a recipient or a message.
    pub fn submission_refused(&self, client: IpAddr, stage: &'static str, code: u16, enhanced: &'static str) {
        self.metrics.submission_refused(stage);
        tracing::info!(target: "mail", %client, stage, reply = %format_args!("{code} {enhanced}"), "submission refused");
    }

    /// SMTP submission refused a login.
    pub fn login_refused(&self, client: IpAddr, code: u16) {
        self.metrics.login_refused();
        tracing::warn!(target: "mail", %client, reply = code, "login refused");
    }

    /// The next server took responsibility for one recipient.
    pub fn sent(&self, id: Id, recipient: &EmailAddress, connection: &Text, reply: Option<&Reply>) {
        self.metrics.settled(State::Sent, 1);
        tracing::info!(target: "mail", id = %id.0, to = ?recipient, %connection, reply = reply.map(one_line), "sent");
    }

    /// Stored in the built-in mailbox for one recipient: nothing left.
    pub fn kept(&self, id: Id, recipient: &EmailAddress, connection: &Text) {
        self.metrics.settled(State::Kept, 1);
        tracing::info!(target: "mail", id = %id.0, to = ?recipient, %connection, "kept");
    }

    /// Given up for one recipient, who may have it: the reply was lost.
    pub fn uncertain(&self, id: Id, recipient: &EmailAddress, connection: &Text) {
        self.metrics.settled(State::Uncertain, 1);
        tracing::warn!(target: "mail", id = %id.0, to = ?recipient, %connection, "uncertain");
    }

    /// Another attempt will be made.
    pub fn deferred(&self, id: Id, recipient: &EmailAddress, connection: &Text, reply: Option<&Reply>) {
        self.metrics.settled(State::Deferred, 1);
        tracing::info!(target: "mail", id = %id.0, to = ?recipient, %connection, reply = reply.map(one_line), "deferred");
    }

    /// Given up for one recipient.
    pub fn failed(&self, id: Id, recipient: &EmailAddress, connection: &Text, reply: Option<&Reply>) {
        self.metrics.settled(State::Failed, 1);
        tracing::warn!(target: "mail", id = %id.0, to = ?recipient, %connection, reply = reply.map(one_line), "failed");
    }

    /// Given up because their time was over.
    pub fn expired(&self, deliveries: usize) {
        self.metrics.settled(State::Expired, deliveries as u64);
        tracing::warn!(target: "mail", deliveries, "expired");
    }

    /// Sending pauses: the connection fails.
    pub fn paused(&self, problem: &Problem) {
        let text = Language::English.problem(problem);
        tracing::error!(target: "mail", code = %problem.code, problem = text.what, remedy = text.remedy, "paused");
    }

    /// Sending resumes.
    pub fn resumed(&self) {
        tracing::info!(target: "mail", "resumed");
    }

    /// Where all of it is counted; for what is no line of the log (sessions, times).
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }
}

/// A reply's code alone: its text may repeat an address.
fn one_line(reply: &Reply) -> String {
    match reply.enhanced {
        Some(enhanced) => format!("{} {enhanced}", reply.code),
        None => reply.code.to_string(),
    }
}
