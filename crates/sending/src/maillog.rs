//! The mail log: one line per event, under the tracing target `mail`. Each event is also counted in [`Metrics`].
//!
//! Addresses are masked. `intake` writes *accepted*, `submission` what it refused, `delivery_loop` the others.

use std::net::IpAddr;

use i18n::Language;
use mail::{EmailAddress, Problem, Reply, ReversePath, Text};
use queue::{Client, Id, Kind, State};

use crate::metrics::Metrics;

/// Writes the mail log and counts; clones share the counters.
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

    /// A message came by SMTP submission, sent by an API key, a mail password or a network; [`MailLog::accepted`] has the
    /// rest of it.
    pub fn submitted(&self, id: Id, by: &str, client: &Client) {
        let Client { address, smtp } = client;
        let (hello, tls) = smtp.as_ref().map(|smtp| (&*smtp.hello, smtp.tls.as_deref())).unzip();
        let (client, tls) = (address, tls.flatten());
        tracing::info!(target: "mail", id = %id.0, by, %client, hello, tls, "submitted");
    }

    /// SMTP submission refused a sender, a recipient or a message.
    pub fn submission_refused(&self, client: IpAddr, stage: &'static str, code: u16, enhanced: &'static str) {
        self.metrics.submission_refused(stage);
        tracing::info!(target: "mail", %client, stage, reply = %format_args!("{code} {enhanced}"), "submission refused");
    }

    /// SMTP submission refused a login; `credential` is the name of what was refused, if it is known.
    pub fn login_refused(&self, client: IpAddr, code: u16, credential: Option<&str>) {
        self.metrics.login_refused();
        tracing::warn!(target: "mail", %client, reply = code, credential, "login refused");
    }

    /// The mail server took responsibility for one recipient.
    pub fn sent(&self, id: Id, recipient: &EmailAddress, connection: &Text, reply: Option<&Reply>) {
        self.metrics.settled(State::Sent, 1);
        tracing::info!(target: "mail", id = %id.0, to = ?recipient, %connection, reply = reply.map(one_line), "sent");
    }

    /// Stored in the built-in mailbox for one recipient; nothing was sent.
    pub fn kept(&self, id: Id, recipient: &EmailAddress, connection: &Text) {
        self.metrics.settled(State::Kept, 1);
        tracing::info!(target: "mail", id = %id.0, to = ?recipient, %connection, "kept");
    }

    /// Given up for one recipient, who may have got the message: the server's reply was lost.
    pub fn uncertain(&self, id: Id, recipient: &EmailAddress, connection: &Text) {
        self.metrics.settled(State::Uncertain, 1);
        tracing::warn!(target: "mail", id = %id.0, to = ?recipient, %connection, "uncertain");
    }

    /// One recipient was deferred; another attempt follows.
    pub fn deferred(&self, id: Id, recipient: &EmailAddress, connection: &Text, reply: Option<&Reply>) {
        self.metrics.settled(State::Deferred, 1);
        tracing::info!(target: "mail", id = %id.0, to = ?recipient, %connection, reply = reply.map(one_line), "deferred");
    }

    /// Given up for one recipient.
    pub fn failed(&self, id: Id, recipient: &EmailAddress, connection: &Text, reply: Option<&Reply>) {
        self.metrics.settled(State::Failed, 1);
        tracing::warn!(target: "mail", id = %id.0, to = ?recipient, %connection, reply = reply.map(one_line), "failed");
    }

    /// Deliveries were given up because they expired.
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

    /// The counters, for values that are not in the log (sessions, times).
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }
}

/// Only the codes of a reply: its text may contain an address.
fn one_line(reply: &Reply) -> String {
    match reply.enhanced {
        Some(enhanced) => format!("{} {enhanced}", reply.code),
        None => reply.code.to_string(),
    }
}
