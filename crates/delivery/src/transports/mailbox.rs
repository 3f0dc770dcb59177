//! The built-in service: stores mail in the local mailbox instead of sending it.
//!
//! `sending` implements [`MailboxStore`] with the database; this file makes the verdicts.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use mail::{EmailAddress, Outcome, Outgoing, RecipientVerdict, Reply, Report, Stage, StageRecord, Verdict};

use smtp::Progress;

use crate::transport::BoxFuture;
use crate::{CheckFailure, Transport};
use crate::{problems, texts};

/// The store of the built-in mailbox.
pub trait MailboxStore: Send + Sync {
    /// Stores one message durably.
    ///
    /// # Errors
    /// [`MailboxError`] if it was not stored.
    fn store<'a>(
        &'a self,
        outgoing: &'a Outgoing,
    ) -> Pin<Box<dyn Future<Output = Result<(), MailboxError>> + Send + 'a>>;
}

/// A message was not stored. The source is the error of the store, which the problem shows to administrators.
#[derive(Debug)]
pub struct MailboxError(Box<dyn std::error::Error + Send + Sync>);

impl MailboxError {
    /// The error with its cause.
    pub fn new(source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self(Box::new(source))
    }
}

impl std::fmt::Display for MailboxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("storing a message in the mailbox")
    }
}

impl std::error::Error for MailboxError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0)
    }
}

/// Delivers into the local mailbox.
pub struct MailboxTransport {
    store: Arc<dyn MailboxStore>,
}

impl MailboxTransport {
    /// Stores mail in `store`.
    pub fn new(store: Arc<dyn MailboxStore>) -> Self {
        Self { store }
    }
}

impl std::fmt::Debug for MailboxTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailboxTransport")
    }
}

impl Transport for MailboxTransport {
    fn deliver<'a>(&'a self, outgoing: &'a Outgoing, progress: Progress) -> BoxFuture<'a, Report> {
        Box::pin(async move {
            let started = tokio::time::Instant::now();
            let stored = match progress.message_may_arrive() {
                Ok(()) => self.store.store(outgoing).await,
                Err(error) => Err(MailboxError::new(error)),
            };
            report(outgoing, stored, started.elapsed())
        })
    }

    fn check<'a>(&'a self, _sender: &'a EmailAddress) -> BoxFuture<'a, Result<(), CheckFailure>> {
        // There is no connection; an error occurs only when a message is stored.
        Box::pin(async { Ok(()) })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}

/// One verdict for all recipients: the mailbox stores a message or does not.
fn report(outgoing: &Outgoing, stored: Result<(), MailboxError>, took: std::time::Duration) -> Report {
    let (verdict, reply, problem, detail) = match stored {
        Ok(()) => {
            let reply = Reply { code: 250, enhanced: None, text: "stored in the mailbox".to_owned() };
            (Verdict::Kept, Some(reply), None, texts::stage_mailbox_stored())
        }
        Err(MailboxError(source)) => {
            let reason = source.to_string();
            let problem = problems::mailbox_not_kept(texts::event_mailbox_failed(reason.as_str()));
            (Verdict::Deferred, None, Some(problem), texts::stage_mailbox_failed(reason.as_str()))
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
    let ok = verdict == Verdict::Kept;
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    Report {
        outcome: Outcome::Tried(verdicts),
        transcript: format!("-- {} ({} bytes)\n", if ok { "stored" } else { "not stored" }, outgoing.bytes.len()),
        stages: vec![StageRecord { name: Stage::Data, ok, ms, detail }],
        connection: texts::connection_mailbox(),
        throttled: false,
        passes_on_notifications: false,
        failed_at: None,
    }
}
