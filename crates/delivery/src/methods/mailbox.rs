//! The built-in service: mail is kept in the local mailbox instead of leaving.
//!
//! Keeping is the server's business, behind the port [`Keep`]; the verdicts are made here.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use mail::{Outcome, Problem, RecipientVerdict, Reply, Report, Stage, StageRecord, Verdict};

use crate::transport::Boxed;
use crate::{Outgoing, Transport};

/// Where the built-in service keeps mail; the server implements it over its database.
pub trait Keep: Send + Sync {
    /// Keeps one message durably.
    ///
    /// # Errors
    /// Why it could not be kept, in words for an administrator.
    fn keep<'a>(&'a self, outgoing: &'a Outgoing) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>>;
}

/// The way into the local mailbox.
pub struct MailboxTransport {
    keep: Arc<dyn Keep>,
}

impl MailboxTransport {
    /// Keeps mail in `keep`.
    pub fn new(keep: Arc<dyn Keep>) -> Self {
        Self { keep }
    }
}

impl std::fmt::Debug for MailboxTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailboxTransport")
    }
}

impl Transport for MailboxTransport {
    fn deliver<'a>(&'a self, outgoing: &'a Outgoing) -> Boxed<'a, Report> {
        Box::pin(async move {
            let started = tokio::time::Instant::now();
            let kept = self.keep.keep(outgoing).await;
            report(outgoing, kept, started.elapsed())
        })
    }

    fn check(&self) -> Boxed<'_, Result<(), Problem>> {
        // There is nothing to reach: a mailbox that cannot keep says so when it is asked to.
        Box::pin(async { Ok(()) })
    }

    fn close(&self) -> Boxed<'_, ()> {
        Box::pin(async {})
    }
}

/// One verdict for all: the mailbox takes a message whole or not at all.
fn report(outgoing: &Outgoing, kept: Result<(), String>, took: std::time::Duration) -> Report {
    let (verdict, reply, problem, detail) = match kept {
        Ok(()) => {
            let text = "kept in the mailbox".to_owned();
            (Verdict::Delivered, Some(Reply { code: 250, enhanced: None, text: text.clone() }), None, text)
        }
        Err(reason) => {
            let detail = format!("not kept: {reason}");
            (Verdict::Deferred, None, Some(not_kept(&reason)), detail)
        }
    };
    let verdicts = outgoing
        .recipients
        .iter()
        .map(|recipient| RecipientVerdict {
            recipient: recipient.clone(),
            verdict,
            reply: reply.clone(),
            problem: problem.clone(),
            may_have_arrived: false,
            retry_after: None,
        })
        .collect();
    let ok = verdict == Verdict::Delivered;
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    Report {
        outcome: Outcome::Tried(verdicts),
        transcript: format!("-- {detail} ({} bytes)\n", outgoing.bytes.len()),
        stages: vec![StageRecord { name: Stage::Data, ok, ms, detail }],
        connection: "mailbox (built-in)".to_owned(),
        throttled: false,
    }
}

fn not_kept(reason: &str) -> Problem {
    Problem {
        code: "mailbox_not_kept".to_owned(),
        field: None,
        what: format!("The built-in service could not keep the message: {reason}."),
        meaning: "The data folder or database could not be written; the message waits and nothing is lost.".to_owned(),
        remedy: "Look at the server's log and its free disk space; the message is tried again by itself.".to_owned(),
        fix: None,
    }
}
